// The zones of an area pack that can be a filter's area: whatever the pack names and closes.

import type { Area } from "../area/pack";

export interface FilterZone {
  /** As the filter and the address name it. */
  id: string;
  names: Readonly<Record<string, string>>;
  polygons: readonly (readonly (readonly [lat: number, lon: number])[])[];
}

type Corners = readonly (readonly [number, number])[];

interface PackZone {
  kind?: string;
  name?: Record<string, string>;
  polygon?: Corners;
  polygons?: Corners[];
}

export function filter_zones(area: Area): FilterZone[] {
  const out = new Map<string, FilterZone>();
  const add = (id: string, names: Record<string, string>, polygons: Corners[]): void => {
    const closed = polygons.filter((corners) => corners.length >= 3);
    if (id !== "" && closed.length > 0 && !out.has(id)) out.set(id, { id, names, polygons: closed });
  };
  for (const zone of (area as Area & { zones?: PackZone[] }).zones ?? []) {
    const names = zone.name ?? {};
    add(`${zone.kind ?? "zone"}/${names.en ?? Object.values(names)[0] ?? ""}`.replaceAll(";", ","), names, zone.polygons ?? (zone.polygon ? [zone.polygon] : []));
  }
  for (const scheme of area.schemes) {
    const lanes = (scheme.lane ?? []).flatMap((lane) => (lane.polygon === undefined ? [] : [lane.polygon]));
    add(`scheme/${scheme.name}`.replaceAll(";", ","), scheme.title ?? { en: scheme.name }, lanes);
  }
  return [...out.values()];
}
