// The past: a replay of one's own by keys, pointer and typing, while others see what is live; who crossed a box.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, it } from "node:test";
import { axe_findings, on_node, read, until, vessels_in_page } from "./harness.mjs";

const iso = (ms) => new Date(ms).toISOString();

on_node("the past", (stage) => {
  /** Where the history goes from and to, once there is enough of it. */
  let from_ms, to_ms;
  const get = async (path) => {
    const response = await fetch(`${stage.node.url}${path}`);
    assert.ok(response.ok, `${path}: ${response.status} ${await response.clone().text()}`);
    return response.json();
  };
  const state = (page) => page.evaluate(() => {
    const { replay, tick, hello, link } = window.narrows.console.snapshot();
    return { replay, at_ms: tick?.now_ms, own: hello?.own, phase: link.phase, told: tick?.replay, mode: document.documentElement.dataset.mode };
  });
  /** The replay stands at a time, and the picture with it. */
  const stands = (page, ms) => until(`the replay at ${iso(ms)}`, async () => {
    const { replay, at_ms, own } = await state(page);
    return own && replay?.seeking === null && at_ms === ms;
  });

  before(async () => {
    if (stage.node === null) return;
    await until("a minute of history", async () => {
      const { from, to } = await get("/api/v1/history?from=2013-11-12T00:00:00Z&to=2013-11-13T00:00:00Z").catch(() => ({}));
      const extent = from === undefined ? await get("/api/v1/history").catch(() => ({})) : { from, to };
      from_ms = Date.parse(extent.from);
      // The recording's first line has no stamp: it is of today, years after the others.
      to_ms = Math.min(Date.parse(extent.to), from_ms + 300_000);
      return to_ms - from_ms > 60_000;
    });
    // What is asked about below has been received, or the node learns more between two questions.
    const page = await stage.open("#lang=en");
    await until("the recording to be so far", async () => (await state(page)).at_ms > from_ms + 120_000);
    await page.close();
  });

  it("shows any past time, paused or at a pace, and comes back", async () => {
    const live = await stage.open("#lang=en");
    const page = await stage.open("#palette=night&lang=en");
    await page.getByTestId("map").focus();
    await page.keyboard.press("r");
    await page.getByTestId("replay-bar").waitFor();
    assert.equal((await state(page)).replay, null, "the bar alone changes nothing");
    const at = Math.floor(from_ms / 1000) * 1000 + 30_000;
    const time = page.getByTestId("replay-time");
    await time.click();
    await time.fill(iso(at).slice(0, 19).replace("T", " "));
    await page.keyboard.press("Enter");
    await stands(page, at);
    assert.match(await read(page.getByTestId("replay-words")), new RegExp(`^REPLAY at ${iso(at).slice(0, 10)} ${iso(at).slice(11, 19)} UTC ×60, paused$`));
    assert.equal((await state(page)).mode, "replay");
    // What it shows is what the node knew then, and the same as the API's.
    const { features } = await get(`/api/v1/tracks?limit=10000&at=${iso(at)}`);
    const shown = (await page.evaluate(vessels_in_page)).map((v) => v.mmsi).sort((a, b) => a - b);
    assert.deepEqual(shown, features.map((f) => f.id));
    assert.ok(shown.length > 10);
    await stage.shot(page, "replay-paused");

    // It plays, at the pace that is chosen.
    await page.getByTestId("replay-speed").selectOption("5");
    await page.getByTestId("map").focus();
    await page.keyboard.press("j");
    await until("time to pass", async () => (await state(page)).at_ms > at + 5_000);
    assert.match(await read(page.getByTestId("replay-words")), /UTC ×5$/);
    await page.keyboard.press(">");
    await until("the faster pace", async () => (await state(page)).told?.speed === 10);
    await page.keyboard.press("j");
    await until("the pause", async () => (await state(page)).told?.speed === 0);
    const paused = (await state(page)).at_ms;
    await until("three ticks of a replay that stands", async () => {
      const { at_ms, phase } = await state(page);
      assert.equal(at_ms, paused);
      assert.equal(phase, "live");
      return (await page.evaluate(() => (window.beats = (window.beats ?? 0) + 1))) > 40;
    });

    // Nobody else is disturbed.
    const others = await state(live);
    assert.equal(others.replay, null);
    assert.notEqual(others.own, true);
    const before_ms = others.at_ms;
    await until("the other page to go on", async () => (await state(live)).at_ms !== before_ms);

    await page.keyboard.press("Shift+r");
    await until("now", async () => {
      const { replay, own, at_ms } = await state(page);
      return replay === null && !own && at_ms !== paused && (await page.evaluate(() => window.narrows.console.picture.size)) > 10;
    });
    assert.equal((await state(page)).mode, "live");
    assert.equal(await page.getByTestId("replaying").count(), 0);
    await page.close();
    await live.close();
  });

  it("is moved by keys and by the pointer, from left to right in every language", async () => {
    for (const language of ["en", "fa"]) {
      const page = await stage.open(`#lang=${language}&replay=${iso(Math.floor(from_ms / 1000) * 1000 + 20_000).replace(".000", "")}*0`);
      const at = Math.floor(from_ms / 1000) * 1000 + 20_000;
      await stands(page, at);
      await page.getByTestId("replay-window").selectOption("hour");
      const line = page.getByTestId("replay-line");
      await line.focus();
      await page.keyboard.press("ArrowRight");
      await stands(page, at + 10_000);
      await page.keyboard.press("ArrowLeft");
      await stands(page, at);
      assert.equal(await line.getAttribute("aria-valuenow"), String(at / 1000));
      assert.ok((await line.getAttribute("aria-valuetext")).startsWith(iso(at).slice(0, 10)));
      const box = await line.boundingBox();
      const known = await page.getByTestId("replay-known").boundingBox();
      assert.ok(known.x >= box.x - 1 && known.x + known.width <= box.x + box.width + 1);
      // Later is further right: a click on the right end of what is known is later than one on the left end.
      await page.mouse.click(known.x + 2, box.y + box.height - 8);
      await until("the left end", async () => (await state(page)).replay.seeking === null);
      const left = (await state(page)).replay.at_ms;
      await page.mouse.click(known.x + known.width - 1, box.y + box.height - 8);
      await until("the right end", async () => (await state(page)).replay.at_ms > left);
      await page.close();
    }
  });

  it("is in the address", async () => {
    const at = Math.floor(from_ms / 1000) * 1000 + 40_000;
    const page = await stage.open(`#lang=en&replay=${iso(at).replace(".000", "")}*0`);
    await stands(page, at);
    await page.keyboard.press(".");
    const hash = await until("the address to follow", async () => {
      const now = await page.evaluate(() => window.location.hash);
      return now.includes(`replay=${iso(at + 60_000).replace(".000", "")}*0`) || now.includes("replay=") && !now.includes(iso(at).replace(".000", "")) ? now : null;
    });
    const other = await stage.open(hash);
    await until("the same time in another window", async () => (await state(other)).at_ms === (await state(page)).at_ms);
    await other.evaluate(() => (window.location.hash = "#lang=en"));
    await until("an address without a replay to go live", async () => (await state(other)).replay === null);
    await page.close();
    await other.close();
  });

  it("refuses a time that is none, and says so", async () => {
    const page = await stage.open("#lang=en&bar=replay");
    await page.getByTestId("replay-time").fill("half past nine");
    await page.keyboard.press("Enter");
    await page.getByText("Not a time").waitFor();
    assert.equal((await state(page)).replay, null);
    await page.close();
  });

  /** The node's own words about the history, with holes and events that the recording does not have. */
  const told = (from, to) => ({
    from: iso(from), to: iso(to), asked: { from: iso(from), to: iso(to) }, events_cut: false,
    holes: [{ from: iso(to - 3_000_000), to: iso(to - 1_900_000), why: "not_running" }, { from: iso(to - 600_000), to: iso(to - 400_000), why: "nothing_received" }],
    events: [
      { at: iso(to - 1_500_000), kind: "distress", mmsi: 970010119 },
      { at: iso(to - 1_200_000), kind: "static_change", mmsi: 219000001, name: "DAWN", field: "name", text: "DUSK → DAWN" },
      { at: iso(to - 300_000), kind: "port_call", mmsi: 219000001, text: "HELSINGBORG" },
    ],
  });
  for (const palette of ["day", "dusk", "night"]) {
    for (const language of ["en", "ar", "fa"]) {
      it(`wears its own colour, draws holes and events, and is readable in ${palette}, ${language}`, async () => {
        const at = Math.floor(from_ms / 1000) * 1000 + 50_000;
        const page = await stage.open(`#palette=${palette}&lang=${language}&replay=${iso(at).replace(".000", "")}*0`, {
          prepare: (p) => p.route("**/api/v1/history?*", (route) => route.fulfill({ json: told(at - 3_600_000, at + 100_000) })),
        });
        await stands(page, at);
        await page.getByTestId("replay-window").selectOption("hour");
        await until("holes and events", async () => (await page.getByTestId("replay-hole").count()) === 2 && (await page.getByTestId("event-distress").count()) === 1);
        const x = async (id) => (await page.getByTestId(id).first().boundingBox()).x;
        assert.ok((await x("event-distress")) < (await x("event-static_change")));
        assert.ok((await x("event-static_change")) < (await x("event-port_call")));
        const colours = () => page.evaluate(() => [getComputedStyle(document.querySelector("header.bar")).backgroundColor, getComputedStyle(document.querySelector("main.sea")).outlineStyle]);
        const past = await colours();
        await stage.shot(page, `replay-${palette}-${language}`);
        assert.deepEqual(await axe_findings(page), []);
        await page.getByTestId("banner-live").click();
        await until("the colour of now", async () => (await state(page)).mode === "live");
        assert.notDeepEqual(await colours(), past);
        await page.close();
      });
    }
  }

  it("finds who crossed a box, and jumps to that moment", async () => {
    const page = await stage.open("#palette=dusk&lang=en&panel=crossings");
    await page.getByTestId("panel-crossings").waitFor();
    await page.getByTestId("crossings-from").fill(iso(from_ms).slice(0, 19).replace("T", " "));
    await page.getByTestId("crossings-to").fill(iso(to_ms).slice(0, 19).replace("T", " "));
    await page.getByTestId("crossings-search").click();
    await page.getByText("The box needs").waitFor();
    // Drawn by hand, over most of the map.
    await page.getByTestId("crossings-draw").click();
    const pane = await page.getByTestId("crossings-pane").boundingBox();
    await page.mouse.move(pane.x + pane.width * 0.15, pane.y + pane.height * 0.15);
    await page.mouse.down();
    await page.mouse.move(pane.x + pane.width * 0.5, pane.y + pane.height * 0.5);
    await page.mouse.move(pane.x + pane.width * 0.85, pane.y + pane.height * 0.85);
    await page.mouse.up();
    await until("four sides", async () => (await page.getByTestId("crossings-north").inputValue()) !== "");
    const value = async (id) => Number(await page.getByTestId(`crossings-${id}`).inputValue());
    const [west, south, east, north] = [await value("west"), await value("south"), await value("east"), await value("north")];
    assert.ok(west < east && south < north);
    await page.getByTestId("crossings-search").click();
    await until("the vessels", async () => (await page.locator(".crossings-table tbody tr").count()) > 0);
    const answer = await get(`/api/v1/crossings?bbox=${west},${south},${east},${north}&from=${iso(from_ms).slice(0, 19)}Z&to=${iso(to_ms).slice(0, 19)}Z&limit=500`);
    assert.equal(await page.locator(".crossings-table tbody tr").count(), answer.crossings.length);
    await stage.shot(page, "crossings");
    assert.deepEqual(await axe_findings(page), []);

    const download = page.waitForEvent("download");
    await page.getByTestId("crossings-csv").click();
    const lines = readFileSync(await (await download).path(), "utf8").trim().split("\r\n");
    assert.equal(lines.length, answer.crossings.length + 1);
    assert.match(lines[0], /^\ufeff?mmsi,name,flag,first_seen/);

    const first = answer.crossings[0];
    await page.getByTestId(`crossing-${first.mmsi}`).getByRole("button").first().click();
    await until("the moment that she was first seen", async () => {
      const { at_ms, own } = await state(page);
      return own && Math.abs(at_ms - Date.parse(first.first_seen)) < 1_000;
    });
    assert.equal(await page.evaluate(() => window.narrows.console.snapshot().selected), first.mmsi);
    // From the keyboard alone: what is in view, then Enter.
    await page.getByTestId("crossings-view").focus();
    await page.keyboard.press("Enter");
    await page.getByTestId("crossings-to").focus();
    await page.keyboard.press("Enter");
    await until("an answer", async () => /crossed|Nobody/.test(await page.getByTestId("crossings-state").innerText()));
    await page.close();
  });
});
