// An area pack as the node serves it under /areas/NAME/: pack.json and tss.json (see areas/README.md) and
// coast.json (see tools/coast/clip.mjs). A pack that is missing, or its coast, never stops the picture.

import type { Box } from "../wire/control";

export type Point = [lat: number, lon: number];

export interface Lane {
  name: string;
  centreline: Point[];
  polygon?: Point[];
}

export interface Scheme {
  name: string;
  title?: Record<string, string>;
  lane?: Lane[];
  separation_zone?: { polygon: Point[] }[];
  line?: { kind: "separation_line" | "boundary" | "inshore_limit"; points: Point[] }[];
}

export interface Place {
  name: Record<string, string>;
  kind: "port" | "island" | "land";
  lat: number;
  lon: number;
}

export interface Pack {
  name: string;
  title: Record<string, string>;
  bbox: Box;
  view: { lat: number; lon: number; zoom: number };
  time_zone: string;
  attribution: string;
  place?: Place[];
}

export interface Coast {
  attribution: string;
  clip: Box;
  /** [lat, lon, lat, lon, …] of each outer ring of land. */
  rings: number[][];
}

export interface Area {
  pack: Pack;
  schemes: Scheme[];
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
  const [pack, tss, coast] = await Promise.all([
    fetch_json<Pack>(`${folder}/pack.json`),
    fetch_json<{ scheme?: Scheme[] }>(`${folder}/tss.json`),
    fetch_json<Coast>(`${folder}/coast.json`),
  ]);
  if (pack === null) return null;
  return { pack, schemes: tss?.scheme ?? [], coast: coast !== null && Array.isArray(coast.rings) ? coast : null };
}

/** A name in the language, else in English, else whatever there is. */
export function in_language(names: Record<string, string> | undefined, language: string, fallback: string): string {
  return names?.[language] ?? names?.en ?? fallback;
}
