// A time typed in: of UTC or of the area's clock. What is no time is said, and nothing moves.

import { useEffect, useState, type FormEvent, type ReactElement } from "react";
import { useConsole, useConsoleState, useTranslate } from "../ui/context";
import { read_time, write_time } from "./timeline";

export function TimeEntry({ at_ms }: { at_ms: number }): ReactElement {
  const console_ = useConsole();
  const { area, replay } = useConsoleState();
  const t = useTranslate();
  const zone = area?.pack.time_zone ?? null;
  const [local, set_local] = useState(false);
  const [typed, set_typed] = useState<string | null>(null); // null: it shows where the picture stands
  const [wrong, set_wrong] = useState(false);
  const shown = write_time(at_ms, local ? zone : null);
  useEffect(() => set_wrong(false), [typed]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed === null) return;
    const ms = read_time(typed, local ? zone : null, at_ms);
    if (ms === null) return set_wrong(true);
    set_typed(null);
    console_.replay_to(ms, replay === null ? { playing: false } : {});
  };
  return (
    <form className="time-entry" onSubmit={submit} dir="ltr">
      <input
        type="text" value={typed ?? shown} size={19} maxLength={25} spellCheck={false} autoComplete="off" data-testid="replay-time"
        aria-label={t("replay_time")} aria-invalid={wrong} title={t("replay_time_hint")}
        onFocus={() => set_typed(shown)}
        onBlur={() => set_typed(null)}
        onChange={(event) => set_typed(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          event.currentTarget.blur();
        }}
      />
      <select value={local ? "local" : "utc"} onChange={(event) => set_local(event.target.value === "local")} aria-label={t("replay_clock")} disabled={zone === null}>
        <option value="utc">{t("clock_utc")}</option>
        <option value="local">{t("clock_local")}</option>
      </select>
      {wrong && <span className="warn" role="alert">{t("replay_time_wrong")}</span>}
    </form>
  );
}
