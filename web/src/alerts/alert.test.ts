import { describe, expect, it } from "vitest";
import {
  alert_levels, beyond, countdown, figure, in_order, is_known_kind, is_over, kAllActive, kKept, merge, missed_vessels, neighbour, open_counts, passes, read_threshold, seconds_left,
  split_unit, vessel_names, type Alert,
} from "./alert";

const kNoon = Date.parse("2026-01-01T12:00:00Z");

function alert(id: string, change: Partial<Alert> = {}): Alert {
  return {
    id, kind: "rendezvous", rule_version: "1.0.0", parameters: {}, priority: 2, confidence: 0.9, vessels: [], begin: "2026-01-01T11:00:00Z",
    decided: "2026-01-01T11:20:00Z", end: null, lat: 26, lon: 56, why: "", margins: {}, explanations: [], observations: [], state: "open",
    changed_at: "2026-01-01T11:20:00Z", exercise: null, node: "n", version: 1, ...change,
  };
}
const ids = (alerts: Alert[]): string => alerts.map(({ id }) => id).join(" ");

describe("the order of the list", () => {
  it("is active, priority, unseen, time to act, newest", () => {
    const all = [
      alert("closed", { priority: 1, state: "closed" }),
      alert("low", { priority: 3 }),
      alert("old"),
      alert("new", { decided: "2026-01-01T11:30:00Z" }),
      alert("seen", { state: "acknowledged", act_by: "2026-01-01T12:01:00Z" }),
      alert("later", { act_by: "2026-01-01T12:30:00Z" }),
      alert("soon", { act_by: "2026-01-01T12:05:00Z" }),
      alert("top", { priority: 1, state: "assigned" }),
    ];
    expect(ids(in_order(all, kNoon))).toBe("top soon later new old seen low closed");
    expect(ids(in_order([...all].reverse(), kNoon))).toBe("top soon later new old seen low closed");
  });
});

describe("what is over", () => {
  const ended = (minutes_ago: number, change: Partial<Alert> = {}): Alert => alert("a", { priority: 1, end: new Date(kNoon - minutes_ago * 60_000).toISOString(), ...change });
  const kOver = { ...kAllActive, state: "over" } as const;
  it("stands with what goes on for ten minutes more, then apart, until somebody closes it", () => {
    for (const state of ["open", "acknowledged"] as const) {
      for (const [minutes, over] of [[0, false], [10, false], [10.1, true], [600, true]] as const) {
        expect(is_over(ended(minutes, { state }), kNoon), `${state} ${minutes}`).toBe(over);
        expect(passes(ended(minutes, { state }), kAllActive, kNoon)).toBe(!over);
        expect(passes(ended(minutes, { state }), kOver, kNoon)).toBe(over);
        expect(passes(ended(minutes, { state }), { ...kAllActive, state }, kNoon)).toBe(true);
      }
    }
    expect(passes(alert("a"), kOver, kNoon)).toBe(false);
    expect(passes(ended(600, { state: "closed" }), kOver, kNoon)).toBe(false);
  });
  it("is not what was given to somebody: that is theirs to close", () => expect(is_over(ended(600, { state: "assigned" }), kNoon)).toBe(false));
  it("neither sounds nor counts, and is behind the least of what goes on", () => {
    const all = [ended(60), alert("now", { priority: 3 }), alert("done", { priority: 1, state: "closed" })];
    expect(ids(in_order([ended(5, { priority: 3, act_by: "2026-01-01T11:50:00Z" }), ...all.slice(1)], kNoon))).toBe("now a done");
    expect([...alert_levels(all, kNoon).keys()]).toEqual(["now"]);
    expect(open_counts(all, kNoon)).toEqual([0, 0, 1]);
    expect(ids(in_order(all, kNoon))).toBe("now a done");
  });
});

describe("time to act", () => {
  it("counts down, goes past, and ends with the alert", () => {
    const one = alert("a", { act_by: "2026-01-01T12:05:00Z" });
    expect(seconds_left(one, kNoon)).toBe(300);
    expect(seconds_left(one, kNoon + 301_000)).toBe(-1);
    expect(seconds_left({ ...one, end: "2026-01-01T12:00:01Z" }, kNoon)).toBe(300);
    expect(seconds_left({ ...one, end: "2026-01-01T12:00:00Z" }, kNoon)).toBeNull();
    expect(seconds_left(alert("b"), kNoon)).toBeNull();
  });
  it("is written as a clock", () => expect([0, 59.9, 60, 3599, 3600, -61].map(countdown)).toEqual(["0:00", "0:59", "1:00", "59:59", "1:00:00", "-1:01"]));
});

describe("the filter", () => {
  const one = alert("a", { state: "acknowledged", acknowledged_by: "sara" });
  it("passes what is active unless asked otherwise", () => {
    expect(passes(one, kAllActive, kNoon)).toBe(true);
    for (const state of ["dismissed", "closed", "retracted"] as const) {
      expect(passes({ ...one, state }, kAllActive, kNoon)).toBe(false);
      expect(passes({ ...one, state }, { ...kAllActive, state }, kNoon)).toBe(true);
      expect(passes({ ...one, state }, { ...kAllActive, state: "all" }, kNoon)).toBe(true);
    }
  });
  it("asks for group, priority and whose it is", () => {
    expect(passes(one, { ...kAllActive, group: "trafficking" }, kNoon)).toBe(true);
    expect(passes(one, { ...kAllActive, group: "safety" }, kNoon)).toBe(false);
    expect(passes(one, { ...kAllActive, priority: 1 }, kNoon)).toBe(false);
    expect(passes(one, { ...kAllActive, mine: "sara" }, kNoon)).toBe(true);
    expect(passes(one, { ...kAllActive, mine: "omid" }, kNoon)).toBe(false);
    expect(passes({ ...one, assigned_to: "omid" }, { ...kAllActive, mine: "omid" }, kNoon)).toBe(true);
  });
});

describe("what the node says of changes", () => {
  it("takes the newer word, whatever comes first", () => {
    const before = merge(new Map(), [alert("a", { version: 5, state: "closed" })]);
    expect(merge(before, [alert("a", { version: 4 })]).get("a")!.state).toBe("closed");
    expect(merge(before, [alert("a", { version: 6 })]).get("a")!.state).toBe("open");
    expect(merge(before, [alert("a", { version: 5, state: "closed" })])).toEqual(before);
  });
  it("lets go of what is held or explained by now", () => {
    const before = merge(new Map(), [alert("a"), alert("b")]);
    expect([...merge(before, [alert("a", { version: 2, state: "held" }), alert("b", { version: 3, state: "explained" })]).keys()]).toEqual([]);
  });
  it("keeps what is active when there is too much", () => {
    const many = Array.from({ length: kKept + 5 }, (_, i) => alert(String(i), { version: i + 1, state: i < 10 ? "open" : "closed" }));
    const kept = merge(new Map(), many);
    expect(kept.size).toBe(kKept);
    expect(kept.has("0")).toBe(true);
    expect(kept.has("10")).toBe(false);
    expect(kept.has("15")).toBe(true);
  });
});

describe("steps", () => {
  const order = [alert("a"), alert("b"), alert("c")];
  it("go round, and begin at either end", () => {
    expect(neighbour(order, null, 1)!.id).toBe("a");
    expect(neighbour(order, null, -1)!.id).toBe("c");
    expect(neighbour(order, "c", 1)!.id).toBe("a");
    expect(neighbour(order, "a", -1)!.id).toBe("c");
    expect(neighbour(order, "gone", 1)!.id).toBe("a");
    expect(neighbour([], "a", 1)).toBeNull();
  });
});

describe("what sounds and is counted", () => {
  it("is what nobody acknowledged, by priority", () => {
    const all = [alert("a", { priority: 1 }), alert("b"), alert("c", { priority: 3 }), alert("d", { priority: 1, state: "acknowledged" })];
    expect([...alert_levels(all, kNoon)]).toEqual([["a", "alarm"], ["b", "warning"], ["c", "caution"]]);
    expect(open_counts(all, kNoon)).toEqual([1, 1, 1]);
  });
});

describe("who is missed", () => {
  it("is who an open silence is about, until it ends or somebody acknowledges it", () => {
    const of = (id: string, mmsi: number, change: Partial<Alert> = {}): Alert => alert(id, { kind: "ais_gap", vessels: [{ track: `mmsi:${mmsi}`, mmsi }], ...change });
    const all = [of("a", 1), of("b", 2, { state: "acknowledged" }), of("c", 3, { end: "2026-01-01T11:59:00Z" }), of("d", 4, { kind: "loitering" })];
    expect([...missed_vessels(all)]).toEqual([1]);
  });
});

describe("words and figures", () => {
  it("splits what is measured from its unit", () => {
    expect(split_unit("distance_m")).toEqual({ what: "distance", unit: "m" });
    expect(split_unit("heading_off_deg")).toEqual({ what: "heading off", unit: "°" });
    expect(split_unit("vessels")).toEqual({ what: "vessels", unit: "" });
  });
  it("says how far beyond", () => {
    expect(beyond(180, 250)).toBe(28);
    expect(beyond(1800, 1200)).toBe(50);
    expect(beyond(1, 0)).toBeNull();
    expect(figure(0.123456)).toBe("0.1235");
    expect(figure(250)).toBe("250");
  });
  it("reads thresholds within their bounds", () => {
    expect(read_threshold(" 2,5 ", 1, 3)).toEqual({ value: 2.5 });
    expect(read_threshold("1", 1, 3)).toEqual({ value: 1 });
    expect(read_threshold("3.01", 1, 3)).toEqual({ wrong: "bounds" });
    expect(read_threshold("0.99", 1, 3)).toEqual({ wrong: "bounds" });
    for (const bad of ["", " ", "x", "1e999"]) expect(read_threshold(bad, 1, 3)).toEqual({ wrong: "number" });
  });
  it("names who is involved as well as it can", () => {
    const vessels = [{ track: "mmsi:1", mmsi: 1, name: "DAWN" }, { track: "mmsi:2", mmsi: 2 }, { track: "radar:17" }];
    expect(vessel_names(alert("a", { vessels }))).toEqual(["DAWN", "2", "radar:17"]);
    expect(is_known_kind("rendezvous")).toBe(true);
    expect(is_known_kind("flying")).toBe(false);
  });
});
