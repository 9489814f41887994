// The toolbox with a console of which it sees only what it asks for.
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Console } from "../console";
import { Picture } from "../picture/picture";
import { Siren } from "../sound/cadence";
import { decode_frame } from "../wire/frames";
import { cell_frame, type TestVessel } from "../wire/test_frames";
import { approach_of, mover_of, says_motion } from "./overlay";
import { screenshot_words } from "./screenshot";
import { Toolbox, toolbox_of } from "./toolbox";

const at = (degrees: number): number => Math.floor(degrees * 131072);

class FakeConsole {
  picture = new Picture();
  siren = new Siren();
  replay: object | null = null;
  panel: string | null = null;
  hello: object = {};
  now_ms = 1;
  #listener: () => void = () => {};
  snapshot = (): unknown => ({ panel: this.panel, hello: this.hello, tick: { now_ms: this.now_ms }, replay: this.replay, extras: {} });
  on_picture(listener: () => void): void {
    this.#listener = listener;
  }
  visible = (): boolean => true;
  tick(vessels: TestVessel[]): void {
    const frame = decode_frame(cell_frame(180, 360, ++this.now_ms, vessels, this.now_ms * 1000));
    if (frame.ok && "cell" in frame.value) this.picture.apply_cell(frame.value.cell);
    this.#listener();
  }
}

let stored: Map<string, string>;
let fake: FakeConsole;
const make = (): Toolbox => new Toolbox(fake as unknown as Console);

beforeEach(() => {
  stored = new Map();
  fake = new FakeConsole();
  vi.stubGlobal("window", { localStorage: { getItem: (k: string) => stored.get(k) ?? null, setItem: (k: string, v: string) => stored.set(k, v), removeItem: (k: string) => stored.delete(k) } });
});

describe("the toolbox", () => {
  it("takes a click only for the tool whose dock is open", () => {
    const toolbox = make();
    expect(toolbox.click({ lat: 1, lon: 2 }, 7)).toBe(false);
    fake.panel = "vessels";
    expect(toolbox.click({ lat: 1, lon: 2 }, 7)).toBe(false);
    fake.panel = "measure";
    expect(toolbox.click({ lat: 1, lon: 2 }, 7)).toBe(true);
    expect(toolbox.snapshot().measure.now).toEqual([{ lat: 1, lon: 2, mmsi: 7 }]);
    expect(toolbox.shows("measure")).toBe(true);
    fake.panel = null;
    expect(toolbox.shows("measure")).toBe(false);
    toolbox.keep("measure", true);
    expect(toolbox.shows("measure")).toBe(true);
  });

  it("a bearing line's third click begins a new one", () => {
    const toolbox = make();
    fake.panel = "ebl";
    for (const lat of [1, 2, 3]) toolbox.click({ lat, lon: 0 }, null);
    expect(toolbox.snapshot().ebl.now).toEqual({ from: { lat: 3, lon: 0 }, to: null });
    toolbox.undo();
    expect(toolbox.snapshot().ebl.now.to).toEqual({ lat: 2, lon: 0 });
  });

  it("a pair takes two different vessels, the last two picked; a click on water is taken and does nothing", () => {
    const toolbox = make();
    fake.panel = "approach";
    for (const mmsi of [1, 1, 2, null, 3]) expect(toolbox.click({ lat: 0, lon: 0 }, mmsi)).toBe(true);
    expect(toolbox.snapshot().approach.now).toEqual([2, 3]);
  });

  it("undoes in the open dock alone", () => {
    const toolbox = make();
    fake.panel = "measure";
    toolbox.click({ lat: 1, lon: 1 }, null);
    fake.panel = "bookmarks";
    expect(toolbox.undo()).toBe(false);
    fake.panel = "measure";
    expect(toolbox.undo()).toBe(true);
    expect(toolbox.redo()).toBe(true);
    expect(toolbox.snapshot().measure.now).toHaveLength(1);
    fake.panel = null;
    expect(toolbox.undo()).toBe(false);
  });

  it("draws a polygon of three corners at least, a circle of two clicks; a click without a draft is the map's", () => {
    const toolbox = make();
    fake.panel = "guard";
    expect(toolbox.click({ lat: 0, lon: 0 }, 5)).toBe(false);
    toolbox.begin_draft("polygon");
    for (const [lat, lon] of [[0, 0], [0, 1]] as const) toolbox.click({ lat, lon }, null);
    expect(toolbox.finish_draft("x")).toBeNull();
    toolbox.click({ lat: 1, lon: 1 }, null);
    toolbox.undo();
    expect(toolbox.finish_draft("x")).toBeNull();
    toolbox.redo();
    expect(toolbox.finish_draft("East")).toMatchObject({ kind: "polygon", name: "East" });
    toolbox.begin_draft("circle");
    toolbox.click({ lat: 0, lon: 0 }, null);
    toolbox.click({ lat: 0, lon: 0.1 }, null);
    const circle = toolbox.snapshot().guard.now[1]!;
    expect(circle).toMatchObject({ kind: "circle", armed: true });
    expect(Math.abs((circle.kind === "circle" ? circle.radius_m : 0) - 11_132)).toBeLessThan(2);
    expect(toolbox.snapshot().draft.now).toBeNull();
    // Drawn anew, a zone keeps its name and place in the list; taken back, its old form.
    const east = toolbox.snapshot().guard.now[0]!;
    toolbox.begin_draft("circle", east.id);
    toolbox.click({ lat: 1, lon: 1 }, null);
    toolbox.click({ lat: 1, lon: 1.1 }, null);
    expect(toolbox.snapshot().guard.now[0]).toMatchObject({ id: east.id, name: "East", kind: "circle" });
    toolbox.undo();
    expect(toolbox.snapshot().guard.now[0]).toEqual(east);
  });

  it("keeps zones, bookmarks and marks, and finds them again; sets aside what it cannot read", () => {
    const toolbox = make();
    fake.panel = "guard";
    toolbox.begin_draft("circle");
    toolbox.click({ lat: 0, lon: 0 }, null);
    toolbox.click({ lat: 0, lon: 0.1 }, null);
    toolbox.edit("bookmarks", [{ id: "b", name: "B", view: "1.0,2.0,3.0" }]);
    toolbox.edit("marked", { groups: [], notes: { "1": "seen" } });
    const again = make().snapshot();
    expect(again.guard.now).toEqual(toolbox.snapshot().guard.now);
    expect(again.bookmarks.now[0]!.name).toBe("B");
    expect(again.marked.now.notes).toEqual({ "1": "seen" });
    expect(again.problem).toBeNull();
    stored.set("narrows.bookmarks", "{broken");
    const broken = make();
    expect(broken.snapshot().bookmarks.now).toEqual([]);
    expect(broken.snapshot().problem).toContain("bookmarks: not JSON");
    expect(stored.get("narrows.bookmarks.unreadable")).toBe("{broken");
  });

  it("announces who enters a guard zone, and nobody on a new connection", () => {
    const toolbox = make();
    const told: number[] = [];
    toolbox.on_entries((entries) => told.push(...entries.map(({ mmsi }) => mmsi)));
    fake.tick([{ mmsi: 1, lat: at(0.1), lon: at(0.1) }]);
    toolbox.edit("guard", [{ id: "z", name: "Z", armed: true, kind: "circle", centre: { lat: 0.1, lon: 0.1 }, radius_m: 3000 }]);
    fake.tick([{ mmsi: 1, lat: at(0.1), lon: at(0.1) }, { mmsi: 2, lat: at(0.3), lon: at(0.3) }]);
    expect(told).toEqual([]);
    fake.tick([{ mmsi: 2, lat: at(0.1), lon: at(0.1) }]);
    expect(told).toEqual([2]);
    expect(toolbox.snapshot().entries).toHaveLength(1);
    fake.hello = {}; // the node was started anew
    fake.tick([{ mmsi: 3, lat: at(0.1), lon: at(0.1) }]);
    expect(told).toEqual([2]);
  });

  it("sounds a caution for who enters an armed zone, until they leave it or somebody silences", () => {
    const toolbox = make();
    const zone = { id: "z", name: "Z", armed: true, kind: "circle" as const, centre: { lat: 0.1, lon: 0.1 }, radius_m: 3000 };
    const heard = (mmsi: number, degrees: number): unknown => {
      fake.tick([{ mmsi: 1, lat: at(0.1), lon: at(0.1) }, { mmsi, lat: at(degrees), lon: at(degrees) }]);
      return fake.siren.sounding;
    };
    fake.tick([{ mmsi: 1, lat: at(0.1), lon: at(0.1) }, { mmsi: 2, lat: at(0.3), lon: at(0.3) }]);
    toolbox.edit("guard", [zone]);
    expect(heard(2, 0.3)).toBeNull(); // who was in when it was drawn is no news
    expect(heard(2, 0.1)).toBe("caution");
    expect(heard(2, 0.1)).toBe("caution");
    fake.siren.silence();
    expect(heard(2, 0.1)).toBeNull();
    expect(heard(2, 0.3)).toBeNull();
    expect(heard(2, 0.1)).toBe("caution"); // came again
    expect(heard(2, 0.3)).toBeNull();
    heard(2, 0.1);
    toolbox.edit("guard", [{ ...zone, armed: false }]);
    expect(fake.siren.sounding).toBeNull();
    toolbox.edit("guard", [zone]);
    heard(2, 0.3);
    fake.replay = {};
    expect(heard(2, 0.1)).toBeNull(); // what was is not to be answered now
  });

  it("is one a console", () => expect(toolbox_of(fake as unknown as Console)).toBe(toolbox_of(fake as unknown as Console)));
});

describe("vessels as movers", () => {
  const found = (v: TestVessel): { cell: never; index: number } => {
    fake.tick([v]);
    return fake.picture.find(v.mmsi) as never;
  };
  it("stand still when they give no course or speed, and say so", () => {
    expect(mover_of(found({ mmsi: 1, sog: 100, cog: 900 }))).toMatchObject({ course_deg: 90, speed_mps: (10 * 1852) / 3600 });
    expect(mover_of(found({ mmsi: 1, sog: 100 })).speed_mps).toBe(0);
    expect(says_motion(found({ mmsi: 1, sog: 100, cog: 900 }))).toBe(true);
    expect(says_motion(found({ mmsi: 1, sog: 0 }))).toBe(true);
    expect(says_motion(found({ mmsi: 1, sog: 100 }))).toBe(false);
    expect(says_motion(found({ mmsi: 1 }))).toBe(false);
  });
  it("have an approach only while both are there", () => {
    fake.tick([{ mmsi: 1, lat: at(0.1), lon: at(0.1), sog: 100, cog: 900 }, { mmsi: 2, lat: at(0.1), lon: at(0.2), sog: 100, cog: 2700 }]);
    const met = approach_of(fake as unknown as Console, [1, 2])!;
    expect(met.dcpa_m).toBeLessThan(2);
    expect(met.tcpa_s).toBeGreaterThan(900);
    expect(approach_of(fake as unknown as Console, [1, 3])).toBeNull();
    expect(approach_of(fake as unknown as Console, [1])).toBeNull();
  });
});

describe("the words of a screenshot", () => {
  const words = { simulated: "SIM", real: "REAL", not_for_navigation: "not for navigation", stale: "STALE", replay: "REPLAY" };
  const of = { node: "n", area: "a", now_ms: Date.UTC(2026, 0, 1, 12), view: { lat: 26, lon: 56, zoom: 10 }, simulated: true, stale: false, replay_speed: null, attribution: "© OSM" };
  it("say time, place, world and that it is not for navigation", () => {
    const { left, right, across } = screenshot_words(of, words);
    expect(left[0]).toBe("2026-01-01 12:00:00 UTC");
    expect(left[1]).toContain("26°00.00′N 056°00.00′E");
    expect(right).toEqual(["SIM · not for navigation", "© OSM"]);
    expect(across).toBe("SIM");
  });
  it("never call the real world simulated, nor an old picture live", () => {
    const real = screenshot_words({ ...of, simulated: false, stale: true }, words);
    expect(real.across).toBeNull();
    expect(real.right[0]).toContain("REAL");
    expect(real.left[0]).toContain("STALE");
    expect(screenshot_words({ ...of, replay_speed: 10 }, words).left[0]).toContain("REPLAY");
  });
});
