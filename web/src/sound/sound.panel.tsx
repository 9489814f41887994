// The button that mutes. While alerts are muted, or the browser will not let them sound, it says so in words
// and colour, all the time.

import type { ReactElement } from "react";
import { with_key } from "../keys/chord";
import { useConsole, useConsoleState, useTranslate } from "../ui/context";
import type { Panel } from "../ui/frame";

function SoundButton(): ReactElement {
  const console_ = useConsole();
  const { sound, sound_blocked, sounding } = useConsoleState();
  const t = useTranslate();
  const state = !sound ? "muted" : sound_blocked ? "blocked" : "on";
  return (
    <>
      {sounding && sound && (
        <button type="button" className="text-button silence" onClick={() => console_.silence()} title={with_key(t("sound_silence"), "s")} data-testid="silence">
          {t("sound_silence")}
        </button>
      )}
      <button
        type="button"
        className={`sound ${state}`}
        aria-pressed={!sound}
        aria-label={state === "on" ? t("sound_mute") : `${t("sound_mute")}: ${t(`sound_${state}`)}`} // what is read is in what is said
        title={with_key(t(`sound_${state}_long`), "Shift+s")}
        onClick={() => console_.set_sound(!sound)}
        data-testid="sound"
        data-state={state}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 6v4h2.5L8 13V3L4.5 6z" />
          <path d={state === "on" ? "M10.5 5.5a3.5 3.5 0 0 1 0 5M12.5 3.5a6.5 6.5 0 0 1 0 9" : "M10.5 6l4 4M14.5 6l-4 4"} />
        </svg>
        {state !== "on" && <span>{t(`sound_${state}`)}</span>}
      </button>
    </>
  );
}

export default {
  id: "sound",
  place: "bar",
  order: 10,
  title: "sound_mute",
  component: SoundButton,
  commands: [
    { id: "silence", group: "view", text: "sound_silence", keys: ["s"], run: ({ console_ }) => console_.silence() },
    { id: "mute", group: "view", text: "sound_mute", keys: ["Shift+s"], run: ({ console_ }) => console_.set_sound(!console_.snapshot().sound) },
  ],
} satisfies Panel;
