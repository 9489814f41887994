// Along the lower edge: the scale, how far the vectors reach, where the pointer is, and whose the coast is;
// and the zoom buttons over the map. The scale reads left to right in every language.

import type { ReactElement } from "react";
import { kVectorMinutes } from "../map/settings";
import { with_key } from "../keys/chord";
import { scale_bar } from "./scale";
import { useConsole, useConsoleState, useFormat, useTranslate } from "./context";
import { useFrame } from "./frame";

export function ZoomButtons({ on_zoom, on_area }: { on_zoom: (levels: number) => void; on_area: () => void }): ReactElement {
  const { area } = useConsoleState();
  const t = useTranslate();
  return (
    <div className="zoom">
      <button type="button" onClick={() => on_zoom(1)} aria-label={t("zoom_in")} title={with_key(t("zoom_in"), "+")}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 3v10M3 8h10" /></svg>
      </button>
      <button type="button" onClick={() => on_zoom(-1)} aria-label={t("zoom_out")} title={with_key(t("zoom_out"), "-")}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 8h10" /></svg>
      </button>
      <button type="button" onClick={on_area} aria-label={t("whole_area")} title={with_key(t("whole_area"), "0")} disabled={area === null}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4" /></svg>
      </button>
    </div>
  );
}

interface Props {
  pointer: { lat: number; lon: number } | null;
  /** Metres a CSS pixel. */
  ground_resolution: number;
}

export function BottomBar({ pointer, ground_resolution }: Props): ReactElement {
  const console_ = useConsole();
  const { vector_min, area, slept } = useConsoleState();
  const format = useFormat();
  const t = useTranslate();
  const frame = useFrame();
  /** Whom the chart is owed to beside that one line: the panel of the layers names all, each with its licence. */
  const others = Math.max(0, (area?.pack.source ?? []).length - 1);
  return (
    <div className="line">
      <ScaleBar ground_resolution={ground_resolution} />
      <label>
        {t("vector_label")}{" "}
        <select value={vector_min} onChange={(event) => console_.set_vector(Number(event.target.value))} title={with_key(t("help_vector"), "v")}>
          {kVectorMinutes.map((minutes) => (
            <option key={minutes} value={minutes}>
              {minutes === 0 ? t("vector_off") : t("vector_minutes", { minutes })}
            </option>
          ))}
        </select>
      </label>
      {slept > 0 && <span className="slept" data-testid="slept">{t("slept_notice", { count: slept })}</span>}
      <bdi dir="ltr" className="pointer">
        {pointer !== null && `${format.lat(pointer.lat)} ${format.lon(pointer.lon)}`}
      </bdi>
      <span className="attribution">
        {area !== null && (
          <>
            <button type="button" className="link-button" onClick={() => frame.open_panel("layers")} title={t("layers_sources")} data-testid="attribution">
              <bdi>{area.pack.attribution}</bdi>
              {others > 0 && <> {t("attribution_more", { count: others })}</>}
            </button>
            {" · "}
          </>
        )}
        {t("not_for_navigation")}
      </span>
    </div>
  );
}

function ScaleBar({ ground_resolution }: { ground_resolution: number }): ReactElement | null {
  const t = useTranslate();
  if (ground_resolution <= 0) return null;
  const { text, width_px } = scale_bar(ground_resolution);
  return (
    <div className="scale" dir="ltr" role="img" aria-label={t("scale_label", { distance: text })}>
      <div className="rule" style={{ width: width_px }} />
      <span>{text}</span>
    </div>
  );
}
