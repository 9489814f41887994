// How the node and its sensors do, in full: each receiver's state, age and count, why one is down, the node's
// clock against this machine's, the history, the connection. The top bar shows the same in short.

import type { ReactElement } from "react";
import type { Tick } from "../wire/control";
import { useConsole, useConsoleState, useFormat, useNow, useTranslate } from "./context";
import type { Panel } from "./frame";
import { kClockNoticeS } from "./top_bar";

function StatePanel(): ReactElement {
  const { tick, tick_at, hello, link, bad_frames, bad_frame } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  const now = useNow();
  const old = link.phase !== "live";
  const since_s = Math.max(0, (now - tick_at) / 1000);
  return (
    <div className={old ? "state old" : "state"}>
      {old && <p className="warn">{t("state_old")}</p>}
      <h3>{t("sources")}</h3>
      {tick === null || tick.sources.length === 0 ? <p className="dim">{t("state_no_sources")}</p> : <Sources tick={tick} since_s={since_s} />}
      <h3>{t("state_node")}</h3>
      <dl className="facts">
        <Line name={t("state_link")}>{t(`state_link_${link.phase}`)}</Line>
        <Line name={t("state_clock")}>
          <bdi>{tick === null ? "–" : format.utc(tick.now_ms)}</bdi> {t("clock_utc")}
        </Line>
        <ClockDifference />
        <Line name={t("state_history")}>{t(`state_history_${tick?.history.state ?? "off"}`)}</Line>
        {tick?.history.why !== undefined && <Line name={t("state_why")}><bdi>{tick.history.why}</bdi></Line>}
        {hello !== null && <Line name={t("state_version")}><bdi>{hello.version}</bdi></Line>}
        <Line name={t("state_bad_frames")}>
          <bdi>{format.count(bad_frames)}</bdi>
          {bad_frames > 0 && <> · <bdi>{bad_frame}</bdi></>}
        </Line>
      </dl>
    </div>
  );
}

function Sources({ tick, since_s }: { tick: Tick; since_s: number }): ReactElement {
  const t = useTranslate();
  const format = useFormat();
  const several = tick.sources.length > 1; // Of a single receiver they say nothing.
  return (
    <table className="sources-table">
      <thead>
        <tr>
          <th scope="col">{t("state_source")}</th>
          <th scope="col">{t("status")}</th>
          <th scope="col">{t("state_age")}</th>
          <th scope="col">{t("state_messages")}</th>
        </tr>
      </thead>
      <tbody>
        {tick.sources.map((source) => (
          <tr key={source.name} className={source.state} data-testid={`source-${source.name}`}>
            <th scope="row">
              <span className="dot" aria-hidden="true" /> <bdi>{source.name}</bdi>
              {source.why !== undefined && <div className="why"><bdi>{source.why}</bdi></div>}
            </th>
            <td>{t(`state_source_${source.state}`)}</td>
            <td><bdi>{source.age_s === undefined ? t("state_never") : format.age(source.age_s + since_s)}</bdi></td>
            <td>
              <bdi>{format.count(source.messages)}</bdi>
              {several && source.reception !== undefined && (
                <div className="dim" data-testid={`reception-${source.name}`}>
                  {t("state_reception", { first: format.count(source.reception.first), only: format.count(source.reception.only) })}
                </div>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Only a live node's time is now; a replay's is another day's. */
function ClockDifference(): ReactElement | null {
  const { clock_difference_s } = useConsole();
  const { hello, tick } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  if (hello?.mode !== "live" || tick === null) return null;
  const difference = clock_difference_s() ?? 0;
  const off = Math.abs(difference) >= kClockNoticeS;
  const key = !off ? "state_clock_same" : difference > 0 ? "state_clock_ahead" : "state_clock_behind";
  return (
    <Line name={t("state_clock_difference")}>
      <span className={off ? "warn" : ""} data-testid="clock-difference">{t(key, { age: format.age(Math.abs(difference)) })}</span>
    </Line>
  );
}

function Line({ name, children }: { name: string; children: React.ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export default {
  id: "state",
  place: "dock",
  order: 80,
  title: "state_title",
  icon: <path d="M1.5 9.5h3l2-6 3 10 2-6 1 2h2" />,
  component: StatePanel,
  commands: [{ id: "open_state", group: "panels", text: "state_title", keys: ["Shift+h"], run: (frame) => frame.toggle_panel("state") }],
} satisfies Panel;
