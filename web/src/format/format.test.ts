import { describe, expect, it } from "vitest";
import * as f from "./format";

describe("formats", () => {
  it("writes positions in degrees and minutes, rounded once", () => {
    expect(f.format_lat(26.512)).toBe("26°30.72′N");
    expect(f.format_lon(56.350474)).toBe("056°21.03′E");
    expect(f.format_lat(-0.5)).toBe("00°30.00′S");
    expect(f.format_lon(-0.0001)).toBe("000°00.01′W");
    expect(f.format_lat(26.9999999)).toBe("27°00.00′N"); // never 26°60.00′
    expect(f.format_lon(181)).toBe("179°00.00′W");
    expect(f.format_lat(90)).toBe("90°00.00′N");
  });

  it("gives units, three figures for bearings, and a dash for what is absent", () => {
    expect(f.format_sog(123)).toBe("12.3 kn");
    expect(f.format_sog(0)).toBe("0.0 kn");
    expect(f.format_sog(1022)).toBe("≥ 102.2 kn");
    expect(f.format_sog(65535)).toBe(f.kNothing);
    expect(f.format_course(45)).toBe("004.5°");
    expect(f.format_course(3599)).toBe("359.9°");
    expect(f.format_course(3600)).toBe("000.0°");
    expect(f.format_course(65535)).toBe(f.kNothing);
    expect(f.format_heading(40)).toBe("004°");
    expect(f.format_heading(3596)).toBe("000°");
    expect(f.format_heading(65535)).toBe(f.kNothing);
  });

  it("writes ages a person can weigh", () => {
    expect([0, 59.4, 59.6, 200, 3599, 7500].map(f.format_age)).toEqual(["0 s", "59 s", "1:00 min", "3:20 min", "59:59 min", "2:05 h"]);
    expect(f.format_age(-3)).toBe("0 s");
  });

  it("writes times of day in UTC and in a zone, and knows that a zone can be unknown", () => {
    const t = Date.UTC(2026, 0, 31, 22, 3, 59);
    expect(f.format_utc(t)).toBe("22:03:59");
    expect(f.format_utc_date(t)).toBe("2026-01-31");
    expect(f.format_local(t, "Asia/Muscat")).toBe("02:03");
    expect(f.format_local(Date.UTC(2026, 0, 1, 20, 0), "Asia/Muscat")).toBe("00:00");
    expect(f.format_local(t, "Nowhere/Land")).toBeNull();
  });

  it("groups figures", () => {
    expect([0, 999, 1000, 1234567].map(f.format_count)).toEqual(["0", "999", "1\u202f000", "1\u202f234\u202f567"]);
  });
});
