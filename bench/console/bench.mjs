#!/usr/bin/env node
// What the console costs in a browser without a GPU: CPU milliseconds a frame while the map is panned, frames
// a second, and cores while it stands still and a new picture comes each second. CPU is that of every process
// of the browser, read from /proc, so that work on the compositor's and raster threads counts too.
//
//   node bench/console/bench.mjs [--count 20000] [--seconds 8] [--rounds 3] [--dist web/dist] [--against DIR]
//                                [--zoom 8.2] [--palette night]
//
// With --against, a second build of the console (its dist folder) is measured in turns with the first, and
// the ratio is printed: on a shared machine only that holds. Needs tools/web build and the packages of
// tests/e2e. The traffic is that of web/tools/mock-node.mjs. Prints one JSON object.

import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { loadavg } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const { values: options } = parseArgs({
  options: {
    count: { type: "string", default: "20000" },
    seconds: { type: "string", default: "8" },
    rounds: { type: "string", default: "3" },
    dist: { type: "string", default: join(root, "web/dist") },
    against: { type: "string" },
    zoom: { type: "string", default: "8.2" },
    palette: { type: "string", default: "night" },
  },
});
const { chromium } = createRequire(join(root, "tests/e2e/package.json"))("playwright-core");

/** CPU seconds of a process and all it started, by /proc. */
function cpu_seconds(pid) {
  const stat = new Map();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const words = readFileSync(`/proc/${name}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
      // After the name: state, parent, …; user and system time of itself and of children it has waited for.
      stat.set(Number(name), { parent: Number(words[1]), ticks: [11, 12, 13, 14].reduce((sum, at) => sum + Number(words[at]), 0) });
    } catch {
      // it ended meanwhile
    }
  }
  const within = (id) => id === pid || (stat.has(id) && stat.get(id).parent > 1 && within(stat.get(id).parent));
  let ticks = 0;
  for (const [id, one] of stat) if (within(id)) ticks += one.ticks;
  return ticks / 100;
}

async function free_port() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Pans to and fro for so long, one step each animation frame. Runs in the page. */
function pan_in_page(ms) {
  return new Promise((done) => {
    const { map } = window.narrows;
    const began = performance.now();
    let frames = 0;
    const step = (now) => {
      if (now - began >= ms) return done({ frames, ms: now - began });
      ++frames;
      const phase = (now - began) % 4000;
      map.pan_by(phase < 2000 ? 0.006 : -0.006, phase % 1000 < 500 ? 0.004 : -0.004); // 9 px a frame
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
}

async function measure(dist) {
  const port = await free_port();
  const mock = spawn(process.execPath, [join(root, "web/tools/mock-node.mjs"), "--port", String(port), "--count", options.count, "--dist", dist], { stdio: "ignore" });
  const server = await chromium.launchServer({
    executablePath: process.env.NARROWS_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  try {
    const browser = await chromium.connect(server.wsEndpoint());
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    for (let patience = 100; ; --patience) {
      if (await fetch(`http://127.0.0.1:${port}/readyz`).then((r) => r.ok, () => false)) break;
      if (patience === 0) throw new Error("the mock node does not answer");
      await sleep(100);
    }
    // Zoom 8.2 shows the whole area of the mock's traffic.
    await page.goto(`http://127.0.0.1:${port}/#26.00000,56.20000,${options.zoom}&palette=${options.palette}&lang=en`);
    const wanted = Math.min(Number(options.count), 1000);
    await page.waitForFunction((n) => window.narrows?.console.snapshot().tick !== null && window.narrows.console.picture.size >= n, wanted, { timeout: 60_000 });
    await sleep(4000);
    const in_view = await page.evaluate(() => window.narrows.map.in_order().length);
    const pid = server.process().pid;
    const seconds = Number(options.seconds);

    const still_before = cpu_seconds(pid);
    const still_began = performance.now();
    await sleep(seconds * 1000);
    const still = ((cpu_seconds(pid) - still_before) * 1000) / (performance.now() - still_began);

    const before = cpu_seconds(pid);
    const pan = await page.evaluate(pan_in_page, seconds * 1000);
    const cpu = cpu_seconds(pid) - before;
    await browser.close();
    return { in_view, cpu_ms_a_frame: (1000 * cpu) / pan.frames, fps: (1000 * pan.frames) / pan.ms, cores_panning: (1000 * cpu) / pan.ms, cores_still: still };
  } finally {
    await server.close();
    mock.kill();
  }
}

const least = (rounds, key) => Math.min(...rounds.map((one) => one[key]));
const most = (rounds, key) => Math.max(...rounds.map((one) => one[key]));
const digits = (value, n) => Number(value.toFixed(n));
function summary(rounds) {
  return {
    in_view: rounds.at(-1).in_view,
    cpu_ms_a_frame: digits(least(rounds, "cpu_ms_a_frame"), 1),
    fps: digits(most(rounds, "fps"), 1),
    cores_panning: digits(least(rounds, "cores_panning"), 2),
    cores_still: digits(least(rounds, "cores_still"), 3),
  };
}

const load_before = loadavg()[0];
const builds = { this: resolve(options.dist), ...(options.against === undefined ? {} : { against: resolve(options.against) }) };
const rounds = Object.fromEntries(Object.keys(builds).map((name) => [name, []]));
for (let round = 0; round < Number(options.rounds); ++round) {
  for (const [name, dist] of Object.entries(builds)) {
    rounds[name].push(await measure(dist));
    console.error(name, JSON.stringify(rounds[name].at(-1)));
  }
}
const out = { count: Number(options.count), rounds: Number(options.rounds), load: [digits(load_before, 1), digits(loadavg()[0], 1)] };
for (const name of Object.keys(builds)) out[name] = summary(rounds[name]);
if (out.against !== undefined) {
  out.ratio = { cpu_ms_a_frame: digits(out.this.cpu_ms_a_frame / out.against.cpu_ms_a_frame, 2), cores_still: digits(out.this.cores_still / out.against.cores_still, 2) };
}
console.log(JSON.stringify(out, null, 1));
