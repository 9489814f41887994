import { describe, expect, it } from "vitest";
import { read_hash, write_hash } from "./hash";

describe("the hash", () => {
  it("comes back as it went", () => {
    const view = { lat: 26.44, lon: -56.42, zoom: 10.25, mmsi: 999000001, palette: "dusk", language: "fa", vector_min: 12 } as const;
    expect(write_hash(view)).toBe("#26.44000,-56.42000,10.25&mmsi=999000001&palette=dusk&lang=fa&vector=12");
    expect(read_hash(write_hash(view))).toEqual(view);
    expect(read_hash(write_hash({}))).toEqual({});
  });

  it("leaves out what it cannot read, and keeps the rest", () => {
    expect(read_hash("#91,200,3&palette=pink&lang=fa")).toEqual({ language: "fa" });
    expect(read_hash("#1,2&mmsi=12x&vector=7")).toEqual({});
    expect(read_hash("#1,2,3,4")).toEqual({});
    expect(read_hash("#86,12,3")).toEqual({}); // Mercator ends at 85°
    expect(read_hash("#,,&mmsi=5")).toEqual({ mmsi: 5 });
    expect(read_hash("#abc,def,ghi")).toEqual({});
    expect(read_hash("#%%%&&==&palette")).toEqual({});
  });
});
