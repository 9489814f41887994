// Lets the keyboard set off commands, wherever the focus is, except where one types.

import { useEffect } from "react";
import { chord_of, is_character } from "../keys/chord";
import type { Command } from "./command";
import { kCoreCommands } from "./core_commands";
import type { Frame } from "./frame";
import { kPanels } from "./panels";

const kTyping = "input:not([type=checkbox], [type=radio], [type=button], [type=range]), textarea, select, dialog, [role=dialog], [contenteditable=true]";
/** Where arrow keys have a meaning of their own. */
const kOwnArrows = ".dock, .card, .bar, .foot-panel, .rail, [role=grid], [role=listbox], [role=slider], [role=tablist], [role=separator]";

export function all_commands(): readonly Command[] {
  return [...kCoreCommands, ...kPanels.flatMap((panel) => panel.commands ?? [])];
}

export function useCommands(frame: Frame, single_keys: boolean): void {
  useEffect(() => {
    const by_chord = new Map(all_commands().flatMap((command) => command.keys.map((chord) => [chord, command])));
    const on_key = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const chord = chord_of(event);
      const command = chord === null ? undefined : by_chord.get(chord);
      if (chord === null || command === undefined) return;
      if (!single_keys && is_character(chord)) return;
      const at = event.target instanceof Element ? event.target : null;
      if (at?.closest(kTyping)) return;
      if (command.where === "map" && at?.closest(kOwnArrows)) return;
      event.preventDefault();
      command.run(frame);
    };
    window.addEventListener("keydown", on_key);
    return () => window.removeEventListener("keydown", on_key);
  }, [frame, single_keys]);
}
