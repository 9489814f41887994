// A measure over time with the thresholds of its rule drawn and the alert's own span shaded, by uPlot. Time runs from
// left to right in every language, in UTC.

import { useEffect, useRef, type ReactElement } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Schema } from "../account/session";
import { kColours } from "../map/palette";
import { useConsoleState, useFormat, useTranslate } from "../ui/context";
import { figure, split_unit } from "./alert";

const kHeight = 140;
const kFont = "11px 'Noto Sans', Vazirmatn, sans-serif";

interface Props {
  series: Schema["Evidence"]["series"][number];
  begin_ms: number;
  end_ms: number | null;
}

export function EvidencePlot({ series, begin_ms, end_ms }: Props): ReactElement {
  const { palette } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const colours = kColours[palette];
    const axis = { stroke: colours.dim, font: kFont, grid: { stroke: colours.border, width: 0.5 }, ticks: { stroke: colours.border, width: 0.5 } };
    const times = series.points.map(([at]) => Date.parse(String(at)) / 1000);
    const values = series.points.map(([, value]) => Number(value));
    const highest = Math.max(...values, ...series.thresholds.map(({ value }) => value), 0);
    const shade = (plot: uPlot): void => {
      const from = plot.valToPos(begin_ms / 1000, "x", true), to = end_ms === null ? plot.bbox.left + plot.bbox.width : plot.valToPos(end_ms / 1000, "x", true);
      const left = Math.max(from, plot.bbox.left), right = Math.min(to, plot.bbox.left + plot.bbox.width);
      plot.ctx.save();
      plot.ctx.globalAlpha = 0.16;
      plot.ctx.fillStyle = colours.warning;
      if (right > left) plot.ctx.fillRect(left, plot.bbox.top, right - left, plot.bbox.height);
      plot.ctx.restore();
    };
    const made = new uPlot(
      {
        width: element.clientWidth || 300,
        height: kHeight,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false } },
        scales: { y: { range: () => [0, highest <= 0 ? 1 : highest * 1.15] } },
        axes: [
          { ...axis, values: (_, seconds) => seconds.map((one) => format.utc(one * 1000).slice(0, -3)), space: 56 },
          { ...axis, values: (_, ticks) => ticks.map((one) => format.digits(figure(one))), size: 48 },
        ],
        series: [
          {},
          { stroke: colours.accent, width: 1.8, points: { show: values.length < 60, size: 4 } },
          ...series.thresholds.map(() => ({ stroke: colours.alarm, width: 1.6, dash: [8, 5], points: { show: false } })),
        ],
        hooks: { drawClear: [shade] },
      },
      [times, values, ...series.thresholds.map(({ value }) => times.map(() => value))],
      element,
    );
    const resize = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: kHeight }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      made.destroy();
    };
  }, [series, begin_ms, end_ms, palette, format]);
  const { what } = split_unit(series.name);
  const limits = series.thresholds.map(({ value, side }) => t(side === "below" ? "alert_limit_below" : "alert_limit_above", { value: `${figure(value)} ${series.unit}` })).join(", ");
  return (
    <figure className="plot" dir="ltr">
      <figcaption><bdi lang="en">{what}</bdi> ({series.unit}){limits !== "" && <span className="limit"> ┄ <bdi>{limits}</bdi></span>}</figcaption>
      <div ref={box} role="img" aria-label={t("alert_plot_label", { what, limits })} data-testid={`plot-${series.name.replaceAll(" ", "-")}`} />
    </figure>
  );
}
