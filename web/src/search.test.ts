import { expect, it } from "vitest";
import { Picture } from "./picture/picture";
import { nearly, search } from "./search";
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

it("finds a name with a slip of the finger, after all that are right", () => {
  const names = (words: string): (string | null)[] => search(picture(), words).map((hit) => hit.name);
  expect(names("dwan")).toEqual(["DAWN TRADER", "SEA DAWN"]); // two letters exchanged
  expect(names("tradr")).toEqual(["DAWN TRADER"]); // one missing
  expect(names("tradder")).toEqual(["DAWN TRADER"]); // one too many
  expect(names("dawn tratar")).toEqual(["DAWN TRADER"]); // two wrong, in a long one
  expect(names("trxxr")).toEqual([]);
  expect(names("sxa")).toEqual([]); // too short for slips
  expect(search(picture(), "dawn").every(({ rank }) => rank < 3)).toBe(true);
  expect(search(picture(), "999000009")).toEqual([]); // numbers are right or wrong
});
it("takes Arabic letters and digits as one reads them", () => {
  const sea = picture();
  const frame = decode_frame(identities_frame([{ mmsi: 999000004, name: "علی البحر" }]));
  if (frame.ok && "identities" in frame.value) sea.apply_identities(frame.value.identities);
  expect(search(sea, "علي").map((hit) => hit.mmsi)).toEqual([999000004]);
  expect(search(sea, "٩٠٧٤٧٢٩").map((hit) => hit.mmsi)).toEqual([999000001]);
});
it("counts slips from the begin of a word on", () => {
  expect(nearly("sea dawn", "dawn", 0)).toBe(true);
  expect(nearly("redawned", "dawn", 0)).toBe(false);
  expect(nearly("abcd", "abdc", 1)).toBe(true);
  expect(nearly("abcd", "adcb", 1)).toBe(false);
  expect(nearly("", "abcd", 1)).toBe(false);
  expect(nearly("abc", "abcd", 1)).toBe(true);
  expect(nearly("xabcd", "abcd", 1)).toBe(true);
  expect(nearly("xyabcd", "abcd", 1)).toBe(false);
});
