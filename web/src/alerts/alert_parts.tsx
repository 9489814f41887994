// What a row, the chosen alert and the strip over the map have in common.

import type { ReactElement } from "react";
import { useConsole, useFormat, useNow, useTranslate } from "../ui/context";
import { countdown, seconds_left, type Alert } from "./alert";

export function Priority({ priority }: { priority: number }): ReactElement {
  const t = useTranslate();
  return <span className={`priority p${priority}`} role="img" aria-label={t("alerts_priority_n", { priority })}>{priority}</span>;
}

/** The time there is to act, counting down; how old it is where there is none. */
export function TimeLeft({ alert }: { alert: Alert }): ReactElement {
  const console_ = useConsole();
  const t = useTranslate();
  const format = useFormat();
  const now = console_.node_time(useNow()) ?? Date.now();
  const left = seconds_left(alert, now);
  if (left === null) {
    const until = alert.end === null ? now : Date.parse(alert.end);
    return <span className="dim"><bdi>{format.age(Math.max(0, (until - Date.parse(alert.begin)) / 1000))}</bdi></span>;
  }
  return (
    <strong className={left < 300 ? "time-left soon" : "time-left"} title={t("alert_time_left")} data-testid="time-left">
      <span className="hidden">{t("alert_time_left")} </span>
      <bdi dir="ltr">{format.digits(countdown(left))}</bdi>
    </strong>
  );
}
