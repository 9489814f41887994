// What of distress sounds: a beacon marked active is an alarm; one that may be a test, a warning.

import type { Level } from "./cadence";

const kSartActive = 14;

export function distress_levels(distress: readonly { mmsi: number; nav_status: number }[]): Map<string, Level> {
  return new Map(distress.map(({ mmsi, nav_status }) => [String(mmsi), nav_status === kSartActive ? "alarm" : "warning"]));
}
