// The filter's area on the map: its outline while it stands, and drawing it, by the pointer or from the keyboard.

import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactElement } from "react";
import { createPortal } from "react-dom";
import { mercator_x, mercator_y } from "../picture/picture";
import { to_px_x, to_px_y, type Camera } from "../map/camera";
import type { Palette } from "../map/palette";
import { useConsole, useConsoleState, useTranslate } from "../ui/context";
import { useFrame, type Panel } from "../ui/frame";
import { kCornersMax, type Corners } from "./filter";
import { filter_zones } from "./zones";

type Corner = readonly [lat: number, lon: number];

interface Sketch {
  /** Outlines of the filter's area. */
  shapes: readonly Corners[];
  draft: readonly Corner[];
  /** Where the next corner would be, CSS pixels from the map's corner; null: not known. */
  cursor: readonly [x: number, y: number] | null;
}

function draw(ctx: CanvasRenderingContext2D, camera: Camera, palette: Palette, { shapes, draft, cursor }: Sketch): void {
  const px = ([lat, lon]: Corner): [number, number] => [to_px_x(camera, mercator_x(lon)), to_px_y(camera, mercator_y(lat))];
  const trace = (points: readonly (readonly [number, number])[], close: boolean): void => {
    for (const [width, colour] of [[4, palette.halo], [2, palette.warning]] as const) {
      ctx.lineWidth = width;
      ctx.strokeStyle = colour;
      ctx.beginPath();
      points.forEach(([x, y], i) => (i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
      if (close) ctx.closePath();
      ctx.stroke();
    }
  };
  ctx.save();
  ctx.setLineDash([8, 5]);
  for (const shape of shapes) trace(shape.map(px), true);
  ctx.setLineDash([]);
  trace([...draft.map(px), ...(cursor === null ? [] : [cursor])], draft.length > 1);
  if (cursor !== null) {
    const [x, y] = cursor;
    trace([[x - 9, y], [x + 9, y]], false);
    trace([[x, y - 9], [x, y + 9]], false);
  }
  ctx.restore();
}

function FilterArea(): ReactElement | null {
  const frame = useFrame();
  const { filter, area, drawing } = useConsoleState();
  const sketch = useRef<Sketch>({ shapes: [], draft: [], cursor: null });
  useEffect(() => {
    frame.map()?.add_overlay({ draw: (ctx, camera, palette) => draw(ctx, camera, palette, sketch.current) });
  }, [frame]);
  useEffect(() => {
    const named = typeof filter.area === "string" && area !== null ? filter_zones(area).find(({ id }) => id === filter.area)?.polygons : undefined;
    const shapes = named ?? (filter.area === null || typeof filter.area === "string" ? [] : [filter.area]);
    sketch.current = { ...sketch.current, shapes: drawing ? [] : shapes };
    frame.map()?.redraw_overlay();
  }, [frame, filter, area, drawing]);
  const show = useCallback((draft: readonly Corner[], cursor: Sketch["cursor"]) => {
    sketch.current = { ...sketch.current, draft, cursor };
    frame.map()?.redraw_overlay();
  }, [frame]);
  return drawing ? <Drawing show={show} /> : null;
}

/** Steps of the cross by arrow keys, CSS pixels; a tenth of it with Shift. */
const kStep = 20;

function Drawing({ show }: { show: (draft: readonly Corner[], cursor: Sketch["cursor"]) => void }): ReactElement | null {
  const console_ = useConsole();
  const frame = useFrame();
  const t = useTranslate();
  const sheet = useRef<HTMLDivElement>(null);
  const [draft, set_draft] = useState<readonly Corner[]>([]);
  const [cursor, set_cursor] = useState<readonly [number, number] | null>(null);
  useEffect(() => show(draft, cursor), [draft, cursor, show]);
  useEffect(() => {
    const box = sheet.current?.getBoundingClientRect();
    if (box !== undefined) set_cursor([box.width / 2, box.height / 2]);
    sheet.current?.focus();
    return () => show([], null);
  }, [show]);

  const end = (corners: readonly Corner[] | null): void => {
    if (corners !== null && corners.length >= 3) console_.set_filter({ ...console_.snapshot().filter, area: corners });
    console_.set_drawing(false);
    frame.focus_map();
  };
  const add = (x: number, y: number): void => {
    const place = frame.map()?.place_of(x, y) ?? null;
    if (place === null || draft.length >= kCornersMax) return;
    set_draft([...draft, [Number(place.lat.toFixed(5)), Number(place.lon.toFixed(5))]]);
  };
  const at = (event: MouseEvent): [number, number] => {
    const box = sheet.current!.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const on_key = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? kStep / 10 : kStep;
    const moves: Record<string, [number, number]> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const move = moves[event.key];
    if (move !== undefined) set_cursor((from) => [(from?.[0] ?? 0) + move[0], (from?.[1] ?? 0) + move[1]]);
    else if (event.key === " ") cursor !== null && add(...cursor);
    else if (event.key === "Enter") end(draft);
    else if (event.key === "Backspace") set_draft(draft.slice(0, -1));
    else if (event.key === "Escape") end(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const sea = document.querySelector(".sea");
  if (sea === null) return null;
  return createPortal(
    <>
      <div
        ref={sheet}
        className="draw-sheet"
        role="application"
        tabIndex={0}
        aria-label={t("draw_label")}
        onClick={(event) => add(...at(event))}
        onDoubleClick={() => end(draft.slice(0, -1))}
        onPointerMove={(event) => set_cursor(at(event))}
        onKeyDown={on_key}
        data-testid="draw-sheet"
      />
      <div className="draw-bar">
        <span role="status">{t("draw_hint", { count: draft.length })}</span>
        <button type="button" className="text-button" disabled={draft.length < 3} onClick={() => end(draft)} data-testid="draw-done">
          {t("draw_done")}
        </button>
        <button type="button" className="text-button" onClick={() => end(null)}>
          {t("draw_cancel")}
        </button>
      </div>
    </>,
    sea,
  );
}

export default { id: "filter_area", place: "map", order: 90, title: "filter_area", component: FilterArea } satisfies Panel;
