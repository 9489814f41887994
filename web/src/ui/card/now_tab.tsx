// The vessel as it is now: motion large, then the facts, with buttons that copy what one tells others.

import { useState, type ReactElement, type ReactNode } from "react";
import { format_lat, format_lon } from "../../format/format";
import type { TextKey } from "../../i18n/languages";
import { lat_of, lon_of, type Found } from "../../picture/picture";
import type { Identity } from "../../wire/frames";
import { kFlag } from "../../wire/layout";
import { kind_text, nav_status_text, ship_type_text } from "../../words/vessel";
import { useConsole, useFormat, useNow, useTranslate } from "../context";
import type { Format } from "../../format/local";

export function NowTab({ found, identity }: { found: Found; identity: Identity | undefined }): ReactElement {
  const console_ = useConsole();
  const t = useTranslate();
  const format = useFormat();
  const now = useNow();
  const { cell, index } = found;
  const flags = cell.flags[index]!;
  const ship_type = ship_type_text(cell.ship_type[index]! || (identity?.ship_type ?? 0), t);
  const node_ms = console_.node_time(now);
  const age_s = cell.age[index]! + (node_ms === null ? 0 : Math.max(0, (node_ms - cell.now_us / 1000) / 1000));
  const [lat, lon] = [lat_of(found), lon_of(found)];
  return (
    <>
      <p className="what">
        {ship_type !== null && <span>{ship_type} · </span>}
        <span>{kind_text(cell.kind[index]!, (flags & kFlag.virtual_aid) !== 0, t)}</span>
        {(flags & kFlag.simulated) !== 0 && <span className="mark">{t("simulated_mark")}</span>}
      </p>
      {(flags & kFlag.lost) !== 0 && <p className="warn">{t("card_lost")}</p>}
      <dl className="moving">
        <Figure name={t("speed")} id="sog">{format.sog(cell.sog[index]!)}</Figure>
        <Figure name={t("course")} id="cog">{format.course(cell.cog[index]!)}</Figure>
        <Figure name={t("heading")} id="heading">{format.heading(cell.heading[index]!)}</Figure>
      </dl>
      <dl className="facts">
        <Fact name={t("position")} id="position" copy={`${format_lat(lat)} ${format_lon(lon)}`} copied="copy_position">{`${format.lat(lat)} ${format.lon(lon)}`}</Fact>
        <Fact name={t("last_report")} id="age" own>{t("ago", { age: format.age(age_s) })}</Fact>
        <Fact name={t("status")} own>{nav_status_text(cell.nav_status[index]!, t)}</Fact>
        <Fact name={t("destination")} id="destination">{identity?.destination}</Fact>
        <Fact name={t("mmsi")} id="mmsi" copy={String(cell.mmsi[index]!)} copied="copy_mmsi">{cell.mmsi[index]!}</Fact>
        <Fact name={t("call_sign")} id="call_sign">{identity?.call_sign}</Fact>
        <Fact name={t("imo")} id="imo">{identity?.imo}</Fact>
        <Fact name={t("dimensions")}>{dimensions(identity, format)}</Fact>
        <Fact name={t("draught")}>{identity?.draught_m === undefined ? undefined : format.metres(identity.draught_m)}</Fact>
        <Fact name={t("accuracy")} own>{t((flags & kFlag.accurate) !== 0 ? "accuracy_high" : "accuracy_low")}</Fact>
      </dl>
    </>
  );
}

function dimensions(identity: Identity | undefined, format: Format): string | undefined {
  if (identity === undefined) return undefined;
  const length = identity.to_bow_m + identity.to_stern_m;
  const beam = identity.to_port_m + identity.to_starboard_m;
  return length === 0 ? undefined : format.digits(`${length} × ${beam === 0 ? "–" : beam} m`);
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

interface FactProps {
  name: string;
  id?: string;
  /** Words of the console's own language. */
  own?: boolean;
  /** What the button beside it copies; always Latin digits. */
  copy?: string;
  copied?: TextKey;
  children: ReactNode;
}

/** A line of the card; left out when there is nothing to say. */
export function Fact({ name, id, own = false, copy, copied, children }: FactProps): ReactElement | null {
  if (children === undefined || children === null) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {own ? <span data-testid={`card-${id}`}>{children}</span> : <bdi data-testid={`card-${id}`}>{children}</bdi>}
        {copy !== undefined && copied !== undefined && <CopyButton text={copy} name={copied} />}
      </dd>
    </div>
  );
}

/** Copies, and says that it did. Where the browser has no clipboard it is not offered. */
function CopyButton({ text, name }: { text: string; name: TextKey }): ReactElement | null {
  const t = useTranslate();
  const [done, set_done] = useState(false);
  if (typeof navigator.clipboard?.writeText !== "function") return null;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      set_done(true);
      window.setTimeout(() => set_done(false), 2000);
    } catch {
      set_done(false); // forbidden: the figure can still be marked and copied by hand
    }
  };
  return (
    <>
      <button type="button" className="copy" onClick={() => void copy()} aria-label={t(name)} title={t(name)} data-testid={name}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d={done ? "M3 8.5l3.5 3.5L13 4.5" : "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3"} />
        </svg>
      </button>
      <span className="hidden" role="status">{done ? t("copied") : ""}</span>
    </>
  );
}
