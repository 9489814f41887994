// An instant of the past, UTC as everywhere, with the day when it is not today's; local time on pointing.

import type { ReactElement } from "react";
import { useConsole, useConsoleState, useFormat, useTranslate } from "../context";

export function Instant({ ms }: { ms: number }): ReactElement {
  const console_ = useConsole();
  const { area } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  const today = format.utc_date(console_.node_time(Date.now()) ?? Date.now()) === format.utc_date(ms);
  const zone = area?.pack.time_zone;
  const local = zone === undefined ? null : format.local(ms, zone);
  return (
    <time dateTime={new Date(ms).toISOString()} title={local === null ? undefined : `${local} ${t("clock_local")}`}>
      <bdi dir="ltr">{today ? format.utc(ms) : `${format.utc_date(ms)} ${format.utc(ms)}`}</bdi> {t("clock_utc")}
    </time>
  );
}
