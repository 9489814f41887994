#!/usr/bin/env node
// A node for those who work on the console alone: serves web/dist and speaks
// docs/formats/picture-websocket.md with invented vessels (MMSIs of no country) round the lanes of an area
// pack. It shares no code with the console's decoder. Not part of the product.
//
//   node tools/mock-node.mjs [--port 8081] [--area hormuz] [--count 400] [--tick 1000] [--replay 10]
//                            [--distress] [--history-stopped] [--no-area] [--real] [--dist DIR]

import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parse as parse_toml } from "smol-toml";
import { WebSocketServer } from "ws";
import { MockAlerts } from "./mock-alerts.mjs";

const { values: options } = parseArgs({
  options: {
    port: { type: "string", default: "8081" },
    area: { type: "string", default: "hormuz" },
    count: { type: "string", default: "400" },
    tick: { type: "string", default: "1000" },
    replay: { type: "string" },
    distress: { type: "boolean", default: false },
    "history-stopped": { type: "boolean", default: false },
    "no-area": { type: "boolean", default: false },
    alerts: { type: "boolean", default: false },
    "no-alerts": { type: "boolean", default: false },
    real: { type: "boolean", default: false },
    dist: { type: "string" },
  },
});

const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = options.dist ?? join(root, "web/dist");
const tick_ms = Number(options.tick);
const speed = options.replay === undefined ? 1 : Number(options.replay);
const folder = join(root, "areas", options.area);
const pack = parse_toml(readFileSync(join(folder, "pack.toml"), "utf8"));
const schemes = parse_toml(readFileSync(join(folder, "tss.toml"), "utf8")).scheme;
const lanes = schemes.flatMap((scheme) => scheme.lane).filter((lane) => lane.polygon !== undefined);

let seed = 42;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
const pick = (list) => list[Math.floor(random() * list.length)];

const first = ["NORTH", "AMBER", "SILVER", "GULF", "PEARL", "CORAL", "EASTERN", "BLUE", "MORNING", "HARBOUR", "DESERT", "OCEAN", "نسيم"];
const second = ["STAR", "TRADER", "DAWN", "SPIRIT", "HERON", "FALCON", "BREEZE", "PIONEER", "LANTERN", "HORIZON", "CREST", "البحر"];

function bearing(a, b) {
  return Math.atan2((b[1] - a[1]) * Math.cos((a[0] * Math.PI) / 180), b[0] - a[0]);
}

function make_vessel(i) {
  const in_lane = random() < 0.45;
  const base = { mmsi: 999000000 + i, kind: random() < 0.8 ? 1 : 2, flags: (options.real ? 0 : 4) | (random() < 0.5 ? 1 : 0), age0: random() * 10 };
  if (in_lane) {
    const lane = pick(lanes);
    const offset = (random() - 0.5) * 0.02;
    const ship_type = pick([70, 71, 74, 79, 80, 81, 82, 89]);
    return { ...base, kind: 1, lane, at: random(), offset, sog: 9 + random() * 7, ship_type, status: 0, length: 180 + Math.floor(random() * 180) };
  }
  const { west, south, east, north } = pack.bbox;
  const still = random() < 0.45;
  return {
    ...base,
    lat: south + random() * (north - south),
    lon: west + random() * (east - west),
    cog: random() * 2 * Math.PI,
    sog: still ? random() * 0.3 : 3 + random() * 10,
    status: still ? pick([1, 5]) : pick([0, 7, 255]),
    ship_type: pick([30, 52, 37, 36, 60, 70, 50, 0]),
    length: 12 + Math.floor(random() * 80),
    lost: random() < 0.02,
  };
}

const count = Number(options.count);
const vessels = Array.from({ length: count }, (_, i) => make_vessel(i));
const { lat: mid_lat, lon: mid_lon } = pack.view;
const fixed = (mmsi, kind, d_lat, d_lon, flags, status = 255, heading = null) =>
  vessels.push({ mmsi, kind, lat: mid_lat + d_lat, lon: mid_lon + d_lon, cog: 0, sog: kind === 5 ? 110 : null, status, ship_type: 0, length: 0, flags: flags | (options.real ? 0 : 4), age0: 3, heading });
fixed(9990001, 3, 0.2, -0.12, 0);
fixed(999999001, 4, 0.09, 0.03, 0);
fixed(999999002, 4, 0.05, 0.13, 2);
fixed(999999003, 4, 0.07, -0.05, 16); // off its position
fixed(111999001, 5, -0.05, -0.2, 0);
vessels.push({ mmsi: 999888001, kind: 1, lat: mid_lat - 0.03, lon: mid_lon + 0.05, cog: 1.2, sog: 18, status: 0, ship_type: 51, length: 20, flags: options.real ? 0 : 4, age0: 1 });
if (options.distress) {
  fixed(972999001, 7, 0.01, 0.1, 0, 14);
  fixed(970999001, 6, -0.12, 0.2, 0, 255);
}

/** Where along a line, 0 to 1. */
function along(line, share) {
  const legs = line.slice(1).map((b, i) => Math.hypot(b[0] - line[i][0], b[1] - line[i][1]));
  let left = share * legs.reduce((a, b) => a + b, 0);
  for (let i = 0; i < legs.length; ++i) {
    if (left <= legs[i] || i === legs.length - 1) {
      const [a, b] = [line[i], line[i + 1]];
      const f = left / legs[i];
      return { lat: a[0] + (b[0] - a[0]) * f, lon: a[1] + (b[1] - a[1]) * f, cog: bearing(a, b), total: legs.reduce((x, y) => x + y, 0) };
    }
    left -= legs[i];
  }
}

const begin = options.replay === undefined ? Date.now() : Date.UTC(2026, 0, 1, 2, 0);
const started = Date.now();
const now_ms = () => begin + (Date.now() - started) * speed;
let before = now_ms();

function move() {
  const now = now_ms();
  const hours = (now - before) / 3.6e6;
  before = now;
  for (const v of vessels) {
    const miles = (v.sog ?? 0) * hours;
    if (v.lane !== undefined) {
      const p = along(v.lane.centreline, v.at);
      v.at = (v.at + miles / 60 / p.total) % 1;
      v.lat = p.lat + v.offset * Math.cos(p.cog + Math.PI / 2);
      v.lon = p.lon + v.offset * Math.sin(p.cog + Math.PI / 2);
      v.cog = p.cog;
    } else if (!v.lost) {
      v.lat += (Math.cos(v.cog) * miles) / 60;
      v.lon += (Math.sin(v.cog) * miles) / 60 / Math.cos((v.lat * Math.PI) / 180);
    }
  }
}

const tenths = (radians) => Math.round(((((radians * 180) / Math.PI) % 360) + 360) * 10) % 3600;

function cell_frames(tick, known) {
  const cells = new Map();
  for (const key of known) cells.set(key, []);
  for (const v of vessels) {
    const key = Math.floor((v.lat + 90) / 0.5) * 720 + Math.floor((v.lon + 180) / 0.5);
    if (!cells.has(key)) cells.set(key, []);
    cells.get(key).push(v);
  }
  known.clear();
  const frames = [];
  for (const [key, list] of cells) {
    const n = list.length;
    if (n > 0) known.add(key);
    const [row, column] = [Math.floor(key / 720), key % 720];
    const b = Buffer.alloc(24 + 20 * n);
    b[0] = 1;
    b[1] = 1;
    b.writeUInt16LE(row, 2);
    b.writeUInt16LE(column, 4);
    b.writeUInt32LE(tick, 8);
    b.writeUInt32LE(n, 12);
    b.writeBigInt64LE(BigInt(Math.round(now_ms())) * 1000n, 16);
    list.forEach((v, i) => {
      const speed_tenths = v.sog === null ? 65535 : Math.round(v.sog * 10);
      const moving = v.sog !== null && v.sog > 0.5;
      const turning = moving && v.kind === 1 && v.mmsi % 11 === 0 ? (v.mmsi % 2 === 0 ? 32 : 64) : 0;
      b.writeUInt32LE(v.mmsi, 24 + 4 * i);
      const columns = [
        Math.floor((v.lat + 90 - row * 0.5) * 131072),
        Math.floor((v.lon + 180 - column * 0.5) * 131072),
        speed_tenths,
        moving ? tenths(v.cog) : 65535,
        v.kind <= 1 && v.mmsi % 29 !== 0 ? tenths(v.cog + 0.03) : 65535, // some have no heading
        v.lost ? 900 : Math.floor(v.age0 + tick) % 10,
      ];
      columns.forEach((value, c) => b.writeUInt16LE(Math.min(65535, Math.max(0, value)), 24 + 4 * n + 2 * n * c + 2 * i));
      [v.kind, v.status, v.ship_type, v.flags | (v.lost ? 8 : 0) | turning].forEach((value, c) => (b[24 + 16 * n + n * c + i] = value));
    });
    frames.push({ row, column, bytes: b });
  }
  return frames;
}

function name_of(v) {
  if (v.kind === 4) return `AID ${v.mmsi % 100}`;
  return `${first[v.mmsi % first.length]} ${second[Math.floor(v.mmsi / 13) % second.length]}${v.mmsi % 7 === 0 ? "" : ` ${v.mmsi % 97}`}`;
}

function identities() {
  const parts = [];
  let n = 0;
  for (const v of vessels) {
    if (v.kind > 2 && v.kind !== 4) continue;
    if (v.mmsi % 23 === 0) continue; // some never said their name
    ++n;
    const text = (s) => Buffer.concat([Buffer.from([Buffer.byteLength(s)]), Buffer.from(s)]);
    const name = name_of(v);
    const head = Buffer.alloc(15);
    head.writeUInt32LE(v.mmsi, 0);
    head.writeUInt16LE(Math.floor(v.length * 0.8), 8);
    head.writeUInt16LE(Math.ceil(v.length * 0.2), 10);
    head[12] = Math.floor(v.length / 14);
    head[13] = Math.ceil(v.length / 14);
    head[14] = v.ship_type;
    const draught = Buffer.alloc(2);
    draught.writeUInt16LE(Math.floor(v.length * 0.45), 0);
    parts.push(head, text(v.kind === 1 ? `9X${v.mmsi % 1000}` : ""), text(name), text(v.lane ? "SOHAR" : ""), draught);
  }
  const head = Buffer.alloc(8);
  head[0] = 2;
  head[1] = 1;
  head.writeUInt32LE(n, 4);
  return Buffer.concat([head, ...parts]);
}

const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".txt": "text/plain" };
/** A watch with invented alerts (--alerts), or one that raised none (--no-alerts). */
let watch = null;
async function answer_of_watch(request, response) {
  let body = "";
  for await (const piece of request) body += piece;
  const [status, json] = watch.answer(request.method, new URL(request.url, "http://x"), body === "" ? {} : JSON.parse(body)) ?? [404, {}];
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(json));
}
/** A past in which little happened: two classes through the first gate, one lasting change, four cells of traffic. */
const flow_of = {
  gates: { voyages: [], gates: ["in", "out"].map((direction, i) => ({ gate: pack.gates?.[0]?.id ?? "gate", direction, class: i === 0 ? "tanker" : "cargo", passages: 24, inferred: 1, offset_m: 0, by_hour_utc: Array.from({ length: 24 }, () => 1) })) },
  shift: { days: 60, shifts: [{ gate: pack.gates?.[0]?.id ?? "gate", raised: "2026-03-02", changed: "2026-03-01", changed_from: "2026-02-28", changed_to: "2026-03-01", mix: false, confidence: 0.97, series: [{ name: "all", before: 120, after: 60 }] }] },
  density: { cell_deg: 0.1, west: [56.3, 56.4, 56.5, 56.6], south: [26.4, 26.5, 26.5, 26.4], reports: [3, 9, 4, 1] },
};
const server = createServer((request, response) => {
  if (watch !== null && /^\/(api\/v1\/(alerts|rules|watch)|mock)\b/.test(request.url)) return void answer_of_watch(request, response);
  const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
  const vessel = /^\/api\/v1\/vessels\/(\d+)$/.exec(path);
  if (vessel !== null) {
    const v = vessels.find((one) => one.mmsi === Number(vessel[1]));
    response.writeHead(v ? 200 : 404, { "content-type": "application/json" });
    const told = (one) => ({ mmsi: one.mmsi, lat: one.lat, lon: one.lon, sog_kn: one.sog, cog_deg: tenths(one.cog) / 10, name: name_of(one) });
    return response.end(JSON.stringify(v ? told(v) : { error: "no such vessel" }));
  }
  const track = /^\/api\/v1\/vessels\/(\d+)\/track$/.exec(path);
  if (track !== null) {
    // Straight back from where it is now, a position each ten seconds of the last hour.
    const v = vessels.find((one) => one.mmsi === Number(track[1]));
    const positions = Array.from({ length: v?.sog > 0.5 ? 360 : 0 }, (_, i) => {
      const seconds = (360 - i) * 10;
      const miles = (v.sog * seconds) / 3600;
      return {
        observed_at: new Date(now_ms() - seconds * 1000).toISOString(),
        lat: v.lat - (Math.cos(v.cog) * miles) / 60, lon: v.lon - (Math.sin(v.cog) * miles) / 60 / Math.cos((v.lat * Math.PI) / 180),
      };
    });
    response.writeHead(200, { "content-type": "application/json" });
    return response.end(JSON.stringify({ mmsi: Number(track[1]), positions }));
  }
  if (path === "/api/v1/openapi.json") {
    response.writeHead(200, { "content-type": "application/json" });
    return response.end(JSON.stringify({ openapi: "3.1.0", paths: { "/api/v1/vessels/{mmsi}/track": {} } }));
  }
  if (path === "/api/v1/tracks") {
    response.writeHead(200, { "content-type": "application/json" });
    const features = vessels.map(({ mmsi, lat, lon, name, ship_type, lost }) => ({ type: "Feature", id: mmsi, geometry: { type: "Point", coordinates: [lon ?? mid_lon, lat ?? mid_lat] }, properties: { mmsi, kind: "class_a", lost: lost ?? false, name, ship_type } }));
    return response.end(JSON.stringify({ type: "FeatureCollection", at: new Date().toISOString(), features }));
  }
  const flow = /^\/api\/v1\/flow\/(gates|shift|density)$/.exec(path);
  if (flow !== null) {
    response.writeHead(200, { "content-type": "application/json" });
    return response.end(JSON.stringify({ from: "2026-01-01T00:00:00Z", to: "2026-03-05T00:00:00Z", ...flow_of[flow[1]] }));
  }
  if (path === "/readyz") return response.end("ready");
  if (path === "/api/v1/session") {
    response.writeHead(200, { "content-type": "application/json" });
    return response.end(JSON.stringify({ user: null, roles: [], permissions: ["see_picture", "see_history", ...(watch === null ? [] : ["work_alerts", "manage_rules"])], csrf: "", signed_in: true, way_in: "open", has_password: false }));
  }
  const file = join(dist, path === "/" ? "index.html" : path);
  if (!file.startsWith(dist) || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404);
    return response.end("not found");
  }
  response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
  return createReadStream(file).pipe(response);
});

const { west, south, east, north } = pack.bbox;
const hello = {
  protocol: 1, node: "south-shore", version: "mock", simulated: !options.real, mode: options.replay === undefined ? "live" : "replay", speed, tick_ms,
  ...(options["no-area"] ? {} : { area: { name: pack.name, title: pack.title.en, bbox: [west, south, east, north] } }),
};
const sockets = new WebSocketServer({ server, path: "/ws/v1/picture" });
const known = new Set();
let tick = 0;
const touches = (frame, box) => {
  const s = frame.row * 0.5 - 90, w = frame.column * 0.5 - 180;
  return box === undefined || (w <= box[2] && w + 0.5 >= box[0] && s <= box[3] && s + 0.5 >= box[1]);
};
const tick_text = () =>
  JSON.stringify({
    tick: {
      seq: tick, now: new Date(now_ms()).toISOString(), vessels: vessels.length, ...(watch === null ? {} : { alerts: watch.tick() }),
      sources: [
        { name: "coast", state: "up", age_s: 0.3, messages: tick * 60 },
        { name: "island", state: "quiet", age_s: 47, messages: 1200 },
      ],
      history: options["history-stopped"] ? { state: "stopped", since: new Date(started).toISOString(), why: "disk full" } : { state: "ok" },
    },
  });
const send_all = (socket, frames) => {
  for (const frame of frames) if (touches(frame, socket.box)) socket.send(frame.bytes);
  socket.send(tick_text());
};
sockets.on("connection", (socket) => {
  socket.send(JSON.stringify({ hello }));
  socket.send(identities());
  send_all(socket, cell_frames(tick, new Set()));
  socket.on("message", (data) => {
    socket.box = JSON.parse(String(data)).view?.bbox;
    send_all(socket, cell_frames(tick, new Set()));
  });
});
move();
if (options.alerts || options["no-alerts"]) watch = new MockAlerts(vessels.map((v) => ({ ...v, name: name_of(v) })), now_ms, { empty: !options.alerts });
setInterval(() => {
  ++tick;
  move();
  const frames = cell_frames(tick, known);
  for (const socket of sockets.clients) send_all(socket, frames);
}, tick_ms);
server.listen(Number(options.port), "127.0.0.1", () => console.error(`mock node: http://127.0.0.1:${options.port} with ${vessels.length} vessels`));
