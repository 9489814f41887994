// Speeds over time for the plot: what the node's history has, joined with what this window saw itself. A node
// without a history still shows what happened since one looked. Pure.

import { kAbsent16 } from "../wire/layout";
import type { PastPosition } from "./api";

export interface SpeedPoint {
  at_ms: number;
  /** Null: a gap, so that no line is drawn where nobody knows. */
  sog_kn: number | null;
}

/** Longer than this between two points of one source and the line breaks. */
const kGap_ms = 15 * 60_000;

/** The last speeds of the selected vessel. */
export class SpeedMemory {
  static readonly kCap = 7200; // two hours of one a second
  #mmsi: number | null = null;
  #points: SpeedPoint[] = [];

  /** A tick: where she is now, by the age of her report; null: not in the picture. */
  note(mmsi: number | null, now_ms: number, age_s: number, sog: number): void {
    if (mmsi !== this.#mmsi) {
      this.#mmsi = mmsi;
      this.#points = [];
    }
    if (mmsi === null || sog === kAbsent16) return;
    const at_ms = Math.round(now_ms - age_s * 1000);
    const last = this.#points.at(-1);
    if (last !== undefined && at_ms <= last.at_ms + 500) {
      if (at_ms >= last.at_ms - 60_000) return; // the same report, its age rounded
      this.#points = []; // a replay went back
    }
    this.#points = [...this.#points.slice(1 - SpeedMemory.kCap), { at_ms, sog_kn: sog / 10 }];
  }

  of(mmsi: number): readonly SpeedPoint[] {
    return mmsi === this.#mmsi ? this.#points : [];
  }
}

/** Both in one line of time from `from_ms` on; where both know, what was seen itself. Gaps become breaks. */
export function join_speeds(past: readonly PastPosition[], seen: readonly SpeedPoint[], from_ms: number): SpeedPoint[] {
  const first_seen = seen[0]?.at_ms ?? Infinity;
  const known = past
    .filter(({ observed_ms, sog_kn }) => sog_kn !== undefined && observed_ms < first_seen)
    .map(({ observed_ms, sog_kn }): SpeedPoint => ({ at_ms: observed_ms, sog_kn: sog_kn! }))
    .sort((a, b) => a.at_ms - b.at_ms);
  const out: SpeedPoint[] = [];
  for (const point of [...known, ...seen]) {
    if (point.at_ms < from_ms) continue;
    const last = out.at(-1);
    if (last !== undefined && point.at_ms <= last.at_ms) continue;
    if (last !== undefined && point.at_ms - last.at_ms > kGap_ms) out.push({ at_ms: last.at_ms + 1, sog_kn: null });
    out.push(point);
  }
  return out;
}
