// What is known of the selected vessel, the moving figures first and large.

import { useEffect, useState, type ReactElement, type ReactNode } from "react";
import { format_age, format_course, format_heading, format_lat, format_lon, format_metres, format_sog } from "../format/format";
import { lat_of, lon_of, type Found } from "../picture/picture";
import type { Identity } from "../wire/frames";
import { kFlag } from "../wire/layout";
import { kind_text, nav_status_text, ship_type_text } from "../words/vessel";
import { with_key } from "../keys/chord";
import { useConsole, useConsoleState, useNow, useTranslate } from "./context";

export function VesselCard({ on_centre }: { on_centre: (mmsi: number) => void }): ReactElement | null {
  const console_ = useConsole();
  const { selected, tick } = useConsoleState();
  const t = useTranslate();
  const [last, set_last] = useState<{ mmsi: number; found: Found } | null>(null);
  const found = console_.find_selected();

  useEffect(() => {
    if (selected === null) set_last(null);
    else if (found !== null) set_last({ mmsi: selected, found });
    // Each tick brings a new row; what was last known stays when none comes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected, tick]);

  if (selected === null) return null;
  const shown = found ?? (last?.mmsi === selected ? last.found : null);
  const identity = console_.picture.identities.get(selected);
  return (
    <aside className="card" aria-label={t("card_label", { name: identity?.name ?? selected })} data-testid="card" data-mmsi={selected}>
      <div className="head">
        <h2>
          <bdi>{identity?.name ?? selected}</bdi>
        </h2>
        <button type="button" className="plain" onClick={() => on_centre(selected)} title={with_key(t("card_centre"), "c")} aria-label={t("card_centre")}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 1v4M8 11v4M1 8h4M11 8h4M8 4.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6" />
          </svg>
        </button>
        <button type="button" className="plain" onClick={() => console_.select(null)} title={with_key(t("close"), "Escape")} aria-label={t("close")}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M3 3l10 10M13 3L3 13" />
          </svg>
        </button>
      </div>
      {identity?.name === undefined && <p className="dim">{t("card_unnamed")}</p>}
      {found === null && <p className="warn">{t("card_gone")}</p>}
      {shown !== null && <Figures found={shown} identity={identity} />}
    </aside>
  );
}

function Figures({ found, identity }: { found: Found; identity: Identity | undefined }): ReactElement {
  const console_ = useConsole();
  const t = useTranslate();
  const now = useNow();
  const { cell, index } = found;
  const flags = cell.flags[index]!;
  const ship_type = ship_type_text(cell.ship_type[index]! || (identity?.ship_type ?? 0), t);
  const node_ms = console_.node_time(now);
  const age_s = cell.age[index]! + (node_ms === null ? 0 : Math.max(0, (node_ms - cell.now_us / 1000) / 1000));
  const kind = kind_text(cell.kind[index]!, (flags & kFlag.virtual_aid) !== 0, t);
  return (
    <>
      <p className="what">
        {ship_type !== null && <span>{ship_type} · </span>}
        <span>{kind}</span>
        {(flags & kFlag.simulated) !== 0 && <span className="mark">{t("simulated_mark")}</span>}
      </p>
      {(flags & kFlag.lost) !== 0 && <p className="warn">{t("card_lost")}</p>}
      <dl className="moving">
        <Figure name={t("speed")} id="sog">{format_sog(cell.sog[index]!)}</Figure>
        <Figure name={t("course")} id="cog">{format_course(cell.cog[index]!)}</Figure>
        <Figure name={t("heading")} id="heading">{format_heading(cell.heading[index]!)}</Figure>
      </dl>
      <dl className="facts">
        <Fact name={t("position")} id="position">{`${format_lat(lat_of(found))} ${format_lon(lon_of(found))}`}</Fact>
        <Fact name={t("last_report")} id="age" own>{t("ago", { age: format_age(age_s) })}</Fact>
        <Fact name={t("status")} own>{nav_status_text(cell.nav_status[index]!, t)}</Fact>
        <Fact name={t("destination")} id="destination">{identity?.destination}</Fact>
        <Fact name={t("mmsi")} id="mmsi">{cell.mmsi[index]!}</Fact>
        <Fact name={t("call_sign")} id="call_sign">{identity?.call_sign}</Fact>
        <Fact name={t("imo")} id="imo">{identity?.imo}</Fact>
        <Fact name={t("dimensions")}>{dimensions(identity)}</Fact>
        <Fact name={t("draught")}>{identity?.draught_m === undefined ? undefined : format_metres(identity.draught_m)}</Fact>
        <Fact name={t("accuracy")} own>{t((flags & kFlag.accurate) !== 0 ? "accuracy_high" : "accuracy_low")}</Fact>
      </dl>
    </>
  );
}

function dimensions(identity: Identity | undefined): string | undefined {
  if (identity === undefined) return undefined;
  const length = identity.to_bow_m + identity.to_stern_m;
  const beam = identity.to_port_m + identity.to_starboard_m;
  return length === 0 ? undefined : `${length} × ${beam === 0 ? "–" : beam} m`;
}

function Figure({ name, id, children }: { name: string; id: string; children: string }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi dir="ltr" data-testid={`card-${id}`}>{children}</bdi>
      </dd>
    </div>
  );
}

/** A line of the card; left out when there is nothing to say. `own`: words of the console's own language. */
function Fact({ name, id, own = false, children }: { name: string; id?: string; own?: boolean; children: ReactNode }): ReactElement | null {
  if (children === undefined || children === null) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{own ? <span data-testid={`card-${id}`}>{children}</span> : <bdi data-testid={`card-${id}`}>{children}</bdi>}</dd>
    </div>
  );
}
