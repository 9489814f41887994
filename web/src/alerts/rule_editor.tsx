// One rule: its thresholds with unit, bounds and origin, for all ships and by class; what the change would have raised in
// the last week, before it is saved; saving and taking it back, which the node writes to its audit log.

import { useEffect, useRef, useState, type ReactElement } from "react";
import { sentence } from "../account/hooks";
import { session_store, type Answer, type Schema } from "../account/session";
import { useConsole, useFormat, useTranslate } from "../ui/context";
import { useFrame } from "../ui/frame";
import { useAlertStore } from "./hooks";
import { change_back, change_of, is_faulty, type Change, type Draft } from "./rule_change";
import { RuleParameter } from "./rule_parameter";

type Rule = Schema["Rule"];
type PlainAlert = Schema["PlainAlert"];

const kDay_ms = 86_400_000;
const kSpans = [1, 7, 30] as const;

export function RuleEditor({ rule, may_change, on_saved }: { rule: Rule; may_change: boolean; on_saved: () => void }): ReactElement {
  const t = useTranslate();
  const console_ = useConsole();
  const store = useAlertStore();
  const [draft, set_draft] = useState<Draft>({});
  const [enabled, set_enabled] = useState(rule.enabled);
  const [days, set_days] = useState<(typeof kSpans)[number]>(7);
  const [busy, set_busy] = useState(false);
  const [run, set_run] = useState<Schema["DryRun"] | null>(null);
  const [wrong, set_wrong] = useState<Pick<Answer<unknown>, "status" | "detail"> | null>(null);
  /** What was saved last, and what takes it back; null when that was taken back. */
  const [saved, set_saved] = useState<{ back: Change | null } | null>(null);
  useEffect(() => () => store.show_tried(null), [store]);

  const faulty = is_faulty(rule, draft);
  const change = change_of(rule, enabled, draft);
  const touched = faulty || change !== null;

  const touch = (): void => {
    set_run(null);
    set_saved(null);
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
  const put = async (what: Change, back: Change | null): Promise<void> => {
    const got = await send<Rule>("PUT", `/api/v1/rules/${rule.kind}`, what);
    if (got === null) return;
    touch();
    set_draft({});
    set_enabled(got.enabled);
    set_saved({ back });
    on_saved();
  };
  const discard = (): void => {
    touch();
    set_draft({});
    set_enabled(rule.enabled);
    set_wrong(null);
  };
  return (
    <section className="rule-editor" aria-label={rule.title} data-testid="rule-editor">
      <p lang="en" dir="auto">{rule.definition} <span className="dim">({rule.version})</span></p>
      <label className="rule-enabled">
        <input type="checkbox" checked={enabled} disabled={!may_change} onChange={({ target }) => { touch(); set_enabled(target.checked); }} data-testid="rule-enabled" /> {t("rules_enabled")}
      </label>
      <table className="panel-table alert-table">
        <thead><tr><th scope="col">{t("rules_parameter")}</th><th scope="col">{t("alert_value")}</th><th scope="col">{t("rules_bounds")}</th></tr></thead>
        <tbody>
          {rule.parameters.map((parameter) => (
            <RuleParameter key={parameter.name} parameter={parameter} draft={draft} may_change={may_change} per_class={rule.per_class} on_draft={(next) => { touch(); set_draft(next); }} />
          ))}
        </tbody>
      </table>
      {!rule.per_class && <p className="dim" data-testid="rule-for-all">{t("rules_no_classes")}</p>}
      {!may_change && <p className="dim">{t("rules_not_yours")}</p>}
      {may_change && (
        <div className="row rule-deeds">
          <select aria-label={t("rules_span")} value={days} onChange={({ target }) => { touch(); set_days(kSpans.find((one) => String(one) === target.value) ?? 7); }}>
            {kSpans.map((one) => <option key={one} value={one}>{t("rules_days", { count: one })}</option>)}
          </select>
          <button type="button" className="text-button" disabled={busy || faulty || change === null} onClick={() => void try_it()} data-testid="rule-try">{t("rules_try")}</button>
          <button type="button" className="text-button main-button" disabled={busy || faulty || change === null} onClick={() => change !== null && void put(change, change_back(rule, change))} data-testid="rule-save">{t("rules_save")}</button>
          {touched && <button type="button" className="text-button" disabled={busy} onClick={discard} data-testid="rule-discard">{t("rules_discard")}</button>}
          {saved?.back != null && <button type="button" className="text-button" disabled={busy} onClick={() => void put(saved.back!, null)} data-testid="rule-undo">{t("rules_undo")}</button>}
        </div>
      )}
      <p role="status" className={wrong === null ? "dim" : "warn"} data-testid="rule-state">
        {wrong !== null ? <bdi>{sentence(t, wrong)}</bdi> : busy ? t("rules_busy") : saved === null ? "" : t(saved.back === null ? "rules_undone" : "rules_saved")}
      </p>
      {run !== null && <Run run={run} />}
    </section>
  );
}

function Run({ run }: { run: Schema["DryRun"] }): ReactElement {
  const t = useTranslate();
  const format = useFormat();
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    top.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <div ref={top} className="dry-run" data-testid="dry-run">
      <table className="panel-table alert-table">
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
