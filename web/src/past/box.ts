// The box of a search: from pixels of the map, from what is typed, and into CSV what was found. Pure.

import { mercator_lat, mercator_y } from "../picture/picture";
import type { Box, Crossing } from "./api";
import { iso } from "./read";

/** The place of a pixel. `seen`: what the map shows, widened by half a screen each way, as SeaMap.box() gives it. */
export function place_of(seen: Box, width: number, height: number, x: number, y: number): { lat: number; lon: number } {
  const north = mercator_y(seen.north), south = mercator_y(seen.south);
  return {
    lon: seen.west + ((x + width / 2) / (2 * width)) * (seen.east - seen.west),
    lat: mercator_lat(north + ((y + height / 2) / (2 * height)) * (south - north)),
  };
}

export function box_between(a: { lat: number; lon: number }, b: { lat: number; lon: number }): Box {
  return { west: Math.min(a.lon, b.lon), east: Math.max(a.lon, b.lon), south: Math.min(a.lat, b.lat), north: Math.max(a.lat, b.lat) };
}

/** What is seen, without the half screens round it. */
export function box_in_view(seen: Box): Box {
  const [a, b] = [place_of(seen, 1, 1, 0, 0), place_of(seen, 1, 1, 1, 1)];
  return box_between(a, b);
}

/** Four numbers as typed; null: they are no box. West may be east of east: then it goes over the date line. */
export function read_box(typed: Record<keyof Box, string>): Box | null {
  const value = (text: string, most: number): number => {
    const number = text.trim() === "" ? NaN : Number(text.replace(",", "."));
    return Math.abs(number) <= most ? number : NaN;
  };
  const box = { west: value(typed.west, 180), east: value(typed.east, 180), south: value(typed.south, 90), north: value(typed.north, 90) };
  return Object.values(box).some(Number.isNaN) || box.south >= box.north || box.west === box.east ? null : box;
}

function quoted(text: string): string {
  // A cell that begins like a formula would be one to a spreadsheet.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function crossings_csv(crossings: readonly Crossing[]): string {
  const head = "mmsi,name,flag,first_seen,last_seen,reports,passes";
  const lines = crossings.map((c) => [c.mmsi, quoted(c.name ?? ""), c.flag?.iso2 ?? "", iso(c.first_ms), iso(c.last_ms), c.reports, c.passes].join(","));
  return [head, ...lines, ""].join("\r\n");
}
