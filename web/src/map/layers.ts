// What of the chart may be shown or left out, and what is shown when nobody has chosen. Targets, distress and danger
// are no layers: they cannot be switched off.

import type { ZoneKind } from "../area/pack";
import type { Palette } from "./palette";

export const kLayers = [
  "lanes", "inshore", "precautionary", "restricted", "anchorages", "fishing", "territorial", "port_areas", "depths",
  "gates", "places", "graticule", "labels", "outlines", "guards",
] as const;
export type Layer = (typeof kLayers)[number];
export type Layers = ReadonlySet<Layer>;

/** Left out until asked for: they fill the sea with colour that a watch seldom needs. */
const kOffAtFirst: ReadonlySet<Layer> = new Set<Layer>(["fishing", "port_areas", "depths", "gates"]);

export const kDefaultLayers: Layers = new Set(kLayers.filter((layer) => !kOffAtFirst.has(layer)));

export function toggled(layers: Layers, layer: Layer): Layers {
  const next = new Set(layers);
  if (!next.delete(layer)) next.add(layer);
  return next;
}

/** What differs from the default, for the address: "-labels.depths"; empty when nothing does. */
export function write_layers(layers: Layers): string {
  return kLayers
    .filter((layer) => layers.has(layer) !== kDefaultLayers.has(layer))
    .map((layer) => (layers.has(layer) ? layer : `-${layer}`))
    .join(".");
}

/** The reverse; names that are not known are left out. */
export function read_layers(text: string): Layers {
  const layers = new Set(kDefaultLayers);
  for (const word of text.split(".")) {
    const off = word.startsWith("-");
    const layer = kLayers.find((name) => name === (off ? word.slice(1) : word));
    if (layer === undefined) continue;
    if (off) layers.delete(layer);
    else layers.add(layer);
  }
  return layers;
}

/** How the kinds of zones are drawn, and on which layer. */
export interface ZoneStyle {
  layer: Layer;
  line: keyof Palette;
  dash: readonly number[];
  /** Share of the line's colour that fills it; 0: nothing. */
  fill: number;
}

export const kZoneStyles: Record<ZoneKind, ZoneStyle> = {
  depth_area: { layer: "depths", line: "shoal", dash: [], fill: 1 },
  territorial_sea: { layer: "territorial", line: "territorial", dash: [14, 4, 2, 4], fill: 0 },
  fishing_ground: { layer: "fishing", line: "fishing", dash: [6, 4], fill: 0.08 },
  inshore_traffic_zone: { layer: "inshore", line: "lane_arrow", dash: [3, 5], fill: 0.06 },
  precautionary_area: { layer: "precautionary", line: "lane_arrow", dash: [8, 5], fill: 0.1 },
  port_area: { layer: "port_areas", line: "port_area", dash: [6, 3], fill: 0.08 },
  anchorage: { layer: "anchorages", line: "anchorage", dash: [6, 4], fill: 0.06 },
  waiting_area: { layer: "anchorages", line: "anchorage", dash: [2, 4], fill: 0.06 },
  restricted_area: { layer: "restricted", line: "restricted", dash: [10, 3, 2, 3], fill: 0.08 },
};

/** Drawn in this order, so that what matters more lies above. */
export const kZoneOrder = Object.keys(kZoneStyles) as ZoneKind[];

/** How strongly water so shoal is filled: full to 5 m, then fading to nothing at 50 m. */
export function depth_share(depth_min_m: number): number {
  if (depth_min_m <= 5) return 1;
  return depth_min_m >= 50 ? 0 : 1 - (depth_min_m - 5) / 45;
}
