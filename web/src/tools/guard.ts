// Guard zones: places an officer watches. A vessel that comes in is listed, announced and heard; one that was in when the zone was
// drawn is not news. Kept in this browser, in the form of docs/formats/console-local.md; the node's own rules
// (watch) are something else.

import { lat_of, lon_of, type Cell, type Picture } from "../picture/picture";
import { kFlag } from "../wire/layout";
import { bad, good, type Result } from "../wire/result";
import { inverse, signed, type Place } from "./geodesy";
import { list, new_id, number_of, parse, text_of, type Json } from "./stored";

interface Common {
  id: string;
  name: string;
  /** Off: drawn, but nobody is announced. */
  armed: boolean;
}
export type GuardZone =
  | (Common & { kind: "polygon"; points: Place[] })
  | (Common & { kind: "circle"; centre: Place; radius_m: number });

export const kGuardZones = 100;
export const kGuardPoints = 200;
const kRadiusMost_m = 200 * 1852;
const kFormat = "narrows-guard-zones";
const kVersion = 1;

/** Whether a place lies within; edges of a polygon are straight on the chart. */
export function contains(zone: GuardZone, place: Place): boolean {
  if (zone.kind === "circle") return inverse(zone.centre, place).distance_m <= zone.radius_m;
  let inside = false;
  const { points } = zone;
  const first = points[0]!.lon; // counted from here, a zone across the date line is whole
  const at = signed(place.lon - first);
  const x = (p: Place): number => signed(p.lon - first) - at;
  const y = (p: Place): number => p.lat - place.lat;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const a = points[i]!, b = points[j]!;
    if (y(a) > 0 !== y(b) > 0 && x(a) + ((0 - y(a)) / (y(b) - y(a))) * (x(b) - x(a)) > 0) inside = !inside;
  }
  return inside;
}

export interface Entry {
  zone: string;
  mmsi: number;
  /** UTC, milliseconds: the picture's time at which it was first seen within. */
  at_ms: number;
}

/** Entries kept for the list. */
export const kEntries = 200;

/** Knows who is in which zone. */
export class GuardWatch {
  readonly #inside = new Map<string, Set<number>>();
  /** The form of a zone as it was watched last: a zone that was changed is a new one. */
  readonly #forms = new Map<string, string>();
  /** Newest first. */
  entries: readonly Entry[] = [];

  /** Looks at the picture; gives who came in since the last look. */
  look(picture: Picture, zones: readonly GuardZone[], now_ms: number, hidden: (cell: Cell, index: number) => boolean = () => false): Entry[] {
    const came: Entry[] = [];
    for (const zone of zones) {
      const form = JSON.stringify({ ...zone, name: "", armed: true });
      const before = this.#forms.get(zone.id) === form ? this.#inside.get(zone.id) : undefined;
      const inside = vessels_in(zone, picture, hidden);
      this.#forms.set(zone.id, form);
      this.#inside.set(zone.id, inside);
      if (before === undefined || !zone.armed) continue;
      for (const mmsi of inside) if (!before.has(mmsi)) came.push({ zone: zone.id, mmsi, at_ms: now_ms });
    }
    for (const id of this.#forms.keys()) {
      if (zones.some((zone) => zone.id === id)) continue;
      this.#forms.delete(id);
      this.#inside.delete(id);
    }
    this.entries = [...came, ...this.entries].slice(0, kEntries);
    return came;
  }

  inside(zone: string): ReadonlySet<number> {
    return this.#inside.get(zone) ?? new Set();
  }

  /** Another picture (a new connection, a replay set back): who is in now is no news. */
  restart(): void {
    this.#inside.clear();
    this.#forms.clear();
  }
}

/** Vessels in a zone whose reports are current: one that is lost neither comes nor stays. */
function vessels_in(zone: GuardZone, picture: Picture, hidden: (cell: Cell, index: number) => boolean): Set<number> {
  const inside = new Set<number>();
  const box = box_of(zone);
  for (const cell of picture.cells.values()) {
    for (let index = 0; index < cell.count; ++index) {
      if ((cell.flags[index]! & kFlag.lost) !== 0 || hidden(cell, index)) continue;
      const found = { cell, index };
      const lat = lat_of(found);
      if (lat < box.south || lat > box.north) continue;
      if (contains(zone, { lat, lon: lon_of(found) })) inside.add(cell.mmsi[index]!);
    }
  }
  return inside;
}

function box_of(zone: GuardZone): { south: number; north: number } {
  if (zone.kind === "polygon") return { south: Math.min(...zone.points.map((p) => p.lat)), north: Math.max(...zone.points.map((p) => p.lat)) };
  const reach = zone.radius_m / 110_000;
  return { south: zone.centre.lat - reach, north: zone.centre.lat + reach };
}

export function write_guard_zones(zones: readonly GuardZone[]): string {
  return JSON.stringify({ format: kFormat, version: kVersion, zones }, null, 1);
}

export function read_guard_zones(text: string): Result<GuardZone[]> {
  const document = parse(text, kFormat, kVersion);
  return document.ok ? list(document.value.zones, "zones", kGuardZones, read_zone) : document;
}

function read_zone(json: Json, at: string): Result<GuardZone> {
  const name = text_of(json.name, 100);
  if (name === null) return bad(`${at}.name is not a text of at most 100 characters`);
  const common = { id: text_of(json.id, 60) ?? new_id(), name, armed: json.armed !== false };
  if (json.kind === "circle") {
    const centre = read_place(json.centre);
    const radius_m = number_of(json.radius_m, 1, kRadiusMost_m);
    if (centre === null) return bad(`${at}.centre is not a place`);
    if (radius_m === null) return bad(`${at}.radius_m is not from 1 to ${kRadiusMost_m}`);
    return good({ ...common, kind: "circle", centre, radius_m });
  }
  if (json.kind !== "polygon") return bad(`${at}.kind is neither "polygon" nor "circle"`);
  if (!Array.isArray(json.points) || json.points.length < 3 || json.points.length > kGuardPoints) return bad(`${at}.points are not from 3 to ${kGuardPoints}`);
  const points: Place[] = [];
  for (const [i, point] of json.points.entries()) {
    const place = read_place(point);
    if (place === null) return bad(`${at}.points[${i}] is not a place`);
    points.push(place);
  }
  return good({ ...common, kind: "polygon", points });
}

function read_place(value: unknown): Place | null {
  const { lat, lon } = (value ?? {}) as Json;
  const [a, o] = [number_of(lat, -90, 90), number_of(lon, -180, 180)];
  return a === null || o === null ? null : { lat: a, lon: o };
}
