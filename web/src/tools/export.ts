// What is visible, as CSV and GeoJSON. Names of columns carry their unit; what a vessel did not say is left out, never a
// sentinel. Simulated traffic says so in each row.

import { lat_of, lon_of, type Cell, type Found, type Picture } from "../picture/picture";
import { kAbsent16, kAbsent8, kFlag } from "../wire/layout";
import type { Box } from "../wire/control";

export interface ExportRow {
  mmsi: number;
  observed_at: string;
  lat: number;
  lon: number;
  kind: string;
  sog_kn?: number;
  cog_deg?: number;
  heading_deg?: number;
  nav_status?: number;
  ship_type?: number;
  name?: string;
  call_sign?: string;
  imo?: number;
  destination?: string;
  length_m?: number;
  beam_m?: number;
  lost: boolean;
  simulated: boolean;
}

const kColumns = [
  "mmsi", "observed_at", "lat", "lon", "kind", "sog_kn", "cog_deg", "heading_deg", "nav_status", "ship_type", "name", "call_sign", "imo",
  "destination", "length_m", "beam_m", "lost", "simulated",
] as const satisfies readonly (keyof ExportRow)[];

const kKinds = ["unknown", "class_a", "class_b", "base_station", "aid_to_navigation", "sar_aircraft", "sart", "mob", "epirb"];

/** The vessels in a box that may be seen, by MMSI. */
export function visible_rows(picture: Picture, box: Box, visible: (cell: Cell, index: number) => boolean): ExportRow[] {
  const rows = new Map<number, ExportRow>();
  for (const cell of picture.cells.values()) {
    for (let index = 0; index < cell.count; ++index) {
      const found = { cell, index };
      const lat = lat_of(found), lon = lon_of(found);
      if (lat < box.south || lat > box.north || lon < box.west || lon > box.east || !visible(cell, index)) continue;
      rows.set(cell.mmsi[index]!, row_of(picture, found));
    }
  }
  return [...rows.values()].sort((a, b) => a.mmsi - b.mmsi);
}

function row_of(picture: Picture, found: Found): ExportRow {
  const { cell, index } = found;
  const mmsi = cell.mmsi[index]!;
  const identity = picture.identities.get(mmsi);
  const flags = cell.flags[index]!;
  const tenths = (value: number): number | undefined => (value === kAbsent16 ? undefined : value / 10);
  const ship_type = cell.ship_type[index]! || (identity?.ship_type ?? 0);
  const length_m = (identity?.to_bow_m ?? 0) + (identity?.to_stern_m ?? 0), beam_m = (identity?.to_port_m ?? 0) + (identity?.to_starboard_m ?? 0);
  const row: ExportRow = {
    mmsi,
    observed_at: new Date(cell.now_us / 1000 - cell.age[index]! * 1000).toISOString(),
    lat: Number(lat_of(found).toFixed(5)), // a cell's step is 0.85 m
    lon: Number(lon_of(found).toFixed(5)),
    kind: kKinds[cell.kind[index]!] ?? "unknown",
    lost: (flags & kFlag.lost) !== 0,
    simulated: (flags & kFlag.simulated) !== 0,
  };
  const given = {
    sog_kn: tenths(cell.sog[index]!), cog_deg: tenths(cell.cog[index]!), heading_deg: tenths(cell.heading[index]!),
    nav_status: cell.nav_status[index]! === kAbsent8 ? undefined : cell.nav_status[index]!,
    ship_type: ship_type === 0 ? undefined : ship_type,
    name: identity?.name, call_sign: identity?.call_sign, imo: identity?.imo, destination: identity?.destination,
    length_m: length_m === 0 ? undefined : length_m, beam_m: beam_m === 0 ? undefined : beam_m,
  };
  return Object.assign(row, Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
}

/** Quoted where it must be (RFC 4180); what a spreadsheet would take for a formula is made text. */
function cell_text(value: ExportRow[keyof ExportRow]): string {
  if (value === undefined) return "";
  let text = String(value);
  if (typeof value === "string" && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function to_csv(rows: readonly ExportRow[]): string {
  const lines = [kColumns.join(","), ...rows.map((row) => kColumns.map((column) => cell_text(row[column])).join(","))];
  return `${lines.join("\r\n")}\r\n`;
}

export function to_geojson(rows: readonly ExportRow[]): string {
  const features = rows.map(({ lat, lon, ...properties }) => ({
    type: "Feature", id: properties.mmsi, geometry: { type: "Point", coordinates: [lon, lat] }, properties,
  }));
  return JSON.stringify({ type: "FeatureCollection", features });
}

/** A name for a file of this moment: narrows-north-shore-20260101T120000Z.csv */
export function file_name(node: string, at_ms: number, extension: string): string {
  const time = new Date(at_ms).toISOString().replace(/[-:]/g, "").replace(/\.\d+/, "");
  const safe = node.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  return `narrows-${safe === "" ? "node" : safe}-${time}.${extension}`;
}
