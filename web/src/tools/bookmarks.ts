// Named views. A bookmark is the address of the view, so that it holds all that an address holds.

import { bad, good, type Result } from "../wire/result";
import { read_hash } from "../view/hash";
import { list, new_id, parse, text_of } from "./stored";

export interface Bookmark {
  id: string;
  name: string;
  /** As after `#` in the address. */
  view: string;
}

export const kBookmarks = 200;
const kFormat = "narrows-bookmarks";
const kVersion = 1;

export function write_bookmarks(bookmarks: readonly Bookmark[]): string {
  return JSON.stringify({ format: kFormat, version: kVersion, bookmarks }, null, 1);
}

export function read_bookmarks(text: string): Result<Bookmark[]> {
  const document = parse(text, kFormat, kVersion);
  if (!document.ok) return document;
  return list(document.value.bookmarks, "bookmarks", kBookmarks, (json, at) => {
    const name = text_of(json.name, 100), view = text_of(json.view, 4000);
    if (name === null) return bad(`${at}.name is not a text of at most 100 characters`);
    const { lat, lon, zoom } = view === null ? {} : read_hash(view);
    if (view === null || lat === undefined || lon === undefined || zoom === undefined) return bad(`${at}.view is not the address of a view`);
    return good({ id: text_of(json.id, 60) ?? new_id(), name, view });
  });
}

/** Those of both; one with the id of another takes its place. */
export function merged<T extends { id: string }>(have: readonly T[], come: readonly T[], max: number): T[] {
  const by_id = new Map(have.map((one) => [one.id, one]));
  for (const one of come) by_id.set(one.id, one);
  return [...by_id.values()].slice(0, max);
}
