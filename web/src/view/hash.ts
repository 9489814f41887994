// The whole view as the address's hash, so that a view can be sent, kept and restored:
//   #26.44000,56.42000,10.20&mmsi=999000001&palette=night&lang=fa&vector=6&panel=vessels&filter=class:tanker
// What cannot be read is left out; the console then takes its default. Keys that are not known here belong
// to panels (`layers`, `at`) or to a newer console: they are kept as they are and go back into the address.

import { kNoFilter, read_filter, write_filter, is_empty, type Filter } from "../filter/filter";
import { kDigits, kLanguages, type Digits, type Language } from "../i18n/languages";
import { kPalettes, type PaletteName } from "../map/palette";
import { kVectorMinutes } from "../map/settings";
import { read_sort, write_sort, type Sort } from "../lists/columns";

export interface ViewHash {
  lat?: number;
  lon?: number;
  zoom?: number;
  mmsi?: number;
  palette?: PaletteName;
  language?: Language;
  vector_min?: number;
  digits?: Digits;
  /** The dock or page that is open. */
  panel?: string;
  filter?: Filter;
  /** Of the list of vessels. */
  sort?: Sort;
  /** Keys that others own, with their values. */
  others?: Readonly<Record<string, string>>;
}

/** A link is not a place to store things: more keys than these, or longer, are left out. */
const kOthers = 32;
const kOtherLength = 2000;

/** Characters that a hash may hold as they are stay readable. */
function encode(value: string): string {
  return encodeURIComponent(value).replace(/%(2C|3A|3B|7E|2F|40|20)/g, (whole, hex: string) => (hex === "20" ? "+" : hex === "2F" ? "/" : decodeURIComponent(whole)));
}
function decode(value: string): string | null {
  try {
    return decodeURIComponent(value.replaceAll("+", " "));
  } catch {
    return null; // a stray %
  }
}

export function write_hash(view: ViewHash): string {
  const parts: string[] = [];
  const part = (key: string, value: string | number | undefined): void => void (value !== undefined && parts.push(`${encode(key)}=${encode(String(value))}`));
  if (view.lat !== undefined && view.lon !== undefined && view.zoom !== undefined) {
    parts.push(`${view.lat.toFixed(5)},${view.lon.toFixed(5)},${view.zoom.toFixed(2)}`);
  }
  part("mmsi", view.mmsi);
  part("palette", view.palette);
  part("lang", view.language);
  part("vector", view.vector_min);
  part("digits", view.digits);
  part("panel", view.panel);
  part("filter", view.filter === undefined || is_empty(view.filter) ? undefined : write_filter(view.filter));
  part("sort", view.sort === undefined ? undefined : write_sort(view.sort));
  for (const [key, value] of Object.entries(view.others ?? {})) part(key, value);
  return `#${parts.join("&")}`;
}

type Reader = (value: string, view: ViewHash) => void;

function one_of<T extends string | number>(values: readonly T[], take: (view: ViewHash, value: T) => void): Reader {
  return (text, view) => {
    const found = values.find((value) => String(value) === text);
    if (found !== undefined) take(view, found);
  };
}

const kReaders = new Map<string, Reader>([
  ["mmsi", (value, view) => void (/^\d{1,10}$/.test(value) && (view.mmsi = Number(value)))],
  ["palette", one_of(kPalettes, (view, palette) => (view.palette = palette))],
  ["lang", one_of(kLanguages, (view, language) => (view.language = language))],
  ["vector", one_of(kVectorMinutes, (view, minutes) => (view.vector_min = minutes))],
  ["digits", one_of(kDigits, (view, digits) => (view.digits = digits))],
  ["panel", (value, view) => void (/^[a-z_]{1,40}$/.test(value) && (view.panel = value))],
  ["filter", (value, view) => {
    const filter = read_filter(value);
    if (!is_empty(filter)) view.filter = filter;
  }],
  ["sort", (value, view) => {
    const sort = read_sort(value);
    if (sort !== null) view.sort = sort;
  }],
]);

export function read_hash(hash: string): ViewHash {
  const view: ViewHash = {};
  const others: Record<string, string> = {};
  for (const part of hash.replace(/^#/, "").split("&")) {
    const equals = part.indexOf("=");
    if (equals < 0) {
      read_place(part, view);
      continue;
    }
    const key = decode(part.slice(0, equals));
    const value = decode(part.slice(equals + 1));
    if (key === null || value === null || key === "") continue;
    const reader = kReaders.get(key);
    if (reader !== undefined) reader(value, view);
    else if (key.length + value.length <= kOtherLength && Object.keys(others).length < kOthers && key !== "__proto__") others[key] = value;
  }
  if (Object.keys(others).length > 0) view.others = others;
  return view;
}

function read_place(text: string, view: ViewHash): void {
  const [lat, lon, zoom, ...rest] = text.split(",").map((number) => (number.trim() === "" ? NaN : Number(number)));
  if (rest.length === 0 && within(lat, 85) && within(lon, 180) && within(zoom, 24)) Object.assign(view, { lat, lon, zoom });
}

function within(value: number | undefined, limit: number): boolean {
  return value !== undefined && Math.abs(value) <= limit; // false for NaN
}

/** What a view leaves unsaid; for a console that adopts an address whole. */
export const kUnsaid = { filter: kNoFilter } as const;
