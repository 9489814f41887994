// Vessels an officer marks: groups with a name and a colour, and a note on a vessel. Kept in this browser, in the form of
// docs/formats/console-local.md.

import { bad, good, type Result } from "../wire/result";
import { is_object, list, mmsi_of, new_id, parse, text_of, type Json } from "./stored";

/** Colours by name, so that each palette may have its own; none is red, which is for danger alone. */
export const kGroupColours = ["blue", "yellow", "orange", "violet", "cyan", "white"] as const;
export type GroupColour = (typeof kGroupColours)[number];

/** As they are drawn: they stand out from sea and land of each palette. */
export const kGroupPaint: Record<"day" | "dusk" | "night", Record<GroupColour, string>> = {
  day: { blue: "#0b4fb3", yellow: "#7a5a00", orange: "#a34700", violet: "#6a2fb0", cyan: "#00616b", white: "#3a3a3a" },
  dusk: { blue: "#7fb0ff", yellow: "#ffe28a", orange: "#ffb37a", violet: "#cda6ff", cyan: "#6fe3ee", white: "#f2f2f2" },
  night: { blue: "#5b86cc", yellow: "#c9ae5a", orange: "#d18a52", violet: "#9a78cc", cyan: "#4fb0b8", white: "#b8b8b8" },
};

export interface Group {
  id: string;
  name: string;
  colour: GroupColour;
  mmsis: number[];
}

export interface Marked {
  groups: Group[];
  /** By MMSI. */
  notes: Record<string, string>;
}

export const kNothingMarked: Marked = { groups: [], notes: {} };
export const kGroups = 50;
export const kGroupMembers = 2000;
export const kNotes = 2000;
export const kNoteLength = 1000;
const kFormat = "narrows-marked-vessels";
const kVersion = 1;

/** A vessel into a group or out of it. */
export function toggled_member(marked: Marked, group: string, mmsi: number): Marked {
  const groups = marked.groups.map((one) => {
    if (one.id !== group) return one;
    const has = one.mmsis.includes(mmsi);
    return { ...one, mmsis: has ? one.mmsis.filter((other) => other !== mmsi) : [...one.mmsis, mmsi].slice(-kGroupMembers) };
  });
  return { ...marked, groups };
}

export function with_note(marked: Marked, mmsi: number, note: string): Marked {
  const { [String(mmsi)]: _, ...others } = marked.notes;
  const text = note.trim().slice(0, kNoteLength);
  if (text === "") return { ...marked, notes: others };
  if (Object.keys(others).length >= kNotes) return marked;
  return { ...marked, notes: { ...others, [String(mmsi)]: text } };
}

/** The colour of each marked vessel's ring; the first group that has it decides. */
export function rings_of(marked: Marked, palette: "day" | "dusk" | "night"): ReadonlyMap<number, string> {
  const rings = new Map<number, string>();
  for (const group of marked.groups) {
    for (const mmsi of group.mmsis) if (!rings.has(mmsi)) rings.set(mmsi, kGroupPaint[palette][group.colour]);
  }
  return rings;
}

export function write_marked({ groups, notes }: Marked): string {
  return JSON.stringify({ format: kFormat, version: kVersion, groups, notes }, null, 1);
}

export function read_marked(text: string): Result<Marked> {
  const document = parse(text, kFormat, kVersion);
  if (!document.ok) return document;
  const groups = list(document.value.groups, "groups", kGroups, read_group);
  if (!groups.ok) return groups;
  const notes = document.value.notes ?? {};
  if (!is_object(notes)) return bad("notes are not an object");
  const pairs = Object.entries(notes);
  if (pairs.length > kNotes) return bad(`there are ${pairs.length} notes, at most ${kNotes} are taken`);
  for (const [mmsi, note] of pairs) {
    if (mmsi_of(Number(mmsi)) === null) return bad(`notes: "${mmsi}" is not an MMSI`);
    if (text_of(note, kNoteLength) === null) return bad(`notes.${mmsi} is not a text of at most ${kNoteLength} characters`);
  }
  return good({ groups: groups.value, notes: Object.fromEntries(pairs) as Record<string, string> });
}

function read_group(json: Json, at: string): Result<Group> {
  const name = text_of(json.name, 60);
  if (name === null) return bad(`${at}.name is not a text of at most 60 characters`);
  const colour = kGroupColours.find((one) => one === json.colour);
  if (colour === undefined) return bad(`${at}.colour is none of ${kGroupColours.join(", ")}`);
  if (!Array.isArray(json.mmsis) || json.mmsis.length > kGroupMembers) return bad(`${at}.mmsis is not a list of at most ${kGroupMembers}`);
  const mmsis = json.mmsis.map(mmsi_of);
  const wrong = mmsis.indexOf(null);
  if (wrong >= 0) return bad(`${at}.mmsis[${wrong}] is not an MMSI`);
  return good({ id: text_of(json.id, 60) ?? new_id(), name, colour, mmsis: [...new Set(mmsis as number[])] });
}
