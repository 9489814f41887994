import { describe, expect, it } from "vitest";
import { read_density, read_gate, read_shift, type GateRow, type Shift } from "./api";
import { change_pct, halves, lines_of, shade, total_of } from "./tally";

const hours = Array.from({ length: 24 }, () => 0);
const row = (gate: string, direction: "in" | "out", kind: GateRow["class"], passages: number): GateRow => ({ gate, direction, class: kind, passages, inferred: 0, by_hour: hours });

describe("gates", () => {
  it("are one gate's, in before out, the most first", () => {
    const rows = [row("a", "out", "tanker", 9), row("a", "in", "cargo", 2), row("b", "in", "cargo", 7), row("a", "in", "tanker", 5), row("a", "in", "fishing", 0)];
    expect(lines_of(rows, "a").map((line) => [line.direction, line.class])).toEqual([["in", "tanker"], ["in", "cargo"], ["out", "tanker"]]);
    expect(total_of(rows, "a", "in")).toBe(7);
    expect(total_of(rows, "c", "in")).toBe(0);
  });
});

describe("the two maps", () => {
  const shift: Shift = { gate: "a", raised: "2026-03-02", changed: "2026-03-01", changed_from: "2026-02-28", changed_to: "2026-03-02", mix: false, confidence: 0.9, series: [] };
  it("show the week before the change and the week after it, not beyond now", () => {
    const { before, after } = halves({ from_ms: 0, to_ms: 1 }, shift, Date.parse("2026-03-05T12:00:00Z"));
    expect([before.from_ms, before.to_ms, after.from_ms, after.to_ms].map((ms) => new Date(ms).toISOString().slice(0, 13))).toEqual([
      "2026-02-21T00", "2026-02-28T00", "2026-03-03T00", "2026-03-05T12",
    ]);
  });
  it("show the halves of the span without one", () => {
    const { before, after } = halves({ from_ms: 100, to_ms: 300 }, null, 0);
    expect([before, after]).toEqual([{ from_ms: 100, to_ms: 200 }, { from_ms: 200, to_ms: 300 }]);
  });
  it("are shaded alike, by the logarithm", () => {
    expect(shade(0, 100)).toBe(0);
    expect(shade(100, 100)).toBe(1);
    expect(shade(10, 100)).toBeGreaterThan(0.4);
    expect(shade(500, 100)).toBe(1);
    expect(shade(1, 1)).toBe(1);
  });
  it("tell a change in per cent, and none from nothing", () => {
    expect(change_pct(50, 10)).toBe(-80);
    expect(change_pct(0, 10)).toBeNull();
  });
});

describe("answers", () => {
  it("are read field by field", () => {
    expect(read_gate({ gate: "a", direction: "in", class: "cargo", passages: 2, inferred: 1, by_hour_utc: hours })).toMatchObject({ gate: "a", inferred: 1 });
    expect(read_gate({ gate: "a", direction: "up", class: "cargo", passages: 2, by_hour_utc: hours })).toBeNull();
    expect(read_gate({ gate: "a", direction: "in", class: "boat", passages: 2, by_hour_utc: hours })).toBeNull();
    expect(read_gate({ gate: "a", direction: "in", class: "cargo", passages: 2, by_hour_utc: [1] })).toBeNull();
    const shift = { gate: "a", raised: "2026-03-02", changed: "2026-03-01", changed_from: "2026-03-01", changed_to: "2026-03-01", mix: true, confidence: 1, series: [{ name: "all", before: 2, after: 1 }, { name: 3 }] };
    expect(read_shift(shift)?.series).toHaveLength(1);
    expect(read_shift({ ...shift, changed: "soon" })).toBeNull();
    expect(read_density({ cell_deg: 0.1, west: [1], south: [2], reports: [3] })).not.toBeNull();
    expect(read_density({ cell_deg: 0.1, west: [1], south: [2, 3], reports: [3] })).toBeNull();
  });
});
