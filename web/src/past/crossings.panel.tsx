// The search's place on the rail.

import type { Panel } from "../ui/frame";
import { CrossingsPanel } from "./crossings_panel";

export default {
  id: "crossings",
  place: "dock",
  order: 30,
  title: "crossings_title",
  icon: <path d="M2.5 4.5h11v8h-11zM1 10.5l5-3 4 3 5-4.5" />,
  component: CrossingsPanel,
  width_px: 460,
  commands: [{ id: "open_crossings", group: "panels", text: "crossings_title", keys: ["w"], run: (frame) => frame.toggle_panel("crossings") }],
} satisfies Panel;
