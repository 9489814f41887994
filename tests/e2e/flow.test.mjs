// Gates, lasting changes and the two maps, by keys, in three languages; what the node answers is drawn here.

import assert from "node:assert/strict";
import { it } from "node:test";
import { axe_findings, on_mock, read, until } from "./harness.mjs";

const json = (route, body) => route.fulfill({ status: 200, contentType: "application/json", body: JSON.stringify(body) });
const hours = (peak, n) => Array.from({ length: 24 }, (_, hour) => (hour === peak ? n : 1));

on_mock("the flow of traffic", (stage) => {
  const asked = [];
  const prepare = (page) =>
    page.route("**/api/v1/flow/**", (route) => {
      const url = new URL(route.request().url());
      const what = url.pathname.split("/").at(-1);
      asked.push({ what, query: Object.fromEntries(url.searchParams) });
      if (what === "gates") {
        return json(route, {
          from: "2026-03-04T00:00:00Z", to: "2026-03-05T00:00:00Z", voyages: [],
          gates: [
            { gate: "larak-musandam", direction: "out", class: "tanker", passages: 33, inferred: 2, offset_m: 16500, by_hour_utc: hours(4, 10) },
            { gate: "larak-musandam", direction: "in", class: "tanker", passages: 30, inferred: 0, offset_m: 25700, by_hour_utc: hours(14, 7) },
            { gate: "larak-musandam", direction: "in", class: "cargo", passages: 24, inferred: 0, offset_m: 25700, by_hour_utc: hours(9, 1) },
            { gate: "qeshm-larak", direction: "in", class: "cargo", passages: 3, inferred: 0, offset_m: 700, by_hour_utc: hours(9, 0).map((_, i) => (i === 3 ? 3 : 0)) },
          ],
        });
      }
      if (what === "shift") {
        return json(route, {
          from: "2025-03-05T00:00:00Z", to: "2026-03-05T00:00:00Z", days: 420,
          shifts: [{
            gate: "larak-musandam", raised: "2026-03-02", changed: "2026-03-01", changed_from: "2026-02-28", changed_to: "2026-03-01", mix: true, confidence: 0.97,
            series: [{ name: "all", before: 55, after: 5.5, confidence: 0.97 }, { name: "tanker", before: 30, after: 3 }, { name: "offset_in_m", before: 25700, after: 24100 }],
          }],
        });
      }
      const [west, south] = url.searchParams.get("bbox").split(",").map(Number);
      const cells = Array.from({ length: 600 }, (_, i) => i);
      const lane = (i) => 1.2 + 0.4 * Math.sin(i / 60);
      return json(route, {
        from: "x", to: "y", cell_deg: 0.03,
        west: cells.map((i) => west + 0.3 + (i % 150) * 0.03), south: cells.map((i) => south + lane(i % 150) + 0.03 * Math.floor(i / 150)), reports: cells.map((i) => 1 + (i * 37) % 900),
      });
    });

  it("opens by key and counts gates by direction, class and hour", async () => {
    const { url } = await stage.mock("--count", "100");
    const page = await stage.open("#palette=dusk&lang=en", { url, prepare });
    await page.getByTestId("map").focus();
    await page.keyboard.press("Shift+F");
    await page.getByTestId("panel-flow").waitFor();
    await until("the gates", () => page.getByTestId("flow-in-tanker").isVisible());
    assert.match(await read(page.getByTestId("flow-in-tanker")), /inbound, into the Gulf\s+Tanker\s+30/);
    assert.match(await read(page.getByTestId("flow-out-tanker")), /33\s+of which inferred: 2/);
    assert.equal(await read(page.getByTestId("flow-total-in")), "54");
    assert.equal(await page.getByTestId("flow-in-tanker").locator("svg").getAttribute("aria-label").then((label) => label.replace(/[\u2066-\u2069]/g, "")), "Most at 14:00 UTC");
    // The span is a day, and asked for as said.
    const gates = asked.filter(({ what }) => what === "gates");
    assert.equal(gates.length, 1);
    assert.ok(Math.abs(Date.parse(gates[0].query.to) - Date.parse(gates[0].query.from) - 86_400_000) < 2_000);
    await page.getByTestId("flow-gate").selectOption("qeshm-larak");
    assert.equal(await read(page.getByTestId("flow-total-in")), "3");
    await page.getByTestId("flow-gate").selectOption("gulf-of-oman");
    assert.match(await read(page.getByTestId("flow-none")), /Nobody is known/);
    await page.getByTestId("flow-from").fill("soon");
    await page.keyboard.press("Enter");
    assert.match(await read(page.getByTestId("flow-state")), /Give times as/);
    await page.getByTestId("flow-from").fill("2026-03-01 00:00:00");
    await page.getByTestId("flow-to").fill("2026-03-03 00:00:00");
    await page.keyboard.press("Enter");
    await until("another question", async () => asked.some(({ what, query }) => what === "gates" && query.from === "2026-03-01T00:00:00.000Z" && query.to === "2026-03-03T00:00:00.000Z"));
    await page.close();
  });

  it("tells a lasting change, and shows the weeks before and after it", async () => {
    for (const [language, told] of [["en", /2026-03-01 \(between 2026-02-28 and 2026-03-01\)/], ["ar", /2026-03-01/], ["fa", /2026-03-01/]]) {
      const { url } = await stage.mock("--count", "100");
      asked.length = 0;
      const page = await stage.open(`#palette=${language === "fa" ? "night" : "day"}&lang=${language}&panel=flow`, { url, prepare });
      const shift = page.getByTestId("flow-shift-larak-musandam-2026-03-01");
      await shift.waitFor();
      const words = await read(shift);
      assert.match(words, told);
      assert.match(words, /−90\s%/);
      assert.match(words, /25700 → 24100 m/);
      assert.match(words, /97/);
      await shift.getByRole("button").focus();
      await page.keyboard.press("Enter");
      await until("the weeks round it", async () => {
        const spans = asked.filter(({ what }) => what === "density").map(({ query }) => `${query.from.slice(0, 10)} ${query.to.slice(0, 10)}`);
        return spans.includes("2026-02-21 2026-02-28") && spans.some((span) => span.startsWith("2026-03-02 "));
      });
      for (const which of ["before", "after"]) {
        await until(`the map ${which}`, async () => (await page.getByTestId(`flow-map-${which}`).getAttribute("data-cells")) === "600");
      }
      assert.equal(await shift.getByRole("button").getAttribute("aria-pressed"), "true");
      assert.deepEqual(await axe_findings(page, "[data-testid=panel-flow]"), []);
      await stage.shot(page, `flow-${language}`);
      await page.close();
    }
  });
});
