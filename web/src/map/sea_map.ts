// The map itself: OpenLayers for projection, pan, zoom and touch; three canvases of our own for what is seen. The ground
// is painted anew when the view leaves it or palette, language, layers or area change; the targets on each tick; what
// blinks, and what the officer's tools draw, on each frame. While the map is panned the first two are only moved.
// No camera animation: what is asked for is there in the next frame.

import OlMap from "ol/Map";
import View from "ol/View";
import { defaults as default_interactions } from "ol/interaction/defaults";
import MouseWheelZoom from "ol/interaction/MouseWheelZoom";
import type { Area } from "../area/pack";
import { mercator_lat, mercator_lon, mercator_x, mercator_y, type Picture } from "../picture/picture";
import type { Box } from "../wire/control";
import { ground_metres_per_px, to_map_x, to_map_y, to_px_x, to_px_y, type Camera } from "./camera";
import { CanvasLayer, kLayerMargin, shift_for } from "./canvas_layer";
import { draw_chart, make_chart, type Chart } from "./chart";
import { draw_chart_names, type ChartName } from "./chart_text";
import { kClass, put_to_sleep } from "./classify";
import { kDistressFont, kLabelFont } from "./fonts";
import { draw_graticule_figures } from "./graticule";
import { Labeller, type Box as LabelBox } from "./labels";
import type { Layers } from "./layers";
import { blink_on, draw_dangerous, draw_distress, draw_missed, draw_selected, type Danger, type Offset } from "./marks";
import { kColours, type Palette, type PaletteName } from "./palette";
import { collect, pick, Scratch, type Masks } from "./rows";
import { outline_extent } from "./outline";
import { blit_ships, draw_below, draw_stations, outline_of, symbol_scale, TargetRaster } from "./targets";
import { draw_short_trails, draw_track } from "./trail_layer";
import type { Trails, TrailsShown } from "./trails";

export interface MapState {
  palette: PaletteName;
  language: string;
  vector_min: number;
  selected: number | null;
  danger: ReadonlyMap<number, Danger>;
  missed: ReadonlySet<number>;
  layers: Layers;
  trails: TrailsShown;
  /** Colour of a vessel's ring, as its group has it. */
  rings: ReadonlyMap<number, string>;
}

/** What the map draws of the picture: what the console's filter lets through, and where it came from. */
export interface Drawn {
  picture: Picture;
  masks: Masks;
  trails: Trails;
}

export interface Place {
  lat: number;
  lon: number;
}

/** Map metres. */
export interface MapBox {
  west: number;
  south: number;
  east: number;
  north: number;
}

export interface MapListener {
  /** The view came to rest. */
  on_view(lat: number, lon: number, zoom: number): void;
  /** Pointer over the map, degrees; null when it left. */
  on_pointer(at: Place | null): void;
  /** A click: where, and the vessel there, or null. */
  on_pick(mmsi: number | null, at: Place): void;
  /** How many targets in view sleep because there are too many. */
  on_slept(count: number): void;
}

/** Something that draws over the map on each frame, such as a tool. */
export interface Overlay {
  draw(ctx: CanvasRenderingContext2D, camera: Camera, palette: Palette): void;
}

/** The view rests when it has not moved for so long. */
const kRest_ms = 120;
const kBeat_ms = 200;
/** Top, right, bottom, left: what stands over the map's edges is no part of what is shown. */
const kBoxMargin_px = [90, 70, 70, 70];
/** No ship is long enough to be drawn at true scale above this. */
const kOutlinesBelow_m_per_px = 25;

export class SeaMap {
  /** Milliseconds the last frame's own drawing took, for measurements. */
  last_paint_ms = 0;
  /** Frames shown so far, for measurements; and how many of them painted the targets anew. */
  frames = 0;
  paints = 0;

  readonly #picture: Picture;
  readonly #trails: Trails;
  readonly #listener: MapListener;
  readonly #masks: Masks;
  readonly #scratch = new Scratch();
  readonly #raster = new TargetRaster();
  readonly #labeller = new Labeller();
  readonly #view = new View({ center: [0, 0], zoom: 3, minZoom: 3, maxZoom: 18, enableRotation: false, constrainResolution: false, smoothResolutionConstraint: false });
  readonly #chart_layer: CanvasLayer;
  readonly #target_layer: CanvasLayer;
  readonly #overlay_layer: CanvasLayer;
  readonly #overlays: Overlay[] = [];
  readonly #resting = new Set<() => void>();
  readonly #map: OlMap;
  #chart: Chart | null = null;
  #chart_names: { camera: Camera; names: ChartName[] } | null = null;
  #camera: Camera | null = null;
  #state: MapState;
  #slept = 0;
  #beat: number | undefined;
  #rest: number | undefined;

  constructor(target: HTMLElement, { picture, masks, trails }: Drawn, state: MapState, listener: MapListener) {
    this.#picture = picture;
    this.#trails = trails;
    this.#state = state;
    this.#listener = listener;
    this.#masks = masks;
    this.#chart_layer = new CanvasLayer(kLayerMargin, (ctx, camera) => this.#paint_chart(ctx, camera));
    this.#target_layer = new CanvasLayer(kLayerMargin, (ctx, camera) => this.#paint_targets(ctx, camera));
    this.#overlay_layer = new CanvasLayer(0, (ctx, camera) => this.#paint_overlay(ctx, camera));
    this.#map = new OlMap({
      target,
      view: this.#view,
      layers: [this.#chart_layer, this.#target_layer, this.#overlay_layer],
      controls: [],
      interactions: default_interactions({
        altShiftDragRotate: false, pinchRotate: false, keyboard: false, mouseWheelZoom: false, doubleClickZoom: false, zoomDuration: 0,
      }).extend([new MouseWheelZoom({ duration: 0, timeout: 20 })]),
    });
    this.#map.on("moveend", () => this.#rest_soon());
    this.#map.on("click", (event) => {
      const [x, y] = event.coordinate as [number, number];
      this.#listener.on_pick(this.pick_at(event.pixel[0]!, event.pixel[1]!), { lat: mercator_lat(y), lon: mercator_lon(x) });
    });
    this.#map.on("pointermove", (event) => {
      if (event.dragging) return;
      const [x, y] = event.coordinate as [number, number];
      this.#listener.on_pointer({ lat: mercator_lat(y), lon: mercator_lon(x) });
      target.style.cursor = this.pick_at(event.pixel[0]!, event.pixel[1]!) !== null ? "pointer" : "";
    });
    target.addEventListener("pointerleave", () => this.#listener.on_pointer(null));
  }

  dispose(): void {
    window.clearInterval(this.#beat);
    window.clearTimeout(this.#rest);
    this.#map.setTarget(undefined);
    this.#map.dispose();
  }

  /** The overlay is drawn on each frame from now on, after those before it. */
  add_overlay(overlay: Overlay): void {
    this.#overlays.push(overlay);
    this.redraw_overlay();
  }

  /** Called when the view has come to rest; gives what ends that. */
  on_rest(listener: () => void): () => void {
    this.#resting.add(listener);
    return () => this.#resting.delete(listener);
  }

  set_area(area: Area | null): void {
    this.#chart = area === null ? null : make_chart(area);
    this.redraw_all();
  }

  set_state(state: MapState): void {
    const before = this.#state;
    this.#state = state;
    if (before.palette !== state.palette || before.language !== state.language || before.layers !== state.layers) this.#chart_layer.repaint();
    this.redraw();
  }

  /** The picture changed. */
  redraw(): void {
    this.#target_layer.repaint();
    this.#overlay_layer.repaint();
  }

  redraw_overlay(): void {
    this.#overlay_layer.repaint();
  }

  /** Fonts that arrived change the ground too. */
  redraw_all(): void {
    this.#chart_layer.repaint();
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

  /** All of a box with a margin; no closer than `zoom_most`. */
  show_box({ west, south, east, north }: MapBox, zoom_most: number): void {
    this.#view.fit([west, south, east, north], { size: this.#map.getSize(), padding: kBoxMargin_px, maxZoom: zoom_most });
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
    return this.#box(0.5);
  }

  /** What is in view, degrees. */
  view_box(): Box | null {
    return this.#box(0);
  }

  #box(wider: number): Box | null {
    const camera = this.#camera;
    if (camera === null) return null;
    const dx = camera.width * wider, dy = camera.height * wider;
    return {
      west: mercator_lon(to_map_x(camera, -dx)), east: mercator_lon(to_map_x(camera, camera.width + dx)),
      south: mercator_lat(to_map_y(camera, camera.height + dy)), north: mercator_lat(to_map_y(camera, -dy)),
    };
  }

  /** Metres on the ground that one CSS pixel covers in the middle of the view. */
  ground_resolution(): number {
    return this.#camera === null ? 0 : ground_metres_per_px(this.#camera);
  }

  /** The place under a pixel of the map, CSS pixels from its corner; null before there is a map. */
  place_of(x: number, y: number): Place | null {
    const camera = this.#camera;
    return camera === null ? null : { lat: mercator_lat(to_map_y(camera, y)), lon: mercator_lon(to_map_x(camera, x)) };
  }

  /** Where a position is on the screen, CSS pixels from the map's corner. */
  pixel_of(lat: number, lon: number): [number, number] | null {
    const camera = this.#camera;
    return camera === null ? null : [to_px_x(camera, mercator_x(lon)), to_px_y(camera, mercator_y(lat))];
  }

  /** The vessel under a pixel of the screen. */
  pick_at(x: number, y: number): number | null {
    const { x: dx, y: dy } = this.#offset();
    const row = pick(this.#scratch, x - dx, y - dy);
    return row < 0 ? null : this.#scratch.mmsi[row]!;
  }

  /** Vessels on the screen, nearest to its middle first; distress and danger before all. */
  in_order(): number[] {
    const s = this.#scratch;
    const camera = this.#camera;
    if (camera === null) return [];
    const { x, y } = this.#offset();
    const rows: [score: number, mmsi: number][] = [];
    for (let i = 0; i < s.count; ++i) {
      const dx = s.x[i]! + x - camera.width / 2, dy = s.y[i]! + y - camera.height / 2;
      if (Math.abs(dx) > camera.width / 2 || Math.abs(dy) > camera.height / 2) continue;
      const first = s.class_[i] === kClass.distress ? -2 : this.#state.danger.has(s.mmsi[i]!) ? -1 : dx * dx + dy * dy;
      rows.push([first, s.mmsi[i]!]);
    }
    return rows.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, mmsi]) => mmsi);
  }

  /** How a vessel on the screen is drawn, for tests: its class, and whether it is dangerous. */
  drawn_as(mmsi: number): { class_: number; look: number; dangerous: boolean } | null {
    const row = this.#scratch.row_of(mmsi);
    if (row < 0) return null;
    return { class_: this.#scratch.class_[row]!, look: this.#scratch.look[row]!, dangerous: this.#state.danger.has(mmsi) };
  }

  /** The map as it is seen, as one picture. */
  picture(): HTMLCanvasElement | null {
    const camera = this.#camera;
    if (camera === null) return null;
    const out = document.createElement("canvas");
    out.width = Math.round(camera.width * camera.pixel_ratio);
    out.height = Math.round(camera.height * camera.pixel_ratio);
    const ctx = out.getContext("2d")!;
    for (const layer of [this.#chart_layer, this.#target_layer, this.#overlay_layer]) {
      const margin = layer === this.#overlay_layer ? 0 : kLayerMargin;
      const shift = layer.painted === null ? null : shift_for(layer.painted, camera, margin);
      if (shift === null) continue;
      ctx.drawImage(layer.canvas, Math.round((shift.x - margin) * camera.pixel_ratio), Math.round((shift.y - margin) * camera.pixel_ratio));
    }
    return out;
  }

  /** From the rows' pixels to the screen's. */
  #offset(): Offset {
    const painted = this.#target_layer.painted, camera = this.#camera;
    const shift = painted === null || camera === null ? null : shift_for(painted, camera, kLayerMargin);
    return shift === null ? { x: -kLayerMargin, y: -kLayerMargin } : { x: shift.x - kLayerMargin, y: shift.y - kLayerMargin };
  }

  #colours(): Palette {
    return kColours[this.#state.palette];
  }

  #rest_soon(): void {
    window.clearTimeout(this.#rest);
    this.#rest = window.setTimeout(() => {
      const { lat, lon, zoom } = this.view();
      if (this.#camera !== null && !this.#target_layer.settled(this.#camera)) this.redraw(); // names belong within the view
      this.#listener.on_view(lat, lon, zoom);
      for (const listener of this.#resting) listener();
    }, kRest_ms);
  }

  #paint_chart(ctx: CanvasRenderingContext2D, camera: Camera): void {
    const { language, layers } = this.#state;
    const palette = this.#colours();
    draw_chart(ctx, this.#chart, camera, palette, layers);
    const names = this.#chart === null ? [] : draw_chart_names(ctx, this.#chart, camera, palette, language, layers);
    this.#chart_names = { camera, names };
  }

  #paint_targets(ctx: CanvasRenderingContext2D, camera: Camera): void {
    const began = performance.now();
    const s = this.#scratch;
    const { vector_min, selected, danger, layers, trails } = this.#state;
    const palette = this.#colours();
    const scale = symbol_scale(camera);
    collect(this.#picture, camera, vector_min, s, this.#masks, selected);
    this.#sleep(camera);
    ctx.clearRect(0, 0, camera.width, camera.height);
    ctx.lineJoin = "miter";
    ctx.lineCap = "butt";
    if (trails === "all") draw_short_trails(ctx, s, this.#trails, camera, palette);
    if (trails !== "off" && selected !== null) {
      const row = s.row_of(selected);
      draw_track(ctx, this.#trails.track, row < 0 ? null : { x: s.x[row]!, y: s.y[row]! }, camera, palette);
    }
    draw_below(ctx, s, this.#picture, ground_metres_per_px(camera), layers.has("outlines"), palette, scale);
    this.#raster.begin(ctx.canvas.width, ctx.canvas.height);
    blit_ships(this.#raster.raster, s, scale, camera.pixel_ratio, palette, (mmsi) => danger.has(mmsi));
    this.#raster.show(ctx);
    draw_stations(ctx, s, palette, scale);
    this.#paint_rings(ctx);
    if (layers.has("labels")) this.#paint_labels(ctx, camera, palette);
    this.#set_beat();
    ++this.paints;
    this.last_paint_ms = performance.now() - began;
  }

  /** Too many awake: the far ones sleep. Near means near the selected vessel, else near the middle of the view. */
  #sleep(camera: Camera): void {
    const s = this.#scratch;
    const { selected, danger } = this.#state;
    const row = selected === null ? -1 : s.row_of(selected);
    const x = row < 0 ? camera.width / 2 : s.x[row]!, y = row < 0 ? camera.height / 2 : s.y[row]!;
    const slept = put_to_sleep(s, x, y, Math.hypot(camera.width, camera.height), (mmsi) => mmsi === selected || danger.has(mmsi));
    if (slept === this.#slept) return;
    this.#slept = slept;
    this.#listener.on_slept(slept);
  }

  #paint_rings(ctx: CanvasRenderingContext2D): void {
    const { rings } = this.#state;
    if (rings.size === 0) return;
    const s = this.#scratch;
    ctx.lineWidth = 2;
    for (let i = 0; i < s.count; ++i) {
      const colour = rings.get(s.mmsi[i]!);
      if (colour === undefined) continue;
      ctx.strokeStyle = colour;
      ctx.beginPath();
      ctx.arc(s.x[i]!, s.y[i]!, 11, 0, 2 * Math.PI);
      ctx.stroke();
    }
  }

  #paint_labels(ctx: CanvasRenderingContext2D, camera: Camera, palette: Palette): void {
    ctx.font = kLabelFont;
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    ctx.direction = "ltr"; // the left end is given; a name in Arabic letters still runs its own way
    ctx.lineJoin = "round";
    ctx.lineWidth = 3;
    ctx.strokeStyle = palette.halo;
    const view = { left: kLayerMargin, top: kLayerMargin, right: camera.width - kLayerMargin, bottom: camera.height - kLayerMargin };
    const metres = ground_metres_per_px(camera);
    const outlined = this.#state.layers.has("outlines") && metres < kOutlinesBelow_m_per_px;
    const extent = (row: number): LabelBox | null => {
      const points = outlined ? outline_of(this.#scratch, row, this.#picture, metres) : null;
      return points === null ? null : outline_extent(points, (this.#scratch.direction[row]! * Math.PI) / 1800, metres);
    };
    const labels = this.#labeller.place(
      this.#scratch, this.#picture.identities, this.#state, view, this.#chart_boxes(camera), (text) => ctx.measureText(text).width, extent,
    );
    const colours = [palette.label, palette.label, palette.selected, palette.distress, palette.distress];
    for (const { text, x, y, rank } of labels) {
      if (rank === 4) ctx.font = kDistressFont;
      ctx.strokeText(text, x, y);
      ctx.fillStyle = colours[rank]!;
      ctx.fillText(text, x, y);
      if (rank === 4) ctx.font = kLabelFont;
    }
  }

  /** Where the chart's names stand, in the rows' pixels. */
  #chart_boxes(camera: Camera): { left: number; top: number; right: number; bottom: number }[] {
    const chart = this.#chart_names;
    if (chart === null || chart.camera.resolution !== camera.resolution) return [];
    const dx = (chart.camera.centre_x - camera.centre_x) / camera.resolution;
    const dy = (camera.centre_y - chart.camera.centre_y) / camera.resolution;
    return chart.names.map(({ x, y, width }) => ({ left: x + dx - width / 2, right: x + dx + width / 2, top: y + dy - 7, bottom: y + dy + 7 }));
  }

  #paint_overlay(ctx: CanvasRenderingContext2D, camera: Camera): void {
    const palette = this.#colours();
    const s = this.#scratch;
    const moving = !this.#still();
    this.#camera = camera;
    ctx.clearRect(0, 0, camera.width, camera.height);
    ctx.lineJoin = "miter";
    ctx.lineCap = "butt";
    if (this.#state.layers.has("graticule")) draw_graticule_figures(ctx, camera, palette);
    for (const overlay of this.#overlays) {
      ctx.save();
      overlay.draw(ctx, camera, palette);
      ctx.restore();
    }
    const offset = this.#offset();
    const now = performance.now();
    draw_dangerous(ctx, s, offset, this.#state.danger, palette, symbol_scale(camera), !moving || blink_on(now));
    draw_missed(ctx, s, offset, this.#state.missed, palette, symbol_scale(camera), !moving || blink_on(now));
    draw_distress(ctx, s, offset, palette, moving ? (now % 1000) / 1000 : 0);
    const row = this.#state.selected === null ? -1 : s.row_of(this.#state.selected);
    if (row >= 0) draw_selected(ctx, s.x[row]! + offset.x, s.y[row]! + offset.y, palette);
    ++this.frames;
  }

  #still(): boolean {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /** Only distress, and danger and lost targets that nobody has acknowledged, make the map redraw by itself, five times a second. */
  #set_beat(): void {
    const s = this.#scratch;
    let beats = [...this.#state.danger.values()].some((danger) => !danger.acknowledged);
    for (let i = 0; i < s.count && !beats; ++i) beats = s.class_[i] === kClass.distress || (s.class_[i] === kClass.lost && this.#state.missed.has(s.mmsi[i]!));
    if (beats && !this.#still() && this.#beat === undefined) {
      this.#beat = window.setInterval(() => this.redraw_overlay(), kBeat_ms);
    } else if (!beats && this.#beat !== undefined) {
      window.clearInterval(this.#beat);
      this.#beat = undefined;
    }
  }
}
