import { describe, expect, it } from "vitest";
import { kFlag, kKind } from "../wire/layout";
import { classify, kActivatedLimit, kClass, kLook, look_of, put_to_sleep, type SleepColumns } from "./classify";

describe("classes of targets", () => {
  it("wakes a vessel at half a knot, unless it says that it lies still", () => {
    expect(classify(kKind.class_a, 0, 4, 0)).toBe(kClass.sleeping);
    expect(classify(kKind.class_a, 0, 5, 0)).toBe(kClass.activated);
    expect(classify(kKind.class_a, 1, 19, 0)).toBe(kClass.sleeping);
    expect(classify(kKind.class_a, 1, 20, 0)).toBe(kClass.activated); // "at anchor" at 2 kn is not believed
    expect(classify(kKind.class_b, 255, 65535, 0)).toBe(kClass.sleeping);
    expect(classify(kKind.class_a, 0, 120, kFlag.lost)).toBe(kClass.lost);
  });

  it("never shows distress as anything else", () => {
    for (const kind of [kKind.sart, kKind.mob, kKind.epirb]) {
      for (const flags of [0, kFlag.lost, kFlag.simulated]) expect(classify(kind, 255, 65535, flags)).toBe(kClass.distress);
    }
    expect(classify(kKind.class_a, 14, 0, kFlag.lost)).toBe(kClass.distress);
  });

  it("tells stations from ships", () => {
    expect(classify(kKind.base_station, 255, 65535, 0)).toBe(kClass.base);
    expect(classify(kKind.aid_to_navigation, 255, 65535, 0)).toBe(kClass.aid);
    expect(classify(kKind.aid_to_navigation, 255, 65535, kFlag.off_position)).toBe(kClass.aid);
    expect(classify(kKind.aid_to_navigation, 255, 65535, kFlag.virtual_aid)).toBe(kClass.virtual_aid);
    expect(classify(kKind.sar_aircraft, 255, 900, 0)).toBe(kClass.aircraft);
  });

  it("gives class B and search and rescue vessels shapes of their own", () => {
    expect(look_of(kKind.class_a, 70)).toBe(kLook.class_a);
    expect(look_of(kKind.class_b, 37)).toBe(kLook.class_b);
    expect(look_of(kKind.class_b, 51)).toBe(kLook.sar_vessel);
    expect(look_of(kKind.class_a, 51)).toBe(kLook.sar_vessel);
  });
});

/** Targets in a row, 10 px apart, beginning at x = 0. */
function row_of(count: number, of: Partial<{ class_: number; look: number }> = {}): SleepColumns {
  return {
    count,
    x: Float32Array.from({ length: count }, (_, i) => i * 10),
    y: new Float32Array(count),
    class_: new Uint8Array(count).fill(of.class_ ?? kClass.activated),
    look: new Uint8Array(count).fill(of.look ?? kLook.class_a),
    mmsi: Uint32Array.from({ length: count }, (_, i) => i + 1),
  };
}
const awake = (s: SleepColumns): number[] => [...s.mmsi].filter((_, i) => s.class_[i] === kClass.activated);
const nobody = (): boolean => false;

describe("too many targets", () => {
  it("leaves all awake up to the limit", () => {
    const s = row_of(kActivatedLimit);
    expect(put_to_sleep(s, 0, 0, 10_000, nobody)).toBe(0);
    expect(awake(s)).toHaveLength(kActivatedLimit);
  });

  it("puts the far ones to sleep, nearest awake, never more than the limit", () => {
    const s = row_of(1000);
    const slept = put_to_sleep(s, 0, 0, 10_000, nobody, 100);
    const up = awake(s);
    expect(slept).toBe(1000 - up.length);
    expect(up.length).toBeLessThanOrEqual(100);
    expect(up.length).toBeGreaterThan(60); // whole rings of 78 px
    expect(up).toEqual(up.map((_, i) => i + 1)); // the nearest
  });

  it("keeps the selected and the dangerous awake, and touches no other class", () => {
    const s = row_of(1000);
    s.class_[999] = kClass.lost;
    s.class_[998] = kClass.distress;
    s.class_[997] = kClass.aircraft;
    s.class_[996] = kClass.aid;
    put_to_sleep(s, 0, 0, 10_000, (mmsi) => mmsi === 900 || mmsi === 901, 100);
    expect(awake(s)).toContain(900);
    expect(awake(s)).toContain(901);
    expect(awake(s)).not.toContain(899);
    expect([...s.class_.slice(996)]).toEqual([kClass.aid, kClass.aircraft, kClass.distress, kClass.lost]);
  });

  it("lets class B sleep at half the distance of class A", () => {
    const s = row_of(400);
    for (let i = 0; i < 400; i += 2) s.look[i] = kLook.class_b;
    put_to_sleep(s, 0, 0, 10_000, nobody, 100);
    const up = awake(s);
    const farthest = (look: number): number => Math.max(...up.filter((mmsi) => s.look[mmsi - 1] === look));
    expect(farthest(kLook.class_b)).toBeLessThan(farthest(kLook.class_a) * 0.62);
    expect(farthest(kLook.class_b)).toBeGreaterThan(farthest(kLook.class_a) * 0.35);
  });

  it("does not depend on the order of the rows", () => {
    const s = row_of(500);
    const r = row_of(500);
    r.x.reverse();
    r.mmsi.reverse();
    put_to_sleep(s, 1234, 0, 10_000, nobody, 100);
    put_to_sleep(r, 1234, 0, 10_000, nobody, 100);
    expect(awake(r).sort((a, b) => a - b)).toEqual(awake(s));
  });
});
