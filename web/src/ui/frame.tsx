// The frame into which every part of the console puts its panel, and what a panel may do with the rest.
//
// To add a part: write `NAME.panel.tsx` anywhere under src/, with a `Panel` as its default export. Nothing
// else is to be touched: the frame finds it by its file name. See README.md, "Panels".
// Left out: what the panels show.

import { createContext, useContext, type ComponentType, type ReactElement } from "react";
import type { Console, ConsoleState } from "../console";
import type { TextKey } from "../i18n/languages";
import type { SeaMap } from "../map/sea_map";
import type { Command } from "./command";

/**
 * Where a part stands.
 * - `dock`: a button on the rail opens it beside the map; one at a time, kept in the address (`panel=ID`).
 * - `page`: likewise, over the map's whole place (users, audit).
 * - `map`: always there, over the map, from its top end corner (a tool's own controls).
 * - `foot`: always there, between map and foot line, over the whole width (the replay bar).
 * - `bar`: always there, at the end of the top bar (who is signed in).
 * - `banner`: always there, in the lines below the top bar; for what must not be overlooked.
 */
export type Place = "dock" | "page" | "map" | "foot" | "bar" | "banner";

export interface Panel {
  /** Unique, of [a-z_]: goes into the address and the tests (`data-testid="panel-ID"`). */
  id: string;
  place: Place;
  /** Smaller stands earlier: 10 vessels, 20 tools, 30 … */
  order: number;
  /** Its name on the rail and to a screen reader. */
  title: TextKey;
  /** What is drawn on its button: paths for a 16 × 16 box, stroked. For `dock` and `page`. */
  icon?: ReactElement;
  component: ComponentType;
  commands?: readonly Command[];
  /** Pixels that a dock takes at first; the officer can change it. Default 380. */
  width_px?: number;
  /** False hides the part and its button: not signed in for it, nothing there. */
  offered?(state: ConsoleState): boolean;
}

/** What commands and panels can ask of the page. */
export interface Frame {
  console_: Console;
  /** The map, null until it is there. */
  map(): SeaMap | null;
  /** Selects a vessel and goes there; closer when `zoom_in`. */
  show(mmsi: number, zoom_in: boolean): void;
  show_area(): void;
  next_vessel(by: number): void;
  centre_selected(): void;
  focus_map(): void;
  focus_search(): void;
  show_help(): void;
  /** Opens a dock or page and puts the focus there; null closes. */
  open_panel(id: string | null): void;
  /** Opens it, or closes it when it is open. */
  toggle_panel(id: string): void;
  /** Closes what is on top: page, then selection. */
  escape(): void;
}

export const FrameContext = createContext<Frame | null>(null);

export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (frame === null) throw new Error("a component stands outside the frame");
  return frame;
}
