// The load of the last day, how each rule fared, and the chosen rule.

import { useState, type ReactElement } from "react";
import { useLoaded } from "../account/hooks";
import { session_store, type Schema } from "../account/session";
import { useFormat, useTranslate } from "../ui/context";
import { kind_name, useAlerts } from "./hooks";
import { LoadChart } from "./load_chart";
import { RuleEditor } from "./rule_editor";

export function RulesPanel(): ReactElement {
  const t = useTranslate();
  const { phase } = useAlerts();
  if (phase === "none") return <p className="dim" data-testid="rules-none">{t("alerts_no_watch")}</p>;
  return <Rules />;
}

function Rules(): ReactElement {
  const t = useTranslate();
  const format = useFormat();
  const rules = useLoaded<Schema["Rules"]>("/api/v1/rules");
  const load = useLoaded<Schema["WatchLoad"]>("/api/v1/watch/load?hours=24");
  const [kind, set_kind] = useState<string | null>(null);
  const rule = rules.json?.rules.find((one) => one.kind === kind);
  return (
    <div className="rules">
      {rules.wrong !== null && <p className="warn" role="alert">{t("rules_failed")}</p>}
      {load.json !== null && <LoadChart load={load.json} />}
      {rules.json === null && rules.wrong === null && <p className="dim" role="status">{t("alerts_loading")}</p>}
      {rules.json !== null && (
        <>
          <label className="rule-choice">
            {t("rules_rule")}
            <select value={kind ?? ""} onChange={({ target }) => set_kind(target.value === "" ? null : target.value)} data-testid="rule-choice">
              <option value="">{t("rules_choose")}</option>
              {rules.json.rules.map((one) => <option key={one.kind} value={one.kind}>{kind_name(t, one.kind)}{one.enabled ? "" : ` (${t("rules_off")})`}</option>)}
            </select>
          </label>
          {rule !== undefined && <RuleEditor key={`${rule.kind}`} rule={rule} may_change={session_store.may("manage_rules")} on_saved={rules.again} />}
          {rule === undefined && (
            <table className="panel-table alert-table" data-testid="rule-precision">
              <caption>{t("rules_precision")}</caption>
              <thead><tr><th scope="col">{t("rules_rule")}</th><th scope="col">{t("rules_alerts")}</th><th scope="col">{t("rules_confirmed")}</th><th scope="col">{t("rules_dismissed")}</th><th scope="col">{t("rules_share")}</th></tr></thead>
              <tbody>
                {rules.json.rules.map(({ kind: name, measured }) => (
                  <tr key={name}>
                    <th scope="row"><button type="button" className="link-button" onClick={() => set_kind(name)}>{kind_name(t, name)}</button></th>
                    <td><bdi>{format.count(measured.alerts)}</bdi></td>
                    <td><bdi>{format.count(measured.confirmed)}</bdi></td>
                    <td><bdi>{format.count(measured.dismissed)}</bdi></td>
                    <td className={measured.precision !== undefined && measured.precision < 0.7 ? "warn" : ""}>{measured.precision === undefined ? "–" : <bdi dir="ltr">{format.count(Math.round(measured.precision * 100))} %</bdi>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </div>
  );
}
