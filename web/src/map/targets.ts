// Draws every target in one pass over the picture's typed arrays: first each vessel in view becomes a row
// of the scratch table (pixel, direction, vector, class), then each class is drawn in batches.
// Symbols follow IMO SN.1/Circ.243/Rev.2 in shape: sleeping and activated triangles with heading line and
// dashed COG/SOG vector, lost target crossed, diamond with cross for an aid to navigation, circle with
// cross for a distress beacon. Left out for now: true-scale outline, turn indicator, dangerous target.

import type { Cell, Picture } from "../picture/picture";
import { kAbsent16, kFlag, kKind } from "../wire/layout";
import { to_map_x, to_map_y, zoom_of, type Camera } from "./camera";
import type { Palette } from "./palette";

export const kClass = { sleeping: 0, activated: 1, lost: 2, base: 3, aid: 4, virtual_aid: 5, aircraft: 6, distress: 7 } as const;
export type TargetClass = (typeof kClass)[keyof typeof kClass];

/** Navigational status "AIS-SART is active", and those of a vessel that does not move. */
const kStatusSart = 14;
const kStill = new Set([1, 5, 6]); // at anchor, moored, aground
/** Below this a vessel sleeps on the screen: it shows no vector. 0.1 kn. */
const kSleepBelow = 5;
/** Mean metres of a knot in a minute of time: 1852 / 60. */
const kMetresPerKnotMinute = 1852 / 60;
const kMargin = 60;
const kBatch = 400;

const kSin = Float32Array.from({ length: 3600 }, (_, i) => Math.sin((i * Math.PI) / 1800));
const kCos = Float32Array.from({ length: 3600 }, (_, i) => Math.cos((i * Math.PI) / 1800));

/** What lies in view, as rows. Reused from frame to frame; only the first `count` rows count. */
export class Scratch {
  count = 0;
  x!: Float32Array;
  y!: Float32Array;
  /** 0.1°; where the bow points. */
  direction!: Uint16Array;
  /** Pixels to the end of the COG/SOG vector; both 0: none. */
  vector_x!: Float32Array;
  vector_y!: Float32Array;
  mmsi!: Uint32Array;
  /** 0.1 kn; 65535 absent. */
  sog!: Uint16Array;
  kind!: Uint8Array;
  class_!: Uint8Array;

  constructor() {
    this.reserve(1024);
  }

  /** Room for so many rows. What the rows held is lost. */
  reserve(rows: number): void {
    if (this.x !== undefined && rows <= this.x.length) return;
    this.x = new Float32Array(rows);
    this.y = new Float32Array(rows);
    this.direction = new Uint16Array(rows);
    this.vector_x = new Float32Array(rows);
    this.vector_y = new Float32Array(rows);
    this.mmsi = new Uint32Array(rows);
    this.sog = new Uint16Array(rows);
    this.kind = new Uint8Array(rows);
    this.class_ = new Uint8Array(rows);
  }

  /** The row of a vessel in view, or -1. */
  row_of(mmsi: number): number {
    return this.mmsi.subarray(0, this.count).indexOf(mmsi);
  }
}

/** How a vessel is drawn, from what it says of itself. */
export function classify(kind: number, nav_status: number, sog: number, flags: number): TargetClass {
  if (kind === kKind.sart || kind === kKind.mob || kind === kKind.epirb || nav_status === kStatusSart) return kClass.distress;
  if (kind === kKind.base_station) return kClass.base;
  if (kind === kKind.aid_to_navigation) return (flags & kFlag.virtual_aid) !== 0 ? kClass.virtual_aid : kClass.aid;
  if ((flags & kFlag.lost) !== 0) return kClass.lost;
  if (kind === kKind.sar_aircraft) return kClass.aircraft;
  if (sog === kAbsent16) return kClass.sleeping;
  if (sog < kSleepBelow || (kStill.has(nav_status) && sog < 20)) return kClass.sleeping;
  return kClass.activated;
}

/** Which vessels of a cell are to be drawn: 1 for each that is; null when all are. */
export type Masks = (cell: Cell) => Uint8Array | null;
const kAll: Masks = () => null;

/** Fills the scratch with what lies in view and passes; the selected vessel passes always. */
export function collect(
  picture: Picture, camera: Camera, vector_min: number, out: Scratch, masks: Masks = kAll, selected: number | null = null,
): void {
  out.count = 0;
  const west = to_map_x(camera, -kMargin);
  const east = to_map_x(camera, camera.width + kMargin);
  const south = to_map_y(camera, camera.height + kMargin);
  const north = to_map_y(camera, -kMargin);
  out.reserve(picture.size);
  for (const cell of picture.cells.values()) {
    collect_cell(cell, camera, vector_min, west, south, east, north, out, masks(cell), selected);
  }
}

function collect_cell(
  cell: Cell, camera: Camera, vector_min: number, west: number, south: number, east: number, north: number, out: Scratch,
  mask: Uint8Array | null, selected: number | null,
): void {
  const { x, y, sog, cog, heading, nav_status, kind, flags, mmsi, count } = cell;
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
    if (mask !== null && mask[i] === 0 && mmsi[i] !== selected) continue;
    if (vx < west || vx > east || vy < south || vy > north) continue;
    const speed = sog[i]!;
    const course = cog[i]!;
    const class_ = classify(kind[i]!, nav_status[i]!, speed, flags[i]!);
    out.x[row] = (vx - centre_x) / resolution + half_width;
    out.y[row] = (centre_y - vy) / resolution + half_height;
    const bow = heading[i]! !== kAbsent16 ? heading[i]! : course !== kAbsent16 ? course : 0;
    out.direction[row] = bow % 3600;
    const shows_vector = (class_ === kClass.activated || class_ === kClass.aircraft) && course !== kAbsent16 && speed !== kAbsent16;
    out.vector_x[row] = shows_vector ? kSin[course % 3600]! * speed * px_per_tenth_knot : 0;
    out.vector_y[row] = shows_vector ? -kCos[course % 3600]! * speed * px_per_tenth_knot : 0;
    out.mmsi[row] = mmsi[i]!;
    out.sog[row] = speed;
    out.kind[row] = kind[i]!;
    out.class_[row] = class_;
    ++row;
  }
  out.count = row;
}

/**
 * Size of symbols at a zoom: they shrink when the whole strait is in view, so that lanes stay readable.
 * In steps of a twentieth, so that zooming makes few sprites.
 */
export function symbol_scale(camera: Camera): number {
  const scale = 0.6 + (zoom_of(camera) - 8) * 0.13;
  return Math.round(Math.min(1, Math.max(0.6, scale)) * 20) / 20;
}

/** Draws the rows of the scratch. `phase` in [0, 1) beats the ring of a distress beacon. */
export function draw_targets(ctx: CanvasRenderingContext2D, s: Scratch, camera: Camera, palette: Palette, phase: number): void {
  const scale = symbol_scale(camera);
  const ratio = camera.pixel_ratio;
  ctx.lineJoin = "miter";
  ctx.lineCap = "butt";
  draw_vectors(ctx, s, palette, scale);
  draw_triangles(ctx, s, kClass.sleeping, 0.72 * scale, ratio, palette.sleeping, palette.target_fill, 1.2);
  draw_triangles(ctx, s, kClass.activated, scale, ratio, palette.target, palette.target_fill, 1.6);
  draw_lost(ctx, s, palette, scale, ratio);
  draw_class(ctx, s, kClass.base, palette.station, 1.4, (x, y) => trace_base(ctx, x, y, 5 * scale));
  draw_class(ctx, s, kClass.aid, palette.station, 1.4, (x, y) => trace_aid(ctx, x, y, 6 * scale));
  ctx.setLineDash([2, 2]);
  draw_class(ctx, s, kClass.virtual_aid, palette.station, 1.4, (x, y) => trace_aid(ctx, x, y, 6 * scale));
  ctx.setLineDash([]);
  draw_class(ctx, s, kClass.aircraft, palette.target, 1.8, (x, y, row) => trace_aircraft(ctx, x, y, s.direction[row]!, scale));
  draw_distress(ctx, s, palette, phase);
}

/** Heading lines solid, COG/SOG vectors dashed. */
function draw_vectors(ctx: CanvasRenderingContext2D, s: Scratch, palette: Palette, scale: number): void {
  ctx.strokeStyle = palette.vector;
  ctx.lineWidth = 1;
  const from = 9 * scale;
  const to = 18 * scale;
  ctx.beginPath();
  for (let i = 0, batch = 0; i < s.count; ++i) {
    if (s.class_[i] !== kClass.activated) continue;
    const sin = kSin[s.direction[i]!]!;
    const cos = kCos[s.direction[i]!]!;
    ctx.moveTo(s.x[i]! + sin * from, s.y[i]! - cos * from);
    ctx.lineTo(s.x[i]! + sin * to, s.y[i]! - cos * to);
    if (++batch % kBatch === 0) restroke(ctx);
  }
  restroke(ctx);
  ctx.setLineDash([5, 3]);
  for (let i = 0, batch = 0; i < s.count; ++i) {
    const vx = s.vector_x[i]!;
    const vy = s.vector_y[i]!;
    if (vx * vx + vy * vy < 36) continue;
    ctx.moveTo(s.x[i]!, s.y[i]!);
    ctx.lineTo(s.x[i]! + vx, s.y[i]! + vy);
    if (++batch % kBatch === 0) restroke(ctx);
  }
  restroke(ctx);
  ctx.setLineDash([]);
}

function restroke(ctx: CanvasRenderingContext2D): void {
  ctx.stroke();
  ctx.beginPath();
}

function trace_triangle(ctx: CanvasRenderingContext2D, x: number, y: number, direction: number, scale: number): void {
  const sin = kSin[direction]!;
  const cos = kCos[direction]!;
  // Bow 9 px ahead of the position, stern 6 px behind it, half-beam 4.6 px.
  const bow = 9 * scale, stern = 6 * scale, half = 4.6 * scale;
  ctx.moveTo(x + sin * bow, y - cos * bow);
  ctx.lineTo(x - sin * stern + cos * half, y + cos * stern + sin * half);
  ctx.lineTo(x - sin * stern - cos * half, y + cos * stern - sin * half);
  ctx.closePath();
}

const kTurns = 120; // sprites every 3°: half a pixel at the bow
const kSprites = new Map<string, HTMLCanvasElement[]>();

/** Triangles of one look in every direction, drawn once: an image is four times cheaper than a path. */
function triangle_sprites(size: number, scale: number, ratio: number, stroke: string, fill: string, width: number): HTMLCanvasElement[] {
  const key = `${size} ${scale} ${ratio} ${stroke} ${fill} ${width}`;
  let sprites = kSprites.get(key);
  if (sprites !== undefined) return sprites;
  if (kSprites.size >= 24) kSprites.clear(); // each zoom has its size; the few last are enough
  sprites = Array.from({ length: kTurns }, (_, turn) => {
    const sprite = document.createElement("canvas");
    sprite.width = sprite.height = size * ratio;
    const ctx = sprite.getContext("2d")!;
    ctx.scale(ratio, ratio);
    ctx.strokeStyle = stroke;
    ctx.fillStyle = fill;
    ctx.lineWidth = width;
    ctx.beginPath();
    trace_triangle(ctx, size / 2, size / 2, (turn * 3600) / kTurns, scale);
    ctx.fill();
    ctx.stroke();
    return sprite;
  });
  kSprites.set(key, sprites);
  return sprites;
}

function draw_triangles(
  ctx: CanvasRenderingContext2D, s: Scratch, class_: TargetClass, scale: number, ratio: number, stroke: string, fill: string, width: number,
): void {
  const size = 2 * Math.ceil(10 * scale + 3);
  const sprites = triangle_sprites(size, scale, ratio, stroke, fill, width);
  for (let i = 0; i < s.count; ++i) {
    if (s.class_[i] !== class_) continue;
    const sprite = sprites[Math.round((s.direction[i]! * kTurns) / 3600) % kTurns]!;
    const x = Math.round((s.x[i]! - size / 2) * ratio) / ratio; // whole device pixels: no resampling
    const y = Math.round((s.y[i]! - size / 2) * ratio) / ratio;
    ctx.drawImage(sprite, x, y, size, size);
  }
}

/** A lost target: its triangle where it was last, crossed out. */
function draw_lost(ctx: CanvasRenderingContext2D, s: Scratch, palette: Palette, scale: number, ratio: number): void {
  draw_triangles(ctx, s, kClass.lost, 0.8 * scale, ratio, palette.lost, palette.target_fill, 1.2);
  const r = 7 * scale;
  draw_class(ctx, s, kClass.lost, palette.lost, 1.8, (x, y) => {
    ctx.moveTo(x - r, y - r);
    ctx.lineTo(x + r, y + r);
    ctx.moveTo(x - r, y + r);
    ctx.lineTo(x + r, y - r);
  });
}

function draw_class(
  ctx: CanvasRenderingContext2D, s: Scratch, class_: TargetClass, stroke: string, width: number,
  trace: (x: number, y: number, row: number) => void,
): void {
  ctx.strokeStyle = stroke;
  ctx.lineWidth = width;
  ctx.beginPath();
  for (let i = 0; i < s.count; ++i) if (s.class_[i] === class_) trace(s.x[i]!, s.y[i]!, i);
  restroke(ctx);
}

function trace_base(ctx: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  ctx.rect(x - r, y - r, 2 * r, 2 * r);
  ctx.moveTo(x - r * 0.45, y);
  ctx.lineTo(x + r * 0.45, y);
  ctx.moveTo(x, y - r * 0.45);
  ctx.lineTo(x, y + r * 0.45);
}

function trace_aid(ctx: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  ctx.moveTo(x, y - r);
  ctx.lineTo(x + r, y);
  ctx.lineTo(x, y + r);
  ctx.lineTo(x - r, y);
  ctx.closePath();
  ctx.moveTo(x - r * 0.5, y);
  ctx.lineTo(x + r * 0.5, y);
  ctx.moveTo(x, y - r * 0.5);
  ctx.lineTo(x, y + r * 0.5);
}

/** Fuselage, wings and tail along the direction of flight. */
function trace_aircraft(ctx: CanvasRenderingContext2D, x: number, y: number, direction: number, scale: number): void {
  const sin = kSin[direction]!, cos = kCos[direction]!;
  const line = (ahead0: number, right0: number, ahead1: number, right1: number): void => {
    ctx.moveTo(x + (sin * ahead0 + cos * right0) * scale, y + (-cos * ahead0 + sin * right0) * scale);
    ctx.lineTo(x + (sin * ahead1 + cos * right1) * scale, y + (-cos * ahead1 + sin * right1) * scale);
  };
  line(10, 0, -9, 0);
  line(3, 0, -2, 10);
  line(3, 0, -2, -10);
  line(-7, 0, -10, 4);
  line(-7, 0, -10, -4);
}

/** Never to be overlooked: solid red disc with a cross, and a ring that beats. Drawn above all else. */
function draw_distress(ctx: CanvasRenderingContext2D, s: Scratch, palette: Palette, phase: number): void {
  const r = 11;
  for (let i = 0; i < s.count; ++i) {
    if (s.class_[i] !== kClass.distress) continue;
    const x = s.x[i]!, y = s.y[i]!;
    ctx.strokeStyle = palette.distress;
    ctx.fillStyle = palette.distress;
    ctx.lineWidth = 2.5;
    ctx.beginPath();
    ctx.arc(x, y, 20 + 10 * phase, 0, 2 * Math.PI);
    ctx.stroke();
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.fill();
    ctx.strokeStyle = palette.distress_text;
    ctx.lineWidth = 2.5;
    ctx.beginPath();
    const d = r * 0.6;
    ctx.moveTo(x - d, y - d);
    ctx.lineTo(x + d, y + d);
    ctx.moveTo(x - d, y + d);
    ctx.lineTo(x + d, y - d);
    ctx.stroke();
  }
}

/** The broken square round the selected target. */
export function draw_selected(ctx: CanvasRenderingContext2D, s: Scratch, row: number, palette: Palette): void {
  if (row < 0) return;
  const x = s.x[row]!, y = s.y[row]!;
  const r = 17, corner = 8;
  for (const [width, colour] of [[5, palette.halo], [2.6, palette.selected]] as const) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.beginPath();
    for (const sx of [-1, 1]) {
      for (const sy of [-1, 1]) {
        ctx.moveTo(x + sx * (r - corner), y + sy * r);
        ctx.lineTo(x + sx * r, y + sy * r);
        ctx.lineTo(x + sx * r, y + sy * (r - corner));
      }
    }
    ctx.stroke();
  }
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
