// Whose way is which on the map, and what the marks on it mean.

import type { ReactElement } from "react";
import { kGroupPaint } from "../tools/groups";
import { useConsoleState, useTranslate } from "../ui/context";
import type { EvidenceTrack } from "./evidence_track";

export function EvidenceLegend({ tracks }: { tracks: readonly EvidenceTrack[] }): ReactElement | null {
  const t = useTranslate();
  const { palette, replay } = useConsoleState();
  if (tracks.length === 0 || replay !== null) return null;
  return (
    <div className="evidence-legend" role="group" aria-label={t("alert_on_map")} data-testid="evidence-legend">
      {tracks.map(({ track, name, colour, dash }) => (
        <span key={track}>
          <svg width="30" height="10" aria-hidden="true"><path d="M1 5h28" stroke={kGroupPaint[palette][colour]} strokeWidth="2.6" strokeDasharray={dash.join(" ")} /></svg> <bdi>{name}</bdi>
        </span>
      ))}
      <span><svg width="14" height="14" aria-hidden="true"><path d="M2 2h10v10H2z" fill="none" stroke="currentColor" strokeWidth="2" /></svg> {t("alert_mark_begin")}</span>
      <span><svg width="14" height="14" aria-hidden="true"><path d="M7 1l6 6-6 6-6-6z" fill="currentColor" /></svg> {t("alert_mark_decided")}</span>
      <span><svg width="10" height="10" aria-hidden="true"><circle cx="5" cy="5" r="3.4" fill="currentColor" /></svg> {t("alert_mark_used")}</span>
    </div>
  );
}
