// The state of things is always visible: each sensor's health and age and why it is down, the node's clock against
// this machine's, the connection; in each language's own calendar and digits.

import assert from "node:assert/strict";
import { it } from "node:test";
import { on_mock, read, until } from "./harness.mjs";

/** Lets `change` edit each tick on its way to the page. */
const edit_ticks = (change) => (page) =>
  page.routeWebSocket(/\/ws\/v1\/picture/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => server.send(message));
    server.onMessage((message) => {
      if (typeof message !== "string" || !message.startsWith('{"tick"')) return socket.send(message);
      const json = JSON.parse(message);
      change(json.tick);
      return socket.send(JSON.stringify(json));
    });
  });

on_mock("the state of things", (stage) => {
  it("shows each sensor's health and age, and why one is down", async () => {
    const { url } = await stage.mock("--count", "50");
    const page = await stage.open("#palette=night&lang=en", {
      url, prepare: edit_ticks((tick) => tick.sources.push({ name: "cape", state: "down", age_s: 7300, messages: 12, why: "connection refused by 10.0.0.7:10110" })),
    });
    const bar = page.getByTestId("sources");
    await until("three sensors in the bar", async () => /coast[\s\S]*island[\s\S]*cape\s+2:01 h/.test(await read(bar)));
    await bar.click();
    const panel = page.getByTestId("panel-state");
    await panel.waitFor();
    assert.match(await read(page.getByTestId("source-cape")), /refused by 10\.0\.0\.7:10110[\s\S]*down[\s\S]*2:01 h/);
    assert.match(await read(page.getByTestId("source-island")), /quiet[\s\S]*\d+ s[\s\S]*1.200/);
    assert.match(await read(panel), /Connection\s+connected/);
    assert.match(await read(page.getByTestId("clock-difference")), /the same/);
    await stage.shot(page, "state");
    await page.close();
  });

  it("says that the clocks differ, live, where nobody can overlook it", async () => {
    const { url } = await stage.mock("--count", "50");
    const late = (tick) => (tick.now = new Date(Date.parse(tick.now) - 95_000).toISOString());
    const page = await stage.open("#palette=day&lang=en&panel=state", { url, prepare: edit_ticks(late) });
    assert.match(await read(page.getByTestId("clock-off")), /Clocks differ by 1:3[3-9] min/);
    assert.match(await read(page.getByTestId("clock-difference")), /behind by 1:3/);
    await page.close();
  });

  it("does not call a replay's time a wrong clock, and shows it in another colour", async () => {
    const page = await stage.open_mock("#palette=night&lang=en", "--count", "50", "--replay", "60");
    assert.equal(await page.getByTestId("clock-off").count(), 0);
    const colour = (id) => page.getByTestId(id).evaluate((element) => getComputedStyle(element).color);
    const replay = await colour("utc");
    const live = await stage.open_mock("#palette=night&lang=en", "--count", "50");
    assert.notEqual(replay, await live.getByTestId("utc").evaluate((element) => getComputedStyle(element).color));
    await page.close();
    await live.close();
  });

  it("writes dates in the language's own calendar and digits, by choice, and UTC always", async () => {
    const page = await stage.open_mock("#palette=night&lang=fa", "--count", "50");
    assert.match(await read(page.getByTestId("own-date")), /^\d{1,2} \p{L}+ 14\d\d$/u); // Solar Hijri
    assert.match(await read(page.getByTestId("utc")), /^\d\d:\d\d:\d\d$/);
    await page.getByTestId("settings").click();
    await page.getByTestId("digits-local").click();
    await until("Persian digits", async () => /^[۰-۹]{2}:[۰-۹]{2}:[۰-۹]{2}$/.test(await read(page.getByTestId("utc"))));
    assert.match(await read(page.getByTestId("own-date")), /^[۰-۹]{1,2} \p{L}+ ۱۴[۰-۹]{2}$/u);
    assert.match(await page.evaluate(() => window.location.hash), /&digits=local/);
    await page.getByTestId("own-calendar").click();
    await until("the Gregorian alone", async () => (await page.getByTestId("own-date").count()) === 0);
    await page.keyboard.press("Escape");
    await page.getByTestId("language").selectOption("ar");
    await until("Arabic digits", async () => /^[٠-٩]{2}:/.test(await read(page.getByTestId("utc"))));
    assert.equal(await page.getByTestId("own-date").count(), 0); // Gregorian unless chosen
    await page.getByTestId("settings").click();
    await page.getByTestId("own-calendar").click();
    await until("the Hijri day", async () => /١٤٤[٠-٩]$/.test(await read(page.getByTestId("own-date")).catch(() => "")));
    await stage.shot(page, "calendar-ar");
    // What one types and reads out stays Latin; the scale stays left to right.
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".scale").evaluate((scale) => getComputedStyle(scale).direction), "ltr");
    await page.close();
  });
});
