// Names beside targets, never one over another. Greedy by rank, with a memory: a vessel that had its label
// on one side keeps it there while it fits, so that names do not jump about from tick to tick.

import type { Identity } from "../wire/frames";
import { kKind } from "../wire/layout";
import { kClass } from "./classify";
import { kDistressScale } from "./fonts";
import type { Scratch } from "./rows";
import { Taken } from "./taken";

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

export const kLabelCap = 140;
/** Beyond this many targets in view those at rest are not named. */
const kCrowd = 1200;
const kHeight = 15;
const kGap = 13;

/** 4 distress, 3 dangerous, 2 selected, 1 under way, 0 the rest. */
function rank_of(s: Scratch, row: number, wants: Wanted): number {
  if (s.class_[row] === kClass.distress) return 4;
  if (wants.danger.has(s.mmsi[row]!)) return 3;
  if (s.mmsi[row] === wants.selected) return 2;
  return s.class_[row] === kClass.activated || s.class_[row] === kClass.aircraft ? 1 : 0;
}

/** Whom the officer looks at. */
export interface Wanted {
  selected: number | null;
  danger: { has(mmsi: number): boolean };
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Space kept round a target and between it and its label, by rank: clear of the frame, and of the beating ring. */
const kReach = [5, 5, 18, 12, 22];
const kGaps = [kGap, kGap, kGap + 9, kGap + 6, kGap + 20];

export class Labeller {
  /** Side on which each vessel's name stood last: 0 right, 1 left, 2 below, 3 above. */
  #sides = new Map<number, number>();
  readonly #widths = new Map<string, number>();

  /**
   * Places names within `view`, a box in the rows' pixels, clear of the boxes in `fixed`. `measure` gives a text's width
   * in pixels in the label font; `extent` how far a target that is drawn at true scale reaches from its position.
   */
  place(
    s: Scratch, identities: ReadonlyMap<number, Identity>, wants: Wanted, view: Box, fixed: readonly Box[],
    measure: (text: string) => number, extent: (row: number) => Box | null = () => null,
  ): Label[] {
    const taken = new Taken();
    for (const { left, top, right, bottom } of fixed) taken.add(left, top, right, bottom);
    const crowded = s.count > kCrowd;
    const candidates: { row: number; rank: number; held: boolean }[] = [];
    for (let row = 0; row < s.count; ++row) {
      const x = s.x[row]!, y = s.y[row]!;
      if (x < view.left || y < view.top || x > view.right || y > view.bottom) continue;
      const rank = rank_of(s, row, wants);
      const reach = kReach[rank]!;
      if (crowded && rank === 0) continue;
      taken.add(x - reach, y - reach, x + reach, y + reach);
      const wide = extent(row);
      if (wide !== null) taken.add(x + wide.left, y + wide.top, x + wide.right, y + wide.bottom);
      candidates.push({ row, rank, held: this.#sides.has(s.mmsi[row]!) });
    }
    candidates.sort(
      (a, b) => b.rank - a.rank || Number(b.held) - Number(a.held) || s.sog[b.row]! % 65535 - (s.sog[a.row]! % 65535) || s.mmsi[a.row]! - s.mmsi[b.row]!,
    );

    const sides = new Map<number, number>();
    const labels: Label[] = [];
    for (const { row, rank } of candidates) {
      if (labels.length >= kLabelCap) break;
      const mmsi = s.mmsi[row]!;
      const text = kBeaconNames.get(s.kind[row]!) ?? identities.get(mmsi)?.name ?? (rank >= 2 ? String(mmsi) : undefined);
      if (text === undefined) continue;
      const text_width = this.#width(text, measure) * (rank === 4 ? kDistressScale : 1);
      const gaps = gaps_of(rank, extent(row));
      const side = this.#fit(taken, s.x[row]!, s.y[row]!, text_width, this.#sides.get(mmsi) ?? 0, rank, view, gaps);
      if (side === null) continue;
      const [left, middle] = anchor(s.x[row]!, s.y[row]!, text_width, side, gaps);
      taken.add(left - 2, middle - kHeight / 2, left + text_width + 2, middle + kHeight / 2);
      sides.set(mmsi, side);
      labels.push({ row, text, x: left, y: middle, rank });
    }
    this.#sides = sides;
    return labels;
  }

  /** The first free side, beginning with the one it had; distress and danger always get one. */
  #fit(taken: Taken, x: number, y: number, text_width: number, first: number, rank: number, view: Box, gaps: Box): number | null {
    for (const side of [first, 0, 1, 2, 3]) {
      const [left, middle] = anchor(x, y, text_width, side, gaps);
      if (left < view.left + 2 || left + text_width > view.right - 2) continue;
      if (!taken.hits(left, middle - kHeight / 2, left + text_width, middle + kHeight / 2)) return side;
    }
    return rank >= 3 ? 0 : null;
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

/** How far from the position a name stands on each side. */
function gaps_of(rank: number, extent: Box | null): Box {
  const gap = kGaps[rank]!;
  const beyond = (reach: number): number => Math.max(gap, reach + 5);
  if (extent === null) return { left: gap, right: gap, top: gap + 3, bottom: gap + 3 };
  return { left: beyond(-extent.left), right: beyond(extent.right), top: beyond(-extent.top) + 8, bottom: beyond(extent.bottom) + 8 };
}

function anchor(x: number, y: number, text_width: number, side: number, gaps: Box): [left: number, middle: number] {
  switch (side) {
    case 1:
      return [x - gaps.left - text_width, y];
    case 2:
      return [x - text_width / 2, y + gaps.bottom];
    case 3:
      return [x - text_width / 2, y - gaps.top];
    default:
      return [x + gaps.right, y];
  }
}
