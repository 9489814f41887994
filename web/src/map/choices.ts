// What the officer chose about the map, as the address holds it: `layers=-labels.depths`, `trails=all`.

import { read_layers, type Layers } from "./layers";
import { kTrailsShown, type TrailsShown } from "./trails";

export interface MapChoices {
  layers: Layers;
  trails: TrailsShown;
}

export function choices_of(extras: Readonly<Record<string, string>>): MapChoices {
  return {
    layers: read_layers(extras.layers ?? ""),
    trails: kTrailsShown.find((shown) => shown === extras.trails) ?? "selected",
  };
}
