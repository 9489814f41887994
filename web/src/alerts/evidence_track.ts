// What an alert's evidence puts on the map: the way of each vessel, where it was when the situation began and when it
// was decided, and what of the map shows all of it. Pure functions; overlay.ts draws.

import type { Schema } from "../account/session";
import type { MapBox } from "../map/sea_map";
import { kGap_ms, stretches } from "../map/track_marks";
import type { TrailPoint } from "../map/trails";
import { mercator_x, mercator_y } from "../picture/picture";
import type { GroupColour } from "../tools/groups";
import type { Alert } from "./alert";

export interface EvidencePoint extends TrailPoint {
  /** The alert rests on this report. */
  used: boolean;
}
export interface EvidenceTrack {
  /** As the alert names the vessel: mmsi:499000001. */
  track: string;
  name: string;
  colour: GroupColour;
  /** A second and third vessel are told from the first without colour too. */
  dash: readonly number[];
  /** Broken where nothing was heard. */
  parts: EvidencePoint[][];
  /** Null: nothing was heard about then. */
  at_begin: TrailPoint | null;
  at_decided: TrailPoint | null;
}

/** None of them the colour of a priority, of a target or of a danger. */
const kTrackColours = ["cyan", "violet", "white"] as const satisfies readonly GroupColour[];
const kDashes: readonly (readonly number[])[] = [[], [11, 4], [3, 4]];
const kWorld_m = mercator_x(180) - mercator_x(-180);

/** Drawn beside `lon`, also where the date line lies between. */
function x_beside(lon: number, beside: number): number {
  const x = mercator_x(lon);
  return x + kWorld_m * Math.round((mercator_x(beside) - x) / kWorld_m);
}

/** Between two reports as a straight line goes, after the last one there; null within or after a silence. */
export function place_at(points: readonly TrailPoint[], at_ms: number): TrailPoint | null {
  const after = points.findIndex((point) => point.at_ms >= at_ms);
  if (points[after]?.at_ms === at_ms) return points[after]!;
  const before = after < 0 ? points.at(-1) : points[after - 1];
  if (before === undefined) return null;
  if (after < 0) return at_ms - before.at_ms > kGap_ms ? null : before;
  const next = points[after]!;
  if (next.at_ms - before.at_ms > kGap_ms) return null;
  const share = (at_ms - before.at_ms) / (next.at_ms - before.at_ms);
  return { at_ms, x: before.x + (next.x - before.x) * share, y: before.y + (next.y - before.y) * share };
}

export function evidence_tracks(alert: Alert, evidence: Pick<Schema["Evidence"], "tracks">): EvidenceTrack[] {
  return evidence.tracks.flatMap(({ track, mmsi, name, points }, i) => {
    if (points.length === 0) return []; // radar tracks are in no history
    const all = points.map(({ t, lat, lon, used }): EvidencePoint => ({ at_ms: Date.parse(t), x: x_beside(lon, alert.lon), y: mercator_y(lat), used }));
    return [{
      track,
      name: name ?? (mmsi === undefined ? track : String(mmsi)),
      colour: kTrackColours[i % kTrackColours.length]!,
      dash: kDashes[i % kDashes.length]!,
      parts: stretches(all) as EvidencePoint[][],
      at_begin: place_at(all, Date.parse(alert.begin)),
      at_decided: place_at(all, Date.parse(alert.decided)),
    }];
  });
}

/** All of the tracks and where the alert is; null without tracks. */
export function box_of(alert: Alert, tracks: readonly EvidenceTrack[]): MapBox | null {
  if (tracks.length === 0) return null;
  const at = { x: mercator_x(alert.lon), y: mercator_y(alert.lat) };
  const out: MapBox = { west: at.x, east: at.x, south: at.y, north: at.y };
  for (const { x, y } of tracks.flatMap(({ parts }) => parts.flat())) {
    out.west = Math.min(out.west, x);
    out.east = Math.max(out.east, x);
    out.south = Math.min(out.south, y);
    out.north = Math.max(out.north, y);
  }
  return out;
}
