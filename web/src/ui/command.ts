// A command: something the keyboard can do. One table of them drives the keys, the "?" sheet and the tests;
// a panel adds its own through `Panel.commands`.

import type { TextKey } from "../i18n/languages";
import type { Frame } from "./frame";

export const kCommandGroups = ["map", "vessels", "alerts", "panels", "tools", "replay", "view", "help"] as const;
export type CommandGroup = (typeof kCommandGroups)[number];

export interface Command {
  /** Unique, for tests and for aria-keyshortcuts. */
  id: string;
  group: CommandGroup;
  /** What it does, as the sheet says it. */
  text: TextKey;
  /** Chords in the words of keys/chord.ts: "n", "Shift+n", "/", "ArrowLeft". Any of them sets it off. */
  keys: readonly string[];
  /**
   * "map": only while the focus is on the map or nowhere, for keys that lists and sliders use themselves.
   * Else everywhere but where one types.
   */
  where?: "map";
  run(frame: Frame): void;
}
