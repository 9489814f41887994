// Search beyond what is in the picture: a slip of the finger, and who was here before, as the node's history knows.

import assert from "node:assert/strict";
import { it } from "node:test";
import { on_mock, read, until } from "./harness.mjs";

on_mock("search in picture and past", (stage) => {
  const hits = (page) => page.locator("#search-hits [role=option]");
  const kGone = 257000042;
  let page;
  const asked = [];
  const with_past = (p) =>
    p.route("**/api/v1/search?*", (route) => {
      asked.push(new URL(route.request().url()).searchParams.get("q"));
      const hit = { mmsi: kGone, name: "POLAR LANTERN", matched: "name", former: "OLD LANTERN", in_picture: false, last_at: new Date(Date.now() - 86_400_000 * 3).toISOString(), flag: { mid: 257, iso2: "NO" } };
      return route.fulfill({ status: 200, contentType: "application/json", body: JSON.stringify({ hits: [hit] }) });
    });

  it("forgives a slip, and shows who is in the picture first, then who was", async () => {
    const { url } = await stage.mock("--count", "300");
    page = await stage.open("#palette=dusk&lang=en", { url, prepare: with_past });
    await page.keyboard.press("/");
    await page.keyboard.type("lantren"); // two letters exchanged
    await until("names that are nearly so", async () => (await hits(page).allInnerTexts()).some((text) => /LANTERN/.test(text)));
    await until("who was here before", async () => (await page.locator("#search-hits [data-past=true]").count()) === 1);
    const past = await read(page.locator("#search-hits [data-past=true]"));
    assert.match(past, /POLAR LANTERN was OLD LANTERN[\s\S]*last seen \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
    const order = await hits(page).evaluateAll((all) => all.map((hit) => hit.dataset.past));
    assert.equal(order.at(-1), "true");
    assert.equal(order.indexOf("true"), order.length - 1);
    assert.deepEqual(asked, ["lantren"], "one question, when one has stopped typing");
    await stage.shot(page, "search-past");
  });

  it("opens the card of who is gone, and says so", async () => {
    await page.keyboard.press("ArrowUp"); // the last one
    await page.keyboard.press("Enter");
    const card = page.getByTestId("card");
    await card.waitFor();
    assert.equal(await card.getAttribute("data-mmsi"), String(kGone));
    assert.match(await read(card), /No longer in the picture/);
    assert.equal(await read(page.getByTestId("card-flag")), "Norway");
    await page.close();
  });
});
