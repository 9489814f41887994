// An area pack as the node serves it under /areas/NAME/: pack.json, tss.json and zones.json (see
// areas/README.md) and coast.json (see tools/coast/clip.mjs). A pack that is missing, or a file of it, never
// stops the picture.

import type { Box } from "../wire/control";

export type Point = [lat: number, lon: number];

/** By language tag; English is always there. */
export type Names = Record<string, string>;

export interface Lane {
  name: string;
  centreline: Point[];
  polygon?: Point[];
}

export interface Scheme {
  name: string;
  title?: Names;
  lane?: Lane[];
  separation_zone?: { polygon: Point[] }[];
  line?: { kind: "separation_line" | "boundary" | "inshore_limit"; points: Point[] }[];
}

export interface Place {
  name: Names;
  kind: "port" | "island" | "land";
  lat: number;
  lon: number;
  source?: string;
  /** Of a port, ISO 3166-1 alpha-3. */
  state?: string;
  locode?: string;
  /** World Port Index number. */
  wpi?: number;
  harbour_size?: "large" | "medium" | "small" | "very_small";
  channel_depth_m?: number;
  anchorage_depth_m?: number;
  cargo_pier_depth_m?: number;
  oil_terminal_depth_m?: number;
  vessel_draught_max_m?: number;
}

export type ZoneKind =
  | "inshore_traffic_zone"
  | "precautionary_area"
  | "anchorage"
  | "waiting_area"
  | "fishing_ground"
  | "territorial_sea"
  | "port_area"
  | "depth_area"
  | "restricted_area";

interface ZoneOf {
  id: string;
  kind: ZoneKind;
  name: Names;
  source?: string;
  tolerance_m?: number;
  note?: Names;
  /** Of a territorial sea: whose, ISO 3166-1 alpha-3, as the pack or the node's configuration has it. */
  state?: string;
  /** Of an inshore traffic zone: the scheme it belongs to. */
  scheme?: string;
  depth_min_m?: number;
  depth_max_m?: number;
  restriction?: "no_entry" | "no_anchoring" | "no_fishing" | "speed";
  speed_max_kn?: number;
}

/** Rings are not closed by repeating the first point, and may run either way round. */
export type Zone = ZoneOf & ({ polygon: Point[]; polygons?: undefined } | { polygons: Point[][]; polygon?: undefined });

export interface Gate {
  id: string;
  name: Names;
  /** "In" is a crossing from right to left, seen along the line. */
  line: Point[];
  in: Names;
  out: Names;
  ends?: "land" | "open";
}

export interface Source {
  id: string;
  text: string;
  licence: string;
  url?: string;
}

export interface Pack {
  name: string;
  title: Names;
  /** Everything of the pack is named in each of these. */
  languages: string[];
  bbox: Box;
  view: { lat: number; lon: number; zoom: number };
  time_zone: string;
  /** One line, always shown. */
  attribution: string;
  source?: Source[];
  note?: Names[];
  place?: Place[];
}

export interface Coast {
  attribution: string;
  /** The package it was cut from, with its version. */
  source?: string;
  clip: Box;
  /** [lat, lon, lat, lon, …] of each outer ring of land. */
  rings: number[][];
}

export interface Area {
  pack: Pack;
  schemes: Scheme[];
  zones: Zone[];
  gates: Gate[];
  coast: Coast | null;
}

async function fetch_json<T>(path: string): Promise<T | null> {
  try {
    const response = await fetch(path);
    return response.ok ? ((await response.json()) as T) : null;
  } catch {
    return null;
  }
}

/** Loads a pack by its folder's name; null when the node has none of that name. */
export async function load_area(name: string): Promise<Area | null> {
  const folder = `areas/${encodeURIComponent(name)}`;
  const [pack, tss, zones, coast] = await Promise.all([
    fetch_json<Pack>(`${folder}/pack.json`),
    fetch_json<{ scheme?: Scheme[] }>(`${folder}/tss.json`),
    fetch_json<{ zone?: Zone[]; gate?: Gate[] }>(`${folder}/zones.json`),
    fetch_json<Coast>(`${folder}/coast.json`),
  ]);
  if (pack === null) return null;
  return {
    pack,
    schemes: tss?.scheme ?? [],
    zones: zones?.zone ?? [],
    gates: zones?.gate ?? [],
    coast: coast !== null && Array.isArray(coast.rings) ? coast : null,
  };
}

/** The rings that are the zone together. */
export function rings_of(zone: Zone): Point[][] {
  return zone.polygons ?? [zone.polygon];
}

/** A name in the language, else in English, else whatever there is. */
export function in_language(names: Names | undefined, language: string, fallback: string): string {
  return names?.[language] ?? names?.en ?? fallback;
}
