// The connection to the node as a small state machine: what happened goes in, the new state and what to
// do comes out. It opens nothing and reads no clock; `now` is an argument, in milliseconds. The driver
// beside it owns the WebSocket.
//
//   connecting ──hello──▶ live ──no tick──▶ stalled ──10 s──▶ waiting
//       ▲  └──closed, too slow──▶ waiting      │ tick           │
//       │                            │         └──▶ live        │
//       └──────────── time is up ────┴──────────────────────────┘
//
// Only `live` is live. In every other state the picture on the screen is old and must look so.

export type Phase = "connecting" | "live" | "stalled" | "waiting";

export interface Link {
  phase: Phase;
  /** When the phase began. */
  since: number;
  /** Attempts that failed since the last hello. */
  failures: number;
  /** When the next attempt begins; only while waiting. */
  retry_at: number;
  /** When the last tick or hello arrived; absent before the first. */
  heard_at: number | null;
  tick_ms: number;
}

export type LinkEvent =
  | { type: "hello"; tick_ms: number }
  | { type: "tick" }
  | { type: "closed" }
  | { type: "retry" }
  | { type: "time" };

export type LinkAction = "open" | "close" | null;

/** A connection that says no hello within this time is given up. */
export const kHelloTimeout = 10_000;
/** Ticks missing before the picture is called stale: three, but never sooner than this. */
export const kStallTicks = 3;
export const kStallLeast = 3_000;
/** A stalled connection is given up after this. */
export const kStallTimeout = 10_000;
/** Waits between attempts; the last repeats. */
export const kBackOff = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

export function start_link(now: number): Link {
  return { phase: "connecting", since: now, failures: 0, retry_at: 0, heard_at: null, tick_ms: 1_000 };
}

function wait(link: Link, now: number, jitter: number): Link {
  const base = kBackOff[Math.min(link.failures, kBackOff.length - 1)]!;
  const retry_at = now + Math.round(base * (0.8 + 0.4 * jitter));
  return { ...link, phase: "waiting", since: now, failures: link.failures + 1, retry_at };
}

/** `jitter` in [0, 1) spreads the attempts of many consoles after a node's restart by ±20 %. */
export function step_link(link: Link, event: LinkEvent, now: number, jitter: number): [Link, LinkAction] {
  switch (event.type) {
    case "hello":
      if (link.phase === "waiting") return [link, null];
      return [{ ...link, phase: "live", since: now, failures: 0, heard_at: now, tick_ms: event.tick_ms }, null];
    case "tick":
      if (link.phase === "live") return [{ ...link, heard_at: now }, null];
      if (link.phase === "stalled") return [{ ...link, phase: "live", since: now, heard_at: now }, null];
      return [link, null];
    case "closed":
      return link.phase === "waiting" ? [link, null] : [wait(link, now, jitter), null];
    case "retry":
      if (link.phase !== "waiting") return [link, null];
      return [{ ...link, phase: "connecting", since: now }, "open"];
    case "time":
      return on_time(link, now, jitter);
  }
}

function on_time(link: Link, now: number, jitter: number): [Link, LinkAction] {
  switch (link.phase) {
    case "connecting":
      return now - link.since >= kHelloTimeout ? [wait(link, now, jitter), "close"] : [link, null];
    case "live": {
      const patience = Math.max(kStallTicks * link.tick_ms, kStallLeast);
      return now - (link.heard_at ?? now) >= patience ? [{ ...link, phase: "stalled", since: now }, null] : [link, null];
    }
    case "stalled":
      return now - link.since >= kStallTimeout ? [wait(link, now, jitter), "close"] : [link, null];
    case "waiting":
      return now >= link.retry_at ? [{ ...link, phase: "connecting", since: now }, "open"] : [link, null];
  }
}
