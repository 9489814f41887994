// Draws the rows of the scratch table. Ships' triangles are pixels set by hand into a raster (see blit.ts); what is
// few is drawn as paths: vectors and heading lines of the activated, outlines at true scale, stations.
// Symbols follow IMO SN.1/Circ.243/Rev.2. What blinks or moves by itself is drawn above, in marks.ts.

import type { Picture } from "../picture/picture";
import { kFlag } from "../wire/layout";
import { blit, type Raster, type SpriteSet } from "./blit";
import { zoom_of, type Camera } from "./camera";
import { kClass, type TargetClass } from "./classify";
import { outline_m, outline_shows } from "./outline";
import type { Palette } from "./palette";
import { kCos, kSin, type Scratch } from "./rows";
import { draw_strokes, kTurns, ship_sprites } from "./sprites";
import { base_station, diamond, kAircraft, kHeadingLine, kTurnFlag, type Stroke } from "./symbols";

const kBatch = 400;
const kShips: readonly TargetClass[] = [kClass.sleeping, kClass.lost, kClass.activated];

/**
 * Size of symbols at a zoom: they shrink when the whole strait is in view, so that lanes stay readable, and never
 * below 0.6. In steps of a twentieth, so that zooming makes few sprites.
 */
export function symbol_scale(camera: Camera): number {
  const scale = 0.6 + (zoom_of(camera) - 8) * 0.13;
  return Math.round(Math.min(1, Math.max(0.6, scale)) * 20) / 20;
}

/** A raster of the size of a canvas, kept from frame to frame, and shown by drawing it as an image. */
export class TargetRaster {
  readonly #canvas = document.createElement("canvas");
  #image: ImageData | null = null;
  raster: Raster = { pixels: new Uint32Array(0), width: 0, height: 0 };

  begin(width: number, height: number): void {
    if (this.#image === null || this.#image.width !== width || this.#image.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
      this.#image = new ImageData(width, height);
      this.raster = { pixels: new Uint32Array(this.#image.data.buffer), width, height };
    } else {
      this.raster.pixels.fill(0);
    }
  }

  show(ctx: CanvasRenderingContext2D): void {
    const own = this.#canvas.getContext("2d", { willReadFrequently: true })!;
    own.putImageData(this.#image!, 0, 0);
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(this.#canvas, 0, 0);
    ctx.restore();
  }
}

/** Sets the pixels of every ship's triangle: sleeping below, activated above. Dangerous ones are left to marks.ts. */
export function blit_ships(raster: Raster, s: Scratch, scale: number, ratio: number, palette: Palette, skip: (mmsi: number) => boolean): void {
  const sets = new Map<number, SpriteSet>();
  for (const class_ of kShips) {
    for (let i = 0; i < s.count; ++i) {
      if (s.class_[i] !== class_ || skip(s.mmsi[i]!)) continue;
      const directionless = s.directionless[i] === 1;
      const key = s.look[i]! * 16 + class_ * 2 + (directionless ? 1 : 0);
      let set = sets.get(key);
      if (set === undefined) {
        set = ship_sprites(s.look[i]! as 0 | 1 | 2, class_, directionless, scale, ratio, palette, raster.width);
        sets.set(key, set);
      }
      const turn = directionless ? 0 : Math.round((s.direction[i]! * kTurns) / 3600) % kTurns;
      blit(raster, set, turn, Math.round(s.x[i]! * ratio), Math.round(s.y[i]! * ratio));
    }
  }
}

/** What lies below the triangles: outlines at true scale, COG/SOG vectors, heading lines with their flags. */
export function draw_below(ctx: CanvasRenderingContext2D, s: Scratch, picture: Picture, metres_per_px: number, outlines: boolean, palette: Palette, scale: number): void {
  if (outlines) draw_outlines(ctx, s, picture, metres_per_px, palette);
  draw_vectors(ctx, s, palette);
  draw_heading_lines(ctx, s, palette, scale);
}

/** What is few and stands still: stations, aids to navigation, aircraft. */
export function draw_stations(ctx: CanvasRenderingContext2D, s: Scratch, palette: Palette, scale: number): void {
  const base = base_station(5), aid = diamond(6);
  const each = (class_: TargetClass, strokes: Stroke[], width: number, colour: (row: number) => string): void => {
    for (let i = 0; i < s.count; ++i) {
      if (s.class_[i] !== class_) continue;
      ctx.strokeStyle = colour(i);
      draw_strokes(ctx, strokes, s.x[i]!, s.y[i]!, kSin[s.direction[i]!]!, kCos[s.direction[i]!]!, scale, width);
    }
  };
  const off = (row: number): boolean => (s.flags[row]! & kFlag.off_position) !== 0;
  each(kClass.base, base, 1.4, () => palette.station);
  each(kClass.aid, aid, 1.4, (row) => (off(row) ? palette.caution : palette.station));
  ctx.setLineDash([2, 2]);
  each(kClass.virtual_aid, aid, 1.4, (row) => (off(row) ? palette.caution : palette.station));
  ctx.setLineDash([]);
  each(kClass.aircraft, kAircraft, 1.8, () => palette.target);
}

/** The outline of a row's ship in metres, where it is drawn: she says her heading and size, and is large enough here. */
export function outline_of(s: Scratch, row: number, picture: Picture, metres_per_px: number): [ahead: number, right: number][] | null {
  const class_ = s.class_[row]!;
  if (s.has_heading[row] === 0 || (class_ !== kClass.activated && class_ !== kClass.sleeping)) return null;
  const identity = picture.identities.get(s.mmsi[row]!);
  return identity === undefined || !outline_shows(identity, metres_per_px) ? null : outline_m(identity);
}

function draw_outlines(ctx: CanvasRenderingContext2D, s: Scratch, picture: Picture, metres_per_px: number, palette: Palette): void {
  ctx.strokeStyle = palette.target;
  ctx.fillStyle = palette.target_fill;
  ctx.lineWidth = 1.2;
  for (let i = 0; i < s.count; ++i) {
    const points = outline_of(s, i, picture, metres_per_px);
    if (points === null) continue;
    const sin = kSin[s.direction[i]!]! / metres_per_px, cos = kCos[s.direction[i]!]! / metres_per_px;
    ctx.beginPath();
    points.forEach(([ahead, right], k) => {
      const x = s.x[i]! + sin * ahead + cos * right, y = s.y[i]! - cos * ahead + sin * right;
      if (k === 0) ctx.moveTo(x, y);
      else ctx.lineTo(x, y);
    });
    ctx.closePath();
    ctx.fill();
    ctx.stroke();
  }
}

/** COG/SOG vectors, short dashes with gaps of twice the line's width. */
function draw_vectors(ctx: CanvasRenderingContext2D, s: Scratch, palette: Palette): void {
  ctx.strokeStyle = palette.vector;
  ctx.lineWidth = 1.3;
  ctx.setLineDash([4, 2.6]);
  ctx.beginPath();
  for (let i = 0, batch = 0; i < s.count; ++i) {
    const vx = s.vector_x[i]!, vy = s.vector_y[i]!;
    if (vx * vx + vy * vy < 36 || s.class_[i] === kClass.sleeping) continue;
    ctx.moveTo(s.x[i]!, s.y[i]!);
    ctx.lineTo(s.x[i]! + vx, s.y[i]! + vy);
    if (++batch % kBatch === 0) restroke(ctx);
  }
  restroke(ctx);
  ctx.setLineDash([]);
}

/** Heading lines, thinner than the vectors, from the apex on; a flag at the end to the side of a turn. */
function draw_heading_lines(ctx: CanvasRenderingContext2D, s: Scratch, palette: Palette, scale: number): void {
  ctx.strokeStyle = palette.vector;
  ctx.lineWidth = 0.9;
  const from = kHeadingLine[0] * scale, to = kHeadingLine[1] * scale, flag = kTurnFlag * scale;
  ctx.beginPath();
  for (let i = 0, batch = 0; i < s.count; ++i) {
    if (s.class_[i] !== kClass.activated || s.has_heading[i] === 0) continue;
    const sin = kSin[s.direction[i]!]!, cos = kCos[s.direction[i]!]!;
    const x = s.x[i]! + sin * to, y = s.y[i]! - cos * to;
    ctx.moveTo(s.x[i]! + sin * from, s.y[i]! - cos * from);
    ctx.lineTo(x, y);
    const side = turn_side(s.flags[i]!);
    if (side !== 0) ctx.lineTo(x + cos * flag * side, y + sin * flag * side);
    if (++batch % kBatch === 0) restroke(ctx);
  }
  restroke(ctx);
}

/** 1 turning to starboard, -1 to port, 0 neither. */
export function turn_side(flags: number): -1 | 0 | 1 {
  return (flags & kFlag.turning_starboard) !== 0 ? 1 : (flags & kFlag.turning_port) !== 0 ? -1 : 0;
}

function restroke(ctx: CanvasRenderingContext2D): void {
  ctx.stroke();
  ctx.beginPath();
}
