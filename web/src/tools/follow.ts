// Two windows of one console: each tells the other where it looks and whom it selected, so that an officer may have the
// overview on one screen and the detail on the other. A window that is unlinked neither tells nor follows. Who told
// last is followed; what a window does because it was told is not told again.

export interface FollowMessage {
  /** Of this format. */
  v: 1;
  /** Of the window that tells. */
  from: string;
  lat: number;
  lon: number;
  zoom: number;
  selected: number | null;
}

export function read_follow(data: unknown): FollowMessage | null {
  const m = data as Partial<FollowMessage> | null;
  if (typeof m !== "object" || m === null || m.v !== 1 || typeof m.from !== "string") return null;
  const within = (value: unknown, limit: number): boolean => typeof value === "number" && Math.abs(value) <= limit;
  if (!within(m.lat, 90) || !within(m.lon, 180) || !within(m.zoom, 24)) return null;
  if (m.selected !== null && !(typeof m.selected === "number" && Number.isInteger(m.selected) && m.selected > 0)) return null;
  return { v: 1, from: m.from, lat: m.lat!, lon: m.lon!, zoom: m.zoom!, selected: m.selected };
}

type Told = Omit<FollowMessage, "v" | "from">;

/** Decides what is told and what is followed; pure but for what it remembers. */
export class Follower {
  linked: boolean;
  #last: Told | null = null;

  constructor(readonly id: string, linked: boolean) {
    this.linked = linked;
  }

  /** This window looks there now: the message to send, or null when the others know or need not. */
  moved(now: Told): FollowMessage | null {
    if (!this.linked || same(now, this.#last)) return null;
    this.#last = now;
    return { v: 1, from: this.id, ...now };
  }

  /** Another window told: where this one should look, or null. */
  told(data: unknown): Told | null {
    const message = read_follow(data);
    if (!this.linked || message === null || message.from === this.id) return null;
    const { lat, lon, zoom, selected } = message;
    this.#last = { lat, lon, zoom, selected };
    return this.#last;
  }
}

/** As near as two windows of different sizes can be. */
function same(a: Told, b: Told | null): boolean {
  return b !== null && Math.abs(a.lat - b.lat) < 1e-6 && Math.abs(a.lon - b.lon) < 1e-6 && Math.abs(a.zoom - b.zoom) < 1e-3 && a.selected === b.selected;
}
