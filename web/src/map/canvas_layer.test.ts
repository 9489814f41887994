import { expect, it } from "vitest";
import { ground_metres_per_px, widened, type Camera } from "./camera";
import { shift_for } from "./canvas_layer";

const view: Camera = { centre_x: 1000, centre_y: 2000, resolution: 10, width: 800, height: 600, pixel_ratio: 1 };
const painted = widened(view, 100);

it("moves what is painted as far as the view moved, and the other way", () => {
  expect(shift_for(painted, view, 100)).toEqual({ x: 0, y: 0 });
  // The view goes 50 px east and 30 px north: the picture goes west and, with y down, south.
  expect(shift_for(painted, { ...view, centre_x: 1500, centre_y: 2300 }, 100)).toEqual({ x: -50, y: 30 });
});
it("reaches as far as its margin, and no further", () => {
  expect(shift_for(painted, { ...view, centre_x: 2000 }, 100)).not.toBeNull();
  expect(shift_for(painted, { ...view, centre_x: 2011 }, 100)).toBeNull();
  expect(shift_for(painted, { ...view, centre_y: 989 }, 100)).toBeNull();
});
it("serves no other zoom, size or screen", () => {
  expect(shift_for(painted, { ...view, resolution: 9.99 }, 100)).toBeNull();
  expect(shift_for(painted, { ...view, width: 801 }, 100)).toBeNull();
  expect(shift_for(painted, { ...view, pixel_ratio: 2 }, 100)).toBeNull();
});
it("counts metres on the ground, not on the map", () => {
  expect(ground_metres_per_px(view, 0)).toBe(10);
  const sixty = 6378137 * Math.log(Math.tan(Math.PI / 4 + Math.PI / 6));
  expect(ground_metres_per_px(view, sixty)).toBeCloseTo(5, 6);
});
