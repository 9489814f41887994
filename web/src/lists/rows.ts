// The rows of the list of vessels: references into the picture's cells, put in order. No object per vessel; a
// row is made into one only when it is shown. Pure: the picture, the filter's masks and the view come in.

import { lat_of, lon_of, type Cell, type Picture } from "../picture/picture";
import type { Identity } from "../wire/frames";
import { kAbsent16, kAbsent8, kFlag } from "../wire/layout";
import { class_of, type VesselClass } from "../words/class";
import { flag_of } from "../words/flag";
import { fold } from "../words/fold";
import type { Sort } from "./columns";

export interface RowSource {
  picture: Picture;
  /** 1 for each vessel of the cell that passes the filter; null when all do. */
  masks: (cell: Cell) => Uint8Array | null;
  selected: number | null;
  /** The node's time. */
  now_ms: number;
  /** Of the map; distances are from here. */
  centre: { lat: number; lon: number };
  /** What class, flag and status are called: these columns are in the order of their words. */
  words: { class_: (value: VesselClass) => string; flag: (code: string) => string; status: (code: number) => string };
}

/** What a row shows. Absent: not said. */
export interface Row {
  mmsi: number;
  name: string | undefined;
  flag: string | null;
  class_: VesselClass;
  kind: number;
  ship_type: number;
  sog: number;
  cog: number;
  age_s: number;
  distance_nm: number;
  destination: string | undefined;
  nav_status: number;
  flags: number;
}

const kEarth_nm = 3440.065; // mean radius
const kRadians = Math.PI / 180;

/** Great-circle distance on a sphere: the list's column is good to 0.5 %. */
export function distance_nm(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const half_lat = ((b.lat - a.lat) * kRadians) / 2;
  const half_lon = ((b.lon - a.lon) * kRadians) / 2;
  const h = Math.sin(half_lat) ** 2 + Math.cos(a.lat * kRadians) * Math.cos(b.lat * kRadians) * Math.sin(half_lon) ** 2;
  return 2 * kEarth_nm * Math.asin(Math.min(1, Math.sqrt(h)));
}

const kFolded = new WeakMap<Identity, { name: string; destination: string }>();

function folded(identity: Identity): { name: string; destination: string } {
  let made = kFolded.get(identity);
  if (made === undefined) kFolded.set(identity, (made = { name: fold(identity.name ?? ""), destination: fold(identity.destination ?? "") }));
  return made;
}

export class Rows {
  readonly #source: RowSource;
  readonly #cells: Cell[] = [];
  #cell_of: Uint32Array;
  #index_of: Uint32Array;
  /** Row numbers of what was collected, in the order shown; kGone for who left while the order was held. */
  #order: Int32Array;
  /** MMSIs in the order shown. */
  readonly mmsi: Uint32Array;

  /** Collects what passes and puts it in order; with `held`, in that order of MMSIs, newcomers at the end. */
  constructor(source: RowSource, sort: Sort, held: Uint32Array | null = null) {
    this.#source = source;
    const size = source.picture.size;
    this.#cell_of = new Uint32Array(size);
    this.#index_of = new Uint32Array(size);
    const count = this.#collect();
    this.#order = held === null ? this.#sorted(count, sort) : this.#held(count, held, sort);
    this.mmsi = held === null ? Uint32Array.from(this.#order, (row) => this.#mmsi(row)) : this.#held_mmsi(held);
  }

  get count(): number {
    return this.#order.length;
  }

  /** The row shown at a place; a vessel that left while the order was held has only its number. */
  at(place: number): Row | null {
    const row = this.#order[place]!;
    return row < 0 ? null : this.#row(row);
  }

  place_of(mmsi: number): number {
    return this.mmsi.indexOf(mmsi);
  }

  #mmsi(row: number): number {
    return this.#cells[this.#cell_of[row]!]!.mmsi[this.#index_of[row]!]!;
  }

  #collect(): number {
    const { picture, masks, selected } = this.#source;
    const seen = new Map<number, number>(); // a vessel may be in two cells for one tick: the newer counts
    let count = 0;
    for (const cell of picture.cells.values()) {
      const mask = masks(cell);
      const number = this.#cells.push(cell) - 1;
      for (let index = 0; index < cell.count; ++index) {
        const mmsi = cell.mmsi[index]!;
        if (mask !== null && mask[index] === 0 && mmsi !== selected) continue;
        const before = seen.get(mmsi);
        if (before !== undefined && this.#cells[this.#cell_of[before]!]!.tick >= cell.tick) continue;
        const row = before ?? count++;
        seen.set(mmsi, row);
        this.#cell_of[row] = number;
        this.#index_of[row] = index;
      }
    }
    return count;
  }

  #sorted(count: number, sort: Sort): Int32Array {
    const order = Int32Array.from({ length: count }, (_, row) => row);
    const turn = sort.descending ? -1 : 1;
    const by_mmsi = (a: number, b: number): number => this.#mmsi(a) - this.#mmsi(b);
    const texts = this.#texts(count, sort);
    if (texts !== null) {
      // Who did not say comes last, whichever way.
      return order.sort((a, b) => {
        const x = texts[a]!, y = texts[b]!;
        if (x === y) return by_mmsi(a, b);
        if (x === "" || y === "") return x === "" ? 1 : -1;
        return x < y ? -turn : turn;
      });
    }
    const numbers = this.#numbers(count, sort);
    return order.sort((a, b) => {
      const x = numbers[a]!, y = numbers[b]!;
      if (x === y || (Number.isNaN(x) && Number.isNaN(y))) return by_mmsi(a, b);
      if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
      return x < y ? -turn : turn;
    });
  }

  #texts(count: number, { column }: Sort): string[] | null {
    const { picture, words } = this.#source;
    const identity = (row: number): Identity | undefined => picture.identities.get(this.#mmsi(row));
    const of: Partial<Record<Sort["column"], (row: number) => string>> = {
      name: (row) => {
        const known = identity(row);
        return known === undefined ? "" : folded(known).name;
      },
      destination: (row) => {
        const known = identity(row);
        return known === undefined ? "" : folded(known).destination;
      },
      flag: (row) => {
        const flag = flag_of(this.#mmsi(row));
        return flag === null ? "" : fold(words.flag(flag));
      },
      class: (row) => fold(words.class_(this.#class(row))),
      status: (row) => fold(words.status(this.#cells[this.#cell_of[row]!]!.nav_status[this.#index_of[row]!]!)),
    };
    const text = of[column];
    return text === undefined ? null : Array.from({ length: count }, (_, row) => text(row));
  }

  #numbers(count: number, { column }: Sort): Float64Array {
    const out = new Float64Array(count);
    for (let row = 0; row < count; ++row) {
      const cell = this.#cells[this.#cell_of[row]!]!;
      const index = this.#index_of[row]!;
      if (column === "speed") out[row] = cell.sog[index] === kAbsent16 ? NaN : cell.sog[index]!;
      else if (column === "course") out[row] = cell.cog[index] === kAbsent16 ? NaN : cell.cog[index]!;
      else if (column === "age") out[row] = this.#age(cell, index);
      else if (column === "distance") out[row] = this.#distance(cell, index);
      else out[row] = cell.mmsi[index]!;
    }
    return out;
  }

  #held(count: number, held: Uint32Array, sort: Sort): Int32Array {
    const row_of = new Map<number, number>();
    for (let row = 0; row < count; ++row) row_of.set(this.#mmsi(row), row);
    const order: number[] = [];
    for (const mmsi of held) {
      order.push(row_of.get(mmsi) ?? kGone);
      row_of.delete(mmsi);
    }
    const sorted = this.#sorted(count, sort);
    for (const row of sorted) if (row_of.has(this.#mmsi(row))) order.push(row);
    return Int32Array.from(order);
  }

  #held_mmsi(held: Uint32Array): Uint32Array {
    return Uint32Array.from(this.#order, (row, place) => (row < 0 ? held[place]! : this.#mmsi(row)));
  }

  #age(cell: Cell, index: number): number {
    return cell.age[index]! + Math.max(0, (this.#source.now_ms - cell.now_us / 1000) / 1000);
  }
  #distance(cell: Cell, index: number): number {
    const at = { cell, index };
    return distance_nm(this.#source.centre, { lat: lat_of(at), lon: lon_of(at) });
  }
  #class(row: number): VesselClass {
    const cell = this.#cells[this.#cell_of[row]!]!;
    const index = this.#index_of[row]!;
    return class_of(cell.kind[index]!, cell.ship_type[index]! || (this.#source.picture.identities.get(cell.mmsi[index]!)?.ship_type ?? 0));
  }

  #row(row: number): Row {
    const cell = this.#cells[this.#cell_of[row]!]!;
    const index = this.#index_of[row]!;
    const mmsi = cell.mmsi[index]!;
    const identity = this.#source.picture.identities.get(mmsi);
    return {
      mmsi,
      name: identity?.name,
      flag: flag_of(mmsi),
      class_: this.#class(row),
      kind: cell.kind[index]!,
      ship_type: cell.ship_type[index]! || (identity?.ship_type ?? 0),
      sog: cell.sog[index]!,
      cog: cell.cog[index]!,
      age_s: this.#age(cell, index),
      distance_nm: this.#distance(cell, index),
      destination: identity?.destination,
      nav_status: cell.nav_status[index] ?? kAbsent8,
      flags: cell.flags[index] ?? 0,
    };
  }
}

const kGone = -1;

export function is_lost(row: Row): boolean {
  return (row.flags & kFlag.lost) !== 0;
}
