// One symbol on a small canvas, drawn by the code that draws the map, so that the legend cannot lie.

import { Picture } from "../picture/picture";
import { kAbsent16, kFlag, kKind, kSartActive } from "../wire/layout";
import { kClass, kLook, type TargetClass } from "./classify";
import { draw_dangerous, draw_distress, draw_selected } from "./marks";
import type { Palette } from "./palette";
import { Scratch } from "./rows";
import { blit_ships, draw_below, draw_stations, TargetRaster } from "./targets";
import { draw_track } from "./trail_layer";

export type LegendSymbol =
  | "distress" | "distress_test" | "dangerous" | "selected" | "activated" | "turning" | "class_b" | "sleeping" | "directionless"
  | "lost" | "outline" | "sar_vessel" | "aircraft" | "base" | "aid" | "virtual_aid" | "off_position" | "track";

const kClasses: Record<LegendSymbol, TargetClass> = {
  distress: kClass.distress, distress_test: kClass.distress, dangerous: kClass.activated, selected: kClass.activated,
  activated: kClass.activated, turning: kClass.activated, class_b: kClass.activated, sleeping: kClass.sleeping,
  directionless: kClass.sleeping, lost: kClass.lost, outline: kClass.sleeping, sar_vessel: kClass.activated, aircraft: kClass.aircraft,
  base: kClass.base, aid: kClass.aid, virtual_aid: kClass.virtual_aid, off_position: kClass.aid, track: kClass.activated,
};

/** Symbols with a vector stand to the left, so that it fits. */
const kMoving: ReadonlySet<LegendSymbol> = new Set<LegendSymbol>(["dangerous", "activated", "turning", "class_b", "sar_vessel"]);
const kMmsi = 1;

function row_for(symbol: LegendSymbol, width: number, height: number): Scratch {
  const s = new Scratch();
  const moving = kMoving.has(symbol);
  s.count = 1;
  s.mmsi[0] = kMmsi;
  s.x[0] = moving ? 19 : symbol === "track" ? width - 12 : width / 2;
  s.y[0] = moving ? height / 2 + 4 : height / 2;
  s.direction[0] = 900;
  s.has_heading[0] = moving || symbol === "outline" ? 1 : 0;
  s.directionless[0] = symbol === "directionless" ? 1 : 0;
  s.vector_x[0] = moving ? 44 : 0;
  s.vector_y[0] = moving ? -12 : 0;
  s.sog[0] = kAbsent16;
  s.class_[0] = kClasses[symbol];
  s.look[0] = symbol === "class_b" ? kLook.class_b : symbol === "sar_vessel" ? kLook.sar_vessel : kLook.class_a;
  s.kind[0] = kKind.class_a;
  s.flags[0] = symbol === "turning" ? kFlag.turning_starboard : symbol === "off_position" ? kFlag.off_position : 0;
  s.nav_status[0] = symbol === "distress" ? kSartActive : 255;
  return s;
}

export function draw_legend_symbol(ctx: CanvasRenderingContext2D, symbol: LegendSymbol, palette: Palette, width: number, height: number, ratio: number): void {
  const s = row_for(symbol, width, height);
  const camera = { centre_x: 0, centre_y: 0, resolution: 10, width, height, pixel_ratio: ratio };
  const picture = new Picture();
  if (symbol === "outline") {
    picture.identities.set(kMmsi, { mmsi: kMmsi, to_bow_m: 460, to_stern_m: 140, to_port_m: 60, to_starboard_m: 60, ship_type: 0 });
    s.x[0] = width / 2 - 16;
  }
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.fillStyle = palette.sea;
  ctx.fillRect(0, 0, width, height);
  if (symbol === "track") {
    const at = (minute: number, x: number): { at_ms: number; x: number; y: number } => ({ at_ms: minute * 60_000, x: (x - width / 2) * 10, y: -60 });
    draw_track(ctx, [at(1, 4), at(6, 44)], { x: s.x[0]!, y: s.y[0]! }, camera, palette);
  }
  draw_below(ctx, s, picture, 10, true, palette, 1);
  const raster = new TargetRaster();
  raster.begin(ctx.canvas.width, ctx.canvas.height);
  blit_ships(raster.raster, s, 1, ratio, palette, () => symbol === "dangerous");
  raster.show(ctx);
  draw_stations(ctx, s, palette, 1);
  const nowhere = { x: 0, y: 0 };
  if (symbol === "dangerous") draw_dangerous(ctx, s, nowhere, new Map([[kMmsi, { acknowledged: false }]]), palette, 1, true);
  draw_distress(ctx, s, nowhere, palette, 0);
  if (symbol === "selected") draw_selected(ctx, s.x[0]!, s.y[0]!, palette);
}
