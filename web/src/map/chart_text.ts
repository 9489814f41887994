// The names on the ground: places first, then zones that are wide enough for their name, then gates; none over
// another, in an order that does not change. Vessels' names keep clear of them (see labels.ts).

import { in_language, type Names } from "../area/pack";
import { to_px_x, to_px_y, zoom_of, type Camera } from "./camera";
import type { Chart } from "./chart";
import { kFont, slants } from "./fonts";
import { kZoneStyles, type Layers } from "./layers";
import type { Palette } from "./palette";
import { along, in_view, length_px, name_place } from "./shape";
import { Taken } from "./taken";

export interface ChartName {
  text: string;
  /** Middle of the text, CSS pixels. */
  x: number;
  y: number;
  width: number;
  what: "place" | "zone" | "gate";
}

const kHeight = 15;
const kPlacesFrom = 7.5;
const kZonesFrom = 8.5;

/** Chooses what is written and where. `measure` gives a text's width in the font of its kind. */
export function chart_names(chart: Chart, camera: Camera, language: string, layers: Layers, measure: (text: string, what: ChartName["what"]) => number): ChartName[] {
  const taken = new Taken();
  const names: ChartName[] = [];
  const put = (text: string, what: ChartName["what"], x: number, y: number, width: number): void => {
    if (x < -width || y < -kHeight || x > camera.width + width || y > camera.height + kHeight) return;
    const box = [x - width / 2 - 2, y - kHeight / 2, x + width / 2 + 2, y + kHeight / 2] as const;
    if (taken.hits(...box)) return;
    taken.add(...box);
    names.push({ text, x, y, width, what });
  };
  const named = (of: Names): string => in_language(of, language, "");
  if (layers.has("places") && zoom_of(camera) >= kPlacesFrom) {
    for (const place of chart.places) {
      const text = named(place.name);
      const width = measure(text, "place");
      put(text, "place", to_px_x(camera, place.x) + (place.port ? 6 + width / 2 : 0), to_px_y(camera, place.y), width);
    }
  }
  if (zoom_of(camera) >= kZonesFrom) {
    for (const { zone, rings } of chart.zones) {
      if (!layers.has(kZoneStyles[zone.kind].layer) || zone.kind === "depth_area") continue;
      const text = named(zone.name);
      const width = measure(text, "zone");
      const ring = rings.find((one) => in_view(one, camera));
      if (ring === undefined || (ring.east - ring.west) / camera.resolution < width * 0.7) continue;
      const [x, y] = name_place(ring);
      put(text, "zone", to_px_x(camera, x), to_px_y(camera, y), width);
    }
    for (const gate of layers.has("gates") ? chart.gates : []) {
      const length = length_px(gate.line, camera);
      const text = named(gate.name);
      const width = measure(text, "gate");
      if (!in_view(gate.line, camera) || length < width) continue;
      const { x, y } = along(gate.line, camera, length * 0.75);
      put(text, "gate", x, y - 10, width);
    }
  }
  return names;
}

function font_of(what: ChartName["what"], language: string): string {
  return `${slants(language) && what !== "gate" ? "italic " : ""}${what === "place" ? 12 : 11}px ${kFont}`;
}

/** Writes the names, and says where they stand. */
export function draw_chart_names(ctx: CanvasRenderingContext2D, chart: Chart, camera: Camera, palette: Palette, language: string, layers: Layers): ChartName[] {
  const names = chart_names(chart, camera, language, layers, (text, what) => {
    ctx.font = font_of(what, language);
    return ctx.measureText(text).width;
  });
  ctx.textBaseline = "middle";
  ctx.textAlign = "center";
  ctx.lineWidth = 3;
  ctx.lineJoin = "round";
  for (const { text, x, y, what } of names) {
    ctx.font = font_of(what, language);
    ctx.strokeStyle = what === "place" ? palette.land : palette.sea;
    ctx.fillStyle = what === "place" ? palette.place : what === "gate" ? palette.gate : palette.zone_text;
    ctx.strokeText(text, x, y);
    ctx.fillText(text, x, y);
  }
  return names;
}
