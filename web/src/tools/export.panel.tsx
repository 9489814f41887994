// Takes out what is visible, as a picture, CSV or GeoJSON; and opens a second window that follows this one.

import { useState, type ReactElement } from "react";
import { in_language } from "../area/pack";
import { kColours } from "../map/palette";
import { useConsoleState, useTranslate } from "../ui/context";
import { useFrame, type Frame, type Panel } from "../ui/frame";
import type { Translate } from "../i18n/languages";
import { file_name, to_csv, to_geojson, visible_rows, type ExportRow } from "./export";
import { linked, open_second_window, set_linked } from "./link_windows";
import { save_blob, save_text } from "./parts";
import { draw_screenshot, screenshot_words } from "./screenshot";

function rows_of({ console_, map }: Frame): ExportRow[] {
  const box = map()?.view_box() ?? null;
  return box === null ? [] : visible_rows(console_.picture, box, (cell, index) => console_.visible(cell, index));
}

async function save_picture({ console_, map }: Frame, t: Translate): Promise<boolean> {
  const canvas = map()?.picture() ?? null;
  const view = map()?.view();
  const { hello, tick, area, language, palette, link } = console_.snapshot();
  if (canvas === null || view === undefined || hello === null || tick === null) return false;
  const now_ms = console_.node_time(Date.now()) ?? tick.now_ms;
  const stale = link.phase !== "live";
  const words = screenshot_words(
    {
      node: hello.node, area: in_language(area?.pack.title, language, hello.area?.title ?? ""), now_ms: stale ? tick.now_ms : now_ms, view,
      simulated: hello.simulated, stale, replay_speed: hello.mode === "replay" ? hello.speed : null, attribution: area?.pack.attribution ?? "",
    },
    { simulated: t("simulated_banner"), real: t("export_real"), not_for_navigation: t("not_for_navigation"), stale: t("mode_stale"), replay: t("mode_replay", { speed: hello.speed }) },
  );
  const ratio = window.devicePixelRatio;
  const picture = draw_screenshot(canvas, words, kColours[palette], ratio);
  const blob = await new Promise<Blob | null>((done) => picture.toBlob(done, "image/png"));
  if (blob === null) return false;
  save_blob(file_name(hello.node, now_ms, "png"), blob);
  return true;
}

function ExportPanel(): ReactElement {
  const frame = useFrame();
  const { hello, tick } = useConsoleState();
  const t = useTranslate();
  const [said, set_said] = useState("");
  const count = rows_of(frame).length;
  const save = (extension: "csv" | "geojson"): void => {
    const rows = rows_of(frame);
    const name = file_name(hello?.node ?? "", frame.console_.node_time(Date.now()) ?? Date.now(), extension);
    if (extension === "csv") save_text(name, "text/csv;charset=utf-8", to_csv(rows));
    else save_text(name, "application/geo+json", to_geojson(rows));
    set_said(t("export_saved", { name }));
  };
  return (
    <div className="tool">
      <p>{t("export_count", { count })}</p>
      <div className="row">
        <button type="button" disabled={tick === null} onClick={() => void save_picture(frame, t).then((saved) => set_said(saved ? t("export_picture_saved") : t("export_failed")))} data-testid="export-png">
          {t("export_picture")}
        </button>
        <button type="button" disabled={count === 0} onClick={() => save("csv")} data-testid="export-csv">{t("export_csv")}</button>
        <button type="button" disabled={count === 0} onClick={() => save("geojson")} data-testid="export-geojson">{t("export_geojson")}</button>
      </div>
      <p role="status" className="dim">{said}</p>
      <SecondWindow />
    </div>
  );
}

function SecondWindow(): ReactElement {
  const frame = useFrame();
  const t = useTranslate();
  const [on, set_on] = useState(() => linked(frame.console_));
  return (
    <>
      <h3>{t("window_title")}</h3>
      <p className="dim">{t("window_hint")}</p>
      <div className="row">
        <button type="button" onClick={() => open_second_window(frame.console_)} data-testid="window-open">{t("window_open")}</button>
      </div>
      <label className="check">
        <input
          type="checkbox" checked={on} data-testid="window-linked"
          onChange={(event) => {
            set_linked(frame.console_, event.target.checked);
            set_on(event.target.checked);
          }}
        />
        {t("window_linked")}
      </label>
    </>
  );
}

export default {
  id: "export",
  place: "dock",
  order: 60,
  title: "export_title",
  icon: <path d="M8 10V1.5M4.5 5 8 1.5 11.5 5M2 9.5v5h12v-5" />,
  width_px: 300,
  component: ExportPanel,
  commands: [
    { id: "open_export", group: "tools", text: "export_title", keys: ["o"], run: (frame) => frame.toggle_panel("export") },
    { id: "second_window", group: "view", text: "window_open", keys: ["Shift+w"], run: ({ console_ }) => open_second_window(console_) },
  ],
} satisfies Panel;
