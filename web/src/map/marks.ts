// What must catch the eye, drawn above all else and again for each blink: the selected, the dangerous, who is
// missed, and who is in distress. Few, so that a blink costs next to nothing.

import { kClass } from "./classify";
import type { Palette } from "./palette";
import { kCos, kSin, type Scratch } from "./rows";
import { draw_strokes } from "./sprites";
import { kHeadingLine, kTurnFlag, ship_symbol } from "./symbols";
import { turn_side } from "./targets";
import { kSartActive } from "../wire/layout";

export interface Danger {
  /** An officer has seen it: it stays red and stops blinking. */
  acknowledged: boolean;
}

/** A dangerous target's symbol against an activated one's. */
const kDangerScale = 1.35;

/** Blinks by whole halves of a second: on, off. */
export function blink_on(now_ms: number): boolean {
  return now_ms % 1000 < 600;
}

/** Draws at (x, y) + offset: rows may have been collected for another view than the one that is shown. */
export interface Offset {
  x: number;
  y: number;
}

/** Bold, red, with vector, heading line and turn; blinking until acknowledged, when only the symbol is gone for the while. */
export function draw_dangerous(
  ctx: CanvasRenderingContext2D, s: Scratch, offset: Offset, danger: ReadonlyMap<number, Danger>, palette: Palette, scale: number, on: boolean,
): void {
  if (danger.size === 0) return;
  for (let i = 0; i < s.count; ++i) {
    const state = danger.get(s.mmsi[i]!);
    const class_ = s.class_[i]!;
    if (state === undefined || (class_ !== kClass.activated && class_ !== kClass.sleeping && class_ !== kClass.lost)) continue;
    const x = s.x[i]! + offset.x, y = s.y[i]! + offset.y;
    const sin = kSin[s.direction[i]!]!, cos = kCos[s.direction[i]!]!;
    ctx.strokeStyle = palette.distress;
    ctx.fillStyle = palette.target_fill;
    if (class_ !== kClass.lost) draw_motion(ctx, s, i, x, y, scale);
    if (!on && !state.acknowledged) continue;
    const symbol = ship_symbol(s.look[i]! as 0 | 1 | 2, class_ === kClass.lost ? kClass.lost : kClass.activated, s.directionless[i] === 1);
    draw_strokes(ctx, symbol, x, y, sin, cos, scale * kDangerScale, 3);
  }
}

/**
 * A lost target that an alert stands for flashes until the alert is acknowledged (SN.1/Circ.243/Rev.2); one that merely
 * left the receivers' reach is lost as well, and still: on a strait's shore somebody does so every minute.
 */
export function draw_missed(ctx: CanvasRenderingContext2D, s: Scratch, offset: Offset, missed: ReadonlySet<number>, palette: Palette, scale: number, on: boolean): void {
  if (missed.size === 0 || !on) return;
  ctx.strokeStyle = palette.caution;
  ctx.fillStyle = palette.target_fill;
  for (let i = 0; i < s.count; ++i) {
    if (s.class_[i] !== kClass.lost || !missed.has(s.mmsi[i]!)) continue;
    const symbol = ship_symbol(s.look[i]! as 0 | 1 | 2, kClass.lost, s.directionless[i] === 1);
    draw_strokes(ctx, symbol, s.x[i]! + offset.x, s.y[i]! + offset.y, kSin[s.direction[i]!]!, kCos[s.direction[i]!]!, scale * kDangerScale, 2.4);
  }
}

function draw_motion(ctx: CanvasRenderingContext2D, s: Scratch, row: number, x: number, y: number, scale: number): void {
  const sin = kSin[s.direction[row]!]!, cos = kCos[s.direction[row]!]!;
  if (s.vector_x[row] !== 0 || s.vector_y[row] !== 0) {
    ctx.lineWidth = 2.2;
    ctx.setLineDash([5, 4]);
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(x + s.vector_x[row]!, y + s.vector_y[row]!);
    ctx.stroke();
    ctx.setLineDash([]);
  }
  if (s.has_heading[row] === 0) return;
  const from = kHeadingLine[0] * scale * kDangerScale, to = kHeadingLine[1] * scale * kDangerScale;
  const side = turn_side(s.flags[row]!) * kTurnFlag * scale * kDangerScale;
  ctx.lineWidth = 1.6;
  ctx.beginPath();
  ctx.moveTo(x + sin * from, y - cos * from);
  ctx.lineTo(x + sin * to, y - cos * to);
  if (side !== 0) ctx.lineTo(x + sin * to + cos * side, y - cos * to + sin * side);
  ctx.stroke();
}

/**
 * Never to be overlooked: a circle with a cross, solid where the beacon says it is active and open where it may be
 * a test, and a ring that beats for either. `phase` in [0, 1) beats the ring.
 */
export function draw_distress(ctx: CanvasRenderingContext2D, s: Scratch, offset: Offset, palette: Palette, phase: number): void {
  const r = 11;
  const d = r * Math.SQRT1_2;
  for (let i = 0; i < s.count; ++i) {
    if (s.class_[i] !== kClass.distress) continue;
    const x = s.x[i]! + offset.x, y = s.y[i]! + offset.y;
    const active = s.nav_status[i] === kSartActive;
    ctx.strokeStyle = palette.distress;
    ctx.fillStyle = active ? palette.distress : palette.target_fill;
    ctx.lineWidth = 2.5;
    ctx.beginPath();
    ctx.arc(x, y, 20 + 10 * phase, 0, 2 * Math.PI);
    ctx.stroke();
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
    ctx.strokeStyle = active ? palette.distress_text : palette.distress;
    ctx.beginPath();
    ctx.moveTo(x - d, y - d);
    ctx.lineTo(x + d, y + d);
    ctx.moveTo(x - d, y + d);
    ctx.lineTo(x + d, y - d);
    ctx.stroke();
  }
}

/** The square indicated by its corners round the selected target. */
export function draw_selected(ctx: CanvasRenderingContext2D, x: number, y: number, palette: Palette): void {
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
