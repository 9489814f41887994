// Rows of the node's answer as a page shows them. Pure.

import { kFlowClasses, type FlowClass, type GateRow, type Shift } from "./api";
import type { Span } from "../past/api";

export interface Line {
  direction: "in" | "out";
  class: FlowClass;
  passages: number;
  inferred: number;
  by_hour: number[];
}

/** Of one gate: the classes that passed, most first, "in" before "out". */
export function lines_of(rows: readonly GateRow[], gate: string): Line[] {
  return rows
    .filter((row) => row.gate === gate && row.passages > 0)
    .sort((a, b) =>
      a.direction === b.direction ? b.passages - a.passages || kFlowClasses.indexOf(a.class) - kFlowClasses.indexOf(b.class) : a.direction === "in" ? -1 : 1,
    );
}

export function total_of(rows: readonly GateRow[], gate: string, direction: "in" | "out"): number {
  return rows.reduce((sum, row) => sum + (row.gate === gate && row.direction === direction ? row.passages : 0), 0);
}

const kDay = 86_400_000;
const kWeek = 7 * kDay;

/** What the two maps show: of a shift the weeks before and after it; else the halves of the span. */
export function halves(of: Required<Span>, shift: Shift | null, now_ms: number): { before: Required<Span>; after: Required<Span> } {
  if (shift !== null) {
    const begin = Date.parse(`${shift.changed_from}T00:00:00Z`), end = Date.parse(`${shift.changed_to}T00:00:00Z`) + kDay;
    return { before: { from_ms: begin - kWeek, to_ms: begin }, after: { from_ms: end, to_ms: Math.max(end + kDay, Math.min(end + kWeek, now_ms)) } };
  }
  const middle = Math.round((of.from_ms + of.to_ms) / 2);
  return { before: { from_ms: of.from_ms, to_ms: middle }, after: { from_ms: middle, to_ms: of.to_ms } };
}

/** Per cent, signed; null where there was nothing before. */
export function change_pct(before: number, after: number): number | null {
  return before > 0 ? Math.round(100 * (after / before - 1)) : null;
}

/** How dark a cell is, 0 to 1: by the logarithm, the same for both maps. */
export function shade(reports: number, most: number): number {
  return most <= 1 ? (reports > 0 ? 1 : 0) : Math.min(1, Math.log1p(reports) / Math.log1p(most));
}
