// The list of vessels: virtual at 20,000 rows, sorted by each column, held while one reads, worked from the
// keyboard, in step with the map.

import assert from "node:assert/strict";
import { it } from "node:test";
import { on_mock, read, until } from "./harness.mjs";

on_mock("the list of vessels", (stage) => {
  const rows = (page) => page.getByTestId("vessel-list").locator(".list-row");
  const selected = (page) => page.evaluate(() => window.narrows.console.snapshot().selected);
  const order = (page) => page.evaluate(() => [...document.querySelectorAll(".list-row")]
    .map((row) => [Number(row.getAttribute("aria-rowindex")), row.dataset.mmsi]).sort((a, b) => a[0] - b[0]).map(([, mmsi]) => mmsi).join());
  let page;

  it("holds 20,000 vessels and no more rows than are in sight", async () => {
    page = await stage.open_mock("#palette=dusk&lang=en&panel=vessels&sort=mmsi", "--count", "20000", "--tick", "2000");
    await until("the rows", async () => (await rows(page).count()) > 10);
    assert.ok(Number(await page.getByTestId("vessel-list").getAttribute("aria-rowcount")) > 4000); // those in view
    assert.ok((await rows(page).count()) < 60);
    await page.getByTestId("vessel-list").focus();
    await page.keyboard.press("End");
    await until("the last row", async () => {
      const last = await page.getByTestId("vessel-list").getAttribute("aria-rowcount");
      return (await page.locator(".list-row[aria-selected=true]").getAttribute("aria-rowindex").catch(() => null)) === last;
    });
    await page.close();
  });

  it("sorts by each column, either way", async () => {
    page = await stage.open_mock("#palette=dusk&lang=en&panel=vessels&sort=mmsi", "--count", "300", "--tick", "500");
    await until("the rows", async () => (await rows(page).count()) > 10);
    const seen = new Set();
    for (const column of ["name", "flag", "class", "speed", "course", "age", "distance", "destination", "status", "mmsi"]) {
      for (const direction of ["ascending", "descending"]) {
        await page.getByTestId(`sort-${column}`).evaluate((button) => button.click());
        const head = page.getByRole("columnheader").nth(["name", "flag", "class", "speed", "course", "age", "distance", "destination", "status", "mmsi"].indexOf(column));
        await until(`${column} to be ${direction}`, async () => (await head.getAttribute("aria-sort")) === direction);
        seen.add(await order(page));
      }
    }
    assert.ok(seen.size >= 16, `${seen.size} orders of 20`); // equal values give equal orders
    await page.evaluate(() => window.narrows.console.set_sort({ column: "speed", descending: true }));
    await until("the fastest first", async () => {
      const figures = await page.locator(".list-row").evaluateAll((all) => all.map((row) => [Number(row.getAttribute("aria-rowindex")), Number(/[\d.]+/.exec(row.children[3].textContent)?.[0] ?? 0)]).sort((a, b) => a[0] - b[0]).map(([, v]) => v));
      return figures.length > 10 && figures.every((v, i) => i === 0 || v <= figures[i - 1]);
    });
    assert.match(await page.evaluate(() => window.location.hash), /&sort=-speed/);
  });

  it("chooses with the arrow keys, in step with the map both ways", async () => {
    await page.getByTestId("vessel-list").focus();
    await page.keyboard.press("Home");
    const first = await until("a choice", () => selected(page));
    await page.keyboard.press("ArrowDown");
    const second = await until("the next", async () => ((await selected(page)) !== first ? selected(page) : null));
    assert.equal(await page.getByTestId("card").getAttribute("data-mmsi"), String(second));
    assert.equal(await page.getByTestId("vessel-list").getAttribute("aria-activedescendant"), `row-${second}`);
    await page.keyboard.press("Enter");
    await until("the map to go there", () => page.evaluate((mmsi) => {
      const { map, console: c } = window.narrows;
      return map.view().zoom >= 12 && map.in_order()[0] === mmsi && c.snapshot().selected === mmsi;
    }, second));
    await page.evaluate(() => {
      const all = [...window.narrows.console.picture.cells.values()].flatMap((cell) => [...cell.mmsi]);
      window.narrows.console.select(all[Math.floor(all.length * 0.7)]); // as a click on the map does
    });
    const third = await selected(page);
    await until("its row in sight", async () => {
      const row = page.locator(`.list-row[data-mmsi="${third}"]`);
      if ((await row.count()) !== 1) return false;
      const [box, list] = [await row.boundingBox(), await page.getByTestId("vessel-list").boundingBox()];
      return box !== null && box.y >= list.y + 29 && box.y + box.height <= list.y + list.height + 1;
    });
    await stage.shot(page, "list");
  });

  it("holds the order while the lock is on or one reads, and lets it go after", async () => {
    await page.evaluate(() => {
      document.activeElement.blur();
      window.narrows.console.set_sort({ column: "age", descending: false });
    });
    await page.getByTestId("map").hover({ position: { x: 400, y: 500 } });
    const changes = async (ticks) => {
      const orders = new Set();
      const from = await page.evaluate(() => window.narrows.console.snapshot().tick.seq);
      await until(`${ticks} ticks`, async () => {
        orders.add(await order(page));
        return (await page.evaluate(() => window.narrows.console.snapshot().tick.seq)) >= from + ticks;
      });
      return orders.size;
    };
    assert.ok((await changes(6)) > 1, "by age the order changes");
    await page.getByTestId("list-lock").click();
    await page.getByTestId("map").hover({ position: { x: 400, y: 500 } });
    assert.equal(await changes(6), 1, "locked");
    await page.getByTestId("list-lock").click();
    await page.getByTestId("map").hover({ position: { x: 400, y: 500 } });
    await page.getByTestId("map").focus();
    assert.ok((await changes(6)) > 1, "unlocked");
    await page.getByTestId("vessel-list").hover();
    assert.equal(await changes(6), 1, "the pointer is in it");
    await page.close();
  });
});
