// The evidence of the chosen alert on the map: its vessels' ways with the reports that the alert rests on, a square where
// each was when it began and a diamond where each was when it was decided, with the time (UTC). The marks are hollow and
// filled, the ways dashed differently, so that nothing hangs on colour alone.

import { format_utc } from "../format/format";
import { to_px_x, to_px_y, type Camera } from "../map/camera";
import { kFont } from "../map/fonts";
import type { Palette, PaletteName } from "../map/palette";
import { Taken } from "../map/taken";
import type { TrailPoint } from "../map/trails";
import { mercator_x, mercator_y } from "../picture/picture";
import { kGroupPaint } from "../tools/groups";
import type { EvidenceTrack } from "./evidence_track";

const kSquare_px = 6.5;
const kDiamond_px = 5.5;

/** Before the alert's own flag, whose place is kept free of figures. */
export function draw_evidence(
  ctx: CanvasRenderingContext2D, camera: Camera, tracks: readonly EvidenceTrack[], flag: { lat: number; lon: number }, palette: Palette, name: PaletteName,
): void {
  ctx.save();
  for (const track of tracks) draw_way(ctx, camera, track, palette, kGroupPaint[name][track.colour]);
  const taken = new Taken();
  const [x, y] = [to_px_x(camera, mercator_x(flag.lon)), to_px_y(camera, mercator_y(flag.lat))];
  taken.add(x - 12, y - 28, x + 12, y + 4);
  for (const track of tracks) {
    const colour = kGroupPaint[name][track.colour];
    if (track.at_begin !== null) draw_mark(ctx, camera, track.at_begin, "begin", palette, colour, taken);
    if (track.at_decided !== null) draw_mark(ctx, camera, track.at_decided, "decided", palette, colour, taken);
  }
  ctx.restore();
}

function draw_way(ctx: CanvasRenderingContext2D, camera: Camera, { parts, dash }: EvidenceTrack, palette: Palette, colour: string): void {
  ctx.lineJoin = "round";
  ctx.beginPath();
  for (const part of parts) part.forEach((point, i) => (i === 0 ? ctx.moveTo(...px(camera, point)) : ctx.lineTo(...px(camera, point))));
  for (const [width, stroke, dashes] of [[6, palette.halo, []], [2.6, colour, dash]] as const) {
    ctx.lineWidth = width;
    ctx.strokeStyle = stroke;
    ctx.setLineDash([...dashes]);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  ctx.fillStyle = colour;
  for (const point of parts.flat()) {
    if (!point.used) continue;
    ctx.beginPath();
    ctx.arc(...px(camera, point), 3, 0, 2 * Math.PI);
    ctx.fill();
  }
}

function draw_mark(ctx: CanvasRenderingContext2D, camera: Camera, at: TrailPoint, what: "begin" | "decided", palette: Palette, colour: string, taken: Taken): void {
  const [x, y] = px(camera, at);
  ctx.beginPath();
  if (what === "begin") ctx.rect(x - kSquare_px, y - kSquare_px, 2 * kSquare_px, 2 * kSquare_px);
  else for (const [dx, dy] of [[0, -1], [1, 0], [0, 1], [-1, 0]] as const) ctx.lineTo(x + dx * kDiamond_px, y + dy * kDiamond_px);
  ctx.closePath();
  ctx.lineWidth = 5;
  ctx.strokeStyle = palette.halo;
  ctx.stroke();
  ctx.lineWidth = 2;
  ctx.strokeStyle = colour;
  ctx.stroke();
  ctx.fillStyle = colour;
  if (what === "decided") ctx.fill();
  ctx.font = `600 12px ${kFont}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.direction = "ltr";
  const text = format_utc(at.at_ms).slice(0, 5);
  const left = x - ctx.measureText(text).width / 2, right = 2 * x - left;
  const above = [left, y - 28, right, y - 12] as const, below = [left, y + 12, right, y + 28] as const;
  const box = what === "begin" ? [below, above].find((one) => !taken.hits(...one)) : [above, below].find((one) => !taken.hits(...one));
  if (box === undefined) return;
  taken.add(...box);
  ctx.lineWidth = 4;
  ctx.strokeStyle = palette.halo;
  ctx.strokeText(text, left, box[1] + 8);
  ctx.fillText(text, left, box[1] + 8);
}

function px(camera: Camera, { x, y }: TrailPoint): [number, number] {
  return [to_px_x(camera, x), to_px_y(camera, y)];
}
