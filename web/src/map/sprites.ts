// Sprite sets made once per look, state, size and palette, by drawing the symbol's strokes in every direction onto
// a canvas and reading its pixels back.

import { make_sprites, type SpriteSet } from "./blit";
import { kClass, type Look, type TargetClass } from "./classify";
import type { Palette } from "./palette";
import { ship_symbol, type Stroke } from "./symbols";

/** Sprites every 3°: half a pixel at the bow. */
export const kTurns = 120;
const kSets = new Map<string, SpriteSet>();
/** Each zoom has its size; the few last are enough. */
const kSetsMax = 72;

/** Adds the strokes at a place to the context, one path each; sin and cos are those of the bow. */
export function draw_strokes(
  ctx: CanvasRenderingContext2D, strokes: Stroke[], x: number, y: number, sin: number, cos: number, scale: number, width: number,
): void {
  for (const stroke of strokes) {
    const s = stroke.turns ? sin : 0, c = stroke.turns ? cos : 1;
    ctx.beginPath();
    stroke.points.forEach(([ahead, right], i) => {
      const px = x + (s * ahead + c * right) * scale, py = y + (-c * ahead + s * right) * scale;
      if (i === 0) ctx.moveTo(px, py);
      else ctx.lineTo(px, py);
    });
    if (stroke.close) ctx.closePath();
    if (stroke.fill) ctx.fill();
    ctx.lineWidth = width * stroke.width;
    ctx.stroke();
  }
}

const kStyles: Record<number, (palette: Palette) => { stroke: string; width: number }> = {
  [kClass.sleeping]: (palette) => ({ stroke: palette.sleeping, width: 1.2 }),
  [kClass.activated]: (palette) => ({ stroke: palette.target, width: 1.6 }),
  [kClass.lost]: (palette) => ({ stroke: palette.lost, width: 1.2 }),
};

/** The sprites of a ship's symbol, for a raster of so many pixels a line. */
export function ship_sprites(
  look: Look, class_: TargetClass, directionless: boolean, scale: number, ratio: number, palette: Palette, stride: number,
): SpriteSet {
  const { stroke, width } = kStyles[class_]!(palette);
  const key = `${look} ${class_} ${directionless ? 1 : 0} ${scale} ${ratio} ${stroke} ${palette.target_fill} ${stride}`;
  const held = kSets.get(key);
  if (held !== undefined) return held;
  if (kSets.size >= kSetsMax) kSets.clear();
  const side = 2 * Math.ceil((11 * scale + 3) * ratio) + 1;
  const turns = directionless ? 1 : kTurns;
  const canvas = document.createElement("canvas");
  canvas.width = side * turns;
  canvas.height = side;
  const ctx = canvas.getContext("2d", { willReadFrequently: true })!;
  ctx.strokeStyle = stroke;
  ctx.fillStyle = palette.target_fill;
  ctx.lineJoin = "miter";
  const strokes = ship_symbol(look, class_, directionless);
  for (let turn = 0; turn < turns; ++turn) {
    const angle = (turn * 2 * Math.PI) / turns;
    draw_strokes(ctx, strokes, turn * side + side / 2, side / 2, Math.sin(angle), Math.cos(angle), scale * ratio, width * ratio);
  }
  const made = make_sprites(ctx.getImageData(0, 0, canvas.width, side).data, turns, side, stride);
  kSets.set(key, made);
  return made;
}
