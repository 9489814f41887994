// The ground of the picture: sea, land, graticule, zones, traffic schemes, gates, places. Prepared once per area as
// flat arrays in map metres; drawn straight onto a canvas. Not an official chart, and says so in the corner of the
// console.

import { rings_of, type Area, type Names, type Zone } from "../area/pack";
import { mercator_x, mercator_y } from "../picture/picture";
import { to_px_x, to_px_y, zoom_of, type Camera } from "./camera";
import { draw_graticule_lines } from "./graticule";
import { depth_share, kZoneOrder, kZoneStyles, type Layers } from "./layers";
import type { Palette } from "./palette";
import { along, in_view, length_px, shape, shape_of, trace, trace_all, type Shape } from "./shape";

export interface ChartPlace {
  x: number;
  y: number;
  name: Names;
  port: boolean;
}

export interface ChartZone {
  zone: Zone;
  rings: Shape[];
}

export interface ChartGate {
  name: Names;
  in: Names;
  out: Names;
  line: Shape;
}

export interface Chart {
  land: Shape[];
  /** Box of the coastline, null without one: beyond it nothing is known. */
  known: { west: number; south: number; east: number; north: number } | null;
  lanes: Shape[];
  centrelines: Shape[];
  separation_zones: Shape[];
  separation_lines: Shape[];
  boundaries: Shape[];
  inshore_limits: Shape[];
  /** In the order in which they are drawn. */
  zones: ChartZone[];
  gates: ChartGate[];
  places: ChartPlace[];
}

export function make_chart(area: Area): Chart {
  const lanes = area.schemes.flatMap((scheme) => scheme.lane ?? []);
  const lines = area.schemes.flatMap((scheme) => scheme.line ?? []);
  const of_kind = (kind: string): Shape[] => lines.filter((line) => line.kind === kind).map((line) => shape_of(line.points));
  const clip = area.coast?.clip;
  const zones = area.zones.filter((zone) => kZoneStyles[zone.kind] !== undefined); // a newer pack may know more kinds
  zones.sort((a, b) => kZoneOrder.indexOf(a.kind) - kZoneOrder.indexOf(b.kind) || (a.depth_min_m ?? 0) - (b.depth_min_m ?? 0));
  return {
    land: (area.coast?.rings ?? []).map(shape),
    known: clip
      ? { west: mercator_x(clip.west), south: mercator_y(clip.south), east: mercator_x(clip.east), north: mercator_y(clip.north) }
      : null,
    lanes: lanes.flatMap((lane) => (lane.polygon ? [shape_of(lane.polygon)] : [])),
    centrelines: lanes.map((lane) => shape_of(lane.centreline)),
    separation_zones: area.schemes.flatMap((scheme) => scheme.separation_zone ?? []).map((zone) => shape_of(zone.polygon)),
    separation_lines: of_kind("separation_line"),
    boundaries: of_kind("boundary"),
    inshore_limits: of_kind("inshore_limit"),
    zones: zones.map((zone) => ({ zone, rings: rings_of(zone).map(shape_of) })),
    gates: area.gates.map((gate) => ({ name: gate.name, in: gate.in, out: gate.out, line: shape_of(gate.line) })),
    places: (area.pack.place ?? []).map((place) => ({
      x: mercator_x(place.lon), y: mercator_y(place.lat), name: place.name, port: place.kind === "port",
    })),
  };
}

export function draw_chart(ctx: CanvasRenderingContext2D, chart: Chart | null, camera: Camera, palette: Palette, layers: Layers): void {
  ctx.fillStyle = palette.sea;
  ctx.fillRect(0, 0, camera.width, camera.height);
  if (chart !== null && layers.has("depths")) draw_zones(ctx, chart, camera, palette, layers, true);
  if (chart !== null) draw_land(ctx, chart, camera, palette);
  if (layers.has("graticule")) draw_graticule_lines(ctx, camera, palette);
  if (chart === null) return;
  draw_zones(ctx, chart, camera, palette, layers, false);
  if (layers.has("lanes")) draw_schemes(ctx, chart, camera, palette);
  if (layers.has("inshore")) draw_inshore_limits(ctx, chart, camera, palette);
  if (layers.has("gates")) draw_gates(ctx, chart, camera, palette);
  if (layers.has("places")) draw_ports(ctx, chart, camera, palette);
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

/** Zones with their outlines; of depths, which lie below the land, the fill alone. */
function draw_zones(ctx: CanvasRenderingContext2D, chart: Chart, camera: Camera, palette: Palette, layers: Layers, depths: boolean): void {
  for (const { zone, rings } of chart.zones) {
    const style = kZoneStyles[zone.kind];
    if (!layers.has(style.layer) || (zone.kind === "depth_area") !== depths) continue;
    if (!rings.some((ring) => in_view(ring, camera))) continue;
    trace_all(ctx, rings, camera, true);
    if (style.fill > 0) {
      ctx.globalAlpha = depths ? depth_share(zone.depth_min_m ?? 0) : style.fill;
      ctx.fillStyle = palette[style.line];
      ctx.fill();
      ctx.globalAlpha = 1;
    }
    if (depths) continue;
    ctx.strokeStyle = palette[style.line];
    ctx.lineWidth = 1.2;
    ctx.setLineDash([...style.dash]);
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

function draw_schemes(ctx: CanvasRenderingContext2D, chart: Chart, camera: Camera, palette: Palette): void {
  ctx.fillStyle = palette.lane;
  trace_all(ctx, chart.lanes, camera, true);
  ctx.fill();
  ctx.fillStyle = palette.separation;
  trace_all(ctx, chart.separation_zones, camera, true);
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
  ctx.setLineDash([]);
  if (zoom_of(camera) >= 8) draw_flow_arrows(ctx, chart, camera, palette);
}

function draw_inshore_limits(ctx: CanvasRenderingContext2D, chart: Chart, camera: Camera, palette: Palette): void {
  ctx.strokeStyle = palette.lane_arrow;
  ctx.lineWidth = 1;
  ctx.setLineDash([3, 5]);
  trace_all(ctx, chart.inshore_limits, camera, false);
  ctx.stroke();
  ctx.setLineDash([]);
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

function trace_arrow_at(ctx: CanvasRenderingContext2D, line: Shape, camera: Camera, at_px: number): void {
  const { x, y, east: sin, north: cos } = along(line, camera, at_px);
  const point = (ahead: number, right: number): [number, number] => [x + sin * ahead + cos * right, y - cos * ahead + sin * right];
  const outline: [number, number][] = [[-16, 3.5], [4, 3.5], [4, 9], [17, 0], [4, -9], [4, -3.5], [-16, -3.5]];
  outline.forEach(([ahead, right], k) => (k === 0 ? ctx.moveTo(...point(ahead, right)) : ctx.lineTo(...point(ahead, right))));
  ctx.closePath();
}

/** A gate's line with short strokes at its ends, and an arrow in its middle to the side that is "in": its left. */
function draw_gates(ctx: CanvasRenderingContext2D, chart: Chart, camera: Camera, palette: Palette): void {
  ctx.strokeStyle = palette.gate;
  ctx.fillStyle = palette.gate;
  ctx.lineWidth = 1.6;
  for (const { line } of chart.gates) {
    if (!in_view(line, camera)) continue;
    const length = length_px(line, camera);
    ctx.beginPath();
    trace(ctx, line, camera, false);
    for (const at of [0, length]) {
      const { x, y, east, north } = along(line, camera, at);
      ctx.moveTo(x - north * 5, y - east * 5);
      ctx.lineTo(x + north * 5, y + east * 5);
    }
    ctx.stroke();
    const { x, y, east, north } = along(line, camera, length / 2);
    ctx.beginPath(); // the left of the line is (-north, east) on a map with north up
    ctx.moveTo(x - north * 12, y - east * 12);
    ctx.lineTo(x + east * 5, y - north * 5);
    ctx.lineTo(x - east * 5, y + north * 5);
    ctx.closePath();
    ctx.fill();
  }
}

function draw_ports(ctx: CanvasRenderingContext2D, chart: Chart, camera: Camera, palette: Palette): void {
  if (zoom_of(camera) < 7.5) return;
  ctx.fillStyle = palette.place;
  for (const place of chart.places) if (place.port) ctx.fillRect(to_px_x(camera, place.x) - 2, to_px_y(camera, place.y) - 2, 4, 4);
}
