// The console and a real node, as an officer meets them. Screenshots go to test-artefacts/: look at them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { artefacts, kPatience, Node, open_browser, until, why_not } from "./harness.mjs";

const skip = why_not() ?? false;
if (skip) console.log(`e2e skipped: ${skip}`);

/** The vessels in the console's picture, as plain objects. Runs in the page. */
function vessels_in_page() {
  const out = [];
  const { picture } = window.narrows.console;
  for (const cell of picture.cells.values()) {
    for (let i = 0; i < cell.count; ++i) {
      const mmsi = cell.mmsi[i];
      out.push({ mmsi, x: cell.x[i], y: cell.y[i], kind: cell.kind[i], sog: cell.sog[i], flags: cell.flags[i], age: cell.age[i], name: picture.identities.get(mmsi)?.name ?? null });
    }
  }
  return out;
}

/** "55°41.20′N 012°36.70′E" to degrees. */
function parse_position(text) {
  const found = [...text.matchAll(/(\d+)°([\d.]+)′([NSEW])/g)];
  assert.equal(found.length, 2, `"${text}" is not a position`);
  return found.map(([, degrees, minutes, letter]) => (Number(degrees) + Number(minutes) / 60) * ("SW".includes(letter) ? -1 : 1));
}

describe("the console on a real node", { skip }, () => {
  let node, browser, page;
  const foreign = [];
  const errors = [];
  let stopping = false;
  const card = (id) => page.getByTestId(`card-${id}`).innerText();
  const phase = () => page.getByTestId("link").getAttribute("data-phase");

  before(async () => {
    node = await Node.start();
    browser = await open_browser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(kPatience);
    page.on("request", (request) => {
      if (!request.url().startsWith(node.url) && !request.url().startsWith("data:")) foreign.push(request.url());
    });
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" && !stopping) errors.push(message.text());
    });
    await page.goto(`${node.url}/#palette=night&lang=en`);
  });
  after(async () => {
    await browser?.close();
    await node?.end();
  });

  it("shows vessels, and they move", async () => {
    await until("vessels that move", async () => (await page.evaluate(vessels_in_page)).some((v) => v.sog > 30 && v.sog < 600 && v.kind === 1));
    const first = new Map((await page.evaluate(vessels_in_page)).map((v) => [v.mmsi, v]));
    await until("a vessel to be elsewhere than before", async () =>
      (await page.evaluate(vessels_in_page)).some((v) => first.has(v.mmsi) && Math.hypot(v.x - first.get(v.mmsi).x, v.y - first.get(v.mmsi).y) > 5),
    );
    assert.equal(await phase(), "live");
    const shown = Number((await page.getByTestId("vessels").innerText()).replace(/\D/g, ""));
    assert.ok(shown > 10, `${shown} vessels`);
    assert.equal(await page.getByTestId("simulated").count(), node.traffic.simulated ? 1 : 0);
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
    assert.ok((await page.getByTestId("card").innerText()).includes(ship.name));
    // The ship sails on, so both are read until they speak of one report.
    await until("card and API to agree", async () => {
      const [api, position, sog, cog] = await Promise.all([node.vessel(ship.mmsi), card("position"), card("sog"), card("cog")]);
      const [lat, lon] = parse_position(position);
      const near = Math.abs(lat - api.lat) < 0.011 / 60 && Math.abs(lon - api.lon) < 0.011 / 60;
      return near && sog === `${api.sog_kn.toFixed(1)} kn` && cog === `${api.cog_deg.toFixed(1).padStart(5, "0")}°` && api.name === ship.name;
    });
    const api = await node.vessel(ship.mmsi);
    if (api.call_sign !== undefined) assert.equal(await card("call_sign"), api.call_sign);
    if (api.destination !== undefined) assert.equal(await card("destination"), api.destination);
    await page.screenshot({ path: join(artefacts, "card.png") });
  });

  it("works from the keyboard", async () => {
    await page.getByTestId("map").focus();
    await page.keyboard.press("Escape");
    await until("the card to close", async () => (await page.getByTestId("card").count()) === 0);
    await page.keyboard.press("0");
    await page.keyboard.press("n");
    await page.getByTestId("card").waitFor();
    const one = await page.getByTestId("card").getAttribute("data-mmsi");
    await page.keyboard.press("n");
    await until("the next vessel", async () => (await page.getByTestId("card").getAttribute("data-mmsi")) !== one);
    const zoom = () => page.evaluate(() => window.narrows.map.view().zoom);
    const before_zoom = await zoom();
    await page.keyboard.press("+");
    assert.ok((await zoom()) > before_zoom);
    await page.keyboard.press("-");
    const lon = () => page.evaluate(() => window.narrows.map.view().lon);
    const before_lon = await lon();
    await page.keyboard.press("ArrowRight");
    await until("the map to move east", async () => (await lon()) > before_lon);
    await page.keyboard.press("?");
    await page.getByTestId("help").waitFor();
    await page.screenshot({ path: join(artefacts, "help.png") });
    await page.keyboard.press("Escape");
    await until("the sheet to close", async () => (await page.getByTestId("help").count()) === 0);
    await page.keyboard.press("Escape");
    await until("the card to close", async () => (await page.getByTestId("card").count()) === 0);
  });

  it("finds a vessel by name and by MMSI", async () => {
    const ship = (await page.evaluate(vessels_in_page)).find((v) => v.name && v.kind === 1);
    for (const words of [ship.name.toLowerCase(), String(ship.mmsi)]) {
      await page.getByTestId("map").focus();
      await page.keyboard.press("/");
      await page.keyboard.type(words);
      await page.locator("#search-hits [role=option]").first().waitFor();
      await page.keyboard.press("Enter");
      await until(`${words} to be selected`, async () => {
        const chosen = (await page.getByTestId("card").count()) === 1 && (await page.getByTestId("card").getAttribute("data-mmsi"));
        return words === String(ship.mmsi) ? chosen === words : chosen && (await page.getByTestId("card").innerText()).toLowerCase().includes(words);
      });
    }
  });

  it("keeps the view in the address", async () => {
    const hash = await until("the address to hold the view", async () => {
      const now = await page.evaluate(() => window.location.hash);
      return /^#-?\d+\.\d+,-?\d+\.\d+,\d+\.\d+&mmsi=\d+&palette=night&lang=en&vector=6$/.test(now) ? now : null;
    });
    const other = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await other.goto(`${node.url}/${hash}`);
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

  const axe = skip ? "" : readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  for (const palette of ["day", "dusk", "night"]) {
    for (const language of ["en", "ar", "fa"]) {
      it(`is readable in ${palette}, ${language}`, async () => {
        const other = await browser.newPage({ viewport: { width: 1440, height: 900 } });
        other.setDefaultTimeout(kPatience);
        await other.goto(`${node.url}/#palette=${palette}&lang=${language}`);
        await until("the picture", () => other.evaluate(() => window.narrows?.console.snapshot().area !== null && window.narrows.map.in_order().length > 3));
        await other.getByTestId("map").focus();
        await other.keyboard.press("n");
        await other.getByTestId("card").waitFor();
        assert.equal(await other.evaluate(() => document.documentElement.dir), language === "en" ? "ltr" : "rtl");
        assert.equal(await other.evaluate(() => document.documentElement.lang), language);
        await other.evaluate(() => document.fonts.ready);
        await other.screenshot({ path: join(artefacts, `console-${palette}-${language}.png`) });
        await other.evaluate(axe);
        const { violations } = await other.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        assert.deepEqual(violations.map((v) => `${v.impact} ${v.id}: ${v.help}: ${v.nodes.map((n) => n.html).join(" | ")}`), []);
        await other.close();
      });
    }
  }

  it("never shows an old picture as live, and comes back by itself", async () => {
    stopping = true;
    await node.stop();
    await page.getByTestId("stale").waitFor();
    assert.match(await page.getByTestId("stale").innerText(), /\d\d:\d\d:\d\d/);
    assert.equal(await page.getByTestId("mode").innerText(), "STALE");
    assert.match((await page.getByTestId("map").getAttribute("class")) ?? "", /\bstale\b/);
    await until("the link to wait for its next attempt", async () => (await phase()) === "waiting");
    assert.ok((await page.evaluate(vessels_in_page)).length > 0, "the old picture is kept");
    await page.screenshot({ path: join(artefacts, "stale.png") });
    await node.start();
    await until("the link to be live again", async () => (await phase()) === "live");
    await until("vessels again", async () => (await page.evaluate(vessels_in_page)).length > 10);
    assert.equal(await page.getByTestId("stale").count(), 0);
    assert.doesNotMatch((await page.getByTestId("map").getAttribute("class")) ?? "", /\bstale\b/);
    stopping = false;
  });

  it("asked nobody but the node, and no script failed", () => {
    assert.deepEqual(foreign, []);
    assert.deepEqual(errors, []);
  });
});
