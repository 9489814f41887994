// Finds vessels by name, MMSI, call sign or IMO among those the node has named; a name also with a slip of the
// finger in it. Case, accents and the two ways of writing Arabic letters are all one. Pure.

import type { Picture } from "./picture/picture";
import type { Identity } from "./wire/frames";
import { fold } from "./words/fold";

export interface Hit {
  mmsi: number;
  name: string | null;
  /** 0 begins with the words, 1 a word within begins so, 2 holds them somewhere, 3 nearly. */
  rank: number;
}

export const kHits = 12;
const kNone = 4;

function rank_in(text: string | undefined, wanted: string): number {
  const at = text?.indexOf(wanted) ?? -1;
  if (text === undefined || at < 0) return kNone;
  return at === 0 ? 0 : /[^\p{L}\p{N}]/u.test(text[at - 1]!) ? 1 : 2;
}

/** Slips that a word of so many letters may have: short ones none, or everything would be like everything. */
function slips_allowed(length: number): number {
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

/**
 * Whether the text has a stretch, beginning at a word, that differs from what is wanted by at most `most` slips:
 * a letter wrong, missing, too many, or two exchanged (optimal string alignment).
 */
export function nearly(text: string, wanted: string, most: number): boolean {
  const width = wanted.length;
  for (let start = 0; start < text.length; ++start) {
    if (start > 0 && /[\p{L}\p{N}]/u.test(text[start - 1]!)) continue; // not the begin of a word
    let before: number[] = [];
    let row = Array.from({ length: width + 1 }, (_, i) => i);
    const end = Math.min(text.length, start + width + most);
    for (let at = start; at < end; ++at) {
      const next = [at - start + 1];
      for (let i = 1; i <= width; ++i) {
        const same = text[at] === wanted[i - 1] ? 0 : 1;
        let cost = Math.min(row[i - 1]! + same, row[i]! + 1, next[i - 1]! + 1);
        if (i > 1 && at > start && text[at] === wanted[i - 2] && text[at - 1] === wanted[i - 1]) cost = Math.min(cost, before[i - 2]! + 1);
        next.push(cost);
      }
      if (next[width]! <= most) return true;
      if (Math.min(...next) > most) break;
      before = row;
      row = next;
    }
  }
  return false;
}

const kFolded = new WeakMap<Identity, string>();

function folded_name(identity: Identity | undefined): string | undefined {
  if (identity?.name === undefined) return undefined;
  let name = kFolded.get(identity);
  if (name === undefined) kFolded.set(identity, (name = fold(identity.name)));
  return name;
}

/** The best hits, vessels in the picture only; an empty search finds none. */
export function search(picture: Picture, words: string): Hit[] {
  const wanted = fold(words);
  if (wanted === "") return [];
  const hits = new Map<number, Hit>();
  const take = (mmsi: number, identity: Identity | undefined, rank: number): void => {
    const before = hits.get(mmsi);
    if (before === undefined || rank < before.rank) hits.set(mmsi, { mmsi, name: identity?.name ?? null, rank });
  };
  const each = (look: (mmsi: number, identity: Identity | undefined) => void): void => {
    for (const cell of picture.cells.values()) for (const mmsi of cell.mmsi) look(mmsi, picture.identities.get(mmsi));
  };
  each((mmsi, identity) => {
    const rank = Math.min(
      rank_in(folded_name(identity), wanted),
      rank_in(String(mmsi), wanted),
      rank_in(identity?.call_sign?.toLowerCase(), wanted),
      rank_in(identity?.imo === undefined ? undefined : String(identity.imo), wanted),
    );
    if (rank < kNone) take(mmsi, identity, rank);
  });
  const slips = slips_allowed(wanted.length);
  if (hits.size < kHits && slips > 0 && /\p{L}/u.test(wanted)) {
    each((mmsi, identity) => {
      const name = folded_name(identity);
      if (name !== undefined && !hits.has(mmsi) && nearly(name, wanted, slips)) take(mmsi, identity, 3);
    });
  }
  return [...hits.values()]
    .sort((a, b) => a.rank - b.rank || (a.name ?? "\uffff").localeCompare(b.name ?? "\uffff") || a.mmsi - b.mmsi)
    .slice(0, kHits);
}
