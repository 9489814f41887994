// The replay bar: the past as a line from left to right, with what there is of it, where the picture stands,
// and what happened. Dragged or moved by keys; pace, pause, a time typed in, and the way back to now.

import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from "react";
import type { TextKey } from "../i18n/languages";
import { read_stored, write_stored } from "../storage";
import { useConsole, useConsoleState, useFormat, useNow, useTranslate } from "../ui/context";
import { useFrame } from "../ui/frame";
import type { PastEvent } from "./api";
import { kFirstSpeed, kSpeeds } from "./replay";
import { axis_of, kWindows, marks, share_of, steps, stretch_of, time_at, write_time, type Axis, type WindowName } from "./timeline";
import { TimeEntry } from "./time_entry";
import { useHistory, type History } from "./use_history";
import { field_text, hole_text } from "./words";

const kStored = "replay.window";
const kOpen = "replay";
/** While it is dragged, the node is asked for a new time at most so often. */
const kDragEvery = 300;
/** Where the bar ends while nothing is replayed moves on in steps, so that it does not crawl. */
const kEndStep = 10_000;

export function ReplayBar(): ReactElement | null {
  const { extras, replay, tick } = useConsoleState();
  const open = replay !== null || extras["bar"] === kOpen;
  return open && tick !== null ? <OpenBar /> : null;
}

function stored_window(): WindowName {
  const name = read_stored(kStored);
  return name !== null && name in kWindows ? (name as WindowName) : "six_hours";
}

function OpenBar(): ReactElement {
  const console_ = useConsole();
  const { replay, selected } = useConsoleState();
  const t = useTranslate();
  const now = useNow();
  const [window_, set_window] = useState<WindowName>(stored_window);
  const at_ms = replay?.at_ms ?? null;
  const [end_ms, set_end] = useState<number | null>(null);
  // The history ends where the picture of everybody stands; in a replay that is not seen here, so the node says.
  const live_ms = replay === null ? console_.node_time(now) : null;
  const rounded = live_ms === null ? null : Math.ceil(live_ms / kEndStep) * kEndStep;
  useEffect(() => {
    if (rounded !== null) set_end(rounded);
  }, [rounded]);
  const [drag_axis, set_drag_axis] = useState<Axis | null>(null);
  const bucket = at_ms === null ? null : Math.floor(at_ms / (kWindows[window_] / 8));
  const axis = useMemo(
    () => axis_of(kWindows[window_], end_ms ?? at_ms ?? Date.now(), at_ms),
    // A replay that goes on within the window does not move it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [window_, end_ms, bucket],
  );
  const shown = drag_axis ?? axis;
  const history = useHistory(shown, selected);
  useEffect(() => {
    const to_ms = history.extent?.to_ms;
    if (to_ms !== undefined && end_ms === null) set_end(Math.ceil(to_ms / kEndStep) * kEndStep);
  }, [history.extent, end_ms]);
  useEffect(() => {
    if (at_ms !== null && end_ms !== null && at_ms > end_ms) set_end(Math.ceil(at_ms / kEndStep) * kEndStep);
  }, [at_ms, end_ms]);
  return (
    <section className="replay-bar" aria-label={t("replay_title")} data-testid="replay-bar">
      <Controls window_={window_} on_window={(name) => {
        set_window(name);
        write_stored(kStored, name);
      }} history={history} />
      <TimeLine axis={shown} history={history} on_hold={(held) => set_drag_axis(held ? shown : null)} />
    </section>
  );
}

function Controls({ window_, on_window, history }: { window_: WindowName; on_window: (name: WindowName) => void; history: History }): ReactElement {
  const console_ = useConsole();
  const { replay, replay_refused, tick } = useConsoleState();
  const t = useTranslate();
  const now_ms = tick?.now_ms ?? 0;
  const playing = replay?.playing ?? false;
  const speed = replay?.speed ?? kFirstSpeed;
  const why = replay_refused ?? history.error;
  return (
    <div className="replay-controls">
      <button
        type="button" className="plain" data-testid="replay-play" aria-pressed={playing}
        onClick={() => play_or_pause(console_)}
        aria-label={t(playing ? "replay_pause" : "replay_play")} title={t(playing ? "replay_pause" : "replay_play")}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d={playing ? "M5 3v10M11 3v10" : "M5 3l8 5-8 5z"} />
        </svg>
      </button>
      <label>
        {t("replay_speed")}{" "}
        <select
          value={speed} data-testid="replay-speed"
          onChange={(event) => {
            const chosen = Number(event.target.value);
            if (replay === null) console_.replay_to(now_ms, { speed: chosen, playing: true });
            else console_.set_replay_pace({ speed: chosen });
          }}
        >
          {[...new Set([...kSpeeds, speed])].sort((a, b) => a - b).map((one) => (
            <option key={one} value={one}>{`×${one}`}</option>
          ))}
        </select>
      </label>
      <TimeEntry at_ms={replay?.at_ms ?? now_ms} />
      <label>
        {t("replay_window")}{" "}
        <select value={window_} onChange={(event) => on_window(event.target.value as WindowName)} data-testid="replay-window">
          {(Object.keys(kWindows) as WindowName[]).map((name) => (
            <option key={name} value={name}>{t(`replay_window_${name}`)}</option>
          ))}
        </select>
      </label>
      {why !== null && <span className="warn" role="alert" data-testid="replay-refused"><bdi>{why}</bdi></span>}
      <Legend />
      <button type="button" className="text-button live-button" onClick={() => close_bar(console_)} data-testid="replay-live">
        {t(replay === null ? "replay_close" : "replay_live")}
      </button>
    </div>
  );
}

type ConsoleOf = ReturnType<typeof useConsole>;

/** Back to now, and the bar away. */
export function close_bar(console_: ConsoleOf): void {
  console_.go_live();
  console_.set_extra("bar", null);
}
export function toggle_bar(console_: ConsoleOf): void {
  const { extras, replay } = console_.snapshot();
  if (replay !== null || extras["bar"] === kOpen) close_bar(console_);
  else console_.set_extra("bar", kOpen);
}
export function play_or_pause(console_: ConsoleOf): void {
  const { replay, tick } = console_.snapshot();
  if (replay !== null) console_.set_replay_pace({ playing: !replay.playing });
  else if (tick !== null) console_.replay_to(tick.now_ms - 60_000, { playing: true });
}
/** Forward or back by a time, as from the keyboard; from now it goes into the past. */
export function step_by(console_: ConsoleOf, ms: number): void {
  const { replay, tick } = console_.snapshot();
  if (tick !== null) console_.replay_to((replay?.at_ms ?? tick.now_ms) + ms, replay === null ? { playing: false } : {});
}

const kEventTexts: Record<PastEvent["kind"], TextKey> = {
  distress: "event_distress", static_change: "event_static_change", safety_text: "event_safety_text", port_call: "event_port_call", alert: "event_alert",
};

function Legend(): ReactElement {
  const t = useTranslate();
  return (
    <ul className="replay-legend" aria-hidden="true">
      <li><span className="hole" />{t("replay_hole_legend")}</li>
      <li><span className="event distress" />{t("event_distress")}</li>
      <li><span className="event static_change" />{t("event_static_change")}</li>
      <li><span className="event port_call" />{t("event_port_call")}</li>
    </ul>
  );
}

function TimeLine({ axis, history, on_hold }: { axis: Axis; history: History; on_hold: (held: boolean) => void }): ReactElement {
  const console_ = useConsole();
  const { replay, tick, area } = useConsoleState();
  const t = useTranslate();
  const track = useRef<HTMLDivElement>(null);
  const [held_ms, set_held] = useState<number | null>(null);
  const asked_at = useRef(0);
  const at_ms = held_ms ?? replay?.at_ms ?? tick?.now_ms ?? axis.to_ms;
  const zone = area?.pack.time_zone ?? null;
  const step = steps(axis);

  const time_of = (event: PointerEvent): number => {
    const box = track.current!.getBoundingClientRect();
    return time_at(axis, (event.clientX - box.left) / box.width);
  };
  const go = (ms: number, last: boolean): void => {
    const clock = performance.now();
    if (!last && clock - asked_at.current < kDragEvery) return;
    asked_at.current = clock;
    console_.replay_to(ms, replay === null ? { playing: false } : {});
  };
  const on_key = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -step.arrow, ArrowRight: step.arrow, ArrowDown: -step.arrow, ArrowUp: step.arrow, PageDown: -step.page, PageUp: step.page }[event.key];
    const to = event.key === "Home" ? axis.from_ms : event.key === "End" ? axis.to_ms : by === undefined ? null : at_ms + by;
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    go(to, true);
  };
  const release = (event: PointerEvent): void => {
    if (held_ms === null) return;
    go(time_of(event), true);
    set_held(null);
    on_hold(false);
  };
  return (
    <div ref={track} dir="ltr" className="timeline">
      <Coverage axis={axis} history={history} />
      <Scale axis={axis} />
      <div
        className="slide" role="slider" tabIndex={0} data-testid="replay-line"
        aria-label={t("replay_slider")} aria-orientation="horizontal"
        aria-valuemin={Math.round(axis.from_ms / 1000)} aria-valuemax={Math.round(axis.to_ms / 1000)} aria-valuenow={Math.round(at_ms / 1000)}
        aria-valuetext={`${write_time(at_ms, null)} ${t("clock_utc")}${zone === null ? "" : `, ${write_time(at_ms, zone)} ${t("clock_local")}`}`}
        onKeyDown={on_key}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          on_hold(true);
          set_held(time_of(event));
          go(time_of(event), false);
        }}
        onPointerMove={(event) => {
          if (held_ms === null) return;
          set_held(time_of(event));
          go(time_of(event), false);
        }}
        onPointerUp={release}
        onPointerCancel={release}
      />
      <Events axis={axis} history={history} />
      <Cursor axis={axis} at_ms={at_ms} />
    </div>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;

function Coverage({ axis, history: { extent } }: { axis: Axis; history: History }): ReactElement {
  const t = useTranslate();
  if (extent === null) return <div className="known" style={{ left: 0, width: "100%" }} />;
  const known = extent.from_ms === undefined || extent.to_ms === undefined ? null : stretch_of(axis, extent.from_ms, extent.to_ms);
  return (
    <>
      {known !== null && <div className="known" style={{ left: percent(known.left), width: percent(known.width) }} data-testid="replay-known" />}
      {extent.holes.map((hole) => {
        const part = stretch_of(axis, hole.from_ms, hole.to_ms);
        if (part === null) return null;
        const text = t("replay_hole", { from: write_time(hole.from_ms, null), to: write_time(hole.to_ms, null), why: hole_text(hole.why, t) });
        return <div key={`${hole.from_ms} ${hole.why}`} className="hole" style={{ left: percent(part.left), width: percent(part.width) }} title={text} data-testid="replay-hole" />;
      })}
    </>
  );
}

function Scale({ axis }: { axis: Axis }): ReactElement {
  return (
    <div aria-hidden="true">
      {marks(axis, 12).map(({ ms, share, midnight }) => (
        <span key={ms} className={midnight ? "mark midnight" : "mark"} style={{ left: percent(share) }}>
          {midnight ? write_time(ms, null).slice(5, 10) : write_time(ms, null).slice(11, 16)}
        </span>
      ))}
    </div>
  );
}

/** A mark of an event is a button: it goes there, a little before, and selects the vessel. */
function Events({ axis, history: { extent } }: { axis: Axis; history: History }): ReactElement {
  const console_ = useConsole();
  const frame = useFrame();
  const t = useTranslate();
  const format = useFormat();
  return (
    <>
      {(extent?.events ?? []).map((event, i) => {
        const share = share_of(axis, event.at_ms);
        if (share < 0 || share > 1) return null;
        const words = [event.field === undefined ? null : field_text(event.field, t), event.text].filter((one) => one !== null && one !== undefined).join(": ");
        const title = `${format.utc(event.at_ms)} ${t(kEventTexts[event.kind])} · ${event.name ?? event.mmsi}${words === "" ? "" : ` · ${words}`}`;
        return (
          <button
            key={i} type="button" className={`event ${event.kind}`} style={{ left: percent(share) }} title={title} aria-label={title} tabIndex={-1}
            data-testid={`event-${event.kind}`}
            onClick={() => {
              console_.replay_to(event.at_ms, { playing: false });
              frame.show(event.mmsi, false);
            }}
          />
        );
      })}
    </>
  );
}

function Cursor({ axis, at_ms }: { axis: Axis; at_ms: number }): ReactElement | null {
  const { replay } = useConsoleState();
  const share = share_of(axis, at_ms);
  if (share < 0 || share > 1) return null;
  return (
    <div className={replay === null ? "cursor live" : "cursor"} style={{ left: percent(share) }} aria-hidden="true">
      <span>{write_time(at_ms, null).slice(11)}</span>
    </div>
  );
}
