import { describe, expect, it } from "vitest";
import { direct, inverse, ring, signed, way } from "./geodesy";

describe("geodesics", () => {
  it("know the ellipsoid", () => {
    // The cases of src/geo/geodesic_test.cpp: a degree of latitude at the equator and at the pole, of longitude at the equator.
    expect(Math.abs(inverse({ lat: -0.5, lon: 0 }, { lat: 0.5, lon: 0 }).distance_m - 110_574.3)).toBeLessThan(0.1);
    expect(Math.abs(inverse({ lat: 89, lon: 0 }, { lat: 90, lon: 0 }).distance_m - 111_693.9)).toBeLessThan(0.1);
    expect(Math.abs(inverse({ lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 }).distance_m - 111_319.5)).toBeLessThan(0.1);
  });

  it("agree with Vincenty's own worked example, Flinders Peak to Buninyong, on WGS 84's near neighbour GRS 80", () => {
    const peak = { lat: -(37 + 57 / 60 + 3.7203 / 3600), lon: 144 + 25 / 60 + 29.5244 / 3600 };
    const buninyong = { lat: -(37 + 39 / 60 + 10.1561 / 3600), lon: 143 + 55 / 60 + 35.3839 / 3600 };
    const { distance_m, bearing_deg } = inverse(peak, buninyong);
    expect(Math.abs(distance_m - 54_972.271)).toBeLessThan(0.01);
    expect(Math.abs(bearing_deg - (306 + 52 / 60 + 5.37 / 3600))).toBeLessThan(1e-4);
  });

  it("go where they say", () => {
    for (const from of [{ lat: 26.5, lon: 56.5 }, { lat: -63, lon: 179.9 }, { lat: 0, lon: 0 }, { lat: 80, lon: -30 }]) {
      for (const bearing of [0, 45, 90, 133.3, 180, 270, 359]) {
        for (const distance of [1, 1852, 100_000, 3_000_000]) {
          const to = direct(from, bearing, distance);
          const back = inverse(from, to);
          expect(Math.abs(back.distance_m - distance), `${from.lat} ${bearing} ${distance}`).toBeLessThan(0.001);
          expect(Math.abs(signed(back.bearing_deg - bearing)), `${from.lat} ${bearing} ${distance}`).toBeLessThan(1e-3);
        }
      }
    }
  });

  it("say something at the same place and on the other side of the globe", () => {
    expect(inverse({ lat: 10, lon: 10 }, { lat: 10, lon: 10 }).distance_m).toBe(0);
    const far = inverse({ lat: 0, lon: 0 }, { lat: 0.3, lon: 179.7 }).distance_m;
    expect(Math.abs(far / 20_003_931 - 1)).toBeLessThan(0.01);
  });

  it("make a way whose pieces are its length, and a ring that is round", () => {
    const [from, to] = [{ lat: 26, lon: 55 }, { lat: 10, lon: 70 }];
    const places = way(from, to);
    const sum = places.slice(1).reduce((length, place, i) => length + inverse(places[i]!, place).distance_m, 0);
    expect(Math.abs(sum - inverse(from, to).distance_m)).toBeLessThan(0.01);
    expect(way(from, { lat: 26.01, lon: 55 })).toHaveLength(2);
    for (const place of ring(from, 9260)) expect(Math.abs(inverse(from, place).distance_m - 9260)).toBeLessThan(0.01);
  });
});
