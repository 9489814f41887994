import { describe, expect, it } from "vitest";
import { join_speeds, SpeedMemory } from "./speeds";

describe("the memory of speeds", () => {
  it("keeps each report once, whatever tick told it, and only of one vessel", () => {
    const memory = new SpeedMemory();
    memory.note(1, 100_000, 2, 120);
    memory.note(1, 101_000, 3, 120); // the same report, a second older
    memory.note(1, 110_000, 1, 125);
    memory.note(1, 120_000, 0, 65535); // speed not said
    expect(memory.of(1)).toEqual([{ at_ms: 98_000, sog_kn: 12 }, { at_ms: 109_000, sog_kn: 12.5 }]);
    expect(memory.of(2)).toEqual([]);
    memory.note(2, 130_000, 0, 10);
    expect(memory.of(1)).toEqual([]);
    memory.note(null, 131_000, 0, 0);
    expect(memory.of(2)).toEqual([]);
  });
  it("begins anew when a replay goes back, and never grows without end", () => {
    const memory = new SpeedMemory();
    for (let i = 0; i < SpeedMemory.kCap + 100; ++i) memory.note(1, 1_000_000 + i * 1000, 0, i % 300);
    expect(memory.of(1)).toHaveLength(SpeedMemory.kCap);
    expect(memory.of(1).at(-1)!.at_ms).toBe(1_000_000 + (SpeedMemory.kCap + 99) * 1000);
    memory.note(1, 500_000, 0, 50);
    expect(memory.of(1)).toEqual([{ at_ms: 500_000, sog_kn: 5 }]);
  });
});

describe("speeds of past and present", () => {
  it("are one line of time, broken where nobody knows", () => {
    const minute = 60_000;
    const past = [{ observed_ms: 10 * minute, sog_kn: 5 }, { observed_ms: 0, sog_kn: 4 }, { observed_ms: 11 * minute }, { observed_ms: 70 * minute, sog_kn: 9 }];
    const seen = [{ at_ms: 60 * minute, sog_kn: 7 }, { at_ms: 61 * minute, sog_kn: 8 }];
    expect(join_speeds(past, seen, 0)).toEqual([
      { at_ms: 0, sog_kn: 4 }, { at_ms: 10 * minute, sog_kn: 5 }, { at_ms: 10 * minute + 1, sog_kn: null },
      { at_ms: 60 * minute, sog_kn: 7 }, { at_ms: 61 * minute, sog_kn: 8 },
    ]);
    expect(join_speeds(past, [], 5 * minute).map(({ sog_kn }) => sog_kn)).toEqual([5, null, 9]);
    expect(join_speeds([], [], 0)).toEqual([]);
  });
});
