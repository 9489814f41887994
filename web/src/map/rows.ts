// What lies in view as a table of typed arrays: each vessel of the picture that is to be seen becomes one row,
// in one pass over the cells that touch the view. Everything that draws, labels or picks reads this table.

import type { Cell, Picture } from "../picture/picture";
import { cell_south, cell_west } from "../wire/frames";
import { kAbsent16, kCellDegrees } from "../wire/layout";
import { mercator_x, mercator_y } from "../picture/picture";
import { to_map_x, to_map_y, type Camera } from "./camera";
import { classify, kClass, look_of } from "./classify";

/** Mean metres of a knot in a minute of time: 1852 / 60. */
const kMetresPerKnotMinute = 1852 / 60;
const kMargin = 60;

export const kSin = Float32Array.from({ length: 3600 }, (_, i) => Math.sin((i * Math.PI) / 1800));
export const kCos = Float32Array.from({ length: 3600 }, (_, i) => Math.cos((i * Math.PI) / 1800));

/** Which vessels of a cell are to be drawn: 1 for each that is; null when all are. Distress is drawn whatever it says. */
export type Masks = (cell: Cell) => Uint8Array | null;
const kAll: Masks = () => null;

/** Reused from frame to frame; only the first `count` rows count. */
export class Scratch {
  count = 0;
  x!: Float32Array;
  y!: Float32Array;
  /** 0.1°; where the bow points. */
  direction!: Uint16Array;
  /** 1: neither heading nor course was given, and `direction` says nothing. */
  directionless!: Uint8Array;
  /** 1: a heading was given. */
  has_heading!: Uint8Array;
  /** Pixels to the end of the COG/SOG vector; both 0: none. */
  vector_x!: Float32Array;
  vector_y!: Float32Array;
  mmsi!: Uint32Array;
  /** 0.1 kn; 65535 absent. */
  sog!: Uint16Array;
  kind!: Uint8Array;
  flags!: Uint8Array;
  class_!: Uint8Array;
  look!: Uint8Array;
  nav_status!: Uint8Array;

  constructor() {
    this.reserve(1024);
  }

  /** Room for so many rows. What the rows held is lost. */
  reserve(rows: number): void {
    if (this.x !== undefined && rows <= this.x.length) return;
    this.x = new Float32Array(rows);
    this.y = new Float32Array(rows);
    this.direction = new Uint16Array(rows);
    this.directionless = new Uint8Array(rows);
    this.has_heading = new Uint8Array(rows);
    this.vector_x = new Float32Array(rows);
    this.vector_y = new Float32Array(rows);
    this.mmsi = new Uint32Array(rows);
    this.sog = new Uint16Array(rows);
    this.kind = new Uint8Array(rows);
    this.flags = new Uint8Array(rows);
    this.class_ = new Uint8Array(rows);
    this.look = new Uint8Array(rows);
    this.nav_status = new Uint8Array(rows);
  }

  /** The row of a vessel in view, or -1. */
  row_of(mmsi: number): number {
    return this.mmsi.subarray(0, this.count).indexOf(mmsi);
  }
}

interface Edges {
  west: number;
  east: number;
  south: number;
  north: number;
}

/** Fills the scratch with what lies in view and passes; the selected vessel passes always. */
export function collect(
  picture: Picture, camera: Camera, vector_min: number, out: Scratch, masks: Masks = kAll, selected: number | null = null,
): void {
  out.count = 0;
  const edges: Edges = {
    west: to_map_x(camera, -kMargin), east: to_map_x(camera, camera.width + kMargin),
    south: to_map_y(camera, camera.height + kMargin), north: to_map_y(camera, -kMargin),
  };
  out.reserve(picture.size);
  for (const cell of picture.cells.values()) {
    if (touches(cell, edges)) collect_cell(cell, camera, vector_min, edges, out, masks(cell), selected);
  }
}

function touches(cell: Cell, { west, east, south, north }: Edges): boolean {
  const left = mercator_x(cell_west(cell.column));
  if (left > east || left + mercator_x(kCellDegrees) < west) return false;
  const bottom = cell_south(cell.row);
  return mercator_y(Math.max(-89, bottom)) <= north && mercator_y(Math.min(89, bottom + kCellDegrees)) >= south;
}

function collect_cell(
  cell: Cell, camera: Camera, vector_min: number, edges: Edges, out: Scratch, mask: Uint8Array | null, selected: number | null,
): void {
  const { x, y, sog, cog, heading, nav_status, kind, ship_type, flags, mmsi, count } = cell;
  const { west, east, south, north } = edges;
  const { centre_x, centre_y, resolution } = camera;
  const half_width = camera.width / 2;
  const half_height = camera.height / 2;
  // Mercator stretches by 1/cos(lat); within a cell of 0.5° one factor is right to 1 %.
  const stretch = count > 0 ? Math.cosh(y[0]! / 6378137) : 1;
  const px_per_tenth_knot = (kMetresPerKnotMinute * vector_min * stretch) / resolution / 10;
  let row = out.count;
  for (let i = 0; i < count; ++i) {
    const vx = x[i]!;
    const vy = y[i]!;
    if (vx < west || vx > east || vy < south || vy > north) continue;
    const speed = sog[i]!;
    const course = cog[i]!;
    const class_ = classify(kind[i]!, nav_status[i]!, speed, flags[i]!);
    // The one place where a vessel is shown or not. Who is in distress is never hidden.
    if (mask !== null && mask[i] === 0 && class_ !== kClass.distress && mmsi[i] !== selected) continue;
    out.x[row] = (vx - centre_x) / resolution + half_width;
    out.y[row] = (centre_y - vy) / resolution + half_height;
    const bow = heading[i]! !== kAbsent16 ? heading[i]! : course;
    out.has_heading[row] = heading[i]! !== kAbsent16 ? 1 : 0;
    out.directionless[row] = bow === kAbsent16 ? 1 : 0;
    out.direction[row] = bow === kAbsent16 ? 0 : bow % 3600;
    const shows_vector = (class_ === kClass.activated || class_ === kClass.aircraft) && course !== kAbsent16 && speed !== kAbsent16;
    out.vector_x[row] = shows_vector ? kSin[course % 3600]! * speed * px_per_tenth_knot : 0;
    out.vector_y[row] = shows_vector ? -kCos[course % 3600]! * speed * px_per_tenth_knot : 0;
    out.mmsi[row] = mmsi[i]!;
    out.sog[row] = speed;
    out.kind[row] = kind[i]!;
    out.flags[row] = flags[i]!;
    out.class_[row] = class_;
    out.look[row] = look_of(kind[i]!, ship_type[i]!);
    out.nav_status[row] = nav_status[i]!;
    ++row;
  }
  out.count = row;
}

/** The row under a pixel, nearest first, distress before all; -1: none within reach. */
export function pick(s: Scratch, x: number, y: number, reach = 16): number {
  let best = -1;
  let best_score = reach * reach;
  for (let i = 0; i < s.count; ++i) {
    const dx = s.x[i]! - x, dy = s.y[i]! - y;
    let score = dx * dx + dy * dy;
    if (score > reach * reach) continue;
    if (s.class_[i] === kClass.distress) score -= reach * reach;
    if (score <= best_score) {
      best = i;
      best_score = score;
    }
  }
  return best;
}
