// The chart's layers and the past tracks: chosen by keys and clicks, kept in the address, seen on the map.

import assert from "node:assert/strict";
import { it } from "node:test";
import { axe_findings, on_mock, until } from "./harness.mjs";

/** The colour of the map at a place, as [r, g, b]. Runs in the page. */
function colour_at([lat, lon]) {
  const { map } = window.narrows;
  const [x, y] = map.pixel_of(lat, lon);
  return [...map.picture().getContext("2d").getImageData(Math.round(x), Math.round(y), 1, 1).data].slice(0, 3);
}
const same = (a, b) => a.every((value, i) => Math.abs(value - b[i]) < 4);

on_mock("layers of the chart", (stage) => {
  it("are shown and hidden, and the address keeps it", async () => {
    const page = await stage.open_mock("#26.52000,56.50000,11.50&palette=day&lang=en", "--count", "0", "--real");
    const in_zone = [26.57, 56.5]; // between the lanes of the strait
    const with_lanes = await page.evaluate(colour_at, in_zone);
    await page.getByTestId("attribution").click();
    await page.getByTestId("panel-layers").waitFor();
    const named = await page.getByTestId("chart-sources").innerText();
    const { pack, coast } = await page.evaluate(() => window.narrows.console.snapshot().area);
    assert.ok(pack.source.length >= 3);
    for (const { text, licence } of pack.source) assert.ok(named.includes(text) && named.includes(licence), `${text}, ${licence}: ${named}`);
    assert.ok(named.includes(coast.source) && named.includes(coast.attribution), named);
    await stage.shot(page, "layers");
    await page.getByTestId("layer-lanes").uncheck();
    await until("the separation zone to go", async () => !same(await page.evaluate(colour_at, in_zone), with_lanes));
    assert.match(await page.evaluate(() => window.location.hash), /layers=-lanes/);
    const { url } = await page.evaluate(() => ({ url: window.location.origin }));
    const other = await stage.open(await page.evaluate(() => window.location.hash), { url });
    assert.equal(await other.getByTestId("layer-lanes").isChecked(), false);
    await other.close();
    await page.getByTestId("layer-lanes").check();
    await until("it to come back", async () => same(await page.evaluate(colour_at, in_zone), with_lanes));
    assert.doesNotMatch(await page.evaluate(() => window.location.hash), /layers=/);
    await page.close();
  });

  it("each changes something on the map of the strait, and the legend shows each", async () => {
    const page = await stage.open_mock("#26.30000,56.30000,9.40&palette=day&lang=en&panel=layers", "--count", "300");
    await page.getByTestId("panel-layers").waitFor();
    await page.evaluate(() => window.narrows.console.picture.clear()); // so that only the ground is compared
    const picture = () => page.evaluate(async () => {
      window.narrows.map.redraw_all();
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const { data } = window.narrows.map.picture().getContext("2d").getImageData(0, 0, 1000, 780);
      let sum = 0;
      for (let i = 0; i < data.length; i += 4) sum = (sum * 31 + data[i] * 7 + data[i + 1] * 3 + data[i + 2]) % 2147483647;
      return sum;
    });
    const known = await page.evaluate(() => {
      const { area } = window.narrows.console.snapshot();
      return { kinds: [...new Set(area.zones.map((zone) => zone.kind))], gates: area.gates.length };
    });
    const layers = ["lanes", "territorial", "places", "graticule"];
    if (known.gates > 0) layers.push("gates");
    for (const [kind, layer] of [["anchorage", "anchorages"], ["port_area", "port_areas"]]) if (known.kinds.includes(kind)) layers.push(layer);
    for (const layer of layers) {
      const before = await picture();
      await page.getByTestId(`layer-${layer}`).click();
      await until(`${layer} to change the map`, async () => (await picture()) !== before);
    }
    assert.equal(await page.locator(".layers canvas").count(), 15);
    await page.close();
  });

  it("the selected vessel's past track has time marks, from the node's history; T shows all, none", async () => {
    const page = await stage.open_mock("#palette=night&lang=en", "--count", "150");
    const mmsi = await until("a ship under way", () => page.evaluate(() => window.narrows.map.in_order().find((id) => {
      const { cell, index } = window.narrows.console.picture.find(id);
      return cell.kind[index] === 1 && cell.sog[index] > 80 && cell.sog[index] < 300;
    })));
    await page.evaluate((id) => window.narrows.console.select(id), mmsi);
    await until("the track of the last hour", () => page.evaluate(() => window.narrows.console.trails.track.length > 300));
    await stage.shot(page, "track");
    await page.getByTestId("map").focus();
    await page.keyboard.press("t");
    await until("all", async () => /trails=all/.test(await page.evaluate(() => window.location.hash)));
    await page.keyboard.press("t");
    await until("none", async () => /trails=off/.test(await page.evaluate(() => window.location.hash)));
    await page.keyboard.press("t");
    await until("the default again", async () => !/trails=/.test(await page.evaluate(() => window.location.hash)));
    await page.close();
  });

  for (const palette of ["day", "dusk", "night"]) {
    for (const language of ["en", "ar", "fa"]) {
      it(`are readable in ${palette}, ${language}`, async () => {
        const page = await stage.open_mock(`#26.30000,56.30000,9.60&palette=${palette}&lang=${language}&panel=layers&layers=depths.gates.fishing.port_areas&trails=all`, "--count", "200", "--distress");
        await page.getByTestId("panel-layers").waitFor();
        await stage.shot(page, `layers-${palette}-${language}`);
        // The scale stays left to right in every language.
        assert.equal(await page.locator(".scale").evaluate((scale) => getComputedStyle(scale).direction), "ltr");
        assert.deepEqual(await axe_findings(page), []);
        await page.close();
      });
    }
  }
});
