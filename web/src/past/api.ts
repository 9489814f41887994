// Questions to the node about the past and about who a vessel is, as typed functions. Every answer is
// checked field by field; what is wrong is a value with a sentence for a person. Nothing here draws.
//
//   const answer = await ask_changes(mmsi, { from_ms, to_ms }, abort.signal);
//   if (answer.ok) show(answer.value.items); else say(answer.error);
//
// Lists come in pages: `next` goes into the next question, absent at the end.

import { bad, good, type Result } from "../wire/result";
import { iso, items_of, number, object, text, time_ms, type Json } from "./read";

/** Times are milliseconds since 1970, UTC. */
export interface Span {
  from_ms?: number;
  to_ms?: number;
}

export interface Page<T> {
  items: T[];
  /** Give it as `after` for the next page. */
  next?: string;
}

export interface PageOf extends Span {
  limit?: number;
  after?: string;
}

/** Of GET: the JSON, or why not. `signal` ends it early. */
export async function get_json(path: string, query: Record<string, string | number | undefined>, signal?: AbortSignal): Promise<Result<Json>> {
  const words = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`]));
  try {
    const response = await fetch(words.length === 0 ? path : `${path}?${words.join("&")}`, signal === undefined ? {} : { signal });
    const json = object(await response.json().catch(() => null));
    if (!response.ok) return bad(text(json?.detail) ?? `${response.status} ${response.statusText}`);
    return json === null ? bad(`${path} did not answer with an object`) : good(json);
  } catch (error) {
    return bad(error instanceof Error ? error.message : String(error));
  }
}

function page_query({ from_ms, to_ms, limit, after }: PageOf): Record<string, string | number | undefined> {
  return { from: from_ms === undefined ? undefined : iso(from_ms), to: to_ms === undefined ? undefined : iso(to_ms), limit, after };
}

function page<T>(json: Json, key: string, read: (item: Json) => T | null): Page<T> {
  const next = json.next_after;
  const items = items_of(json, key, read);
  return typeof next === "string" || typeof next === "number" ? { items, next: String(next) } : { items };
}

// Who she is

export interface Flag {
  mid: number;
  /** ISO 3166-1; absent when the digits are assigned to nobody. */
  iso2?: string;
  name?: string;
}

export interface Remark {
  /** A stable word, as "imo_check_digit": its sentence is the text `remark_WORD`. */
  what: string;
  field: string;
  value?: string;
  times?: number;
  first_ms?: number;
  last_ms?: number;
}

export interface Change {
  observed_ms: number;
  received_ms?: number;
  field: string;
  value: string;
  /** Absent at the first word on a field. */
  previous?: string;
  source?: string;
}

export interface VesselFacts {
  mmsi: number;
  /** What the digits tell: "ship", "coast_station", … */
  form?: string;
  flag?: Flag;
  name?: string;
  call_sign?: string;
  imo?: number;
  ship_type_word?: string;
  length_m?: number;
  beam_m?: number;
  mother_ship_mmsi?: number;
  name_confirmed?: boolean;
  remarks: Remark[];
  /** The last ones, oldest first. */
  changes: Change[];
  /** False: known from the history alone. */
  in_picture: boolean;
}

export function read_flag(value: unknown): Flag | undefined {
  const flag = object(value);
  const mid = number(flag?.mid);
  if (flag === null || mid === null) return undefined;
  const iso2 = text(flag.iso2), name = text(flag.name);
  return { mid, ...(iso2 === null ? {} : { iso2 }), ...(name === null ? {} : { name }) };
}

export function read_remark(item: Json): Remark | null {
  const what = text(item.what), field = text(item.field);
  if (what === null || field === null) return null;
  const value = text(item.value), times = number(item.times), first_ms = time_ms(item.first_at), last_ms = time_ms(item.last_at);
  return {
    what, field, ...(value === null ? {} : { value }), ...(times === null ? {} : { times }),
    ...(first_ms === null ? {} : { first_ms }), ...(last_ms === null ? {} : { last_ms }),
  };
}

export function read_change(item: Json): Change | null {
  const observed_ms = time_ms(item.observed_at), field = text(item.field), value = text(item.value);
  if (observed_ms === null || field === null || value === null) return null;
  const received_ms = time_ms(item.received_at), previous = text(item.previous), source = text(item.source);
  return {
    observed_ms, field, value, ...(received_ms === null ? {} : { received_ms }),
    ...(previous === null ? {} : { previous }), ...(source === null ? {} : { source }),
  };
}

/** `at_ms`: as she was known then, in a replay; else now. */
export async function ask_vessel(mmsi: number, signal?: AbortSignal, at_ms?: number): Promise<Result<VesselFacts>> {
  const answer = await get_json(`/api/v1/vessels/${mmsi}`, { at: at_ms === undefined ? undefined : iso(at_ms) }, signal);
  if (!answer.ok) return answer;
  const json = answer.value;
  const out: VesselFacts = {
    mmsi,
    remarks: items_of(object(json.remarks) ?? {}, "list", read_remark),
    changes: items_of(json, "changes", read_change),
    in_picture: json.in_picture !== false,
  };
  const flag = read_flag(json.flag);
  if (flag !== undefined) out.flag = flag;
  const texts = { form: text(json.mmsi_form), name: text(json.name), call_sign: text(json.call_sign), ship_type_word: text(json.ship_type_word) };
  const numbers = { imo: number(json.imo), length_m: number(json.length_m), beam_m: number(json.beam_m), mother_ship_mmsi: number(json.mother_ship_mmsi) };
  for (const [key, value] of Object.entries({ ...texts, ...numbers })) if (value !== null) Object.assign(out, { [key]: value });
  if (typeof json.name_confirmed === "boolean") out.name_confirmed = json.name_confirmed;
  return good(out);
}

/** Everything she ever changed in her static data, newest first. */
export async function ask_changes(mmsi: number, of: PageOf = {}, signal?: AbortSignal): Promise<Result<Page<Change>>> {
  const answer = await get_json(`/api/v1/vessels/${mmsi}/changes`, page_query(of), signal);
  return answer.ok ? good(page(answer.value, "changes", read_change)) : answer;
}

// Where she was

export interface PastPosition {
  observed_ms: number;
  lat?: number;
  lon?: number;
  sog_kn?: number;
  cog_deg?: number;
  heading_deg?: number;
  nav_status?: string;
}

export function read_position(item: Json): PastPosition | null {
  const observed_ms = time_ms(item.observed_at);
  if (observed_ms === null) return null;
  const out: PastPosition = { observed_ms };
  for (const key of ["lat", "lon", "sog_kn", "cog_deg", "heading_deg"] as const) {
    const value = number(item[key]);
    if (value !== null) out[key] = value;
  }
  const status = text(item.nav_status);
  if (status !== null) out.nav_status = status;
  return out;
}

/** Oldest first. `every_s` thins: one report in each so many seconds. Default span: the last 24 hours. */
export async function ask_track(mmsi: number, of: PageOf & { every_s?: number } = {}, signal?: AbortSignal): Promise<Result<Page<PastPosition>>> {
  const answer = await get_json(`/api/v1/vessels/${mmsi}/track`, { ...page_query(of), every_s: of.every_s }, signal);
  return answer.ok ? good(page(answer.value, "positions", read_position)) : answer;
}

// What she sent

export interface Message {
  received_ms: number;
  type: number;
  source?: string;
  sentences: string[];
  /** As `narrows decode -f jsonl` prints it. */
  fields: Json;
}

export function read_message(item: Json): Message | null {
  const received_ms = time_ms(item.received_at), fields = object(item.message), type = number(fields?.type);
  if (received_ms === null || fields === null || type === null) return null;
  const source = text(item.source);
  const sentences = (Array.isArray(item.sentences) ? item.sentences : []).filter((s) => typeof s === "string");
  return { received_ms, type, fields, sentences, ...(source === null ? {} : { source }) };
}

export interface Messages {
  /** Newest first. */
  items: Message[];
  /** How far back was looked; older ones may exist. */
  searched_from_ms: number | null;
}

export async function ask_messages(mmsi: number, of: Span & { limit?: number } = {}, signal?: AbortSignal): Promise<Result<Messages>> {
  const answer = await get_json(`/api/v1/vessels/${mmsi}/messages`, page_query(of), signal);
  if (!answer.ok) return answer;
  return good({ items: items_of(answer.value, "messages", read_message), searched_from_ms: time_ms(answer.value.searched_from) });
}

// Where she called

export interface PortCall {
  port: string;
  arrived_ms: number;
  /** When she lay still; absent when she only passed through. */
  stopped_ms?: number;
  /** Absent: she is there yet, as far as the span tells. */
  left_ms?: number;
  lat: number;
  lon: number;
}

export function read_port_call(item: Json): PortCall | null {
  const port = text(item.port), arrived_ms = time_ms(item.arrived_at), lat = number(item.lat), lon = number(item.lon);
  if (port === null || arrived_ms === null || lat === null || lon === null) return null;
  const stopped_ms = time_ms(item.stopped_at), left_ms = time_ms(item.left_at);
  return { port, arrived_ms, lat, lon, ...(stopped_ms === null ? {} : { stopped_ms }), ...(left_ms === null ? {} : { left_ms }) };
}

/** Newest first. Default span: the last 30 days. */
export async function ask_port_calls(mmsi: number, of: PageOf = {}, signal?: AbortSignal): Promise<Result<Page<PortCall>>> {
  const answer = await get_json(`/api/v1/vessels/${mmsi}/port-calls`, page_query(of), signal);
  return answer.ok ? good(page(answer.value, "port_calls", read_port_call)) : answer;
}

// Who crossed here, and who was ever called so

export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

export interface Crossing {
  mmsi: number;
  name?: string;
  flag?: Flag;
  first_ms: number;
  last_ms: number;
  /** Reports inside; 0 when she went through between two reports. */
  reports: number;
  /** Times that she came in. */
  passes: number;
}

export function read_crossing(item: Json): Crossing | null {
  const mmsi = number(item.mmsi), first_ms = time_ms(item.first_seen), last_ms = time_ms(item.last_seen), reports = number(item.reports);
  if (mmsi === null || first_ms === null || last_ms === null || reports === null) return null;
  const name = text(item.name), flag = read_flag(item.flag);
  return {
    mmsi, first_ms, last_ms, reports, passes: number(item.passes) ?? 1,
    ...(name === null ? {} : { name }), ...(flag === undefined ? {} : { flag }),
  };
}

/** By time of first sight. */
export async function ask_crossings(box: Box, of: Required<Span> & PageOf, signal?: AbortSignal): Promise<Result<Page<Crossing>>> {
  const bbox = [box.west, box.south, box.east, box.north].map((degrees) => degrees.toFixed(6)).join(",");
  const answer = await get_json("/api/v1/crossings", { bbox, ...page_query(of) }, signal);
  return answer.ok ? good(page(answer.value, "crossings", read_crossing)) : answer;
}

export interface SearchHit {
  mmsi: number;
  name?: string;
  call_sign?: string;
  imo?: number;
  flag?: Flag;
  /** Which of them holds the words: "mmsi", "name", "call_sign", "imo". */
  matched: string;
  /** What matched, when it is what she said once and no longer says. */
  former?: string;
  in_picture: boolean;
  last_ms?: number;
}

export function read_hit(item: Json): SearchHit | null {
  const mmsi = number(item.mmsi), matched = text(item.matched);
  if (mmsi === null || matched === null) return null;
  const out: SearchHit = { mmsi, matched, in_picture: item.in_picture === true };
  const values = { name: text(item.name), call_sign: text(item.call_sign), imo: number(item.imo), former: text(item.former), last_ms: time_ms(item.last_at) };
  for (const [key, value] of Object.entries(values)) if (value !== null) Object.assign(out, { [key]: value });
  const flag = read_flag(item.flag);
  return flag === undefined ? out : { ...out, flag };
}

/** Names (former ones too), call signs, MMSI and IMO numbers, of now and of the history. */
export async function ask_search(words: string, limit = 20, signal?: AbortSignal): Promise<Result<SearchHit[]>> {
  const answer = await get_json("/api/v1/search", { q: words, limit }, signal);
  return answer.ok ? good(items_of(answer.value, "hits", read_hit)) : answer;
}

// What there is of the past, for the replay bar

export interface Hole {
  from_ms: number;
  to_ms: number;
  /** "not_running", "nothing_received", "full", "io", "overflow", "damaged", … */
  why: string;
}

export interface PastEvent {
  at_ms: number;
  kind: "static_change" | "distress" | "safety_text" | "port_call" | "alert";
  mmsi: number;
  name?: string;
  /** What happened, in the words of the vessel or the port. */
  text?: string;
  field?: string;
}

export interface HistoryExtent {
  /** Absent when nothing was ever recorded. */
  from_ms?: number;
  to_ms?: number;
  holes: Hole[];
  events: PastEvent[];
  /** There were more events than are told. */
  events_cut: boolean;
}

const kEventKinds = ["static_change", "distress", "safety_text", "port_call", "alert"] as const;

export function read_event(item: Json): PastEvent | null {
  const at_ms = time_ms(item.at), mmsi = number(item.mmsi);
  const kind = kEventKinds.find((one) => one === item.kind);
  if (at_ms === null || mmsi === null || kind === undefined) return null;
  const name = text(item.name), words = text(item.text), field = text(item.field);
  return { at_ms, kind, mmsi, ...(name === null ? {} : { name }), ...(words === null ? {} : { text: words }), ...(field === null ? {} : { field }) };
}

export function read_hole(item: Json): Hole | null {
  const from_ms = time_ms(item.from), to_ms = time_ms(item.to);
  return from_ms === null || to_ms === null ? null : { from_ms, to_ms, why: text(item.why) ?? "" };
}

/** `mmsi`: with the port calls of that vessel among the events. */
export async function ask_history(of: Span & { mmsi?: number } = {}, signal?: AbortSignal): Promise<Result<HistoryExtent>> {
  const answer = await get_json("/api/v1/history", { ...page_query(of), mmsi: of.mmsi }, signal);
  if (!answer.ok) return answer;
  const json = answer.value;
  const from_ms = time_ms(json.from), to_ms = time_ms(json.to);
  return good({
    ...(from_ms === null ? {} : { from_ms }), ...(to_ms === null ? {} : { to_ms }),
    holes: items_of(json, "holes", read_hole), events: items_of(json, "events", read_event), events_cut: json.events_cut === true,
  });
}
