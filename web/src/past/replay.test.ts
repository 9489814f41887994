import { describe, expect, it } from "vitest";
import { decode_control } from "../wire/control";
import { kSpeeds, next_speed, on_seeking, on_tick, read_replay, wish_of, write_replay, type Replay } from "./replay";
import { axis_of, kWindows, marks, read_time, share_of, steps, stretch_of, time_at, write_time } from "./timeline";

const noon = Date.UTC(2026, 0, 1, 12);
const replay: Replay = { at_ms: noon, speed: 60, playing: true, seeking: null };

describe("a replay", () => {
  it("is asked for with its time, or with its pace alone", () => {
    expect(wish_of(replay, true)).toEqual({ replay: { at: "2026-01-01T12:00:00.000Z", speed: 60 } });
    expect(wish_of({ ...replay, playing: false }, false)).toEqual({ replay: { speed: 0 } });
  });
  it("is written into the address and read from it", () => {
    for (const one of [replay, { ...replay, playing: false }, { ...replay, speed: 3600 }]) {
      const read = read_replay(write_replay(one));
      expect(read?.at_ms).toBe(one.at_ms);
      expect(read?.playing).toBe(one.playing);
      if (one.playing) expect(read?.speed).toBe(one.speed);
    }
    expect(write_replay(replay)).toBe("2026-01-01T12:00:00Z*60");
    for (const bad of ["", "now", "2026-01-01T12:00:00Z*9999", "2026-01-01T12:00:00Z*-1", "2026-01-01T12:00:00Z*0.5", "2026-13-01T12:00:00Z*1", "2026-01-01T12:00:00Z*1*1", "2026-01-01*1"]) {
      expect(read_replay(bad), bad).toBeNull();
    }
    expect(read_replay("2026-01-01T12:00:00Z")?.playing).toBe(false);
  });
  it("follows what the node says of it, and nothing else", () => {
    const seeking = decode_control('{"seeking":{"to":"2026-01-01T12:00:00Z","done":0.4}}');
    expect(seeking).toEqual({ ok: true, value: { seeking: { to_ms: noon, done: 0.4 } } });
    expect(on_seeking(replay, { to_ms: noon, done: 0.4 }).seeking).toBe(0.4);
    const tick = decode_control('{"tick":{"seq":1,"now":"2026-01-01T12:01:00Z","vessels":3,"sources":[],"history":{"state":"ok"},"replay":{"speed":60,"actual_speed":41.5,"hole":{"from":"2026-01-01T12:00:00Z","to":"2026-01-01T13:00:00Z","why":"not_running"}}}}');
    if (!tick.ok || !("tick" in tick.value)) throw new Error("no tick");
    expect(tick.value.tick.replay).toEqual({ speed: 60, actual_speed: 41.5, ended: false, hole: { from_ms: noon, to_ms: noon + 3_600_000, why: "not_running" } });
    expect(on_tick({ ...replay, seeking: 0.4 }, tick.value.tick)).toEqual({ ...replay, at_ms: noon + 60_000, seeking: null });
    const { replay: _, ...live } = tick.value.tick;
    expect(on_tick(replay, live)).toBe(replay);
    expect(decode_control('{"refused":{"replay":"too many"}}')).toEqual({ ok: true, value: { refused: "too many" } });
    expect(decode_control('{"seeking":{"to":"soon"}}').ok).toBe(false);
  });
  it("goes through its paces", () => {
    expect(next_speed(60, 1)).toBe(120);
    expect(next_speed(60, -1)).toBe(30);
    expect(next_speed(45, 1)).toBe(60);
    expect(next_speed(3600, 1)).toBe(3600);
    expect(next_speed(1, -1)).toBe(1);
    expect(kSpeeds[0]).toBe(1);
    expect(kSpeeds.at(-1)).toBe(3600);
  });
});

describe("the time axis", () => {
  const axis = { from_ms: noon, to_ms: noon + kWindows.hour };
  it("knows where a time stands and which time a place is", () => {
    expect(share_of(axis, noon + 900_000)).toBe(0.25);
    expect(time_at(axis, 0.25)).toBe(noon + 900_000);
    expect(time_at(axis, -1)).toBe(axis.from_ms);
    expect(time_at(axis, 2)).toBe(axis.to_ms);
    expect(stretch_of(axis, noon - 1, noon + 1_800_000)).toEqual({ left: 0, width: 0.5 });
    expect(stretch_of(axis, noon - 2, noon - 1)).toBeNull();
    expect(stretch_of(axis, noon + 1_800_000, noon + 9e6)).toEqual({ left: 0.5, width: 0.5 });
  });
  it("marks round times, never more than there is room for", () => {
    for (const length of Object.values(kWindows)) {
      for (const most of [4, 8, 12]) {
        const found = marks({ from_ms: noon + 12_345, to_ms: noon + 12_345 + length }, most);
        expect(found.length).toBeGreaterThan(0);
        expect(found.length).toBeLessThanOrEqual(most + 1);
        expect(found.every(({ ms }) => ms % 60_000 === 0)).toBe(true);
      }
    }
    expect(marks({ from_ms: noon, to_ms: noon + kWindows.day }, 8).some(({ midnight }) => midnight)).toBe(true);
  });
  it("has steps that fit it", () => {
    expect(steps(axis)).toEqual({ arrow: 10_000, page: 300_000 });
    expect(steps({ from_ms: 0, to_ms: kWindows.day }).arrow).toBe(300_000);
  });
  it("ends at the end of the history, or lies round a time before", () => {
    expect(axis_of(kWindows.hour, noon, null)).toEqual({ from_ms: noon - kWindows.hour, to_ms: noon });
    expect(axis_of(kWindows.hour, noon, noon - 60_000).to_ms).toBe(noon);
    const earlier = axis_of(kWindows.hour, noon, noon - 10 * kWindows.hour);
    expect(share_of(earlier, noon - 10 * kWindows.hour)).toBe(0.5);
    expect(axis_of(kWindows.hour, noon, noon + kWindows.day).to_ms).toBe(noon);
  });
});

describe("times that people type", () => {
  it("are of UTC or of the area", () => {
    expect(read_time("2026-01-01 12:00:00", null, 0)).toBe(noon);
    expect(read_time("2026-01-01T12:00", null, 0)).toBe(noon);
    expect(read_time("2026-01-01 16:00", "Asia/Dubai", 0)).toBe(noon);
    expect(read_time("2026-07-01 14:00", "Europe/Copenhagen", 0)).toBe(Date.UTC(2026, 6, 1, 12));
    expect(read_time("13:30", null, noon)).toBe(noon + 5_400_000);
    expect(read_time("17:30", "Asia/Dubai", noon)).toBe(noon + 5_400_000);
    expect(read_time("٢٠٢٦-٠١-٠١ ١٢:٠٠", null, 0)).toBe(noon);
    expect(read_time("۲۰۲۶-۰۱-۰۱ ۱۲:۰۰", null, 0)).toBe(noon);
  });
  it("are refused when there is no such time", () => {
    for (const bad of ["", "noon", "2026-02-30 12:00", "2026-01-01 24:00", "12:60", "2026-01-01", "12"]) expect(read_time(bad, null, noon), bad).toBeNull();
    expect(read_time("12:00", "Nowhere/Land", noon)).toBeNull();
  });
  it("are written as they are read", () => {
    for (const zone of [null, "Asia/Dubai", "Asia/Tehran", "Europe/Copenhagen"]) {
      for (const ms of [noon, noon + 123_000, Date.UTC(2026, 6, 1, 3, 4, 5)]) expect(read_time(write_time(ms, zone), zone, 0)).toBe(ms);
    }
    expect(write_time(noon, "Asia/Tehran")).toBe("2026-01-01 15:30:00");
  });
});
