import { describe, expect, it } from "vitest";
import { flag_name, flag_of, kFlagCodes, mid_of } from "./flag";

describe("the flag of an MMSI", () => {
  it("is read from every form of number", () => {
    expect(flag_of(422_123_456)).toBe("IR"); // ship
    expect(flag_of(2_194_005)).toBe("DK"); // coast station 002194005
    expect(flag_of(21_912_345)).toBe("DK"); // group of ships 021912345
    expect(flag_of(111_219_501)).toBe("DK"); // SAR aircraft
    expect(flag_of(821_912_345)).toBe("DK"); // handheld
    expect(flag_of(982_191_234)).toBe("DK"); // craft of a mother ship
    expect(flag_of(992_191_234)).toBe("DK"); // aid to navigation
  });
  it("is absent where the number has none, or one that nobody was given", () => {
    for (const mmsi of [970_123_456, 972_123_456, 974_123_456, 979_123_456, 499_000_001, 999_000_001, 0, 100, 123_456_789, 4_294_967_295]) {
      expect(flag_of(mmsi), String(mmsi)).toBeNull();
    }
    expect(mid_of(499_000_001)).toBe(499);
    expect(mid_of(800_000_000)).toBeNull();
  });
  it("has a name in each language", () => {
    expect(flag_name("OM", "en")).toBe("Oman");
    expect(flag_name("OM", "fa")).toBe("عمان");
    expect(kFlagCodes.length).toBeGreaterThan(190);
    for (const code of kFlagCodes) expect(flag_name(code, "en"), code).not.toBe(code);
  });
});
