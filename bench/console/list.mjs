#!/usr/bin/env node
// What the list of vessels costs: main-thread milliseconds a second with it open and closed, in turns on one page,
// a new picture each second, sorted by each kind of column. Work, not waiting: CDP's ThreadTime... of tasks.
//
//   node bench/console/list.mjs [--count 20000] [--seconds 10]
//
// Needs tools/web build and the packages of tests/e2e. Prints one JSON object.

import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { open_browser, start_mock, until } from "../../tests/e2e/harness.mjs";

const { values: options } = parseArgs({ options: { count: { type: "string", default: "20000" }, seconds: { type: "string", default: "10" } } });
const mock = await start_mock("--count", options.count);
const browser = await open_browser();
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const { lat, lon } = { lat: 26, lon: 56.2 };
  await page.goto(`${mock.url}/#${lat},${lon},7.00&palette=night&lang=en`);
  await until("the vessels", () => page.evaluate((count) => (window.narrows?.console.picture.size ?? 0) >= count, Number(options.count)));
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const cpu_s = async () => (await cdp.send("Performance.getMetrics")).metrics.find(({ name }) => name === "ThreadTime")?.value
    ?? (await cdp.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value;
  const seq = () => page.evaluate(() => window.narrows.console.snapshot().tick.seq);
  const measure = async () => {
    const [from, begin] = [await seq(), await cpu_s()];
    const to = await until("the seconds to pass", async () => ((await seq()) >= from + Number(options.seconds) ? seq() : null), 120_000);
    return Math.round((1000 * ((await cpu_s()) - begin)) / (to - from));
  };
  const out = { vessels: Number(options.count), load: loadavg()[0], ms_a_tick: {} };
  await page.evaluate(() => window.narrows.console.set_panel(null));
  out.ms_a_tick.closed = await measure();
  for (const column of ["distance", "name", "class", "mmsi"]) {
    await page.evaluate((sorted) => {
      window.narrows.console.set_panel("vessels");
      window.narrows.console.set_sort({ column: sorted, descending: false });
    }, column);
    await page.getByTestId("vessel-list").waitFor();
    out.rows = Number(await page.getByTestId("vessel-list").getAttribute("aria-rowcount")) - 1;
    out.ms_a_tick[`open, by ${column}`] = await measure();
  }
  out.rows_in_page = await page.locator(".list-row").count();
  await page.evaluate(() => window.narrows.console.set_panel(null));
  out.ms_a_tick["closed again"] = await measure();
  console.log(JSON.stringify(out, null, 2));
} finally {
  await browser.close();
  mock.end();
}
