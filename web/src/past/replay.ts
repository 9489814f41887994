// This window's own replay: what was wished, and how it goes. Pure; the console sends and listens.

import type { Seeking, Tick } from "../wire/control";
import { iso } from "./read";

export const kSpeeds = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600] as const;
export const kFirstSpeed = 60;

export interface Replay {
  /** Where it was last sent to. */
  at_ms: number;
  /** 1 to 3600: the pace when it plays. */
  speed: number;
  playing: boolean;
  /** On the way to a time, 0 to 1; null: it is there. */
  seeking: number | null;
}

/** What the node is told. */
export function wish_of({ at_ms, speed, playing }: Replay, with_time: boolean): object {
  return { replay: { ...(with_time ? { at: iso(at_ms) } : {}), speed: playing ? speed : 0 } };
}

export function on_seeking(replay: Replay, { done }: Seeking): Replay {
  return { ...replay, seeking: done };
}

export function on_tick(replay: Replay, tick: Tick): Replay {
  return tick.replay === undefined ? replay : { ...replay, at_ms: tick.now_ms, seeking: null };
}

/** The next pace up (1) or down (-1). */
export function next_speed(speed: number, by: 1 | -1): number {
  if (by === 1) return kSpeeds.find((one) => one > speed) ?? kSpeeds.at(-1)!;
  return [...kSpeeds].reverse().find((one) => one < speed) ?? kSpeeds[0];
}

// In the address: replay=2026-01-01T12:00:00Z*60, "*0" when it stands.

export function write_replay({ at_ms, speed, playing }: Replay): string {
  return `${iso(Math.floor(at_ms / 1000) * 1000).replace(".000", "")}*${playing ? speed : 0}`;
}

export function read_replay(text: string): Replay | null {
  const [time, pace, ...rest] = text.split("*");
  const at_ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(time ?? "") ? Date.parse(time!) : NaN;
  const speed = pace === undefined ? 0 : /^\d+$/.test(pace) ? Number(pace) : NaN;
  if (rest.length > 0 || !Number.isFinite(at_ms) || !(speed === 0 || (speed >= 1 && speed <= 3600))) return null;
  return { at_ms, speed: speed === 0 ? kFirstSpeed : speed, playing: speed > 0, seeking: 0 };
}
