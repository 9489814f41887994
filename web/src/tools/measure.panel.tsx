// Measures a way of many legs: each leg's bearing and length, and their sum. A point on a vessel moves with it.

import type { ReactElement } from "react";
import { useConsole, useConsoleState, useTranslate } from "../ui/context";
import type { Panel } from "../ui/frame";
import { legs, resolve } from "./anchor";
import { EditRow, KeepBox, useBearing, useMiles } from "./parts";
import { useToolbox, useTools } from "./use_tools";

function MeasurePanel(): ReactElement {
  const console_ = useConsole();
  const toolbox = useToolbox();
  const { measure } = useTools();
  useConsoleState(); // each tick moves the vessels that points are on
  const t = useTranslate();
  const nm = useMiles();
  const bearing = useBearing();
  const { legs: all, total_m } = legs(measure.now.map((anchor) => resolve(anchor, console_.picture)));
  return (
    <div className="tool">
      {all.length === 0 && <p className="dim">{t("tool_hint_measure")}</p>}
      {all.length > 0 && (
        <table className="figures" data-testid="measure-legs">
          <thead>
            <tr>
              <th scope="col">{t("measure_leg")}</th>
              <th scope="col">{t("tool_bearing")}</th>
              <th scope="col">{t("tool_distance")}</th>
            </tr>
          </thead>
          <tbody>
            {all.map((leg, i) => (
              <tr key={i}>
                <th scope="row">{i + 1}</th>
                <td><bdi>{bearing(leg.bearing_deg)}</bdi></td>
                <td><bdi>{nm(leg.distance_m)}</bdi></td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>{t("measure_total")}</th>
              <td><strong data-testid="measure-total"><bdi>{nm(total_m)}</bdi></strong></td>
            </tr>
          </tfoot>
        </table>
      )}
      <EditRow slice="measure">
        <button type="button" disabled={measure.now.length === 0} onClick={() => toolbox.edit("measure", [])}>{t("tool_clear")}</button>
      </EditRow>
      <KeepBox tool="measure" />
    </div>
  );
}

export default {
  id: "measure",
  place: "dock",
  order: 30,
  title: "measure_title",
  icon: <path d="M1.5 11.5l10-10 3 3-10 10zM4.5 8.5l1.5 1.5M7 6l2 2M9.5 3.5l1.5 1.5" />,
  width_px: 300,
  component: MeasurePanel,
  commands: [{ id: "open_measure", group: "tools", text: "measure_title", keys: ["d"], run: (frame) => frame.toggle_panel("measure") }],
} satisfies Panel;
