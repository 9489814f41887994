import { describe, expect, it } from "vitest";
import { kNoFilter } from "../filter/filter";
import { kDigits, kLanguages } from "../i18n/languages";
import { kColumns } from "../lists/columns";
import { kPalettes } from "../map/palette";
import { kVectorMinutes } from "../map/settings";
import { random_of } from "../test_random";
import { read_hash, write_hash, type ViewHash } from "./hash";

function random_view(seed: number): ViewHash {
  const random = random_of(seed);
  const one = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const maybe = <T extends object>(part: () => T): T | object => (random() < 0.5 ? part() : {});
  const words = ["a", "1", "é&=#%+ ;", "علی", "2026-01-01T02:26:00Z", "coast,lanes", "x y", ""];
  return {
    ...maybe(() => ({ lat: Number((random() * 160 - 80).toFixed(5)), lon: Number((random() * 360 - 180).toFixed(5)), zoom: Number((random() * 18).toFixed(2)) })),
    ...maybe(() => ({ mmsi: Math.floor(random() * 4294967295) })),
    ...maybe(() => ({ palette: one(kPalettes) })),
    ...maybe(() => ({ language: one(kLanguages) })),
    ...maybe(() => ({ vector_min: one(kVectorMinutes) })),
    ...maybe(() => ({ digits: one(kDigits) })),
    ...maybe(() => ({ panel: one(["vessels", "state", "a_panel_of_tomorrow"]) })),
    ...maybe(() => ({ filter: { ...kNoFilter, classes: ["tanker" as const], text: one(["a&b=c;d", "dawn", "نسيم", "100 %"]) } })),
    ...maybe(() => ({ sort: { column: one(kColumns), descending: random() < 0.5 } })),
    ...maybe(() => ({ others: Object.fromEntries(["layers", "at", "speed", "odd key", "ключ"].filter(() => random() < 0.6).concat("x").map((key) => [key, one(words)])) })),
  };
}

describe("the hash", () => {
  it("comes back as it went, whatever the view", () => {
    for (let seed = 1; seed <= 1000; ++seed) {
      const view = random_view(seed);
      expect(read_hash(write_hash(view)), `seed ${seed}: ${write_hash(view)}`).toEqual(view);
    }
  });

  it("is written so that a person can read it", () => {
    const view = { lat: 26.44, lon: -56.42, zoom: 10.25, mmsi: 999000001, palette: "dusk", language: "fa", vector_min: 12 } as const;
    expect(write_hash(view)).toBe("#26.44000,-56.42000,10.25&mmsi=999000001&palette=dusk&lang=fa&vector=12");
    expect(write_hash({ filter: { ...kNoFilter, speed_kn: { min: 5 }, text: "blue star" }, sort: { column: "speed", descending: true }, others: { at: "2026-01-01T02:26:00Z" } })).toBe(
      "#filter=speed:5..;text:blue+star&sort=-speed&at=2026-01-01T02:26:00Z",
    );
    expect(write_hash({})).toBe("#");
  });

  it("leaves out what it cannot read, and keeps the rest", () => {
    expect(read_hash("#91,200,3&palette=pink&lang=fa")).toEqual({ language: "fa" });
    expect(read_hash("#1,2&mmsi=12x&vector=7&panel=../etc&sort=weight&digits=roman&filter=speed:fast")).toEqual({});
    expect(read_hash("#1,2,3,4")).toEqual({});
    expect(read_hash("#86,12,3")).toEqual({}); // Mercator ends at 85°
    expect(read_hash("#,,&mmsi=5")).toEqual({ mmsi: 5 });
    expect(read_hash("#abc,def,ghi")).toEqual({});
    expect(read_hash("#%%%&&==&palette&=x")).toEqual({});
    expect(read_hash("#layers=%E0%A4%A&lang=fa")).toEqual({ language: "fa" });
  });

  it("keeps keys of others as they are, within reason", () => {
    expect(read_hash("#layers=coast,lanes&mmsi=5&weather=fine")).toEqual({ mmsi: 5, others: { layers: "coast,lanes", weather: "fine" } });
    expect(write_hash(read_hash("#layers=coast,lanes&mmsi=5&weather=fine"))).toBe("#mmsi=5&layers=coast,lanes&weather=fine");
    const many = Array.from({ length: 100 }, (_, i) => `k${i}=v`).join("&");
    expect(Object.keys(read_hash(`#${many}`).others!)).toHaveLength(32);
    expect(read_hash(`#long=${"x".repeat(5000)}`)).toEqual({});
    expect(read_hash("#__proto__=x")).toEqual({});
  });
});
