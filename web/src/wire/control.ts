// Control frames of the live picture: JSON text, checked field by field before anything else sees it.

import { bad, good, type Result } from "./result";

export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

export interface Hello {
  protocol: number;
  node: string;
  version: string;
  /** Absent when the node runs without an area pack. */
  area?: { name: string; title: string; box: Box };
  simulated: boolean;
  mode: "live" | "replay";
  /** It begins a replay of this client's own, not what the node shows everybody. */
  own: boolean;
  /** Factor of a replay; 1 when live. */
  speed: number;
  tick_ms: number;
}

/** How well a receiver hears, in messages: of those heard, how many before any other, how many by no other. */
export interface Reception {
  heard: number;
  first: number;
  only: number;
}

export interface Source {
  name: string;
  state: "up" | "quiet" | "down";
  age_s?: number;
  messages: number;
  /** Why it is not up, in the node's words. */
  why?: string;
  reception?: Reception;
}

export interface Tick {
  seq: number;
  now_ms: number;
  vessels: number;
  sources: Source[];
  history: { state: "ok" | "stopped" | "resting" | "off"; since?: string; why?: string };
  /** Absent: no watch is kept, or this is the past. */
  alerts?: { version: number; open: [number, number, number] };
  /** Only in a replay of one's own. */
  replay?: ReplayTick;
}

/** How this client's own replay of the history fares. */
export interface ReplayTick {
  /** As wished; 0: paused. */
  speed: number;
  /** As it goes. */
  actual_speed: number;
  /** It stands where the history ends. */
  ended: boolean;
  /** Nothing is known of this stretch, and the picture's time lies in it. */
  hole?: { from_ms: number; to_ms?: number; why: string };
}

export interface Seeking {
  to_ms: number;
  /** 0 to 1. */
  done: number;
}

export type Control = { hello: Hello } | { tick: Tick } | { seeking: Seeking } | { refused: string } | { ignored: string };

type Json = Record<string, unknown>;

const kProtocol = 1;

function object(value: unknown): Json | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : null;
}
function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Decodes one text frame. A key that is not known is ignored by name, so that a node may grow. */
export function decode_control(frame: string): Result<Control> {
  let json: Json | null;
  try {
    json = object(JSON.parse(frame));
  } catch {
    return bad("control frame is not JSON");
  }
  if (json === null) return bad("control frame is not an object");
  if ("hello" in json) return decode_hello(object(json.hello));
  if ("tick" in json) return decode_tick(object(json.tick));
  if ("seeking" in json) return decode_seeking(object(json.seeking));
  if ("refused" in json) return good({ refused: text(object(json.refused)?.replay) ?? "" });
  return good({ ignored: Object.keys(json).join(",") });
}

function decode_hello(hello: Json | null): Result<Control> {
  if (hello === null) return bad("hello is not an object");
  const protocol = number(hello.protocol);
  if (protocol !== kProtocol) return bad(`hello: protocol ${String(hello.protocol)}, expected ${kProtocol}`);
  const node = text(hello.node);
  if (node === null) return bad("hello: node is missing");
  const tick_ms = number(hello.tick_ms);
  if (tick_ms === null || tick_ms <= 0) return bad("hello: tick_ms is missing");
  const mode = hello.mode === "replay" ? "replay" : "live";
  const out: Hello = {
    protocol,
    node,
    version: text(hello.version) ?? "",
    simulated: hello.simulated === true,
    mode,
    own: hello.own === true,
    speed: mode === "replay" ? (number(hello.speed) ?? 1) : 1,
    tick_ms,
  };
  const area = object(hello.area);
  if (area !== null) {
    const name = text(area.name);
    const box = Array.isArray(area.bbox) ? area.bbox.map(number) : [];
    if (name === null || box.length !== 4 || box.includes(null)) return bad("hello: area lacks its name or bbox");
    const [west, south, east, north] = box as [number, number, number, number];
    // A node without an area pack says so by an empty name.
    if (name !== "") out.area = { name, title: text(area.title) ?? name, box: { west, south, east, north } };
  }
  return good({ hello: out });
}

function decode_source(value: unknown): Source | null {
  const source = object(value);
  const name = text(source?.name);
  if (source === null || name === null) return null;
  const state = source.state === "up" || source.state === "quiet" ? source.state : "down";
  const age_s = number(source.age_s);
  const why = text(source.why);
  const reception = decode_reception(source.reception);
  return { name, state, messages: number(source.messages) ?? 0, ...(age_s === null ? {} : { age_s }), ...(reception === null ? {} : { reception }), ...(why === null ? {} : { why }) };
}

function decode_reception(value: unknown): Reception | null {
  const said = object(value);
  const heard = number(said?.heard);
  if (said === null || heard === null) return null;
  return { heard, first: number(said.first) ?? 0, only: number(said.only) ?? 0 };
}

function decode_seeking(seeking: Json | null): Result<Control> {
  const to_ms = Date.parse(text(seeking?.to) ?? "");
  if (!Number.isFinite(to_ms)) return bad("seeking lacks its time");
  return good({ seeking: { to_ms, done: Math.min(1, Math.max(0, number(seeking?.done) ?? 0)) } });
}

function decode_replay(replay: Json): ReplayTick {
  const speed = number(replay.speed) ?? 0;
  const hole = object(replay.hole);
  const from_ms = Date.parse(text(hole?.from) ?? ""), to_ms = Date.parse(text(hole?.to) ?? "");
  const out: ReplayTick = { speed, actual_speed: number(replay.actual_speed) ?? speed, ended: replay.ended === true };
  if (Number.isFinite(from_ms)) out.hole = { from_ms, why: text(hole?.why) ?? "", ...(Number.isFinite(to_ms) ? { to_ms } : {}) };
  return out;
}

function decode_alerts(alerts: Json | null): NonNullable<Tick["alerts"]> | null {
  const version = number(alerts?.version);
  const [first, second, third] = Array.isArray(alerts?.open) ? alerts.open.map(number) : [];
  return version === null ? null : { version, open: [first ?? 0, second ?? 0, third ?? 0] };
}

function decode_tick(tick: Json | null): Result<Control> {
  if (tick === null) return bad("tick is not an object");
  const seq = number(tick.seq);
  const now_ms = Date.parse(text(tick.now) ?? "");
  if (seq === null || !Number.isFinite(now_ms)) return bad("tick lacks seq or now");
  const sources = (Array.isArray(tick.sources) ? tick.sources : []).map(decode_source);
  const history = object(tick.history);
  const said = history?.state;
  const state = said === "stopped" || said === "ok" || said === "resting" ? said : "off";
  const since = text(history?.since);
  const why = text(history?.why);
  const replay = object(tick.replay);
  const alerts = decode_alerts(object(tick.alerts));
  return good({
    tick: {
      ...(alerts === null ? {} : { alerts }),
      ...(replay === null ? {} : { replay: decode_replay(replay) }),
      seq,
      now_ms,
      vessels: number(tick.vessels) ?? 0,
      sources: sources.filter((source) => source !== null),
      history: { state, ...(since === null ? {} : { since }), ...(why === null ? {} : { why }) },
    },
  });
}
