// The state of the map's tools: what is measured, drawn, kept and marked. A tool is in hand while its dock is open; then a
// click, or Enter at the cross in the middle of the map, is its. Edits can be undone, tool by tool. React reads
// immutable snapshots; the map's overlay reads the same. One instance a console.

import type { Console } from "../console";
import type { Level } from "../sound/cadence";
import { read_stored, write_stored } from "../storage";
import type { Result } from "../wire/result";
import type { Anchor } from "./anchor";
import { read_bookmarks, write_bookmarks, type Bookmark } from "./bookmarks";
import { inverse, type Place } from "./geodesy";
import { kNothingMarked, read_marked, write_marked, type Marked } from "./groups";
import { GuardWatch, kGuardPoints, kGuardZones, read_guard_zones, write_guard_zones, type Entry, type GuardZone } from "./guard";
import { begin, edit, redo, undo, type History } from "./history";
import { new_id } from "./stored";

export const kMapTools = ["measure", "ebl", "approach", "guard"] as const;
export type MapTool = (typeof kMapTools)[number];
/** Slices of the state that undo knows. */
export type Slice = MapTool | "bookmarks" | "marked" | "draft";

export interface Ebl {
  from: Anchor | null;
  to: Anchor | null;
}

/** A guard zone being drawn; a circle's second point gives its radius. */
export interface Draft {
  kind: "polygon" | "circle";
  points: readonly Place[];
  /** The zone that is drawn anew; it stays as it is until the new form is finished. */
  replaces?: string;
}

export interface ToolState {
  measure: History<readonly Anchor[]>;
  ebl: History<Ebl>;
  /** None, one or two vessels. */
  approach: History<readonly number[]>;
  guard: History<readonly GuardZone[]>;
  draft: History<Draft | null>;
  bookmarks: History<readonly Bookmark[]>;
  marked: History<Marked>;
  /** Drawn even when their dock is closed. */
  kept: ReadonlySet<MapTool>;
  entries: readonly Entry[];
  /** Where the next point would be: the pointer, or the middle of the map when it is moved by keys. */
  aim: Place | null;
  by_keys: boolean;
  /** What is kept could not be read, in words. */
  problem: string | null;
}

export const kMeasurePoints = 100;

export class Toolbox {
  readonly console_: Console;
  readonly watch = new GuardWatch();
  #state: ToolState;
  #hello: unknown = null;
  readonly #listeners = new Set<() => void>();
  readonly #came = new Set<(entries: readonly Entry[]) => void>();

  constructor(console_: Console) {
    this.console_ = console_;
    let problem: string | null = null;
    const stored = <T>(name: string, read: (text: string) => Result<T>, none: T): History<T> => {
      const text = read_stored(name);
      if (text === null) return begin(none);
      const value = read(text);
      if (value.ok) return begin(value.value);
      problem = `${name}: ${value.error}`;
      write_stored(`${name}.unreadable`, text); // kept for whoever can read it; the next edit takes its place
      return begin(none);
    };
    this.#state = {
      measure: begin([]), ebl: begin({ from: null, to: null }), approach: begin([]), draft: begin(null),
      guard: stored("guard_zones", read_guard_zones, []), bookmarks: stored("bookmarks", read_bookmarks, []), marked: stored("marked", read_marked, kNothingMarked),
      kept: new Set(), entries: [], aim: null, by_keys: false, problem,
    };
    console_.on_picture(() => this.#look());
  }

  readonly snapshot = (): ToolState => this.#state;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  /** Called with the vessels that came into a guard zone. */
  on_entries(listener: (entries: readonly Entry[]) => void): () => void {
    this.#came.add(listener);
    return () => this.#came.delete(listener);
  }

  /** The tool in hand, if any. */
  active(): MapTool | null {
    const { panel } = this.console_.snapshot();
    return kMapTools.find((tool) => tool === panel) ?? null;
  }
  shows(tool: MapTool): boolean {
    return this.active() === tool || this.#state.kept.has(tool);
  }
  keep(tool: MapTool, kept: boolean): void {
    const next = new Set(this.#state.kept);
    if (kept) next.add(tool);
    else next.delete(tool);
    this.#set({ kept: next });
  }
  aim(aim: Place | null, by_keys: boolean): void {
    if (this.active() !== null) this.#set({ aim, by_keys });
  }

  /** A click or Enter on the map; true when a tool took it. */
  click(at: Place, mmsi: number | null): boolean {
    const anchor: Anchor = mmsi === null ? at : { ...at, mmsi };
    switch (this.active()) {
      case "measure":
        this.edit("measure", [...this.#state.measure.now, anchor].slice(-kMeasurePoints));
        return true;
      case "ebl": {
        const { from, to } = this.#state.ebl.now;
        this.edit("ebl", from === null || to !== null ? { from: anchor, to: null } : { from, to: anchor });
        return true;
      }
      case "approach":
        if (mmsi !== null) this.pair(mmsi);
        return true;
      case "guard":
        return this.#draw(at);
      default:
        return false;
    }
  }

  /** Into the pair of which the approach is told; a third takes the first one's place. */
  pair(mmsi: number): void {
    const now = this.#state.approach.now;
    if (!now.includes(mmsi)) this.edit("approach", [...now, mmsi].slice(-2));
  }

  begin_draft(kind: Draft["kind"], replaces?: string): void {
    this.#set({ draft: begin({ kind, points: [], ...(replaces === undefined ? {} : { replaces }) }) });
  }
  cancel_draft(): void {
    this.#set({ draft: begin(null) });
  }
  #draw(at: Place): boolean {
    const draft = this.#state.draft.now;
    if (draft === null) return false;
    const points = [...draft.points, at].slice(0, kGuardPoints);
    this.edit("draft", { ...draft, points });
    if (draft.kind === "circle" && points.length === 2) this.finish_draft("");
    return true;
  }
  /** Makes a zone of what was drawn; null when it is not one yet. */
  finish_draft(name: string): GuardZone | null {
    const draft = this.#state.draft.now;
    const zones = this.#state.guard.now;
    const old = zones.find(({ id }) => id === draft?.replaces);
    if (draft === null || (old === undefined && zones.length >= kGuardZones)) return null;
    const common = old === undefined ? { id: new_id(), name: name || `${zones.length + 1}`, armed: true } : { id: old.id, name: old.name, armed: old.armed };
    const [centre, edge] = draft.points;
    let zone: GuardZone | null = null;
    if (draft.kind === "circle" && centre !== undefined && edge !== undefined) zone = { ...common, kind: "circle", centre, radius_m: Math.max(1, Math.round(inverse(centre, edge).distance_m)) };
    if (draft.kind === "polygon" && draft.points.length >= 3) zone = { ...common, kind: "polygon", points: [...draft.points] };
    if (zone === null) return null;
    this.cancel_draft();
    const made = zone;
    this.edit("guard", old === undefined ? [...zones, made] : zones.map((one) => (one === old ? made : one)));
    return made;
  }

  edit<S extends Slice>(slice: S, now: ToolState[S]["now"]): void {
    this.#step(slice, edit(this.#state[slice] as History<unknown>, now));
  }
  /** The slice that undo means now: the tool or dock that is open. */
  slice(): Slice | null {
    const { panel } = this.console_.snapshot();
    if (panel === "guard" && this.#state.draft.now !== null) return "draft";
    return (["measure", "ebl", "approach", "guard", "bookmarks", "marked"] as const).find((one) => one === panel) ?? null;
  }
  undo(slice = this.slice()): boolean {
    return slice !== null && this.#step(slice, undo(this.#state[slice] as History<unknown>));
  }
  redo(slice = this.slice()): boolean {
    return slice !== null && this.#step(slice, redo(this.#state[slice] as History<unknown>));
  }

  #step(slice: Slice, history: History<unknown>): boolean {
    if (history.now === this.#state[slice].now) return false;
    this.#set({ [slice]: history } as Partial<ToolState>);
    const { guard, bookmarks, marked } = this.#state;
    if (slice === "guard") write_stored("guard_zones", write_guard_zones(guard.now));
    if (slice === "bookmarks") write_stored("bookmarks", write_bookmarks(bookmarks.now));
    if (slice === "marked") write_stored("marked", write_marked(marked.now));
    if (slice === "guard") this.#look();
    return true;
  }

  #look(): void {
    const { tick, hello } = this.console_.snapshot();
    const zones = this.#state.guard.now;
    if (hello !== this.#hello) {
      this.#hello = hello;
      this.watch.restart();
    }
    if (tick === null || this.console_.picture.size === 0) return;
    const came = this.watch.look(this.console_.picture, zones, tick.now_ms, (cell, index) => !this.console_.visible(cell, index));
    this.#sound();
    if (came.length === 0) return;
    this.#set({ entries: this.watch.entries });
    for (const listener of this.#came) listener(came);
  }

  /** Each vessel that came into an armed zone and is still there, as a caution: one tone when it comes. */
  #sound(): void {
    const armed = new Set(this.#state.guard.now.filter((zone) => zone.armed).map(({ id }) => id));
    const within = new Map<string, Level>();
    for (const { zone, mmsi } of this.watch.entries) if (armed.has(zone) && this.watch.inside(zone).has(mmsi)) within.set(`${zone} ${mmsi}`, "caution");
    // What was is not to be answered now.
    this.console_.siren.replace("guard:", this.console_.snapshot().replay === null ? within : new Map());
  }

  #set(change: Partial<ToolState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const kToolboxes = new WeakMap<Console, Toolbox>();

export function toolbox_of(console_: Console): Toolbox {
  let toolbox = kToolboxes.get(console_);
  if (toolbox === undefined) kToolboxes.set(console_, (toolbox = new Toolbox(console_)));
  return toolbox;
}
