// Questions to the node about gates, lasting changes and density, as typed functions; every answer is checked
// field by field.

import { get_json, type Span } from "../past/api";
import { iso, items_of, number, text, type Json } from "../past/read";
import type { Box } from "../wire/control";
import { bad, good, type Result } from "../wire/result";

export const kFlowClasses = ["cargo", "tanker", "passenger", "fishing", "small", "service", "other"] as const;
export type FlowClass = (typeof kFlowClasses)[number];

export interface GateRow {
  gate: string;
  direction: "in" | "out";
  class: FlowClass;
  passages: number;
  inferred: number;
  /** 24 numbers, by hour of UTC. */
  by_hour: number[];
}

export interface SeriesShift {
  /** "all", "in", "out", a class, "offset_in_m", "offset_out_m". */
  name: string;
  before: number;
  after: number;
}

export interface Shift {
  gate: string;
  /** Dates, as 2026-03-01. */
  raised: string;
  changed: string;
  changed_from: string;
  changed_to: string;
  mix: boolean;
  confidence: number;
  series: SeriesShift[];
}

export interface Shifts {
  /** Whole days that were looked at. */
  days: number;
  shifts: Shift[];
}

export interface Density {
  cell_deg: number;
  west: number[];
  south: number[];
  reports: number[];
}

export function numbers(value: unknown): number[] | null {
  return Array.isArray(value) && value.every((one) => typeof one === "number" && Number.isFinite(one)) ? (value as number[]) : null;
}

export function read_gate(item: Json): GateRow | null {
  const gate = text(item.gate), passages = number(item.passages), by_hour = numbers(item.by_hour_utc);
  const direction = item.direction === "in" || item.direction === "out" ? item.direction : null;
  const kind = kFlowClasses.find((one) => one === item.class);
  if (gate === null || passages === null || direction === null || kind === undefined || by_hour?.length !== 24) return null;
  return { gate, direction, class: kind, passages, inferred: number(item.inferred) ?? 0, by_hour };
}

export function read_shift(item: Json): Shift | null {
  const gate = text(item.gate), confidence = number(item.confidence);
  const dates = ["raised", "changed", "changed_from", "changed_to"].map((key) => text(item[key]));
  if (gate === null || confidence === null || dates.some((date) => date === null || !/^\d{4}-\d\d-\d\d$/.test(date))) return null;
  const [raised, changed, changed_from, changed_to] = dates as [string, string, string, string];
  const series = items_of(item, "series", (one) => {
    const name = text(one.name), before = number(one.before), after = number(one.after);
    return name === null || before === null || after === null ? null : { name, before, after };
  });
  return { gate, raised, changed, changed_from, changed_to, mix: item.mix === true, confidence, series };
}

export function read_density(json: Json): Density | null {
  const cell_deg = number(json.cell_deg), west = numbers(json.west), south = numbers(json.south), reports = numbers(json.reports);
  if (cell_deg === null || cell_deg <= 0 || west === null || south === null || reports === null) return null;
  return west.length === south.length && west.length === reports.length ? { cell_deg, west, south, reports } : null;
}

const span = ({ from_ms, to_ms }: Required<Span>): Record<string, string> => ({ from: iso(from_ms), to: iso(to_ms) });

export async function ask_gates(of: Required<Span>, signal?: AbortSignal): Promise<Result<GateRow[]>> {
  const answer = await get_json("/api/v1/flow/gates", span(of), signal);
  return answer.ok ? good(items_of(answer.value, "gates", read_gate)) : answer;
}

/** Of the year before `to_ms`. */
export async function ask_shifts(to_ms: number, signal?: AbortSignal): Promise<Result<Shifts>> {
  const answer = await get_json("/api/v1/flow/shift", { to: iso(to_ms) }, signal);
  return answer.ok ? good({ days: number(answer.value.days) ?? 0, shifts: items_of(answer.value, "shifts", read_shift) }) : answer;
}

export async function ask_density(box: Box, of: Required<Span>, signal?: AbortSignal): Promise<Result<Density>> {
  const bbox = [box.west, box.south, box.east, box.north].map((degrees) => degrees.toFixed(6)).join(",");
  const answer = await get_json("/api/v1/flow/density", { bbox, ...span(of), cells: 120 }, signal);
  if (!answer.ok) return answer;
  const density = read_density(answer.value);
  return density === null ? bad("/api/v1/flow/density did not answer as it must") : good(density);
}
