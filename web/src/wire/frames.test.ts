import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { decode_frame, type CellFrame, type Identity } from "./frames";
import { kBytes, kCellColumns, kCellHeader, kCellHeaderBytes, kFlag } from "./layout";
import { cell_frame, identities_frame } from "./test_frames";

function cell(bytes: ArrayBuffer): CellFrame {
  const frame = decode_frame(bytes);
  if (!frame.ok || !("cell" in frame.value)) throw new Error(frame.ok ? "not a cell" : frame.error);
  return frame.value.cell;
}

function identities(bytes: ArrayBuffer): Identity[] {
  const frame = decode_frame(bytes);
  if (!frame.ok || !("identities" in frame.value)) throw new Error(frame.ok ? "not identities" : frame.error);
  return frame.value.identities;
}

function error(bytes: ArrayBuffer): string {
  const frame = decode_frame(bytes);
  if (frame.ok) throw new Error("was taken");
  return frame.error;
}

describe("the layout and its page", () => {
  const page = readFileSync(fileURLToPath(new URL("../../../docs/formats/picture-websocket.md", import.meta.url)), "utf8");
  const section = page.slice(page.indexOf("## Binary frame 1"), page.indexOf("## Binary frame 2"));
  const rows = [...section.matchAll(/^\| *(\w+) *\| *(\w+) *\| *(.*?) *\|$/gm)].map((m) => m.slice(1, 4));

  it("has the header the page has", () => {
    const documented = rows.filter(([first]) => /^\d+$/.test(first!)).map(([at, type]) => ({ at: Number(at), type }));
    expect(documented).toEqual(Object.values(kCellHeader));
    const last = documented.at(-1)!;
    expect(kCellHeaderBytes).toBe(last.at + kBytes[last.type as "i64"]);
  });

  it("has the columns the page has, in its order", () => {
    const documented = rows
      .filter(([first, type]) => !/^\d+$/.test(first!) && type! in kBytes)
      .map(([name, type]) => [name, type]);
    expect(documented).toEqual(kCellColumns.map((column) => [...column]));
  });

  it("has the flags the page has, bit by bit", () => {
    const said = rows.find(([name]) => name === "flags")![2]!;
    const words = [...said.matchAll(/bit (\d) ([\w ]+)/g)].map(([, bit, text]) => [1 << Number(bit), text!.trim()] as const);
    expect(words.map(([value]) => value)).toEqual(Object.values(kFlag));
    const begins = ["position accurate", "virtual aid", "simulated", "lost", "aid to navigation off its position", "turning to starboard", "turning to port"];
    expect(words.map(([, text], i) => text.startsWith(begins[i]!))).toEqual(begins.map(() => true));
  });
});

describe("a cell frame", () => {
  it("gives each column its own values", () => {
    const frame = cell(
      cell_frame(
        233,
        472,
        17,
        [
          { mmsi: 999000001, lat: 1, lon: 65535, sog: 123, cog: 3599, heading: 0, age: 7, kind: 1, nav_status: 0, ship_type: 80, flags: 5 },
          { mmsi: 970000001, lat: 32768, lon: 2, age: 65535, kind: 6, nav_status: 14, flags: 8 },
          { mmsi: 4294967295, lat: 3, lon: 4 },
        ],
        1_767_268_800_000_001,
      ),
    );
    expect(frame).toMatchObject({ row: 233, column: 472, tick: 17, count: 3, now_us: 1_767_268_800_000_001 });
    expect([...frame.mmsi]).toEqual([999000001, 970000001, 4294967295]);
    expect([...frame.lat]).toEqual([1, 32768, 3]);
    expect([...frame.lon]).toEqual([65535, 2, 4]);
    expect([...frame.sog]).toEqual([123, 65535, 65535]);
    expect([...frame.cog]).toEqual([3599, 65535, 65535]);
    expect([...frame.heading]).toEqual([0, 65535, 65535]);
    expect([...frame.age]).toEqual([7, 65535, 0]);
    expect([...frame.kind]).toEqual([1, 6, 1]);
    expect([...frame.nav_status]).toEqual([0, 14, 255]);
    expect([...frame.ship_type]).toEqual([80, 0, 0]);
    expect([...frame.flags]).toEqual([5, 8, 0]);
  });

  it("may be empty", () => {
    expect(cell(cell_frame(0, 0, 1, [])).count).toBe(0);
  });

  it("is refused by name when it lies about itself", () => {
    const two = cell_frame(233, 472, 1, [{ mmsi: 1 }, { mmsi: 2 }]);
    expect(error(two.slice(0, 7))).toContain("shorter than any header");
    expect(error(two.slice(0, 20))).toContain("lacks its header");
    for (let cut = 24; cut < two.byteLength; ++cut) expect(error(two.slice(0, cut))).toContain("cannot hold its 2");
    const longer = new Uint8Array(two.byteLength + 1);
    longer.set(new Uint8Array(two));
    expect(error(longer.buffer)).toContain("cannot hold its 2");
    expect(error(cell_frame(360, 0, 1, []))).toContain("row 360");
    expect(cell(cell_frame(359, 719, 1, [])).row).toBe(359);
    expect(error(cell_frame(0, 720, 1, []))).toContain("column 720");
    const version = cell_frame(0, 0, 1, []);
    new DataView(version).setUint8(1, 2);
    expect(error(version)).toContain("version 2");
    const kind = cell_frame(0, 0, 1, []);
    new DataView(kind).setUint8(0, 9);
    expect(error(kind)).toContain("kind 9");
    const many = cell_frame(0, 0, 1, []);
    new DataView(many).setUint32(12, 0xffffffff, true);
    expect(error(many)).toContain("4294967295");
  });
});

describe("an identities frame", () => {
  it("gives each record its fields, and leaves out what was not said", () => {
    const frame = identities_frame([
      { mmsi: 999000001, imo: 9074729, dimensions: [300, 33, 20, 255], ship_type: 80, call_sign: "XX1", name: "نور DAWN", destination: "SOHAR", draught_dm: 123 },
      { mmsi: 999000002 },
    ]);
    expect(identities(frame)).toEqual([
      {
        mmsi: 999000001, imo: 9074729, to_bow_m: 300, to_stern_m: 33, to_port_m: 20, to_starboard_m: 255,
        ship_type: 80, call_sign: "XX1", name: "نور DAWN", destination: "SOHAR", draught_m: 12.3,
      },
      { mmsi: 999000002, to_bow_m: 0, to_stern_m: 0, to_port_m: 0, to_starboard_m: 0, ship_type: 0 },
    ]);
  });

  it("never reads beyond its bytes, wherever it is cut", () => {
    const frame = identities_frame([{ mmsi: 1, name: "ONE", call_sign: "C1" }, { mmsi: 2, destination: "TWO" }]);
    for (let cut = 8; cut < frame.byteLength; ++cut) expect(error(frame.slice(0, cut))).toMatch(/beyond the frame|cannot hold/);
    const longer = new Uint8Array(frame.byteLength + 3);
    longer.set(new Uint8Array(frame));
    expect(error(longer.buffer)).toContain("3 bytes are left");
    const many = identities_frame([]);
    new DataView(many).setUint32(4, 0xffffffff, true);
    expect(error(many)).toContain("4294967295");
  });
});
