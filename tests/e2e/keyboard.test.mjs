// Everything works from the keyboard.

import assert from "node:assert/strict";
import { before, it } from "node:test";
import { on_node, until } from "./harness.mjs";

on_node("the keyboard", (stage) => {
  let page;
  before(async () => (page = await stage.open("#palette=night&lang=en")));

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
    await stage.shot(page, "help");
    await page.keyboard.press("Escape");
    await until("the sheet to close", async () => (await page.getByTestId("help").count()) === 0);
    await page.keyboard.press("Escape");
    await until("the card to close", async () => (await page.getByTestId("card").count()) === 0);
  });
});
