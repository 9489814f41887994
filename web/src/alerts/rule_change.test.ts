import { describe, expect, it } from "vitest";
import type { Schema } from "../account/session";
import { change_back, change_of, field_key, fields_of, is_faulty, is_ship_class, kShipClasses, type Draft } from "./rule_change";

const parameter = (name: string, value: number, by_class: Record<string, number> = {}): Schema["RuleParameter"] => ({ name, unit: "m", value, default: 250, least: 10, most: 5000, origin: "default", what: "", by_class });
const kRule: Schema["Rule"] = {
  kind: "rendezvous", version: "1.0.0", enabled: true, title: "", definition: "", per_class: true, measured: { alerts: 0, confirmed: 0, dismissed: 0 },
  parameters: [parameter("distance_m", 123.456789, { tanker: 500 }), parameter("duration_min", 20)],
};
const [kDistance] = kRule.parameters as [Schema["RuleParameter"]];
const texts = (draft: Draft): string[] => fields_of(kDistance, draft).map(({ ship_class, text }) => `${ship_class}=${text}`);

describe("the fields of a parameter", () => {
  it("are its own value and those of classes that have one", () => {
    expect(texts({})).toEqual(["null=123.5", "tanker=500"]);
    expect(texts({ "cargo/distance_m": "300", "tanker/distance_m": null })).toEqual(["null=123.5", "cargo=300"]);
    expect(texts({ "cargo/duration_min": "300" })).toEqual(["null=123.5", "tanker=500"]);
  });
  it("keep a class that this console does not know", () => {
    expect(fields_of(parameter("distance_m", 1, { hovercraft: 40 }), {}).map(({ ship_class }) => ship_class)).toEqual([null, "hovercraft"]);
  });
  it("have the bounds of the parameter, for a class too", () => {
    for (const [text, faulty] of [["9.99", true], ["10", false], ["5000", false], ["5000.1", true], ["", true], ["x", true]] as const) {
      expect(is_faulty(kRule, { "tanker/distance_m": text }), text).toBe(faulty);
      expect(is_faulty(kRule, { distance_m: text }), text).toBe(faulty);
    }
    expect(is_faulty(kRule, { "tanker/distance_m": null })).toBe(false);
  });
  it("are of the eleven classes that the node takes: not of ships that said nothing", () => {
    expect(Object.keys(kShipClasses)).toHaveLength(11);
    expect(is_ship_class("unknown")).toBe(false);
  });
});

describe("the change that is asked for", () => {
  it("is none when nothing differs, were it typed again", () => {
    expect(change_of(kRule, true, {})).toBeNull();
    expect(change_of(kRule, true, { "tanker/distance_m": " 500.0 ", duration_min: "20" })).toBeNull();
    // A class that never had a value and is taken away again.
    expect(change_of(kRule, true, { "cargo/distance_m": null })).toBeNull();
  });
  it("names what differs alone: switch, values, values by class, values taken away", () => {
    expect(change_of(kRule, false, {})).toEqual({ enabled: false, parameters: {}, by_class: {} });
    expect(change_of(kRule, true, { duration_min: "30", "cargo/distance_m": "300", "tanker/distance_m": null, "tanker/duration_min": "40" })).toEqual({
      parameters: { duration_min: 30 }, by_class: { cargo: { distance_m: 300 }, tanker: { distance_m: null, duration_min: 40 } },
    });
  });
  it("is the class's own even where it equals the value of all", () => {
    expect(change_of(kRule, true, { [field_key("duration_min", "cargo")]: "20" })).toEqual({ parameters: {}, by_class: { cargo: { duration_min: 20 } } });
  });
});

describe("taking it back", () => {
  it("names the same values as they were, to the last digit", () => {
    const change = change_of(kRule, false, { distance_m: "400", "tanker/distance_m": "600", "cargo/distance_m": "300" })!;
    expect(change_back(kRule, change)).toEqual({ enabled: true, parameters: { distance_m: 123.456789 }, by_class: { tanker: { distance_m: 500 }, cargo: { distance_m: null } } });
  });
  it("gives a value back that was taken away, and leaves the rest alone", () => {
    expect(change_back(kRule, change_of(kRule, true, { "tanker/distance_m": null })!)).toEqual({ parameters: {}, by_class: { tanker: { distance_m: 500 } } });
  });
});
