// Boxes on the screen that something is written in, in buckets of 64 px, so that nothing else is.

const kBucket = 64;

export class Taken {
  readonly #buckets = new Map<number, number[]>();

  #keys(left: number, top: number, right: number, bottom: number, visit: (key: number) => boolean): boolean {
    for (let bx = Math.floor(left / kBucket); bx <= Math.floor(right / kBucket); ++bx) {
      for (let by = Math.floor(top / kBucket); by <= Math.floor(bottom / kBucket); ++by) {
        if (visit(bx * 4096 + by)) return true;
      }
    }
    return false;
  }
  hits(left: number, top: number, right: number, bottom: number): boolean {
    return this.#keys(left, top, right, bottom, (key) => {
      const boxes = this.#buckets.get(key);
      if (boxes === undefined) return false;
      for (let i = 0; i < boxes.length; i += 4) {
        if (left < boxes[i + 2]! && right > boxes[i]! && top < boxes[i + 3]! && bottom > boxes[i + 1]!) return true;
      }
      return false;
    });
  }
  add(left: number, top: number, right: number, bottom: number): void {
    this.#keys(left, top, right, bottom, (key) => {
      const boxes = this.#buckets.get(key);
      if (boxes === undefined) this.#buckets.set(key, [left, top, right, bottom]);
      else boxes.push(left, top, right, bottom);
      return false;
    });
  }
}
