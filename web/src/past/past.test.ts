import { afterEach, describe, expect, it, vi } from "vitest";
import { ask_changes, ask_crossings, ask_history, ask_messages, ask_search, ask_track, ask_vessel } from "./api";

function answer(body: unknown, status = 200): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  return asked;
}
afterEach(() => vi.unstubAllGlobals());

describe("questions about the past", () => {
  it("name their span in UTC and their page", async () => {
    const asked = answer({ changes: [], next_after: "7" });
    const page = await ask_changes(422000001, { from_ms: 0, to_ms: 1000, limit: 5, after: "x y" });
    expect(asked).toEqual(["/api/v1/vessels/422000001/changes?from=1970-01-01T00%3A00%3A00.000Z&to=1970-01-01T00%3A00%3A01.000Z&limit=5&after=x%20y"]);
    expect(page).toEqual({ ok: true, value: { items: [], next: "7" } });
  });
  it("say in words what the node refused", async () => {
    answer({ detail: "an MMSI is a number of nine digits" }, 400);
    expect(await ask_vessel(1)).toEqual({ ok: false, error: "an MMSI is a number of nine digits" });
    vi.stubGlobal("fetch", () => Promise.reject(new Error("no network")));
    expect(await ask_vessel(1)).toEqual({ ok: false, error: "no network" });
  });
  it("leave out items that cannot be read", async () => {
    answer({ positions: [{ observed_at: "2026-01-01T00:00:00Z", lat: 1, lon: 2, sog_kn: 3 }, { lat: 1 }, null, { observed_at: "never" }] });
    const track = await ask_track(1);
    expect(track).toEqual({ ok: true, value: { items: [{ observed_ms: Date.UTC(2026, 0, 1), lat: 1, lon: 2, sog_kn: 3 }] } });
  });
  it("read a vessel with flag, remarks and changes", async () => {
    answer({
      mmsi: 422000001, mmsi_form: "ship", flag: { mid: 422, iso2: "IR", name: "Iran" }, name: "DAWN", imo: 9074728,
      remarks: { jumps: 1, list: [{ what: "imo_check_digit", field: "imo", value: "9074728" }, { what: 3 }] },
      changes: [{ observed_at: "2026-01-01T00:00:00Z", field: "name", value: "DAWN", previous: "DUSK" }],
    });
    const vessel = await ask_vessel(422000001);
    expect(vessel.ok && vessel.value).toMatchObject({
      form: "ship", flag: { iso2: "IR" }, name: "DAWN", imo: 9074728, in_picture: true,
      remarks: [{ what: "imo_check_digit", field: "imo", value: "9074728" }], changes: [{ field: "name", previous: "DUSK" }],
    });
  });
  it("read messages, crossings, hits and the extent", async () => {
    answer({ searched_from: "2026-01-01T00:00:00Z", messages: [{ received_at: "2026-01-01T00:01:00Z", sentences: ["!A"], message: { type: 5, mmsi: 1 } }] });
    const messages = await ask_messages(1);
    expect(messages.ok && messages.value.items[0]).toMatchObject({ type: 5, sentences: ["!A"] });
    answer({ crossings: [{ mmsi: 1, first_seen: "2026-01-01T00:00:00Z", last_seen: "2026-01-01T00:01:00Z", reports: 0, passes: 1 }] });
    const crossings = await ask_crossings({ west: 56, south: 26, east: 57, north: 27 }, { from_ms: 0, to_ms: 1 });
    expect(crossings.ok && crossings.value.items).toHaveLength(1);
    answer({ hits: [{ mmsi: 1, matched: "name", former: "DUSK", in_picture: false }, { mmsi: "1" }] });
    const hits = await ask_search("du");
    expect(hits.ok && hits.value).toEqual([{ mmsi: 1, matched: "name", former: "DUSK", in_picture: false }]);
    answer({ from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z", holes: [{ from: "x" }, { from: "2026-01-01T01:00:00Z", to: "2026-01-01T02:00:00Z", why: "not_running" }], events: [{ at: "2026-01-01T00:00:00Z", kind: "party", mmsi: 1 }] });
    const extent = await ask_history();
    expect(extent.ok && extent.value.holes).toHaveLength(1);
    expect(extent.ok && extent.value.events).toEqual([]);
  });
});
