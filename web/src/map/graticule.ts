// Parallels and meridians. The lines lie on the ground and move with it; their figures stand at the edges of what is
// seen.

import { mercator_lat, mercator_lon, mercator_x, mercator_y } from "../picture/picture";
import { to_map_x, to_map_y, to_px_x, to_px_y, type Camera } from "./camera";
import type { Palette } from "./palette";
import { kFont } from "./fonts";

const kSteps = [10, 5, 2, 1, 0.5, 1 / 6, 1 / 12, 1 / 30, 1 / 60]; // degrees

/** Degrees and whole minutes of a graticule line, such as 26°30′N. */
export function graticule_text(value: number, letters: string): string {
  const minutes = Math.round(Math.abs(value) * 60);
  const m = minutes % 60;
  return `${Math.floor(minutes / 60)}°${m === 0 ? "" : `${String(m).padStart(2, "0")}′`}${letters[value < 0 ? 1 : 0]}`;
}

export interface GraticuleLine {
  /** Degrees. */
  value: number;
  px: number;
}

/** The lines in view, at least 150 px apart. */
export function graticule_lines(camera: Camera): { meridians: GraticuleLine[]; parallels: GraticuleLine[] } {
  const west = mercator_lon(to_map_x(camera, 0)), east = mercator_lon(to_map_x(camera, camera.width));
  const south = mercator_lat(to_map_y(camera, camera.height)), north = mercator_lat(to_map_y(camera, 0));
  const step = kSteps.findLast((degrees) => (east - west) / degrees <= camera.width / 150) ?? 10;
  const meridians: GraticuleLine[] = [], parallels: GraticuleLine[] = [];
  for (let i = Math.ceil(west / step); i * step <= east; ++i) meridians.push({ value: i * step, px: to_px_x(camera, mercator_x(i * step)) });
  for (let i = Math.ceil(south / step); i * step <= north; ++i) parallels.push({ value: i * step, px: to_px_y(camera, mercator_y(i * step)) });
  return { meridians, parallels };
}

export function draw_graticule_lines(ctx: CanvasRenderingContext2D, camera: Camera, palette: Palette): void {
  const { meridians, parallels } = graticule_lines(camera);
  ctx.strokeStyle = palette.graticule;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (const { px } of meridians) {
    ctx.moveTo(Math.round(px) + 0.5, 0);
    ctx.lineTo(Math.round(px) + 0.5, camera.height);
  }
  for (const { px } of parallels) {
    ctx.moveTo(0, Math.round(px) + 0.5);
    ctx.lineTo(camera.width, Math.round(px) + 0.5);
  }
  ctx.stroke();
}

export function draw_graticule_figures(ctx: CanvasRenderingContext2D, camera: Camera, palette: Palette): void {
  const { meridians, parallels } = graticule_lines(camera);
  ctx.fillStyle = palette.graticule_text;
  ctx.font = `11px ${kFont}`;
  ctx.textBaseline = "middle";
  ctx.direction = "ltr";
  ctx.textAlign = "center";
  for (const { value, px } of meridians) ctx.fillText(graticule_text(value, "EW"), px, camera.height - 8);
  ctx.textAlign = "left";
  for (const { value, px } of parallels) if (px > 16 && px < camera.height - 24) ctx.fillText(graticule_text(value, "NS"), 4, px - 8);
}
