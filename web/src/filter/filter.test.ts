import { describe, expect, it } from "vitest";
import { Picture } from "../picture/picture";
import { random_of } from "../test_random";
import { decode_frame } from "../wire/frames";
import { cell_frame, identities_frame } from "../wire/test_frames";
import { kClasses } from "../words/class";
import {
  in_polygon, is_empty, kNoFilter, kNoFlag, parts_of, passer, read_filter, without, write_filter, type Candidate, type Filter, type Range,
} from "./filter";
import { FilterMask } from "./mask";
import { kPresetsMax, parse_presets, print_presets, with_preset } from "./presets";

const ship: Candidate = {
  mmsi: 219000001, lat: 26.5, lon: 56.3, kind: 1, nav_status: 0, ship_type: 80, sog: 123, age_s: 20, length_m: 300,
  name: "NÖRTH Dawn", call_sign: "OXYZ", imo: 9074729, destination: "AE FJR",
};
const passes = (filter: Partial<Filter>, change: Partial<Candidate> = {}): boolean => passer({ ...kNoFilter, ...filter })({ ...ship, ...change });
const square = [[26, 56], [26, 57], [27, 57], [27, 56]] as const;

describe("a filter", () => {
  it("lets all through while it is empty", () => {
    expect(passes({})).toBe(true);
    expect(is_empty(kNoFilter)).toBe(true);
    expect(is_empty({ ...kNoFilter, text: "  " })).toBe(true);
  });

  it("narrows by class, station and flag", () => {
    expect(passes({ classes: ["tanker"] })).toBe(true);
    expect(passes({ classes: ["cargo", "fishing"] })).toBe(false);
    expect(passes({ classes: ["unknown"] }, { ship_type: 0 })).toBe(true);
    expect(passes({ classes: ["station"] }, { kind: 3 })).toBe(true);
    expect(passes({ classes: ["authority"] }, { kind: 5, ship_type: 0 })).toBe(true);
    expect(passes({ stations: ["a"] })).toBe(true);
    expect(passes({ stations: ["b"] })).toBe(false);
    expect(passes({ flags: ["DK", "OM"] })).toBe(true);
    expect(passes({ flags: ["OM"] })).toBe(false);
    expect(passes({ flags: [kNoFlag] }, { mmsi: 499000001 })).toBe(true);
    expect(passes({ flags: [kNoFlag] })).toBe(false);
  });

  it("narrows by figures, both ends belonging to the range, and who did not say is not within", () => {
    for (const [part, value, absent] of [["speed_kn", 12.3, { sog: 65535 }], ["length_m", 300, { length_m: undefined }], ["age_s", 20, null]] as const) {
      expect(passes({ [part]: { min: value } }), part).toBe(true);
      expect(passes({ [part]: { max: value } }), part).toBe(true);
      expect(passes({ [part]: { min: value + 0.1 } }), part).toBe(false);
      expect(passes({ [part]: { max: value - 0.1 } }), part).toBe(false);
      expect(passes({ [part]: { min: value - 1, max: value + 1 } }), part).toBe(true);
      if (absent !== null) expect(passes({ [part]: { max: 1e9 } }, absent), part).toBe(false);
    }
  });

  it("narrows by an area drawn or named", () => {
    expect(passes({ area: square })).toBe(true);
    expect(passes({ area: square }, { lat: 27.01 })).toBe(false);
    const zones = new Map([["lane", [square, [[0, 0], [0, 1], [1, 1]] as const]]]);
    const in_lane = passer({ ...kNoFilter, area: "lane" }, zones);
    expect(in_lane(ship)).toBe(true);
    expect(in_lane({ ...ship, lat: 0.2, lon: 0.5 })).toBe(true);
    expect(in_lane({ ...ship, lat: 20 })).toBe(false);
    expect(passer({ ...kNoFilter, area: "nowhere" }, zones)({ ...ship, lat: 20 })).toBe(true); // hides nobody
    const pacific = [[-1, 179], [-1, -179], [1, -179], [1, 179]] as const;
    expect([[0, 179.5], [0, -179.5], [0, 178], [0, 0], [2, 180]].map(([lat, lon]) => in_polygon(lat!, lon!, pacific))).toEqual([true, true, false, false, false]);
    expect(in_polygon(26.5, 56.3, square.slice(0, 2))).toBe(false);
  });

  it("narrows by text in any of a vessel's names and numbers, whatever the case, accents or script of digits", () => {
    for (const text of ["north", "DAWN", "oxyz", "9074", "219000001", "fjr", "۹۰۷۴", " dawn "]) expect(passes({ text }), text).toBe(true);
    for (const text of ["dusk", "9075"]) expect(passes({ text }), text).toBe(false);
    expect(passes({ text: "علي" }, { name: "علی" })).toBe(true);
    expect(passes({ text: "x" }, { name: undefined, call_sign: undefined, destination: undefined, imo: undefined })).toBe(false);
  });

  it("never hides who is in distress", () => {
    const nobody: Filter = { ...kNoFilter, classes: ["leisure"], flags: ["OM"], text: "nobody", area: [[0, 0], [0, 1], [1, 1]] };
    for (const kind of [6, 7, 8]) expect(passes(nobody, { kind })).toBe(true);
    expect(passes(nobody, { nav_status: 14 })).toBe(true);
    expect(passes(nobody)).toBe(false);
  });

  it("is all of its parts together, and each can be taken out", () => {
    const filter: Filter = { ...kNoFilter, classes: ["tanker"], text: "nobody" };
    expect(passes(filter)).toBe(false);
    expect(parts_of(filter)).toEqual(["classes", "text"]);
    expect(passes(without(filter, "text"))).toBe(true);
    expect(is_empty(without(without(filter, "text"), "classes"))).toBe(true);
  });
});

function random_filter(seed: number): Filter {
  const random = random_of(seed);
  const some = <T>(all: readonly T[]): T[] => all.filter(() => random() < 0.3);
  const range = (): Range => ({ ...(random() < 0.4 ? { min: Math.round(random() * 1000) / 10 } : {}), ...(random() < 0.4 ? { max: Math.round(random() * 10000) / 10 } : {}) });
  const texts = ["", "dawn", "a;b:c,d=e&f%g#h", "نسيم البحر", "text:x;flag:DK", "+ /~"];
  const corner = (): [number, number] => [Number((random() * 180 - 90).toFixed(5)), Number((random() * 360 - 180).toFixed(5))];
  const areas: (() => Filter["area"])[] = [() => null, () => "scheme/hormuz", () => Array.from({ length: 3 + Math.floor(random() * 9) }, corner)];
  return {
    classes: some(kClasses), stations: some(["a", "b"] as const), flags: some([kNoFlag, "DK", "IR", "OM"]), speed_kn: range(), length_m: range(), age_s: range(),
    area: areas[Math.floor(random() * areas.length)]!(), text: texts[Math.floor(random() * texts.length)]!,
  };
}

describe("a filter in an address", () => {
  it("comes back as it went", () => {
    for (let seed = 1; seed <= 500; ++seed) {
      const filter = random_filter(seed);
      expect(read_filter(write_filter(filter)), `seed ${seed}: ${write_filter(filter)}`).toEqual(filter);
    }
  });
  it("is written so that a person can read it", () => {
    expect(write_filter({ ...kNoFilter, classes: ["tanker", "cargo"], flags: ["IR", "--"], speed_kn: { min: 5 }, age_s: { max: 600 }, text: "dawn" })).toBe(
      "class:tanker,cargo;flag:IR,--;speed:5..;age:..600;text:dawn",
    );
  });
  it("narrows nothing by what cannot be read", () => {
    for (const text of ["", ";;;", "class:submarine", "flag:Denmark", "speed:fast", "speed:-5..", "speed:1..2..3", "area:1,2,3", "area:91,0,0,0,1,1", "area:a,b,c,d,e,f", "zone:", "weather:fine", "area:" + "1,".repeat(999)]) {
      expect(is_empty(read_filter(text)), text).toBe(true);
    }
    expect(read_filter("class:submarine,tanker;speed:x;flag:OM")).toEqual({ ...kNoFilter, classes: ["tanker"], flags: ["OM"] });
    expect(read_filter(`text:${"x".repeat(500)}`).text).toHaveLength(100);
  });
});

describe("the masks of the picture", () => {
  const take = (picture: Picture, bytes: ArrayBuffer): void => {
    const frame = decode_frame(bytes);
    if (!frame.ok) throw new Error(frame.error);
    if ("cell" in frame.value) picture.apply_cell(frame.value.cell);
    else picture.apply_identities(frame.value.identities);
  };
  const sea = (): Picture => {
    const picture = new Picture();
    take(picture, cell_frame(233, 472, 1, [{ mmsi: 219000001, ship_type: 80, age: 5 }, { mmsi: 219000002, ship_type: 0, age: 90 }, { mmsi: 972000001, kind: 7, age: 90 }]));
    return picture;
  };
  const of = (mask: FilterMask, picture: Picture, now_ms = 0): number[] | null => {
    const made = mask.of([...picture.cells.values()][0]!, now_ms);
    return made === null ? null : [...made];
  };

  it("are none without a filter, one byte a vessel with one", () => {
    const picture = sea();
    const mask = new FilterMask(picture);
    mask.set(kNoFilter, new Map());
    expect(of(mask, picture)).toBeNull();
    mask.set({ ...kNoFilter, classes: ["tanker"] }, new Map());
    expect(of(mask, picture)).toEqual([1, 0, 1]);
    mask.set(kNoFilter, new Map());
    expect(of(mask, picture)).toBeNull();
  });

  it("follow an identity that comes later", () => {
    const picture = sea();
    const mask = new FilterMask(picture);
    mask.set({ ...kNoFilter, classes: ["fishing"], length_m: { min: 10 } }, new Map());
    expect(of(mask, picture)).toEqual([0, 0, 1]);
    take(picture, identities_frame([{ mmsi: 219000002, ship_type: 30, dimensions: [10, 5, 2, 2] }]));
    mask.on_tick(true);
    expect(of(mask, picture)).toEqual([0, 1, 1]);
  });

  it("grow old with the node's time, without a new frame of the cell", () => {
    const picture = sea();
    const mask = new FilterMask(picture);
    mask.set({ ...kNoFilter, age_s: { max: 10 } }, new Map());
    expect(of(mask, picture, 0)).toEqual([1, 0, 1]);
    mask.on_tick(false);
    expect(of(mask, picture, 6000)).toEqual([0, 0, 1]);
  });
});

describe("saved filters", () => {
  const tankers = { ...kNoFilter, classes: ["tanker"] as const };
  it("come back as they were kept, the last of a name winning, and no more than can be found again", () => {
    const presets = with_preset(with_preset(with_preset([], "one", kNoFilter), "two", tankers), " one ", tankers);
    expect(presets.map(({ name }) => name)).toEqual(["two", "one"]);
    expect(parse_presets(print_presets(presets))).toEqual(presets);
    let many = presets;
    for (let i = 0; i < 50; ++i) many = with_preset(many, `preset ${i}`, tankers);
    expect(many).toHaveLength(kPresetsMax);
    expect(many.at(-1)!.name).toBe("preset 49");
  });
  it("begin anew when the store holds something else", () => {
    for (const text of [null, "", "{", "7", '{"a":1}', '[1,["x"],["",""]]']) expect(parse_presets(text)).toEqual([]);
  });
});
