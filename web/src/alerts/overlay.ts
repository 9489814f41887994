// Alerts on the map: a numbered mark where each is that goes on, and for the chosen one rings round those involved,
// with lines to where it happens, and while its evidence is open their ways. What a dry run would add or take away has marks of its own.

import type { Console } from "../console";
import { to_px_x, to_px_y, type Camera } from "../map/camera";
import { kFont } from "../map/fonts";
import type { Palette } from "../map/palette";
import type { Overlay } from "../map/sea_map";
import { lat_of, lon_of, mercator_x, mercator_y } from "../picture/picture";
import { ring, type Place } from "../tools/geodesy";
import type { Alert } from "./alert";
import { draw_evidence } from "./evidence_overlay";
import { alert_store } from "./store";

export function colour_of(palette: Palette, priority: number): string {
  return priority === 1 ? palette.alarm : priority === 2 ? palette.warning : palette.accent;
}

export class AlertOverlay implements Overlay {
  constructor(readonly console_: Console) {}

  draw(ctx: CanvasRenderingContext2D, camera: Camera, palette: Palette): void {
    if (this.console_.snapshot().replay !== null) return; // alerts are of now
    const store = alert_store(this.console_);
    const { tried, evidence, chosen: id } = store.snapshot();
    const chosen = store.chosen();
    if (evidence !== null && evidence.id === id && chosen !== null) draw_evidence(ctx, camera, evidence.tracks, chosen, palette, this.console_.snapshot().palette);
    ctx.save();
    // The lowest first, so that the highest lies on top.
    for (const alert of store.current().reverse()) mark(ctx, camera, alert, String(alert.priority), colour_of(palette, alert.priority), palette);
    for (const alert of tried?.gone ?? []) mark(ctx, camera, alert, "−", palette.dim, palette);
    for (const alert of tried?.added ?? []) mark(ctx, camera, alert, "+", palette.live, palette);
    if (chosen === null) return ctx.restore();
    this.#chosen(ctx, camera, chosen, palette);
    mark(ctx, camera, chosen, String(chosen.priority), colour_of(palette, chosen.priority), palette);
    ctx.restore();
  }

  #chosen(ctx: CanvasRenderingContext2D, camera: Camera, alert: Alert, palette: Palette): void {
    const [x, y] = px(camera, alert);
    const places = alert.vessels.flatMap(({ mmsi }) => (mmsi === undefined ? [] : (this.console_.picture.find(mmsi) ?? [])));
    for (const [width, colour] of [[5, palette.halo], [2.2, colour_of(palette, alert.priority)]] as const) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.setLineDash([]);
      for (const found of places) {
        const [vx, vy] = px(camera, { lat: lat_of(found), lon: lon_of(found) });
        circle(ctx, vx, vy, 18);
        const apart = Math.hypot(vx - x, vy - y);
        if (apart < 32) continue;
        ctx.setLineDash([6, 5]);
        ctx.beginPath();
        ctx.moveTo(vx + ((x - vx) * 18) / apart, vy + ((y - vy) * 18) / apart);
        ctx.lineTo(x, y);
        ctx.stroke();
        ctx.setLineDash([]);
      }
      circle(ctx, x, y, 14);
      if (alert.radius_m !== undefined) {
        ctx.setLineDash([10, 5]);
        ctx.beginPath();
        ring(alert, alert.radius_m).forEach((place, i) => (i === 0 ? ctx.moveTo(...px(camera, place)) : ctx.lineTo(...px(camera, place))));
        ctx.closePath();
        ctx.stroke();
      }
    }
  }
}

function px(camera: Camera, { lat, lon }: Place): [number, number] {
  return [to_px_x(camera, mercator_x(lon)), to_px_y(camera, mercator_y(lat))];
}

function circle(ctx: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.stroke();
}

/** A flag with a sign in it, its foot at the place: told from vessels by its shape, from others by its number. */
function mark(ctx: CanvasRenderingContext2D, camera: Camera, place: Place, sign: string, colour: string, palette: Palette): void {
  const [x, y] = px(camera, place);
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x - 7, y - 11);
  ctx.lineTo(x - 8, y - 26);
  ctx.lineTo(x + 8, y - 26);
  ctx.lineTo(x + 7, y - 11);
  ctx.closePath();
  ctx.lineWidth = 2.5;
  ctx.strokeStyle = palette.halo;
  ctx.stroke();
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.fillStyle = palette.on_colour;
  ctx.font = `700 12px ${kFont}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.direction = "ltr";
  ctx.fillText(sign, x, y - 17);
}
