// The flow's place on the rail. What it shows is loaded when it is first opened.

import { lazy, Suspense, type ReactElement } from "react";
import type { Panel } from "../ui/frame";

const FlowPanel = lazy(() => import("./flow_panel"));

function Loaded(): ReactElement {
  return (
    <Suspense fallback={null}>
      <FlowPanel />
    </Suspense>
  );
}

export default {
  id: "flow",
  place: "dock",
  order: 31,
  title: "flow_title",
  icon: <path d="M8 1.5v3M8 11.5v3M1.5 6h11l-3-3M14.5 10h-11l3 3" />,
  component: Loaded,
  width_px: 520,
  commands: [{ id: "open_flow", group: "panels", text: "flow_title", keys: ["Shift+f", "Shift+o"], run: (frame) => frame.toggle_panel("flow") }],
} satisfies Panel;
