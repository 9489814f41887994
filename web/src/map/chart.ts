// The ground of the picture: sea, land, graticule, traffic schemes, places. Prepared once per area as flat
// arrays in map metres; drawn straight onto a canvas, leaving out vertices that fall into the pixel of the
// one before. Not an official chart, and says so in the corner of the console.

import { in_language, type Area, type Point } from "../area/pack";
import { mercator_lat, mercator_lon, mercator_x, mercator_y } from "../picture/picture";
import { to_map_x, to_map_y, to_px_x, to_px_y, zoom_of, type Camera } from "./camera";
import type { Palette } from "./palette";

/** A line or ring in map metres, x and y in turn, with its box. */
interface Shape {
  xy: Float64Array;
  west: number;
  south: number;
  east: number;
  north: number;
}

interface ChartPlace {
  x: number;
  y: number;
  name: Record<string, string>;
  port: boolean;
}

export interface Chart {
  land: Shape[];
  /** Box of the coastline, null without one: beyond it nothing is known. */
  known: { west: number; south: number; east: number; north: number } | null;
  lanes: Shape[];
  centrelines: Shape[];
  zones: Shape[];
  separation_lines: Shape[];
  boundaries: Shape[];
  inshore_limits: Shape[];
  places: ChartPlace[];
}

function shape(lat_lon: ArrayLike<number>): Shape {
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

function shape_of(points: Point[]): Shape {
  return shape(points.flat());
}

export function make_chart(area: Area): Chart {
  const lanes = area.schemes.flatMap((scheme) => scheme.lane ?? []);
  const lines = area.schemes.flatMap((scheme) => scheme.line ?? []);
  const of_kind = (kind: string): Shape[] => lines.filter((line) => line.kind === kind).map((line) => shape_of(line.points));
  const clip = area.coast?.clip;
  return {
    land: (area.coast?.rings ?? []).map(shape),
    known: clip
      ? { west: mercator_x(clip.west), south: mercator_y(clip.south), east: mercator_x(clip.east), north: mercator_y(clip.north) }
      : null,
    lanes: lanes.flatMap((lane) => (lane.polygon ? [shape_of(lane.polygon)] : [])),
    centrelines: lanes.map((lane) => shape_of(lane.centreline)),
    zones: area.schemes.flatMap((scheme) => scheme.separation_zone ?? []).map((zone) => shape_of(zone.polygon)),
    separation_lines: of_kind("separation_line"),
    boundaries: of_kind("boundary"),
    inshore_limits: of_kind("inshore_limit"),
    places: (area.pack.place ?? []).map((place) => ({
      x: mercator_x(place.lon), y: mercator_y(place.lat), name: place.name, port: place.kind === "port",
    })),
  };
}

export function draw_chart(ctx: CanvasRenderingContext2D, chart: Chart | null, camera: Camera, palette: Palette, language: string): void {
  const { width, height } = camera;
  ctx.fillStyle = palette.sea;
  ctx.fillRect(0, 0, width, height);
  if (chart !== null) draw_land(ctx, chart, camera, palette);
  draw_graticule(ctx, camera, palette);
  if (chart === null) return;
  draw_schemes(ctx, chart, camera, palette);
  draw_places(ctx, chart, camera, palette, language);
}

function in_view(s: Shape, camera: Camera): boolean {
  return (
    s.west <= to_map_x(camera, camera.width) && s.east >= to_map_x(camera, 0) &&
    s.south <= to_map_y(camera, 0) && s.north >= to_map_y(camera, camera.height)
  );
}

/** Traces a shape, skipping vertices within 0.7 px of the last one drawn. */
function trace(ctx: CanvasRenderingContext2D, { xy }: Shape, camera: Camera, close: boolean): void {
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

function trace_all(ctx: CanvasRenderingContext2D, shapes: Shape[], camera: Camera, close: boolean): void {
  ctx.beginPath();
  for (const s of shapes) if (in_view(s, camera)) trace(ctx, s, camera, close);
}

function draw_land(ctx: CanvasRenderingContext2D, chart: Chart, camera: Camera, palette: Palette): void {
  ctx.save();
  if (chart.known !== null) {
    const left = to_px_x(camera, chart.known.west), right = to_px_x(camera, chart.known.east);
    const top = to_px_y(camera, chart.known.north), bottom = to_px_y(camera, chart.known.south);
    ctx.fillStyle = palette.beyond;
    ctx.beginPath();
    ctx.rect(0, 0, camera.width, camera.height);
    ctx.rect(left, top, right - left, bottom - top);
    ctx.fill("evenodd");
    ctx.beginPath(); // the cut edges of the land lie on this box: clipped a hair inside, they vanish
    ctx.rect(left + 1, top + 1, right - left - 2, bottom - top - 2);
    ctx.clip();
  }
  ctx.fillStyle = palette.land;
  ctx.strokeStyle = palette.coast;
  ctx.lineWidth = 1;
  for (const s of chart.land) {
    if (!in_view(s, camera)) continue;
    ctx.beginPath();
    trace(ctx, s, camera, true);
    ctx.fill();
    ctx.stroke();
  }
  ctx.restore();
}

const kGraticuleSteps = [10, 5, 2, 1, 0.5, 1 / 6, 1 / 12, 1 / 30, 1 / 60]; // degrees

/** Degrees and whole minutes of a graticule line, such as 26°30′N. */
function graticule_text(value: number, letters: string): string {
  const minutes = Math.round(Math.abs(value) * 60);
  const m = minutes % 60;
  return `${Math.floor(minutes / 60)}°${m === 0 ? "" : `${String(m).padStart(2, "0")}′`}${letters[value < 0 ? 1 : 0]}`;
}

function draw_graticule(ctx: CanvasRenderingContext2D, camera: Camera, palette: Palette): void {
  const west = mercator_lon(to_map_x(camera, 0)), east = mercator_lon(to_map_x(camera, camera.width));
  const south = mercator_lat(to_map_y(camera, camera.height)), north = mercator_lat(to_map_y(camera, 0));
  const step = kGraticuleSteps.findLast((degrees) => ((east - west) / degrees) <= camera.width / 150) ?? 10;
  ctx.strokeStyle = palette.graticule;
  ctx.fillStyle = palette.graticule_text;
  ctx.lineWidth = 1;
  ctx.font = `11px ${kFont}`;
  ctx.textBaseline = "middle";
  ctx.textAlign = "center";
  ctx.direction = "ltr";
  ctx.beginPath();
  for (let i = Math.ceil(west / step); i * step <= east; ++i) {
    const x = Math.round(to_px_x(camera, mercator_x(i * step))) + 0.5;
    ctx.moveTo(x, 0);
    ctx.lineTo(x, camera.height);
    ctx.fillText(graticule_text(i * step, "EW"), x, camera.height - 8);
  }
  ctx.textAlign = "left";
  for (let i = Math.ceil(south / step); i * step <= north; ++i) {
    const y = Math.round(to_px_y(camera, mercator_y(i * step))) + 0.5;
    ctx.moveTo(0, y);
    ctx.lineTo(camera.width, y);
    if (y > 16 && y < camera.height - 24) ctx.fillText(graticule_text(i * step, "NS"), 4, y - 8);
  }
  ctx.stroke();
}

function draw_schemes(ctx: CanvasRenderingContext2D, chart: Chart, camera: Camera, palette: Palette): void {
  ctx.fillStyle = palette.lane;
  trace_all(ctx, chart.lanes, camera, true);
  ctx.fill();
  ctx.fillStyle = palette.separation;
  trace_all(ctx, chart.zones, camera, true);
  ctx.fill();
  ctx.strokeStyle = palette.separation_line;
  ctx.lineWidth = 3;
  trace_all(ctx, chart.separation_lines, camera, false);
  ctx.stroke();
  ctx.strokeStyle = palette.lane_arrow;
  ctx.lineWidth = 1;
  ctx.setLineDash([8, 5]);
  trace_all(ctx, chart.boundaries, camera, false);
  ctx.stroke();
  ctx.setLineDash([3, 5]);
  trace_all(ctx, chart.inshore_limits, camera, false);
  ctx.stroke();
  ctx.setLineDash([]);
  if (zoom_of(camera) >= 8) draw_flow_arrows(ctx, chart, camera, palette);
}

/** Hollow arrows along each centreline, about 150 px apart, as charts show the direction of flow. */
function draw_flow_arrows(ctx: CanvasRenderingContext2D, chart: Chart, camera: Camera, palette: Palette): void {
  const spacing = 150;
  ctx.strokeStyle = palette.lane_arrow;
  ctx.lineWidth = 1.2;
  ctx.beginPath();
  for (const line of chart.centrelines) {
    if (!in_view(line, camera)) continue;
    const length = length_px(line, camera);
    const count = Math.max(1, Math.floor(length / spacing));
    if (length < 24) continue;
    for (let i = 0; i < count; ++i) trace_arrow_at(ctx, line, camera, ((i + 0.5) * length) / count);
  }
  ctx.stroke();
}

function length_px({ xy }: Shape, camera: Camera): number {
  let sum = 0;
  for (let i = 2; i < xy.length; i += 2) sum += Math.hypot(xy[i]! - xy[i - 2]!, xy[i + 1]! - xy[i - 1]!);
  return sum / camera.resolution;
}

function trace_arrow_at(ctx: CanvasRenderingContext2D, { xy }: Shape, camera: Camera, at_px: number): void {
  let left = at_px * camera.resolution;
  for (let i = 2; i < xy.length; i += 2) {
    const dx = xy[i]! - xy[i - 2]!, dy = xy[i + 1]! - xy[i - 1]!;
    const leg = Math.hypot(dx, dy);
    if (left > leg && i + 2 < xy.length) {
      left -= leg;
      continue;
    }
    const x = to_px_x(camera, xy[i - 2]! + (dx * left) / leg), y = to_px_y(camera, xy[i - 1]! + (dy * left) / leg);
    const sin = dx / leg, cos = dy / leg;
    const point = (ahead: number, right: number): [number, number] => [x + sin * ahead + cos * right, y - cos * ahead + sin * right];
    const outline: [number, number][] = [[-16, 3.5], [4, 3.5], [4, 9], [17, 0], [4, -9], [4, -3.5], [-16, -3.5]];
    outline.forEach(([ahead, right], k) => (k === 0 ? ctx.moveTo(...point(ahead, right)) : ctx.lineTo(...point(ahead, right))));
    ctx.closePath();
    return;
  }
}

export const kFont = "'Noto Sans', 'Vazirmatn', sans-serif";

function draw_places(ctx: CanvasRenderingContext2D, chart: Chart, camera: Camera, palette: Palette, language: string): void {
  if (zoom_of(camera) < 7.5) return;
  ctx.font = /^(ar|fa)$/.test(language) ? `12px ${kFont}` : `italic 12px ${kFont}`; // Arabic script does not slant
  ctx.textBaseline = "middle";
  ctx.lineWidth = 3;
  ctx.lineJoin = "round";
  ctx.strokeStyle = palette.land;
  ctx.fillStyle = palette.place;
  for (const place of chart.places) {
    const x = to_px_x(camera, place.x), y = to_px_y(camera, place.y);
    if (x < -80 || y < -20 || x > camera.width + 80 || y > camera.height + 20) continue;
    const name = in_language(place.name, language, "");
    ctx.textAlign = place.port ? "left" : "center";
    if (place.port) ctx.fillRect(x - 2, y - 2, 4, 4);
    ctx.strokeText(name, x + (place.port ? 6 : 0), y);
    ctx.fillText(name, x + (place.port ? 6 : 0), y);
  }
}
