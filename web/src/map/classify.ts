// How a target is shown, from what it says of itself: its state, the shape that stands for it, and which of
// too many go to sleep. States and shapes follow IMO SN.1/Circ.243/Rev.2, annex 1.

import { kAbsent16, kFlag, kKind } from "../wire/layout";

export const kClass = { sleeping: 0, activated: 1, lost: 2, base: 3, aid: 4, virtual_aid: 5, aircraft: 6, distress: 7 } as const;
export type TargetClass = (typeof kClass)[keyof typeof kClass];

/** What a ship's triangle looks like. The circular knows one triangle; the notched stern of class B is ours. */
export const kLook = { class_a: 0, class_b: 1, sar_vessel: 2 } as const;
export type Look = (typeof kLook)[keyof typeof kLook];

/** Navigational status "AIS-SART is active", and those of a vessel that does not move. */
const kStatusSart = 14;
const kStill = new Set([1, 5, 6]); // at anchor, moored, aground
/** Below this a vessel sleeps on the screen: it shows no vector. 0.1 kn. */
const kSleepBelow = 5;
const kShipTypeSar = 51;

/** How a vessel is drawn, from what it says of itself. */
export function classify(kind: number, nav_status: number, sog: number, flags: number): TargetClass {
  if (kind === kKind.sart || kind === kKind.mob || kind === kKind.epirb || nav_status === kStatusSart) return kClass.distress;
  if (kind === kKind.base_station) return kClass.base;
  if (kind === kKind.aid_to_navigation) return (flags & kFlag.virtual_aid) !== 0 ? kClass.virtual_aid : kClass.aid;
  if ((flags & kFlag.lost) !== 0) return kClass.lost;
  if (kind === kKind.sar_aircraft) return kClass.aircraft;
  if (sog === kAbsent16) return kClass.sleeping;
  if (sog < kSleepBelow || (kStill.has(nav_status) && sog < 20)) return kClass.sleeping;
  return kClass.activated;
}

export function look_of(kind: number, ship_type: number): Look {
  if (ship_type === kShipTypeSar) return kLook.sar_vessel;
  return kind === kKind.class_b ? kLook.class_b : kLook.class_a;
}

/** More activated targets in view than this, and the far ones sleep. */
export const kActivatedLimit = 500;
const kRings = 256;

/** The columns that `put_to_sleep` reads and writes. */
export interface SleepColumns {
  count: number;
  x: Float32Array;
  y: Float32Array;
  class_: Uint8Array;
  look: Uint8Array;
  mmsi: Uint32Array;
}

/**
 * When more than `limit` targets in view are activated, those far from (x, y) sleep: class B counts as twice
 * as far as class A. Distance goes by rings round the place, so that a target at the border does not wake and
 * sleep with each report; the last ring that fits is the last that is awake. Nothing else ever sleeps by this rule:
 * not distress, lost targets, aircraft, stations, nor what `stays` names (selected, dangerous).
 * Returns how many were put to sleep.
 */
export function put_to_sleep(s: SleepColumns, x: number, y: number, reach: number, stays: (mmsi: number) => boolean, limit = kActivatedLimit): number {
  let awake = 0;
  for (let i = 0; i < s.count; ++i) if (s.class_[i] === kClass.activated) ++awake;
  if (awake <= limit) return 0;
  const ring_of = (i: number): number => {
    const far = Math.hypot(s.x[i]! - x, s.y[i]! - y) * (s.look[i] === kLook.class_b ? 2 : 1);
    return Math.min(kRings - 1, Math.floor((far / reach) * (kRings / 2)));
  };
  const rings = new Uint32Array(kRings);
  for (let i = 0; i < s.count; ++i) if (s.class_[i] === kClass.activated) ++rings[ring_of(i)]!;
  let last = 0;
  for (let sum = rings[0]!; last + 1 < kRings && sum + rings[last + 1]! <= limit; sum += rings[++last]!);
  let slept = 0;
  for (let i = 0; i < s.count; ++i) {
    if (s.class_[i] !== kClass.activated || ring_of(i) <= last || stays(s.mmsi[i]!)) continue;
    s.class_[i] = kClass.sleeping;
    ++slept;
  }
  return slept;
}
