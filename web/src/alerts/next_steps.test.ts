import { describe, expect, it } from "vitest";
import type { Schema } from "../account/session";
import { kKindGroups, type Alert } from "./alert";
import { help_box, nearest_help, situation_of, wants_help } from "./next_steps";

const alert = (kind: string, mmsi = 1, lat = 26, lon = 56): Alert => ({ kind, lat, lon, vessels: [{ track: `mmsi:${mmsi}`, mmsi }] }) as unknown as Alert;
const heard = (mmsi: number, lon: number, more: Partial<Schema["Track"]> = {}): Schema["Tracks"]["features"][number] =>
  ({ type: "Feature", id: mmsi, geometry: { type: "Point", coordinates: [lon, 26] }, properties: { mmsi, kind: "class_a", lost: false, ship_type: 52, ...more } });
const names = (kind: string, features: Schema["Tracks"]["features"]): number[] => nearest_help(alert(kind), { features }).map(({ mmsi }) => mmsi);

describe("the situation", () => {
  it("is known of every kind there is, and of no other", () => {
    for (const kind of Object.values(kKindGroups).flat()) expect(situation_of(kind), kind).not.toBeNull();
    expect(situation_of("gremlins")).toBeNull();
    expect(situation_of("toString")).toBeNull();
  });
});

describe("the nearest help", () => {
  it("is by distance, three at most, with bearing", () => {
    const features = [heard(5, 56.5), heard(2, 56.1), heard(4, 56.4), heard(3, 55.9)];
    const found = nearest_help(alert("drifting"), { features });
    expect(found.map(({ mmsi }) => mmsi)).toEqual([2, 3, 4]);
    expect(found[0]!.distance_m / 1852).toBeCloseTo(5.4, 1);
    expect(Math.round(found[0]!.bearing_deg)).toBe(90);
    expect(Math.round(found[1]!.bearing_deg)).toBe(270);
  });
  it("is not who is lost, who the alert is about, nor who is of no use", () => {
    expect(names("drifting", [heard(1, 56.1), heard(2, 56.2, { lost: true }), heard(3, 56.3, { ship_type: 70 }), heard(4, 56.4)])).toEqual([4]);
  });
  it("is who the situation asks for", () => {
    const all = [heard(11, 56.1, { ship_type: 52 }), heard(12, 56.2, { ship_type: 55 }), heard(13, 56.3, { ship_type: 51 }), heard(14, 56.4, { kind: "sar_aircraft", ship_type: 0 })];
    expect(names("drifting", all)).toEqual([11, 13]);
    expect(names("rendezvous", all)).toEqual([12]);
    expect(names("distress", all.slice(1))).toEqual([12, 13, 14]);
    expect(names("collision_risk", all)).toEqual([]);
    expect(wants_help(alert("collision_risk"))).toBe(false);
    expect(wants_help(alert("distress"))).toBe(true);
  });
  it("is looked for about the place, over the date line too", () => {
    expect(help_box(alert("distress", 1, 0, 56))).toBe("55.000,-1.000,57.000,1.000");
    expect(help_box(alert("distress", 1, 0, 179.5))).toBe("178.500,-1.000,-179.500,1.000");
  });
});
