// Reading JSON that comes from outside this window: local storage, a file an officer brings. Every field is checked; what
// is wrong is said with its place, and nothing of a wrong document is taken.

import { bad, good, type Result } from "../wire/result";

export type Json = Record<string, unknown>;

export function is_object(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function parse(text: string, format: string, version: number): Result<Json> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return bad("not JSON");
  }
  if (!is_object(value)) return bad("not an object");
  if (value.format !== format) return bad(`format is not "${format}"`);
  if (value.version !== version) return bad(`version ${String(value.version)} is not ${version}`);
  return good(value);
}

/** A list, each entry read by `read`, which says what is wrong or gives the entry. */
export function list<T>(value: unknown, name: string, max: number, read: (entry: Json, at: string) => Result<T>): Result<T[]> {
  if (!Array.isArray(value)) return bad(`${name} is not a list`);
  if (value.length > max) return bad(`${name} has ${value.length} entries, at most ${max} are taken`);
  const out: T[] = [];
  for (const [i, entry] of value.entries()) {
    const at = `${name}[${i}]`;
    if (!is_object(entry)) return bad(`${at} is not an object`);
    const one = read(entry, at);
    if (!one.ok) return one;
    out.push(one.value);
  }
  return good(out);
}

export function text_of(value: unknown, max: number): string | null {
  return typeof value === "string" && value.trim() !== "" && value.length <= max ? value : null;
}

export function number_of(value: unknown, min: number, max: number): number | null {
  return typeof value === "number" && value >= min && value <= max ? value : null;
}

export function mmsi_of(value: unknown): number | null {
  const mmsi = number_of(value, 1, 999_999_999);
  return mmsi !== null && Number.isInteger(mmsi) ? mmsi : null;
}

/** An id that no other has: time and chance. */
export function new_id(): string {
  return `${Date.now().toString(36)}-${Math.floor(Math.random() * 36 ** 6).toString(36)}`;
}
