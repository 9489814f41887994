import { describe, expect, it } from "vitest";
import { Picture } from "../picture/picture";
import { decode_frame } from "../wire/frames";
import { cell_frame, identities_frame, type TestIdentity, type TestVessel } from "../wire/test_frames";
import { kColumns, kDefaultSort, read_sort, write_sort, type Sort } from "./columns";
import { distance_nm, Rows, type RowSource } from "./rows";

function take(picture: Picture, bytes: ArrayBuffer): void {
  const frame = decode_frame(bytes);
  if (!frame.ok) throw new Error(frame.error);
  if ("cell" in frame.value) picture.apply_cell(frame.value.cell);
  else picture.apply_identities(frame.value.identities);
}

const kVessels: TestVessel[] = [
  { mmsi: 219000001, lat: 10000, lon: 0, sog: 120, cog: 900, age: 7, ship_type: 80, nav_status: 0 },
  { mmsi: 422000002, lat: 20000, lon: 0, sog: 5, cog: 100, age: 3, ship_type: 70, nav_status: 5 },
  { mmsi: 499000003, lat: 30000, lon: 0, age: 60, ship_type: 0 },
  { mmsi: 219000004, lat: 0, lon: 0, sog: 200, cog: 3599, age: 1, ship_type: 30, nav_status: 7 },
];
const kIdentities: TestIdentity[] = [
  { mmsi: 219000001, name: "Zebra", destination: "AARHUS" },
  { mmsi: 422000002, name: "ÄLVA", destination: "" },
  { mmsi: 219000004, name: "bravo", destination: "SOHAR" },
];

function source(picture: Picture, change: Partial<RowSource> = {}): RowSource {
  return {
    picture, masks: () => null, selected: null, now_ms: 0, centre: { lat: 26.5, lon: 56 },
    words: { class_: (value) => value, flag: (code) => code, status: (code) => (code === 255 ? "" : String(code)) },
    ...change,
  };
}

function sea(): Picture {
  const picture = new Picture();
  take(picture, cell_frame(233, 472, 1, kVessels));
  take(picture, identities_frame(kIdentities));
  return picture;
}

const order = (text: string, change: Partial<RowSource> = {}, held: number[] | null = null): number[] =>
  [...new Rows(source(sea(), change), read_sort(text)!, held === null ? null : Uint32Array.from(held)).mmsi].map((mmsi) => mmsi % 10);

describe("the rows of the list", () => {
  it("stand in the order of any column, either way, who did not say always last", () => {
    const expected: Record<string, [number[], number[]]> = {
      name: [[2, 4, 1, 3], [1, 4, 2, 3]], // ÄLVA, bravo, Zebra
      flag: [[1, 4, 2, 3], [2, 1, 4, 3]], // DK, DK, IR, none
      class: [[2, 4, 1, 3], [3, 1, 4, 2]], // cargo, fishing, tanker, unknown
      speed: [[2, 1, 4, 3], [4, 1, 2, 3]],
      course: [[2, 1, 4, 3], [4, 1, 2, 3]],
      age: [[4, 2, 1, 3], [3, 1, 2, 4]],
      distance: [[4, 1, 2, 3], [3, 2, 1, 4]],
      destination: [[1, 4, 2, 3], [4, 1, 2, 3]],
      status: [[1, 2, 4, 3], [4, 2, 1, 3]],
      mmsi: [[1, 4, 2, 3], [3, 2, 4, 1]],
    };
    expect(Object.keys(expected)).toEqual([...kColumns]);
    for (const [column, [up, down]] of Object.entries(expected)) {
      expect(order(column), column).toEqual(up);
      expect(order(`-${column}`), `-${column}`).toEqual(down);
    }
  });

  it("hold only what the filter lets through, and who is selected", () => {
    const masks = (): Uint8Array => Uint8Array.of(0, 1, 0, 1);
    expect(order("mmsi", { masks })).toEqual([4, 2]);
    expect(order("mmsi", { masks, selected: 219000001 })).toEqual([1, 4, 2]);
  });

  it("keep a held order whatever the figures do: newcomers come last, who left keeps the place", () => {
    expect(order("speed", {}, [499000003, 219000004, 999999999])).toEqual([3, 4, 9, 2, 1]);
    const rows = new Rows(source(sea()), read_sort("speed")!, Uint32Array.of(999999999, 219000001));
    expect(rows.at(0)).toBeNull();
    expect(rows.mmsi[0]).toBe(999999999);
    expect(rows.at(1)).toMatchObject({ mmsi: 219000001, name: "Zebra", flag: "DK", class_: "tanker", sog: 120, destination: "AARHUS" });
    expect(rows.place_of(219000001)).toBe(1);
  });

  it("count a vessel once while it is in two cells, in the newer", () => {
    const picture = sea();
    take(picture, cell_frame(233, 473, 2, [{ mmsi: 219000001, lat: 1, lon: 1, sog: 121 }]));
    const rows = new Rows(source(picture), kDefaultSort);
    expect([...rows.mmsi].filter((mmsi) => mmsi === 219000001)).toHaveLength(1);
    expect(rows.at(rows.place_of(219000001))?.sog).toBe(121);
  });

  it("grow old with the node's time", () => {
    const rows = new Rows(source(sea(), { now_ms: 5000 }), read_sort("mmsi")!);
    expect(rows.at(0)?.age_s).toBe(12);
  });

  it("know distances as a chart does", () => {
    expect(distance_nm({ lat: 26, lon: 56 }, { lat: 27, lon: 56 })).toBeCloseTo(60.04, 1);
    expect(distance_nm({ lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 })).toBeCloseTo(60.04, 1);
  });

  it("write their order into the address and read it back", () => {
    for (const column of kColumns) {
      for (const descending of [false, true]) {
        const sort: Sort = { column, descending };
        expect(read_sort(write_sort(sort))).toEqual(sort);
      }
    }
    expect(read_sort("weight")).toBeNull();
  });
});
