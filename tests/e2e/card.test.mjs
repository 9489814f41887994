// The card of a vessel: now, who she is and was, her speed over time, her messages, her ports. The node's answers
// about the past are given here, so that each kind of content is there.

import assert from "node:assert/strict";
import { it } from "node:test";
import { axe_findings, on_mock, read, until } from "./harness.mjs";

const at = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();

/** Answers about the past as a node with a history gives them. */
async function with_past(page) {
  const json = (body) => ({ status: 200, contentType: "application/json", body: JSON.stringify(body) });
  await page.route(/\/api\/v1\/vessels\/\d+(\/[a-z-]+)?(\?.*)?$/, (route) => {
    const [, mmsi, part] = /vessels\/(\d+)\/?([a-z-]*)/.exec(route.request().url());
    const answers = {
      "": { mmsi: Number(mmsi), mmsi_form: "ship", flag: { mid: 999 }, imo: 9074729, remarks: { list: [
        { what: "imo_check_digit", field: "imo", value: "9074720", times: 12, last_at: at(3) }, { what: "mid_unassigned", field: "mmsi" }] }, changes: [] },
      changes: { changes: [
        { observed_at: at(90), field: "destination", value: "SOHAR", previous: "KHOR FAKKAN" },
        { observed_at: at(60 * 30), field: "name", value: "BLUE DAWN", previous: "نسيم البحر" },
        { observed_at: at(60 * 50), field: "imo", value: "9074720" }] },
      track: { positions: Array.from({ length: 200 }, (_, i) => ({ observed_at: at(330 - i * 1.6), lat: 26, lon: 56, sog_kn: 11 + 3 * Math.sin(i / 12), cog_deg: 90 })).filter((_, i) => i < 90 || i > 120) },
      messages: { searched_from: at(600), messages: [
        { received_at: at(0.2), source: "coast", sentences: ["!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24"], message: { type: 1, mmsi: Number(mmsi), sog_kn: 12.3, lat: 26.4 } },
        { received_at: at(5), source: "island", sentences: ["!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C"], message: { type: 5, mmsi: Number(mmsi), name: "BLUE DAWN" } }] },
      "port-calls": { port_calls: [
        { port: "Khasab", arrived_at: at(200), lat: 26.2, lon: 56.25 }, { port: "Sohar", arrived_at: at(60 * 60), left_at: at(60 * 40), lat: 24.5, lon: 56.6 }] },
    };
    return route.fulfill(json(answers[part] ?? {}));
  });
}

on_mock("the card", (stage) => {
  const open = async (hash, prepare = with_past) => {
    const { url } = await stage.mock("--count", "300");
    const page = await stage.open(hash, { url, prepare, permissions: ["clipboard-read", "clipboard-write"] });
    const mmsi = await until("a named ship under way", () => page.evaluate(() => {
      for (const cell of window.narrows.console.picture.cells.values()) {
        for (let i = 0; i < cell.count; ++i) {
          if (cell.kind[i] === 1 && cell.sog[i] > 80 && cell.sog[i] < 300 && window.narrows.console.picture.identities.has(cell.mmsi[i])) return cell.mmsi[i];
        }
      }
      return null;
    }));
    await page.evaluate((m) => window.narrows.console.select(m), mmsi);
    await page.getByTestId("card").waitFor();
    return [page, mmsi];
  };
  let page, mmsi;

  it("copies MMSI and position, and says so", async () => {
    [page, mmsi] = await open("#palette=night&lang=en");
    await page.getByTestId("copy_mmsi").click();
    await until("the MMSI in the clipboard", async () => (await page.evaluate(() => navigator.clipboard.readText())) === String(mmsi));
    await page.getByText("Copied").first().waitFor({ state: "attached" });
    await page.getByTestId("copy_position").click();
    await until("the position in the clipboard", async () => /^\d\d°\d\d\.\d\d′[NS] \d{3}°\d\d\.\d\d′[EW]$/.test(await page.evaluate(() => navigator.clipboard.readText())));
    assert.equal(await read(page.getByTestId("card-flag")), "No flag"); // MMSI of no country
  });

  it("tells who she is: flag, remarks, each change", async () => {
    await page.getByTestId("tab-identity").click();
    await page.getByTestId("remarks").getByText("check digit").waitFor();
    assert.match(await read(page.getByTestId("remarks")), /12 times/);
    const changes = await read(page.getByTestId("changes"));
    assert.match(changes, /Destination\s+KHOR FAKKAN SOHAR/);
    assert.match(changes, /نسيم البحر BLUE DAWN/);
    assert.match(await page.evaluate(() => window.location.hash), /&card=identity/);
    await stage.shot(page, "card-identity");
  });

  it("plots her speed over time, from the history and from what is seen now, broken where nobody knows", async () => {
    await page.getByTestId("tab-track").click();
    await page.getByTestId("speed-plot").locator("canvas").waitFor();
    await until("the summary", async () => /8\.0 kn to 1[4-9]\.\d kn, 17\d reports/.test(await read(page.getByTestId("track-summary")).catch(() => "")));
    const inked = await page.getByTestId("speed-plot").locator("canvas").evaluate((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let i = 3; i < data.length; i += 4) if (data[i] > 0) ++count;
      return count;
    });
    assert.ok(inked > 500, `${inked} pixels drawn`);
    await page.getByTestId("span-24").click();
    assert.equal(await page.getByTestId("span-24").getAttribute("aria-checked"), "true");
    await stage.shot(page, "card-track");
  });

  it("shows her last messages, open to their fields and sentences", async () => {
    await page.getByTestId("tab-messages").click();
    await page.getByTestId("messages").locator("summary").first().click();
    const text = await read(page.getByTestId("messages"));
    assert.match(text, /sog_kn\s+12\.3/);
    assert.match(text, /!AIVDM,1,1,,A,13u/);
    await stage.shot(page, "card-messages");
  });

  it("shows her port calls, in the pack's own names", async () => {
    await page.getByTestId("tab-ports").click();
    await page.getByTestId("port-calls").waitFor();
    assert.match(await read(page.getByTestId("port-calls")), /Khasab[\s\S]*There now[\s\S]*Sohar[\s\S]*stayed 20:00 h/);
    await page.getByTestId("tab-ports").focus();
    await page.keyboard.press("Home");
    await until("the first tab, by the keyboard", async () => (await page.getByTestId("tab-now").getAttribute("aria-selected")) === "true");
    await page.close();
  });

  for (const [language, palette] of [["fa", "day"], ["ar", "dusk"], ["en", "night"]]) {
    it(`is readable on each tab in ${language}, ${palette}`, async () => {
      [page] = await open(`#palette=${palette}&lang=${language}&digits=local`);
      for (const [tab, there] of [["identity", "changes"], ["track", "track-summary"], ["messages", "messages"], ["ports", "port-calls"]]) {
        await page.getByTestId(`tab-${tab}`).click();
        await page.getByTestId(there).waitFor();
        await stage.shot(page, `card-${tab}-${palette}-${language}`);
        assert.deepEqual(await axe_findings(page), [], tab);
      }
      await page.close();
    });
  }

  it("works where the node knows nothing of the past: what this window saw is there, the rest says why", async () => {
    stage.expect_failures = true;
    const refuse = (p) => p.route(/\/api\/v1\/vessels\//, (route) => route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify({ detail: "no history is kept" }) }));
    [page] = await open("#palette=night&lang=en", refuse);
    await page.getByTestId("tab-track").click();
    await page.getByTestId("speed-plot").locator("canvas").waitFor();
    await page.getByText("no history is kept").first().waitFor();
    await page.getByTestId("tab-ports").click();
    await page.getByText("The node could not answer.").waitFor();
    await page.close();
    stage.expect_failures = false;
  });
});
