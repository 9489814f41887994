// Speed over time by uPlot, in the palette's colours. Time runs from left to right in every language, in UTC.

import { useEffect, useRef, type ReactElement } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { kColours } from "../../map/palette";
import type { SpeedPoint } from "../../past/speeds";
import { useConsoleState, useFormat, useTranslate } from "../context";

const kHeight = 150;
const kFont = "11px 'Noto Sans', Vazirmatn, sans-serif";

interface Props {
  points: readonly SpeedPoint[];
  /** What the time axis spans, whatever is known in it. */
  from_ms: number;
  to_ms: number;
}

export function SpeedPlot({ points, from_ms, to_ms }: Props): ReactElement {
  const { palette } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const colours = kColours[palette];
    const axis = { stroke: colours.dim, font: kFont, grid: { stroke: colours.border, width: 0.5 }, ticks: { stroke: colours.border, width: 0.5 } };
    const made = new uPlot(
      {
        width: element.clientWidth || 300,
        height: kHeight,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false } },
        scales: { x: { auto: false }, y: { range: (_, __, high) => [0, Math.max(5, Math.ceil((high ?? 0) * 1.1))] } },
        axes: [
          { ...axis, values: (_, times) => times.map((seconds) => format.utc(seconds * 1000).slice(0, -3)), space: 56 },
          { ...axis, values: (_, speeds) => speeds.map((speed) => format.digits(String(speed))), size: 34 },
        ],
        series: [{}, { stroke: colours.accent, width: 1.5, spanGaps: false, points: { show: false } }],
      },
      [[], []],
      element,
    );
    plot.current = made;
    const resize = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: kHeight }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [palette, format]);

  useEffect(() => {
    plot.current?.batch(() => {
      plot.current?.setData([points.map(({ at_ms }) => at_ms / 1000), points.map(({ sog_kn }) => sog_kn)]);
      plot.current?.setScale("x", { min: from_ms / 1000, max: to_ms / 1000 });
    });
  }, [points, from_ms, to_ms, palette, format]);

  const last = points.at(-1);
  return (
    <figure className="plot" dir="ltr">
      <figcaption>{t("track_axis")}</figcaption>
      <div ref={box} role="img" aria-label={t("track_plot_label", { speed: last?.sog_kn == null ? "–" : format.sog(Math.round(last.sog_kn * 10)) })} data-testid="speed-plot" />
    </figure>
  );
}
