// Which vessels of the picture pass the filter, one byte a vessel beside each cell's columns, worked out once
// a cell frame. The map, the list and the replay all ask here, so they can never disagree.

import type { Cell, Picture } from "../picture/picture";
import { lat_of, lon_of } from "../picture/picture";
import type { Identity } from "../wire/frames";
import { is_empty, passer, type Candidate, type Filter, type Zones } from "./filter";

export function length_of(identity: Identity | undefined): number | undefined {
  const length = identity === undefined ? 0 : identity.to_bow_m + identity.to_stern_m;
  return length === 0 ? undefined : length;
}

export class FilterMask {
  readonly #picture: Picture;
  #filter: Filter | null = null;
  #passes: ((vessel: Candidate) => boolean) | null = null;
  #masks = new WeakMap<Cell, Uint8Array>();

  constructor(picture: Picture) {
    this.#picture = picture;
  }

  set(filter: Filter, zones: Zones): void {
    this.#filter = filter;
    this.#passes = is_empty(filter) ? null : passer(filter, zones);
    this.forget();
  }

  /** Identities came, or time went by: what a mask rests on may be other now. */
  forget(): void {
    this.#masks = new WeakMap();
  }

  /** A tick came. Only age changes without a new frame of the cell. */
  on_tick(identities_came: boolean): void {
    const ages = this.#filter !== null && (this.#filter.age_s.min !== undefined || this.#filter.age_s.max !== undefined);
    if (identities_came || ages) this.forget();
  }

  /** 1 for each vessel of the cell that passes; null when all do. `now_ms` is the node's time. */
  of(cell: Cell, now_ms: number): Uint8Array | null {
    const passes = this.#passes;
    if (passes === null) return null;
    let mask = this.#masks.get(cell);
    if (mask === undefined) {
      mask = new Uint8Array(cell.count);
      for (let index = 0; index < cell.count; ++index) mask[index] = passes(this.#candidate(cell, index, now_ms)) ? 1 : 0;
      this.#masks.set(cell, mask);
    }
    return mask;
  }

  #candidate(cell: Cell, index: number, now_ms: number): Candidate {
    const mmsi = cell.mmsi[index]!;
    const identity = this.#picture.identities.get(mmsi);
    const at = { cell, index };
    return {
      mmsi,
      lat: lat_of(at),
      lon: lon_of(at),
      kind: cell.kind[index]!,
      nav_status: cell.nav_status[index]!,
      ship_type: cell.ship_type[index]! || (identity?.ship_type ?? 0),
      sog: cell.sog[index]!,
      age_s: cell.age[index]! + Math.max(0, (now_ms - cell.now_us / 1000) / 1000),
      length_m: length_of(identity),
      name: identity?.name,
      call_sign: identity?.call_sign,
      imo: identity?.imo,
      destination: identity?.destination,
    };
  }
}
