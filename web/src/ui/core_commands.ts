// The commands that the frame itself has: map, vessels, look of the console.

import type { Command } from "./command";

const kPanShare = 0.2;

function pan(id: string, text: Command["text"], key: string, right: number, up: number): Command {
  return { id, group: "map", text, keys: [key], where: "map", run: ({ map }) => map()?.pan_by(right * kPanShare, up * kPanShare) };
}

export const kCoreCommands: readonly Command[] = [
  { id: "zoom_in", group: "map", text: "zoom_in", keys: ["+", "="], run: ({ map }) => map()?.zoom_by(0.5) },
  { id: "zoom_out", group: "map", text: "zoom_out", keys: ["-"], run: ({ map }) => map()?.zoom_by(-0.5) },
  pan("pan_west", "help_pan_west", "ArrowLeft", -1, 0),
  pan("pan_east", "help_pan_east", "ArrowRight", 1, 0),
  pan("pan_north", "help_pan_north", "ArrowUp", 0, 1),
  pan("pan_south", "help_pan_south", "ArrowDown", 0, -1),
  { id: "whole_area", group: "map", text: "whole_area", keys: ["0"], run: (frame) => frame.show_area() },
  { id: "vector", group: "map", text: "help_vector", keys: ["v"], run: ({ console_ }) => console_.next_vector() },
  { id: "focus_map", group: "map", text: "help_focus_map", keys: ["m"], run: (frame) => frame.focus_map() },
  { id: "next_vessel", group: "vessels", text: "help_next", keys: ["n"], run: (frame) => frame.next_vessel(1) },
  { id: "previous_vessel", group: "vessels", text: "help_previous", keys: ["Shift+n"], run: (frame) => frame.next_vessel(-1) },
  { id: "centre", group: "vessels", text: "help_centre", keys: ["c"], run: (frame) => frame.centre_selected() },
  { id: "search", group: "vessels", text: "search_label", keys: ["/", "f"], run: (frame) => frame.focus_search() },
  { id: "palette", group: "view", text: "help_palette", keys: ["p"], run: ({ console_ }) => console_.next_palette() },
  { id: "help", group: "help", text: "help_help", keys: ["?"], run: (frame) => frame.show_help() },
  { id: "escape", group: "help", text: "help_escape", keys: ["Escape"], run: (frame) => frame.escape() },
];
