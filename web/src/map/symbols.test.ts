// The shapes against the words of IMO SN.1/Circ.243/Rev.2, annex 1.
import { describe, expect, it } from "vitest";
import type { Identity } from "../wire/frames";
import { kClass, kLook } from "./classify";
import { outline_extent, outline_m, outline_shows } from "./outline";
import { base_station, diamond, kHeadingLine, kHeight, kSleepingScale, ship_symbol, type Stroke } from "./symbols";

const hull = (strokes: Stroke[]): Stroke => strokes.find((stroke) => stroke.close && stroke.fill)!;
const height = (stroke: Stroke): number => Math.max(...stroke.points.map(([a]) => a)) - Math.min(...stroke.points.map(([a]) => a));

describe("a ship's symbol", () => {
  const activated = ship_symbol(kLook.class_a, kClass.activated, false);

  it("is an isosceles, acute triangle with the position at half its height", () => {
    const { points } = hull(activated);
    expect(points).toHaveLength(3);
    const [bow, starboard, port] = points as [[number, number], [number, number], [number, number]];
    expect(bow[1]).toBe(0);
    expect(starboard[1]).toBe(-port[1]);
    expect(starboard[0]).toBe(port[0]);
    expect(bow[0]).toBe(-starboard[0]); // the position is in the middle of the height
    const side = Math.hypot(bow[0] - starboard[0], starboard[1]);
    const base = 2 * starboard[1];
    expect(2 * side * side).toBeGreaterThan(base * base); // acute at the bow
    expect(base).toBeLessThan(side); // and most acute there
  });

  it("is smaller when it sleeps", () => {
    expect(height(hull(ship_symbol(kLook.class_a, kClass.sleeping, false)))).toBeCloseTo(height(hull(activated)) * kSleepingScale, 6);
    expect(kSleepingScale).toBeLessThan(0.8);
  });

  it("has a heading line from the apex on, twice as long as the triangle", () => {
    expect(kHeadingLine[0]).toBe(hull(activated).points[0]![0]);
    expect(kHeadingLine[1] - kHeadingLine[0]).toBe(2 * kHeight);
  });

  it("is crossed out when lost, by a bold cross that does not turn", () => {
    const cross = ship_symbol(kLook.class_a, kClass.lost, false).filter((stroke) => !stroke.turns);
    expect(cross).toHaveLength(2);
    for (const { width, points } of cross) {
      expect(width).toBeGreaterThan(1);
      expect(Math.abs(points[0]![0])).toBe(Math.abs(points[0]![1]));
    }
    expect(activated.every((stroke) => stroke.turns)).toBe(true);
  });

  it("differs in shape, not only in colour, between class A, class B and search and rescue", () => {
    const told = (look: 0 | 1 | 2): string => JSON.stringify(ship_symbol(look, kClass.activated, false));
    expect(new Set([told(kLook.class_a), told(kLook.class_b), told(kLook.sar_vessel)]).size).toBe(3);
    expect(hull(ship_symbol(kLook.class_b, kClass.activated, false)).points).toHaveLength(4);
    expect(ship_symbol(kLook.sar_vessel, kClass.activated, false)).toHaveLength(4); // triangle, circle, cross
  });

  it("is struck through when it gives no direction", () => {
    expect(ship_symbol(kLook.class_a, kClass.activated, true).length).toBe(activated.length + 1);
  });
});

describe("stations", () => {
  it("stand as they are, whatever direction is said", () => {
    for (const stroke of [...diamond(6), ...base_station(5)]) expect(stroke.turns).toBe(false);
  });
  it("an aid to navigation is a diamond with a crosshair at its position", () => {
    const [outline, ...crosshair] = diamond(6);
    expect(outline!.close).toBe(true);
    for (const [ahead, right] of outline!.points) expect(Math.abs(ahead) + Math.abs(right)).toBe(6);
    expect(crosshair).toHaveLength(2);
  });
});

const dimensions = (to_bow_m: number, to_stern_m: number, to_port_m: number, to_starboard_m: number): Identity => ({
  mmsi: 1, to_bow_m, to_stern_m, to_port_m, to_starboard_m, ship_type: 0,
});

describe("an outline at true scale", () => {
  it("lies round the antenna", () => {
    const points = outline_m(dimensions(200, 50, 10, 30))!;
    expect(points[0]).toEqual([200, 10]); // the stem, on the middle line: 30 m to starboard, 10 to port
    expect(Math.max(...points.map(([, right]) => right))).toBe(30);
    expect(Math.min(...points.map(([, right]) => right))).toBe(-10);
    expect(Math.min(...points.map(([ahead]) => ahead))).toBe(-50);
  });
  it("lies round the middle when only length and beam are known", () => {
    const points = outline_m(dimensions(0, 250, 0, 40))!;
    expect(points[0]).toEqual([125, 0]);
    expect(Math.min(...points.map(([ahead]) => ahead))).toBe(-125);
  });
  it("needs a length and a beam", () => {
    expect(outline_m(dimensions(0, 0, 5, 5))).toBeNull();
    expect(outline_m(dimensions(100, 20, 0, 0))).toBeNull();
  });
  it("reaches as far on the screen as its points", () => {
    const points = outline_m(dimensions(200, 50, 10, 30))!;
    const east = outline_extent(points, Math.PI / 2, 2);
    expect(east.right).toBeCloseTo(100, 6); // the stem, 200 m at 2 m a pixel
    expect(east.left).toBeCloseTo(-25, 6);
    expect(east.bottom).toBeCloseTo(15, 6); // starboard is south
    expect(east.top).toBeCloseTo(-5, 6);
  });
  it("is shown from 24 pixels on", () => {
    expect(outline_shows(dimensions(200, 40, 5, 5), 10)).toBe(true);
    expect(outline_shows(dimensions(200, 40, 5, 5), 10.1)).toBe(false);
  });
});
