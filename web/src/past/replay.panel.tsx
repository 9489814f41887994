// The replay bar's place in the frame, and its keys.

import "./past.css";
import type { Panel } from "../ui/frame";
import { close_bar, play_or_pause, ReplayBar, step_by, toggle_bar } from "./replay_bar";
import { next_speed } from "./replay";

export default {
  id: "replay",
  place: "foot",
  order: 10,
  title: "replay_title",
  component: ReplayBar,
  commands: [
    { id: "replay_bar", group: "replay", text: "replay_toggle", keys: ["r"], run: ({ console_ }) => toggle_bar(console_) },
    { id: "replay_play", group: "replay", text: "replay_play_pause", keys: ["j"], run: ({ console_ }) => play_or_pause(console_) },
    { id: "replay_back", group: "replay", text: "replay_back", keys: [",", "q"], run: ({ console_ }) => step_by(console_, -60_000) },
    { id: "replay_forward", group: "replay", text: "replay_forward", keys: [".", "i"], run: ({ console_ }) => step_by(console_, 60_000) },
    { id: "replay_slower", group: "replay", text: "replay_slower", keys: ["<", "Shift+q"], run: ({ console_ }) => pace(console_, -1) },
    { id: "replay_faster", group: "replay", text: "replay_faster", keys: [">", "Shift+i"], run: ({ console_ }) => pace(console_, 1) },
    { id: "replay_live", group: "replay", text: "replay_live", keys: ["Shift+r"], run: ({ console_ }) => close_bar(console_) },
  ],
} satisfies Panel;

function pace(console_: Parameters<typeof toggle_bar>[0], by: 1 | -1): void {
  const { replay } = console_.snapshot();
  if (replay !== null) console_.set_replay_pace({ speed: next_speed(replay.speed, by) });
}
