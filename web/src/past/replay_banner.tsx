// That this is the past, said so that nobody overlooks it: the time, the pace, whether the machine keeps up,
// and that nothing is known where nothing is known.

import { useEffect, type ReactElement } from "react";
import { useConsole, useConsoleState, useFormat, useTranslate } from "../ui/context";
import { close_bar } from "./replay_bar";
import { write_time } from "./timeline";
import { hole_text } from "./words";

/** Slower than this share of the wish is said. */
const kBehind = 0.9;

export function ReplayBanner(): ReactElement | null {
  const { replay, hello, tick } = useConsoleState();
  const past = replay !== null;
  const unknown = past && replay.seeking === null && tick?.replay?.hole !== undefined;
  // The whole page wears another colour, and a sea of which nothing is known is hatched.
  useEffect(() => {
    document.documentElement.dataset["mode"] = past ? "replay" : "live";
    document.documentElement.dataset["known"] = unknown ? "no" : "yes";
  }, [past, unknown]);
  if (!past || hello === null) return null;
  return <Told />;
}

function Told(): ReactElement {
  const console_ = useConsole();
  const { replay, tick, hello, area } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  const { at_ms, speed, playing, seeking } = replay!;
  const state = hello?.own === true ? tick?.replay : undefined;
  const zone = area?.pack.time_zone;
  const time = write_time(at_ms, null);
  const behind = playing && seeking === null && state !== undefined && !state.ended && state.actual_speed < kBehind * speed;
  const hole = seeking === null ? state?.hole : undefined;
  return (
    <div className="banner replaying" role="status" data-testid="replaying">
      <strong data-testid="replay-words">{t(playing ? "replay_banner" : "replay_banner_paused", { time, speed })}</strong>
      {zone !== undefined && <span>{t("replay_local", { time: write_time(at_ms, zone) })}</span>}
      {seeking !== null && <span data-testid="replay-seeking">{t("replay_seeking", { percent: Math.round(seeking * 100) })}</span>}
      {behind && <span className="behind" data-testid="replay-behind">{t("replay_behind", { speed: state.actual_speed.toFixed(1) })}</span>}
      {state?.ended === true && <span data-testid="replay-ended">{t("replay_ended")}</span>}
      {hole !== undefined && (
        <span className="in-hole" role="alert" data-testid="replay-in-hole">
          {hole.to_ms === undefined
            ? t("replay_in_hole_open", { from: write_time(hole.from_ms, null), why: hole_text(hole.why, t) })
            : t("replay_in_hole", { from: write_time(hole.from_ms, null), to: write_time(hole.to_ms, null), why: hole_text(hole.why, t) })}
          {hole.to_ms !== undefined && (
            <button type="button" className="text-button" onClick={() => console_.replay_to(hole.to_ms! + 60_000)} data-testid="replay-skip">
              {t("replay_skip")}
            </button>
          )}
        </span>
      )}
      <button type="button" className="text-button" onClick={() => close_bar(console_)} data-testid="banner-live">{t("replay_live")}</button>
      <span className="hidden">{format.count(tick?.vessels ?? 0)}</span>
    </div>
  );
}
