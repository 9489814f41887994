import { describe, expect, it } from "vitest";
import { translator } from "../i18n/languages";
import { kind_text, nav_status_text, ship_type_of, ship_type_text } from "./vessel";

const t = translator("en");

describe("words for codes", () => {
  it.each([
    [30, "type_fishing", null], [31, "type_towing", null], [32, "type_towing_large", null], [36, "type_sailing", null],
    [38, "type_reserved", null], [40, "type_high_speed", null], [44, "type_high_speed", "D"], [50, "type_pilot", null],
    [51, "type_sar", null], [52, "type_tug", null], [55, "type_law", null], [56, "type_local", null], [59, "type_neutral", null],
    [60, "type_passenger", null], [71, "type_cargo", "A"], [80, "type_tanker", null], [82, "type_tanker", "B"], [85, "type_tanker", null],
    [99, "type_other", null], [20, "type_wig", null], [10, "type_reserved", null], [1, "type_reserved", null],
  ] as const)("ship type %i", (code, key, hazard) => expect(ship_type_of(code)).toEqual({ key, hazard }));

  it("says nothing where nothing was said", () => {
    for (const code of [0, 100, 255]) expect(ship_type_text(code, t)).toBeNull();
    for (const status of [15, 255]) expect(nav_status_text(status, t)).toBeNull();
  });

  it("reads as a person would say it", () => {
    expect(ship_type_text(82, t)).toContain("Tanker, hazard category");
    expect(nav_status_text(2, t)).toBe("Not under command");
    expect(kind_text(1, false, t)).toBe("Class A");
    expect(kind_text(4, true, t)).toBe("Virtual aid to navigation");
    expect(kind_text(200, false, t)).toBe("Unknown");
  });
});
