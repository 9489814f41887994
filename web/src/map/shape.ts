// Lines and rings in map metres, prepared once, and drawn leaving out vertices that fall into the pixel of the one
// before.

import type { Point } from "../area/pack";
import { mercator_x, mercator_y } from "../picture/picture";
import { to_map_x, to_map_y, to_px_x, to_px_y, type Camera } from "./camera";

/** A line or ring in map metres, x and y in turn, with its box. */
export interface Shape {
  xy: Float64Array;
  west: number;
  south: number;
  east: number;
  north: number;
}

/** From latitude and longitude in turn. */
export function shape(lat_lon: ArrayLike<number>): Shape {
  const xy = new Float64Array(lat_lon.length);
  let west = Infinity, south = Infinity, east = -Infinity, north = -Infinity;
  for (let i = 0; i + 1 < lat_lon.length; i += 2) {
    const x = mercator_x(lat_lon[i + 1]!);
    const y = mercator_y(lat_lon[i]!);
    xy[i] = x;
    xy[i + 1] = y;
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  return { xy, west, south, east, north };
}

export function shape_of(points: readonly Point[]): Shape {
  return shape(points.flat());
}

export function in_view(s: Shape, camera: Camera): boolean {
  return (
    s.west <= to_map_x(camera, camera.width) && s.east >= to_map_x(camera, 0) &&
    s.south <= to_map_y(camera, 0) && s.north >= to_map_y(camera, camera.height)
  );
}

/** Traces a shape, skipping vertices within 0.7 px of the last one drawn. */
export function trace(ctx: CanvasRenderingContext2D, { xy }: Shape, camera: Camera, close: boolean): void {
  let last_x = to_px_x(camera, xy[0]!);
  let last_y = to_px_y(camera, xy[1]!);
  ctx.moveTo(last_x, last_y);
  for (let i = 2; i < xy.length; i += 2) {
    const x = to_px_x(camera, xy[i]!);
    const y = to_px_y(camera, xy[i + 1]!);
    if (Math.abs(x - last_x) < 0.7 && Math.abs(y - last_y) < 0.7 && i < xy.length - 2) continue;
    ctx.lineTo(x, y);
    last_x = x;
    last_y = y;
  }
  if (close) ctx.closePath();
}

export function trace_all(ctx: CanvasRenderingContext2D, shapes: readonly Shape[], camera: Camera, close: boolean): void {
  ctx.beginPath();
  for (const s of shapes) if (in_view(s, camera)) trace(ctx, s, camera, close);
}

export function length_px({ xy }: Shape, camera: Camera): number {
  let sum = 0;
  for (let i = 2; i < xy.length; i += 2) sum += Math.hypot(xy[i]! - xy[i - 2]!, xy[i + 1]! - xy[i - 1]!);
  return sum / camera.resolution;
}

/** Where along a line, so many pixels from its begin: the place and the unit vector of the leg, north up. */
export function along({ xy }: Shape, camera: Camera, at_px: number): { x: number; y: number; east: number; north: number } {
  let left = at_px * camera.resolution;
  for (let i = 2; i < xy.length; i += 2) {
    const dx = xy[i]! - xy[i - 2]!, dy = xy[i + 1]! - xy[i - 1]!;
    const leg = Math.hypot(dx, dy);
    if (left > leg && i + 2 < xy.length) {
      left -= leg;
      continue;
    }
    const share = leg === 0 ? 0 : left / leg;
    return {
      x: to_px_x(camera, xy[i - 2]! + dx * share), y: to_px_y(camera, xy[i - 1]! + dy * share),
      east: leg === 0 ? 0 : dx / leg, north: leg === 0 ? 1 : dy / leg,
    };
  }
  return { x: to_px_x(camera, xy[0]!), y: to_px_y(camera, xy[1]!), east: 0, north: 1 };
}

/** A place within a ring where its name may stand: the middle of its widest stretch on the line through its middle. */
export function name_place({ xy, south, north }: Shape): [x: number, y: number] {
  const y = (south + north) / 2;
  const cuts: number[] = [];
  for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
    const y0 = xy[j + 1]!, y1 = xy[i + 1]!;
    if (y0 > y !== y1 > y) cuts.push(xy[j]! + ((y - y0) / (y1 - y0)) * (xy[i]! - xy[j]!));
  }
  cuts.sort((a, b) => a - b);
  let best: [number, number] = [xy[0]!, xy[0]!];
  for (let i = 0; i + 1 < cuts.length; i += 2) if (cuts[i + 1]! - cuts[i]! > best[1] - best[0]) best = [cuts[i]!, cuts[i + 1]!];
  return [(best[0] + best[1]) / 2, y];
}
