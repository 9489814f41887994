// Each tool's dock in every palette and language: axe-core finds nothing, and the screenshots are there to be looked at.

import assert from "node:assert/strict";
import { it } from "node:test";
import { axe_findings, click_map, on_mock, ships } from "./map_stage.mjs";

on_mock("the map's tools are readable", (stage) => {
  for (const palette of ["day", "dusk", "night"]) {
    for (const language of ["en", "ar", "fa"]) {
      it(`in ${palette}, ${language}`, async () => {
        const page = await stage.open_mock(`#26.44000,56.42000,10.20&palette=${palette}&lang=${language}`, "--count", "120");
        const [a, b] = await ships(page, 2);
        await page.evaluate((id) => window.narrows.console.select(id), a);
        for (const id of ["measure", "ebl", "approach", "guard", "bookmarks", "marked", "export"]) {
          await page.evaluate((panel) => window.narrows.console.set_panel(panel), id);
          await page.getByTestId(`panel-${id}`).waitFor();
          if (id === "measure") for (const [x, y] of [[0.3, 0.3], [0.5, 0.6], [0.6, 0.4]]) await click_map(page, x, y);
          if (id === "ebl") for (const [x, y] of [[0.4, 0.5], [0.6, 0.6]]) await click_map(page, x, y);
          if (id === "approach") {
            for (const mmsi of [a, b]) {
              await page.evaluate((one) => window.narrows.console.select(one), mmsi);
              await page.locator(".tool .row button").first().click();
            }
          }
          if (id === "guard") {
            await page.getByTestId("guard-circle").click();
            await click_map(page, 0.5, 0.4);
            await click_map(page, 0.6, 0.5);
            await page.getByTestId("guard-zones").locator("li").waitFor();
          }
          if (id === "bookmarks") await page.getByTestId("bookmark-add").click();
          if (id === "marked") {
            await page.getByTestId("group-name").fill("نگهبان");
            await page.getByTestId("group-add").click();
          }
          if (language !== "fa" || id === "guard" || id === "measure") await stage.shot(page, `tool-${id}-${palette}-${language}`);
          assert.deepEqual(await axe_findings(page), [], id);
        }
        await page.close();
      });
    }
  }
});
