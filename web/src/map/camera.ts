// From map metres to pixels: what the layers need of a frame, north always up.

export interface Camera {
  /** Web Mercator metres at the middle of the canvas. */
  centre_x: number;
  centre_y: number;
  /** Web Mercator metres a CSS pixel. */
  resolution: number;
  /** CSS pixels. */
  width: number;
  height: number;
  /** Device pixels a CSS pixel. */
  pixel_ratio: number;
}

export function to_px_x(camera: Camera, x: number): number {
  return (x - camera.centre_x) / camera.resolution + camera.width / 2;
}
export function to_px_y(camera: Camera, y: number): number {
  return (camera.centre_y - y) / camera.resolution + camera.height / 2;
}
export function to_map_x(camera: Camera, px: number): number {
  return camera.centre_x + (px - camera.width / 2) * camera.resolution;
}
export function to_map_y(camera: Camera, px: number): number {
  return camera.centre_y - (px - camera.height / 2) * camera.resolution;
}

/** Zoom level as web maps count it: 0 shows the world on 256 pixels. */
export function zoom_of(camera: Camera): number {
  return Math.log2(156543.03392804097 / camera.resolution);
}

/** The same view with so many CSS pixels more on each side. */
export function widened(camera: Camera, margin: number): Camera {
  return { ...camera, width: camera.width + 2 * margin, height: camera.height + 2 * margin };
}

/** Metres on the ground that a CSS pixel covers at a height of the map: Mercator stretches by 1/cos(lat). */
export function ground_metres_per_px(camera: Camera, y = camera.centre_y): number {
  return camera.resolution / Math.cosh(y / 6378137);
}
