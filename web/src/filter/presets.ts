// Filters kept under a name, in this browser. They are stored as the address holds them.

import { read_stored, write_stored } from "../storage";
import { read_filter, write_filter, type Filter } from "./filter";

export interface Preset {
  name: string;
  filter: Filter;
}

const kName = "filters";
/** More than these nobody finds again. */
export const kPresetsMax = 30;
export const kPresetNameMax = 40;

export function parse_presets(text: string | null): Preset[] {
  try {
    const all: unknown = JSON.parse(text ?? "[]");
    if (!Array.isArray(all)) return [];
    return all
      .filter((one): one is [string, string] => Array.isArray(one) && typeof one[0] === "string" && typeof one[1] === "string" && one[0].trim() !== "")
      .slice(0, kPresetsMax)
      .map(([name, filter]) => ({ name: name.slice(0, kPresetNameMax), filter: read_filter(filter) }));
  } catch {
    return []; // not ours, or broken: the officer starts anew
  }
}

export function print_presets(presets: readonly Preset[]): string {
  return JSON.stringify(presets.map(({ name, filter }) => [name, write_filter(filter)]));
}

/** With the filter under that name, in place of one that had it; the oldest goes when there are too many. */
export function with_preset(presets: readonly Preset[], name: string, filter: Filter): Preset[] {
  const kept = name.trim().slice(0, kPresetNameMax);
  return [...presets.filter((one) => one.name !== kept), { name: kept, filter }].slice(-kPresetsMax);
}

export function load_presets(): Preset[] {
  return parse_presets(read_stored(kName));
}

export function save_presets(presets: readonly Preset[]): void {
  write_stored(kName, presets.length === 0 ? null : print_presets(presets));
}
