import { describe, expect, it } from "vitest";
import { Picture } from "../picture/picture";
import { decode_frame } from "../wire/frames";
import { kKind } from "../wire/layout";
import { cell_frame, type TestVessel } from "../wire/test_frames";
import type { Camera } from "./camera";
import { kClass } from "./classify";
import { collect, pick, Scratch } from "./rows";

function picture_of(vessels: TestVessel[], row = 180, column = 360): Picture {
  const picture = new Picture();
  const frame = decode_frame(cell_frame(row, column, 1, vessels));
  if (!frame.ok || !("cell" in frame.value)) throw new Error("test frame");
  picture.apply_cell(frame.value.cell);
  return picture;
}

/** Looks at 0° N 0° E, where cell 180/360 has its south-west corner; 100 m a pixel. */
const equator: Camera = { centre_x: 0, centre_y: 0, resolution: 100, width: 800, height: 600, pixel_ratio: 1 };

describe("collecting", () => {
  it("puts a vessel where it is and its vector where it will be", () => {
    // 10 kn east for 6 min is 1 nm, 1852 m: 18.52 px. The stretch at the equator is 1.
    const s = new Scratch();
    collect(picture_of([{ mmsi: 1, sog: 100, cog: 900, heading: 450 }]), equator, 6, s);
    expect(s.count).toBe(1);
    expect(s.x[0]).toBeCloseTo(400, 1);
    expect(s.y[0]).toBeCloseTo(300, 1);
    expect(s.vector_x[0]).toBeCloseTo(18.52, 1);
    expect(s.vector_y[0]).toBeCloseTo(0, 3);
    expect(s.direction[0]).toBe(450);
  });

  it("stretches vectors as the projection does", () => {
    const s = new Scratch();
    const picture = picture_of([{ mmsi: 1, sog: 100, cog: 0 }], 300, 360); // 60° N
    const y = [...picture.cells.values()][0]!.y[0]!;
    collect(picture, { ...equator, centre_y: y }, 6, s);
    expect(s.vector_y[0]).toBeCloseTo(-37.04, 0); // 1/cos 60° = 2
  });

  it("points the bow by heading, else course, else north; and shows no vector without course or speed", () => {
    const s = new Scratch();
    collect(
      picture_of([
        { mmsi: 1, heading: 900, cog: 100, sog: 100 },
        { mmsi: 2, cog: 100, sog: 100 },
        { mmsi: 3, sog: 100 },
        { mmsi: 4, cog: 3600, sog: 100 },
        { mmsi: 5, cog: 900, sog: 3 },
      ]),
      equator, 6, s,
    );
    expect([...s.direction.subarray(0, 5)]).toEqual([900, 100, 0, 0, 900]);
    expect(s.vector_y[2]).toBe(0);
    expect(s.vector_x[4]).toBe(0);
  });

  it("says whether a heading was given, and whether any direction was", () => {
    const s = new Scratch();
    collect(picture_of([{ mmsi: 1, heading: 900 }, { mmsi: 2, cog: 900 }, { mmsi: 3 }]), equator, 6, s);
    expect([...s.has_heading.subarray(0, 3)]).toEqual([1, 0, 0]);
    expect([...s.directionless.subarray(0, 3)]).toEqual([0, 0, 1]);
  });

  it("draws only what passes, but the selected and distress always", () => {
    const s = new Scratch();
    const picture = picture_of([{ mmsi: 1 }, { mmsi: 2 }, { mmsi: 3 }, { mmsi: 970000001, kind: kKind.sart }]);
    collect(picture, equator, 6, s, () => Uint8Array.of(1, 0, 0, 0), 3);
    expect([...s.mmsi.subarray(0, s.count)]).toEqual([1, 3, 970000001]);
    collect(picture, equator, 6, s, () => null);
    expect(s.count).toBe(4);
  });

  it("skips no cell that reaches into the view, at any side", () => {
    const s = new Scratch();
    for (const [row, column] of [[179, 359], [179, 360], [180, 359], [180, 360]] as const) {
      // The corner of the cell that touches 0° N 0° E.
      const lat = row === 179 ? 65535 : 0, lon = column === 359 ? 65535 : 0;
      collect(picture_of([{ mmsi: 1, lat, lon }], row, column), equator, 6, s);
      expect(s.count, `${row}/${column}`).toBe(1);
    }
  });

  it("leaves out what is out of view, and holds more than it began with", () => {
    const s = new Scratch();
    const many: TestVessel[] = Array.from({ length: 3000 }, (_, i) => ({ mmsi: i + 1 }));
    collect(picture_of(many), equator, 6, s);
    expect(s.count).toBe(3000);
    expect(s.mmsi[2999]).toBe(3000);
    collect(picture_of(many), { ...equator, centre_x: 200_000 }, 6, s);
    expect(s.count).toBe(0);
  });
});

describe("picking", () => {
  it("takes the nearest within reach, but distress before all", () => {
    const s = new Scratch();
    s.count = 3;
    s.x.set([100, 110, 400]);
    s.y.set([100, 100, 400]);
    expect(pick(s, 104, 100)).toBe(0);
    expect(pick(s, 106, 100)).toBe(1);
    expect(pick(s, 200, 200)).toBe(-1);
    s.class_[1] = kClass.distress;
    expect(pick(s, 100, 100)).toBe(1);
    expect(pick(s, 400, 416)).toBe(2);
    expect(pick(s, 400, 417)).toBe(-1);
  });
});
