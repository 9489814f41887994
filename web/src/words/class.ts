// What a vessel is, in the twelve words an officer sorts traffic by: from the station's kind and the ship type
// of message 5 (ITU-R M.1371-5 table 53).

import { kKind } from "../wire/layout";

export const kClasses = [
  "tanker", "cargo", "passenger", "high_speed", "fishing", "service", "authority", "leisure", "other", "unknown", "station", "distress",
] as const;
export type VesselClass = (typeof kClasses)[number];

function by_ship_type(code: number): VesselClass {
  if (code >= 80 && code <= 89) return "tanker";
  if (code >= 70 && code <= 79) return "cargo";
  if (code >= 60 && code <= 69) return "passenger";
  if ((code >= 40 && code <= 49) || (code >= 20 && code <= 29)) return "high_speed";
  if (code === 30) return "fishing";
  if (code === 35 || code === 51 || code === 55) return "authority"; // military, SAR, law enforcement
  if (code === 36 || code === 37) return "leisure";
  if ((code >= 31 && code <= 34) || (code >= 50 && code <= 58)) return "service";
  return code === 0 || code > 99 ? "unknown" : "other";
}

const kByShipType: readonly VesselClass[] = Array.from({ length: 256 }, (_, code) => by_ship_type(code));

export function class_of(kind: number, ship_type: number): VesselClass {
  switch (kind) {
    case kKind.sart:
    case kKind.mob:
    case kKind.epirb:
      return "distress";
    case kKind.base_station:
    case kKind.aid_to_navigation:
      return "station";
    case kKind.sar_aircraft:
      return "authority";
    default:
      return kByShipType[ship_type & 255]!;
  }
}
