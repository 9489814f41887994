// Finds vessels by name, MMSI, call sign or IMO among those the node has named.

import type { Picture } from "./picture/picture";

export interface Hit {
  mmsi: number;
  name: string | null;
  /** 0 begins with the words, 1 a word within begins so, 2 holds them somewhere. */
  rank: number;
}

export const kHits = 12;

function rank_in(text: string | undefined, wanted: string): number {
  const at = text?.toUpperCase().indexOf(wanted) ?? -1;
  if (text === undefined || at < 0) return 3;
  return at === 0 ? 0 : /[^\p{L}\p{N}]/u.test(text[at - 1]!) ? 1 : 2;
}

/** The best hits, vessels in the picture only; an empty search finds none. */
export function search(picture: Picture, words: string): Hit[] {
  const wanted = words.trim().toUpperCase();
  if (wanted === "") return [];
  const hits: Hit[] = [];
  for (const cell of picture.cells.values()) {
    for (let index = 0; index < cell.count; ++index) {
      const mmsi = cell.mmsi[index]!;
      const identity = picture.identities.get(mmsi);
      const rank = Math.min(
        rank_in(identity?.name, wanted),
        rank_in(String(mmsi), wanted),
        rank_in(identity?.call_sign, wanted),
        rank_in(identity?.imo === undefined ? undefined : String(identity.imo), wanted),
      );
      if (rank < 3) hits.push({ mmsi, name: identity?.name ?? null, rank });
    }
  }
  hits.sort((a, b) => a.rank - b.rank || (a.name ?? "\uffff").localeCompare(b.name ?? "\uffff") || a.mmsi - b.mmsi);
  return hits.filter((hit, i) => i === 0 || hit.mmsi !== hits[i - 1]!.mmsi).slice(0, kHits);
}
