// All panels there are: every *.panel.tsx under src/, in their order.

import type { Panel, Place } from "./frame";

const files = import.meta.glob<Panel>("../**/*.panel.tsx", { eager: true, import: "default" });

export const kPanels: readonly Panel[] = Object.values(files).sort((a, b) => a.order - b.order || a.id.localeCompare(b.id));

export function panels_at(...places: Place[]): readonly Panel[] {
  return kPanels.filter((panel) => places.includes(panel.place));
}
