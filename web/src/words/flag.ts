// Under which flag a vessel sails, by the maritime identification digits in its MMSI: the node's own table,
// src/model/mids.csv, read at build time. The name of a flag is the browser's, in the officer's language.

import mids from "../../../src/model/mids.csv?raw";

/** ISO 3166-1 alpha-2 by MID, with the English name for codes that a browser does not know. */
const kFlags = new Map<number, { code: string; name: string }>();
for (const line of mids.split("\n")) {
  const found = /^(\d{3}),([A-Z]{2}),(.+)$/.exec(line.trim());
  if (found !== null) kFlags.set(Number(found[1]), { code: found[2]!, name: found[3]!.replace(/^"|"$/g, "") });
}

/** The MID in an MMSI of any form that has one (ITU-R M.585-9); null: none is there. */
export function mid_of(mmsi: number): number | null {
  if (mmsi > 999_999_999) return null;
  const digits = String(mmsi).padStart(9, "0");
  const at = digits.startsWith("111") ? 3 : /^(00|98|99)/.test(digits) ? 2 : /^[08]/.test(digits) ? 1 : 0;
  if (/^97[0249]/.test(digits)) return null; // SART, MOB, EPIRB, AMRD: the maker's number, not a country's
  const mid = Number(digits.slice(at, at + 3));
  return mid >= 200 && mid <= 799 ? mid : null;
}

/** ISO 3166-1 alpha-2 of the flag; null when the MMSI has no MID or an unassigned one. */
export function flag_of(mmsi: number): string | null {
  const mid = mid_of(mmsi);
  return mid === null ? null : (kFlags.get(mid)?.code ?? null);
}

const kEnglish = new Map([...kFlags.values()].map(({ code, name }) => [code, name]));
const kNames = new Map<string, Intl.DisplayNames>();

/** "Denmark", in the language of the locale. */
export function flag_name(code: string, locale: string): string {
  let names = kNames.get(locale);
  if (names === undefined) kNames.set(locale, (names = new Intl.DisplayNames([locale], { type: "region", fallback: "none" })));
  return names.of(code) ?? kEnglish.get(code) ?? code;
}

/** Every flag there is, by code. */
export const kFlagCodes: readonly string[] = [...new Set([...kFlags.values()].map(({ code }) => code))].sort();
