// What the console knows of the sea now: the newest frame of each cell, and who the vessels say they are.
// Cells stay the typed arrays they came as, with map coordinates beside them; no object per vessel.
// Left out: judging age or loss (the node does), and anything drawn.

import { cell_south, cell_west, type CellFrame, type Identity } from "../wire/frames";
import { kCellColumnsRound, kCellDegrees } from "../wire/layout";
import type { Box } from "../wire/control";

/** A cell with Web Mercator coordinates of its vessels, metres on the equator. */
export interface Cell extends CellFrame {
  x: Float64Array;
  y: Float64Array;
}

/** One vessel: a row of a cell. Valid until that cell's next frame. */
export interface Found {
  cell: Cell;
  index: number;
}

const kRadius = 6378137;
const kRadians = Math.PI / 180;
const kStep = kCellDegrees / 65536;

/** Identities kept; AIS knows no more ships than this at one place and time. The oldest go first. */
export const kIdentityCap = 200_000;

export function mercator_x(lon: number): number {
  return kRadius * lon * kRadians;
}
export function mercator_y(lat: number): number {
  return kRadius * Math.log(Math.tan(Math.PI / 4 + (lat * kRadians) / 2));
}
export function mercator_lat(y: number): number {
  return (2 * Math.atan(Math.exp(y / kRadius)) - Math.PI / 2) / kRadians;
}
export function mercator_lon(x: number): number {
  return x / kRadius / kRadians;
}

/** Centre of the 0.85 m square that a vessel's position names, degrees. */
export function lat_of({ cell, index }: Found): number {
  return cell_south(cell.row) + (cell.lat[index]! + 0.5) * kStep;
}
export function lon_of({ cell, index }: Found): number {
  return cell_west(cell.column) + (cell.lon[index]! + 0.5) * kStep;
}

export class Picture {
  readonly cells = new Map<number, Cell>();
  readonly identities = new Map<number, Identity>();

  /** Takes a frame unless a newer one of that cell is here already. */
  apply_cell(frame: CellFrame): boolean {
    const key = frame.row * kCellColumnsRound + frame.column;
    const held = this.cells.get(key);
    if (held !== undefined && held.tick > frame.tick) return false;
    if (frame.count === 0) {
      this.cells.delete(key);
      return true;
    }
    const x = new Float64Array(frame.count);
    const y = new Float64Array(frame.count);
    const south = cell_south(frame.row);
    const west = cell_west(frame.column);
    for (let i = 0; i < frame.count; ++i) {
      x[i] = mercator_x(west + (frame.lon[i]! + 0.5) * kStep);
      y[i] = mercator_y(south + (frame.lat[i]! + 0.5) * kStep);
    }
    this.cells.set(key, Object.assign(frame, { x, y }));
    return true;
  }

  apply_identities(identities: Identity[]): void {
    for (const identity of identities) {
      this.identities.delete(identity.mmsi); // so that the map's order is that of the last word
      this.identities.set(identity.mmsi, identity);
    }
    for (const mmsi of this.identities.keys()) {
      if (this.identities.size <= kIdentityCap) break;
      this.identities.delete(mmsi);
    }
  }

  /** Forgets the cells outside a box: the node sends them no more, so they would grow old unseen. */
  keep_only(box: Box): void {
    for (const [key, cell] of this.cells) {
      const south = cell_south(cell.row);
      const west = cell_west(cell.column);
      const touches =
        south <= box.north && south + kCellDegrees >= box.south && west <= box.east && west + kCellDegrees >= box.west;
      if (!touches) this.cells.delete(key);
    }
  }

  /** A new connection tells everything anew; tick numbers may start again. */
  clear(): void {
    this.cells.clear();
    this.identities.clear();
  }

  /** Where the vessel is; of two cells, as can be for one tick, the newer. */
  find(mmsi: number): Found | null {
    let found: Found | null = null;
    for (const cell of this.cells.values()) {
      if (found !== null && found.cell.tick >= cell.tick) continue;
      const index = cell.mmsi.indexOf(mmsi);
      if (index >= 0) found = { cell, index };
    }
    return found;
  }

  /** Vessels held. */
  get size(): number {
    let sum = 0;
    for (const cell of this.cells.values()) sum += cell.count;
    return sum;
  }
}
