// Symbols as pixels, set by hand. Of the ways to draw 20,000 symbols without a GPU (measured, CPU milliseconds:
// paths 440, drawImage 150, this 40), only this one leaves the machine free. A sprite is the list of its pixels that
// are not transparent; drawing is one loop over it.

/** Every direction of one symbol in one look. */
export interface SpriteSet {
  /** Number of directions; sprite t heads t * 360° / turns. */
  turns: number;
  /** Sprite t's pixels are [begin[t], begin[t + 1]) of the columns below. */
  begin: Int32Array;
  /** Offset from the middle pixel in a raster of `stride` pixels a line. */
  offset: Int32Array;
  /** 0x00BBGGRR. */
  colour: Uint32Array;
  /** 1–255. */
  alpha: Uint8Array;
  stride: number;
  /** Pixels that a sprite reaches from its middle, each way. */
  reach: number;
}

export interface Raster {
  /** 0xAABBGGRR, not premultiplied, as ImageData has it. */
  pixels: Uint32Array;
  width: number;
  height: number;
}

/** Pixels weaker than this are left out. */
const kFaintest = 12;

/** Sprites from their images, RGBA bytes, `turns` squares of `side` pixels side by side in one image. */
export function make_sprites(rgba: Uint8ClampedArray, turns: number, side: number, stride: number): SpriteSet {
  const begin = new Int32Array(turns + 1);
  const offset: number[] = [], colour: number[] = [], alpha: number[] = [];
  const middle = side >> 1;
  for (let turn = 0; turn < turns; ++turn) {
    for (let y = 0; y < side; ++y) {
      for (let x = 0; x < side; ++x) {
        const at = (y * side * turns + turn * side + x) * 4;
        if (rgba[at + 3]! < kFaintest) continue;
        offset.push((y - middle) * stride + (x - middle));
        colour.push(rgba[at]! | (rgba[at + 1]! << 8) | (rgba[at + 2]! << 16));
        alpha.push(rgba[at + 3]!);
      }
    }
    begin[turn + 1] = offset.length;
  }
  return {
    turns, begin, stride, reach: middle + 1,
    offset: Int32Array.from(offset), colour: Uint32Array.from(colour), alpha: Uint8Array.from(alpha),
  };
}

/** Draws one sprite with its middle at a pixel, over what is there. What does not lie wholly within is left out. */
export function blit(raster: Raster, sprites: SpriteSet, turn: number, x: number, y: number): void {
  const { reach, begin, offset, colour, alpha } = sprites;
  if (x < reach || y < reach || x >= raster.width - reach || y >= raster.height - reach) return;
  const pixels = raster.pixels;
  const middle = y * raster.width + x;
  const end = begin[turn + 1]!;
  for (let k = begin[turn]!; k < end; ++k) {
    const at = middle + offset[k]!;
    const a = alpha[k]!;
    const below = pixels[at]!;
    if (a === 255 || below === 0) {
      pixels[at] = colour[k]! | (a << 24);
      continue;
    }
    // Red with blue, then green: two channels in one multiplication. 256 stands for 255, right to half a step.
    const w = a + (a >> 7), v = 256 - w;
    const c = colour[k]!;
    const rb = ((Math.imul(c & 0xff00ff, w) + Math.imul(below & 0xff00ff, v)) >>> 8) & 0xff00ff;
    const g = ((Math.imul(c & 0xff00, w) + Math.imul(below & 0xff00, v)) >>> 8) & 0xff00;
    const over = below >>> 24;
    pixels[at] = rb | g | ((a + ((over * v) >> 8)) << 24);
  }
}
