// Holds the map on the page and keeps it in step with the console's state.

import { useEffect, useMemo, useRef, type ReactElement, type RefObject } from "react";
import { SeaMap } from "../map/sea_map";
import { fetch_track } from "../map/track_source";
import { choices_of } from "../map/choices";
import { lat_of, lon_of, type Cell } from "../picture/picture";
import { read_hash, type ViewHash } from "../view/hash";
import { rings_of } from "../tools/groups";
import { follow_windows } from "../tools/link_windows";
import { ToolOverlay } from "../tools/overlay";
import { useToolbox, useTools } from "../tools/use_tools";
import { useConsole, useConsoleState, useTranslate } from "./context";

interface Props {
  map: RefObject<SeaMap | null>;
  on_pointer: (at: { lat: number; lon: number } | null) => void;
  on_ground_resolution: (metres: number) => void;
}

/** A canvas does not wait for its fonts, so they are asked for by name, each with a letter of its own. */
function load_fonts(): Promise<unknown> {
  const wanted: [string, string][] = [["italic 12px 'Noto Sans'", "a"], ["500 12px 'Noto Sans'", "aŁ"], ["500 12px Vazirmatn", "م"]];
  return Promise.allSettled(wanted.map(([font, letters]) => document.fonts.load(font, letters)));
}


export function MapPane({ map, on_pointer, on_ground_resolution }: Props): ReactElement {
  const console_ = useConsole();
  const { palette, language, vector_min, selected, danger, missed, extras, area, hello, link } = useConsoleState();
  const { layers, trails } = useMemo(() => choices_of(extras), [extras]);
  const toolbox = useToolbox();
  const { marked } = useTools();
  const rings = useMemo(() => rings_of(marked.now, palette), [marked, palette]);
  const t = useTranslate();
  const element = useRef<HTMLDivElement>(null);
  const placed = useRef(false); // a view was given by the address, the area, or the officer

  useEffect(() => {
    if (element.current === null) return undefined;
    const state = console_.snapshot();
    const drawn = { picture: console_.picture, masks: (cell: Cell) => console_.mask(cell), trails: console_.trails };
    const sea = new SeaMap(element.current, drawn, { ...state, ...choices_of(state.extras), rings: new Map() }, {
      on_view: (lat, lon, zoom) => {
        if (placed.current) console_.set_view(lat, lon, zoom, sea.box());
        on_ground_resolution(sea.ground_resolution());
      },
      on_pointer: (at) => {
        on_pointer(at);
        toolbox.aim(at, false);
      },
      on_pick: (mmsi, at) => {
        if (!toolbox.click(at, mmsi)) console_.select(mmsi);
      },
      on_slept: (count) => console_.set_slept(count),
    });
    sea.add_overlay(new ToolOverlay(toolbox));
    map.current = sea;
    window.narrows = { console: console_, map: sea };
    const show = ({ lat, lon, zoom }: ViewHash): void => {
      if (lat === undefined || lon === undefined || zoom === undefined) return;
      placed.current = true;
      sea.go_to(lat, lon, zoom);
    };
    show(console_.opening);
    const on_hash = (): void => {
      const view = read_hash(window.location.hash);
      show(view);
      console_.adopt(view);
    };
    window.addEventListener("hashchange", on_hash);
    const stops = [console_.on_picture(() => sea.redraw()), toolbox.subscribe(() => sea.redraw_overlay()), follow_windows(console_, sea)];
    void load_fonts().then(() => sea.redraw_all());
    return () => {
      window.removeEventListener("hashchange", on_hash);
      for (const stop of stops) stop();
      sea.dispose();
      map.current = null;
    };
  }, [console_, map, on_ground_resolution, on_pointer, toolbox]);

  useEffect(
    () => map.current?.set_state({ palette, language, vector_min, selected, danger, missed, layers, trails, rings }),
    [map, palette, language, vector_min, selected, danger, missed, layers, trails, rings],
  );
  useEffect(() => map.current?.set_area(area), [map, area]);
  useEffect(() => {
    const { tick } = console_.snapshot();
    if (selected === null || trails === "off" || tick === null || tick.history.state === "off") return undefined;
    const stop = new AbortController();
    console_.trails.follow(selected);
    void fetch_track(selected, tick.now_ms, stop.signal).then((points) => {
      if (stop.signal.aborted) return;
      console_.trails.prepend(selected, points);
      map.current?.redraw();
    });
    return () => stop.abort();
  }, [console_, map, selected, trails, hello]);

  useEffect(() => {
    const sea = map.current;
    if (placed.current || sea === null) return;
    if (area !== null) {
      placed.current = true;
      sea.go_to(area.pack.view.lat, area.pack.view.lon, area.pack.view.zoom);
    } else if (hello !== null && hello.area === undefined) {
      // No pack: the first vessels say where to look.
      return console_.on_picture(() => {
        const first = console_.picture.cells.values().next().value;
        if (placed.current || first === undefined) return;
        placed.current = true;
        sea.go_to(lat_of({ cell: first, index: 0 }), lon_of({ cell: first, index: 0 }), 8);
      });
    }
    return undefined;
  }, [area, console_, hello, map]);

  const stale = link.phase !== "live";
  return (
    <div
      ref={element}
      className={stale ? "map stale" : "map"}
      role="application"
      aria-label={t("map_label")}
      tabIndex={0}
      data-testid="map"
    />
  );
}

declare global {
  interface Window {
    /** For tests and for the curious in the browser's own console. */
    narrows?: { console: ReturnType<typeof useConsole>; map: SeaMap };
  }
}
