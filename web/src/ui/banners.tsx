// What must not be overlooked, in lines below the status: distress first, then whether the picture is old,
// whether it is real, whether it is being recorded, and what could not be drawn.

import type { ReactElement } from "react";
import type { Distress } from "../console";
import type { Format } from "../format/local";
import type { TextKey } from "../i18n/languages";
import { kKind, kSartActive } from "../wire/layout";
import { useConsole, useConsoleState, useFormat, useTranslate } from "./context";
import { Parts } from "./parts";

export function Banners({ on_show }: { on_show: (mmsi: number) => void }): ReactElement {
  const { hello, tick, link, area, area_missing, distress, bad_frames, bad_frame } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  const stale = link.phase !== "live";
  return (
    <section className="banners" aria-label={t("notices")}>
      {distress.length > 0 && <DistressLine distress={distress} on_show={on_show} />}
      {stale && (
        <p className="banner stale" role="alert" data-testid="stale">
          {tick === null ? t("never_connected") : t("stale_banner", { time: format.utc(tick.now_ms) })}
        </p>
      )}
      {hello?.simulated === true && (
        <p className="banner simulated" data-testid="simulated">
          {t("simulated_banner")}
        </p>
      )}
      {tick?.history.state === "stopped" && (
        <p className="banner warning" role="alert">
          {t("history_stopped", { since: utc_of(tick.history.since, format), why: tick.history.why ?? t("unknown_cause") })}
        </p>
      )}
      {area_missing !== null && <p className="banner note">{t("area_missing", { area: area_missing })}</p>}
      {area !== null && area.coast === null && <p className="banner note">{t("coast_missing")}</p>}
      <Parts place="banner" />
      {bad_frames > 0 && <p className="banner warning">{t("bad_frames", { count: bad_frames, why: bad_frame })}</p>}
    </section>
  );
}

function utc_of(since: string | undefined, format: Format): string {
  const ms = Date.parse(since ?? "");
  return Number.isFinite(ms) ? `${format.utc(ms)} UTC` : "–";
}

const kDistressTexts = new Map<number, TextKey>([
  [kKind.sart, "distress_sart"],
  [kKind.mob, "distress_mob"],
  [kKind.epirb, "distress_epirb"],
]);

function DistressLine({ distress, on_show }: { distress: Distress[]; on_show: (mmsi: number) => void }): ReactElement {
  const t = useTranslate();
  const format = useFormat();
  const console_ = useConsole();
  // The one marked active before those that may be tests.
  const first = distress.find((one) => one.nav_status === kSartActive) ?? distress[0]!;
  const name = console_.picture.identities.get(first.mmsi)?.name;
  return (
    <div className="banner distress" role="alert" data-testid="distress">
      <strong>{t("distress_banner")}</strong>
      <span>
        {t(kDistressTexts.get(first.kind) ?? "distress_status")}
        {first.nav_status !== kSartActive && ` (${t("distress_test")})`}
      </span>
      {name !== undefined && <bdi>{name}</bdi>}
      <bdi>{first.mmsi}</bdi>
      <bdi dir="ltr">
        {format.lat(first.lat)} {format.lon(first.lon)}
      </bdi>
      {distress.length > 1 && <span>{t("distress_more", { count: distress.length - 1 })}</span>}
      <button type="button" onClick={() => on_show(first.mmsi)}>
        {t("distress_show")}
      </button>
    </div>
  );
}
