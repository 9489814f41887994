// Guard zones: drawn on the map, named, armed or not; who is in, and who came.

import { useState, type ReactElement } from "react";
import { useConsole, useConsoleState, useFormat, useTranslate } from "../ui/context";
import { useFrame, type Panel } from "../ui/frame";
import { merged } from "./bookmarks";
import { kNauticalMile } from "./geodesy";
import { kGuardZones, read_guard_zones, write_guard_zones, type GuardZone } from "./guard";
import { EditRow, FileRow, Problem } from "./parts";
import { useToolbox, useTools } from "./use_tools";

function GuardPanel(): ReactElement {
  const toolbox = useToolbox();
  const { guard, draft } = useTools();
  useConsoleState(); // each tick may change who is in
  const t = useTranslate();
  return (
    <div className="tool">
      <Problem />
      {draft.now === null ? <BeginRow /> : <DraftRow />}
      {guard.now.length === 0 && draft.now === null && <p className="dim">{t("guard_none")}</p>}
      <ul className="cards" data-testid="guard-zones">
        {guard.now.map((zone) => <ZoneCard key={zone.id} zone={zone} />)}
      </ul>
      <EditRow slice="guard" />
      <Came />
      <FileRow
        name="narrows-guard-zones.json"
        write={() => write_guard_zones(guard.now)}
        read={read_guard_zones}
        on_read={(zones) => toolbox.edit("guard", merged(guard.now, zones, kGuardZones))}
      />
    </div>
  );
}

function BeginRow(): ReactElement {
  const toolbox = useToolbox();
  const frame = useFrame();
  const { guard } = useTools();
  const t = useTranslate();
  const full = guard.now.length >= kGuardZones;
  const begin = (kind: "polygon" | "circle"): void => {
    toolbox.begin_draft(kind);
    frame.focus_map();
  };
  return (
    <div className="row">
      <button type="button" disabled={full} onClick={() => begin("polygon")} data-testid="guard-polygon">{t("guard_polygon")}</button>
      <button type="button" disabled={full} onClick={() => begin("circle")} data-testid="guard-circle">{t("guard_circle")}</button>
    </div>
  );
}

function DraftRow(): ReactElement {
  const toolbox = useToolbox();
  const { draft } = useTools();
  const t = useTranslate();
  const count = draft.now?.points.length ?? 0;
  const enough = draft.now?.kind === "circle" ? count >= 2 : count >= 3;
  return (
    <>
      <p className="dim">{t(draft.now?.kind === "circle" ? "guard_hint_circle" : "guard_hint_polygon")}</p>
      <EditRow slice="draft">
        <button type="button" disabled={!enough} onClick={() => toolbox.finish_draft("")} data-testid="guard-finish">{t("guard_finish")}</button>
        <button type="button" onClick={() => toolbox.cancel_draft()}>{t("tool_cancel")}</button>
      </EditRow>
    </>
  );
}

function ZoneCard({ zone }: { zone: GuardZone }): ReactElement {
  const toolbox = useToolbox();
  const frame = useFrame();
  const { guard } = useTools();
  const t = useTranslate();
  const [name, set_name] = useState(zone.name);
  const change = (next: GuardZone | null): void => toolbox.edit("guard", guard.now.flatMap((one) => (one.id !== zone.id ? [one] : next === null ? [] : [next])));
  const inside = toolbox.watch.inside(zone.id).size;
  const show = (): void => {
    const at = zone.kind === "circle" ? zone.centre : zone.points[0]!;
    frame.map()?.go_to(at.lat, at.lon);
  };
  return (
    <li>
      <input
        aria-label={t("guard_name")} value={name} maxLength={100}
        onChange={(event) => set_name(event.target.value)}
        onBlur={() => (name.trim() === "" ? set_name(zone.name) : name !== zone.name && change({ ...zone, name: name.trim() }))}
      />
      <div className="row">
        <label className="check">
          <input type="checkbox" checked={zone.armed} onChange={(event) => change({ ...zone, armed: event.target.checked })} /> {t("guard_armed")}
        </label>
        <span data-testid="guard-inside">{t("guard_inside", { count: inside })}</span>
      </div>
      {zone.kind === "circle" && (
        <label className="row">
          {t("guard_radius")}{" "}
          <input
            type="number" min={0.1} max={200} step={0.1} value={Number((zone.radius_m / kNauticalMile).toFixed(2))}
            onChange={(event) => Number(event.target.value) > 0 && change({ ...zone, radius_m: Math.round(Math.min(200, Number(event.target.value)) * kNauticalMile) })}
          />
        </label>
      )}
      <div className="row">
        <button type="button" onClick={show}>{t("distress_show")}</button>
        <button
          type="button"
          onClick={() => {
            toolbox.begin_draft(zone.kind, zone.id);
            frame.focus_map();
          }}
          aria-label={t("guard_redraw_of", { name: zone.name })}
        >
          {t("guard_redraw")}
        </button>
        <button type="button" onClick={() => change(null)} aria-label={t("guard_delete", { name: zone.name })}>{t("tool_delete")}</button>
      </div>
    </li>
  );
}

function Came(): ReactElement | null {
  const console_ = useConsole();
  const frame = useFrame();
  const { guard, entries } = useTools();
  const t = useTranslate();
  const format = useFormat();
  if (entries.length === 0) return null;
  return (
    <>
      <h3>{t("guard_entries")}</h3>
      <ul className="entries" data-testid="guard-entries">
        {entries.slice(0, 50).map(({ zone, mmsi, at_ms }) => (
          <li key={`${zone} ${mmsi} ${at_ms}`}>
            <bdi>{format.utc(at_ms)}</bdi>{" "}
            <button type="button" className="link" onClick={() => frame.show(mmsi, false)}>
              <bdi>{console_.picture.identities.get(mmsi)?.name ?? mmsi}</bdi>
            </button>{" "}
            <span className="dim">{guard.now.find(({ id }) => id === zone)?.name ?? t("guard_deleted")}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

export default {
  id: "guard",
  place: "dock",
  order: 33,
  title: "guard_title",
  icon: <path d="M2.5 5.5 7 2l6.5 3-1.5 8-8 .5zM7 7.5h2M8 6.5v2" />,
  width_px: 320,
  component: GuardPanel,
  commands: [{ id: "open_guard", group: "tools", text: "guard_title", keys: ["g"], run: (frame) => frame.toggle_panel("guard") }],
} satisfies Panel;
