// The address holds the whole view.

import assert from "node:assert/strict";
import { before, it } from "node:test";
import { on_node, until } from "./harness.mjs";

on_node("the address", (stage) => {
  let page;
  before(async () => (page = await stage.open("#palette=night&lang=en")));

  it("keeps the view in the address", async () => {
    await until("a vessel to select", () => page.evaluate(() => window.narrows.map.in_order().length > 0));
    await page.getByTestId("map").focus();
    await page.keyboard.press("n");
    const hash = await until("the address to hold the view", async () => {
      const now = await page.evaluate(() => window.location.hash);
      return /^#-?\d+\.\d+,-?\d+\.\d+,\d+\.\d+&mmsi=\d+&palette=night&lang=en&vector=6$/.test(now) ? now : null;
    });
    const other = await stage.open(hash);
    await other.getByTestId("card").waitFor();
    const view = (p) => p.evaluate(() => window.narrows.map.view());
    const [a, b] = [await view(page), await view(other)];
    for (const key of ["lat", "lon", "zoom"]) assert.ok(Math.abs(a[key] - b[key]) < 0.01, key);
    await other.evaluate(() => (window.location.hash = "#55.70000,12.80000,9.00&palette=dusk"));
    await until("a pasted address to be taken", () => other.evaluate(() => document.documentElement.dataset.palette === "dusk"));
    assert.ok(Math.abs((await view(other)).lat - 55.7) < 0.001);
    assert.equal(await other.getByTestId("card").count(), 0);
    await other.close();
  });
});
