import { describe, expect, it } from "vitest";
import { blit, make_sprites, type Raster } from "./blit";

const raster = (width: number, height: number): Raster => ({ pixels: new Uint32Array(width * height), width, height });
/** One sprite of 3 × 3 pixels from RGBA words, read as 0xRRGGBBAA. */
function sprite(words: number[], turns = 1): Uint8ClampedArray {
  return Uint8ClampedArray.from(words.flatMap((w) => [w >>> 24, (w >>> 16) & 255, (w >>> 8) & 255, w & 255])).slice(0, 36 * turns);
}
const _ = 0;
const red = 0xff0000ff;

describe("sprites set by hand", () => {
  it("puts the middle of the sprite on the pixel", () => {
    const set = make_sprites(sprite([_, red, _, red, red, red, _, red, _]), 1, 3, 9);
    const r = raster(9, 9);
    blit(r, set, 0, 4, 4);
    const on = [...r.pixels.keys()].filter((at) => r.pixels[at] !== 0);
    expect(on).toEqual([31, 39, 40, 41, 49]);
    for (const at of on) expect(r.pixels[at]).toBe(0xff0000ff); // 0xAABBGGRR
  });

  it("takes each turn from its own square", () => {
    // Two squares side by side: pixels of a line alternate between them.
    const words = [_, _, _, _, _, _, _, red, _, _, 0x00ff00ff, _, _, _, _, _, _, _];
    const set = make_sprites(sprite(words, 2), 2, 3, 5);
    const [a, b] = [raster(5, 5), raster(5, 5)];
    blit(a, set, 0, 2, 2);
    blit(b, set, 1, 2, 2);
    expect(a.pixels[12]).toBe(0xff0000ff);
    expect(b.pixels[12]).toBe(0xff00ff00);
  });

  it("mixes what is half transparent with what is there", () => {
    const r = raster(5, 5);
    r.pixels.fill(0xff0000ff);
    blit(r, make_sprites(sprite([_, _, _, _, 0x0000ff80, _, _, _, _]), 1, 3, 5), 0, 2, 2);
    const at = r.pixels[12]!;
    expect(Math.abs((at & 255) - 127)).toBeLessThanOrEqual(1); // red
    expect((at >>> 8) & 255).toBe(0);
    expect(Math.abs(((at >>> 16) & 255) - 128)).toBeLessThanOrEqual(1); // blue
    expect(at >>> 24).toBeGreaterThanOrEqual(254);
    expect(r.pixels[11]).toBe(0xff0000ff);
  });

  it("never mixes a channel into another, whatever the colours", () => {
    for (const alpha of [13, 77, 128, 200, 254]) {
      for (const [over, under] of [[0xffffff00, 0xff000000], [0x00000000, 0xffffffff], [0xff00ff00, 0xff00ff00]] as const) {
        const r = raster(3, 3);
        r.pixels[4] = under;
        const set = { ...make_sprites(sprite([_, _, _, _, over + alpha, _, _, _, _]), 1, 3, 3), reach: 1 };
        blit(r, set, 0, 1, 1);
        [[24, 0], [16, 8], [8, 16]].forEach(([from, to]) => {
          const o = (over >>> from!) & 255, u = (under >>> to!) & 255, got = (r.pixels[4]! >>> to!) & 255;
          expect(Math.abs(got - (o * alpha + u * (255 - alpha)) / 255)).toBeLessThan(2);
        });
      }
    }
  });

  it("leaves out what reaches over the edge, and writes nowhere else", () => {
    const set = make_sprites(sprite(Array.from({ length: 9 }, () => red)), 1, 3, 8);
    for (const [x, y] of [[0, 4], [1, 4], [7, 4], [6, 4], [4, 0], [4, 7], [-5, 4], [4, 99]] as const) {
      const r = raster(8, 8);
      blit(r, set, 0, x, y);
      expect([...r.pixels].every((pixel) => pixel === 0), `${x},${y}`).toBe(true);
    }
  });

  it("leaves out pixels that nobody would see", () => {
    expect(make_sprites(sprite([_, _, _, _, 0xff00000b, 0xff00000c, _, _, _]), 1, 3, 8).offset).toHaveLength(1);
  });
});
