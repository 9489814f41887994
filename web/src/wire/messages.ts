// Made from docs/formats/picture-websocket.schema.json by tools/wire_schema.mjs: change that file.
// The control messages of the live picture, as they are on the wire: one object with one key, the message's name.

export const kProtocol = 1;
export const kServerMessages = ["hello", "tick", "seeking", "refused"] as const;
export const kClientMessages = ["replay", "live", "view"] as const;

/** First frame, and again when the client's picture begins anew. */
export interface HelloMessage {
  /** 1. */
  protocol: number;
  node: string;
  version: string;
  /** Absent when the node runs without an area pack. */
  area?: {
    /** Of the pack's folder. */
    name: string;
    /** In English. */
    title: string;
    /** West, south, east, north, degrees. */
    bbox: [number, number, number, number];
  };
  simulated: boolean;
  /** The exercise's id; absent in the real world. */
  exercise?: string;
  mode: "live" | "replay";
  /** A replay that this client asked for; absent in what the node shows everybody. */
  own?: boolean;
  /** Factor of a replay; absent when live. */
  speed?: number;
  tick_ms: number;
}

/** Each tick, after its cells. */
export interface TickMessage {
  /** Tick number of the cells before it. */
  seq: number;
  /** The picture's time, RFC 3339, UTC. */
  now: string;
  /** In the whole picture. */
  vessels: number;
  sources: {
    name: string;
    state: "up" | "quiet" | "down";
    /** Since it last gave anything; absent: never. */
    age_s?: number;
    messages: number;
    /** AIS messages, copies included; absent while it heard none. */
    reception?: {
      heard: number;
      /** Before any other source. */
      first: number;
      /** By no other source. */
      only: number;
    };
    /** Why it is not up. */
    why?: string;
  }[];
  history: {
    state: "ok" | "stopped" | "resting" | "off";
    /** When it stopped, RFC 3339. */
    since?: string;
    why?: string;
  };
  /** Absent: no watch is kept, or this is the past. */
  alerts?: {
    /** When it grows, ask /api/v1/alerts?changed_after= what changed. */
    version: number;
    /** That nobody has acknowledged, by priority 1, 2, 3. */
    open: [number, number, number];
  };
  /** Only in a replay of one's own. */
  replay?: {
    /** As wished; 0: it stands. */
    speed: number;
    /** As it goes; less when the machine cannot keep up. */
    actual_speed: number;
    /** It stands where the history ends; absent: it does not. */
    ended?: boolean;
    /** Nothing is known of this stretch, and the picture's time lies in it. */
    hole?: {
      /** RFC 3339. */
      from: string;
      /** Absent: nothing was received since. */
      to?: string;
      /** not_running or nothing_received. */
      why: string;
    };
  };
}

/** A replay is on its way to a time; no tick comes meanwhile. */
export interface SeekingMessage {
  /** RFC 3339. */
  to: string;
  /** 0 to 1. */
  done: number;
}

/** What the client wished is not to be had; it goes on seeing what it saw. */
export interface RefusedMessage {
  /** Why, in the node's words. */
  replay: string;
}

/** Shows this client, and nobody else, the history: from a time on, at a pace. What is absent stays as it is. */
export interface ReplayWish {
  /** RFC 3339. In the first wish absent: the end of the history. */
  at?: string;
  /** 0: it stands; 1 to 3600. */
  speed?: number;
}

/** Back to what the node shows everybody. */
export type LiveWish = boolean;

/** Only cells that touch the box are sent from now on. */
export interface ViewWish {
  /** West, south, east, north, degrees. */
  bbox: [number, number, number, number];
}
