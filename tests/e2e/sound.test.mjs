// Alerts sound in cadences of their own; who mutes sees it all the time; who silences hears the next one.

import assert from "node:assert/strict";
import { it } from "node:test";
import { on_mock, read, until } from "./harness.mjs";

/** Keeps what is played: [seconds, hertz] of each tone. */
const listen = (page) =>
  page.addInitScript(() => {
    window.tones = [];
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (when) {
      window.tones.push([when, this.frequency.value]);
      return start.call(this, when);
    };
  });
const tones = (page) => page.evaluate(() => window.tones);

on_mock("the sound of alerts", (stage) => {
  let page;

  it("says that the browser keeps it quiet, until the officer touches the page", async () => {
    const { url } = await stage.mock("--count", "30", "--distress");
    page = await stage.open("#palette=night&lang=en", { url, prepare: listen });
    const state = () => page.getByTestId("sound").getAttribute("data-state");
    if ((await state()) === "blocked") assert.match(await read(page.getByTestId("sound")), /PRESS ANY KEY/);
    await page.keyboard.press("Shift");
    await until("the sound to be allowed", async () => (await state()) === "on");
  });

  it("sounds an alarm for distress: three tones, again and again, until silenced", async () => {
    await until("two rounds", async () => (await tones(page)).length >= 6);
    const all = await tones(page);
    assert.deepEqual(all.slice(0, 3).map(([, hz]) => Math.round(hz)), [988, 988, 1319]);
    const pace = all[3][0] - all[0][0];
    assert.ok(pace >= 7 && pace <= 10, `again after ${pace} s`);
    await page.getByTestId("silence").waitFor();
    await stage.shot(page, "sounding");
    await page.keyboard.press("s");
    await until("the button to silence to go", async () => (await page.getByTestId("silence").count()) === 0);
    const count = (await tones(page)).length;
    const seq = () => page.evaluate(() => window.narrows.console.snapshot().tick.seq);
    const from = await seq();
    await until("ten ticks", async () => (await seq()) > from + 9);
    assert.equal((await tones(page)).length, count);
  });

  it("sounds again for what comes after", async () => {
    const count = (await tones(page)).length;
    await page.evaluate(() => window.narrows.console.siren.raise("test:1", "warning"));
    await until("two tones of a warning", async () => (await tones(page)).length === count + 2);
    assert.equal(Math.round((await tones(page)).at(-1)[1]), 740);
  });

  it("shows that it is muted, in words, across visits", async () => {
    await page.getByTestId("map").focus();
    await page.keyboard.press("Shift+S");
    await until("MUTED", async () => (await read(page.getByTestId("sound"))) === "MUTED");
    assert.equal(await page.getByTestId("sound").getAttribute("aria-pressed"), "true");
    const colours = await page.getByTestId("sound").evaluate((button) => [getComputedStyle(button).backgroundColor, getComputedStyle(document.body).backgroundColor]);
    assert.notEqual(colours[0], colours[1]);
    await page.reload();
    await until("MUTED still", async () => (await read(page.getByTestId("sound")).catch(() => "")) === "MUTED");
    await page.keyboard.press("Shift");
    const seq = () => page.evaluate(() => window.narrows.console.snapshot().tick?.seq ?? 0);
    const from = await until("a tick", seq);
    await until("some ticks", async () => (await seq()) > from + 2);
    assert.deepEqual(await tones(page), []);
    await stage.shot(page, "muted");
    await page.close();
  });
});
