// A ship's outline at true scale, round the place where her antenna is.

import type { Identity } from "../wire/frames";

type Dimensions = Pick<Identity, "to_bow_m" | "to_stern_m" | "to_port_m" | "to_starboard_m">;

/** Shorter on the screen than this, pixels, and the symbol alone says more. */
export const kOutlineFrom_px = 24;
/** The bow's taper begins at this share of the length behind the stem. */
const kShoulder = 0.15;

/**
 * Points of the outline in metres ahead of and to the right of the reported position, stem first; null without
 * a length and a beam. Where the antenna stands is unknown when the distances to bow and port are 0 (ITU-R
 * M.1371-5, figure 41): then the position counts as amidships.
 */
export function outline_m(d: Dimensions): [ahead: number, right: number][] | null {
  const length = d.to_bow_m + d.to_stern_m;
  const beam = d.to_port_m + d.to_starboard_m;
  if (length === 0 || beam === 0) return null;
  const unknown = d.to_bow_m === 0 && d.to_port_m === 0;
  const bow = unknown ? length / 2 : d.to_bow_m;
  const starboard = unknown ? beam / 2 : d.to_starboard_m;
  const shoulder = bow - length * kShoulder, stern = bow - length, port = starboard - beam;
  const middle = (starboard + port) / 2;
  return [[bow, middle], [shoulder, starboard], [stern, starboard], [stern, port], [shoulder, port]];
}

/** Whether a ship so long is drawn at true scale at so many metres a pixel. */
export function outline_shows(d: Dimensions, metres_per_px: number): boolean {
  return (d.to_bow_m + d.to_stern_m) / metres_per_px >= kOutlineFrom_px;
}

/** How far the outline reaches from the position on the screen, for a heading in radians; pixels. */
export function outline_extent(points: readonly [number, number][], heading: number, metres_per_px: number): { left: number; top: number; right: number; bottom: number } {
  const sin = Math.sin(heading) / metres_per_px, cos = Math.cos(heading) / metres_per_px;
  const xs = points.map(([ahead, right]) => sin * ahead + cos * right), ys = points.map(([ahead, right]) => -cos * ahead + sin * right);
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}
