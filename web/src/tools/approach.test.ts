import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { closest_approach, kMpsPerKnot, LocalFrame, type Mover } from "./approach";
import { direct, inverse } from "./geodesy";

/** The table that also tests the core's formula, src/geo/approach_test.cpp. */
const table = readFileSync(fileURLToPath(new URL("../../../src/geo/approach_cases.csv", import.meta.url)), "utf8").trim().split("\n").slice(1);

const mover = (lat: number, lon: number, course_deg: number, knots: number): Mover => ({ lat, lon, course_deg, speed_mps: knots * kMpsPerKnot });

describe("the closest point of approach", () => {
  it.each(table)("%s", (line) => {
    const [own_lat, own_lon, own_course, own_kn, other_lat, other_lon, other_course, other_kn, tcpa_s, dcpa_m] = line.split(",").slice(1).map(Number) as
      [number, number, number, number, number, number, number, number, number, number];
    const own = mover(own_lat, own_lon, own_course, own_kn), other = mover(other_lat, other_lon, other_course, other_kn);
    const found = closest_approach(own, other);
    expect(Math.abs(found.tcpa_s - tcpa_s)).toBeLessThan(3);
    expect(Math.abs(found.dcpa_m - dcpa_m)).toBeLessThan(30);
    expect(Math.abs(found.range_m - inverse(own, other).distance_m)).toBeLessThan(2);
    // The points that are drawn are as far apart as the figure says, and lie on the vessels' own courses.
    expect(Math.abs(inverse(found.own, found.other).distance_m - found.dcpa_m)).toBeLessThan(2);
    const run = own.speed_mps * tcpa_s;
    expect(inverse(found.own, direct(own, own_course, run)).distance_m).toBeLessThan(40);
  });

  it("has all cases of the table", () => expect(table).toHaveLength(9));

  it("is now when they keep their distance", () => {
    const own = mover(26.5, 56.5, 45, 12);
    const found = closest_approach(own, { ...own, ...direct(own, 37, 500) });
    expect(found.tcpa_s).toBe(0);
    expect(found.dcpa_m).toBeCloseTo(500, 1);
  });

  it("is the same seen from either", () => {
    const a = mover(26.5, 56.5, 80, 14), b = mover(26.55, 56.62, 215, 11);
    const [ab, ba] = [closest_approach(a, b), closest_approach(b, a)];
    expect(ab.tcpa_s).toBeCloseTo(ba.tcpa_s, -0.5);
    expect(Math.abs(ab.dcpa_m - ba.dcpa_m)).toBeLessThan(20);
  });
});

it("a local frame gives back what it took", () => {
  const frame = new LocalFrame({ lat: 55.6, lon: 12.7 });
  for (const [bearing, distance] of [[0, 100], [77, 5_000], [190, 60_000], [300, 150_000]] as const) {
    const place = direct({ lat: 55.6, lon: 12.7 }, bearing, distance);
    const back = frame.to_place(frame.to_local(place));
    expect(inverse(place, back).distance_m).toBeLessThan(0.01);
  }
});
