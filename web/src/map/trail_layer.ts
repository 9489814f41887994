// Draws past tracks: the selected vessel's with time marks, and the short trails of all.

import { format_utc } from "../format/format";
import { to_px_x, to_px_y, type Camera } from "./camera";
import { kClass } from "./classify";
import { kFont } from "./fonts";
import type { Palette } from "./palette";
import type { Scratch } from "./rows";
import { Taken } from "./taken";
import { mark_minutes, stretches, time_marks } from "./track_marks";
import type { TrailPoint, Trails } from "./trails";

const kBatch = 300;

/** The short trail of every ship in view, as one thin line each. */
export function draw_short_trails(ctx: CanvasRenderingContext2D, s: Scratch, trails: Trails, camera: Camera, palette: Palette): void {
  ctx.strokeStyle = palette.trail;
  ctx.globalAlpha = 0.55;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let row = 0, batch = 0; row < s.count; ++row) {
    if (s.class_[row] !== kClass.activated && s.class_[row] !== kClass.lost && s.class_[row] !== kClass.aircraft) continue;
    let first = true;
    trails.each(s.mmsi[row]!, (_, x, y) => {
      if (first) ctx.moveTo(to_px_x(camera, x), to_px_y(camera, y));
      else ctx.lineTo(to_px_x(camera, x), to_px_y(camera, y));
      first = false;
    });
    if (!first) ctx.lineTo(s.x[row]!, s.y[row]!);
    if (++batch % kBatch === 0) {
      ctx.stroke();
      ctx.beginPath();
    }
  }
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** The followed vessel's track with time marks, up to where it is now. */
export function draw_track(ctx: CanvasRenderingContext2D, points: readonly TrailPoint[], now: { x: number; y: number } | null, camera: Camera, palette: Palette): void {
  if (points.length === 0) return;
  ctx.strokeStyle = palette.trail;
  ctx.fillStyle = palette.trail;
  ctx.lineWidth = 1.4;
  ctx.beginPath();
  const parts = stretches(points);
  for (const part of parts) {
    part.forEach((point, i) => {
      const x = to_px_x(camera, point.x), y = to_px_y(camera, point.y);
      if (i === 0) ctx.moveTo(x, y);
      else ctx.lineTo(x, y);
    });
  }
  if (now !== null) ctx.lineTo(now.x, now.y);
  ctx.stroke();
  draw_marks(ctx, points, camera, palette);
}

function draw_marks(ctx: CanvasRenderingContext2D, points: readonly TrailPoint[], camera: Camera, palette: Palette): void {
  ctx.font = `11px ${kFont}`;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.direction = "ltr";
  ctx.lineWidth = 3;
  ctx.strokeStyle = palette.halo;
  const taken = new Taken();
  const marks = time_marks(points, mark_minutes(points, camera.resolution));
  for (const mark of marks.reverse()) { // the newest has its place first
    const x = to_px_x(camera, mark.x), y = to_px_y(camera, mark.y);
    if (x < -60 || y < -20 || x > camera.width + 60 || y > camera.height + 20) continue;
    ctx.beginPath();
    ctx.arc(x, y, 2.6, 0, 2 * Math.PI);
    ctx.fill();
    const text = format_utc(mark.at_ms).slice(0, 5);
    const width = ctx.measureText(text).width;
    if (taken.hits(x + 6, y - 7, x + 6 + width, y + 7)) continue;
    taken.add(x + 6, y - 7, x + 6 + width, y + 7);
    ctx.strokeText(text, x + 6, y);
    ctx.fillText(text, x + 6, y);
  }
}
