// The rules of the watch: their thresholds, what a change would have raised, and how the watch fares.

import "./alerts.css";
import type { Panel } from "../ui/frame";
import { RulesPanel } from "./rules_panel";

export default {
  id: "rules",
  place: "dock",
  order: 35,
  title: "rules_title",
  icon: <path d="M2 4h5M11 4h3M2 8h2M8 8h6M2 12h7M13 12h1M9 2.5v3M6 6.5v3M11 10.5v3" />,
  component: RulesPanel,
  width_px: 560,
  commands: [{ id: "open_rules", group: "alerts", text: "rules_title", keys: ["Shift+t"], run: (frame) => frame.toggle_panel("rules") }],
} satisfies Panel;
