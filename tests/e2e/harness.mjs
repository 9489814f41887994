// What the end-to-end tests stand on: a real node with recorded or generated traffic, and a browser.
// Waiting is always for a state, never for a time; the limits only end a wait that has failed.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const artefacts = join(root, "test-artefacts");
mkdirSync(artefacts, { recursive: true });

/** The longest any one wait may take, milliseconds. Generous: the machine may be busy. */
export const kPatience = 60_000;

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

  static async start() {
    const node = new Node();
    node.port = await free_port();
    node.url = `http://127.0.0.1:${node.port}`;
    node.data = mkdtempSync(join(tmpdir(), "narrows-e2e-"));
    node.traffic = traffic();
    await node.start();
    return node;
  }

  async start() {
    const { area, options } = this.traffic;
    const words = ["node", "--port", String(this.port), "--data", this.data, "--web", join(root, "web/dist"), "--area", area, ...options];
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
