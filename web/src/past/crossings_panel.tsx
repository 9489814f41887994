// "Who crossed here between … and …": a box, two times, and the vessels that were inside, each with when; a
// click shows that moment.

import { useCallback, useRef, useState, type ReactElement } from "react";
import { useConsole, useConsoleState, useFormat, useTranslate } from "../ui/context";
import { useFrame } from "../ui/frame";
import { flag_name } from "../words/flag";
import { locale_of } from "../i18n/languages";
import { ask_crossings, ask_history, type Box, type Crossing } from "./api";
import { box_in_view, crossings_csv, read_box } from "./box";
import { BoxOverlay } from "./box_overlay";
import { read_time, write_time } from "./timeline";

const kSides = ["north", "south", "west", "east"] as const;
const kHour = 3_600_000;

interface Found {
  items: Crossing[];
  next: string | undefined;
  holes: boolean;
}

type Typed = Record<keyof Box, string>;
const typed_of = (box: Box): Typed => ({ west: box.west.toFixed(4), east: box.east.toFixed(4), south: box.south.toFixed(4), north: box.north.toFixed(4) });

export function CrossingsPanel(): ReactElement {
  const console_ = useConsole();
  const frame = useFrame();
  const t = useTranslate();
  const now_ms = console_.snapshot().replay?.at_ms ?? console_.snapshot().tick?.now_ms ?? Date.now();
  const [typed, set_typed] = useState<Typed>({ west: "", east: "", south: "", north: "" });
  const [from, set_from] = useState(() => write_time(now_ms - kHour, null));
  const [to, set_to] = useState(() => write_time(now_ms, null));
  const [drawing, set_drawing] = useState(false);
  const [found, set_found] = useState<Found | null>(null);
  const [state, set_state] = useState<{ asking: boolean; wrong: string | null }>({ asking: false, wrong: null });
  const abort = useRef<AbortController | null>(null);
  const end_drawing = useCallback(() => set_drawing(false), []);
  const box = read_box(typed);

  const ask = async (after?: string): Promise<void> => {
    const from_ms = read_time(from, null, now_ms), to_ms = read_time(to, null, now_ms);
    if (box === null) return set_state({ asking: false, wrong: t("crossings_bad_box") });
    if (from_ms === null || to_ms === null || from_ms >= to_ms) return set_state({ asking: false, wrong: t("crossings_bad_time") });
    abort.current?.abort();
    const controller = (abort.current = new AbortController());
    set_state({ asking: true, wrong: null });
    const of = { from_ms, to_ms, limit: 500, ...(after === undefined ? {} : { after }) };
    const [answer, extent] = await Promise.all([ask_crossings(box, of, controller.signal), ask_history({ from_ms, to_ms }, controller.signal)]);
    if (controller.signal.aborted) return;
    set_state({ asking: false, wrong: answer.ok ? null : answer.error });
    if (!answer.ok) return;
    const holes = extent.ok && extent.value.holes.length > 0;
    set_found((before) => ({ items: [...(after === undefined ? [] : (before?.items ?? [])), ...answer.value.items], next: answer.value.next, holes }));
  };
  const take_view = (): void => {
    const seen = frame.map()?.box();
    if (seen) set_typed(typed_of(box_in_view(seen)));
  };
  return (
    <div className="crossings">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <div className="row">
          <button type="button" className="text-button" aria-pressed={drawing} onClick={() => set_drawing(!drawing)} data-testid="crossings-draw">{t("crossings_draw")}</button>
          <button type="button" className="text-button" onClick={take_view} data-testid="crossings-view">{t("crossings_view")}</button>
        </div>
        <div className="sides">
          {kSides.map((side) => (
            <label key={side} className="panel-label">
              {t(`crossings_${side}`)}
              <input
                type="text" inputMode="decimal" dir="ltr" value={typed[side]} data-testid={`crossings-${side}`}
                onChange={(event) => set_typed({ ...typed, [side]: event.target.value })}
              />
            </label>
          ))}
        </div>
        <div className="sides">
          <label className="panel-label">
            {t("crossings_from")}
            <input type="text" dir="ltr" value={from} onChange={(event) => set_from(event.target.value)} data-testid="crossings-from" />
          </label>
          <label className="panel-label">
            {t("crossings_to")}
            <input type="text" dir="ltr" value={to} onChange={(event) => set_to(event.target.value)} data-testid="crossings-to" />
          </label>
        </div>
        <button type="submit" className="text-button main-button" disabled={state.asking} data-testid="crossings-search">{t("crossings_search")}</button>
      </form>
      <p role="status" className={state.wrong === null ? "dim" : "warn"} data-testid="crossings-state">
        {state.wrong !== null ? <bdi>{state.wrong}</bdi> : state.asking ? t("crossings_asking") : found === null ? "" : found.items.length === 0 ? t("crossings_none") : t("crossings_found", { count: found.items.length })}
      </p>
      {found !== null && found.holes && <p className="warn" data-testid="crossings-holes">{t("crossings_hole")}</p>}
      {found !== null && found.items.length > 0 && <Table found={found} on_more={(after) => void ask(after)} />}
      <BoxOverlay box={box} drawing={drawing} on_box={(drawn) => set_typed(typed_of(drawn))} on_end={end_drawing} />
    </div>
  );
}

function Table({ found, on_more }: { found: Found; on_more: (after: string) => void }): ReactElement {
  const console_ = useConsole();
  const { language } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  const show = (crossing: Crossing, ms: number): void => {
    console_.select(crossing.mmsi);
    console_.replay_to(ms, { playing: false });
  };
  return (
    <>
      <div className="row">
        <button type="button" className="text-button" onClick={() => save(crossings_csv(found.items), "crossings.csv")} data-testid="crossings-csv">{t("crossings_export")}</button>
        {found.next !== undefined && <button type="button" className="text-button" onClick={() => on_more(found.next!)}>{t("crossings_more")}</button>}
      </div>
      <table className="panel-table crossings-table">
        <thead>
          <tr>
            <th scope="col">{t("crossings_vessel")}</th>
            <th scope="col">{t("crossings_first")}</th>
            <th scope="col">{t("crossings_last")}</th>
            <th scope="col">{t("crossings_reports")}</th>
          </tr>
        </thead>
        <tbody>
          {found.items.map((one) => {
            const name = one.name ?? String(one.mmsi);
            const flag = one.flag?.iso2;
            return (
              <tr key={one.mmsi} data-testid={`crossing-${one.mmsi}`}>
                <th scope="row">
                  <bdi>{name}</bdi>
                  <div className="dim"><bdi>{one.mmsi}</bdi>{flag !== undefined && <> · <bdi title={flag_name(flag, locale_of(language))}>{flag}</bdi></>}</div>
                </th>
                {[one.first_ms, one.last_ms].map((ms, i) => (
                  <td key={i}>
                    <button type="button" className="link-button" onClick={() => show(one, ms)} aria-label={t("crossings_show", { name, time: write_time(ms, null) })}>
                      <bdi dir="ltr">{format.utc(ms)}</bdi>
                    </button>
                  </td>
                ))}
                <td>{one.reports === 0 ? t("crossings_between") : <bdi>{format.count(one.reports)}</bdi>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
