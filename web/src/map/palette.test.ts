import { describe, expect, it } from "vitest";
import { kGroupPaint } from "../tools/groups";
import { kColours, kPalettes, type Palette } from "./palette";

function channel(value: number): number {
  const c = value / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => channel(parseInt(colour.slice(at, at + 2), 16))) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

type Colour = keyof Palette;

/** Text on its ground: WCAG 2.2 AA, 4.5. */
const kTexts: [Colour, Colour][] = [
  ...(["bar", "panel", "field"] as const).flatMap((ground) =>
    (["text", "dim", "accent", "live", "replay", "warning", "alarm"] as const).map((text): [Colour, Colour] => [text, ground]),
  ),
  ...(["live", "replay", "warning", "alarm", "accent"] as const).map((ground): [Colour, Colour] => ["on_colour", ground]),
  ["distress_text", "distress"],
  ["label", "sea"],
  ["label", "land"],
  ["label", "halo"],
  // What says "danger" must be read even in the night palette.
  ["distress", "sea"],
  ["alarm", "bar"],
  ["caution", "sea"],
];

/** Marks on the sea: WCAG 2.2 AA 1.4.11, 3.0. */
const kMarks: [Colour, Colour][] = [
  ["target", "sea"],
  ["target", "land"],
  ["vector", "sea"],
  ["sleeping", "sea"],
  ["lost", "sea"],
  ["selected", "sea"],
  ["station", "sea"],
  ["distress", "land"],
  ["trail", "sea"],
  ["tool", "sea"],
  ["guard", "sea"],
  ["anchorage", "sea"],
  ["fishing", "sea"],
  ["port_area", "sea"],
  ["restricted", "sea"],
  ["gate", "sea"],
  ["territorial", "sea"],
  ["zone_text", "sea"],
];

describe.each(kPalettes)("palette %s", (name) => {
  const palette = kColours[name];

  it.each(kTexts)("%s reads on %s", (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });
  it.each(kMarks)("%s stands out from %s", (mark, ground) => {
    expect(contrast(palette[mark], palette[ground])).toBeGreaterThanOrEqual(3);
  });
});

describe("the colours of groups", () => {
  it.each(kPalettes)("stand out from the sea in palette %s, and none is red", (name) => {
    for (const colour of Object.values(kGroupPaint[name])) {
      expect(contrast(colour, kColours[name].sea), colour).toBeGreaterThanOrEqual(3);
      expect(contrast(colour, kColours[name].panel), colour).toBeGreaterThanOrEqual(3);
      expect(contrast(colour, kColours[name].halo), colour).toBeGreaterThanOrEqual(3);
      const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16)) as [number, number, number];
      expect(r > 150 && g < 70 && b < 70, colour).toBe(false);
    }
  });
});

it("night is dark", () => {
  for (const ground of ["sea", "land", "beyond", "bar", "panel"] as const) {
    expect(luminance(kColours.night[ground])).toBeLessThan(0.008);
  }
});

it("contrast is what WCAG says it is", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});
