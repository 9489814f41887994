// How close two picked vessels will come, in live figures: CPA, TCPA, range and bearing. If both keep course and speed; the
// judgement of what is dangerous is the node's.

import type { ReactElement } from "react";
import { useConsole, useConsoleState, useFormat, useTranslate } from "../ui/context";
import { useFrame, type Panel } from "../ui/frame";
import { inverse } from "./geodesy";
import { approach_of, mover_of, says_motion } from "./overlay";
import { EditRow, KeepBox, useBearing, useMiles } from "./parts";
import { useToolbox, useTools } from "./use_tools";

function ApproachPanel(): ReactElement {
  const toolbox = useToolbox();
  const { approach: pair } = useTools();
  const { selected } = useConsoleState();
  const t = useTranslate();
  const [a, b] = pair.now;
  return (
    <div className="tool">
      {pair.now.length < 2 && <p className="dim">{t("tool_hint_approach")}</p>}
      <ol className="pair">
        {pair.now.map((mmsi) => <PairLine key={mmsi} mmsi={mmsi} />)}
      </ol>
      {a !== undefined && b !== undefined && <Figures pair={[a, b]} />}
      <div className="row">
        <button type="button" disabled={selected === null || pair.now.includes(selected)} onClick={() => selected !== null && toolbox.pair(selected)}>
          {t("approach_add_selected")}
        </button>
      </div>
      <EditRow slice="approach">
        <button type="button" disabled={pair.now.length === 0} onClick={() => toolbox.edit("approach", [])}>{t("tool_clear")}</button>
      </EditRow>
      <KeepBox tool="approach" />
    </div>
  );
}

function PairLine({ mmsi }: { mmsi: number }): ReactElement {
  const console_ = useConsole();
  const frame = useFrame();
  const t = useTranslate();
  const found = console_.picture.find(mmsi);
  return (
    <li>
      <button type="button" className="link" onClick={() => frame.show(mmsi, false)}>
        <bdi>{console_.picture.identities.get(mmsi)?.name ?? mmsi}</bdi>
      </button>
      {found === null && <span className="warn"> {t("card_gone")}</span>}
      {found !== null && !says_motion(found) && <span className="warn"> {t("approach_no_motion")}</span>}
    </li>
  );
}

function Figures({ pair }: { pair: [number, number] }): ReactElement | null {
  const console_ = useConsole();
  const t = useTranslate();
  const format = useFormat();
  const nm = useMiles();
  const bearing = useBearing();
  const approach = approach_of(console_, pair);
  const [a, b] = pair.map((mmsi) => console_.picture.find(mmsi));
  if (approach === null || !a || !b) return null;
  const passed = approach.tcpa_s < 0;
  const line = inverse(mover_of(a), mover_of(b));
  return (
    <>
      <dl className="moving">
        <div><dt>{t("approach_cpa")}</dt><dd data-testid="approach-cpa"><bdi>{nm(approach.dcpa_m)}</bdi></dd></div>
        <div><dt>{t("approach_tcpa")}</dt><dd data-testid="approach-tcpa"><bdi>{passed ? "−" : ""}{format.age(Math.abs(approach.tcpa_s))}</bdi></dd></div>
      </dl>
      {passed && <p className="dim">{t("approach_passed")}</p>}
      <dl className="facts">
        <div><dt>{t("ebl_range")}</dt><dd><bdi>{nm(line.distance_m)}</bdi></dd></div>
        <div><dt>{t("tool_bearing")}</dt><dd><bdi>{bearing(line.bearing_deg)}</bdi></dd></div>
      </dl>
    </>
  );
}

export default {
  id: "approach",
  place: "dock",
  order: 32,
  title: "approach_title",
  icon: <path d="M2 13 9 5M14 13 7 5M9 5l-.5 2.8M9 5 6.4 5.8M7 5l.5 2.8M7 5l2.6.8" />,
  width_px: 300,
  component: ApproachPanel,
  commands: [{ id: "open_approach", group: "tools", text: "approach_title", keys: ["a"], run: (frame) => frame.toggle_panel("approach") }],
} satisfies Panel;
