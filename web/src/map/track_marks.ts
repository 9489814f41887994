// A past track as it is drawn: its line, broken where nothing was heard, and dots equally spaced by time, each with the
// time it stands for (IMO SN.1/Circ.243: past positions are dots, equally spaced by time).

import type { TrailPoint } from "./trails";

/** A silence longer than this, and the line between is no track but a guess. */
export const kGap_ms = 6 * 60_000;
const kMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440];
const kApart_px = 50;
/** More marks than this say no more. */
const kMarksMax = 200;

/** Whole minutes between marks, so that they stand at least 50 px apart on the average. */
export function mark_minutes(points: readonly TrailPoint[], resolution: number): number {
  if (points.length < 2) return kMinutes[0]!;
  let length = 0;
  for (let i = 1; i < points.length; ++i) length += Math.hypot(points[i]!.x - points[i - 1]!.x, points[i]!.y - points[i - 1]!.y);
  const minutes = (points.at(-1)!.at_ms - points[0]!.at_ms) / 60_000;
  if (minutes <= 0) return kMinutes[0]!;
  const px_a_minute = length / resolution / minutes;
  return kMinutes.find((step) => step * px_a_minute >= kApart_px && minutes / step <= kMarksMax) ?? kMinutes.at(-1)!;
}

/** Where the vessel was at each whole multiple of `minutes` in UTC; none within a silence. */
export function time_marks(points: readonly TrailPoint[], minutes: number): TrailPoint[] {
  const step = minutes * 60_000;
  const marks: TrailPoint[] = [];
  for (let i = 1; i < points.length; ++i) {
    const a = points[i - 1]!, b = points[i]!;
    if (b.at_ms - a.at_ms > kGap_ms || b.at_ms <= a.at_ms) continue;
    for (let at = Math.ceil(a.at_ms / step) * step; at < b.at_ms; at += step) {
      if (at === marks.at(-1)?.at_ms) continue;
      const share = (at - a.at_ms) / (b.at_ms - a.at_ms);
      marks.push({ at_ms: at, x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share });
    }
  }
  return marks;
}

/** The stretches between silences. */
export function stretches(points: readonly TrailPoint[]): TrailPoint[][] {
  const out: TrailPoint[][] = [];
  for (const point of points) {
    const last = out.at(-1);
    if (last === undefined || point.at_ms - last.at(-1)!.at_ms > kGap_ms) out.push([point]);
    else last.push(point);
  }
  return out;
}
