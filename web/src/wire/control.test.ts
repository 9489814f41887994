import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { decode_control } from "./control";

const page = readFileSync(fileURLToPath(new URL("../../../docs/formats/picture-websocket.md", import.meta.url)), "utf8");

/** The JSON in backquotes on the page that begins with the key. */
function documented(key: string): string {
  const found = new RegExp("`(\\{\"" + key + "\":[^`]*)`").exec(page);
  if (found === null) throw new Error(`the page has no ${key}`);
  return found[1]!;
}

function error(text: string): string {
  const control = decode_control(text);
  if (control.ok) throw new Error("was taken");
  return control.error;
}

describe("control frames", () => {
  it("takes the hello of the page", () => {
    expect(decode_control(documented("hello"))).toEqual({
      ok: true,
      value: {
        hello: {
          protocol: 1, node: "north-shore", version: "0.1.0", simulated: true, mode: "live", own: false, speed: 1, tick_ms: 1000,
          area: { name: "hormuz", title: "Strait of Hormuz", box: { west: 55, south: 24.8, east: 58, north: 27.6 } },
        },
      },
    });
  });

  it("takes the tick of the page", () => {
    expect(decode_control(documented("tick"))).toEqual({
      ok: true,
      value: {
        tick: {
          seq: 17, now_ms: Date.UTC(2026, 0, 1, 12), vessels: 412,
          sources: [{ name: "coast", state: "up", age_s: 0.4, messages: 1234, reception: { heard: 1180, first: 960, only: 41 } }],
          history: { state: "ok" },
        },
      },
    });
  });

  it("knows a replay's factor, and that live has none", () => {
    const hello = (extra: string): unknown => decode_control(`{"hello":{"protocol":1,"node":"n","tick_ms":500${extra}}}`);
    expect(hello(',"mode":"replay","speed":10')).toMatchObject({ value: { hello: { mode: "replay", speed: 10 } } });
    expect(hello(',"mode":"live","speed":10')).toMatchObject({ value: { hello: { mode: "live", speed: 1 } } });
    expect(hello("")).toMatchObject({ value: { hello: { simulated: false } } });
    expect(hello("")).not.toHaveProperty("value.hello.area");
  });

  it("says why the history stopped, and takes a source it cannot read as down", () => {
    const tick = decode_control(
      '{"tick":{"seq":1,"now":"2026-01-01T12:00:00Z","vessels":0,"sources":[{"name":"a","state":"odd"},7,{"state":"up"}],' +
        '"history":{"state":"stopped","since":"2026-01-01T11:00:00Z","why":"disk full"}}}',
    );
    expect(tick).toMatchObject({
      value: {
        tick: {
          sources: [{ name: "a", state: "down", messages: 0 }],
          history: { state: "stopped", since: "2026-01-01T11:00:00Z", why: "disk full" },
        },
      },
    });
  });

  it("refuses by name what it cannot use, and ignores what it does not know", () => {
    expect(error("nonsense")).toContain("not JSON");
    expect(error("[1]")).toContain("not an object");
    expect(error('{"hello":3}')).toContain("hello");
    expect(error('{"hello":{"protocol":2,"node":"n","tick_ms":1}}')).toContain("protocol 2");
    expect(error('{"hello":{"protocol":1,"tick_ms":1}}')).toContain("node");
    expect(error('{"hello":{"protocol":1,"node":"n","tick_ms":0}}')).toContain("tick_ms");
    expect(error('{"hello":{"protocol":1,"node":"n","tick_ms":1,"area":{"name":"x","bbox":[1,2,3]}}}')).toContain("area");
    expect(error('{"tick":{"seq":1,"now":"yesterday"}}')).toContain("now");
    expect(decode_control('{"weather":1}')).toEqual({ ok: true, value: { ignored: "weather" } });
  });
});
