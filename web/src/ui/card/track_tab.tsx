// Her speed over time: from the node's history, and from what this window itself has seen since.

import { useMemo, useState, type ReactElement } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { ask_track } from "../../past/api";
import { join_speeds, type SpeedPoint } from "../../past/speeds";
import { useConsole, useConsoleState, useFormat, useTranslate } from "../context";
import { SpeedPlot } from "./speed_plot";
import { useAnswer } from "./use_answer";

const kSpans_h = [1, 6, 24] as const;
const kAgain_ms = 30_000;
/** One point for each pixel of the plot is enough. */
const kPoints = 300;

export function TrackTab({ mmsi }: { mmsi: number }): ReactElement {
  const console_ = useConsole();
  const { tick } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  const [hours, set_hours] = useState<number>(6);
  const answer = useAnswer(
    `track ${mmsi} ${hours}`,
    (signal) => {
      const to_ms = console_.node_time(Date.now()) ?? Date.now();
      return ask_track(mmsi, { from_ms: to_ms - hours * 3_600_000, to_ms, every_s: Math.ceil((hours * 3600) / kPoints), limit: 2 * kPoints }, signal);
    },
    kAgain_ms,
  );
  const to_ms = tick?.now_ms ?? 0;
  const points = useMemo((): SpeedPoint[] => {
    const past = answer.state === "here" ? answer.value.items : [];
    return join_speeds(past, console_.speeds_seen(mmsi), to_ms - hours * 3_600_000);
  }, [answer, console_, hours, mmsi, to_ms]);
  const speeds = points.flatMap(({ sog_kn }) => (sog_kn === null ? [] : [sog_kn]));
  return (
    <div className="track">
      <ToggleButtonGroup className="segments" aria-label={t("track_span")} selectionMode="single" disallowEmptySelection selectedKeys={[String(hours)]} onSelectionChange={(keys) => set_hours(Number([...keys][0]))}>
        {kSpans_h.map((span) => (
          <ToggleButton key={span} id={String(span)} data-testid={`span-${span}`}>
            {t("track_hours", { hours: span })}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {speeds.length === 0 ? (
        <p className="dim" role="status">{answer.state === "asking" ? t("past_asking") : t("track_none")}</p>
      ) : (
        <>
          <SpeedPlot points={points} from_ms={to_ms - hours * 3_600_000} to_ms={to_ms} />
          <p className="dim" data-testid="track-summary">
            {t("track_summary", {
              least: format.sog(Math.round(Math.min(...speeds) * 10)),
              most: format.sog(Math.round(Math.max(...speeds) * 10)),
              count: speeds.length,
            })}
          </p>
        </>
      )}
      {answer.state === "failed" && <p className="dim">{t("track_memory_only")} <bdi>{answer.why}</bdi></p>}
    </div>
  );
}
