// One rule: its thresholds with unit, bounds and origin; what the change would have raised in the last week, before it
// is saved; saving, which the node writes to its audit log.

import { useEffect, useState, type ReactElement } from "react";
import { sentence } from "../account/hooks";
import { session_store, type Answer, type Schema } from "../account/session";
import { useConsole, useFormat, useTranslate } from "../ui/context";
import { useFrame } from "../ui/frame";
import { figure, read_threshold } from "./alert";
import { useAlertStore } from "./hooks";

type Rule = Schema["Rule"];
type PlainAlert = Schema["PlainAlert"];

const kDay_ms = 86_400_000;
const kSpans = [1, 7, 30] as const;

export function RuleEditor({ rule, may_change, on_saved }: { rule: Rule; may_change: boolean; on_saved: () => void }): ReactElement {
  const t = useTranslate();
  const format = useFormat();
  const console_ = useConsole();
  const store = useAlertStore();
  const [typed, set_typed] = useState<Record<string, string>>({});
  const [enabled, set_enabled] = useState(rule.enabled);
  const [days, set_days] = useState<(typeof kSpans)[number]>(7);
  const [busy, set_busy] = useState(false);
  const [run, set_run] = useState<Schema["DryRun"] | null>(null);
  const [wrong, set_wrong] = useState<Pick<Answer<unknown>, "status" | "detail"> | null>(null);
  const [saved, set_saved] = useState(false);
  useEffect(() => () => store.show_tried(null), [store]);

  const read = rule.parameters.map((p) => ({ p, read: typed[p.name] === undefined ? { value: p.value } : read_threshold(typed[p.name]!, p.least, p.most) }));
  const faulty = read.some((one) => "wrong" in one.read);
  const parameters = Object.fromEntries(read.flatMap(({ p, read: got }) => ("value" in got && got.value !== p.value ? [[p.name, got.value]] : [])));
  const changed = Object.keys(parameters).length > 0 || enabled !== rule.enabled;
  const change = { ...(enabled === rule.enabled ? {} : { enabled }), parameters };

  const touch = (): void => {
    set_run(null);
    set_saved(false);
    store.show_tried(null);
  };
  const send = async <T,>(method: string, path: string, body: object): Promise<T | null> => {
    set_busy(true);
    const answer = await session_store.send<T>(method, path, body);
    set_busy(false);
    set_wrong(answer.ok ? null : answer);
    return answer.json;
  };
  const try_it = async (): Promise<void> => {
    const to = console_.snapshot().tick?.now_ms ?? Date.now();
    const got = await send<Schema["DryRun"]>("POST", `/api/v1/rules/${rule.kind}/dry-run`, { ...change, from: new Date(to - days * kDay_ms).toISOString(), to: new Date(to).toISOString() });
    if (got === null) return;
    set_run(got);
    store.show_tried({ added: got.added, gone: got.gone });
  };
  const save = async (): Promise<void> => {
    if ((await send<Rule>("PUT", `/api/v1/rules/${rule.kind}`, change)) === null) return;
    set_typed({});
    touch();
    set_saved(true);
    on_saved();
  };
  return (
    <section className="rule-editor" aria-label={rule.title} data-testid="rule-editor">
      <p lang="en" dir="auto">{rule.definition} <span className="dim">({rule.version})</span></p>
      <label className="rule-enabled">
        <input type="checkbox" checked={enabled} disabled={!may_change} onChange={({ target }) => { touch(); set_enabled(target.checked); }} data-testid="rule-enabled" /> {t("rules_enabled")}
      </label>
      <table className="alert-table">
        <thead><tr><th scope="col">{t("rules_parameter")}</th><th scope="col">{t("alert_value")}</th><th scope="col">{t("rules_bounds")}</th><th scope="col">{t("rules_origin")}</th></tr></thead>
        <tbody>
          {read.map(({ p, read: got }) => (
            <tr key={p.name}>
              <th scope="row" lang="en" dir="auto"><strong>{p.name}</strong><div className="dim">{p.what}</div>
                {Object.entries(p.by_class).map(([ship_class, value]) => <div key={ship_class} className="dim">{ship_class}: {figure(value)}</div>)}
              </th>
              <td>
                <input
                  type="text" inputMode="decimal" dir="ltr" disabled={!may_change} value={typed[p.name] ?? figure(p.value)} aria-label={p.name} aria-invalid={"wrong" in got}
                  onChange={({ target }) => { touch(); set_typed({ ...typed, [p.name]: target.value }); }} data-testid={`parameter-${p.name}`}
                />
                {"wrong" in got && <div className="warn" role="alert">{t(got.wrong === "number" ? "rules_not_a_number" : "rules_out_of_bounds", { least: figure(p.least), most: figure(p.most) })}</div>}
              </td>
              <td><bdi dir="ltr">{format.digits(`${figure(p.least)} – ${figure(p.most)}`)} {p.unit}</bdi><div className="dim">{t("rules_default", { value: figure(p.default) })}</div></td>
              <td lang="en" dir="auto">{p.origin}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {!may_change && <p className="dim">{t("rules_not_yours")}</p>}
      {may_change && (
        <div className="row">
          <select aria-label={t("rules_span")} value={days} onChange={({ target }) => { touch(); set_days(kSpans.find((one) => String(one) === target.value) ?? 7); }}>
            {kSpans.map((one) => <option key={one} value={one}>{t("rules_days", { count: one })}</option>)}
          </select>
          <button type="button" className="text-button" disabled={busy || faulty || !changed} onClick={() => void try_it()} data-testid="rule-try">{t("rules_try")}</button>
          <button type="button" className="text-button main-button" disabled={busy || faulty || !changed} onClick={() => void save()} data-testid="rule-save">{t("rules_save")}</button>
        </div>
      )}
      <p role="status" className={wrong === null ? "dim" : "warn"} data-testid="rule-state">
        {wrong !== null ? <bdi>{sentence(t, wrong)}</bdi> : busy ? t("rules_busy") : saved ? t("rules_saved") : ""}
      </p>
      {run !== null && <Run run={run} />}
    </section>
  );
}

function Run({ run }: { run: Schema["DryRun"] }): ReactElement {
  const t = useTranslate();
  const format = useFormat();
  return (
    <div data-testid="dry-run">
      <table className="alert-table">
        <thead><tr><td /><th scope="col">{t("rules_before")}</th><th scope="col">{t("rules_after")}</th></tr></thead>
        <tbody>
          <tr><th scope="row">{t("rules_alerts")}</th><td><bdi>{format.count(run.before.count)}</bdi></td><td><bdi>{format.count(run.after.count)}</bdi></td></tr>
          <tr><th scope="row">{t("rules_per_hour")}</th><td><bdi>{format.digits(run.before.per_hour.toFixed(2))}</bdi></td><td><bdi>{format.digits(run.after.per_hour.toFixed(2))}</bdi></td></tr>
        </tbody>
      </table>
      <Tried title={t("rules_added", { count: run.added.length })} sign="+" alerts={run.added} />
      <Tried title={t("rules_gone", { count: run.gone.length })} sign="−" alerts={run.gone} />
    </div>
  );
}

function Tried({ title, sign, alerts }: { title: string; sign: string; alerts: readonly PlainAlert[] }): ReactElement {
  const format = useFormat();
  const frame = useFrame();
  return (
    <>
      <h4><span aria-hidden="true">{sign}</span> {title}</h4>
      <ul className="tried">
        {alerts.map((alert) => (
          <li key={alert.id}>
            <button type="button" className="link-button" onClick={() => frame.map()?.go_to(alert.lat, alert.lon, 11)}><bdi dir="ltr">{format.utc_date(Date.parse(alert.begin))} {format.utc(Date.parse(alert.begin))}</bdi></button>{" "}
            <span lang="en" dir="auto">{alert.why}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
