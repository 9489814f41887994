// A point that a tool works with: a place, or a vessel, with which it moves. A vessel that has left the picture stays where
// it was last.

import { lat_of, lon_of, type Picture } from "../picture/picture";
import { inverse, type Geodesic, type Place } from "./geodesy";

export interface Anchor extends Place {
  /** The vessel it moves with; `lat` and `lon` are where it was when it was picked. */
  mmsi?: number;
}

export function resolve(anchor: Anchor, picture: Picture): Place {
  const found = anchor.mmsi === undefined ? null : picture.find(anchor.mmsi);
  return found === null ? { lat: anchor.lat, lon: anchor.lon } : { lat: lat_of(found), lon: lon_of(found) };
}

/** Legs between places in their order, and their sum. */
export function legs(places: readonly Place[]): { legs: Geodesic[]; total_m: number } {
  const all = places.slice(1).map((place, i) => inverse(places[i]!, place));
  return { legs: all, total_m: all.reduce((sum, leg) => sum + leg.distance_m, 0) };
}
