// One filter for map, list and replay: chips, "N of M shown", never hiding distress or the selection, one key
// clears it, part of the address, saved under a name.

import assert from "node:assert/strict";
import { it } from "node:test";
import { on_mock, read, until } from "./harness.mjs";

on_mock("the filter", (stage) => {
  const drawn = (page) => page.evaluate(() => window.narrows.map.in_order().length);
  const shown = async (page) => (await read(page.getByTestId("shown"))).match(/\d+/g).map(Number);
  let page;

  it("narrows map and list alike, and says how many it shows", async () => {
    page = await stage.open_mock("#palette=night&lang=en&panel=vessels", "--count", "300", "--distress");
    await until("vessels", async () => (await drawn(page)) > 20);
    const all = await drawn(page);
    await page.getByTestId("filter-edit").click();
    await page.getByTestId("filter-fishing").click();
    await until("fewer on the map", async () => (await drawn(page)) < all / 2);
    const [count, of] = await shown(page);
    assert.ok(count > 0 && count < of, `${count} of ${of}`);
    assert.equal(of, await page.evaluate(() => window.narrows.console.picture.size));
    assert.equal(Number(await page.getByTestId("vessel-list").getAttribute("aria-rowcount")) - 1, count);
    assert.match(await read(page.getByTestId("chips")), /Fishing/);
    const classes = await page.locator(".list-row").evaluateAll((rows) => [...new Set(rows.map((row) => row.children[2].textContent))]);
    assert.deepEqual(classes.sort(), ["Distress", "Fishing"]);
    await stage.shot(page, "filter");
  });

  it("never hides distress, nor the vessel selected", async () => {
    const beacons = await page.evaluate(() => window.narrows.map.in_order().slice(0, 2));
    assert.deepEqual(beacons.sort(), [970999001, 972999001]);
    const hidden = await page.evaluate(() => {
      const { console: c, map } = window.narrows;
      const seen = new Set(map.in_order());
      const all = [...c.picture.cells.values()].flatMap((cell) => [...cell.mmsi].map((mmsi, i) => ({ mmsi, i, cell })));
      const one = all.find(({ mmsi, cell, i }) => !seen.has(mmsi) && c.visible(cell, i) === false);
      c.select(one.mmsi);
      return { mmsi: one.mmsi, visible: c.visible(one.cell, one.i) };
    });
    assert.equal(hidden.visible, true);
    await until("the selected in the list", async () => (await page.locator(`.list-row[data-mmsi="${hidden.mmsi}"]`).count()) === 1);
  });

  it("is part of the address, and a pasted one brings it back", async () => {
    await page.getByTestId("filter-speed-min").fill("3");
    await page.getByTestId("filter-speed-min").press("Enter");
    const hash = await until("the address to hold it", async () => {
      const now = await page.evaluate(() => window.location.hash);
      return now.includes("filter=class:fishing;speed:3..") ? now : null;
    });
    const other = await stage.open(hash, { url: page.url().split("/#")[0] });
    await until("the same chips", async () => (await other.getByTestId("chips").getByRole("row").count()) === 2);
    await other.close();
  });

  it("loses a part by its chip, by mouse and by keyboard, and all by one key", async () => {
    const chips = page.getByTestId("chips").getByRole("row");
    assert.equal(await chips.count(), 2);
    await chips.first().getByRole("button").click();
    await until("one chip", async () => (await chips.count()) === 1);
    await chips.first().focus();
    await page.keyboard.press("Delete");
    await until("no chip", async () => (await chips.count()) === 0);
    await page.getByTestId("filter-tanker").click();
    await until("a chip", async () => (await chips.count()) === 1);
    await page.getByTestId("map").focus();
    await page.keyboard.press("x");
    await until("no chip", async () => (await chips.count()) === 0);
    assert.doesNotMatch(await page.evaluate(() => window.location.hash), /filter=/);
  });

  it("shows itself over the map while the list is closed, and is said aloud", async () => {
    await page.getByTestId("filter-tanker").click();
    await until("the count to be said", async () => /\d+ of \d+ shown/.test(await read(page.locator("[role=status].hidden").last())));
    await page.getByTestId("panel-vessels").getByRole("button", { name: "Close" }).click();
    const notice = page.getByTestId("filter-notice");
    await notice.waitFor();
    assert.match(await read(notice), /\d+ of \d+ shown[\s\S]*Tanker/);
    await stage.shot(page, "filter-notice");
    await notice.getByRole("button", { name: "Clear the filter" }).click();
    await until("the notice to go", async () => (await notice.count()) === 0);
    await page.getByTestId("map").focus();
    await page.keyboard.press("l");
    await page.getByTestId("panel-vessels").waitFor();
    await page.getByTestId("filter-edit").click();
  });

  it("is kept under a name, across visits", async () => {
    await page.getByTestId("filter-text").fill("dawn");
    await page.getByTestId("preset-name").fill("Dawns");
    await page.getByTestId("preset-save").click();
    await page.getByTestId("map").focus();
    await page.keyboard.press("x");
    await page.reload();
    await until("the picture", () => page.evaluate(() => (window.narrows?.console.picture.size ?? 0) > 0));
    await page.getByTestId("filter-edit").click();
    await page.getByRole("button", { name: "Dawns", exact: true }).click();
    await until("the text", async () => (await page.getByTestId("filter-text").inputValue()) === "dawn");
    await until("only dawns", async () => {
      const names = await page.locator(".list-row .name").allInnerTexts();
      return names.length > 3 && names.every((name) => /DAWN|9\d{8}/.test(name));
    });
  });

  it("takes an area drawn, by the pointer or by keys", async () => {
    await page.getByTestId("filter-draw").click();
    const sheet = page.getByTestId("draw-sheet");
    await sheet.waitFor();
    for (const position of [{ x: 150, y: 150 }, { x: 400, y: 150 }, { x: 400, y: 400 }]) await sheet.click({ position });
    await stage.shot(page, "filter-draw");
    await page.getByTestId("draw-done").click();
    await until("three corners in the address", () => page.evaluate(() => /filter=[^&]*area:([\d.-]+,){5}[\d.-]+/.test(window.location.hash)));
    const [count, of] = await shown(page);
    assert.ok(count < of, `${count} of ${of}`);
    await page.getByTestId("filter-draw").click();
    await sheet.waitFor();
    for (const key of [" ", "ArrowRight", "ArrowRight", " ", "ArrowDown", "ArrowDown", " ", "ArrowLeft", " ", "Backspace", "Enter"]) await page.keyboard.press(key);
    await until("the sheet to go", async () => (await sheet.count()) === 0);
    assert.equal(await page.evaluate(() => window.narrows.console.snapshot().filter.area.length), 3);
    await page.keyboard.press("x");
  });

  it("takes a zone of the pack, and what is in view, as its area", async () => {
    await page.evaluate(() => window.narrows.console.set_filter({ classes: [], stations: [], flags: [], speed_kn: {}, length_m: {}, age_s: {}, area: null, text: "" }));
    if ((await page.getByTestId("filter-editor").count()) === 0) {
      await page.evaluate(() => window.narrows.console.set_panel("vessels"));
      await page.getByTestId("filter-edit").click();
    }
    const zone = await page.getByTestId("filter-zone").locator("option").nth(1).getAttribute("value");
    await page.getByTestId("filter-zone").selectOption(zone);
    await until("those in the lanes", async () => {
      const [count, of] = await shown(page);
      return count > 10 && count < of;
    });
    await page.getByTestId("filter-view").click();
    await until("those in view", async () => {
      const [count, of] = await shown(page);
      return count > 0 && count < of && (await page.evaluate(() => window.location.hash)).includes("filter=area:");
    });
    await page.close();
  });
});
