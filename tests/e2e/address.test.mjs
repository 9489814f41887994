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

  it("holds all else too: language, digits, palette, open panel, filter, sort, card, and what it does not know", async () => {
    const hash = "#55.70000,12.80000,9.00&palette=day&lang=fa&vector=12&digits=local&panel=vessels&filter=class:cargo,tanker;speed:1..;text:a&sort=-speed&card=identity&weather=fine";
    const other = await stage.open(hash);
    await other.getByTestId("panel-vessels").waitFor();
    const is = () => other.evaluate(() => {
      const { palette, language, digits, vector_min, panel, filter, sort, extras } = window.narrows.console.snapshot();
      return JSON.stringify({ palette, language, digits, vector_min, panel, classes: [...filter.classes].sort(), speed: filter.speed_kn, text: filter.text, sort, extras });
    });
    assert.deepEqual(JSON.parse(await is()), {
      palette: "day", language: "fa", digits: "local", vector_min: 12, panel: "vessels", classes: ["cargo", "tanker"], speed: { min: 1 }, text: "a",
      sort: { column: "speed", descending: true }, extras: { card: "identity", weather: "fine" },
    });
    await until("the address to say the same again", async () => {
      const said = Object.fromEntries((await other.evaluate(() => window.location.hash)).slice(1).split("&").map((part) => part.split("=")));
      return said.weather === "fine" && said.sort === "-speed" && said.panel === "vessels" && said.filter === "class:tanker,cargo;speed:1..;text:a" && said.digits === "local";
    });
    // Another address pasted: what it leaves out of filter, sort and panel is none; looks stay.
    await other.evaluate(() => (window.location.hash = "#55.70000,12.80000,9.00&palette=dusk"));
    await until("it to be taken", async () => JSON.parse(await is()).palette === "dusk");
    assert.deepEqual(JSON.parse(await is()), {
      palette: "dusk", language: "fa", digits: "local", vector_min: 12, panel: null, classes: [], speed: {}, text: "", sort: { column: "distance", descending: false }, extras: {},
    });
    await other.close();
  });
});
