// Alerts by hour and priority, stacked, with a line at what an operator can carry.

import type { ReactElement } from "react";
import type { Schema } from "../account/session";
import { useFormat, useTranslate } from "../ui/context";

const kWidth = 480;
const kHeight = 90;

export function LoadChart({ load }: { load: Schema["WatchLoad"] }): ReactElement {
  const t = useTranslate();
  const format = useFormat();
  const { hours, targets } = load;
  const most = Math.max(targets.per_hour * 1.3, ...hours.map(({ p1, p2, p3 }) => p1 + p2 + p3));
  const high = (count: number): number => (count / most) * kHeight;
  const wide = kWidth / Math.max(1, hours.length);
  const all = hours.reduce((sum, { p1, p2, p3 }) => sum + p1 + p2 + p3, 0);
  const above = hours.filter(({ p1, p2, p3 }) => p1 + p2 + p3 > targets.per_hour || p1 > targets.p1_per_hour).length;
  const words = t("load_words", { alerts: all, hours: hours.length, target: targets.per_hour, above });
  return (
    <figure className="load" data-testid="load-chart">
      <figcaption>{t("load_title")}</figcaption>
      <svg viewBox={`0 0 ${kWidth} ${kHeight + 16}`} role="img" aria-label={words} direction="ltr">
        {hours.map(({ from, p1, p2, p3 }, i) => {
          let y = kHeight;
          return (
            <g key={from}>
              {[p1, p2, p3].map((count, p) => {
                y -= high(count);
                return count > 0 && <rect key={p} className={`p${p + 1}`} x={i * wide + 1} width={Math.max(1, wide - 2)} y={y} height={high(count)} />;
              })}
              {i % 6 === 0 && <text x={i * wide + 1} y={kHeight + 13}>{format.utc(Date.parse(from)).slice(0, -3)}</text>}
            </g>
          );
        })}
        <line x1="0" x2={kWidth} y1={kHeight} y2={kHeight} className="ground" />
        <line x1="0" x2={kWidth} y1={kHeight - high(targets.per_hour)} y2={kHeight - high(targets.per_hour)} className="target" />
      </svg>
      <p className={above > 0 ? "warn" : "dim"}>{words}</p>
    </figure>
  );
}
