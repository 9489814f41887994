// Holds the map on the page and keeps it in step with the console's state.

import { useEffect, useMemo, useRef, type ReactElement, type RefObject } from "react";
import { SeaMap } from "../map/sea_map";
import { choices_of } from "../map/choices";
import { lat_of, lon_of, type Cell } from "../picture/picture";
import { read_hash, type ViewHash } from "../view/hash";
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

const kNoRings: ReadonlyMap<number, string> = new Map();

export function MapPane({ map, on_pointer, on_ground_resolution }: Props): ReactElement {
  const console_ = useConsole();
  const { palette, language, vector_min, selected, danger, extras, area, hello, link } = useConsoleState();
  const { layers, trails } = useMemo(() => choices_of(extras), [extras]);
  const t = useTranslate();
  const element = useRef<HTMLDivElement>(null);
  const placed = useRef(false); // a view was given by the address, the area, or the officer

  useEffect(() => {
    if (element.current === null) return undefined;
    const state = console_.snapshot();
    const drawn = { picture: console_.picture, masks: (cell: Cell) => console_.mask(cell), trails: console_.trails };
    const sea = new SeaMap(element.current, drawn, { ...state, ...choices_of(state.extras), rings: kNoRings }, {
      on_view: (lat, lon, zoom) => {
        if (placed.current) console_.set_view(lat, lon, zoom, sea.box());
        on_ground_resolution(sea.ground_resolution());
      },
      on_pointer,
      on_pick: (mmsi) => console_.select(mmsi),
      on_slept: (count) => console_.set_slept(count),
    });
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
    const stop = console_.on_picture(() => sea.redraw());
    void load_fonts().then(() => sea.redraw_all());
    return () => {
      window.removeEventListener("hashchange", on_hash);
      stop();
      sea.dispose();
      map.current = null;
    };
  }, [console_, map, on_ground_resolution, on_pointer]);

  useEffect(
    () => map.current?.set_state({ palette, language, vector_min, selected, danger, layers, trails, rings: kNoRings }),
    [map, palette, language, vector_min, selected, danger, layers, trails],
  );
  useEffect(() => map.current?.set_area(area), [map, area]);

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
