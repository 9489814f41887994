// The keyboard on foreign layouts, the "?" sheet made of the commands themselves, skip links, and a focus that is
// never lost.

import assert from "node:assert/strict";
import { it } from "node:test";
import { on_mock, read, until } from "./harness.mjs";

on_mock("keys and focus", (stage) => {
  let page;
  const focus = () => page.evaluate(() => document.activeElement?.dataset?.testid ?? document.activeElement?.id ?? document.activeElement?.tagName);
  const selected = () => page.evaluate(() => window.narrows.console.snapshot().selected);
  /** A key as another layout sends it. */
  const foreign = (key, code, shiftKey = false) =>
    page.evaluate((init) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { ...init, bubbles: true, cancelable: true })), { key, code, shiftKey });

  it("takes an Arabic or Persian key by its place", async () => {
    page = await stage.open_mock("#palette=night&lang=ar", "--count", "100");
    await until("vessels in view", () => page.evaluate(() => window.narrows.map.in_order().length > 3));
    await page.getByTestId("map").focus();
    await foreign("ى", "KeyN");
    const first = await until("a vessel", selected);
    await foreign("آ", "KeyN", true);
    await until("another", async () => (await selected()) !== first);
    await foreign("؟", "Slash", true);
    await page.getByTestId("help").waitFor();
    await page.keyboard.press("Escape");
  });

  it("shows every command in the sheet, and finds one by its words", async () => {
    await page.evaluate(() => window.narrows.console.set_language("en"));
    await page.getByTestId("map").focus();
    await page.keyboard.press("?");
    await page.getByTestId("help").waitFor();
    assert.equal(await focus(), "help-find");
    const commands = page.locator("[data-testid^=command-]");
    const all = await commands.count();
    assert.ok(all >= 20, `${all} commands`);
    await page.keyboard.type("zoom in");
    await until("one command", async () => (await commands.count()) === 1);
    assert.match(await read(commands.first()), /\+[\s\S]*Zoom in/);
    await page.getByTestId("help-find").fill("");
    await stage.shot(page, "help");
  });

  it("lets keys of one character be switched off, but not the others", async () => {
    const box = page.getByTestId("help").getByRole("checkbox");
    await box.click();
    await page.keyboard.press("Escape");
    await page.getByTestId("map").focus();
    await page.keyboard.press("p");
    assert.equal(await page.evaluate(() => document.documentElement.dataset.palette), "night");
    await page.keyboard.press("Escape");
    await until("Escape to work", async () => (await selected()) === null);
    await page.evaluate(() => window.narrows.console.set_single_keys(true));
    await page.keyboard.press("p");
    await until("the palette to change", async () => (await page.evaluate(() => document.documentElement.dataset.palette)) === "day");
  });

  it("has links that skip the bars, the first that Tab meets", async () => {
    await page.close();
    page = await stage.open_mock("#palette=night&lang=en", "--count", "100");
    await until("vessels in view", () => page.evaluate(() => window.narrows.map.in_order().length > 3));
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.closest(".skip") !== null), true);
    const box = await page.evaluate(() => document.activeElement.getBoundingClientRect().toJSON());
    assert.ok(box.width > 20 && box.height >= 24);
    await page.keyboard.press("Enter");
    await until("the map", async () => (await focus()) === "map");
  });

  it("never loses the focus: a panel gives it back to its button, a card that closes to the map", async () => {
    await page.keyboard.press("l");
    await page.getByTestId("panel-vessels").waitFor();
    await until("the panel's title", async () => (await focus()) === "panel-title-vessels");
    await page.keyboard.press("Escape");
    await until("its button", async () => (await focus()) === "rail-vessels");
    await page.keyboard.press("ArrowDown");
    assert.notEqual(await focus(), "rail-vessels");
    await page.getByTestId("map").focus();
    await page.keyboard.press("n");
    await page.getByTestId("tab-now").focus();
    await page.evaluate(() => window.narrows.console.select(null)); // as when somebody else's click closes it
    await until("the map", async () => (await focus()) === "map");
  });

  it("can be gone through by Tab from end to end, each stop seen and large enough", async () => {
    const mmsi = await page.evaluate(() => window.narrows.map.in_order()[0]);
    const url = page.url().split("/#")[0];
    await page.close();
    page = await stage.open(`#palette=night&lang=en&panel=vessels&mmsi=${mmsi}`, { url });
    await page.getByTestId("card").waitFor();
    const stops = [];
    for (let i = 0; i < 120; ++i) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === document.body) return null;
        element.dataset.stop ??= String(Math.random());
        const { width, height } = element.getBoundingClientRect();
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return { id: element.dataset.stop, html: element.outerHTML.slice(0, 120), width, height, outline: outlineStyle !== "none" && parseFloat(outlineWidth) >= 1.5 };
      });
      if (stop === null || stops.some(({ id }) => id === stop.id)) break;
      stops.push(stop);
    }
    assert.ok(stops.length > 25, `${stops.length} stops`);
    assert.ok(stops.length < 119, "Tab comes round");
    const small = stops.filter(({ width, height, html }) => (width < 24 || height < 24) && !/type="(checkbox|radio)"|separator/.test(html));
    assert.deepEqual(small, []);
    assert.deepEqual(stops.filter(({ outline }) => !outline), []);
    await page.close();
  });
});
