// Where vessels came from, as far as this window has seen it: a short trail of every vessel, and all of the selected
// one's. Bounded: the trails that were not added to for longest go first. What the node knows of the time before comes from
// its history (see track_source.ts).

import type { Cell, Picture } from "../picture/picture";

export interface TrailPoint {
  /** UTC, milliseconds. */
  at_ms: number;
  /** Map metres. */
  x: number;
  y: number;
}

/** Points of a short trail, and how far apart in time: 12 min. */
export const kTrailPoints = 24;
export const kTrailStep_ms = 30_000;
/** Vessels with a trail. 24 points of 24 bytes each: 29 MB at most. */
export const kTrailVessels = 50_000;
/** Points of a selected vessel's track, a day of a report each 10 s. */
export const kTrackPoints = 8_640;

export type TrailsShown = "off" | "selected" | "all";
export const kTrailsShown: readonly TrailsShown[] = ["off", "selected", "all"];

class Trail {
  readonly #points = new Float64Array(3 * kTrailPoints);
  #next = 0;
  count = 0;
  last_ms = -Infinity;

  add(at_ms: number, x: number, y: number): void {
    this.#points.set([at_ms, x, y], 3 * this.#next);
    this.#next = (this.#next + 1) % kTrailPoints;
    this.count = Math.min(kTrailPoints, this.count + 1);
    this.last_ms = at_ms;
  }

  /** Oldest first. */
  each(visit: (at_ms: number, x: number, y: number) => void): void {
    for (let i = 0; i < this.count; ++i) {
      const at = 3 * ((this.#next - this.count + i + kTrailPoints) % kTrailPoints);
      visit(this.#points[at]!, this.#points[at + 1]!, this.#points[at + 2]!);
    }
  }
}

/** When a vessel was where the cell says it is. */
function observed_ms(cell: Cell, index: number): number {
  return cell.now_us / 1000 - cell.age[index]! * 1000;
}

/** What of a greeting says whose past the trails are. */
interface World {
  node: string;
  simulated: boolean;
  mode: "live" | "replay";
}

/** Whether trails go on after a new greeting: the same node, live before and after, in the same world. */
export function trails_go_on(before: World | null, now: World): boolean {
  return before !== null && before.mode === "live" && now.mode === "live" && before.node === now.node && before.simulated === now.simulated;
}

export class Trails {
  /** In the order in which they were added to last, so that the first may go. */
  readonly #trails = new Map<number, Trail>();
  #recorded_ms = -Infinity;
  #followed: number | null = null;
  #track: TrailPoint[] = [];

  /** Takes the picture of a tick into the trails. Time that runs backwards (a replay that was set back) forgets all. */
  record(picture: Picture, now_ms: number): void {
    if (now_ms < this.#recorded_ms) this.clear();
    this.#record_followed(picture);
    if (now_ms - this.#recorded_ms < kTrailStep_ms) return;
    this.#recorded_ms = now_ms;
    for (const cell of picture.cells.values()) {
      for (let i = 0; i < cell.count; ++i) this.#add(cell.mmsi[i]!, observed_ms(cell, i), cell.x[i]!, cell.y[i]!);
    }
    for (const mmsi of this.#trails.keys()) {
      if (this.#trails.size <= kTrailVessels) break;
      this.#trails.delete(mmsi);
    }
  }

  #add(mmsi: number, at_ms: number, x: number, y: number): void {
    const held = this.#trails.get(mmsi);
    if (held !== undefined && at_ms < held.last_ms + kTrailStep_ms / 2) return;
    const trail = held ?? new Trail();
    trail.add(at_ms, x, y);
    this.#trails.delete(mmsi);
    this.#trails.set(mmsi, trail);
  }

  /** From now on all of this vessel's reports are kept; what its short trail has is where its track begins. */
  follow(mmsi: number | null): void {
    if (mmsi === this.#followed) return;
    this.#followed = mmsi;
    this.#track = [];
    if (mmsi !== null) this.#trails.get(mmsi)?.each((at_ms, x, y) => this.#track.push({ at_ms, x, y }));
  }

  #record_followed(picture: Picture): void {
    if (this.#followed === null) return;
    const found = picture.find(this.#followed);
    if (found === null) return;
    const { cell, index } = found;
    const point = { at_ms: observed_ms(cell, index), x: cell.x[index]!, y: cell.y[index]! };
    const last = this.#track.at(-1);
    // Age is told in whole seconds: the same report may seem a second older or younger at the next tick.
    if (last !== undefined && (point.at_ms < last.at_ms + 1500 || (point.x === last.x && point.y === last.y))) return;
    this.#track.push(point);
    if (this.#track.length > kTrackPoints) this.#track.splice(0, this.#track.length - kTrackPoints);
  }

  /** Puts what the node knows of the time before into the followed vessel's track. */
  prepend(mmsi: number, points: readonly TrailPoint[]): void {
    if (mmsi !== this.#followed) return; // another was selected meanwhile
    const first = this.#track[0]?.at_ms ?? Infinity;
    this.#track = [...points.filter((point) => point.at_ms < first), ...this.#track].slice(-kTrackPoints);
  }

  /** The followed vessel's track, oldest first. */
  get track(): readonly TrailPoint[] {
    return this.#track;
  }

  /** A vessel's short trail, oldest first. */
  each(mmsi: number, visit: (at_ms: number, x: number, y: number) => void): void {
    this.#trails.get(mmsi)?.each(visit);
  }

  get size(): number {
    return this.#trails.size;
  }

  clear(): void {
    this.#trails.clear();
    this.#track = [];
    this.#recorded_ms = -Infinity;
  }
}
