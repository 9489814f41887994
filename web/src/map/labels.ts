// Names beside targets, never one over another. Greedy by rank, with a memory: a vessel that had its label
// on one side keeps it there while it fits, so that names do not jump about from tick to tick.

import type { Identity } from "../wire/frames";
import { kKind } from "../wire/layout";
import { kClass, type Scratch } from "./targets";

export interface Label {
  row: number;
  text: string;
  /** Left end of the text and its middle line, CSS pixels. */
  x: number;
  y: number;
  rank: number;
}

/** What a distress beacon is called on the map, whatever its name. */
export const kBeaconNames = new Map<number, string>([
  [kKind.sart, "SART"],
  [kKind.mob, "MOB"],
  [kKind.epirb, "EPIRB"],
]);

/** Distress is written larger by this. */
export const kDistressScale = 1.5;
export const kLabelCap = 140;
/** Beyond this many targets in view only those that can win a place are looked at. */
const kCandidateCap = 1200;
const kBucket = 64;
const kHeight = 15;
const kGap = 13;

/** Boxes taken so far, in buckets of 64 px. */
class Taken {
  readonly #buckets = new Map<number, number[]>();

  #keys(left: number, top: number, right: number, bottom: number, visit: (key: number) => boolean): boolean {
    for (let bx = Math.floor(left / kBucket); bx <= Math.floor(right / kBucket); ++bx) {
      for (let by = Math.floor(top / kBucket); by <= Math.floor(bottom / kBucket); ++by) {
        if (visit(bx * 4096 + by)) return true;
      }
    }
    return false;
  }
  hits(left: number, top: number, right: number, bottom: number): boolean {
    return this.#keys(left, top, right, bottom, (key) => {
      const boxes = this.#buckets.get(key);
      if (boxes === undefined) return false;
      for (let i = 0; i < boxes.length; i += 4) {
        if (left < boxes[i + 2]! && right > boxes[i]! && top < boxes[i + 3]! && bottom > boxes[i + 1]!) return true;
      }
      return false;
    });
  }
  add(left: number, top: number, right: number, bottom: number): void {
    this.#keys(left, top, right, bottom, (key) => {
      const boxes = this.#buckets.get(key);
      if (boxes === undefined) this.#buckets.set(key, [left, top, right, bottom]);
      else boxes.push(left, top, right, bottom);
      return false;
    });
  }
}

/** 3 distress, 2 selected, 1 under way, 0 the rest. */
function rank_of(s: Scratch, row: number, selected: number | null): number {
  if (s.class_[row] === kClass.distress) return 3;
  if (s.mmsi[row] === selected) return 2;
  return s.class_[row] === kClass.activated || s.class_[row] === kClass.aircraft ? 1 : 0;
}

export class Labeller {
  /** Side on which each vessel's name stood last: 0 right, 1 left, 2 below, 3 above. */
  #sides = new Map<number, number>();
  readonly #widths = new Map<string, number>();

  /** `measure` gives a text's width in pixels in the label font. */
  place(
    s: Scratch, identities: ReadonlyMap<number, Identity>, selected: number | null, width: number, height: number,
    measure: (text: string) => number,
  ): Label[] {
    const taken = new Taken();
    const crowded = s.count > kCandidateCap;
    const candidates: { row: number; rank: number; held: boolean }[] = [];
    for (let row = 0; row < s.count; ++row) {
      const x = s.x[row]!, y = s.y[row]!;
      if (x < 0 || y < 0 || x > width || y > height) continue;
      const rank = rank_of(s, row, selected);
      const reach = [5, 5, 18, 22][rank]!; // the frame, the ring
      if (!crowded || rank > 0) taken.add(x - reach, y - reach, x + reach, y + reach);
      const held = this.#sides.has(s.mmsi[row]!);
      if (rank >= 2 || held || candidates.length < kCandidateCap) candidates.push({ row, rank, held });
    }
    candidates.sort(
      (a, b) => b.rank - a.rank || Number(b.held) - Number(a.held) || s.sog[b.row]! % 65535 - (s.sog[a.row]! % 65535) || s.mmsi[a.row]! - s.mmsi[b.row]!,
    );

    const sides = new Map<number, number>();
    const labels: Label[] = [];
    for (const { row, rank } of candidates) {
      if (labels.length >= kLabelCap) break;
      const mmsi = s.mmsi[row]!;
      const text = kBeaconNames.get(s.kind[row]!) ?? identities.get(mmsi)?.name ?? (rank === 2 ? String(mmsi) : undefined);
      if (text === undefined) continue;
      const text_width = this.#width(text, measure) * (rank === 3 ? kDistressScale : 1);
      const side = this.#fit(taken, s.x[row]!, s.y[row]!, text_width, this.#sides.get(mmsi) ?? 0, rank, width);
      if (side === null) continue;
      const [left, middle] = anchor(s.x[row]!, s.y[row]!, text_width, side, rank);
      taken.add(left - 2, middle - kHeight / 2, left + text_width + 2, middle + kHeight / 2);
      sides.set(mmsi, side);
      labels.push({ row, text, x: left, y: middle, rank });
    }
    this.#sides = sides;
    return labels;
  }

  /** The first free side, beginning with the one it had; distress always gets one. */
  #fit(taken: Taken, x: number, y: number, text_width: number, first: number, rank: number, width: number): number | null {
    for (const side of [first, 0, 1, 2, 3]) {
      const [left, middle] = anchor(x, y, text_width, side, rank);
      if (left < 2 || left + text_width > width - 2) continue;
      if (!taken.hits(left, middle - kHeight / 2, left + text_width, middle + kHeight / 2)) return side;
    }
    return rank === 3 ? 0 : null;
  }

  #width(text: string, measure: (text: string) => number): number {
    let width = this.#widths.get(text);
    if (width === undefined) {
      if (this.#widths.size > 20_000) this.#widths.clear();
      width = measure(text);
      this.#widths.set(text, width);
    }
    return width;
  }
}

function anchor(x: number, y: number, text_width: number, side: number, rank: number): [left: number, middle: number] {
  const gap = [kGap, kGap, kGap + 9, kGap + 20][rank]!; // clear of the frame, and of the beating ring
  switch (side) {
    case 1:
      return [x - gap - text_width, y];
    case 2:
      return [x - text_width / 2, y + gap + 3];
    case 3:
      return [x - text_width / 2, y - gap - 3];
    default:
      return [x + gap, y];
  }
}
