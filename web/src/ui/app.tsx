// The page: status above, map below, card and search over the map. Owns the keyboard.

import { useCallback, useEffect, useRef, useState, type ReactElement } from "react";
import type { Console } from "../console";
import { direction } from "../i18n/languages";
import { kColours } from "../map/palette";
import type { SeaMap } from "../map/sea_map";
import { lat_of, lon_of } from "../picture/picture";
import { Announcer } from "./announcer";
import { Banners } from "./banners";
import { BottomBar } from "./bottom_bar";
import { ConsoleContext, useConsole, useConsoleState, useTranslate } from "./context";
import { HelpSheet } from "./help_sheet";
import { MapPane } from "./map_pane";
import { SearchBox } from "./search_box";
import { TopBar } from "./top_bar";
import { VesselCard } from "./vessel_card";

export function App({ console_ }: { console_: Console }): ReactElement {
  return (
    <ConsoleContext value={console_}>
      <Page />
    </ConsoleContext>
  );
}

/** Zoom at which a vessel that was asked for is shown. */
const kVesselZoom = 12;
const kPanShare = 0.2;

function Page(): ReactElement {
  const console_ = useConsole();
  const state = useConsoleState();
  const t = useTranslate();
  const map = useRef<SeaMap | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const [help, set_help] = useState(false);
  const [pointer, set_pointer] = useState<{ lat: number; lon: number } | null>(null);
  const [ground_resolution, set_ground_resolution] = useState(0);

  const show = useCallback(
    (mmsi: number, zoom_in: boolean) => {
      console_.select(mmsi);
      const found = console_.picture.find(mmsi);
      const sea = map.current;
      if (found === null || sea === null) return;
      sea.go_to(lat_of(found), lon_of(found), zoom_in ? Math.max(sea.view().zoom, kVesselZoom) : undefined);
    },
    [console_],
  );
  const show_area = useCallback(() => {
    const view = console_.snapshot().area?.pack.view;
    if (view !== undefined) map.current?.go_to(view.lat, view.lon, view.zoom);
  }, [console_]);
  const next_vessel = useCallback(
    (by: number) => {
      const order = map.current?.in_order() ?? [];
      if (order.length === 0) return;
      const at = order.indexOf(console_.snapshot().selected ?? -1);
      console_.select(order[at < 0 ? 0 : (at + by + order.length) % order.length]!);
    },
    [console_],
  );

  useEffect(() => {
    const root = document.documentElement;
    root.lang = state.language;
    root.dir = direction(state.language);
    root.dataset.palette = state.palette;
    root.style.colorScheme = state.palette === "day" ? "light" : "dark";
    for (const [name, colour] of Object.entries(kColours[state.palette])) {
      root.style.setProperty(`--${name.replaceAll("_", "-")}`, colour as string);
    }
  }, [state.language, state.palette]);

  useEffect(() => {
    document.title = state.hello === null ? t("product") : t("console_title", { node: state.hello.node });
  }, [state.hello, t]);

  useEffect(() => {
    const keys: Record<string, () => void> = {
      "+": () => map.current?.zoom_by(0.5),
      "=": () => map.current?.zoom_by(0.5),
      "-": () => map.current?.zoom_by(-0.5),
      ArrowLeft: () => map.current?.pan_by(-kPanShare, 0),
      ArrowRight: () => map.current?.pan_by(kPanShare, 0),
      ArrowUp: () => map.current?.pan_by(0, kPanShare),
      ArrowDown: () => map.current?.pan_by(0, -kPanShare),
      n: () => next_vessel(1),
      N: () => next_vessel(-1),
      c: () => {
        const { selected } = console_.snapshot();
        if (selected !== null) show(selected, false);
      },
      "0": show_area,
      "/": () => search.current?.focus(),
      v: () => console_.next_vector(),
      p: () => console_.next_palette(),
      "?": () => set_help(true),
      Escape: () => console_.select(null),
    };
    const on_key = (event: KeyboardEvent): void => {
      const typing = event.target instanceof Element && event.target.closest("input, select, textarea, dialog") !== null;
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const act = keys[event.key] ?? keys[event.key.toLowerCase()];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", on_key);
    return () => window.removeEventListener("keydown", on_key);
  }, [console_, next_vessel, show, show_area]);

  return (
    <div className="page">
      <TopBar on_help={() => set_help(true)} />
      <Banners on_show={(mmsi) => show(mmsi, true)} />
      <main className="sea">
        <MapPane map={map} on_pointer={set_pointer} on_ground_resolution={set_ground_resolution} />
        <SearchBox input={search} on_choose={(mmsi) => show(mmsi, true)} />
        <VesselCard on_centre={(mmsi) => show(mmsi, false)} />
        <BottomBar
          pointer={pointer}
          ground_resolution={ground_resolution}
          on_zoom={(levels) => map.current?.zoom_by(levels)}
          on_area={show_area}
        />
      </main>
      {help && <HelpSheet on_close={() => set_help(false)} />}
      <Announcer />
    </div>
  );
}
