// A canvas as a layer of OpenLayers. A *wide* layer is larger than the view by a margin on each side: while the map is
// panned it is moved as it is, and painted anew only when the view leaves its margin, the zoom changes, or its
// content does. That is what makes panning 20,000 targets cheap.

import Layer from "ol/layer/Layer";
import type { FrameState } from "ol/Map";
import { widened, type Camera } from "./camera";

/** CSS pixels that a wide layer reaches beyond the view. */
export const kLayerMargin = 192;

export function camera_of(frame: FrameState): Camera {
  const { center, resolution } = frame.viewState;
  const [width, height] = frame.size as [number, number];
  return { centre_x: center[0]!, centre_y: center[1]!, resolution, width, height, pixel_ratio: frame.pixelRatio };
}

/** How far, CSS pixels, a wide layer painted for one view is moved to serve another; null: it does not reach. */
export function shift_for(painted: Camera, view: Camera, margin: number): { x: number; y: number } | null {
  const same =
    painted.resolution === view.resolution && painted.pixel_ratio === view.pixel_ratio &&
    painted.width === view.width + 2 * margin && painted.height === view.height + 2 * margin;
  if (!same) return null;
  const x = (painted.centre_x - view.centre_x) / view.resolution;
  const y = (view.centre_y - painted.centre_y) / view.resolution;
  return Math.abs(x) <= margin && Math.abs(y) <= margin ? { x, y } : null;
}

export class CanvasLayer extends Layer {
  readonly canvas = document.createElement("canvas");
  readonly #paint: (ctx: CanvasRenderingContext2D, camera: Camera) => void;
  readonly #margin: number;
  #painted: Camera | null = null;
  #dirty = true;

  constructor(margin: number, paint: (ctx: CanvasRenderingContext2D, camera: Camera) => void) {
    super({});
    this.#margin = margin;
    this.#paint = paint;
    this.canvas.style.cssText = "position:absolute;top:0;left:0;display:block;transform-origin:0 0";
    this.canvas.setAttribute("aria-hidden", "true");
  }

  override getSourceState(): "ready" {
    return "ready";
  }

  /** Its content is no longer what is painted. */
  repaint(): void {
    this.#dirty = true;
    this.changed();
  }

  /** The view it is painted for, margin included; null before the first frame. */
  get painted(): Camera | null {
    return this.#painted;
  }

  /** Painted for just this view, and not moved since. */
  settled(view: Camera): boolean {
    const shift = this.#painted === null ? null : shift_for(this.#painted, view, this.#margin);
    return !this.#dirty && shift !== null && shift.x === 0 && shift.y === 0;
  }

  override render(frame: FrameState | null): HTMLElement {
    if (frame === null) return this.canvas;
    const view = camera_of(frame);
    let shift = this.#painted === null ? null : shift_for(this.#painted, view, this.#margin);
    if (this.#dirty || shift === null) {
      this.#dirty = false;
      this.#painted = widened(view, this.#margin);
      shift = { x: 0, y: 0 };
      this.#fit(this.#painted);
      const ctx = this.canvas.getContext("2d")!;
      ctx.setTransform(view.pixel_ratio, 0, 0, view.pixel_ratio, 0, 0);
      this.#paint(ctx, this.#painted);
    }
    if (this.#margin > 0) {
      const whole = (px: number): number => Math.round(px * view.pixel_ratio) / view.pixel_ratio; // no resampling
      this.canvas.style.transform = `translate(${whole(shift.x) - this.#margin}px, ${whole(shift.y) - this.#margin}px)`;
    }
    return this.canvas;
  }

  #fit({ width, height, pixel_ratio }: Camera): void {
    const [w, h] = [Math.round(width * pixel_ratio), Math.round(height * pixel_ratio)];
    if (this.canvas.width === w && this.canvas.height === h) return;
    this.canvas.width = w;
    this.canvas.height = h;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
  }
}
