// Always in the top bar: how many alerts go on and nobody has acknowledged, by priority. A click opens the list. It also keeps the
// alerts on the map, whatever panel is open.

import "./alerts.css";
import { useEffect, type ReactElement } from "react";
import { with_key } from "../keys/chord";
import { useConsole, useConsoleState, useFormat, useTranslate } from "../ui/context";
import { useFrame, type Panel } from "../ui/frame";
import { open_counts } from "./alert";
import { useAlerts, useAlertStore } from "./hooks";
import { AlertOverlay } from "./overlay";

function AlertCounts(): ReactElement | null {
  const console_ = useConsole();
  const frame = useFrame();
  const t = useTranslate();
  const format = useFormat();
  const store = useAlertStore();
  const { alerts, phase } = useAlerts();
  const { link } = useConsoleState();
  useEffect(() => {
    let added = false;
    const add = (): void => {
      const map = frame.map();
      if (map === null || added) return;
      added = true;
      map.add_overlay(new AlertOverlay(console_));
    };
    add();
    const timer = window.setInterval(add, 200);
    const ends = store.subscribe(() => frame.map()?.redraw_overlay());
    return () => {
      window.clearInterval(timer);
      ends();
    };
  }, [console_, frame, store]);
  if (phase === "none") return null;
  const counts = open_counts(alerts.values(), store.now_ms());
  return (
    <button
      type="button" className={link.phase === "live" && phase === "there" ? "alert-counts" : "alert-counts old"} onClick={() => frame.toggle_panel("alerts")}
      title={with_key(t("alerts_title"), "Shift+a")} data-testid="alert-counts"
    >
      <span className="hidden">{t("alerts_title")}: </span>
      {counts.map((count, i) => (
        <span key={i} className={count === 0 ? "count none" : `count p${i + 1}`}>
          <span className="hidden">{t("alerts_priority")}</span> <small>{i + 1}</small> <bdi>{phase === "there" ? format.count(count) : "–"}</bdi>
        </span>
      ))}
    </button>
  );
}

export default { id: "alert_counts", place: "bar", order: 1, title: "alerts_title", component: AlertCounts } satisfies Panel;
