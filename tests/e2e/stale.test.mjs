// An old picture is never shown as live.

import assert from "node:assert/strict";
import { before, it } from "node:test";
import { on_node, until, vessels_in_page } from "./harness.mjs";

on_node("a node that stops", (stage) => {
  let page;
  before(async () => (page = await stage.open("#palette=night&lang=en")));
  const phase = () => page.getByTestId("link").getAttribute("data-phase");

  it("never shows an old picture as live, and comes back by itself", async () => {
    stage.expect_failures = true;
    await stage.node.stop();
    await page.getByTestId("stale").waitFor();
    assert.match(await page.getByTestId("stale").innerText(), /\d\d:\d\d:\d\d/);
    assert.equal(await page.getByTestId("mode").innerText(), "STALE");
    assert.match((await page.getByTestId("map").getAttribute("class")) ?? "", /\bstale\b/);
    await until("the link to wait for its next attempt", async () => (await phase()) === "waiting");
    assert.ok((await page.evaluate(vessels_in_page)).length > 0, "the old picture is kept");
    await stage.shot(page, "stale");
    await stage.node.start();
    await until("the link to be live again", async () => (await phase()) === "live");
    await until("vessels again", async () => (await page.evaluate(vessels_in_page)).length > 10);
    assert.equal(await page.getByTestId("stale").count(), 0);
    assert.doesNotMatch((await page.getByTestId("map").getAttribute("class")) ?? "", /\bstale\b/);
    stage.expect_failures = false;
  });
});
