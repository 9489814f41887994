import { expect, it } from "vitest";
import { Picture } from "./picture/picture";
import { search } from "./search";
import { decode_frame } from "./wire/frames";
import { cell_frame, identities_frame } from "./wire/test_frames";

function picture(): Picture {
  const out = new Picture();
  const ships = [
    { mmsi: 999000001, name: "SEA DAWN", call_sign: "XYZ9", imo: 9074729 },
    { mmsi: 999000002, name: "DAWN TRADER" },
    { mmsi: 999000003, name: "REDAWNED" },
    { mmsi: 999000004 },
    { mmsi: 999000005, name: "GONE DAWN" },
  ];
  for (const bytes of [cell_frame(1, 1, 1, ships.slice(0, 4)), cell_frame(1, 2, 2, ships.slice(0, 1)), identities_frame(ships)]) {
    const frame = decode_frame(bytes);
    if (!frame.ok) throw new Error(frame.error);
    if ("cell" in frame.value) out.apply_cell(frame.value.cell);
    else out.apply_identities(frame.value.identities);
  }
  return out;
}

it("ranks a name's beginning before a word's, and a word's before its middle", () => {
  expect(search(picture(), "dawn").map((hit) => hit.name)).toEqual(["DAWN TRADER", "SEA DAWN", "REDAWNED"]);
});
it("finds by MMSI, call sign and IMO, with a name or without", () => {
  expect(search(picture(), "999000004")).toEqual([{ mmsi: 999000004, name: null, rank: 0 }]);
  expect(search(picture(), "xyz").map((hit) => hit.mmsi)).toEqual([999000001]);
  expect(search(picture(), " 9074729 ").map((hit) => hit.mmsi)).toEqual([999000001]);
});
it("shows a vessel in two cells once, and none that left the picture", () => {
  expect(search(picture(), "sea").length).toBe(1);
  expect(search(picture(), "gone")).toEqual([]);
});
it("finds nothing for nothing", () => {
  expect(search(picture(), "  ")).toEqual([]);
  expect(search(picture(), "nobody")).toEqual([]);
});
