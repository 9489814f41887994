// What is proposed to the officer for an alert, and who is near enough to help. Proposals, in the order in which a watch
// would do them; nothing is done by itself.

import type { Schema } from "../account/session";
import { inverse } from "../tools/geodesy";
import { kKindGroups, type Alert, type Kind } from "./alert";

export const kSituations = ["distress", "collision", "adrift", "meeting", "silence", "papers", "conduct", "interference", "sensor"] as const;
export type Situation = (typeof kSituations)[number];

const kOfKind: Readonly<Partial<Record<Kind, Situation>>> = {
  distress: "distress",
  collision_risk: "collision", near_miss: "collision",
  grounding_risk: "adrift", anchor_dragging: "adrift", drifting: "adrift", sudden_stop: "adrift",
  rendezvous: "meeting", dark_rendezvous: "meeting", mother_ship: "meeting", loitering: "meeting", small_craft_run: "meeting",
  ais_gap: "silence", dark_track: "silence", ais_without_echo: "silence",
  identity: "papers", unusual_route: "papers", vessel_of_interest: "papers", unannounced_port_call: "papers", overstay: "papers", no_show: "papers",
  sensor_health: "sensor",
};

/** What kind of situation it is to whoever has to act; null: this console does not know the kind. */
export function situation_of(kind: string): Situation | null {
  if (Object.hasOwn(kOfKind, kind)) return kOfKind[kind as Kind]!;
  if ((kKindGroups.integrity as readonly string[]).includes(kind)) return "interference";
  return (kKindGroups.safety as readonly string[]).includes(kind) ? "conduct" : null;
}

/** Ship types (ITU-R M.1371-5, table 53) of who is sent there. */
const kTow: readonly number[] = [31, 32, 52];
const kRescue: readonly number[] = [51];
const kLaw: readonly number[] = [55];
const kPilot: readonly number[] = [50];
const kSent: Readonly<Record<Situation, readonly number[]>> = {
  distress: [...kRescue, ...kLaw, ...kPilot, ...kTow], collision: [], adrift: [...kTow, ...kRescue], meeting: kLaw, silence: kLaw, papers: [], conduct: [], interference: [], sensor: [],
};

export interface Help {
  mmsi: number;
  name: string | null;
  distance_m: number;
  bearing_deg: number;
}

/**
 * The nearest that can be sent, as they are heard now: not those lost, nor those the alert is about. Of all that the node
 * hears, for help is seldom in view.
 */
export function nearest_help(alert: Alert, { features }: Pick<Schema["Tracks"], "features">, most = 3): Help[] {
  const situation = situation_of(alert.kind);
  const types = situation === null ? [] : kSent[situation];
  const about = new Set(alert.vessels.map(({ mmsi }) => mmsi));
  const sent = features.filter(({ properties: { mmsi, kind, lost, ship_type } }) => {
    const aircraft = situation === "distress" && kind === "sar_aircraft";
    return !lost && !about.has(mmsi) && (aircraft || (ship_type !== undefined && types.includes(ship_type)));
  });
  const found = sent.map(({ properties: { mmsi, name }, geometry: { coordinates } }): Help => {
    const { distance_m, bearing_deg } = inverse(alert, { lat: coordinates[1]!, lon: coordinates[0]! });
    return { mmsi, name: name ?? null, distance_m, bearing_deg };
  });
  return found.sort((a, b) => a.distance_m - b.distance_m || a.mmsi - b.mmsi).slice(0, most);
}

/** Whether anybody is sent there at all. */
export function wants_help(alert: Alert): boolean {
  const situation = situation_of(alert.kind);
  return situation !== null && kSent[situation].length > 0;
}

/** Where help is looked for: some 60 nm about it. */
export function help_box({ lat, lon }: Alert): string {
  const east = Math.min(1 / Math.max(0.05, Math.cos((lat * Math.PI) / 180)), 20);
  const round = (degrees: number): number => ((((degrees + 180) % 360) + 360) % 360) - 180;
  return [round(lon - east), Math.max(-90, lat - 1), round(lon + east), Math.min(90, lat + 1)].map((degrees) => degrees.toFixed(3)).join(",");
}
