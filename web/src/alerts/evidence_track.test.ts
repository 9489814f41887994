import { describe, expect, it } from "vitest";
import type { Schema } from "../account/session";
import { mercator_lon, mercator_x, mercator_y } from "../picture/picture";
import type { Alert } from "./alert";
import { box_of, evidence_tracks, place_at } from "./evidence_track";

type Track = Schema["Evidence"]["tracks"][number];

const kAlert = { id: "a", lat: 26, lon: 56, begin: "2026-01-01T12:01:00Z", decided: "2026-01-01T12:03:00Z" } as Alert;
const point = (minute: number, lat: number, lon: number, used = false): Track["points"][number] => ({ t: new Date(Date.UTC(2026, 0, 1, 12, 0) + minute * 60_000).toISOString(), lat, lon, used });
const track = (mmsi: number, points: Track["points"]): Track => ({ track: `mmsi:${mmsi}`, mmsi, points });
const at = (minute: number): number => Date.UTC(2026, 0, 1, 12, 0) + minute * 60_000;

describe("where a vessel was", () => {
  const points = [{ at_ms: at(0), x: 0, y: 10 }, { at_ms: at(2), x: 100, y: 30 }, { at_ms: at(8.1), x: 200, y: 30 }, { at_ms: at(10), x: 300, y: 30 }];
  it("is a report's place, and between two on the line", () => {
    expect(place_at(points, at(2))).toEqual(points[1]);
    expect(place_at(points, at(0.5))).toEqual({ at_ms: at(0.5), x: 25, y: 15 });
  });
  it("is not known in a silence of more than six minutes, nor before the first report", () => {
    expect(place_at(points, at(5))).toBeNull();
    expect(place_at(points, at(-1))).toBeNull();
    expect(place_at([], at(1))).toBeNull();
    expect(place_at([{ at_ms: at(0), x: 0, y: 0 }, { at_ms: at(6), x: 60, y: 0 }], at(3))?.x).toBe(30);
  });
  it("is that of the last report for six minutes", () => {
    expect(place_at(points, at(16))).toEqual(points[3]);
    expect(place_at(points, at(16.01))).toBeNull();
  });
});

describe("the ways of an alert's vessels", () => {
  const two = evidence_tracks(kAlert, { tracks: [track(1, [point(0, 26, 55.9), point(2, 26, 55.92, true), point(9, 26, 56)]), track(2, [point(0, 26.1, 56), point(4, 26.05, 56)])] });
  it("are broken by silences and keep what the alert rests on", () => {
    expect(two[0]!.parts.map((part) => part.map(({ used }) => used))).toEqual([[false, true], [false]]);
    expect(two[1]!.parts).toHaveLength(1);
  });
  it("have a place when it began and when it was decided, if one was heard then", () => {
    expect(mercator_lon(two[0]!.at_begin!.x)).toBeCloseTo(55.91, 9);
    expect(two[0]!.at_decided).toBeNull();
    expect(mercator_lon(two[1]!.at_decided!.x)).toBeCloseTo(56, 9);
  });
  it("differ in colour and in dash, and have the best name there is", () => {
    expect(two[0]!.colour).not.toBe(two[1]!.colour);
    expect(two[0]!.dash).not.toEqual(two[1]!.dash);
    expect(two.map(({ name }) => name)).toEqual(["1", "2"]);
    expect(evidence_tracks(kAlert, { tracks: [{ ...track(1, [point(0, 1, 1)]), name: "DAWN" }] })[0]!.name).toBe("DAWN");
  });
  it("leave out who is in no history", () => expect(evidence_tracks(kAlert, { tracks: [{ track: "radar:17", points: [] }] })).toEqual([]));
  it("are shown whole, with the alert", () => {
    const box = box_of(kAlert, two)!;
    expect(box.west).toBeCloseTo(mercator_x(55.9), 6);
    expect(box.east).toBeCloseTo(mercator_x(56), 6);
    expect(box.south).toBeCloseTo(mercator_y(26), 6);
    expect(box.north).toBeCloseTo(mercator_y(26.1), 6);
    expect(box_of(kAlert, [])).toBeNull();
  });
  it("go on over the date line", () => {
    const over = { ...kAlert, lon: 179.95 };
    const tracks = evidence_tracks(over, { tracks: [track(1, [point(0, 26, 179.9), point(2, 26, -179.9)])] });
    const [a, b] = tracks[0]!.parts[0]!;
    expect(b!.x - a!.x).toBeCloseTo(mercator_x(0.2), 3);
    const { west, east } = box_of(over, tracks)!;
    expect(east - west).toBeCloseTo(mercator_x(0.2), 3);
  });
});
