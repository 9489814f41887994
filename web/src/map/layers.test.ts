import { describe, expect, it } from "vitest";
import type { Area } from "../area/pack";
import type { Camera } from "./camera";
import { make_chart } from "./chart";
import { chart_names } from "./chart_text";
import { graticule_lines, graticule_text } from "./graticule";
import { depth_share, kDefaultLayers, kLayers, kZoneStyles, read_layers, toggled, write_layers } from "./layers";
import { along, length_px, name_place, shape_of } from "./shape";

describe("layers in the address", () => {
  it("are silent when nothing differs", () => expect(write_layers(kDefaultLayers)).toBe(""));
  it("come back as they went, each of them", () => {
    for (const layer of kLayers) {
      const changed = toggled(kDefaultLayers, layer);
      expect(changed.has(layer)).not.toBe(kDefaultLayers.has(layer));
      expect([...read_layers(write_layers(changed))].sort()).toEqual([...changed].sort());
    }
  });
  it("ignore what they do not know", () => expect([...read_layers("-nonsense.x.")]).toEqual([...kDefaultLayers]));
});

it("shoal water is filled more than deep", () => {
  expect(depth_share(0)).toBe(1);
  expect(depth_share(5)).toBe(1);
  expect(depth_share(50)).toBe(0);
  expect(depth_share(10)).toBeGreaterThan(depth_share(20));
});

const camera: Camera = { centre_x: 0, centre_y: 0, resolution: 100, width: 1000, height: 800, pixel_ratio: 1 };

describe("the graticule", () => {
  it("says degrees and minutes", () => {
    expect(graticule_text(26.5, "NS")).toBe("26°30′N");
    expect(graticule_text(-56, "EW")).toBe("56°W");
    expect(graticule_text(26 + 5 / 60, "NS")).toBe("26°05′N");
  });
  it("has lines at least 150 px apart, where they belong", () => {
    const { meridians, parallels } = graticule_lines(camera);
    expect(meridians.length).toBeGreaterThan(1);
    expect(meridians.find(({ value }) => Math.abs(value) < 1e-9)!.px).toBeCloseTo(500, 6);
    expect(parallels.find(({ value }) => Math.abs(value) < 1e-9)!.px).toBeCloseTo(400, 6);
    for (let i = 1; i < meridians.length; ++i) expect(meridians[i]!.px - meridians[i - 1]!.px).toBeGreaterThanOrEqual(149);
  });
});

describe("shapes", () => {
  it("are as long as they are, and know the way along", () => {
    const line = shape_of([[0, 0], [0, 0.1], [0.1, 0.1]]);
    const length = length_px(line, camera);
    expect(length).toBeCloseTo((2 * 6378137 * Math.PI) / 1800 / 100, 0);
    const end = along(line, camera, length * 1.0001); // a hair beyond is the end, not the begin
    expect(end.y).toBeCloseTo(along(line, camera, length).y, 0);
    expect(end).toMatchObject({ east: 0, north: 1 });
    expect(along(line, camera, length * 0.25)).toMatchObject({ east: 1, north: 0 });
    expect(along(line, camera, length * 0.75)).toMatchObject({ east: 0, north: 1 });
  });
  it("have a place for their name within, even when they are hollow in the middle", () => {
    // A U open to the north: its middle is outside of it.
    const u = shape_of([[0, 0], [0, 3], [3, 3], [3, 2], [1, 2], [1, 1], [3, 1], [3, 0]]);
    const [x] = name_place(u);
    const degrees = (x / 6378137) * (180 / Math.PI);
    expect((degrees > 0 && degrees < 1) || (degrees > 2 && degrees < 3)).toBe(true);
  });
});

const area = {
  pack: { name: "x", title: { en: "X" }, languages: ["en"], bbox: { west: -1, south: -1, east: 1, north: 1 }, view: { lat: 0, lon: 0, zoom: 8 }, time_zone: "UTC", attribution: "", place: [{ name: { en: "Port" }, kind: "port", lat: 0, lon: 0 }] },
  schemes: [],
  zones: [
    { id: "b", kind: "anchorage", name: { en: "Anchorage" }, polygon: [[0.05, -0.2], [0.05, 0.2], [0.15, 0.2], [0.15, -0.2]] },
    { id: "s", kind: "anchorage", name: { en: "Anchorage too small for its name" }, polygon: [[-0.1, 0], [-0.1, 0.01], [-0.11, 0.01]] },
    { id: "f", kind: "fishing_ground", name: { en: "Grounds" }, polygon: [[-0.3, -0.2], [-0.3, 0.2], [-0.2, 0.2], [-0.2, -0.2]] },
    { id: "d", kind: "depth_area", name: { en: "0–5 m" }, depth_min_m: 0, polygon: [[0.2, -0.2], [0.2, 0.2], [0.25, 0.2]] },
    { id: "n", kind: "of_a_newer_pack", name: { en: "?" }, polygon: [[0, 0], [0, 1], [1, 1]] },
  ],
  gates: [],
  coast: null,
} as unknown as Area;

describe("the chart of a pack", () => {
  const chart = make_chart(area);
  it("knows each kind of zone, lets a newer pack's kinds be, and draws depths first", () => {
    expect(chart.zones.map(({ zone }) => zone.kind)).toEqual(["depth_area", "fishing_ground", "anchorage", "anchorage"]);
    for (const style of Object.values(kZoneStyles)) expect(kLayers).toContain(style.layer);
  });
  it("names what is wide enough and shown, and nothing twice over", () => {
    const named = (layers = kDefaultLayers): string[] => chart_names(chart, camera, "en", layers, (text) => text.length * 7).map(({ text }) => text);
    expect(named()).toEqual(["Port", "Anchorage"]);
    expect(named(toggled(kDefaultLayers, "fishing"))).toEqual(["Port", "Grounds", "Anchorage"]);
    expect(named(toggled(kDefaultLayers, "anchorages"))).toEqual(["Port"]);
    expect(named(toggled(kDefaultLayers, "places"))).toEqual(["Anchorage"]);
  });
});
