// How targets look: states, blinking, outlines at true scale, and what sleeps when there are too many. Pixels are read off
// the map itself.

import assert from "node:assert/strict";
import { it } from "node:test";
import { on_mock, until } from "./harness.mjs";

/** How often a colour, as in the palette, is near a vessel on the map. Runs in the page. */
function pixels_near([mmsi, wanted, reach]) {
  const { map, console: c } = window.narrows;
  const found = c.picture.find(mmsi);
  if (found === null) return -1;
  const { cell, index } = found;
  const lat = (2 * Math.atan(Math.exp(cell.y[index] / 6378137)) - Math.PI / 2) * (180 / Math.PI);
  const [x, y] = map.pixel_of(lat, (cell.x[index] / 6378137) * (180 / Math.PI));
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(wanted.slice(at, at + 2), 16));
  const { data } = map.picture().getContext("2d").getImageData(Math.round(x - reach), Math.round(y - reach), 2 * reach, 2 * reach);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) if (Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 40) ++count;
  return count;
}

const kRed = "#ff4f42"; // palette night, distress
const kTarget = "#5cc093"; // palette night, target
const kCaution = "#c9a637"; // palette night, caution

/** A ship under way with the middle of the map to itself, shown there. */
async function lone_ship(page, zoom) {
  const mmsi = await until("a ship under way", () => page.evaluate(() => {
    const { picture } = window.narrows.console;
    const all = [...picture.cells.values()].flatMap((cell) => [...cell.mmsi].map((mmsi, i) => ({ mmsi, x: cell.x[i], y: cell.y[i], sog: cell.sog[i], kind: cell.kind[i], heading: cell.heading[i], flags: cell.flags[i] })));
    return all.find((v) => v.kind === 1 && v.sog > 60 && v.sog < 300 && v.heading < 3600 && (v.flags & 8) === 0 && picture.identities.get(v.mmsi)?.to_bow_m > 100 &&
      all.every((w) => w === v || Math.hypot(w.x - v.x, w.y - v.y) > 1200))?.mmsi;
  }));
  await centre(page, mmsi, zoom);
  return mmsi;
}

async function centre(page, mmsi, zoom) {
  await page.evaluate(([id, z]) => {
    const { cell, index } = window.narrows.console.picture.find(id);
    const lat = (2 * Math.atan(Math.exp(cell.y[index] / 6378137)) - Math.PI / 2) * (180 / Math.PI);
    window.narrows.map.go_to(lat, (cell.x[index] / 6378137) * (180 / Math.PI), z);
  }, [mmsi, zoom]);
  await until("it to be on the map", () => page.evaluate((id) => window.narrows.map.in_order()[0] === id || window.narrows.map.in_order().includes(id), mmsi));
}

on_mock("symbols of targets", (stage) => {
  it("a dangerous target is red and blinks until acknowledged, then stays red", async () => {
    const page = await stage.open_mock("#palette=night&lang=en", "--count", "120");
    const mmsi = await lone_ship(page, 13);
    assert.ok((await page.evaluate(pixels_near, [mmsi, kTarget, 30])) > 10, "green before");
    assert.equal(await page.evaluate(pixels_near, [mmsi, kRed, 14]), 0);
    await page.evaluate((id) => window.narrows.console.set_danger([id]), mmsi);
    await until("it to be drawn as dangerous", () => page.evaluate((id) => window.narrows.map.drawn_as(id)?.dangerous, mmsi));
    // On and off are both seen, though nothing else happens: the map beats by itself.
    await until("the symbol on", async () => (await page.evaluate(pixels_near, [mmsi, kRed, 9])) > 25);
    await stage.shot(page, "symbol-dangerous");
    await until("the symbol off", async () => (await page.evaluate(pixels_near, [mmsi, kRed, 9])) < 25);
    await page.evaluate((id) => window.narrows.console.acknowledge_danger(id), mmsi);
    await until("it to be on again", async () => (await page.evaluate(pixels_near, [mmsi, kRed, 9])) > 25);
    for (let i = 0; i < 12; ++i) {
      assert.ok((await page.evaluate(pixels_near, [mmsi, kRed, 9])) > 25, "acknowledged, it no longer blinks");
      await page.waitForTimeout(110);
    }
    await page.evaluate(() => window.narrows.console.set_danger([]));
    await until("it to be green again", async () => (await page.evaluate(pixels_near, [mmsi, kRed, 14])) === 0);
    await page.close();
  });

  it("a lost target flashes while an alert stands for its silence, and only then", async () => {
    const page = await stage.open_mock("#palette=night&lang=en&zoom=8", "--count", "400");
    const mmsi = await page.evaluate(() => {
      for (const cell of window.narrows.console.picture.cells.values()) {
        for (let i = 0; i < cell.count; ++i) if ((cell.flags[i] & 8) !== 0 && cell.kind[i] === 1) return cell.mmsi[i];
      }
      return null;
    });
    await centre(page, mmsi, 14);
    await until("it to be drawn as lost", () => page.evaluate((id) => window.narrows.map.drawn_as(id)?.class_ === 2, mmsi));
    assert.ok((await page.evaluate(pixels_near, [mmsi, kCaution, 9])) < 3, "grey and still");
    await page.evaluate((id) => window.narrows.console.set_missed(new Set([id])), mmsi);
    await until("it on", async () => (await page.evaluate(pixels_near, [mmsi, kCaution, 9])) > 15);
    await stage.shot(page, "symbol-lost");
    await until("it off", async () => (await page.evaluate(pixels_near, [mmsi, kCaution, 9])) < 3);
    await until("it on again", async () => (await page.evaluate(pixels_near, [mmsi, kCaution, 9])) > 15);
    await page.evaluate(() => window.narrows.console.set_missed(new Set()));
    await until("it off", async () => (await page.evaluate(pixels_near, [mmsi, kCaution, 9])) < 3);
    for (let i = 0; i < 12; ++i) {
      assert.ok((await page.evaluate(pixels_near, [mmsi, kCaution, 9])) < 3, "acknowledged, it no longer flashes");
      await page.waitForTimeout(110);
    }
    await page.close();
  });

  it("danger does not blink for who asked for less motion, but is red", async () => {
    const { url } = await stage.mock("--count", "120");
    const page = await stage.open("#palette=night&lang=en", { url, reducedMotion: "reduce" });
    const mmsi = await lone_ship(page, 13);
    await page.evaluate((id) => window.narrows.console.set_danger([id]), mmsi);
    await until("red", async () => (await page.evaluate(pixels_near, [mmsi, kRed, 9])) > 25);
    for (let i = 0; i < 10; ++i) {
      assert.ok((await page.evaluate(pixels_near, [mmsi, kRed, 9])) > 25);
      await page.waitForTimeout(110);
    }
    await page.close();
  });

  it("a ship is drawn at true scale when zoomed in, round her antenna", async () => {
    const page = await stage.open_mock("#palette=night&lang=en", "--count", "120");
    const mmsi = await lone_ship(page, 16);
    // The stern's corner lies where dimensions, heading and scale put it.
    const corner = () => page.evaluate((id) => {
      const { map, console: c } = window.narrows;
      const { cell, index } = c.picture.find(id);
      const d = c.picture.identities.get(id);
      const heading = (cell.heading[index] / 10) * (Math.PI / 180);
      const m = map.ground_resolution();
      const lat = (2 * Math.atan(Math.exp(cell.y[index] / 6378137)) - Math.PI / 2) * (180 / Math.PI);
      const [x, y] = map.pixel_of(lat, (cell.x[index] / 6378137) * (180 / Math.PI));
      const [ahead, right] = [-d.to_stern_m / m, d.to_starboard_m / m];
      const px = x + Math.sin(heading) * ahead + Math.cos(heading) * right, py = y - Math.cos(heading) * ahead + Math.sin(heading) * right;
      const { data } = map.picture().getContext("2d").getImageData(Math.round(px) - 3, Math.round(py) - 3, 7, 7);
      let lit = 0;
      for (let i = 0; i < data.length; i += 4) if (data[i + 1] > 90 && data[i] < 0.62 * data[i + 1]) ++lit; // the target's green, not a name's
      return { lit, length_px: (d.to_bow_m + d.to_stern_m) / m };
    }, mmsi);
    const { length_px } = await corner();
    assert.ok(length_px > 100, `${length_px} px long`);
    await until("the outline's corner", async () => (await corner()).lit > 3);
    await stage.shot(page, "symbol-outline");
    await page.evaluate(() => window.narrows.console.set_extra("layers", "-outlines"));
    await until("no outline when its layer is off", async () => (await corner()).lit === 0);
    await page.close();
  });

  it("stations, aids off their position, distress and lost targets have their own looks", async () => {
    const page = await stage.open_mock("#palette=night&lang=en", "--count", "120", "--distress");
    const drawn = (mmsi) => page.evaluate((id) => window.narrows.map.drawn_as(id), mmsi);
    await until("the beacons", async () => (await drawn(972999001)) !== null);
    assert.equal((await drawn(972999001)).class_, 7);
    assert.equal((await drawn(999999001)).class_, 4);
    assert.equal((await drawn(999999002)).class_, 5);
    assert.equal((await drawn(9990001)).class_, 3);
    assert.equal((await drawn(111999001)).class_, 6);
    assert.equal((await drawn(999888001)).look, 2);
    assert.ok((await page.evaluate(pixels_near, [999999003, kCaution, 8])) > 5, "off position: yellow");
    assert.ok((await page.evaluate(pixels_near, [999999001, kCaution, 8])) === 0, "in position: not yellow");
    assert.ok((await page.evaluate(pixels_near, [972999001, kRed, 12])) > 150, "an active beacon is solid red");
    await stage.shot(page, "symbols");
    await page.close();
  });

  it("when too many are awake the far ones sleep, but not the selected or the dangerous; and the foot says so", async () => {
    const page = await stage.open_mock("#26.00000,56.20000,8.20&palette=night&lang=en", "--count", "4000");
    const slept = page.getByTestId("slept");
    await slept.waitFor();
    const far = await page.evaluate(() => {
      const { map, console: c } = window.narrows;
      return map.in_order().reverse().filter((mmsi) => {
        const { cell, index } = c.picture.find(mmsi);
        return cell.kind[index] === 1 && cell.sog[index] > 60 && cell.sog[index] < 400 && map.drawn_as(mmsi).class_ === 0;
      }).slice(0, 2);
    });
    assert.equal(far.length, 2);
    await page.evaluate(([dangerous]) => window.narrows.console.set_danger([dangerous]), far);
    await until("the dangerous one to wake", () => page.evaluate((id) => window.narrows.map.drawn_as(id).class_ === 1, far[0]));
    const before = await page.evaluate((id) => window.narrows.map.drawn_as(id).class_, far[1]);
    assert.equal(before, 0);
    await page.evaluate((id) => window.narrows.console.select(id), far[1]);
    await until("the selected one to wake", () => page.evaluate((id) => window.narrows.map.drawn_as(id).class_ === 1, far[1]));
    await stage.shot(page, "many");
    await page.evaluate(() => window.narrows.map.go_to(26.44, 56.42, 13));
    await until("nobody to sleep when few are in view", async () => (await slept.count()) === 0);
    await page.close();
  });

  it("panning moves what is painted, and paints anew only at times", async () => {
    const page = await stage.open_mock("#26.00000,56.20000,9.00&palette=night&lang=en", "--count", "2000");
    const counts = await page.evaluate(async () => {
      const { map } = window.narrows;
      const before = { frames: map.frames, paints: map.paints };
      for (let i = 0; i < 40; ++i) {
        map.pan_by(0.002, 0);
        await new Promise((done) => requestAnimationFrame(done));
      }
      return { frames: map.frames - before.frames, paints: map.paints - before.paints };
    });
    assert.ok(counts.frames >= 30, JSON.stringify(counts));
    assert.ok(counts.paints < counts.frames / 2, JSON.stringify(counts));
    // What is clicked is what is seen, though the picture under it was only moved.
    const hit = await page.evaluate(() => {
      const { map, console: c } = window.narrows;
      map.pan_by(0.01, 0.01);
      return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
        const mmsi = map.in_order().find((id) => c.picture.identities.has(id));
        const { cell, index } = c.picture.find(mmsi);
        const lat = (2 * Math.atan(Math.exp(cell.y[index] / 6378137)) - Math.PI / 2) * (180 / Math.PI);
        const [x, y] = map.pixel_of(lat, (cell.x[index] / 6378137) * (180 / Math.PI));
        done(map.pick_at(x, y) !== null);
      })));
    });
    assert.ok(hit);
    await page.close();
  });
});
