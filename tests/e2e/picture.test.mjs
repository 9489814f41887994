// The picture moves, and a vessel's card says what the API says.

import assert from "node:assert/strict";
import { before, it } from "node:test";
import { on_node, parse_position, until, vessels_in_page } from "./harness.mjs";

/** A page shows a run of spaces as one. */
const as_shown = (text) => text.replace(/ +/g, " ").trim();

on_node("the picture of a real node", (stage) => {
  let page;
  before(async () => (page = await stage.open("#palette=night&lang=en")));
  const card = (id) => page.getByTestId(`card-${id}`).innerText();
  const phase = () => page.getByTestId("link").getAttribute("data-phase");

  it("shows vessels, and they move", async () => {
    await until("vessels that move", async () => (await page.evaluate(vessels_in_page)).some((v) => v.sog > 30 && v.sog < 600 && v.kind === 1));
    const first = new Map((await page.evaluate(vessels_in_page)).map((v) => [v.mmsi, v]));
    await until("a vessel to be elsewhere than before", async () =>
      (await page.evaluate(vessels_in_page)).some((v) => first.has(v.mmsi) && Math.hypot(v.x - first.get(v.mmsi).x, v.y - first.get(v.mmsi).y) > 5),
    );
    assert.equal(await phase(), "live");
    const shown = Number((await page.getByTestId("vessels").innerText()).replace(/\D/g, ""));
    assert.ok(shown > 10, `${shown} vessels`);
    assert.equal(await page.getByTestId("simulated").count(), stage.node.traffic.simulated ? 1 : 0);
  });

  it("opens a vessel's card by a click, and it says what the API says", async () => {
    // A named ship under way with the middle of the map to itself.
    const ship = await until("a named ship under way, clear of others", async () => {
      const all = await page.evaluate(vessels_in_page);
      return all.find((v) => v.kind === 1 && v.name && v.sog > 30 && v.sog < 300 && v.flags < 8 && v.age < 20 &&
        all.every((w) => w === v || Math.hypot(w.x - v.x, w.y - v.y) > 400));
    });
    await page.evaluate(([x, y]) => {
      const lat = (2 * Math.atan(Math.exp(y / 6378137)) - Math.PI / 2) * (180 / Math.PI);
      window.narrows.map.go_to(lat, (x / 6378137) * (180 / Math.PI), 14);
    }, [ship.x, ship.y]);
    await until("its card to open on a click", async () => {
      const at = await page.evaluate((mmsi) => {
        const { picture } = window.narrows.console;
        const found = picture.find(mmsi);
        if (found === null) return null;
        const { cell, index } = found;
        const lat = (2 * Math.atan(Math.exp(cell.y[index] / 6378137)) - Math.PI / 2) * (180 / Math.PI);
        return window.narrows.map.pixel_of(lat, (cell.x[index] / 6378137) * (180 / Math.PI));
      }, ship.mmsi);
      // The map may not have got there yet: a point outside of it is not clicked, but asked anew.
      const box = await page.getByTestId("map").boundingBox();
      if (at === null || at[0] < 0 || at[1] < 0 || at[0] >= box.width || at[1] >= box.height) return false;
      await page.getByTestId("map").click({ position: { x: at[0], y: at[1] }, timeout: 2_000 }).catch(() => {});
      return (await page.getByTestId("card").count()) === 1 && (await page.getByTestId("card").getAttribute("data-mmsi")) === String(ship.mmsi);
    });
    assert.equal(await card("mmsi"), String(ship.mmsi));
    assert.ok((await page.getByTestId("card").innerText()).includes(as_shown(ship.name)));
    // The ship sails on, so both are read until they speak of one report.
    await until("card and API to agree", async () => {
      const [api, position, sog, cog] = await Promise.all([stage.node.vessel(ship.mmsi), card("position"), card("sog"), card("cog")]);
      const [lat, lon] = parse_position(position);
      const near = Math.abs(lat - api.lat) < 0.011 / 60 && Math.abs(lon - api.lon) < 0.011 / 60;
      return near && sog === `${api.sog_kn.toFixed(1)} kn` && cog === `${api.cog_deg.toFixed(1).padStart(5, "0")}°` && api.name === ship.name;
    });
    const api = await stage.node.vessel(ship.mmsi);
    if (api.call_sign !== undefined) assert.equal(await card("call_sign"), as_shown(api.call_sign));
    if (api.destination !== undefined) assert.equal(await card("destination"), as_shown(api.destination));
    await stage.shot(page, "card");
  });
});
