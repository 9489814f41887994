// What an officer needs of alerts, as pure functions: the order of the list, how long there is to act, which
// are shown, what sounds, and what becomes of the list when the node tells of changes.

import type { Schema } from "../account/session";
import type { Level } from "../sound/cadence";

export type Alert = Schema["PlainAlert"] & Schema["AlertHandled"];
export type AlertWithLog = Alert & Schema["AlertLog"];
export type AlertState = Alert["state"];
export type ShownState = Exclude<AlertState, "held" | "explained">;
export type Reason = NonNullable<Alert["dismissed_reason"]>;

export const kReasons: readonly Reason[] = ["explained", "wrong_data", "known", "not_relevant", "other"];
export const kShownStates: readonly ShownState[] = ["open", "acknowledged", "assigned", "dismissed", "closed", "retracted"];

/** Every kind of alert by what it concerns, as the filter offers them. */
export const kKindGroups = {
  safety: [
    "collision_risk", "near_miss", "tss_wrong_way", "tss_crossing", "tss_joining", "tss_separation_zone", "tss_inshore_zone", "tss_anchoring",
    "grounding_risk", "anchor_dragging", "drifting", "sudden_stop", "sudden_turn", "speed_limit", "zone_entry", "zone_exit",
    "anchored_where_forbidden", "approach_shore", "distress",
  ],
  trafficking: [
    "rendezvous", "dark_rendezvous", "mother_ship", "loitering", "ais_gap", "dark_track", "ais_without_echo", "small_craft_run", "identity",
    "unusual_route", "vessel_of_interest", "unannounced_port_call", "overstay", "no_show",
  ],
  integrity: ["gnss_interference", "position_jump", "on_land", "spoof_circle", "sensor_health"],
} as const;
export type KindGroup = keyof typeof kKindGroups;
export type Kind = (typeof kKindGroups)[KindGroup][number];
export const kGroups = Object.keys(kKindGroups) as KindGroup[];

export function is_known_kind(kind: string): kind is Kind {
  return kGroups.some((group) => (kKindGroups[group] as readonly string[]).includes(kind));
}

/** Somebody still has to do something about it. */
export function is_active(alert: Alert): boolean {
  return alert.state === "open" || alert.state === "acknowledged" || alert.state === "assigned";
}

/** For so long after it ended an alert stands with those that go on: whoever looked elsewhere still learns of it. */
export const kFresh_ms = 10 * 60_000;

/** Nothing can be done about it at sea any more, and nobody has closed it: kept apart from what goes on, never dropped. */
export function is_over(alert: Alert, now_ms: number): boolean {
  return (alert.state === "open" || alert.state === "acknowledged") && alert.end !== null && now_ms - Date.parse(alert.end) > kFresh_ms;
}

/** Somebody has to do something about it now. */
export function is_current(alert: Alert, now_ms: number): boolean {
  return is_active(alert) && !is_over(alert, now_ms);
}

/** Seconds until it is too late, less than none when it is; null: there is no such time, or it is over. */
export function seconds_left(alert: Alert, now_ms: number): number | null {
  if (alert.act_by === undefined || (alert.end !== null && is_past(alert.end, now_ms))) return null;
  const ms = Date.parse(alert.act_by);
  return Number.isFinite(ms) ? (ms - now_ms) / 1000 : null;
}
function is_past(time: string, now_ms: number): boolean {
  return Date.parse(time) <= now_ms;
}

/**
 * What needs somebody soonest is first: what goes on before what is over before what is done, by priority, what has just ended last, nobody's before acknowledged, the
 * least time to act first, then the newest. What goes by is not behind what has no limit until it is over.
 */
export function in_order(alerts: Iterable<Alert>, now_ms: number): Alert[] {
  const need = (alert: Alert): number => Number(is_active(alert)) + Number(is_current(alert, now_ms));
  const act_by = (alert: Alert): number => (alert.act_by === undefined ? Number.POSITIVE_INFINITY : Date.parse(alert.act_by));
  return [...alerts].sort(
    (a, b) =>
      need(b) - need(a) ||
      a.priority - b.priority ||
      Number(a.end !== null) - Number(b.end !== null) ||
      Number(b.state === "open") - Number(a.state === "open") ||
      (act_by(a) === act_by(b) ? 0 : act_by(a) - act_by(b)) ||
      Date.parse(b.decided) - Date.parse(a.decided) ||
      (a.id < b.id ? -1 : 1),
  );
}

export interface AlertFilter {
  group: KindGroup | null;
  priority: 1 | 2 | 3 | null;
  /** "active": open, acknowledged or assigned, and not long over. "over": those that are. */
  state: "active" | "over" | AlertState | "all";
  /** Only what this user acknowledged or was given. */
  mine: string | null;
}
export const kAllActive: AlertFilter = { group: null, priority: null, state: "active", mine: null };

export function passes(alert: Alert, filter: AlertFilter, now_ms: number): boolean {
  const { group, priority, state, mine } = filter;
  if (group !== null && !(kKindGroups[group] as readonly string[]).includes(alert.kind)) return false;
  if (priority !== null && alert.priority !== priority) return false;
  if (!in_state(alert, state, now_ms)) return false;
  return mine === null || alert.acknowledged_by === mine || alert.assigned_to === mine;
}

function in_state(alert: Alert, state: AlertFilter["state"], now_ms: number): boolean {
  if (state === "active") return is_current(alert, now_ms);
  if (state === "over") return is_over(alert, now_ms);
  return state === "all" || alert.state === state;
}

/** Those after or before the chosen one, round and round; the first when none is chosen. */
export function neighbour(order: readonly Alert[], id: string | null, by: 1 | -1): Alert | null {
  if (order.length === 0) return null;
  const at = order.findIndex((alert) => alert.id === id);
  if (at < 0) return order[by === 1 ? 0 : order.length - 1]!;
  return order[(at + by + order.length) % order.length]!;
}

/** What sounds: what goes on and nobody has acknowledged, by priority. */
export function alert_levels(alerts: Iterable<Alert>, now_ms: number): Map<string, Level> {
  const levels: Record<number, Level> = { 1: "alarm", 2: "warning", 3: "caution" };
  return new Map([...alerts].filter((alert) => alert.state === "open" && !is_over(alert, now_ms)).map(({ id, priority }) => [id, levels[priority] ?? "caution"]));
}

export function open_counts(alerts: Iterable<Alert>, now_ms: number): [number, number, number] {
  const out: [number, number, number] = [0, 0, 0];
  for (const alert of alerts) {
    if (alert.state === "open" && !is_over(alert, now_ms)) out[alert.priority === 1 ? 0 : alert.priority === 2 ? 1 : 2] += 1;
  }
  return out;
}

/** Who went silent where others were heard, as long as it lasts and nobody has acknowledged it. */
export function missed_vessels(alerts: Iterable<Alert>): Set<number> {
  const silent = [...alerts].filter(({ kind, state, end }) => kind === "ais_gap" && state === "open" && end === null);
  return new Set(silent.flatMap(({ vessels }) => vessels.flatMap(({ mmsi }) => mmsi ?? [])));
}

/** At most so many are kept; what is done goes first, the longest unchanged before others. */
export const kKept = 2_000;

/** The list with what changed in it. What is held or explained by now leaves it. An older word never undoes a newer. */
export function merge(before: ReadonlyMap<string, Alert>, changed: readonly Alert[]): Map<string, Alert> {
  const out = new Map(before);
  for (const alert of changed) {
    const known = out.get(alert.id);
    if (known !== undefined && known.version > alert.version) continue;
    if ((kShownStates as readonly AlertState[]).includes(alert.state)) out.set(alert.id, alert);
    else out.delete(alert.id);
  }
  if (out.size <= kKept) return out;
  const least = [...out.values()].sort((a, b) => Number(is_active(a)) - Number(is_active(b)) || a.version - b.version);
  for (const { id } of least.slice(0, out.size - kKept)) out.delete(id);
  return out;
}

/** The name or number of each that is involved. */
export function vessel_names(alert: Alert): string[] {
  return alert.vessels.map(({ name, mmsi, track }) => name ?? (mmsi === undefined ? track : String(mmsi)));
}

/** "distance_m" to what is measured and in what. */
export function split_unit(name: string): { what: string; unit: string } {
  const found = /^(.*)_(m|nm|km|kn|s|min|h|deg|per_min|share|count)$/.exec(name);
  return found === null ? { what: name.replaceAll("_", " "), unit: "" } : { what: found[1]!.replaceAll("_", " "), unit: found[2]!.replace("deg", "°").replace("per_min", "/min").replace("share", "").replace("count", "") };
}

/** How far a value is beyond its threshold, in hundredths of the threshold; null where that says nothing. */
export function beyond(value: number, threshold: number): number | null {
  return threshold === 0 ? null : Math.round((100 * Math.abs(value - threshold)) / Math.abs(threshold));
}

/** A figure as long as it needs to be. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** 1:05, 12:40, 1:02:03; "-" in front when it is past. */
export function countdown(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  const two = (n: number): string => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600), minutes = Math.floor((whole % 3600) / 60);
  return `${seconds < 0 ? "-" : ""}${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)}`;
}

/** What is wrong with a threshold as typed, or its value. */
export function read_threshold(typed: string, least: number, most: number): { value: number } | { wrong: "number" | "bounds" } {
  const value = Number(typed.trim().replace(",", "."));
  if (typed.trim() === "" || !Number.isFinite(value)) return { wrong: "number" };
  return value < least || value > most ? { wrong: "bounds" } : { value };
}
