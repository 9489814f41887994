// Search by name and by number.

import assert from "node:assert/strict";
import { before, it } from "node:test";
import { on_node, until, vessels_in_page } from "./harness.mjs";

on_node("search", (stage) => {
  let page;
  before(async () => (page = await stage.open("#palette=night&lang=en")));

  it("finds a vessel by name and by MMSI", async () => {
    const ship = await until("a named ship", async () => (await page.evaluate(vessels_in_page)).find((v) => v.name && v.kind === 1));
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
});
