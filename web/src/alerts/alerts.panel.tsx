// The list of alerts with the chosen one as an argument below it, and the keys to work it.

import "./alerts.css";
import { AlertsPanel } from "./alerts_panel";
import { focus_alert } from "./hooks";
import { alert_store, type Deed } from "./store";
import type { Frame, Panel } from "../ui/frame";

/** The chosen alert's panel has to be open for what asks something. */
function open(frame: Frame): void {
  if (frame.console_.snapshot().panel !== "alerts") frame.open_panel("alerts");
}
function step(frame: Frame, by: 1 | -1): void {
  open(frame);
  focus_alert(frame, alert_store(frame.console_).step(by));
}
function act(frame: Frame, deed: Deed): void {
  const store = alert_store(frame.console_);
  const chosen = store.chosen();
  if (chosen !== null) void store.act(chosen.id, deed);
}
function ask_for(frame: Frame, what: "dismiss" | "assign"): void {
  open(frame);
  alert_store(frame.console_).ask_for(what);
}

export default {
  id: "alerts",
  place: "dock",
  order: 5,
  title: "alerts_title",
  icon: <path d="M8 1.8 14.8 13.6H1.2zM8 6v3.6M8 11.2v1" />,
  component: AlertsPanel,
  width_px: 480,
  commands: [
    { id: "open_alerts", group: "alerts", text: "alerts_title", keys: ["Shift+a"], run: (frame) => frame.toggle_panel("alerts") },
    { id: "alert_next", group: "alerts", text: "alerts_next", keys: ["Shift+j"], run: (frame) => step(frame, 1) },
    { id: "alert_before", group: "alerts", text: "alerts_before", keys: ["Shift+k"], run: (frame) => step(frame, -1) },
    { id: "alert_acknowledge", group: "alerts", text: "alert_acknowledge", keys: ["h"], run: (frame) => act(frame, "acknowledge") },
    { id: "alert_assign", group: "alerts", text: "alert_assign", keys: ["Shift+g"], run: (frame) => ask_for(frame, "assign") },
    { id: "alert_dismiss", group: "alerts", text: "alert_dismiss", keys: ["Shift+x"], run: (frame) => ask_for(frame, "dismiss") },
    { id: "alert_close", group: "alerts", text: "alert_close", keys: ["Shift+e"], run: (frame) => act(frame, "close") },
    { id: "alert_undo", group: "alerts", text: "alert_undo", keys: ["Shift+u"], run: ({ console_ }) => alert_store(console_).undo() },
    { id: "alert_focus", group: "alerts", text: "alert_focus", keys: ["Shift+y"], run: (frame) => focus_alert(frame, alert_store(frame.console_).chosen()) },
  ],
} satisfies Panel;
