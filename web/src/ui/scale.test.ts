import { expect, it } from "vitest";
import { scale_bar } from "./scale";

it("takes the longest round distance that fits, and draws it true", () => {
  for (let metres_per_px = 0.05; metres_per_px < 5000; metres_per_px *= 1.37) {
    const { text, width_px } = scale_bar(metres_per_px);
    const [value, unit] = text.split(" ") as [string, string];
    expect(width_px * metres_per_px).toBeCloseTo(Number(value) * (unit === "nm" ? 1852 : 1), 6);
    expect(width_px, `${metres_per_px} m/px`).toBeLessThanOrEqual(130);
    expect(width_px, `${metres_per_px} m/px`).toBeGreaterThan(35);
  }
});
it("is 10 nm at 150 m a pixel", () => expect(scale_bar(150)).toEqual({ text: "10 nm", width_px: 18520 / 150 }));
