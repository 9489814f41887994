// States that a recording does not hold: distress, a history that stopped, an area without a pack. Played
// by web/tools/mock-node.mjs, so these tests need no node.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { artefacts, free_port, kPatience, open_browser, root, until, why_no_browser } from "./harness.mjs";

const skip = why_no_browser() ?? false;
if (skip) console.log(`e2e skipped: ${skip}`);

/** The text as it is read, without the marks that isolate names and numbers. */
const read = async (locator) => (await locator.innerText()).replace(/[\u2066-\u2069]/g, "");

describe("the console in rare states", { skip }, () => {
  let browser;
  const mocks = [];
  before(async () => (browser = await open_browser()));
  after(async () => {
    await browser?.close();
    for (const mock of mocks) mock.kill();
  });

  /** A page on a mock node with these options. */
  async function open(hash, ...options) {
    const port = await free_port();
    const url = `http://127.0.0.1:${port}`;
    mocks.push(spawn(process.execPath, [join(root, "web/tools/mock-node.mjs"), "--port", String(port), ...options], { stdio: "ignore" }));
    await until("the mock node", () => fetch(`${url}/readyz`).then((response) => response.ok, () => false));
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(kPatience);
    await page.goto(`${url}/${hash}`);
    await until("the picture", () => page.evaluate(() => window.narrows?.console.snapshot().tick !== null && window.narrows.console.picture.size > 0));
    return page;
  }

  it("puts distress above all, and one click shows it", async () => {
    const page = await open("#palette=night&lang=en", "--distress", "--history-stopped");
    const banner = page.getByTestId("distress");
    await banner.waitFor();
    const text = await read(banner);
    assert.match(text, /Man over board/); // the one marked active, before the SART that may be a test
    assert.match(text, /972999001/);
    assert.match(text, /\d\d°\d\d\.\d\d′N/);
    assert.match(text, /and 1 more/);
    assert.ok((await banner.boundingBox()).y < (await page.getByTestId("map").boundingBox()).y);
    assert.match(await read(page.locator(".banners")), /History is not being recorded since \d\d:\d\d:\d\d UTC: disk full/);
    await page.screenshot({ path: join(artefacts, "distress.png") });
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
    const page = await open("#lang=en", "--count", "50");
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
    const live = await open("#lang=en", "--count", "50");
    const replay = await open("#lang=en", "--count", "50", "--replay", "10");
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
    const page = await open("#lang=en", "--no-area", "--count", "200");
    await until("the view to go to the vessels", () => page.evaluate(() => window.narrows.map.in_order().length > 0));
    assert.match(await page.locator("header").innerText(), /No area/);
    await page.close();
  });

  it("says so when there is no coastline", async () => {
    const port = await free_port();
    const url = `http://127.0.0.1:${port}`;
    mocks.push(spawn(process.execPath, [join(root, "web/tools/mock-node.mjs"), "--port", String(port), "--count", "50"], { stdio: "ignore" }));
    await until("the mock node", () => fetch(`${url}/readyz`).then((response) => response.ok, () => false));
    const page = await browser.newPage();
    page.setDefaultTimeout(kPatience);
    await page.route("**/coast.json", (route) => route.fulfill({ status: 404 }));
    await page.goto(`${url}/#lang=en`);
    await page.getByText("No coastline installed").waitFor();
    await until("the vessels all the same", () => page.evaluate(() => window.narrows.map.in_order().length > 0));
    await page.close();
  });
});
