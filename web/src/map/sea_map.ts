// The map itself: OpenLayers for projection, pan, zoom and touch; two canvases of our own for what is seen.
// The ground is redrawn only when the view, palette, language or area changed; the targets on each tick.
// No camera animation: what is asked for is there in the next frame.

import OlMap from "ol/Map";
import View from "ol/View";
import Layer from "ol/layer/Layer";
import type { FrameState } from "ol/Map";
import { defaults as default_interactions } from "ol/interaction/defaults";
import MouseWheelZoom from "ol/interaction/MouseWheelZoom";
import type { Area } from "../area/pack";
import { mercator_lat, mercator_lon, mercator_x, mercator_y, type Picture } from "../picture/picture";
import type { Box } from "../wire/control";
import { to_map_x, to_map_y, to_px_x, to_px_y, type Camera } from "./camera";
import { draw_chart, kFont, make_chart, type Chart } from "./chart";
import { kDistressScale, Labeller } from "./labels";
import { kColours, type Palette, type PaletteName } from "./palette";
import { collect, draw_selected, draw_targets, kClass, pick, Scratch, type Masks } from "./targets";

export interface MapState {
  palette: PaletteName;
  language: string;
  vector_min: number;
  selected: number | null;
}

/** What the map draws of the picture: what the console's filter lets through. */
export interface Drawn {
  picture: Picture;
  masks: Masks;
}

export interface MapListener {
  /** The view came to rest. */
  on_view(lat: number, lon: number, zoom: number): void;
  /** Pointer over the map, degrees; null when it left. */
  on_pointer(at: { lat: number; lon: number } | null): void;
  /** A click: the vessel there, or null. */
  on_pick(mmsi: number | null): void;
}

const kLabelFont = `500 12px ${kFont}`;
const kDistressLabel = `800 ${12 * kDistressScale}px ${kFont}`;

class CanvasLayer extends Layer {
  readonly canvas = document.createElement("canvas");
  readonly #paint: (ctx: CanvasRenderingContext2D, camera: Camera) => void;
  readonly #key: (() => string) | null;
  #last_key = "";

  /** With `key`, paints only when the camera or the key changed. */
  constructor(paint: (ctx: CanvasRenderingContext2D, camera: Camera) => void, key: (() => string) | null) {
    super({});
    this.#paint = paint;
    this.#key = key;
    this.canvas.style.cssText = "position:absolute;inset:0;width:100%;height:100%;display:block";
    this.canvas.setAttribute("aria-hidden", "true");
  }

  override getSourceState(): "ready" {
    return "ready";
  }

  override render(frame: FrameState | null): HTMLElement {
    if (frame === null) return this.canvas;
    const camera = camera_of(frame);
    const width = Math.round(camera.width * camera.pixel_ratio);
    const height = Math.round(camera.height * camera.pixel_ratio);
    const key = this.#key === null ? "" : `${this.#key()} ${JSON.stringify(camera)}`;
    if (this.#key !== null && key === this.#last_key) return this.canvas;
    this.#last_key = key;
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    const ctx = this.canvas.getContext("2d");
    if (ctx === null) return this.canvas;
    ctx.setTransform(camera.pixel_ratio, 0, 0, camera.pixel_ratio, 0, 0);
    this.#paint(ctx, camera);
    return this.canvas;
  }
}

function camera_of(frame: FrameState): Camera {
  const { center, resolution } = frame.viewState;
  const [width, height] = frame.size as [number, number];
  return { centre_x: center[0]!, centre_y: center[1]!, resolution, width, height, pixel_ratio: frame.pixelRatio };
}

export class SeaMap {
  /** Milliseconds the last frame's own drawing took, for measurements. */
  last_paint_ms = 0;
  /** Frames painted so far, for measurements. */
  frames = 0;

  readonly #picture: Picture;
  readonly #masks: Masks;
  readonly #listener: MapListener;
  readonly #scratch = new Scratch();
  readonly #labeller = new Labeller();
  readonly #view = new View({ center: [0, 0], zoom: 3, minZoom: 3, maxZoom: 18, enableRotation: false, constrainResolution: false, smoothResolutionConstraint: false });
  readonly #chart_layer: CanvasLayer;
  readonly #target_layer: CanvasLayer;
  readonly #map: OlMap;
  #chart: Chart | null = null;
  #chart_version = 0;
  #camera: Camera | null = null;
  #state: MapState;
  #beat: number | undefined;

  constructor(target: HTMLElement, { picture, masks }: Drawn, state: MapState, listener: MapListener) {
    this.#picture = picture;
    this.#masks = masks;
    this.#state = state;
    this.#listener = listener;
    this.#chart_layer = new CanvasLayer(
      (ctx, camera) => draw_chart(ctx, this.#chart, camera, this.#colours(), this.#state.language),
      () => `${this.#chart_version} ${this.#state.palette} ${this.#state.language}`,
    );
    this.#target_layer = new CanvasLayer((ctx, camera) => this.#paint_targets(ctx, camera), null);
    this.#map = new OlMap({
      target,
      view: this.#view,
      layers: [this.#chart_layer, this.#target_layer],
      controls: [],
      interactions: default_interactions({
        altShiftDragRotate: false, pinchRotate: false, keyboard: false, mouseWheelZoom: false, doubleClickZoom: false, zoomDuration: 0,
      }).extend([new MouseWheelZoom({ duration: 0, timeout: 20 })]),
    });
    this.#map.on("moveend", () => {
      const { lat, lon, zoom } = this.view();
      this.#listener.on_view(lat, lon, zoom);
    });
    this.#map.on("click", (event) => {
      const row = pick(this.#scratch, event.pixel[0]!, event.pixel[1]!);
      this.#listener.on_pick(row < 0 ? null : this.#scratch.mmsi[row]!);
    });
    this.#map.on("pointermove", (event) => {
      if (event.dragging) return;
      const [x, y] = event.coordinate as [number, number];
      this.#listener.on_pointer({ lat: mercator_lat(y), lon: mercator_lon(x) });
      target.style.cursor = pick(this.#scratch, event.pixel[0]!, event.pixel[1]!) >= 0 ? "pointer" : "";
    });
    target.addEventListener("pointerleave", () => this.#listener.on_pointer(null));
  }

  dispose(): void {
    window.clearInterval(this.#beat);
    this.#map.setTarget(undefined);
    this.#map.dispose();
  }

  set_area(area: Area | null): void {
    this.#chart = area === null ? null : make_chart(area);
    ++this.#chart_version;
    this.redraw();
  }

  set_state(state: MapState): void {
    this.#state = state;
    this.redraw();
  }

  redraw(): void {
    this.#target_layer.changed();
  }

  /** Fonts that arrived change the ground too. */
  redraw_all(): void {
    ++this.#chart_version;
    this.redraw();
  }

  view(): { lat: number; lon: number; zoom: number } {
    const [x, y] = this.#view.getCenter() as [number, number];
    return { lat: mercator_lat(y), lon: mercator_lon(x), zoom: this.#view.getZoom() ?? 0 };
  }

  go_to(lat: number, lon: number, zoom?: number): void {
    this.#view.setCenter([mercator_x(lon), mercator_y(lat)]);
    if (zoom !== undefined) this.#view.setZoom(zoom);
  }

  zoom_by(levels: number): void {
    this.#view.setZoom((this.#view.getZoom() ?? 0) + levels);
  }

  /** Moves the view by a share of its width and height. */
  pan_by(right: number, up: number): void {
    const camera = this.#camera;
    if (camera === null) return;
    this.#view.setCenter([
      camera.centre_x + right * camera.width * camera.resolution,
      camera.centre_y + up * camera.height * camera.resolution,
    ]);
  }

  /** What is in view, widened by half a screen each way, degrees. */
  box(): Box | null {
    const camera = this.#camera;
    if (camera === null) return null;
    const dx = camera.width / 2, dy = camera.height / 2;
    return {
      west: mercator_lon(to_map_x(camera, -dx)), east: mercator_lon(to_map_x(camera, camera.width + dx)),
      south: mercator_lat(to_map_y(camera, camera.height + dy)), north: mercator_lat(to_map_y(camera, -dy)),
    };
  }

  /** Metres on the ground that one CSS pixel covers in the middle of the view. */
  ground_resolution(): number {
    const camera = this.#camera;
    return camera === null ? 0 : camera.resolution / Math.cosh(camera.centre_y / 6378137);
  }

  /** Where a position is on the screen, CSS pixels from the map's corner; for tests. */
  pixel_of(lat: number, lon: number): [number, number] | null {
    const camera = this.#camera;
    return camera === null ? null : [to_px_x(camera, mercator_x(lon)), to_px_y(camera, mercator_y(lat))];
  }

  /** Ships on the screen, nearest to its middle first; distress before all. */
  in_order(): number[] {
    const s = this.#scratch;
    const camera = this.#camera;
    if (camera === null) return [];
    const rows: [score: number, mmsi: number][] = [];
    for (let i = 0; i < s.count; ++i) {
      const dx = s.x[i]! - camera.width / 2, dy = s.y[i]! - camera.height / 2;
      if (Math.abs(dx) > camera.width / 2 || Math.abs(dy) > camera.height / 2) continue;
      rows.push([s.class_[i] === kClass.distress ? -1 : dx * dx + dy * dy, s.mmsi[i]!]);
    }
    return rows.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, mmsi]) => mmsi);
  }

  #colours(): Palette {
    return kColours[this.#state.palette];
  }

  #paint_targets(ctx: CanvasRenderingContext2D, camera: Camera): void {
    const began = performance.now();
    const s = this.#scratch;
    const palette = this.#colours();
    this.#camera = camera;
    ctx.clearRect(0, 0, camera.width, camera.height);
    collect(this.#picture, camera, this.#state.vector_min, s, this.#masks, this.#state.selected);
    draw_targets(ctx, s, camera, palette, (performance.now() % 1000) / 1000);
    this.#paint_labels(ctx, camera, palette);
    draw_selected(ctx, s, this.#state.selected === null ? -1 : s.row_of(this.#state.selected), palette);
    this.#set_beat(s);
    this.last_paint_ms = performance.now() - began;
    ++this.frames;
  }

  #paint_labels(ctx: CanvasRenderingContext2D, camera: Camera, palette: Palette): void {
    ctx.font = kLabelFont;
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    ctx.direction = "ltr"; // the left end is given; a name in Arabic letters still runs its own way
    ctx.lineJoin = "round";
    ctx.lineWidth = 3;
    ctx.strokeStyle = palette.halo;
    const labels = this.#labeller.place(
      this.#scratch, this.#picture.identities, this.#state.selected, camera.width, camera.height,
      (text) => ctx.measureText(text).width,
    );
    const colours = [palette.label, palette.label, palette.selected, palette.distress];
    for (const { text, x, y, rank } of labels) {
      if (rank === 3) ctx.font = kDistressLabel;
      ctx.strokeText(text, x, y);
      ctx.fillStyle = colours[rank]!;
      ctx.fillText(text, x, y);
      if (rank === 3) ctx.font = kLabelFont;
    }
  }

  /** Only a distress beacon makes the map redraw by itself, five times a second. */
  #set_beat(s: Scratch): void {
    let distress = false;
    for (let i = 0; i < s.count && !distress; ++i) distress = s.class_[i] === kClass.distress;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (distress && !still && this.#beat === undefined) {
      this.#beat = window.setInterval(() => this.redraw(), 200);
    } else if (!distress && this.#beat !== undefined) {
      window.clearInterval(this.#beat);
      this.#beat = undefined;
    }
  }
}
