// What the tests of the map's tools share beyond the harness.

import { until } from "./harness.mjs";

export * from "./harness.mjs";

/** Clicks the map at shares of its width and height. */
export async function click_map(page, x, y) {
  const box = await page.getByTestId("map").boundingBox();
  await page.mouse.click(box.x + box.width * x, box.y + box.height * y);
}
/** The MMSIs of so many ships under way, nearest to the middle of the map first. */
export const ships = (page, count) => until("ships under way", async () => {
  const found = await page.evaluate((n) => window.narrows.map.in_order().filter((id) => {
    const { cell, index } = window.narrows.console.picture.find(id);
    return cell.kind[index] === 1 && cell.sog[index] > 80 && cell.sog[index] < 300;
  }).slice(0, n), count);
  return found.length === count ? found : null;
});
