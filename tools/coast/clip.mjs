#!/usr/bin/env node
// Clips the world's land to each area pack: areas/NAME/pack.toml in, build/areas/NAME/coast.json out.
//
// The world is one GeoJSON file of 134 MB with everything on one line; it is read as a stream of bytes
// and one ring is held at a time, so memory stays small. Only what an area needs leaves this program.
// Left out: inner rings. They are water that the sea does not reach (in the Gulf a dry salt lake that
// would be drawn as sea). It does not simplify: the data is already at 10 m.
//
//   node tools/coast/clip.mjs [--world FILE] [--areas DIR] [--out DIR]
//
// coast.json: { format: "narrows-coast", version: 1, area, attribution, source,
//   clip: { west, south, east, north },            degrees; nothing is known outside
//   rings: [[lat, lon, lat, lon, …], …] }          degrees, WGS 84, outer rings of land, not repeated
// Exit codes: 0 done, 2 could not start (said in one sentence).

import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const kWorldPackage = "@geo-maps/earth-lands-10m";
/** Land shown round the area itself, so that a pan does not end in nothing. Degrees. */
const kMargin = 1.5;

/**
 * Calls on_ring(flat [lon, lat, …], index in its polygon) for each ring of a GeoJSON byte stream.
 * A ring is an array of arrays of numbers, whatever surrounds it, so every polygonal type works.
 */
export class RingReader {
  #on_ring;
  #stack = []; // of { numbers, points, rings } counts per open bracket
  #ring = [];
  #text = "";
  #in_string = false;

  constructor(on_ring) {
    this.#on_ring = on_ring;
  }

  /** Takes the next bytes; numbers and strings may be cut anywhere. */
  write(bytes) {
    let number_from = this.#text === "" ? -1 : 0;
    for (let i = 0; i < bytes.length; ++i) {
      const c = bytes[i];
      if (this.#in_string) {
        if (c === 0x22) this.#in_string = false; // member names and types hold no escapes
        continue;
      }
      const is_number = (c >= 0x30 && c <= 0x39) || c === 0x2d || c === 0x2e || c === 0x2b || c === 0x65 || c === 0x45;
      if (is_number) {
        if (number_from < 0) number_from = i;
        continue;
      }
      if (number_from >= 0) {
        this.#number(this.#text + bytes.toString("latin1", number_from, i));
        this.#text = "";
        number_from = -1;
      }
      if (c === 0x22) this.#in_string = true;
      else if (c === 0x5b) this.#stack.push({ numbers: 0, points: 0, rings: 0 });
      else if (c === 0x5d) this.#close();
    }
    if (number_from >= 0) this.#text += bytes.toString("latin1", number_from);
  }

  #number(text) {
    const top = this.#stack.at(-1);
    if (top === undefined) return;
    if (++top.numbers <= 2) this.#ring.push(Number(text)); // a third number is a height
  }

  #close() {
    const closed = this.#stack.pop();
    const parent = this.#stack.at(-1);
    if (closed === undefined || parent === undefined) {
      this.#ring = []; // a lone list of numbers, such as a bbox
      return;
    }
    if (closed.numbers > 0) {
      ++parent.points;
    } else if (closed.points > 0) {
      this.#on_ring(this.#ring, parent.rings++);
      this.#ring = [];
    }
  }
}

/** Sutherland–Hodgman against one side of the box: keeps where inside(value) of the axis. */
function clip_side(ring, axis, limit, keep_greater) {
  const out = [];
  const n = ring.length;
  for (let i = 0; i < n; i += 2) {
    const j = (i + n - 2) % n;
    const a = ring[j + axis];
    const b = ring[i + axis];
    const a_in = keep_greater ? a >= limit : a <= limit;
    const b_in = keep_greater ? b >= limit : b <= limit;
    if (a_in !== b_in) {
      const t = (limit - a) / (b - a);
      const other = ring[j + 1 - axis] + t * (ring[i + 1 - axis] - ring[j + 1 - axis]);
      if (axis === 0) out.push(limit, other);
      else out.push(other, limit);
    }
    if (b_in) out.push(ring[i], ring[i + 1]);
  }
  return out;
}

/** The part of a flat [lon, lat, …] ring within the box; fewer than three points: nothing is left. */
export function clip_ring(ring, box) {
  let out = clip_side(ring, 0, box.west, true);
  out = clip_side(out, 0, box.east, false);
  out = clip_side(out, 1, box.south, true);
  out = clip_side(out, 1, box.north, false);
  return out.length >= 6 ? out : [];
}

function touches(ring, box) {
  let west = Infinity, south = Infinity, east = -Infinity, north = -Infinity;
  for (let i = 0; i < ring.length; i += 2) {
    const lon = ring[i], lat = ring[i + 1];
    if (lon < west) west = lon;
    if (lon > east) east = lon;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  return west <= box.east && east >= box.west && south <= box.north && north >= box.south;
}

/** [lon, lat, …] to [lat, lon, …] rounded to 1e-5 degrees (1.1 m), equal neighbours dropped. */
function tidy(ring) {
  const round = (v) => Math.round(v * 1e5) / 1e5;
  const out = [];
  for (let i = 0; i < ring.length; i += 2) {
    const lat = round(ring[i + 1]), lon = round(ring[i]);
    if (out.at(-2) !== lat || out.at(-1) !== lon) out.push(lat, lon);
  }
  while (out.length >= 4 && out[0] === out.at(-2) && out[1] === out.at(-1)) out.length -= 2;
  return out.length >= 6 ? out : [];
}

async function read_packs(areas_dir) {
  const { parse: parse_toml } = await import("smol-toml"); // here, so that the tests need no install
  return readdirSync(areas_dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(areas_dir, entry.name, "pack.toml")))
    .map((entry) => {
      const pack = parse_toml(readFileSync(join(areas_dir, entry.name, "pack.toml"), "utf8"));
      const { west, south, east, north } = pack.bbox;
      const clip = { west: west - kMargin, south: south - kMargin, east: east + kMargin, north: north + kMargin };
      return { name: pack.name, attribution: pack.attribution, clip, rings: [] };
    });
}

function option(name, fallback) {
  const at = process.argv.indexOf(name);
  return resolve(at > 0 && process.argv[at + 1] !== undefined ? process.argv[at + 1] : fallback);
}

async function main() {
  const package_dir = join(here, "node_modules", kWorldPackage);
  const world = option("--world", join(package_dir, "map.geo.json"));
  const areas_dir = option("--areas", join(here, "../../areas"));
  const out_dir = option("--out", join(here, "../../build/areas"));
  if (!existsSync(world)) {
    console.error(`coast: ${world} is not there; run "npm ci" in tools/coast. The console then shows a plain sea.`);
    process.exit(2);
  }
  const packs = await read_packs(areas_dir);
  const reader = new RingReader((ring, index) => {
    if (index > 0) return; // enclosed water
    for (const pack of packs) {
      if (!touches(ring, pack.clip)) continue;
      const kept = tidy(clip_ring(ring, pack.clip));
      if (kept.length > 0) pack.rings.push(kept);
    }
  });
  for await (const bytes of createReadStream(world, { highWaterMark: 1 << 20 })) reader.write(bytes);

  const manifest = join(package_dir, "package.json");
  const version = existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")).version : "unknown";
  for (const { name, attribution, clip, rings } of packs) {
    rings.sort((a, b) => b.length - a.length);
    const source = `${kWorldPackage} ${version}`;
    const coast = { format: "narrows-coast", version: 1, area: name, attribution, source, clip, rings };
    mkdirSync(join(out_dir, name), { recursive: true });
    const text = JSON.stringify(coast);
    writeFileSync(join(out_dir, name, "coast.json"), text);
    const points = rings.reduce((sum, ring) => sum + ring.length / 2, 0);
    console.error(`coast: ${name}: ${rings.length} rings, ${points} points, ${Math.round(text.length / 1024)} kB`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
