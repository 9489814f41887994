import { describe, expect, it } from "vitest";
import { mercator_lat, mercator_lon, mercator_x, mercator_y } from "../picture/picture";
import { box_between, box_in_view, crossings_csv, place_of, read_box } from "./box";

describe("the box of a search", () => {
  // A map of 800 × 600 pixels, 100 m each, round 26.5° N 56.5° E, as SeaMap.box() tells it.
  const x = mercator_x(56.5), y = mercator_y(26.5);
  const seen = { west: mercator_lon(x - 80_000), east: mercator_lon(x + 80_000), south: mercator_lat(y - 60_000), north: mercator_lat(y + 60_000) };
  it("comes from pixels", () => {
    const middle = place_of(seen, 800, 600, 400, 300);
    expect(middle.lat).toBeCloseTo(26.5, 9);
    expect(middle.lon).toBeCloseTo(56.5, 9);
    const corner = place_of(seen, 800, 600, 0, 0);
    expect(corner.lat).toBeCloseTo(mercator_lat(y + 30_000), 9);
    expect(corner.lon).toBeCloseTo(mercator_lon(x - 40_000), 9);
    const view = box_in_view(seen);
    expect(view.north).toBeCloseTo(corner.lat, 9);
    expect(view.west).toBeCloseTo(corner.lon, 9);
    expect(box_between(corner, middle)).toEqual({ west: corner.lon, east: middle.lon, south: middle.lat, north: corner.lat });
    expect(box_between(middle, corner)).toEqual(box_between(corner, middle));
  });
  it("comes from what is typed", () => {
    const typed = { west: "56", east: "56.5", south: "26", north: "26,5" };
    expect(read_box(typed)).toEqual({ west: 56, east: 56.5, south: 26, north: 26.5 });
    expect(read_box({ ...typed, west: "179", east: "-179" })).not.toBeNull();
    for (const bad of [{ south: "27" }, { north: "91" }, { west: "" }, { west: "x" }, { east: "56" }, { west: "181" }]) expect(read_box({ ...typed, ...bad })).toBeNull();
  });
  it("gives a table that a spreadsheet can read and not run", () => {
    const crossing = { mmsi: 422000001, first_ms: 0, last_ms: 1000, reports: 3, passes: 1 };
    const lines = crossings_csv([{ ...crossing, name: 'A "B", C' }, { ...crossing, name: "=CMD()", passes: 2, flag: { mid: 422, iso2: "IR" } }]).split("\r\n");
    expect(lines).toHaveLength(4);
    expect(lines[1]).toBe('422000001,"A ""B"", C",,1970-01-01T00:00:00.000Z,1970-01-01T00:00:01.000Z,3,1');
    expect(lines[2]).toBe("422000001,'=CMD(),IR,1970-01-01T00:00:00.000Z,1970-01-01T00:00:01.000Z,3,2");
  });
});
