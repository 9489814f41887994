// The shapes of targets as lines, after IMO SN.1/Circ.243/Rev.2, annex 1: pixels ahead of and to the right of
// the reported position at scale 1, for a target that heads north. Pure geometry; who draws it is elsewhere.
//
// The triangle is isosceles and acute, with the reported position at half its height. A sleeping target's is smaller.
// A target that gives neither heading nor course is struck through, as in IEC 62288.

import { kClass, kLook, type Look, type TargetClass } from "./classify";

export type At = [ahead: number, right: number];

export interface Stroke {
  points: At[];
  close: boolean;
  fill: boolean;
  /** Against the symbol's own line width. */
  width: number;
  /** Turns with the bow; what does not turn stands as it is, as a lost target's cross must. */
  turns: boolean;
}

/** Height of an activated target's triangle, and half its base. */
export const kHeight = 15;
const kHalfBase = 4.8;
/** A sleeping target against an activated one. */
export const kSleepingScale = 0.7;
const kLostScale = 0.8;

const line = (points: At[], more: Partial<Stroke> = {}): Stroke => ({ points, close: false, fill: false, width: 1, turns: true, ...more });

function circle(ahead: number, r: number): At[] {
  return Array.from({ length: 17 }, (_, i): At => [ahead + r * Math.cos((i * Math.PI) / 8), r * Math.sin((i * Math.PI) / 8)]);
}

function hull(look: Look): Stroke[] {
  const bow: At = [kHeight / 2, 0];
  const port: At = [-kHeight / 2, -kHalfBase];
  const starboard: At = [-kHeight / 2, kHalfBase];
  if (look === kLook.class_b) return [line([bow, starboard, [-kHeight / 2 + 5, 0], port], { close: true, fill: true })];
  const triangle = line([bow, starboard, port], { close: true, fill: true });
  if (look !== kLook.sar_vessel) return [triangle];
  const at = -kHeight / 2 + 4, r = 2.6, d = r * Math.SQRT1_2;
  return [triangle, line(circle(at, r), { width: 0.7 }), line([[at - d, -d], [at + d, d]], { width: 0.7 }), line([[at - d, d], [at + d, -d]], { width: 0.7 })];
}

/** A ship's symbol in a state: sleeping, activated or lost. Pixels at scale 1. */
export function ship_symbol(look: Look, class_: TargetClass, directionless: boolean): Stroke[] {
  const scale = class_ === kClass.sleeping ? kSleepingScale : class_ === kClass.lost ? kLostScale : 1;
  // Struck through, a notched stern could not be made out.
  const strokes = hull(directionless && look === kLook.class_b ? kLook.class_a : look).map((s) => ({ ...s, points: s.points.map(([a, r]): At => [a * scale, r * scale]) }));
  if (directionless) strokes.push(line([[5 * scale, -8 * scale], [-3 * scale, 8 * scale]]));
  if (class_ === kClass.lost) {
    for (const side of [-1, 1]) strokes.push(line([[6.5, 6.5 * side], [-6.5, -6.5 * side]], { width: 1.5, turns: false }));
  }
  return strokes;
}

/** From the apex on, twice as long as the triangle is. */
export const kHeadingLine: [from: number, to: number] = [kHeight / 2, kHeight / 2 + 2 * kHeight];
/** Length of the flag at the end of the heading line, square to it, to the side of the turn. */
export const kTurnFlag = 6;

export function diamond(r: number): Stroke[] {
  const c = r * 0.5;
  return [line([[r, 0], [0, r], [-r, 0], [0, -r]], { close: true, turns: false }), line([[0, -c], [0, c]], { turns: false }), line([[-c, 0], [c, 0]], { turns: false })];
}

export function base_station(r: number): Stroke[] {
  const c = r * 0.45;
  return [line([[r, r], [-r, r], [-r, -r], [r, -r]], { close: true, turns: false }), line([[0, -c], [0, c]], { turns: false }), line([[-c, 0], [c, 0]], { turns: false })];
}

/** Fuselage, wings and tail along the direction of flight. */
export const kAircraft: Stroke[] = [
  line([[10, 0], [-9, 0]]), line([[3, 0], [-2, 10]]), line([[3, 0], [-2, -10]]), line([[-7, 0], [-10, 4]]), line([[-7, 0], [-10, -4]]),
];
