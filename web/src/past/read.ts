// Reading JSON that came from outside: each function gives the value or null.

export type Json = Record<string, unknown>;

export function object(value: unknown): Json | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : null;
}
export function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
export function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
/** RFC 3339 to milliseconds. */
export function time_ms(value: unknown): number | null {
  const ms = typeof value === "string" ? Date.parse(value) : NaN;
  return Number.isFinite(ms) ? ms : null;
}
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
/** The items of a list that can be read; others are left out. */
export function items_of<T>(json: Json, key: string, read: (item: Json) => T | null): T[] {
  const list = json[key];
  if (!Array.isArray(list)) return [];
  return list.flatMap((one) => {
    const item = object(one);
    const value = item === null ? null : read(item);
    return value === null ? [] : [value];
  });
}
