import { describe, expect, it } from "vitest";
import { kCadences, kLevels, lasts_s, Siren, type Level } from "./cadence";

/** The times at which something is played, asked four times a second. */
function played(siren: Siren, from_s: number, to_s: number): [number, Level][] {
  const out: [number, Level][] = [];
  for (let t = from_s; t < to_s; t += 0.25) {
    const cadence = siren.due(t);
    if (cadence !== null) out.push([t, kLevels.find((level) => kCadences[level] === cadence)!]);
  }
  return out;
}

describe("the cadences", () => {
  it("differ in number of tones, pace and pitch", () => {
    const all = kLevels.map((level) => kCadences[level]);
    expect(all.map(({ tones }) => tones.length)).toEqual([1, 2, 3]);
    expect(new Set(all.map(({ tones }) => tones[0]!.hz)).size).toBe(3);
    expect(all.map(({ every_s }) => every_s)).toEqual([null, 60, 7.5]);
    for (const cadence of all) if (cadence.every_s !== null) expect(lasts_s(cadence)).toBeLessThan(cadence.every_s / 2);
    for (const { tones } of all) tones.slice(1).forEach((tone, i) => expect(tone.at_s).toBeGreaterThan(tones[i]!.at_s + tones[i]!.lasts_s));
  });
});

describe("the siren", () => {
  it("repeats an alarm every 7 to 10 seconds until somebody acts", () => {
    const siren = new Siren();
    siren.raise("a", "alarm");
    expect(played(siren, 0, 20)).toEqual([[0, "alarm"], [7.5, "alarm"], [15, "alarm"]]);
    siren.silence();
    expect(played(siren, 20, 60)).toEqual([]);
  });
  it("sounds a caution once, a warning each minute", () => {
    const siren = new Siren();
    siren.raise("c", "caution");
    expect(played(siren, 0, 200)).toEqual([[0, "caution"]]);
    siren.raise("w", "warning");
    expect(played(siren, 200, 330)).toEqual([[200, "warning"], [260, "warning"], [320, "warning"]]);
  });
  it("lets the higher cut in at once, and falls back when it is cleared", () => {
    const siren = new Siren();
    siren.raise("w", "warning");
    expect(played(siren, 0, 0.25)).toEqual([[0, "warning"]]);
    siren.raise("a", "alarm");
    expect(played(siren, 0.25, 5)).toEqual([[0.25, "alarm"]]);
    siren.clear("a");
    expect(played(siren, 5, 6)).toEqual([[5, "warning"]]);
  });
  it("sounds again for a new alert after the old were silenced, and for one grown worse", () => {
    const siren = new Siren();
    siren.raise("a", "alarm");
    played(siren, 0, 1);
    siren.silence();
    siren.raise("a", "alarm");
    expect(siren.sounding).toBeNull();
    siren.raise("b", "alarm");
    expect(played(siren, 10, 11)).toEqual([[10, "alarm"]]);
    siren.silence();
    siren.raise("c", "caution");
    siren.silence();
    siren.raise("c", "warning");
    expect(siren.sounding).toBe("warning");
    siren.silence();
    siren.raise("c", "caution");
    expect(siren.sounding).toBeNull();
  });
  it("takes a whole set anew: who is not in it is cleared, other sets stay", () => {
    const siren = new Siren();
    siren.replace("distress:", new Map([["1", "alarm"], ["2", "warning"]]));
    siren.raise("gap:1", "caution");
    siren.replace("distress:", new Map([["2", "warning"]]));
    expect(siren.sounding).toBe("warning");
    siren.replace("distress:", new Map());
    expect(siren.sounding).toBe("caution");
  });
  it("never grows without end", () => {
    const siren = new Siren();
    for (let i = 0; i < 3 * Siren.kCap; ++i) siren.raise(String(i), "caution");
    for (let i = 0; i < Siren.kCap; ++i) siren.clear(String(i));
    expect(siren.sounding).toBeNull();
  });
});
