// The most urgent alerts over the map while their list is closed: what matters is seen without opening anything.

import "./alerts.css";
import type { ReactElement } from "react";
import { useConsoleState, useTranslate } from "../ui/context";
import { useFrame, type Panel } from "../ui/frame";
import { Priority, TimeLeft } from "./alert_parts";
import { focus_alert, kind_name, useAlerts, useAlertStore } from "./hooks";

const kShown = 3;

function AlertStrip(): ReactElement | null {
  const { panel, replay } = useConsoleState();
  useAlerts();
  const store = useAlertStore();
  const frame = useFrame();
  const t = useTranslate();
  const first = store.current().filter(({ state }) => state === "open").slice(0, kShown);
  if (panel === "alerts" || replay !== null || first.length === 0) return null;
  return (
    <ul className="alert-strip" aria-label={t("alerts_first")} data-testid="alert-strip">
      {first.map((alert) => (
        <li key={alert.id}>
          <button
            type="button" className={`alert-row p${alert.priority} open`}
            onClick={() => {
              focus_alert(frame, alert);
              frame.open_panel("alerts");
            }}
          >
            <Priority priority={alert.priority} />
            <span className="alert-what">
              <span className="alert-head"><strong>{kind_name(t, alert.kind)}</strong><TimeLeft alert={alert} /></span>
              <span className="alert-why" lang="en" dir="auto">{alert.why}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

export default { id: "alert_strip", place: "map", order: 1, title: "alerts_first", component: AlertStrip } satisfies Panel;
