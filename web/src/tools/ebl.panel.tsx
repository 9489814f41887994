// Electronic bearing line and variable range marker, as on a radar: from a place or a vessel, with which it moves, to
// another, or by figures.

import { useState, type ReactElement } from "react";
import { useConsole, useConsoleState, useFormat, useTranslate } from "../ui/context";
import { useFrame, type Panel } from "../ui/frame";
import { resolve, type Anchor } from "./anchor";
import { direct, inverse, kNauticalMile } from "./geodesy";
import { EditRow, KeepBox, useBearing, useMiles } from "./parts";
import { useToolbox, useTools } from "./use_tools";

function EblPanel(): ReactElement {
  const console_ = useConsole();
  const toolbox = useToolbox();
  const frame = useFrame();
  const { ebl } = useTools();
  const { selected } = useConsoleState();
  const t = useTranslate();
  const nm = useMiles();
  const bearing = useBearing();
  const { from, to } = ebl.now;
  const line = from === null || to === null ? null : inverse(resolve(from, console_.picture), resolve(to, console_.picture));
  const from_selected = (): void => {
    const found = console_.find_selected();
    if (found !== null && selected !== null) toolbox.edit("ebl", { from: { ...resolve({ lat: 0, lon: 0, mmsi: selected }, console_.picture), mmsi: selected }, to: null });
  };
  return (
    <div className="tool">
      {from === null && <p className="dim">{t("tool_hint_ebl")}</p>}
      <dl className="facts">
        <AnchorLine name={t("ebl_from")} anchor={from} />
        <AnchorLine name={t("ebl_to")} anchor={to} />
      </dl>
      {line !== null && (
        <dl className="moving">
          <div><dt>{t("tool_bearing")}</dt><dd data-testid="ebl-bearing"><bdi>{bearing(line.bearing_deg)}</bdi></dd></div>
          <div><dt>{t("ebl_range")}</dt><dd data-testid="ebl-range"><bdi>{nm(line.distance_m)}</bdi></dd></div>
        </dl>
      )}
      <div className="row">
        <button type="button" disabled={selected === null} onClick={from_selected}>{t("ebl_from_selected")}</button>
        <button
          type="button"
          onClick={() => {
            const view = frame.map()?.view();
            if (view !== undefined) toolbox.edit("ebl", { from: { lat: view.lat, lon: view.lon }, to: null });
          }}
        >
          {t("ebl_from_middle")}
        </button>
      </div>
      <ByFigures from={from} />
      <EditRow slice="ebl">
        <button type="button" disabled={from === null} onClick={() => toolbox.edit("ebl", { from: null, to: null })}>{t("tool_clear")}</button>
      </EditRow>
      <KeepBox tool="ebl" />
    </div>
  );
}

function AnchorLine({ name, anchor }: { name: string; anchor: Anchor | null }): ReactElement {
  const console_ = useConsole();
  const format = useFormat();
  const at = anchor === null ? null : resolve(anchor, console_.picture);
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {anchor?.mmsi !== undefined && <div><bdi>{console_.picture.identities.get(anchor.mmsi)?.name ?? anchor.mmsi}</bdi></div>}
        <bdi dir="ltr">{at === null ? "–" : `${format.lat(at.lat)} ${format.lon(at.lon)}`}</bdi>
      </dd>
    </div>
  );
}

/** Bearing and range typed in: the way to set the line without a pointer. */
function ByFigures({ from }: { from: Anchor | null }): ReactElement {
  const console_ = useConsole();
  const toolbox = useToolbox();
  const t = useTranslate();
  const [bearing, set_bearing] = useState("");
  const [range, set_range] = useState("");
  const degrees = Number(bearing), miles = Number(range);
  const right = from !== null && bearing !== "" && range !== "" && degrees >= 0 && degrees <= 360 && miles > 0 && miles <= 500;
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (right) toolbox.edit("ebl", { from, to: direct(resolve(from, console_.picture), degrees, miles * kNauticalMile) });
      }}
    >
      <label>
        {t("ebl_bearing_in")} <input type="number" min={0} max={360} step={0.1} value={bearing} onChange={(event) => set_bearing(event.target.value)} data-testid="ebl-bearing-in" />
      </label>
      <label>
        {t("ebl_range_in")} <input type="number" min={0} max={500} step={0.01} value={range} onChange={(event) => set_range(event.target.value)} data-testid="ebl-range-in" />
      </label>
      <button type="submit" disabled={!right}>{t("ebl_set")}</button>
    </form>
  );
}

export default {
  id: "ebl",
  place: "dock",
  order: 31,
  title: "ebl_title",
  icon: <path d="M3 13 13 3M3 6.5A6.5 6.5 0 0 1 9.5 13M3 1.5A11.5 11.5 0 0 1 14.5 13M3 13h0" />,
  width_px: 320,
  component: EblPanel,
  commands: [{ id: "open_ebl", group: "tools", text: "ebl_title", keys: ["e"], run: (frame) => frame.toggle_panel("ebl") }],
} satisfies Panel;
