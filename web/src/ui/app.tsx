// The page: status above, the rail and its dock beside the map, card and search over it. What a key or a
// panel may ask of all that is the Frame made here.

import { useCallback, useEffect, useMemo, useRef, useState, type ReactElement } from "react";
import { I18nProvider } from "react-aria-components";
import type { Console } from "../console";
import { FilterNotice } from "../filter/filter_bar";
import { direction, locale_of } from "../i18n/languages";
import { kColours } from "../map/palette";
import type { SeaMap } from "../map/sea_map";
import { lat_of, lon_of } from "../picture/picture";
import { Announcer } from "./announcer";
import { Banners } from "./banners";
import { BottomBar, ZoomButtons } from "./bottom_bar";
import { VesselCard } from "./card/vessel_card";
import { ConsoleContext, useConsole, useConsoleState, useTranslate } from "./context";
import { Dock } from "./dock";
import { useFocusNet } from "./focus_net";
import { FrameContext, type Frame } from "./frame";
import { HelpSheet } from "./help_sheet";
import { MapPane } from "./map_pane";
import { panels_at } from "./panels";
import { Parts } from "./parts";
import { Rail } from "./rail";
import { SearchBox } from "./search_box";
import { SkipLinks } from "./skip_links";
import { TopBar } from "./top_bar";
import { useCommands } from "./use_commands";

export function App({ console_ }: { console_: Console }): ReactElement {
  return (
    <ConsoleContext value={console_}>
      <Localised />
    </ConsoleContext>
  );
}

function Localised(): ReactElement {
  const { language } = useConsoleState();
  return (
    <I18nProvider locale={locale_of(language)}>
      <Page />
    </I18nProvider>
  );
}

/** Zoom at which a chosen vessel is shown, at least. */
const kVesselZoom = 12;

function useNewFrame(
  map: React.RefObject<SeaMap | null>, search: React.RefObject<HTMLInputElement | null>, set_help: (open: boolean) => void,
): Frame {
  const console_ = useConsole();
  return useMemo((): Frame => {
    const focus_map = (): void => document.querySelector<HTMLElement>("[data-testid=map]")?.focus();
    const go = (mmsi: number, zoom_in: boolean): void => {
      const found = console_.picture.find(mmsi);
      const sea = map.current;
      if (found === null || sea === null) return;
      sea.go_to(lat_of(found), lon_of(found), zoom_in ? Math.max(sea.view().zoom, kVesselZoom) : undefined);
    };
    const open_panel = (id: string | null): void => {
      const before = console_.snapshot().panel;
      console_.set_panel(id);
      // After React has drawn it: the focus goes in, or back to the button that opened it.
      requestAnimationFrame(() => {
        const target = id === null ? `rail-${before ?? ""}` : `panel-title-${id}`;
        (document.getElementById(target) ?? document.querySelector<HTMLElement>("[data-testid=map]"))?.focus();
      });
    };
    return {
      console_,
      map: () => map.current,
      show: (mmsi, zoom_in) => {
        console_.select(mmsi);
        go(mmsi, zoom_in);
      },
      show_area: () => {
        const view = console_.snapshot().area?.pack.view;
        if (view !== undefined) map.current?.go_to(view.lat, view.lon, view.zoom);
      },
      next_vessel: (by) => {
        const order = map.current?.in_order() ?? [];
        if (order.length === 0) return;
        const at = order.indexOf(console_.snapshot().selected ?? -1);
        console_.select(order[at < 0 ? 0 : (at + by + order.length) % order.length]!);
      },
      centre_selected: () => {
        const { selected } = console_.snapshot();
        if (selected !== null) go(selected, false);
      },
      focus_map,
      focus_search: () => search.current?.focus(),
      show_help: () => set_help(true),
      open_panel,
      toggle_panel: (id) => open_panel(console_.snapshot().panel === id ? null : id),
      escape: () => {
        const open = panels_at("page").some((panel) => panel.id === console_.snapshot().panel);
        if (open) open_panel(null);
        else console_.select(null);
      },
    };
  }, [console_, map, search, set_help]);
}

/** Language, direction and palette of the document, as the officer chose them. */
export function useLook(): void {
  const { language, palette, hello } = useConsoleState();
  const t = useTranslate();
  useEffect(() => {
    const root = document.documentElement;
    root.lang = language;
    root.dir = direction(language);
    root.dataset.palette = palette;
    root.style.colorScheme = palette === "day" ? "light" : "dark";
    for (const [name, colour] of Object.entries(kColours[palette])) {
      root.style.setProperty(`--${name.replaceAll("_", "-")}`, colour as string);
    }
  }, [language, palette]);
  useEffect(() => {
    document.title = hello === null ? t("product") : t("console_title", { node: hello.node });
  }, [hello, t]);
}

function Page(): ReactElement {
  const { single_keys } = useConsoleState();
  const map = useRef<SeaMap | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const [help, set_help] = useState(false);
  const [pointer, set_pointer] = useState<{ lat: number; lon: number } | null>(null);
  const [ground_resolution, set_ground_resolution] = useState(0);
  const frame = useNewFrame(map, search, set_help);
  useLook();
  useCommands(frame, single_keys);
  useFocusNet(frame.focus_map);
  const close_help = useCallback(() => set_help(false), []);
  return (
    <FrameContext value={frame}>
      <SkipLinks />
      <div className="page">
        <TopBar />
        <Banners on_show={(mmsi) => frame.show(mmsi, true)} />
        <div className="middle">
          <Rail />
          <Dock />
          <main className="sea">
            <MapPane map={map} on_pointer={set_pointer} on_ground_resolution={set_ground_resolution} />
            <div className="over-start">
              <SearchBox input={search} on_choose={(mmsi) => frame.show(mmsi, true)} />
              <FilterNotice />
            </div>
            <ZoomButtons on_zoom={(levels) => map.current?.zoom_by(levels)} on_area={frame.show_area} />
            <div className="over-end">
              <VesselCard />
              <Parts place="map" />
            </div>
          </main>
        </div>
        <footer>
          <div className="foot-panel">
            <Parts place="foot" />
          </div>
          <BottomBar pointer={pointer} ground_resolution={ground_resolution} />
        </footer>
      </div>
      {help && <HelpSheet on_close={close_help} />}
      <Announcer />
    </FrameContext>
  );
}
