// The whole view as the address's hash, so that a view can be sent, kept and restored:
//   #26.44000,56.42000,10.20&mmsi=999000001&palette=night&lang=fa&vector=6
// What cannot be read is left out; the console then takes its default.

import { kPalettes, type PaletteName } from "../map/palette";
import { kLanguages, type Language } from "../i18n/languages";
import { kVectorMinutes } from "../map/settings";

export interface ViewHash {
  lat?: number;
  lon?: number;
  zoom?: number;
  mmsi?: number;
  palette?: PaletteName;
  language?: Language;
  vector_min?: number;
}

export function write_hash(view: ViewHash): string {
  const parts: string[] = [];
  if (view.lat !== undefined && view.lon !== undefined && view.zoom !== undefined) {
    parts.push(`${view.lat.toFixed(5)},${view.lon.toFixed(5)},${view.zoom.toFixed(2)}`);
  }
  if (view.mmsi !== undefined) parts.push(`mmsi=${view.mmsi}`);
  if (view.palette !== undefined) parts.push(`palette=${view.palette}`);
  if (view.language !== undefined) parts.push(`lang=${view.language}`);
  if (view.vector_min !== undefined) parts.push(`vector=${view.vector_min}`);
  return `#${parts.join("&")}`;
}

export function read_hash(hash: string): ViewHash {
  const view: ViewHash = {};
  for (const part of hash.replace(/^#/, "").split("&")) {
    const [key, value] = part.split("=", 2) as [string, string | undefined];
    if (value === undefined) {
      const [lat, lon, zoom, ...rest] = key.split(",").map((text) => (text.trim() === "" ? NaN : Number(text)));
      if (rest.length === 0 && within(lat, 85) && within(lon, 180) && within(zoom, 24)) {
        Object.assign(view, { lat, lon, zoom });
      }
    } else if (key === "mmsi" && /^\d{1,10}$/.test(value)) {
      view.mmsi = Number(value);
    } else if (key === "palette") {
      const palette = kPalettes.find((name) => name === value);
      if (palette !== undefined) view.palette = palette;
    } else if (key === "lang") {
      const language = kLanguages.find((name) => name === value);
      if (language !== undefined) view.language = language;
    } else if (key === "vector") {
      const minutes = kVectorMinutes.find((minute) => String(minute) === value);
      if (minutes !== undefined) view.vector_min = minutes;
    }
  }
  return view;
}

function within(value: number | undefined, limit: number): boolean {
  return value !== undefined && Math.abs(value) <= limit; // false for NaN
}
