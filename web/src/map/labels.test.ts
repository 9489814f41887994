import { describe, expect, it } from "vitest";
import type { Identity } from "../wire/frames";
import { kKind } from "../wire/layout";
import { kLabelCap, Labeller, type Box, type Label } from "./labels";
import { kClass } from "./classify";
import { Scratch } from "./rows";

interface Drawn {
  mmsi: number;
  x: number;
  y: number;
  name?: string;
  class_?: number;
  kind?: number;
}

function sea(drawn: Drawn[]): { s: Scratch; identities: Map<number, Identity> } {
  const s = new Scratch();
  s.reserve(drawn.length);
  s.count = drawn.length;
  const identities = new Map<number, Identity>();
  drawn.forEach((d, i) => {
    s.mmsi[i] = d.mmsi;
    s.x[i] = d.x;
    s.y[i] = d.y;
    s.class_[i] = d.class_ ?? kClass.activated;
    s.kind[i] = d.kind ?? kKind.class_a;
    if (d.name !== undefined) {
      identities.set(d.mmsi, { mmsi: d.mmsi, name: d.name, to_bow_m: 0, to_stern_m: 0, to_port_m: 0, to_starboard_m: 0, ship_type: 0 });
    }
  });
  return { s, identities };
}

const measure = (text: string): number => text.length * 7;
const view: Box = { left: 0, top: 0, right: 1000, bottom: 800 };
const place = (labeller: Labeller, drawn: Drawn[], selected: number | null = null, danger: number[] = [], fixed: Box[] = []): Label[] => {
  const { s, identities } = sea(drawn);
  return labeller.place(s, identities, { selected, danger: new Set(danger) }, view, fixed, measure);
};

describe("labels", () => {
  it("never overlap, on crowded random seas", () => {
    const seed = 7;
    let state = seed;
    const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
    for (let round = 0; round < 20; ++round) {
      const drawn = Array.from({ length: 600 }, (_, i) => ({ mmsi: i + 1, x: random() * 1000, y: random() * 800, name: `VESSEL ${i}` }));
      const labels = place(new Labeller(), drawn);
      expect(labels.length).toBeGreaterThan(30);
      expect(labels.length).toBeLessThanOrEqual(kLabelCap);
      labels.forEach((a, i) => {
        for (const b of labels.slice(i + 1)) {
          const apart = a.x + measure(a.text) <= b.x || b.x + measure(b.text) <= a.x || Math.abs(a.y - b.y) >= 15;
          if (!apart) throw new Error(`seed ${seed} round ${round}: ${a.text} over ${b.text}`);
        }
      });
    }
  });

  it("gives distress and the selected their place first", () => {
    const drawn: Drawn[] = [
      { mmsi: 1, x: 100, y: 100, name: "FAST" },
      { mmsi: 2, x: 104, y: 100, name: "CHOSEN", class_: kClass.sleeping },
      { mmsi: 970000001, x: 108, y: 100, kind: kKind.sart, class_: kClass.distress },
    ];
    expect(place(new Labeller(), drawn, 2).map((label) => label.text).slice(0, 2)).toEqual(["SART", "CHOSEN"]);
  });

  it("puts danger before the selected, after distress, and never leaves it without its name", () => {
    const drawn: Drawn[] = [
      { mmsi: 1, x: 100, y: 100, name: "CHOSEN" },
      { mmsi: 2, x: 104, y: 100 },
      { mmsi: 970000001, x: 300, y: 100, kind: kKind.sart, class_: kClass.distress },
    ];
    expect(place(new Labeller(), drawn, 1, [2]).map((label) => label.text).slice(0, 2)).toEqual(["SART", "2"]);
    const everywhere = [{ left: 0, top: 0, right: 1000, bottom: 800 }];
    expect(place(new Labeller(), drawn, 1, [2], everywhere).map((label) => label.text)).toEqual(["SART", "2"]);
  });

  it("keeps clear of what is written on the chart", () => {
    const ship = { mmsi: 1, x: 500, y: 400, name: "NORTH STAR" };
    const right = place(new Labeller(), [ship])[0]!;
    const chart: Box = { left: right.x - 3, top: 390, right: right.x + 60, bottom: 410 };
    const moved = place(new Labeller(), [ship], null, [], [chart])[0]!;
    expect(moved.x + measure(moved.text)).toBeLessThanOrEqual(500);
  });

  it("stands clear of a ship drawn at true scale", () => {
    const { s, identities } = sea([{ mmsi: 1, x: 500, y: 400, name: "LONG SHIP" }]);
    const extent: Box = { left: -20, top: -8, right: 120, bottom: 8 };
    const [label] = new Labeller().place(s, identities, { selected: null, danger: new Set() }, view, [], measure, () => extent);
    expect(label!.x).toBeGreaterThanOrEqual(620);
  });

  it("is the same for the same sea, in whatever order its rows come", () => {
    const drawn = Array.from({ length: 300 }, (_, i) => ({ mmsi: i + 1, x: (i * 37) % 1000, y: (i * 91) % 800, name: `V ${i}` }));
    const told = (labels: Label[]): string[] => labels.map(({ text, x, y }) => `${text} ${x} ${y}`).sort();
    expect(told(place(new Labeller(), drawn))).toEqual(told(place(new Labeller(), [...drawn].reverse())));
  });

  it("names what has no name only when it is selected", () => {
    const drawn = [{ mmsi: 999000001, x: 100, y: 100 }];
    expect(place(new Labeller(), drawn)).toEqual([]);
    expect(place(new Labeller(), drawn, 999000001).map((label) => label.text)).toEqual(["999000001"]);
  });

  it("keeps its side while it fits", () => {
    const labeller = new Labeller();
    const alone = { mmsi: 1, x: 500, y: 400, name: "STEADY" };
    const beside = { mmsi: 2, x: 545, y: 400, name: "X", class_: kClass.distress, kind: kKind.mob };
    const left = place(labeller, [alone, beside]).find((label) => label.text === "STEADY")!;
    expect(left.x).toBeLessThan(500);
    expect(place(labeller, [alone]).find((label) => label.text === "STEADY")!.x).toBe(left.x);
    expect(place(new Labeller(), [alone])[0]!.x).toBeGreaterThan(500);
  });

  it("stays on the screen", () => {
    const [label] = place(new Labeller(), [{ mmsi: 1, x: 995, y: 400, name: "AT THE EDGE" }]);
    expect(label!.x + measure(label!.text)).toBeLessThanOrEqual(1000);
  });
});
