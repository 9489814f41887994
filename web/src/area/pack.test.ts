// The packs in areas/ themselves: what a hand could get wrong in them.
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { area_files } from "../../tools/area_files";
import type { Pack, Point, Scheme } from "./pack";

const files = area_files(fileURLToPath(new URL("../../..", import.meta.url)));
const names = [...files.keys()].filter((path) => path.endsWith("pack.json")).map((path) => path.split("/")[0]!);

function contains(ring: Point[], [lat, lon]: Point): boolean {
  let odd = false;
  ring.forEach(([a_lat, a_lon], i) => {
    const [b_lat, b_lon] = ring[(i + 1) % ring.length]!;
    if (a_lat > lat !== b_lat > lat && lon < a_lon + ((lat - a_lat) * (b_lon - a_lon)) / (b_lat - a_lat)) odd = !odd;
  });
  return odd;
}

function crosses(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point): number => Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function self_crossings(ring: Point[]): number {
  let count = 0;
  const n = ring.length;
  for (let i = 0; i < n; ++i) {
    for (let j = i + 1; j < n; ++j) if (crosses(ring[i]!, ring[(i + 1) % n]!, ring[j]!, ring[(j + 1) % n]!)) ++count;
  }
  return count;
}

/** Initial bearing, degrees, flat enough within a lane. */
function bearing([lat0, lon0]: Point, [lat1, lon1]: Point): number {
  const east = (lon1 - lon0) * Math.cos((lat0 * Math.PI) / 180);
  return ((Math.atan2(east, lat1 - lat0) * 180) / Math.PI + 360) % 360;
}

it("finds the packs", () => expect(names.sort()).toEqual(["hormuz", "oresund"]));

describe.each(names)("area pack %s", (name) => {
  const pack = JSON.parse(files.get(`${name}/pack.json`)!) as Pack;
  const schemes = (JSON.parse(files.get(`${name}/tss.json`)!) as { scheme: Scheme[] }).scheme;
  const lanes = schemes.flatMap((scheme) => (scheme.lane ?? []).map((lane) => ({ scheme: scheme.name, ...lane })));
  const rings = [...lanes.flatMap((lane) => lane.polygon ?? []), ...schemes.flatMap((s) => s.separation_zone ?? []).flatMap((z) => z.polygon)];
  const lines = schemes.flatMap((scheme) => scheme.line ?? []);

  it("says what it is", () => {
    expect(pack.name).toBe(name);
    expect(pack.title.en).toBeTruthy();
    expect(pack.attribution).toContain("OpenStreetMap");
    expect(() => new Intl.DateTimeFormat("en", { timeZone: pack.time_zone })).not.toThrow();
  });

  it("has every point within its box", () => {
    const points = [...rings, ...lines.flatMap((line) => line.points), ...lanes.flatMap((lane) => lane.centreline)];
    points.push([pack.view.lat, pack.view.lon], ...(pack.place ?? []).map(({ lat, lon }): Point => [lat, lon]));
    for (const [lat, lon] of points) {
      expect(lat).toBeGreaterThanOrEqual(pack.bbox.south);
      expect(lat).toBeLessThanOrEqual(pack.bbox.north);
      expect(lon).toBeGreaterThanOrEqual(pack.bbox.west);
      expect(lon).toBeLessThanOrEqual(pack.bbox.east);
    }
  });

  it("names its places in English", () => {
    for (const place of pack.place ?? []) expect(place.name.en).toBeTruthy();
  });

  it.each(lanes)("$scheme, $name: a ring that does not cross itself and holds its centreline", (lane) => {
    expect(lane.centreline.length).toBeGreaterThanOrEqual(2);
    if (lane.polygon === undefined) return;
    expect(lane.polygon.length).toBeGreaterThanOrEqual(4);
    expect(lane.polygon[0]).not.toEqual(lane.polygon.at(-1));
    expect(self_crossings(lane.polygon)).toBe(0);
    for (let i = 0; i + 1 < lane.centreline.length; ++i) {
      const [a, b] = [lane.centreline[i]!, lane.centreline[i + 1]!];
      const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
      expect(contains(lane.polygon, middle), `middle of leg ${i}`).toBe(true);
    }
  });

  const kCompass: Record<string, number> = {
    north: 0, northeast: 45, east: 90, "east-southeast": 112.5, southeast: 135, south: 180, southwest: 225, west: 270, "west-northwest": 292.5, northwest: 315,
  };

  it.each(lanes.filter((lane) => /(\S+)bound$/.test(lane.name)))("$scheme, $name: flows as it is called", (lane) => {
    const called = kCompass[/(\S+)bound$/.exec(lane.name)![1]!]!;
    const flow = bearing(lane.centreline[0]!, lane.centreline.at(-1)!);
    expect(Math.abs(((flow - called + 540) % 360) - 180), `flows ${flow.toFixed(0)}°`).toBeLessThan(50);
  });

  it("keeps separation zones clear of lanes", () => {
    for (const scheme of schemes) {
      for (const zone of scheme.separation_zone ?? []) {
        expect(self_crossings(zone.polygon)).toBe(0);
        for (const lane of scheme.lane ?? []) {
          for (let i = 0; i + 1 < lane.centreline.length; ++i) {
            zone.polygon.forEach((point, j) => {
              const next = zone.polygon[(j + 1) % zone.polygon.length]!;
              expect(crosses(lane.centreline[i]!, lane.centreline[i + 1]!, point, next), `${scheme.name}, ${lane.name}`).toBe(false);
            });
          }
        }
      }
    }
  });

  it("keeps to the starboard side: the opposite lane lies to port", () => {
    // COLREG schemes drive on the right. Each two-lane scheme's lanes must have the other on their left.
    for (const scheme of schemes) {
      const straight = (scheme.lane ?? []).filter((lane) => /bound/.test(lane.name));
      for (const lane of straight) {
        const flow = bearing(lane.centreline[0]!, lane.centreline.at(-1)!);
        const middle = lane.centreline[Math.floor((lane.centreline.length - 1) / 2)]!;
        const opposite = straight.find((other) => {
          const turn = Math.abs(((bearing(other.centreline[0]!, other.centreline.at(-1)!) - flow + 540) % 360) - 180);
          const distance = Math.hypot(other.centreline[0]![0] - lane.centreline.at(-1)![0], other.centreline[0]![1] - lane.centreline.at(-1)![1]);
          return turn > 150 && distance < 0.35;
        });
        if (opposite === undefined) continue;
        const toward = bearing(middle, opposite.centreline[Math.floor((opposite.centreline.length - 1) / 2)]!);
        const angle = ((toward - flow + 540) % 360) - 180;
        expect(angle, `${scheme.name}, ${lane.name}: the other lane lies at ${angle.toFixed(0)}°`).toBeLessThan(0);
      }
    }
  });
});

describe("the Strait of Hormuz, checked point by point", () => {
  const scheme = (JSON.parse(files.get("hormuz/tss.json")!) as { scheme: Scheme[] }).scheme[0]!;
  const dm = (degrees: number, minutes: number): number => degrees + minutes / 60;

  it("has the published separation zone", () => {
    const published: Point[] = [
      [dm(26, 34.81), dm(56, 21.03)], [dm(26, 31.99), dm(56, 22.4)], [dm(26, 34.48), dm(56, 28.55)], [dm(26, 34.51), dm(56, 33.56)],
      [dm(26, 28.59), dm(56, 37.56)], [dm(26, 29.65), dm(56, 39.41)], [dm(26, 36.52), dm(56, 34.89)],
    ];
    const zone = scheme.separation_zone![0]!.polygon;
    for (const [lat, lon] of published) {
      expect(zone.some((p) => Math.abs(p[0] - lat) < 0.0002 && Math.abs(p[1] - lon) < 0.0002), `${lat} ${lon}`).toBe(true);
    }
  });

  it("takes inbound traffic west, north of the zone, and outbound east, south of it", () => {
    const [inbound, outbound] = [scheme.lane!.find((l) => l.name.startsWith("inbound"))!, scheme.lane!.find((l) => l.name.startsWith("outbound"))!];
    expect(inbound.centreline.at(-1)![1]).toBeLessThan(inbound.centreline[0]![1]);
    expect(outbound.centreline.at(-1)![1]).toBeGreaterThan(outbound.centreline[0]![1]);
    expect(inbound.centreline[1]![0]).toBeGreaterThan(outbound.centreline[1]![0]);
  });
});
