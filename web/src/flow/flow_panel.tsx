// Who passed the gates, by direction, class and hour; when that changed lastingly; and where the traffic was
// before and after, side by side.

import { useEffect, useRef, useState, type ReactElement } from "react";
import { in_language } from "../area/pack";
import type { Span } from "../past/api";
import { read_time, write_time } from "../past/timeline";
import { useConsole, useConsoleState, useFormat, useTranslate } from "../ui/context";
import type { TextKey } from "../i18n/languages";
import { ask_density, ask_gates, ask_shifts, kFlowClasses, type Density, type GateRow, type Shift, type Shifts } from "./api";
import { DensityMap } from "./density_map";
import { change_pct, halves, lines_of, total_of } from "./tally";
import "./flow.css";

const kHour = 3_600_000;
type WholeSpan = Required<Span>;

export default function FlowPanel(): ReactElement {
  const console_ = useConsole();
  const { area } = useConsoleState();
  const t = useTranslate();
  const now_ms = console_.snapshot().replay?.at_ms ?? console_.snapshot().tick?.now_ms ?? Date.now();
  const [typed, set_typed] = useState(() => ({ from: write_time(now_ms - 24 * kHour, null), to: write_time(now_ms, null) }));
  const [of, set_of] = useState<WholeSpan>({ from_ms: now_ms - 24 * kHour, to_ms: now_ms });
  const [rows, set_rows] = useState<GateRow[] | null>(null);
  const [shifts, set_shifts] = useState<Shifts | null>(null);
  const [gate, set_gate] = useState<string | null>(null);
  const [shift, set_shift] = useState<Shift | null>(null);
  const [state, set_state] = useState<{ asking: boolean; wrong: string | null }>({ asking: false, wrong: null });
  const abort = useRef<AbortController | null>(null);
  const chosen = gate ?? area?.gates[0]?.id ?? null;

  const count = async (span: WholeSpan): Promise<void> => {
    abort.current?.abort();
    const controller = (abort.current = new AbortController());
    set_state({ asking: true, wrong: null });
    const [gates, year] = await Promise.all([ask_gates(span, controller.signal), ask_shifts(span.to_ms, controller.signal)]);
    if (controller.signal.aborted) return;
    set_rows(gates.ok ? gates.value : null);
    set_shifts(year.ok ? year.value : null);
    set_state({ asking: false, wrong: gates.ok ? (year.ok ? null : year.error) : gates.error });
  };
  useEffect(() => {
    void count(of);
    return () => abort.current?.abort();
    // Once, when the panel opens; then when asked.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const submit = (): void => {
    const from_ms = read_time(typed.from, null, now_ms), to_ms = read_time(typed.to, null, now_ms);
    if (from_ms === null || to_ms === null || from_ms >= to_ms) return set_state({ asking: false, wrong: t("crossings_bad_time") });
    set_of({ from_ms, to_ms });
    set_shift(null);
    void count({ from_ms, to_ms });
  };
  return (
    <div className="flow">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <label className="panel-label">
          {t("crossings_from")}
          <input type="text" dir="ltr" value={typed.from} onChange={(event) => set_typed({ ...typed, from: event.target.value })} data-testid="flow-from" />
        </label>
        <label className="panel-label">
          {t("crossings_to")}
          <input type="text" dir="ltr" value={typed.to} onChange={(event) => set_typed({ ...typed, to: event.target.value })} data-testid="flow-to" />
        </label>
        <button type="submit" className="text-button main-button" disabled={state.asking} data-testid="flow-count">{t("flow_count")}</button>
      </form>
      <p role="status" className={state.wrong === null ? "dim" : "warn"} data-testid="flow-state">
        {state.wrong !== null ? <bdi>{state.wrong}</bdi> : state.asking ? t("flow_asking") : ""}
      </p>
      {area !== null && area.gates.length > 0 && rows !== null && chosen !== null && (
        <Gates rows={rows} gate={chosen} on_gate={(id) => set_gate(id)} />
      )}
      {shifts !== null && (
        <ShiftList
          shifts={shifts}
          shown={shift}
          on_show={(one) => {
            set_shift(one);
            if (one !== null) set_gate(one.gate);
          }}
        />
      )}
      {area !== null && <Maps of={of} shift={shift} gate={chosen} now_ms={now_ms} />}
    </div>
  );
}

function class_text(name: string): TextKey {
  return (kFlowClasses as readonly string[]).includes(name) ? (`flow_class_${name}` as TextKey) : (`flow_series_${name}` as TextKey);
}

function Gates({ rows, gate, on_gate }: { rows: GateRow[]; gate: string; on_gate: (id: string) => void }): ReactElement {
  const { area, language } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  const lines = lines_of(rows, gate);
  const at = area?.gates.find((one) => one.id === gate);
  const way = (direction: "in" | "out"): string => in_language(at?.[direction], language, t(`flow_${direction}`));
  return (
    <section aria-labelledby="flow-gates">
      <h3 id="flow-gates">{t("flow_gates")}</h3>
      <label className="panel-label">
        {t("flow_gate")}
        <select value={gate} onChange={(event) => on_gate(event.target.value)} data-testid="flow-gate">
          {area?.gates.map((one) => <option key={one.id} value={one.id}>{in_language(one.name, language, one.id)}</option>)}
        </select>
      </label>
      {lines.length === 0 ? (
        <p className="dim" data-testid="flow-none">{t("flow_none")}</p>
      ) : (
        <table className="panel-table flow-table">
          <thead>
            <tr>
              <th scope="col">{t("flow_direction")}</th>
              <th scope="col">{t("flow_class")}</th>
              <th scope="col">{t("flow_passages")}</th>
              <th scope="col">{t("flow_hours")}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={`${line.direction} ${line.class}`} data-testid={`flow-${line.direction}-${line.class}`}>
                <th scope="row"><bdi>{way(line.direction)}</bdi></th>
                <td>{t(class_text(line.class))}</td>
                <td>
                  <bdi>{format.count(line.passages)}</bdi>
                  {line.inferred > 0 && <span className="dim" title={t("flow_inferred_why")}> {t("flow_inferred", { count: line.inferred })}</span>}
                </td>
                <td><Hours by_hour={line.by_hour} /></td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            {(["in", "out"] as const).map((direction) => (
              <tr key={direction}>
                <th scope="row"><bdi>{way(direction)}</bdi></th>
                <td>{t("flow_all")}</td>
                <td data-testid={`flow-total-${direction}`}><bdi>{format.count(total_of(rows, gate, direction))}</bdi></td>
                <td />
              </tr>
            ))}
          </tfoot>
        </table>
      )}
    </section>
  );
}

/** 24 bars, from midnight UTC on the left in every language, as on a clock's axis. */
function Hours({ by_hour }: { by_hour: number[] }): ReactElement {
  const t = useTranslate();
  const most = Math.max(1, ...by_hour);
  const peak = by_hour.indexOf(Math.max(...by_hour));
  return (
    <svg viewBox="0 0 96 20" width="96" height="20" role="img" aria-label={t("flow_peak", { hour: `${String(peak).padStart(2, "0")}:00` })}>
      {by_hour.map((n, hour) => <rect key={hour} x={hour * 4} width="3" y={20 - (19 * n) / most - 1} height={(19 * n) / most + 1} />)}
    </svg>
  );
}

function ShiftList({ shifts, shown, on_show }: { shifts: Shifts; shown: Shift | null; on_show: (shift: Shift | null) => void }): ReactElement {
  const { area, language } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  const changes = (one: Shift): { name: string; change: string }[] =>
    one.series.map((series) => {
        const pct = change_pct(series.before, series.after);
        const offset = series.name.startsWith("offset");
        const change = offset || pct === null ? `${Math.round(series.before)} → ${Math.round(series.after)}${offset ? " m" : ""}` : `${pct > 0 ? "+" : "−"}${Math.abs(pct)}\u00a0%`;
        return { name: t(class_text(series.name)), change };
      });
  return (
    <section aria-labelledby="flow-shifts">
      <h3 id="flow-shifts">{t("flow_shifts")}</h3>
      <p className="dim" data-testid="flow-days">{t(shifts.days < 400 ? "flow_days_few" : "flow_days", { count: shifts.days })}</p>
      {shifts.shifts.length === 0 && <p className="dim" data-testid="flow-no-shift">{t("flow_no_shift")}</p>}
      <ul className="flow-shifts">
        {shifts.shifts.map((one) => (
          <li key={`${one.gate} ${one.raised}`} data-testid={`flow-shift-${one.gate}-${one.changed}`}>
            <button type="button" className="text-button" aria-pressed={shown === one} onClick={() => on_show(shown === one ? null : one)}>{t("flow_show")}</button>
            <div>
              <strong><bdi>{in_language(area?.gates.find((gate) => gate.id === one.gate)?.name, language, one.gate)}</bdi></strong>{" "}
              <bdi dir="ltr">{one.changed}</bdi>{" "}
              <span className="dim">{t("flow_between", { from: one.changed_from, to: one.changed_to })}</span>
              <div>
                {one.mix && <span>{t("flow_mix")} </span>}
                {changes(one).map(({ name, change }, i) => <span key={name}>{i > 0 && t("flow_comma")}{name} <bdi dir="ltr">{change}</bdi></span>)}
              </div>
              <div className="dim">{t("flow_confidence", { percent: format.count(Math.round(100 * one.confidence)) })} · {t("flow_raised", { date: one.raised })}</div>
            </div>
          </li>
        ))}
      </ul>
      {shifts.shifts.length > 0 && <p className="dim">{t("flow_warning")}</p>}
    </section>
  );
}

function Maps({ of, shift, gate, now_ms }: { of: WholeSpan; shift: Shift | null; gate: string | null; now_ms: number }): ReactElement | null {
  const { area } = useConsoleState();
  const t = useTranslate();
  const [pair, set_pair] = useState<[Density | null, Density | null]>([null, null]);
  const [wrong, set_wrong] = useState<string | null>(null);
  const { before, after } = halves(of, shift, now_ms);
  const box = area?.pack.bbox;
  useEffect(() => {
    if (box === undefined) return undefined;
    const abort = new AbortController();
    void Promise.all([ask_density(box, before, abort.signal), ask_density(box, after, abort.signal)]).then(([a, b]) => {
      if (abort.signal.aborted) return;
      set_pair([a.ok ? a.value : null, b.ok ? b.value : null]);
      set_wrong(a.ok ? (b.ok ? null : b.error) : a.error);
    });
    return () => abort.abort();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [box, before.from_ms, before.to_ms, after.from_ms, after.to_ms]);
  if (area === null) return null;
  const most = Math.max(1, ...pair.map((one) => one?.reports.reduce((a, b) => Math.max(a, b), 0) ?? 0));
  const line = area.gates.find((one) => one.id === gate) ?? null;
  const caption = (key: "flow_before" | "flow_after", span: WholeSpan): string => t(key, { from: write_time(span.from_ms, null), to: write_time(span.to_ms, null) });
  return (
    <section aria-labelledby="flow-maps">
      <h3 id="flow-maps">{t("flow_maps")}</h3>
      {wrong !== null && <p className="warn"><bdi>{wrong}</bdi></p>}
      <div className="flow-maps">
        <DensityMap area={area} gate={line} density={pair[0]} most={most} caption={caption("flow_before", before)} testid="flow-map-before" />
        <DensityMap area={area} gate={line} density={pair[1]} most={most} caption={caption("flow_after", after)} testid="flow-map-after" />
      </div>
    </section>
  );
}
