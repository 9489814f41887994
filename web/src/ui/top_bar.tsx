// The state of things, always visible: which node and area, live or replay, the time, the connection, how
// many vessels, how the sources do. And the three choices that are always at hand.

import type { ReactElement } from "react";
import { in_language } from "../area/pack";
import { kNothing } from "../format/format";
import { about, kLanguages } from "../i18n/languages";
import { kPalettes, type PaletteName } from "../map/palette";
import type { Source } from "../wire/control";
import { with_key } from "../keys/chord";
import { useConsole, useConsoleState, useFormat, useNow, useTranslate } from "./context";
import { useFrame } from "./frame";
import { Parts } from "./parts";

/** Below this, clocks are the same for an officer. */
export const kClockNoticeS = 2;

export function TopBar(): ReactElement {
  const t = useTranslate();
  const frame = useFrame();
  return (
    <header className="bar">
      <NodeName />
      <Mode />
      <Clock />
      <LinkState />
      <Vessels />
      <Sources />
      <div className="choices">
        <Parts place="bar" />
        <Palettes />
        <Languages />
        <button type="button" className="plain" onClick={frame.show_help} aria-label={t("help")} title={with_key(t("help"), "?")}>
          ?
        </button>
      </div>
    </header>
  );
}

function NodeName(): ReactElement {
  const { hello, area, language } = useConsoleState();
  const t = useTranslate();
  const title = hello?.area === undefined ? t("area_none") : in_language(area?.pack.title, language, hello.area.title);
  return (
    <div className="node">
      <h1>
        <bdi>{hello?.node ?? t("product")}</bdi>
      </h1>
      {hello !== null && <div className="dim">{title}</div>}
    </div>
  );
}

function Mode(): ReactElement | null {
  const { hello, link } = useConsoleState();
  const t = useTranslate();
  if (hello === null) return null;
  if (link.phase !== "live") return <div className="badge stale" data-testid="mode">{t("mode_stale")}</div>;
  if (hello.mode === "replay") return <div className="badge replay" data-testid="mode">{t("mode_replay", { speed: hello.speed })}</div>;
  return <div className="badge live" data-testid="mode">{t("mode_live")}</div>;
}

function Clock(): ReactElement {
  const console_ = useConsole();
  const { area, own_calendar, hello } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  const time = console_.node_time(useNow());
  const zone = area?.pack.time_zone;
  const local = time === null || zone === undefined ? null : format.local(time, zone);
  const own = time === null || !own_calendar ? null : format.own_date(time, zone ?? "UTC");
  return (
    <div className={hello?.mode === "replay" ? "clock replayed" : "clock"}>
      <div className="utc">
        <bdi data-testid="utc">{time === null ? "--:--:--" : format.utc(time)}</bdi> <span>{t("clock_utc")}</span>
        <ClockOff />
      </div>
      <div className="dim">
        <bdi>{time === null ? kNothing : format.utc_date(time)}</bdi>
        {local !== null && (
          <>
            {" · "}
            <bdi data-testid="local">{local}</bdi> <span title={zone}>{t("clock_local")}</span>
          </>
        )}
        {own !== null && (
          <>
            {" · "}
            <bdi data-testid="own-date">{own}</bdi>
          </>
        )}
      </div>
    </div>
  );
}

/** Said only when it matters: live, and clocks that differ. */
function ClockOff(): ReactElement | null {
  const console_ = useConsole();
  const { hello, link } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  const difference = Math.abs(console_.clock_difference_s() ?? 0);
  if (hello?.mode !== "live" || link.phase !== "live" || difference < kClockNoticeS) return null;
  const age = format.age(difference);
  return (
    <span className="warn clock-off" title={t("clock_off_long", { age })} data-testid="clock-off">
      {t("clock_off", { age })}
    </span>
  );
}

function LinkState(): ReactElement {
  const console_ = useConsole();
  const { link } = useConsoleState();
  const t = useTranslate();
  const now = useNow();
  const text =
    link.phase === "waiting" ? t("link_waiting", { seconds: Math.max(0, Math.ceil((link.retry_at - now) / 1000)) }) : t(`link_${link.phase}`);
  return (
    <div className={`link ${link.phase}`} data-testid="link" data-phase={link.phase}>
      <span className="dot" aria-hidden="true" />
      {text}
      {link.phase === "waiting" && (
        <button type="button" className="text" onClick={() => console_.retry()}>
          {t("link_retry")}
        </button>
      )}
    </div>
  );
}

function Vessels(): ReactElement {
  const { tick, link } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  return (
    <div className={link.phase === "live" ? "vessels" : "vessels old"} data-testid="vessels" title={tick === null ? undefined : t("vessel_count", { count: tick.vessels })}>
      <bdi>{tick === null ? kNothing : format.count(tick.vessels)}</bdi> <span className="dim">{t("vessels")}</span>
    </div>
  );
}

/** Names stand beside the dots while there is room for them. */
const kNamedSources = 3;

/** Each sensor's health and age in short; a click tells all. */
function Sources(): ReactElement {
  const { tick, tick_at, link } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  const frame = useFrame();
  const since = Math.max(0, (useNow() - tick_at) / 1000);
  const sources = tick?.sources ?? [];
  const age_of = (source: Source): string => (source.age_s === undefined ? kNothing : format.age(source.age_s + since));
  const title_of = (source: Source): string => {
    const text = t(`source_${source.state}`, { name: source.name, age: age_of(source) });
    return source.why === undefined ? text : `${text} (${source.why})`;
  };
  return (
    <button type="button" className="sources-button" onClick={() => frame.toggle_panel("state")} title={t("state_title")} data-testid="sources">
      <span className="hidden">{t("state_title")}: </span>
      <span className={link.phase === "live" ? "sources" : "sources old"}>
        {sources.map((source) => (
          <span key={source.name} className={source.state} title={title_of(source)}>
            <span className="dot" aria-hidden="true" />
            <span className={sources.length > kNamedSources ? "hidden" : ""}>
              <bdi>{source.name}</bdi> <bdi className="dim">{age_of(source)}</bdi>
            </span>
          </span>
        ))}
        {sources.length === 0 && <span className="dim">{t("sources")}</span>}
      </span>
    </button>
  );
}

const kPaletteIcons: Record<PaletteName, ReactElement> = {
  day: <path d="M8 4.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8M8 .8v2M8 13.2v2M.8 8h2M13.2 8h2M2.9 2.9l1.4 1.4M11.7 11.7l1.4 1.4M2.9 13.1l1.4-1.4M11.7 4.3l1.4-1.4" />,
  dusk: <path d="M1 12.5h14M4.2 12.2a3.8 3.8 0 0 1 7.6 0M8 4.2v2M2.6 6.6l1.4 1.4M13.4 6.6 12 8" />,
  night: <path d="M13.2 9.9A5.9 5.9 0 0 1 6.1 2.8a5.9 5.9 0 1 0 7.1 7.1Z" />,
};

export function Palettes(): ReactElement {
  const console_ = useConsole();
  const { palette } = useConsoleState();
  const t = useTranslate();
  return (
    <div className="segments" role="group" aria-label={t("palette_label")}>
      {kPalettes.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === palette}
          aria-label={t(`palette_${name}`)}
          title={with_key(t(`palette_${name}`), "p")}
          onClick={() => console_.set_palette(name)}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            {kPaletteIcons[name]}
          </svg>
        </button>
      ))}
    </div>
  );
}

export function Languages(): ReactElement {
  const console_ = useConsole();
  const { language } = useConsoleState();
  const t = useTranslate();
  return (
    <select
      aria-label={t("language_label")}
      value={language}
      onChange={(event) => console_.set_language(event.target.value)}
      data-testid="language"
    >
      {kLanguages.map((name) => (
        <option key={name} value={name} lang={name}>
          {about(name).name}
        </option>
      ))}
    </select>
  );
}
