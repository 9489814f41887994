// What the end-to-end tests stand on: a real node with recorded or generated traffic or a mock of one, and
// a browser. Waiting is always for a state, never for a time; the limits only end a wait that has failed.
// See README.md for how a test file is written.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const artefacts = join(root, "test-artefacts");
mkdirSync(artefacts, { recursive: true });

/** The longest any one wait may take, milliseconds. Generous: the machine may be busy. */
export const kPatience = 1000 * Number(process.env.NARROWS_PATIENCE_S ?? 60);

/** NARROWS_RECORDING names another; a file that is not there means generated traffic. */
const kRecording = process.env.NARROWS_RECORDING ?? join(root, "../shared/data/nmea/dma/denmark_20131112_5min.nmea.gz");
const kBrowser = process.env.NARROWS_CHROMIUM ?? "/usr/bin/chromium";

/** Why no page can be opened here, or null. */
export function why_no_browser() {
  if (!existsSync(join(root, "tests/e2e/node_modules/playwright-core"))) return "npm packages of tests/e2e are not installed";
  if (!existsSync(kBrowser)) return `${kBrowser} is not installed`;
  if (!existsSync(join(root, "web/dist/index.html"))) return "the console is not built: tools/web build";
  return null;
}

/** Why a node and a page together cannot be tested here, or null. */
export function why_not() {
  const without = why_no_browser();
  if (without !== null) return without;
  const binary = find_binary();
  if (binary === null) return "narrows is not built";
  if (spawnSync(binary, ["node", "--help"]).status !== 0) return `${binary} has no command "node"`;
  return null;
}

function find_binary() {
  const places = [process.env.NARROWS_BIN, join(root, "build/dev/narrows"), join(root, "build/release/narrows")];
  return places.find((path) => path !== undefined && existsSync(path)) ?? null;
}

/** These tests are of what one sees after signing in, unless they say otherwise. */
function open_to_all() {
  const { stdout } = spawnSync(find_binary(), ["node", "--help"], { encoding: "utf8" });
  return stdout.includes("--no-sign-in") ? ["--no-sign-in"] : [];
}

/** A recording where there is one, else generated traffic. */
function traffic() {
  if (existsSync(kRecording)) return { area: "oresund", simulated: false, options: ["--replay", kRecording, "--speed", "3", "--loop"] };
  return { area: "hormuz", simulated: true, options: ["--simulate", "hormuz"] };
}

export async function free_port() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** A node that can be stopped and started again on its port. */
export class Node {
  #process = null;
  #talk = "";

  /** What it said so far, standard output and error, the last of it. */
  get talk() {
    return this.#talk;
  }

  /** `options`: words for `narrows node` beside those of the traffic. `sign_in`: people have to. `silent`: no traffic. */
  static async start(options = [], { sign_in = false, silent = false } = {}) {
    const node = new Node();
    node.options = [...options, ...(sign_in ? [] : open_to_all())];
    if (silent) node.traffic = { area: "none", simulated: false, options: [] };
    node.port = await free_port();
    node.url = `http://127.0.0.1:${node.port}`;
    node.data = mkdtempSync(join(tmpdir(), "narrows-e2e-"));
    node.traffic ??= traffic();
    await node.start();
    return node;
  }

  async start() {
    const { area, options } = this.traffic;
    const words = ["node", "--port", String(this.port), "--data", this.data, "--web", join(root, "web/dist"), "--area", area, ...options, ...this.options];
    const child = spawn(find_binary(), words, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (this.#talk = (this.#talk + bytes).slice(-8000)));
    await until("the node to be ready", async () => {
      if (child.exitCode !== null) throw new Error(`the node ended with ${child.exitCode}:\n${this.#talk}`);
      try {
        return (await fetch(`${this.url}/readyz`)).ok;
      } catch {
        return false;
      }
    });
  }

  async stop() {
    const child = this.#process;
    if (child === null || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    const patience = setTimeout(() => child.kill("SIGKILL"), 20_000);
    await ended;
    clearTimeout(patience);
  }

  async end() {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }

  async vessel(mmsi) {
    const response = await fetch(`${this.url}/api/v1/vessels/${mmsi}`);
    if (!response.ok) throw new Error(`/api/v1/vessels/${mmsi}: ${response.status}`);
    return response.json();
  }
}

/** Waits until `holds` gives something true, and gives it; says what it waited for when it never does. */
export async function until(what, holds, patience = kPatience) {
  const end = Date.now() + patience;
  for (;;) {
    const value = await holds();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${patience / 1000} s for ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

export async function open_browser() {
  const { chromium } = await import("playwright-core");
  return chromium.launch({
    executablePath: kBrowser,
    args: [
      "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
}

/** A node that web/tools/mock-node.mjs plays: states that no recording holds. */
export async function start_mock(...options) {
  const url = `http://127.0.0.1:${await free_port()}`;
  const words = [join(root, "web/tools/mock-node.mjs"), "--port", new URL(url).port, ...options];
  const child = spawn(process.execPath, words, { stdio: "ignore" });
  await until("the mock node", () => fetch(`${url}/readyz`).then((response) => response.ok, () => false));
  return { url, end: () => child.kill() };
}

/** The vessels in the console's picture, as plain objects. Runs in the page: page.evaluate(vessels_in_page). */
export function vessels_in_page() {
  const out = [];
  const { picture } = window.narrows.console;
  for (const cell of picture.cells.values()) {
    for (let i = 0; i < cell.count; ++i) {
      const mmsi = cell.mmsi[i];
      out.push({ mmsi, x: cell.x[i], y: cell.y[i], kind: cell.kind[i], sog: cell.sog[i], flags: cell.flags[i], age: cell.age[i], name: picture.identities.get(mmsi)?.name ?? null });
    }
  }
  return out;
}

/** "55°41.20′N 012°36.70′E" to degrees. */
export function parse_position(text) {
  const found = [...text.matchAll(/(\d+)°([\d.]+)′([NSEW])/g)];
  assert.equal(found.length, 2, `"${text}" is not a position`);
  return found.map(([, degrees, minutes, letter]) => (Number(degrees) + Number(minutes) / 60) * ("SW".includes(letter) ? -1 : 1));
}

/** The text as it is read, without the marks that isolate names and numbers. */
export async function read(locator) {
  return (await locator.innerText()).replace(/[\u2066-\u2069]/g, "");
}

/** What axe-core finds wrong on the page, or within a selector, one line each. */
export async function axe_findings(page, within = null) {
  const path = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(readFileSync(path, "utf8"));
  const { violations } = await page.evaluate((selector) => window.axe.run(selector ?? document, { resultTypes: ["violations"] }), within);
  return violations.map((v) => `${v.impact} ${v.id}: ${v.help}: ${v.nodes.map((n) => n.html).join(" | ")}`);
}

/** What a test file gets: a browser, and pages whose errors and foreign requests are kept. */
class Stage {
  browser;
  /** The real node; null in files on mocks. */
  node = null;
  /** While true, a failing connection is what the test wants. */
  expect_failures = false;
  errors = [];
  foreign = [];
  mocks = [];
  #urls = [];

  async mock(...options) {
    const mock = await start_mock(...options);
    this.mocks.push(mock);
    return mock;
  }

  /** A console at `hash` on `url`, once its picture is there (unless `picture` is false). `prepare(page)` comes before it loads. */
  async open(hash, { url = this.node?.url, picture = true, prepare, viewport = { width: 1440, height: 900 }, ...context } = {}) {
    this.#urls.push(url);
    const page = await this.browser.newPage({ viewport, ...context });
    page.setDefaultTimeout(kPatience);
    page.on("request", (request) => {
      if (!this.#urls.some((own) => request.url().startsWith(own)) && !/^(data|blob):/.test(request.url())) this.foreign.push(request.url());
    });
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" && !this.expect_failures) this.errors.push(message.text());
    });
    await prepare?.(page);
    await page.goto(`${url}/${hash}`);
    if (picture) {
      await until("the picture", () => page.evaluate(() => {
        const { console, map } = window.narrows ?? {};
        const { tick, hello, area, area_missing } = console?.snapshot() ?? {};
        return tick != null && console.picture.size > 0 && map.view().zoom > 0 && (hello.area === undefined || area !== null || area_missing !== null);
      }));
    }
    return page;
  }

  /** A console on a mock node of its own. */
  async open_mock(hash, ...options) {
    return this.open(hash, { url: (await this.mock(...options)).url });
  }

  async shot(page, name) {
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(artefacts, `${name}.png`) });
  }
}

function stage_for(name, why, set_up, body) {
  const skip = why ?? false;
  if (skip) console.log(`e2e skipped: ${skip}`);
  describe(name, { skip }, () => {
    const stage = new Stage();
    before(async () => {
      stage.browser = await open_browser();
      await set_up(stage);
    });
    after(async () => {
      await stage.browser?.close();
      await stage.node?.end();
      for (const mock of stage.mocks) mock.end();
    });
    body(stage);
    it("asked nobody but the node, and no script failed", () => {
      assert.deepEqual(stage.foreign, []);
      assert.deepEqual(stage.errors, []);
    });
  });
}

/** A file of tests on a real node: `body(stage)` holds its it()s; stage.node is there once they run. */
export function on_node(name, body, options = []) {
  stage_for(name, why_not(), async (stage) => (stage.node = await Node.start(options)), body);
}

/** A file of tests that start real nodes themselves. */
export function on_own_nodes(name, body) {
  stage_for(name, why_not(), async () => {}, body);
}

/** A file of tests on mock nodes: `stage.open_mock(hash, …options)`. */
export function on_mock(name, body) {
  stage_for(name, why_no_browser(), async () => {}, body);
}
