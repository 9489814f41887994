// Made from docs/formats/picture-websocket.schema.json by tools/wire_schema.mjs: change that file.
// The control messages of the live picture, as they are on the wire: one object with one key, the message's name.

export const kProtocol = 1;
export const kServerMessages = ["hello", "tick"] as const;
export const kClientMessages = ["view"] as const;

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
}

/** Only cells that touch the box are sent from now on. */
export interface ViewWish {
  /** West, south, east, north, degrees. */
  bbox: [number, number, number, number];
}
