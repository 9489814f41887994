// Alerts in the console, on a mock of the node's watch (web/tools/mock-alerts.mjs): what is counted, listed, shown as
// evidence, worked by keys, filtered; the rules with their dry run. That a real node raises them: alerts_node.test.mjs.

import assert from "node:assert/strict";
import { it } from "node:test";
import { axe_findings, on_mock, read, until } from "./harness.mjs";

/** Of the first and the second vessel's way, as web/src/tools/groups.ts has cyan and violet. */
const kWays = { day: ["#00616b", "#6a2fb0"], dusk: ["#6fe3ee", "#cda6ff"], night: ["#4fb0b8", "#9a78cc"] };

/** How many pixels of the map's picture have a colour, within 4 px of the line between two places. Runs in the page. */
function pixels_on_line([colour, from, to]) {
  const { map } = window.narrows;
  const wanted = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const canvas = map.picture();
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const [a, b] = [from, to].map(({ lat, lon }) => map.pixel_of(lat, lon));
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  let count = 0;
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      const along = ((x - a[0]) * (b[0] - a[0]) + (y - a[1]) * (b[1] - a[1])) / length;
      const beside = Math.abs((x - a[0]) * (b[1] - a[1]) - (y - a[1]) * (b[0] - a[0])) / length;
      if (along < 0 || along > length || beside > 4) continue;
      const i = 4 * (y * width + x);
      if (wanted.every((value, channel) => Math.abs(data[i + channel] - value) < 12)) ++count;
    }
  }
  return { count, length };
}

on_mock("alerts", (stage) => {
  let page, url;
  const state_of = (id) => page.getByTestId(`alert-${id}`).getAttribute("data-state");
  const rows = () => page.locator("[data-testid=alert-rows] button").evaluateAll((all) => all.map(({ dataset }) => dataset.testid));
  const mock_alert = async (id) => (await fetch(`${url}/api/v1/alerts/${id}`)).json();

  it("are counted in the bar and the most urgent shown over the map, without opening anything", async () => {
    ({ url } = await stage.mock("--count", "60", "--alerts"));
    page = await stage.open("#palette=night&lang=en", { url });
    await until("the counts", async () => /^Alerts:\s*Priority\s*1\s*2\s*Priority\s*2\s*1\s*Priority\s*3\s*1$/.test((await read(page.getByTestId("alert-counts"))).trim()));
    const first = page.getByTestId("alert-strip").locator("button").first();
    assert.match(await read(first), /Collision risk/);
    assert.match(await read(first.getByTestId("time-left")), /^Time to act\s+7:\d\d$/);
    await stage.shot(page, "alerts-strip");
  });

  it("are listed by priority and time to act; a key goes to the next and the map with it", async () => {
    await page.getByTestId("map").focus();
    await page.keyboard.press("Shift+a");
    await page.getByTestId("alert-rows").waitFor();
    assert.deepEqual(await rows(), ["alert-mock-1", "alert-mock-3", "alert-mock-2", "alert-mock-4"]);
    const before = await page.evaluate(() => window.narrows.map.view());
    await page.keyboard.press("Shift+j");
    await page.getByTestId("alert-detail").waitFor();
    const { lat, lon } = await mock_alert("mock-1");
    const box = await page.evaluate(() => window.narrows.map.view_box());
    assert.ok(lat > box.south && lat < box.north && lon > box.west && lon < box.east && box.east - box.west < 0.5, JSON.stringify({ before, box, lat, lon }));
    await page.keyboard.press("Shift+k");
    assert.equal(await page.getByTestId("alert-mock-4").getAttribute("aria-current"), "true");
    await page.keyboard.press("Shift+j");
  });

  it("propose what to do next, and who is near enough to be sent", async () => {
    await page.getByTestId("alert-mock-3").click();
    const next = page.getByTestId("next-steps");
    assert.match(await read(next), /Proposed\s+Call her on VHF 16: engine, anchor, people/);
    await page.getByTestId("nearest-help").waitFor();
    const nearest = page.getByTestId("nearest-help").locator("button").first();
    assert.match(await read(page.getByTestId("nearest-help")), /Nearest that could be sent: \S+ [\d.]+ nm \d+(\.\d)?°/);
    await nearest.click();
    await page.getByTestId("card").waitFor();
    await page.getByTestId("alert-mock-1").click();
    await page.getByTestId("next-steps").waitFor();
    assert.equal(await page.getByTestId("nearest-help").count(), 0, "nobody is sent between two ships that sail on");
  });

  it("are an argument: measures with thresholds, margins, explanations, rule, log", async () => {
    await page.getByTestId("alert-mock-2").click();
    await page.getByTestId("plot-distance_m").locator("canvas").waitFor();
    assert.match(await read(page.getByTestId("alert-margins")), /distance\s+180 m\s+250 m\s+28 %/);
    const detail = await read(page.getByTestId("alert-detail"));
    assert.match(detail, /No\s*tug assistance: neither is a tug/);
    assert.match(detail, /Not known\s*bunkering/);
    assert.match(detail, /Rule 1\.0\.0/);
    assert.match(await read(page.getByTestId("alert-log")), /watch raise/);
    await stage.shot(page, "alerts-evidence");
  });

  const ways = async (on, at, id, palette) => {
    const { tracks } = await (await fetch(`${at}/api/v1/alerts/${id}/evidence`)).json();
    return Promise.all(tracks.map(({ points }, i) => on.evaluate(pixels_on_line, [kWays[palette][i], points[0], points.at(-1)])));
  };
  const drawn = async (...about) => (await ways(...about)).every(({ count, length }) => length > 100 && count > 0.6 * length);
  const gone = async (...about) => (await ways(...about)).every(({ count }) => count === 0);

  it("draw the ways of their vessels on the map, all of them in view, while the evidence is open", async () => {
    assert.match(await read(page.getByTestId("evidence-legend")), /where it began\s+where it was decided/);
    await until("the ways", () => drawn(page, url, "mock-2", "night"));
    const { tracks } = await (await fetch(`${url}/api/v1/alerts/mock-2/evidence`)).json();
    const box = await page.evaluate(() => window.narrows.map.view_box());
    for (const { lat, lon } of tracks.flatMap(({ points }) => points)) assert.ok(lat > box.south && lat < box.north && lon > box.west && lon < box.east, JSON.stringify({ lat, lon, box }));
    await page.getByTestId("map").focus();
    await page.keyboard.press("Shift+a");
    await until("them to be gone", () => gone(page, url, "mock-2", "night"));
    await page.getByTestId("map").focus();
    await page.keyboard.press("Shift+a");
    await until("them again", () => drawn(page, url, "mock-2", "night"));
    await page.getByTestId("alert-mock-1").click();
    await until("those of another alert instead", async () => (await drawn(page, url, "mock-1", "night")) && (await gone(page, url, "mock-2", "night")));
    await page.getByTestId("alert-mock-2").click();
    await page.getByTestId("plot-distance_m").locator("canvas").waitFor();
  });

  it("leave the map to the officer once it has shown them", async () => {
    await page.evaluate(() => window.narrows.map.go_to(20, 60, 9));
    await page.keyboard.press("Shift+x");
    await page.getByTestId("dismiss-reasons").waitFor();
    await page.keyboard.press("Escape");
    const { lat, lon } = await page.evaluate(() => window.narrows.map.view());
    assert.ok(Math.abs(lat - 20) < 0.001 && Math.abs(lon - 60) < 0.001, JSON.stringify({ lat, lon }));
    await page.getByTestId("map").focus();
    await page.keyboard.press("Shift+y");
    await until("all of them in view again", () => drawn(page, url, "mock-2", "night"));
  });

  it("are acknowledged by a key, in the node, and undone", async () => {
    await page.keyboard.press("h");
    await until("it to be acknowledged", async () => (await state_of("mock-2")) === "acknowledged");
    assert.equal((await mock_alert("mock-2")).state, "acknowledged");
    await page.keyboard.press("Shift+u");
    await until("it to be open again", async () => (await state_of("mock-2")) === "open");
  });

  it("are dismissed for a reason only", async () => {
    await page.keyboard.press("Shift+x");
    await page.getByTestId("dismiss-reasons").waitFor();
    assert.equal((await mock_alert("mock-2")).state, "open");
    await page.getByTestId("dismiss-note").fill("seen from the coast");
    await page.getByTestId("dismiss-known").click();
    await until("it to leave the active ones", async () => !(await rows()).includes("alert-mock-2"));
    const { state, dismissed_reason, log } = await mock_alert("mock-2");
    assert.deepEqual([state, dismissed_reason, log.at(-1).note], ["dismissed", "known", "seen from the coast"]);
    await page.getByTestId("alerts-state").selectOption("dismissed");
    assert.deepEqual(await rows(), ["alert-mock-2"]);
    await page.getByTestId("alerts-state").selectOption("active");
  });

  it("are assigned to somebody, and closed", async () => {
    await page.getByTestId("alert-mock-3").click();
    await page.getByTestId("alert-assign").click();
    await page.getByTestId("alert-assign-to").fill("omid");
    await page.keyboard.press("Enter");
    await until("it to be assigned", async () => (await mock_alert("mock-3")).assigned_to === "omid");
    await until("the row to say so", async () => (await state_of("mock-3")) === "assigned");
    await page.getByTestId("map").focus();
    await page.keyboard.press("Shift+e");
    await until("it to be closed", async () => (await mock_alert("mock-3")).state === "closed");
  });

  it("are kept apart when they are long over, and not lost", async () => {
    assert.equal(await read(page.getByTestId("alerts-over")), "1 more is over and not closed");
    await page.getByTestId("alerts-over").click();
    assert.deepEqual(await rows(), ["alert-mock-5"]);
    assert.match(await read(page.getByTestId("alert-mock-5")), /over for 1:1\d h/);
    await page.getByTestId("alerts-state").selectOption("active");
  });

  it("are filtered by subject and priority", async () => {
    await page.getByTestId("alerts-group").selectOption("trafficking");
    assert.deepEqual(await rows(), ["alert-mock-4"]);
    await page.getByTestId("alerts-priority").selectOption("1");
    assert.match(await read(page.getByTestId("alerts-empty")), /No alert passes/);
    await page.getByTestId("alerts-group").selectOption("");
    assert.deepEqual(await rows(), ["alert-mock-1"]);
    await page.getByTestId("alerts-priority").selectOption("");
  });

  it("stand in the address, the chosen one and which are listed, so that it opens them elsewhere", async () => {
    await page.getByTestId("alerts-group").selectOption("trafficking");
    await page.getByTestId("alert-mock-4").click();
    const { hash } = new URL(page.url());
    for (const part of ["&alert=mock-4", "&alerts=group:trafficking"]) assert.ok(`${hash}&`.includes(`${part}&`), hash);
    const other = await stage.open(hash, { url });
    await other.getByTestId("alert-detail").waitFor();
    assert.equal(await other.getByTestId("alert-mock-4").getAttribute("aria-current"), "true");
    assert.equal(await other.locator("[data-testid=alert-rows] button").count(), 1);
    await other.evaluate(() => void (window.location.hash = "#panel=alerts&alert=mock-2"));
    await until("one that is done and in no list", async () => /Rendezvous/.test(await read(other.getByTestId("alert-detail"))) && (await other.getByTestId("alert-mock-1").count()) === 1);
    stage.expect_failures = true;
    await other.evaluate(() => void (window.location.hash = "#panel=alerts&alert=nobody"));
    await other.getByTestId("alert-refused").waitFor();
    assert.equal(await other.getByTestId("alert-detail").count(), 0);
    await other.close();
    stage.expect_failures = false;
    await page.getByTestId("alerts-group").selectOption("");
  });

  it("come by themselves when the node raises one, and sound", async () => {
    await page.evaluate(() => window.narrows.console.silence());
    const { id } = await (await fetch(`${url}/mock/raise`)).json();
    await page.getByTestId(`alert-${id}`).waitFor();
    await until("it to sound", () => page.evaluate(() => window.narrows.console.siren.sounding === "alarm"));
    const danger = await page.evaluate(() => [...window.narrows.console.snapshot().danger.keys()]);
    assert.ok(danger.includes((await mock_alert(id)).vessels[0].mmsi));
  });

  it("say that a connection is lost", async () => {
    stage.expect_failures = true;
    const other = await stage.mock("--count", "30", "--no-alerts");
    const lost = await stage.open("#palette=night&lang=en&panel=alerts", { url: other.url });
    await until("that there are none", async () => /The watch goes on/.test(await read(lost.getByTestId("alerts-empty"))));
    await stage.shot(lost, "alerts-empty");
    other.end();
    await lost.getByTestId("alerts-stale").waitFor();
    await lost.close();
    stage.expect_failures = false;
  });

  it("have rules with bounds, tried on the past before they are saved", async () => {
    await page.getByTestId("map").focus();
    await page.keyboard.press("Shift+t");
    await page.getByTestId("load-chart").waitFor();
    assert.match(await read(page.getByTestId("rule-precision")), /Rendezvous\s+38\s+20\s+9\s+69 %/);
    await page.getByTestId("rule-choice").selectOption("rendezvous");
    const distance = page.getByTestId("parameter-distance_m");
    await distance.fill("9");
    assert.equal(await distance.getAttribute("aria-invalid"), "true");
    assert.ok(await page.getByTestId("rule-save").isDisabled());
    await distance.fill("400");
    await page.getByTestId("rule-try").click();
    await page.getByTestId("dry-run").waitFor();
    assert.match(await read(page.getByTestId("dry-run")), /Alerts\s+38\s+61/);
    await stage.shot(page, "alerts-dry-run");
    await page.getByTestId("rule-save").click();
    await until("it to be saved", async () => /audit log/.test(await read(page.getByTestId("rule-state"))));
    const { rules } = await (await fetch(`${url}/api/v1/rules`)).json();
    assert.equal(rules[0].parameters[0].value, 400);
  });

  it("have values by class of ship, within the same bounds, and what was saved can be undone", async () => {
    const own = async () => (await (await fetch(`${url}/api/v1/rules`)).json()).rules.find(({ kind }) => kind === "loitering").parameters.map(({ value, by_class }) => [value, by_class]);
    const before = await own();
    assert.deepEqual(before, [[2, {}], [60, { tanker: 120 }]]);
    assert.equal(await page.locator(".class-add").count(), 0, "a pair is not of one class");
    await page.getByTestId("rule-for-all").waitFor();
    await page.getByTestId("rule-choice").selectOption("loitering");
    await page.getByTestId("class-add-within_nm").selectOption("fishing");
    const fishing = page.getByTestId("parameter-fishing-within_nm");
    assert.equal(await fishing.inputValue(), "2", "it begins with the value of all");
    await fishing.fill("10.1");
    assert.equal(await fishing.getAttribute("aria-invalid"), "true");
    assert.match(await read(page.getByTestId("class-fishing-within_nm")), /From 0.1 to 10 only/);
    assert.ok(await page.getByTestId("rule-save").isDisabled());
    await page.getByTestId("rule-discard").click();
    assert.equal(await fishing.count(), 0);
    await page.getByTestId("class-add-within_nm").selectOption("fishing");
    await fishing.fill("3");
    await page.getByTestId("class-remove-tanker-lasts_min").click();
    await stage.shot(page, "alerts-rule-by-class");
    await page.getByTestId("rule-try").click();
    await page.getByTestId("dry-run").waitFor();
    assert.deepEqual(await own(), before, "a trial changes nothing");
    await page.getByTestId("rule-save").click();
    await page.getByTestId("rule-undo").waitFor();
    assert.deepEqual(await own(), [[2, { fishing: 3 }], [60, {}]]);
    await page.getByTestId("rule-undo").click();
    await until("it to be undone", async () => /Undone/.test(await read(page.getByTestId("rule-state"))));
    assert.deepEqual(await own(), before);
    await page.getByTestId("parameter-tanker-lasts_min").waitFor();
    assert.equal(await fishing.count(), 0);
    await page.close();
  });

  for (const palette of ["day", "dusk", "night"]) {
    for (const language of ["en", "ar", "fa"]) {
      it(`are readable in ${palette}, ${language}`, async () => {
        const shown = await stage.open_mock(`#palette=${palette}&lang=${language}`, "--count", "60", "--alerts");
        const found = {};
        const look = async (what, within) => {
          await stage.shot(shown, `alerts-${what}-${palette}-${language}`);
          const findings = await axe_findings(shown, within);
          if (findings.length > 0) found[what] = findings;
        };
        await shown.getByTestId("alert-strip").waitFor();
        await look("over-map", "main");
        await look("counts", ".bar");
        await shown.getByTestId("map").focus();
        await shown.keyboard.press("Shift+j");
        await shown.getByTestId("alert-mock-2").click();
        await shown.getByTestId("plot-distance_m").waitFor();
        await until("the ways", () => drawn(shown, new URL(shown.url()).origin, "mock-2", palette));
        await shown.keyboard.press("Shift+x");
        await look("list", ".dock");
        await shown.getByTestId("map").focus();
        await shown.keyboard.press("Shift+t");
        await shown.getByTestId("load-chart").waitFor();
        await look("rules", ".dock");
        await shown.getByTestId("rule-choice").selectOption("loitering");
        await shown.getByTestId("class-add-lasts_min").selectOption("pilot");
        await shown.getByTestId("parameter-pilot-lasts_min").fill("0");
        await look("rule", ".dock");
        assert.deepEqual(found, {});
        await shown.close();
      });
    }
  }
});
