// The reader of rings and the clipper, on drawn shapes. Run: node --test tools/coast
import assert from "node:assert/strict";
import { test } from "node:test";
import { RingReader, clip_ring } from "./clip.mjs";

const box = { west: 0, south: 0, east: 10, north: 10 };

function rings_of(text, chunk) {
  const rings = [];
  const reader = new RingReader((ring, index) => rings.push({ ring, index }));
  const bytes = Buffer.from(text);
  for (let i = 0; i < bytes.length; i += chunk) reader.write(bytes.subarray(i, i + chunk));
  return rings;
}

/** Twice the signed area of a flat ring. */
function area2(ring) {
  let sum = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    sum += ring[i] * ring[j + 1] - ring[j] * ring[i + 1];
  }
  return sum;
}

test("rings come out whole, however the bytes are cut", () => {
  const text =
    '{"type":"GeometryCollection","n12":[1,2],"geometries":[{"type":"MultiPolygon","coordinates":' +
    "[[[[-1.5,2e1],[3,4,99],[5,6.25]],[[7,8],[9,10],[11,12]]],[[[0,0],[1,0],[1,1]]]]}," +
    '{"type":"Polygon","coordinates":[[[20,21],[22,23],[24,25]]]}]}';
  const want = [
    { ring: [-1.5, 20, 3, 4, 5, 6.25], index: 0 },
    { ring: [7, 8, 9, 10, 11, 12], index: 1 },
    { ring: [0, 0, 1, 0, 1, 1], index: 0 },
    { ring: [20, 21, 22, 23, 24, 25], index: 0 },
  ];
  for (const chunk of [1, 2, 3, 7, 64, 4096]) assert.deepEqual(rings_of(text, chunk), want, `chunk ${chunk}`);
});

test("inside stays, outside goes, across is cut at the sides", () => {
  const inside = [1, 1, 2, 1, 2, 2];
  assert.deepEqual(clip_ring(inside, box), inside);
  assert.deepEqual(clip_ring([11, 1, 12, 1, 12, 2], box), []);
  assert.equal(area2(clip_ring([-5, -5, 15, -5, 15, 15, -5, 15], box)), 200);
  assert.equal(area2(clip_ring([5, 2, 15, 2, 15, 8, 5, 8], box)), 60);
});

test("a clipped ring lies in the box and has the area that sampling finds", () => {
  const seed = 20261123;
  let state = seed;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  for (let round = 0; round < 200; ++round) {
    const ring = [];
    const n = 3 + Math.floor(random() * 20);
    const cx = random() * 14 - 2, cy = random() * 14 - 2;
    for (let i = 0; i < n; ++i) {
      const r = 1 + random() * 6, a = (2 * Math.PI * i) / n; // star-shaped, so never self-crossing
      ring.push(cx + r * Math.cos(a), cy + r * Math.sin(a));
    }
    const out = clip_ring(ring, box);
    for (let i = 0; i < out.length; ++i) assert.ok(out[i] >= 0 && out[i] <= 10, `seed ${seed} round ${round}`);
    const contains = (r, x, y) => {
      let odd = false;
      for (let i = 0; i < r.length; i += 2) {
        const j = (i + 2) % r.length;
        const above = r[i + 1] > y;
        if (above !== r[j + 1] > y && x < r[i] + ((y - r[i + 1]) * (r[j] - r[i])) / (r[j + 1] - r[i + 1])) odd = !odd;
      }
      return odd;
    };
    let hits = 0;
    const steps = 60;
    for (let i = 0; i < steps; ++i)
      for (let j = 0; j < steps; ++j)
        if (contains(ring, ((i + 0.5) * 10) / steps, ((j + 0.5) * 10) / steps)) ++hits;
    const sampled = (hits * 100) / (steps * steps);
    assert.ok(Math.abs(area2(out) / 2 - sampled) < 2.5, `seed ${seed} round ${round}: ${area2(out) / 2} ${sampled}`);
  }
});
