import { describe, expect, it } from "vitest";
import { Picture } from "../picture/picture";
import { decode_frame } from "../wire/frames";
import { cell_frame, type TestVessel } from "../wire/test_frames";
import { mark_minutes, stretches, time_marks } from "./track_marks";
import { kTrailPoints, kTrailStep_ms, Trails, trails_go_on, type TrailPoint } from "./trails";

const kNoon = Date.UTC(2026, 0, 1, 12);

function picture_at(ms: number, vessels: TestVessel[], tick = 1): Picture {
  const picture = new Picture();
  const frame = decode_frame(cell_frame(180, 360, tick, vessels, ms * 1000));
  if (!frame.ok || !("cell" in frame.value)) throw new Error("test frame");
  picture.apply_cell(frame.value.cell);
  return picture;
}
const short = (trails: Trails, mmsi: number): number[] => {
  const out: number[] = [];
  trails.each(mmsi, (at_ms) => out.push((at_ms - kNoon) / 1000));
  return out;
};

describe("short trails", () => {
  it("take a point each 30 s, when the vessel was there", () => {
    const trails = new Trails();
    for (let s = 0; s <= 90; s += 10) trails.record(picture_at(kNoon + s * 1000, [{ mmsi: 1, lat: s, age: 3 }]), kNoon + s * 1000);
    expect(short(trails, 1)).toEqual([-3, 27, 57, 87]);
  });

  it("hold so many points, the newest", () => {
    const trails = new Trails();
    for (let i = 0; i < 3 * kTrailPoints; ++i) trails.record(picture_at(kNoon + i * kTrailStep_ms, [{ mmsi: 1, lat: i }]), kNoon + i * kTrailStep_ms);
    const seconds = short(trails, 1);
    expect(seconds).toHaveLength(kTrailPoints);
    expect(seconds.at(-1)).toBe((3 * kTrailPoints - 1) * 30);
    expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
  });

  it("do not grow while a vessel is silent", () => {
    const trails = new Trails();
    for (let i = 0; i < 5; ++i) trails.record(picture_at(kNoon + i * kTrailStep_ms, [{ mmsi: 1, age: i * 30 }]), kNoon + i * kTrailStep_ms);
    expect(short(trails, 1)).toEqual([0]);
  });

  it("forget all when time is set back", () => {
    const trails = new Trails();
    trails.record(picture_at(kNoon, [{ mmsi: 1 }]), kNoon);
    trails.record(picture_at(kNoon - 60_000, [{ mmsi: 2 }]), kNoon - 60_000);
    expect(short(trails, 1)).toEqual([]);
    expect(short(trails, 2)).toEqual([-60]);
  });
});

it("trails never join two worlds, two nodes, or a replay with anything", () => {
  const live = { node: "n", simulated: false, mode: "live" } as const;
  expect(trails_go_on(null, live)).toBe(false);
  expect(trails_go_on(live, live)).toBe(true); // the connection was lost for a while
  expect(trails_go_on(live, { ...live, simulated: true })).toBe(false);
  expect(trails_go_on({ ...live, simulated: true }, live)).toBe(false);
  expect(trails_go_on(live, { ...live, node: "m" })).toBe(false);
  expect(trails_go_on(live, { ...live, mode: "replay" })).toBe(false);
  expect(trails_go_on({ ...live, mode: "replay" }, live)).toBe(false);
  expect(trails_go_on({ ...live, mode: "replay" }, { ...live, mode: "replay" })).toBe(false);
});

describe("the followed vessel's track", () => {
  it("begins with its short trail and takes every report once", () => {
    const trails = new Trails();
    trails.record(picture_at(kNoon, [{ mmsi: 1, lat: 10 }]), kNoon);
    trails.follow(1);
    for (let s = 2; s <= 12; ++s) {
      const reported = s - (s % 4); // a report each 4 s, its age told in whole seconds
      trails.record(picture_at(kNoon + s * 1000, [{ mmsi: 1, lat: 10 + reported, age: s - reported }]), kNoon + s * 1000);
    }
    expect(trails.track.map(({ at_ms }) => (at_ms - kNoon) / 1000)).toEqual([0, 4, 8, 12]);
    trails.follow(2);
    expect(trails.track).toEqual([]);
  });

  it("takes no report that is older than the last", () => {
    const trails = new Trails();
    trails.follow(1);
    trails.record(picture_at(kNoon + 10_000, [{ mmsi: 1, lat: 20 }]), kNoon + 10_000);
    trails.record(picture_at(kNoon + 11_000, [{ mmsi: 1, lat: 10, age: 30 }]), kNoon + 11_000);
    expect(trails.track).toHaveLength(1);
  });

  it("takes what the node knows of the time before, and of no other vessel", () => {
    const trails = new Trails();
    trails.follow(1);
    trails.record(picture_at(kNoon, [{ mmsi: 1 }]), kNoon);
    const before: TrailPoint[] = [-60, -30, 5].map((s) => ({ at_ms: kNoon + s * 1000, x: s, y: 0 }));
    trails.prepend(2, before);
    expect(trails.track).toHaveLength(1);
    trails.prepend(1, before);
    expect(trails.track.map(({ at_ms }) => (at_ms - kNoon) / 1000)).toEqual([-60, -30, 0]);
  });
});

/** A point a minute from noon on, moving so many map metres each. */
const track = (minutes: number, metres: number): TrailPoint[] => Array.from({ length: minutes + 1 }, (_, i) => ({ at_ms: kNoon + i * 60_000, x: i * metres, y: 0 }));

describe("time marks", () => {
  it("stand at least 50 px apart on the average", () => {
    expect(mark_minutes(track(60, 300), 10)).toBe(2); // 30 px a minute
    expect(mark_minutes(track(60, 300), 100)).toBe(30); // 3 px a minute
    expect(mark_minutes(track(60, 5000), 10)).toBe(1);
    expect(mark_minutes(track(60, 0), 10)).toBe(1440); // at anchor
  });

  it("stand where the vessel was at whole minutes of UTC", () => {
    const points = [{ at_ms: kNoon + 30_000, x: 0, y: 0 }, { at_ms: kNoon + 150_000, x: 120, y: 60 }];
    expect(time_marks(points, 1)).toEqual([
      { at_ms: kNoon + 60_000, x: 30, y: 15 },
      { at_ms: kNoon + 120_000, x: 90, y: 45 },
    ]);
    expect(time_marks(track(10, 100), 5).map(({ x }) => x)).toEqual([0, 500]);
  });

  it("do not stand within a silence, nor does the line run on", () => {
    const points = [...track(3, 100), ...track(3, 100).map((p) => ({ ...p, at_ms: p.at_ms + 3_600_000 }))];
    expect(time_marks(points, 1)).toHaveLength(6);
    expect(stretches(points).map((part) => part.length)).toEqual([4, 4]);
  });
});
