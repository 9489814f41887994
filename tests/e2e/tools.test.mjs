// The map's tools, by pointer and by keyboard: measure, bearing line, closest approach, guard zones, bookmarks, groups and
// notes, export, second window.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { artefacts, click_map, on_mock, read, ships, until } from "./map_stage.mjs";

const press = async (page, ...keys) => {
  await page.getByTestId("map").focus();
  for (const key of keys) await page.keyboard.press(key);
};
const nm = async (locator) => Number(/([\d.]+)/.exec(await read(locator))[1]);
on_mock("the map's tools", (stage) => {
  it("measure: legs by the pointer, undone, and Esc leaves", async () => {
    const page = await stage.open_mock("#26.00000,54.60000,10.00&palette=night&lang=en", "--count", "0", "--real");
    await press(page, "d");
    await page.getByTestId("tool-line").waitFor();
    for (const [x, y] of [[0.2, 0.5], [0.6, 0.5], [0.6, 0.3]]) await click_map(page, x, y);
    await until("two legs", async () => (await page.getByTestId("measure-legs").locator("tbody tr").count()) === 2);
    // The first leg runs east along a parallel; its length is what the scale says.
    const width = (await page.getByTestId("map").boundingBox()).width;
    const metres = await page.evaluate(() => window.narrows.map.ground_resolution());
    const text = await read(page.getByTestId("measure-legs").locator("tbody tr").first());
    assert.match(text, /(089|090)\.\d°/);
    const first = Number(/([\d.]+) nm/.exec(text)[1]);
    assert.ok(Math.abs(first - (width * 0.4 * metres) / 1852) < 0.15, `${first} nm`);
    const total = await nm(page.getByTestId("measure-total"));
    assert.ok(total > first);
    await stage.shot(page, "tool-measure");
    await press(page, "Backspace");
    await until("one leg", async () => (await page.getByTestId("measure-legs").locator("tbody tr").count()) === 1);
    await press(page, "Shift+Z");
    await until("two legs again", async () => (await page.getByTestId("measure-legs").locator("tbody tr").count()) === 2);
    await press(page, "Control+z");
    await until("one leg", async () => (await page.getByTestId("measure-legs").locator("tbody tr").count()) === 1);
    assert.match(await page.getByTestId("tool-said").innerText(), /point/);
    await press(page, "Escape");
    await until("the tool to be laid down", async () => (await page.getByTestId("panel-measure").count()) === 0);
    // Now a click selects again, or nothing.
    await click_map(page, 0.3, 0.7);
    await press(page, "d");
    assert.equal(await page.getByTestId("measure-legs").locator("tbody tr").count(), 1);
    await page.close();
  });

  it("measure: by the keyboard alone", async () => {
    const page = await stage.open_mock("#26.00000,54.60000,10.00&palette=night&lang=en", "--count", "0", "--real");
    await press(page, "d");
    await page.getByTestId("panel-measure").waitFor();
    const middle = await page.evaluate(() => window.narrows.map.view());
    await press(page, "Enter", "ArrowUp");
    await until("the map to have moved", async () => (await page.evaluate(() => window.narrows.map.view().lat)) > middle.lat);
    await press(page, "Enter");
    await until("a leg", async () => (await page.getByTestId("measure-legs").count()) === 1);
    assert.match(await read(page.getByTestId("measure-legs").locator("tbody tr").first()), /(000|359)\.\d°/);
    const up = await page.evaluate(() => window.narrows.map.view().lat);
    assert.ok(Math.abs((await nm(page.getByTestId("measure-total"))) - (up - middle.lat) * 60) < 0.2);
    await page.close();
  });

  it("bearing line: from a vessel, with which it moves; by figures", async () => {
    const page = await stage.open_mock("#palette=night&lang=en", "--count", "150");
    const [ship] = await ships(page, 1);
    await page.evaluate((id) => window.narrows.console.select(id), ship);
    await press(page, "e");
    await page.getByRole("button", { name: "From the selected vessel" }).click();
    await page.getByTestId("ebl-bearing-in").fill("45");
    await page.getByTestId("ebl-range-in").fill("5");
    await page.keyboard.press("Enter");
    await page.getByTestId("ebl-range").waitFor();
    const range = await nm(page.getByTestId("ebl-range")), bearing = await nm(page.getByTestId("ebl-bearing"));
    assert.ok(Math.abs(range - 5) < 0.15 && Math.abs(bearing - 45) < 2, `${bearing} ${range}`);
    await stage.shot(page, "tool-ebl");
    // The vessel sails on and the far end stays: the figures change by themselves.
    await until("the line to move with the vessel", async () => (await read(page.getByTestId("ebl-range"))) + (await read(page.getByTestId("ebl-bearing"))) !== `${range.toFixed(2)} nm${String(bearing.toFixed(1)).padStart(5, "0")}°`);
    await page.close();
  });

  it("closest approach: live, of two picked vessels", async () => {
    const page = await stage.open_mock("#palette=night&lang=en", "--count", "150");
    const [a, b] = await ships(page, 2);
    await press(page, "a");
    for (const id of [a, b]) {
      await page.evaluate((mmsi) => window.narrows.console.select(mmsi), id);
      await page.getByRole("button", { name: "Add the selected vessel" }).click();
    }
    await page.getByTestId("approach-cpa").waitFor();
    const cpa = await nm(page.getByTestId("approach-cpa"));
    // The same by another way: both run on for as long as it says, in steps.
    const least = await page.evaluate(([x, y]) => {
      const { picture } = window.narrows.console;
      const of = (id) => {
        const { cell, index } = picture.find(id);
        const k = Math.cosh(cell.y[index] / 6378137);
        const v = (cell.sog[index] / 10) * (1852 / 3600) * k, c = (cell.cog[index] / 10) * (Math.PI / 180);
        return { x: cell.x[index], y: cell.y[index], dx: Math.sin(c) * v, dy: Math.cos(c) * v, k };
      };
      const [p, q] = [of(x), of(y)];
      let best = Infinity;
      for (let s = -36000; s <= 36000; ++s) best = Math.min(best, Math.hypot(p.x + p.dx * s - q.x - q.dx * s, p.y + p.dy * s - q.y - q.dy * s) / p.k);
      return best / 1852;
    }, [a, b]);
    assert.ok(Math.abs(least - cpa) < 0.1 + 0.02 * cpa, `${cpa} nm, another way ${least} nm`);
    await stage.shot(page, "tool-approach");
    const before = await read(page.getByTestId("approach-tcpa"));
    await until("the time to it to run", async () => (await read(page.getByTestId("approach-tcpa"))) !== before);
    await press(page, "z");
    await until("one vessel taken back", async () => (await page.getByTestId("approach-cpa").count()) === 0);
    await page.close();
  });

  it("guard zones: drawn, kept, entered, disarmed, deleted, undone", async () => {
    const page = await stage.open_mock("#26.44000,56.42000,10.20&palette=night&lang=en", "--count", "150");
    await press(page, "g");
    await page.getByTestId("guard-polygon").click();
    for (const [x, y] of [[0.35, 0.25], [0.6, 0.25], [0.6, 0.6], [0.35, 0.6]]) await click_map(page, x, y);
    await page.getByTestId("guard-finish").click();
    await until("the zone", async () => (await page.getByTestId("guard-zones").locator("li").count()) === 1);
    await until("vessels in it", async () => (await nm(page.getByTestId("guard-inside"))) > 3);
    assert.equal(await page.getByTestId("guard-entry").innerText(), "", "who was there is no news");
    await stage.shot(page, "tool-guard");
    // One that was far comes in: its place is changed in the picture before the next look.
    const far = await page.evaluate(() => {
      const { picture } = window.narrows.console;
      const [inside] = window.narrows.map.in_order();
      void inside;
      for (const cell of picture.cells.values()) for (let i = 0; i < cell.count; ++i) if (cell.kind[i] === 1 && (cell.flags[i] & 8) === 0 && Math.abs(cell.row * 0.5 - 90 - 25) < 0.6) return cell.mmsi[i];
      return null;
    });
    assert.ok(far !== null);
    const stored = await page.evaluate(() => JSON.parse(localStorage.getItem("narrows.guard_zones")));
    assert.equal(stored.format, "narrows-guard-zones");
    assert.equal(stored.zones[0].points.length, 4);
    await page.evaluate((mmsi) => {
      const { console: c } = window.narrows;
      const found = c.picture.find.bind(c.picture);
      const { cell, index } = found(mmsi);
      const { points } = JSON.parse(localStorage.getItem("narrows.guard_zones")).zones[0];
      const lat = points.reduce((sum, p) => sum + p.lat, 0) / 4, lon = points.reduce((sum, p) => sum + p.lon, 0) / 4;
      const row = Math.floor((lat + 90) / 0.5), column = Math.floor((lon + 180) / 0.5);
      const one = (array, value) => new array.constructor([value]);
      c.picture.apply_cell({
        ...cell, row, column: column + 1000, tick: cell.tick + 1e6, count: 1,
        mmsi: one(cell.mmsi, mmsi), lat: one(cell.lat, 0), lon: one(cell.lon, 0), sog: one(cell.sog, 100), cog: one(cell.cog, 0), heading: one(cell.heading, 0),
        age: one(cell.age, 0), kind: one(cell.kind, 1), nav_status: one(cell.nav_status, 0), ship_type: one(cell.ship_type, 70), flags: one(cell.flags, 4),
      });
      const made = [...c.picture.cells.values()].at(-1);
      Object.assign(made, { row, column, lat: one(cell.lat, Math.floor((lat + 90 - row * 0.5) * 131072)), lon: one(cell.lon, Math.floor((lon + 180 - column * 0.5) * 131072)) });
    }, far);
    await until("it to be announced", async () => (await read(page.getByTestId("guard-entry"))).includes("entered the guard zone"));
    await until("it to be listed", async () => (await page.getByTestId("guard-entries").locator("li").count()) >= 1);
    await stage.shot(page, "tool-guard-entry");
    await page.getByRole("button", { name: /Delete the zone/ }).click();
    await until("it to go", async () => (await page.getByTestId("guard-zones").locator("li").count()) === 0);
    await press(page, "z");
    await until("it to come back", async () => (await page.getByTestId("guard-zones").locator("li").count()) === 1);
    await page.reload();
    await page.getByTestId("guard-zones").locator("li").waitFor();
    // A circle by the keyboard.
    await page.getByTestId("guard-circle").focus();
    await page.keyboard.press("Enter");
    await press(page, "Enter", "ArrowRight");
    await page.waitForFunction(() => window.narrows.map.view().lon > 56.45);
    await press(page, "Enter");
    await until("two zones", async () => (await page.getByTestId("guard-zones").locator("li").count()) === 2);
    await page.close();
  });

  it("bookmarks: kept, gone to, taken along, brought back", async () => {
    const page = await stage.open_mock("#26.44000,56.42000,10.20&palette=night&lang=en", "--count", "50");
    await press(page, "b");
    await page.getByTestId("bookmark-name").fill("The narrow part");
    await page.getByTestId("bookmark-add").click();
    await until("it to be kept", async () => (await page.getByTestId("bookmarks").locator("li").count()) === 1);
    await page.evaluate(() => window.narrows.map.go_to(25.0, 57.0, 8));
    await page.getByRole("button", { name: "The narrow part", exact: true }).click();
    await until("the view to be there", async () => Math.abs((await page.evaluate(() => window.narrows.map.view().lat)) - 26.44) < 1e-3);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save to a file" }).click()]);
    const file = join(artefacts, "bookmarks.json");
    await download.saveAs(file);
    await page.getByRole("button", { name: /Delete the bookmark/ }).click();
    await until("it to go", async () => (await page.getByTestId("bookmarks").locator("li").count()) === 0);
    await page.getByTestId("file-load").setInputFiles(file);
    await until("it to come back", async () => (await page.getByTestId("bookmarks").locator("li").count()) === 1);
    await page.getByTestId("file-load").setInputFiles({ name: "wrong.json", mimeType: "application/json", buffer: Buffer.from('{"format":"x"}') });
    await page.getByRole("alert").filter({ hasText: "wrong.json" }).waitFor();
    assert.equal(await page.getByTestId("bookmarks").locator("li").count(), 1);
    await stage.shot(page, "tool-bookmarks");
    await page.close();
  });

  it("groups and notes: a ring in the group's colour, a note that stays", async () => {
    const page = await stage.open_mock("#palette=night&lang=en", "--count", "80");
    const [ship] = await ships(page, 1);
    await page.evaluate((id) => window.narrows.console.select(id), ship);
    await press(page, "k");
    await page.getByTestId("group-name").fill("Pilots");
    await page.getByTestId("group-add").click();
    await page.getByTestId("member-Pilots").check();
    await page.getByTestId("note").fill("Called on 16, no answer");
    await page.getByTestId("note").blur();
    await until("both to be kept", () => page.evaluate((id) => {
      const kept = JSON.parse(localStorage.getItem("narrows.marked") ?? "{}");
      return kept.notes?.[String(id)] === "Called on 16, no answer" && kept.groups?.[0]?.mmsis[0] === id;
    }, ship));
    await stage.shot(page, "tool-marked");
    await press(page, "z");
    await until("the note to be taken back", async () => (await page.getByTestId("note").inputValue()) === "");
    await press(page, "u");
    await until("the note again", async () => (await page.getByTestId("note").inputValue()) !== "");
    await page.close();
  });

  it("export: picture, CSV and GeoJSON of what is visible", async () => {
    const page = await stage.open_mock("#26.44000,56.42000,10.20&palette=night&lang=en", "--count", "150");
    await press(page, "o");
    await page.getByTestId("panel-export").waitFor();
    const save = async (id) => {
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId(id).click()]);
      const file = join(artefacts, `export.${download.suggestedFilename().split(".").at(-1)}`);
      await download.saveAs(file);
      return { file, name: download.suggestedFilename() };
    };
    await until("vessels", async () => (await page.getByTestId("export-csv").isEnabled()));
    const csv = await save("export-csv");
    assert.match(csv.name, /^narrows-south-shore-\d{8}T\d{6}Z\.csv$/);
    const lines = readFileSync(csv.file, "utf8").trim().split("\r\n");
    const seen = await page.evaluate(() => new Set(window.narrows.map.in_order()).size);
    assert.ok(Math.abs(lines.length - 1 - seen) <= 3, `${lines.length - 1} rows, ${seen} in view`);
    assert.ok(lines.slice(1).every((line) => line.endsWith(",true")), "simulated traffic says so in each row");
    const geojson = JSON.parse(readFileSync((await save("export-geojson")).file, "utf8"));
    const box = await page.evaluate(() => window.narrows.map.view_box());
    for (const { geometry } of geojson.features) {
      assert.ok(geometry.coordinates[0] >= box.west && geometry.coordinates[0] <= box.east && geometry.coordinates[1] >= box.south && geometry.coordinates[1] <= box.north);
    }
    const png = await save("export-png");
    const bytes = readFileSync(png.file);
    assert.equal(bytes.subarray(1, 4).toString(), "PNG");
    const map = await page.getByTestId("map").boundingBox();
    assert.equal(bytes.readUInt32BE(16), Math.round(map.width));
    assert.equal(bytes.readUInt32BE(20), Math.round(map.height) + 48); // with its foot
    await page.close();
  });

  it("second window: follows view and selection, until it is unlinked", async () => {
    const page = await stage.open_mock("#26.44000,56.42000,10.20&palette=night&lang=en&panel=export", "--count", "80");
    const [second] = await Promise.all([page.waitForEvent("popup"), page.getByTestId("window-open").click()]);
    await until("its map", () => second.evaluate(() => (window.narrows?.console.picture.size ?? 0) > 0).catch(() => false));
    const lat = () => second.evaluate(() => window.narrows.map.view().lat);
    await page.evaluate(() => window.narrows.map.go_to(26.2, 56.3, 11));
    await until("the second to follow", async () => Math.abs((await lat()) - 26.2) < 1e-4);
    const [ship] = await ships(page, 1);
    await page.evaluate((id) => window.narrows.console.select(id), ship);
    await until("the selection to follow", () => second.evaluate((id) => window.narrows.console.snapshot().selected === id, ship));
    await second.evaluate(() => window.narrows.map.go_to(26.5, 56.5, 10));
    await until("the first to follow the second", async () => Math.abs((await page.evaluate(() => window.narrows.map.view().lat)) - 26.5) < 1e-4);
    await second.getByTestId("window-linked").uncheck();
    await page.evaluate(() => window.narrows.map.go_to(25.5, 56.5, 10));
    await page.waitForTimeout(600);
    assert.ok(Math.abs((await lat()) - 26.5) < 1e-4, "unlinked, it stays");
    await second.close();
    await page.close();
  });

  it("all keys stand in the sheet", async () => {
    const page = await stage.open_mock("#palette=night&lang=en", "--count", "20");
    await press(page, "?");
    for (const id of ["open_measure", "open_ebl", "open_approach", "open_guard", "open_bookmarks", "open_marked", "open_layers", "open_export", "second_window", "trails", "undo", "redo"]) {
      assert.equal(await page.getByTestId(`command-${id}`).count(), 1, id);
    }
    await page.close();
  });
});
