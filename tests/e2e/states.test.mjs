// States that a recording does not hold: distress, a history that stopped, an area without a pack.

import assert from "node:assert/strict";
import { it } from "node:test";
import { on_mock, read, until } from "./harness.mjs";

on_mock("the console in rare states", (stage) => {
  it("puts distress above all, and one click shows it", async () => {
    const page = await stage.open_mock("#palette=night&lang=en", "--distress", "--history-stopped");
    const banner = page.getByTestId("distress");
    await banner.waitFor();
    const text = await read(banner);
    assert.match(text, /Man over board/); // the one marked active, before the SART that may be a test
    assert.match(text, /972999001/);
    assert.match(text, /\d\d°\d\d\.\d\d′N/);
    assert.match(text, /and one more/);
    assert.ok((await banner.boundingBox()).y < (await page.getByTestId("map").boundingBox()).y);
    assert.match(await read(page.locator(".banners")), /History is not being recorded since \d\d:\d\d:\d\d UTC: disk full/);
    await stage.shot(page, "distress");
    await banner.getByRole("button").click();
    await page.getByTestId("card").waitFor();
    assert.equal(await page.getByTestId("card").getAttribute("data-mmsi"), "972999001");
    // N begins with distress, wherever the view is.
    await page.keyboard.press("Escape");
    await page.getByTestId("map").focus();
    await page.keyboard.press("n");
    await until("the beacon first", async () => (await page.getByTestId("card").getAttribute("data-mmsi").catch(() => null)) === "972999001");
    await page.close();
  });

  it("marks simulated traffic on the page and on the card", async () => {
    const page = await stage.open_mock("#lang=en", "--count", "50");
    assert.match(await page.getByTestId("simulated").innerText(), /SIMULATED/);
    await page.getByTestId("map").focus();
    await until("a card", async () => {
      await page.keyboard.press("n");
      return (await page.getByTestId("card").count()) === 1;
    });
    assert.match(await page.getByTestId("card").innerText(), /Simulated/);
    await page.close();
  });

  it("tells a replay from live by word and colour", async () => {
    const live = await stage.open_mock("#lang=en", "--count", "50");
    const replay = await stage.open_mock("#lang=en", "--count", "50", "--replay", "10");
    const look = (page) => page.getByTestId("mode").evaluate((badge) => [badge.innerText.replace(/[\u2066-\u2069]/g, ""), getComputedStyle(badge).backgroundColor]);
    const [live_text, live_colour] = await look(live);
    const [replay_text, replay_colour] = await look(replay);
    assert.equal(live_text, "LIVE");
    assert.match(replay_text, /^REPLAY ×10$/);
    assert.notEqual(live_colour, replay_colour);
    await live.close();
    await replay.close();
  });

  it("works without an area, on a plain sea", async () => {
    const page = await stage.open_mock("#lang=en", "--no-area", "--count", "200");
    await until("the view to go to the vessels", () => page.evaluate(() => window.narrows.map.in_order().length > 0));
    assert.match(await page.locator("header").innerText(), /No area/);
    await page.close();
  });

  it("says so when there is no coastline", async () => {
    stage.expect_failures = true;
    const { url } = await stage.mock("--count", "50");
    const page = await stage.open("#lang=en", { url, prepare: (p) => p.route("**/coast.json", (route) => route.fulfill({ status: 404 })) });
    await page.getByText("No coastline installed").waitFor();
    await until("the vessels all the same", () => page.evaluate(() => window.narrows.map.in_order().length > 0));
    await page.close();
    stage.expect_failures = false;
  });
});
