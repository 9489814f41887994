// Every palette in every language: axe-core finds nothing, and the screenshots are there to be looked at.

import assert from "node:assert/strict";
import { it } from "node:test";
import { axe_findings, on_node, until } from "./harness.mjs";

on_node("the console is readable", (stage) => {
  for (const palette of ["day", "dusk", "night"]) {
    for (const language of ["en", "ar", "fa"]) {
      it(`in ${palette}, ${language}`, async () => {
        const page = await stage.open(`#palette=${palette}&lang=${language}`);
        await until("vessels in view", () => page.evaluate(() => window.narrows.map.in_order().length > 3));
        await page.getByTestId("map").focus();
        await page.keyboard.press("n");
        await page.getByTestId("card").waitFor();
        assert.equal(await page.evaluate(() => document.documentElement.dir), language === "en" ? "ltr" : "rtl");
        assert.equal(await page.evaluate(() => document.documentElement.lang), language);
        await stage.shot(page, `console-${palette}-${language}`);
        assert.deepEqual(await axe_findings(page), []);
        await page.close();
      });
    }
  }
});
