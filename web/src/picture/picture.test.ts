import { describe, expect, it } from "vitest";
import { decode_frame, type CellFrame } from "../wire/frames";
import { cell_frame, type TestVessel } from "../wire/test_frames";
import { lat_of, lon_of, mercator_lat, mercator_lon, mercator_x, mercator_y, Picture } from "./picture";

function frame(row: number, column: number, tick: number, vessels: TestVessel[]): CellFrame {
  const decoded = decode_frame(cell_frame(row, column, tick, vessels));
  if (!decoded.ok || !("cell" in decoded.value)) throw new Error("test frame");
  return decoded.value.cell;
}

const kNowhere = { to_bow_m: 0, to_stern_m: 0, to_port_m: 0, to_starboard_m: 0, ship_type: 0 };

describe("the picture", () => {
  it("replaces a cell by its next frame, whatever that holds", () => {
    const picture = new Picture();
    picture.apply_cell(frame(233, 472, 1, [{ mmsi: 1 }, { mmsi: 2 }]));
    picture.apply_cell(frame(233, 473, 1, [{ mmsi: 3 }]));
    expect(picture.size).toBe(3);
    picture.apply_cell(frame(233, 472, 2, [{ mmsi: 2 }]));
    expect(picture.size).toBe(2);
    expect(picture.find(1)).toBeNull();
    picture.apply_cell(frame(233, 472, 3, []));
    expect(picture.size).toBe(1);
  });

  it("takes a frame twice, but never an older one", () => {
    const picture = new Picture();
    expect(picture.apply_cell(frame(1, 1, 5, [{ mmsi: 1 }]))).toBe(true);
    expect(picture.apply_cell(frame(1, 1, 4, [{ mmsi: 2 }]))).toBe(false);
    expect(picture.apply_cell(frame(1, 1, 5, [{ mmsi: 1 }]))).toBe(true);
    expect(picture.size).toBe(1);
    expect(picture.find(1)).not.toBeNull();
  });

  it("finds a vessel that is in two cells in the newer, in either order", () => {
    for (const order of [[1, 2], [2, 1]] as const) {
      const picture = new Picture();
      for (const column of order) picture.apply_cell(frame(1, column, column, [{ mmsi: 9 }, { mmsi: 7 }]));
      expect(picture.find(7)).toMatchObject({ index: 1, cell: { column: 2 } });
    }
  });

  it("puts positions where the page says", () => {
    const picture = new Picture();
    // Row 233 begins at 26.5° N, column 472 at 56.0° E.
    picture.apply_cell(frame(233, 472, 1, [{ mmsi: 1, lat: 0, lon: 0 }, { mmsi: 2, lat: 32768, lon: 65535 }]));
    const south_west = picture.find(1)!;
    const east = picture.find(2)!;
    expect(lat_of(south_west)).toBeCloseTo(26.5, 5);
    expect(lon_of(south_west)).toBeCloseTo(56.0, 5);
    expect(lat_of(east)).toBeCloseTo(26.75, 5);
    expect(lon_of(east)).toBeCloseTo(56.5, 5);
    expect(mercator_lon(east.cell.x[1]!)).toBeCloseTo(lon_of(east), 9);
    expect(mercator_lat(east.cell.y[1]!)).toBeCloseTo(lat_of(east), 9);
  });

  it("projects as Web Mercator does", () => {
    expect(mercator_x(180)).toBeCloseTo(20037508.342789244, 6);
    expect(mercator_y(85.0511287798066)).toBeCloseTo(20037508.342789244, 4);
    for (const lat of [-60, 0, 26.5, 56.1]) expect(mercator_lat(mercator_y(lat))).toBeCloseTo(lat, 10);
  });

  it("keeps the last word on an identity", () => {
    const picture = new Picture();
    picture.apply_identities([{ mmsi: 1, name: "OLD", ...kNowhere }]);
    picture.apply_identities([{ mmsi: 1, name: "NEW", ...kNowhere }]);
    expect(picture.identities.get(1)?.name).toBe("NEW");
    expect(picture.identities.size).toBe(1);
  });

  it("forgets cells that the node sends no more", () => {
    const picture = new Picture();
    picture.apply_cell(frame(233, 472, 1, [{ mmsi: 1 }])); // 26.5–27 N, 56–56.5 E
    picture.apply_cell(frame(230, 472, 1, [{ mmsi: 2 }])); // 25–25.5 N
    picture.keep_only({ west: 56.4, south: 26.9, east: 57, north: 28 });
    expect(picture.find(1)).not.toBeNull();
    expect(picture.find(2)).toBeNull();
  });
});
