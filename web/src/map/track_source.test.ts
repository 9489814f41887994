import { expect, it } from "vitest";
import { mercator_x } from "../picture/picture";
import { kTrackBack_ms, read_track, track_url } from "./track_source";

it("takes positions in their order in time, and leaves out what it cannot read", () => {
  const answer = {
    mmsi: 1,
    positions: [
      { observed_at: "2026-01-01T12:00:10Z", lat: 26.5, lon: 56.5, sog_kn: 12 },
      { observed_at: "2026-01-01T12:00:00Z", lat: 26.4, lon: 56.4 },
      { observed_at: "yesterday", lat: 26.4, lon: 56.4 },
      { observed_at: "2026-01-01T12:00:20Z", lat: "26", lon: 56.4 },
      { observed_at: "2026-01-01T12:00:20Z", lat: 91, lon: 56.4 },
      null,
    ],
  };
  const points = read_track(answer);
  expect(points.map(({ at_ms }) => new Date(at_ms).toISOString().slice(17, 19))).toEqual(["00", "10"]);
  expect(points[1]!.x).toBe(mercator_x(56.5));
  for (const nothing of [null, {}, { positions: 3 }, [], "x"]) expect(read_track(nothing)).toEqual([]);
});

it("asks for the hours before, in UTC", () => {
  const to = Date.UTC(2026, 0, 1, 12);
  const url = new URL(track_url(999000001, to), "http://node/");
  expect(url.pathname).toBe("/api/v1/vessels/999000001/track");
  expect(Date.parse(url.searchParams.get("from")!)).toBe(to - kTrackBack_ms);
  expect(url.searchParams.get("to")).toBe("2026-01-01T12:00:00.000Z");
});
