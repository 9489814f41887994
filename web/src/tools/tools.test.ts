import { describe, expect, it } from "vitest";
import { Picture } from "../picture/picture";
import { decode_frame } from "../wire/frames";
import { cell_frame, identities_frame, type TestVessel } from "../wire/test_frames";
import { legs, resolve } from "./anchor";
import { merged, read_bookmarks, write_bookmarks } from "./bookmarks";
import { file_name, to_csv, to_geojson, visible_rows } from "./export";
import { Follower, read_follow } from "./follow";
import { direct } from "./geodesy";
import { kGroupMembers, kNothingMarked, read_marked, rings_of, toggled_member, with_note, write_marked, type Marked } from "./groups";
import { contains, GuardWatch, kEntries, read_guard_zones, write_guard_zones, type GuardZone } from "./guard";
import { begin, edit, kUndoSteps, redo, undo } from "./history";

const kNoon = Date.UTC(2026, 0, 1, 12);

/** Cell 180/360 begins at 0° N 0° E; a step of lat or lon is 0.5°/65536. */
function picture_of(vessels: TestVessel[], tick = 1): Picture {
  const picture = new Picture();
  const frame = decode_frame(cell_frame(180, 360, tick, vessels, kNoon * 1000));
  if (!frame.ok || !("cell" in frame.value)) throw new Error("test frame");
  picture.apply_cell(frame.value.cell);
  return picture;
}
const at = (degrees: number): number => Math.floor(degrees * 131072);

describe("undo", () => {
  it("takes back and does again, in order, and forgets what was taken back when something new comes", () => {
    let h = begin(0);
    for (let i = 1; i <= 3; ++i) h = edit(h, i);
    h = undo(undo(h));
    expect(h.now).toBe(1);
    h = redo(h);
    expect(h.now).toBe(2);
    h = edit(h, 9);
    expect(redo(h).now).toBe(9);
    expect(undo(h).now).toBe(2);
    expect(undo(undo(undo(undo(h)))).now).toBe(0);
  });
  it("is bounded", () => {
    let h = begin(0);
    for (let i = 1; i <= 3 * kUndoSteps; ++i) h = edit(h, i);
    expect(h.past).toHaveLength(kUndoSteps);
  });
  it("makes no step of nothing", () => expect(edit(begin(kNothingMarked), kNothingMarked).past).toHaveLength(0));
});

describe("anchors", () => {
  it("move with their vessel, and stay when it has gone", () => {
    const anchor = { lat: 50, lon: 5, mmsi: 7 };
    const there = resolve(anchor, picture_of([{ mmsi: 7, lat: at(0.25), lon: at(0.125) }]));
    expect(there.lat).toBeCloseTo(0.25, 4);
    expect(there.lon).toBeCloseTo(0.125, 4);
    expect(resolve(anchor, picture_of([]))).toEqual({ lat: 50, lon: 5 });
  });
  it("make legs and a sum", () => {
    const places = [{ lat: 0, lon: 0 }, { lat: 0, lon: 1 }, { lat: 1, lon: 1 }];
    const { legs: two, total_m } = legs(places);
    expect(two.map((leg) => Math.round(leg.bearing_deg))).toEqual([90, 0]);
    expect(total_m).toBeCloseTo(two[0]!.distance_m + two[1]!.distance_m, 6);
    expect(legs([places[0]!]).total_m).toBe(0);
  });
});

const square: GuardZone = {
  id: "s", name: "Square", armed: true, kind: "polygon",
  points: [{ lat: 0.1, lon: 0.1 }, { lat: 0.1, lon: 0.3 }, { lat: 0.3, lon: 0.3 }, { lat: 0.3, lon: 0.1 }],
};
const circle: GuardZone = { id: "c", name: "Circle", armed: true, kind: "circle", centre: { lat: 0.2, lon: 0.2 }, radius_m: 5000 };

describe("guard zones", () => {
  it("hold what is within", () => {
    expect(contains(square, { lat: 0.2, lon: 0.2 })).toBe(true);
    for (const outside of [{ lat: 0.05, lon: 0.2 }, { lat: 0.2, lon: 0.05 }, { lat: 0.2, lon: 0.35 }, { lat: 0.35, lon: 0.2 }]) expect(contains(square, outside)).toBe(false);
    for (const bearing of [0, 90, 222]) {
      expect(contains(circle, direct(circle.centre, bearing, 4999))).toBe(true);
      expect(contains(circle, direct(circle.centre, bearing, 5001))).toBe(false);
    }
  });
  it("are whole across the date line", () => {
    const across: GuardZone = { ...square, points: [{ lat: -1, lon: 179 }, { lat: -1, lon: -179 }, { lat: 1, lon: -179 }, { lat: 1, lon: 179 }] };
    expect(contains(across, { lat: 0, lon: 179.9 })).toBe(true);
    expect(contains(across, { lat: 0, lon: -179.9 })).toBe(true);
    expect(contains(across, { lat: 0, lon: 0 })).toBe(false);
    expect(contains(across, { lat: 0, lon: 178.9 })).toBe(false);
  });
  it("tell who comes in, once, and not who was there", () => {
    const watch = new GuardWatch();
    const inside = { lat: at(0.2), lon: at(0.2) }, outside = { lat: at(0.4), lon: at(0.4) };
    expect(watch.look(picture_of([{ mmsi: 1, ...inside }, { mmsi: 2, ...outside }]), [square], 1)).toEqual([]);
    const now = picture_of([{ mmsi: 1, ...inside }, { mmsi: 2, ...inside }]);
    expect(watch.look(now, [square], 2)).toEqual([{ zone: "s", mmsi: 2, at_ms: 2 }]);
    expect(watch.look(now, [square], 3)).toEqual([]);
    watch.look(picture_of([{ mmsi: 2, ...outside }]), [square], 4);
    expect(watch.look(picture_of([{ mmsi: 2, ...inside }]), [square], 5)).toHaveLength(1); // it went and came again
    expect([...watch.inside("s")]).toEqual([2]);
  });
  it("are quiet when disarmed, when just changed, and about lost or hidden vessels", () => {
    const inside = { lat: at(0.2), lon: at(0.2) };
    const watch = new GuardWatch();
    watch.look(picture_of([]), [square], 1);
    expect(watch.look(picture_of([{ mmsi: 1, ...inside }]), [{ ...square, armed: false }], 2)).toEqual([]);
    const moved = { ...square, points: square.points.map((p) => ({ ...p, lat: p.lat + 0.01 })) };
    expect(watch.look(picture_of([{ mmsi: 1, ...inside }, { mmsi: 2, ...inside }]), [moved], 3)).toEqual([]);
    expect(watch.look(picture_of([{ mmsi: 3, ...inside, flags: 8 }]), [moved], 4)).toEqual([]);
    expect(watch.look(picture_of([{ mmsi: 4, ...inside }]), [moved], 5, () => true)).toEqual([]);
    watch.restart();
    expect(watch.look(picture_of([{ mmsi: 5, ...inside }]), [moved], 6)).toEqual([]);
  });
  it("keep a bounded list, newest first", () => {
    const watch = new GuardWatch();
    watch.look(picture_of([]), [square], 0);
    watch.look(picture_of(Array.from({ length: kEntries + 50 }, (_, i) => ({ mmsi: i + 1, lat: at(0.2), lon: at(0.2) }))), [square], 1);
    expect(watch.entries).toHaveLength(kEntries);
  });
  it("come back from their JSON, and say what is wrong with another's", () => {
    const zones = [square, circle];
    expect(read_guard_zones(write_guard_zones(zones))).toEqual({ ok: true, value: zones });
    const wrong = (change: (z: Record<string, unknown>) => void): string => {
      const document = JSON.parse(write_guard_zones(zones)) as { zones: Record<string, unknown>[] };
      change(document.zones[1]!);
      const read = read_guard_zones(JSON.stringify(document));
      return read.ok ? "taken" : read.error;
    };
    expect(wrong((z) => (z.radius_m = -1))).toContain("zones[1].radius_m");
    expect(wrong((z) => (z.centre = { lat: 91, lon: 0 }))).toContain("zones[1].centre");
    expect(wrong((z) => (z.kind = "star"))).toContain("zones[1].kind");
    expect(wrong((z) => (z.name = ""))).toContain("zones[1].name");
    expect(wrong((z) => Object.assign(z, { kind: "polygon", points: [{ lat: 0, lon: 0 }] }))).toContain("points");
    expect(read_guard_zones("{}")).toMatchObject({ ok: false });
    expect(read_guard_zones("nonsense")).toMatchObject({ ok: false, error: "not JSON" });
    expect(read_guard_zones('{"format":"narrows-guard-zones","version":2,"zones":[]}')).toMatchObject({ ok: false, error: "version 2 is not 1" });
  });
});

describe("bookmarks", () => {
  const one = { id: "a", name: "The narrow part", view: "26.44000,56.42000,10.20&palette=night" };
  it("come back from their JSON, and must name a view", () => {
    expect(read_bookmarks(write_bookmarks([one]))).toEqual({ ok: true, value: [one] });
    expect(read_bookmarks(write_bookmarks([{ ...one, view: "palette=night" }]))).toMatchObject({ ok: false, error: expect.stringContaining("bookmarks[0].view") });
  });
  it("are merged by their id, up to the most", () => {
    expect(merged([one], [{ ...one, name: "New" }, { ...one, id: "b" }], 10).map(({ name }) => name)).toEqual(["New", "The narrow part"]);
    expect(merged([one], [{ ...one, id: "b" }], 1)).toEqual([one]);
  });
});

describe("groups and notes", () => {
  const marked: Marked = { groups: [{ id: "g", name: "Pilots", colour: "blue", mmsis: [1] }, { id: "h", name: "Watch", colour: "orange", mmsis: [1, 2] }], notes: { "1": "Called 02:26" } };
  it("come back from their JSON, and say what is wrong with another's", () => {
    expect(read_marked(write_marked(marked))).toEqual({ ok: true, value: marked });
    const broken = (text: string, by: string): unknown => read_marked(write_marked(marked).replace(text, by));
    expect(broken('"blue"', '"red"')).toMatchObject({ error: expect.stringContaining("groups[0].colour") });
    expect(broken('"1": "Called', '"x": "Called')).toMatchObject({ error: expect.stringContaining("MMSI") });
  });
  it("put a vessel in and take it out, and colour it by the first group that has it", () => {
    const two = toggled_member(marked, "g", 3);
    expect(two.groups[0]!.mmsis).toEqual([1, 3]);
    expect(toggled_member(two, "g", 1).groups[0]!.mmsis).toEqual([3]);
    const rings = rings_of(marked, "night");
    expect(rings.get(1)).not.toBe(rings.get(2));
    expect(rings.size).toBe(2);
    let full = marked;
    for (let i = 0; i < kGroupMembers + 5; ++i) full = toggled_member(full, "g", 1000 + i);
    expect(full.groups[0]!.mmsis).toHaveLength(kGroupMembers);
  });
  it("keep a note, change it, and lose it when it is emptied", () => {
    expect(with_note(marked, 2, " seen ").notes).toEqual({ "1": "Called 02:26", "2": "seen" });
    expect(with_note(marked, 1, "  ").notes).toEqual({});
  });
});

describe("export", () => {
  const picture = picture_of([
    { mmsi: 2, lat: at(0.2), lon: at(0.2), sog: 123, cog: 3599, heading: 900, age: 30, nav_status: 0, ship_type: 80, flags: 4 },
    { mmsi: 1, lat: at(0.2), lon: at(0.2), kind: 2, flags: 8 },
    { mmsi: 3, lat: at(0.4), lon: at(0.4) },
  ]);
  const identities = decode_frame(identities_frame([{ mmsi: 2, name: '=HYPER,"LINK"', dimensions: [100, 20, 5, 6], imo: 9074729 }]));
  if (identities.ok && "identities" in identities.value) picture.apply_identities(identities.value.identities);
  const box = { west: 0.1, south: 0.1, east: 0.3, north: 0.3 };
  const rows = visible_rows(picture, box, () => true);

  it("takes what is in the box and may be seen, by MMSI, and leaves out what was not said", () => {
    expect(rows.map(({ mmsi }) => mmsi)).toEqual([1, 2]);
    expect(visible_rows(picture, box, (cell, index) => cell.mmsi[index] === 1).map(({ mmsi }) => mmsi)).toEqual([1]);
    expect(rows[1]).toEqual({
      mmsi: 2, observed_at: "2026-01-01T11:59:30.000Z", lat: expect.closeTo(0.2, 4), lon: expect.closeTo(0.2, 4), kind: "class_a", sog_kn: 12.3, cog_deg: 359.9,
      heading_deg: 90, nav_status: 0, ship_type: 80, name: '=HYPER,"LINK"', imo: 9074729, length_m: 120, beam_m: 11, lost: false, simulated: true,
    });
    expect(rows[0]).toMatchObject({ kind: "class_b", lost: true, simulated: false });
    expect(rows[0]).not.toHaveProperty("sog_kn");
  });
  it("is CSV as RFC 4180 has it, safe for a spreadsheet", () => {
    const [head, first, second, end] = to_csv(rows).split("\r\n");
    expect(head!.split(",")).toHaveLength(18);
    expect(first).toMatch(/^1,2026-01-01T12:00:00\.000Z,0\.\d+,0\.\d+,class_b,,,,,,,,,,,,true,false$/);
    expect(second).toContain(`"'=HYPER,""LINK"""`);
    expect(end).toBe("");
  });
  it("is GeoJSON with longitude first", () => {
    const { type, features } = JSON.parse(to_geojson(visible_rows(picture, { west: -1, south: -1, east: 1, north: 1 }, () => true))) as { type: string; features: { geometry: { coordinates: number[] }; properties: Record<string, unknown> }[] };
    expect(type).toBe("FeatureCollection");
    expect(features).toHaveLength(3);
    expect(features[1]!.geometry.coordinates[0]).toBeCloseTo(0.2, 4);
    expect(features[1]!.properties).not.toHaveProperty("lat");
  });
  it("names its file by node and time", () => {
    expect(file_name("North Shore/1", kNoon, "csv")).toBe("narrows-north-shore-1-20260101T120000Z.csv");
    expect(file_name("شاطئ", kNoon, "png")).toBe("narrows-node-20260101T120000Z.png");
  });
});

describe("windows that follow each other", () => {
  const here = { lat: 26, lon: 56, zoom: 10, selected: 7 };
  it("tell and follow, without echo", () => {
    const [a, b] = [new Follower("a", true), new Follower("b", true)];
    const message = a.moved(here);
    expect(b.told(message)).toEqual(here);
    expect(b.moved(here)).toBeNull(); // it is there because it was told
    expect(a.told(message)).toBeNull(); // its own
    expect(b.moved({ ...here, zoom: 11 })).not.toBeNull();
  });
  it("neither tell nor follow when unlinked", () => {
    const a = new Follower("a", false);
    expect(a.moved(here)).toBeNull();
    expect(a.told({ v: 1, from: "b", ...here })).toBeNull();
  });
  it("take no nonsense", () => {
    for (const wrong of [null, 3, {}, { v: 2, from: "b", ...here }, { v: 1, from: "b", ...here, lat: 91 }, { v: 1, from: "b", ...here, zoom: NaN }, { v: 1, from: "b", ...here, selected: "x" }]) {
      expect(read_follow(wrong)).toBeNull();
    }
  });
});
