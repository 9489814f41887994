// One filter for map, list and replay: what it is, how it is written into an address, and which vessels pass.
// Pure. Two things it never hides: who is in distress, and who is selected (the caller adds the latter).
//   class:tanker,cargo;flag:IR,--;speed:5..20;length:100..;age:..600;area:26.1,56.2,26.4,56.2,26.4,56.6;text:dawn

import { kAbsent16, kKind } from "../wire/layout";
import { class_of, kClasses, type VesselClass } from "../words/class";
import { flag_of } from "../words/flag";
import { fold } from "../words/fold";

/** Both ends belong to it; an end that is absent is open. */
export interface Range {
  min?: number;
  max?: number;
}

export interface Filter {
  /** None: all. */
  classes: readonly VesselClass[];
  /** "a", "b": class of the AIS station. None: all. */
  stations: readonly Station[];
  /** ISO 3166-1 alpha-2, or kNoFlag. None: all. */
  flags: readonly string[];
  speed_kn: Range;
  length_m: Range;
  /** Since the last position, seconds. */
  age_s: Range;
  /** Corners of a polygon; or the name of a zone in the area pack. */
  area: readonly (readonly [lat: number, lon: number])[] | string | null;
  /** Found in name, MMSI, IMO, call sign or destination; upper and lower case and accents alike. */
  text: string;
}

export const kStations = ["a", "b"] as const;
export type Station = (typeof kStations)[number];

/** The flag of who has none. */
export const kNoFlag = "--";

export const kNoFilter: Filter = { classes: [], stations: [], flags: [], speed_kn: {}, length_m: {}, age_s: {}, area: null, text: "" };

/** Corners beyond these are not drawn by hand and make an address that cannot be sent. */
export const kCornersMax = 200;
const kTextMax = 100;

function is_open(range: Range): boolean {
  return range.min === undefined && range.max === undefined;
}

export function is_empty(filter: Filter): boolean {
  return parts_of(filter).length === 0;
}

/** The parts that narrow something, one chip each. */
export type Part = "classes" | "stations" | "flags" | "speed_kn" | "length_m" | "age_s" | "area" | "text";

export function parts_of(filter: Filter): Part[] {
  const narrows: Record<Part, boolean> = {
    classes: filter.classes.length > 0,
    stations: filter.stations.length > 0,
    flags: filter.flags.length > 0,
    speed_kn: !is_open(filter.speed_kn),
    length_m: !is_open(filter.length_m),
    age_s: !is_open(filter.age_s),
    area: filter.area !== null,
    text: filter.text.trim() !== "",
  };
  return (Object.keys(narrows) as Part[]).filter((part) => narrows[part]);
}

export function without(filter: Filter, part: Part): Filter {
  return { ...filter, [part]: kNoFilter[part] };
}

/** What is asked of a vessel. Absent: it did not say. */
export interface Candidate {
  mmsi: number;
  lat: number;
  lon: number;
  kind: number;
  nav_status: number;
  ship_type: number;
  /** 0.1 kn; 65535 absent. */
  sog: number;
  age_s: number;
  length_m: number | undefined;
  name: string | undefined;
  call_sign: string | undefined;
  imo: number | undefined;
  destination: string | undefined;
}

export type Corners = readonly (readonly [lat: number, lon: number])[];
export type Zones = ReadonlyMap<string, readonly Corners[]>;

const kSartActive = 14;

export function in_distress(kind: number, nav_status: number): boolean {
  return kind === kKind.sart || kind === kKind.mob || kind === kKind.epirb || nav_status === kSartActive;
}

function in_range(value: number | undefined, range: Range): boolean {
  if (value === undefined) return false; // who did not say is not known to be within
  return (range.min === undefined || value >= range.min) && (range.max === undefined || value <= range.max);
}

/** Even-odd, on longitudes unrolled round the first corner, so that the date line is no edge. */
export function in_polygon(lat: number, lon: number, corners: readonly (readonly [lat: number, lon: number])[]): boolean {
  if (corners.length < 3) return false;
  const base = corners[0]![1];
  const unrolled = (degrees: number): number => ((((degrees - base + 180) % 360) + 360) % 360) - 180;
  const x = unrolled(lon);
  let inside = false;
  for (let i = 0, j = corners.length - 1; i < corners.length; j = i++) {
    const [yi, yj] = [corners[i]![0], corners[j]![0]];
    if (yi > lat === yj > lat) continue;
    const [xi, xj] = [unrolled(corners[i]![1]), unrolled(corners[j]![1])];
    if (x < xi + ((lat - yi) / (yj - yi)) * (xj - xi)) inside = !inside;
  }
  return inside;
}

/** A test for the filter, with its sets made once. A zone that the pack does not have hides nobody. */
export function passer(filter: Filter, zones: Zones = new Map()): (vessel: Candidate) => boolean {
  const classes = new Set(filter.classes);
  const flags = new Set(filter.flags);
  const stations = new Set<number>(filter.stations.map((station) => (station === "a" ? kKind.class_a : kKind.class_b)));
  const polygons = typeof filter.area === "string" ? zones.get(filter.area) : filter.area === null ? undefined : [filter.area];
  const words = fold(filter.text);
  return (vessel) => {
    if (in_distress(vessel.kind, vessel.nav_status)) return true;
    if (classes.size > 0 && !classes.has(class_of(vessel.kind, vessel.ship_type))) return false;
    if (stations.size > 0 && !stations.has(vessel.kind)) return false;
    if (flags.size > 0 && !flags.has(flag_of(vessel.mmsi) ?? kNoFlag)) return false;
    if (!is_open(filter.speed_kn) && !in_range(vessel.sog === kAbsent16 ? undefined : vessel.sog / 10, filter.speed_kn)) return false;
    if (!is_open(filter.length_m) && !in_range(vessel.length_m, filter.length_m)) return false;
    if (!is_open(filter.age_s) && !in_range(vessel.age_s, filter.age_s)) return false;
    if (polygons !== undefined && !polygons.some((corners) => in_polygon(vessel.lat, vessel.lon, corners))) return false;
    return words === "" || says(vessel, words);
  };
}

function says(vessel: Candidate, words: string): boolean {
  const { name, call_sign, destination, mmsi, imo } = vessel;
  if (String(mmsi).includes(words) || (imo !== undefined && String(imo).includes(words))) return true;
  return [name, call_sign, destination].some((text) => text !== undefined && fold(text).includes(words));
}

// The address ---------------------------------------------------------------------------------------------

function write_range({ min, max }: Range): string {
  return `${min ?? ""}..${max ?? ""}`;
}

export function write_filter(filter: Filter): string {
  const out: string[] = [];
  const narrows = new Set(parts_of(filter));
  if (narrows.has("classes")) out.push(`class:${filter.classes.join(",")}`);
  if (narrows.has("stations")) out.push(`station:${filter.stations.join(",")}`);
  if (narrows.has("flags")) out.push(`flag:${filter.flags.join(",")}`);
  if (narrows.has("speed_kn")) out.push(`speed:${write_range(filter.speed_kn)}`);
  if (narrows.has("length_m")) out.push(`length:${write_range(filter.length_m)}`);
  if (narrows.has("age_s")) out.push(`age:${write_range(filter.age_s)}`);
  if (typeof filter.area === "string") out.push(`zone:${filter.area}`);
  else if (filter.area !== null) out.push(`area:${filter.area.flat().map((degrees) => Number(degrees.toFixed(5))).join(",")}`);
  if (narrows.has("text")) out.push(`text:${filter.text.trim()}`); // last: it may hold anything
  return out.join(";");
}

function read_range(text: string): Range {
  const [, low, high] = /^(\d*\.?\d*)\.\.(\d*\.?\d*)$/.exec(text) ?? [];
  const end = (word: string | undefined): number | undefined => (word === undefined || word === "" || !Number.isFinite(Number(word)) ? undefined : Number(word));
  const [min, max] = [end(low), end(high)];
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function read_area(text: string): Filter["area"] {
  const numbers = text.split(",").map((word) => (word.trim() === "" ? NaN : Number(word)));
  if (numbers.length % 2 !== 0 || numbers.length < 6 || numbers.length > 2 * kCornersMax) return null;
  const corners = Array.from({ length: numbers.length / 2 }, (_, i): [number, number] => [numbers[2 * i]!, numbers[2 * i + 1]!]);
  return corners.every(([lat, lon]) => Math.abs(lat) <= 90 && Math.abs(lon) <= 180) ? corners : null;
}

/** Reads what `write_filter` wrote; a part that it cannot read narrows nothing. */
export function read_filter(text: string): Filter {
  const filter: Filter = { ...kNoFilter };
  const at = text.search(/(^|;)text:/);
  const parts = (at < 0 ? text : text.slice(0, at)).split(";");
  if (at >= 0) filter.text = text.slice(text.indexOf("text:", at) + 5).trim().slice(0, kTextMax);
  const known = <T extends string>(value: string, all: readonly T[]): T[] => all.filter((one) => value.split(",").includes(one));
  for (const part of parts) {
    const colon = part.indexOf(":");
    const value = part.slice(colon + 1);
    switch (part.slice(0, colon)) {
      case "class": filter.classes = known(value, kClasses); break;
      case "station": filter.stations = known(value, kStations); break;
      case "flag": filter.flags = [...new Set(value.split(",").filter((code) => code === kNoFlag || /^[A-Z]{2}$/.test(code)))].sort(); break;
      case "speed": filter.speed_kn = read_range(value); break;
      case "length": filter.length_m = read_range(value); break;
      case "age": filter.age_s = read_range(value); break;
      case "area": filter.area = read_area(value); break;
      case "zone": filter.area = /^[^;]{1,100}$/.test(value) ? value : null; break;
    }
  }
  return filter;
}
