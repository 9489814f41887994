// Draws what the tools have over the map: guard zones, measured legs, bearing line and range ring, the two places of a
// closest approach, and the cross where the next point goes.

import type { Console } from "../console";
import { mercator_x, mercator_y } from "../picture/picture";
import { to_px_x, to_px_y, type Camera } from "../map/camera";
import { kFont } from "../map/fonts";
import { read_layers } from "../map/layers";
import type { Overlay } from "../map/sea_map";
import type { Palette } from "../map/palette";
import { lat_of, lon_of, type Found } from "../picture/picture";
import { kAbsent16 } from "../wire/layout";
import { resolve } from "./anchor";
import { closest_approach, kMpsPerKnot, type Approach, type Mover } from "./approach";
import { inverse, kNauticalMile, ring, way, type Place } from "./geodesy";
import type { GuardZone } from "./guard";
import type { Toolbox } from "./toolbox";

/** A vessel as it moves; at rest when it gives no course or speed. */
export function mover_of(found: Found): Mover {
  const { cell, index } = found;
  const sog = cell.sog[index]!, cog = cell.cog[index]!;
  const moves = sog !== kAbsent16 && cog !== kAbsent16;
  return { lat: lat_of(found), lon: lon_of(found), speed_mps: moves ? (sog / 10) * kMpsPerKnot : 0, course_deg: moves ? cog / 10 : 0 };
}

/** Whether the vessel says how it moves: else an approach is a guess. */
export function says_motion({ cell, index }: Found): boolean {
  return cell.sog[index] !== kAbsent16 && (cell.cog[index] !== kAbsent16 || cell.sog[index] === 0);
}

export function approach_of(console_: Console, pair: readonly number[]): Approach | null {
  const [a, b] = pair.map((mmsi) => console_.picture.find(mmsi));
  return a && b ? closest_approach(mover_of(a), mover_of(b)) : null;
}

/** 1.34 nm, 23.4 nm: for the chart, in Latin digits. */
export function miles(metres: number): string {
  const nm = metres / kNauticalMile;
  return `${nm.toFixed(nm < 10 ? 2 : 1)} nm`;
}
export function degrees(bearing: number): string {
  return `${(Math.round(bearing * 10) / 10 % 360).toFixed(1).padStart(5, "0")}°`;
}

class Pen {
  constructor(readonly ctx: CanvasRenderingContext2D, readonly camera: Camera, readonly palette: Palette) {}

  px({ lat, lon }: Place): [number, number] {
    return [to_px_x(this.camera, mercator_x(lon)), to_px_y(this.camera, mercator_y(lat))];
  }
  /** Pixels between two places. */
  apart(a: Place, b: Place): number {
    const [x0, y0] = this.px(a), [x1, y1] = this.px(b);
    return Math.hypot(x1 - x0, y1 - y0);
  }
  line(places: readonly Place[], close = false): void {
    const { ctx } = this;
    ctx.beginPath();
    places.forEach((place, i) => (i === 0 ? ctx.moveTo(...this.px(place)) : ctx.lineTo(...this.px(place))));
    if (close) ctx.closePath();
    ctx.stroke();
  }
  dot(place: Place, r = 3.5): void {
    const [x, y] = this.px(place);
    this.ctx.beginPath();
    this.ctx.arc(x, y, r, 0, 2 * Math.PI);
    this.ctx.fill();
  }
  text(text: string, x: number, y: number): void {
    const { ctx, palette } = this;
    ctx.font = `600 12px ${kFont}`;
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    ctx.direction = "ltr";
    const ink = ctx.fillStyle;
    const width = ctx.measureText(text).width;
    ctx.globalAlpha = 0.88; // names of vessels may lie below
    ctx.fillStyle = palette.halo;
    ctx.fillRect(x - 3, y - 9, width + 6, 18);
    ctx.globalAlpha = 1;
    ctx.fillStyle = ink;
    ctx.fillText(text, x, y);
  }
  /** In the middle of a leg, beside it. */
  leg_text(from: Place, to: Place, text: string): void {
    const [x0, y0] = this.px(from), [x1, y1] = this.px(to);
    this.text(text, (x0 + x1) / 2 + 8, (y0 + y1) / 2 - 8);
  }
}

export class ToolOverlay implements Overlay {
  constructor(readonly toolbox: Toolbox) {}

  draw(ctx: CanvasRenderingContext2D, camera: Camera, palette: Palette): void {
    const pen = new Pen(ctx, camera, palette);
    const { toolbox } = this;
    if (read_layers(toolbox.console_.snapshot().extras.layers ?? "").has("guards") || toolbox.active() === "guard") this.#guards(pen);
    ctx.strokeStyle = palette.tool;
    ctx.fillStyle = palette.tool;
    ctx.lineWidth = 1.8;
    if (toolbox.shows("measure")) this.#measure(pen);
    if (toolbox.shows("ebl")) this.#ebl(pen);
    if (toolbox.shows("approach")) this.#approach(pen);
    if (toolbox.active() !== null && toolbox.snapshot().by_keys) this.#cross(pen);
  }

  #measure(pen: Pen): void {
    const { measure, aim } = this.toolbox.snapshot();
    const points = measure.now.map((anchor) => resolve(anchor, this.toolbox.console_.picture));
    const aims = this.toolbox.active() === "measure" && aim !== null && points.length > 0 && pen.apart(points.at(-1)!, aim) > 4;
    const all = aims ? [...points, aim!] : points;
    let total = 0;
    all.slice(1).forEach((place, i) => {
      const leg = inverse(all[i]!, place);
      total += leg.distance_m;
      pen.ctx.setLineDash(aims && i === all.length - 2 ? [6, 5] : []);
      pen.line(way(all[i]!, place));
      pen.leg_text(all[i]!, place, `${degrees(leg.bearing_deg)} ${miles(leg.distance_m)}`);
    });
    pen.ctx.setLineDash([]);
    for (const point of points) pen.dot(point);
    if (all.length > 2) {
      const [x, y] = pen.px(all.at(-1)!);
      pen.text(`Σ ${miles(total)}`, x + 10, y + 12);
    }
  }

  #ebl(pen: Pen): void {
    const { ebl, aim } = this.toolbox.snapshot();
    const { picture } = this.toolbox.console_;
    if (ebl.now.from === null) return;
    const from = resolve(ebl.now.from, picture);
    const aims = ebl.now.to === null;
    const to = ebl.now.to !== null ? resolve(ebl.now.to, picture) : this.toolbox.active() === "ebl" ? aim : null;
    pen.dot(from);
    if (to === null) return;
    const { bearing_deg, distance_m } = inverse(from, to);
    pen.ctx.setLineDash(aims ? [6, 5] : [12, 4]);
    pen.line(way(from, to));
    pen.line(ring(from, distance_m), true);
    const [x, y] = pen.px(to);
    pen.text(`${degrees(bearing_deg)} ${miles(distance_m)}`, x + 10, y - 12);
  }

  #approach(pen: Pen): void {
    const pair = this.toolbox.snapshot().approach.now;
    const { picture } = this.toolbox.console_;
    const places = pair.flatMap((mmsi) => picture.find(mmsi) ?? []).map(mover_of);
    pen.ctx.setLineDash([3, 4]);
    for (const place of places) {
      const [x, y] = pen.px(place);
      pen.ctx.strokeRect(x - 14, y - 14, 28, 28);
    }
    const approach = approach_of(this.toolbox.console_, pair);
    if (approach === null || places.length < 2) return;
    pen.line([places[0]!, places[1]!]);
    pen.ctx.setLineDash([]);
    if (approach.tcpa_s <= 0) return; // passed: there is nothing ahead to draw
    pen.line([places[0]!, approach.own]);
    pen.line([places[1]!, approach.other]);
    pen.ctx.lineWidth = 3;
    pen.line([approach.own, approach.other]);
    pen.ctx.lineWidth = 1.8;
    pen.dot(approach.own, 4.5);
    pen.dot(approach.other, 4.5);
    const [x, y] = pen.px(approach.own);
    pen.text(`CPA ${miles(approach.dcpa_m)} · ${(approach.tcpa_s / 60).toFixed(1)} min`, x + 12, y - 12);
  }

  #guards(pen: Pen): void {
    const { guard, draft, aim } = this.toolbox.snapshot();
    const { ctx, palette } = pen;
    ctx.strokeStyle = palette.guard;
    ctx.fillStyle = palette.guard;
    for (const zone of guard.now) {
      ctx.lineWidth = zone.armed ? 2.2 : 1.2;
      ctx.setLineDash(zone.armed ? [10, 4] : [2, 5]);
      const edge = outline(zone);
      pen.line(edge, true);
      ctx.globalAlpha = 0.08;
      ctx.fill();
      ctx.globalAlpha = 1;
      const top = edge.reduce((a, b) => (b.lat > a.lat ? b : a));
      const [x, y] = pen.px(top);
      pen.text(zone.name, x + 6, y - 10);
    }
    const drawn = draft.now;
    if (drawn === null || this.toolbox.active() !== "guard") return;
    ctx.lineWidth = 2;
    ctx.setLineDash([4, 4]);
    const points = aim === null ? drawn.points : [...drawn.points, aim];
    const [centre, edge] = points;
    if (drawn.kind === "circle" && centre !== undefined && edge !== undefined) {
      const { distance_m } = inverse(centre, edge);
      pen.line(ring(centre, distance_m), true);
      pen.leg_text(centre, edge, miles(distance_m));
    } else if (points.length > 1) pen.line(points, points.length > 2);
    ctx.setLineDash([]);
    for (const point of drawn.points) pen.dot(point);
  }

  /** Where Enter puts the next point: the middle of the map. */
  #cross({ ctx, camera, palette }: Pen): void {
    const x = Math.round(camera.width / 2) + 0.5, y = Math.round(camera.height / 2) + 0.5;
    for (const [width, colour] of [[5, palette.halo], [1.8, palette.selected]] as const) {
      ctx.setLineDash([]);
      ctx.lineWidth = width;
      ctx.strokeStyle = colour;
      ctx.beginPath();
      ctx.moveTo(x - 16, y);
      ctx.lineTo(x - 4, y);
      ctx.moveTo(x + 4, y);
      ctx.lineTo(x + 16, y);
      ctx.moveTo(x, y - 16);
      ctx.lineTo(x, y - 4);
      ctx.moveTo(x, y + 4);
      ctx.lineTo(x, y + 16);
      ctx.stroke();
    }
  }
}

function outline(zone: GuardZone): Place[] {
  return zone.kind === "circle" ? ring(zone.centre, zone.radius_m) : zone.points;
}
