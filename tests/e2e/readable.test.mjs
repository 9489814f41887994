// Every palette in every language, each panel in turn: axe-core finds nothing (WCAG 2.2 AA and its best practices),
// and the screenshots are there to be looked at.

import assert from "node:assert/strict";
import { it } from "node:test";
import { axe_findings, on_mock, until } from "./harness.mjs";

on_mock("the console is readable", (stage) => {
  for (const palette of ["day", "dusk", "night"]) {
    for (const language of ["en", "ar", "fa"]) {
      it(`in ${palette}, ${language}`, async () => {
        const page = await stage.open_mock(`#palette=${palette}&lang=${language}`, "--count", "200", "--distress");
        await until("vessels in view", () => page.evaluate(() => window.narrows.map.in_order().length > 3));
        await page.getByTestId("map").focus();
        await page.keyboard.press("n");
        await page.getByTestId("card").waitFor();
        assert.equal(await page.evaluate(() => document.documentElement.dir), language === "en" ? "ltr" : "rtl");
        assert.equal(await page.evaluate(() => document.documentElement.lang), language);
        await stage.shot(page, `console-${palette}-${language}`);
        const found = {};
        const look = async (what, within) => {
          const findings = await axe_findings(page, within);
          if (findings.length > 0) found[what] = findings;
        };
        await look("card");
        for (const id of await page.locator(".rail-button").evaluateAll((buttons) => buttons.map((button) => button.id))) {
          await page.locator(`#${id}`).click();
          await page.locator(`.dock`).waitFor();
          if (id === "rail-vessels") {
            await page.evaluate(() => window.narrows.console.set_filter({ ...window.narrows.console.snapshot().filter, classes: ["tanker", "cargo"], text: "a" }));
            await page.getByTestId("filter-edit").click();
            await page.getByTestId("filter-editor").waitFor();
          }
          await stage.shot(page, `${id}-${palette}-${language}`);
          await look(id, ".dock");
          await page.locator(`#${id}`).click();
        }
        await page.getByTestId("settings").click();
        await page.getByRole("dialog").waitFor();
        await look("settings", ".popover");
        await page.keyboard.press("Escape");
        await page.getByTestId("map").focus();
        await page.keyboard.press("?");
        await page.getByTestId("help").waitFor();
        await stage.shot(page, `help-${palette}-${language}`);
        await look("help", "dialog");
        assert.deepEqual(found, {});
        await page.close();
      });
    }
  }

  it("holds still for who asked for less motion", async () => {
    const page = await stage.open("#palette=night&lang=en", { url: (await stage.mock("--count", "50")).url, reducedMotion: "reduce" });
    const moving = await page.evaluate(() => document.getAnimations().length);
    assert.equal(moving, 0);
    await page.close();
  });
});
