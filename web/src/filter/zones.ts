// The zones of an area pack that can be a filter's area: its zones, and the lanes of its schemes.

import type { Area, Point } from "../area/pack";
import type { Corners } from "./filter";

export interface FilterZone {
  /** As the filter and the address name it. */
  id: string;
  names: Readonly<Record<string, string>>;
  polygons: readonly Corners[];
}

export function filter_zones(area: Area): FilterZone[] {
  const out = new Map<string, FilterZone>();
  const add = (id: string, names: Readonly<Record<string, string>>, polygons: Point[][]): void => {
    const closed = polygons.filter((corners) => corners.length >= 3);
    if (id !== "" && !id.includes(";") && closed.length > 0 && !out.has(id)) out.set(id, { id, names, polygons: closed });
  };
  for (const scheme of area.schemes) {
    const lanes = (scheme.lane ?? []).flatMap((lane) => (lane.polygon === undefined ? [] : [lane.polygon]));
    add(scheme.name, scheme.title ?? { en: scheme.name }, lanes);
  }
  for (const zone of area.zones) add(zone.id, zone.name, zone.polygons ?? [zone.polygon]);
  return [...out.values()];
}
