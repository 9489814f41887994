// One alert as an argument: what it claims, by which margins, which innocent explanations were weighed, from which
// reports, by which rule; its measures over time, what happened to it, and what can be done.

import { useEffect, useMemo, useState, type FormEvent, type ReactElement } from "react";
import { session_store, type Schema } from "../account/session";
import { with_key } from "../keys/chord";
import { useConsole, useFormat, useTranslate } from "../ui/context";
import { useFrame } from "../ui/frame";
import { beyond, figure, kReasons, split_unit, vessel_names, type Alert, type AlertWithLog, type Reason } from "./alert";
import { EvidenceLegend } from "./evidence_legend";
import { EvidencePlot } from "./evidence_plot";
import { evidence_tracks } from "./evidence_track";
import { focus_alert, go_to_alert, kind_name, useAlerts, useAlertStore } from "./hooks";
import { Priority, TimeLeft } from "./alert_parts";
import { NextSteps } from "./next_steps_list";

const kDoable = { acknowledge: ["open"], assign: ["open", "acknowledged", "assigned"], dismiss: ["open", "acknowledged", "assigned"], close: ["open", "acknowledged", "assigned"], reopen: ["acknowledged", "assigned", "dismissed", "closed"] };

export function AlertDetail({ alert }: { alert: Alert }): ReactElement {
  const t = useTranslate();
  const console_ = useConsole();
  const frame = useFrame();
  const begin = Date.parse(alert.begin);
  return (
    <section className="alert-detail" aria-label={kind_name(t, alert.kind)} data-testid="alert-detail">
      <header>
        <Priority priority={alert.priority} />
        <h3>{kind_name(t, alert.kind)}</h3>
        <TimeLeft alert={alert} />
      </header>
      <p className="alert-why" lang="en" dir="auto">{alert.why}</p>
      <Deeds alert={alert} />
      <dl className="alert-facts">
        <dt>{t("alert_vessels")}</dt>
        <dd>
          {alert.vessels.map(({ track, mmsi, role }, i) => (
            <span key={track}>
              <button type="button" className="link-button" disabled={mmsi === undefined} onClick={() => mmsi !== undefined && frame.show(mmsi, true)}><bdi>{vessel_names(alert)[i]}</bdi></button>
              {role !== undefined && <span className="dim" lang="en" dir="auto">{role}</span>}
            </span>
          ))}
        </dd>
      </dl>
      <div className="row">
        <button type="button" className="text-button" onClick={() => focus_alert(frame, alert)} title={with_key(t("alert_focus"), "Shift+y")}>{t("alert_focus")}</button>
        <button type="button" className="text-button" data-testid="alert-replay" onClick={() => console_.replay_to(begin - 5 * 60_000, { playing: true })}>{t("alert_replay")}</button>
      </div>
      <NextSteps alert={alert} />
      <Evidence alert={alert} />
      <Margins alert={alert} />
      <Explanations alert={alert} />
      <Times alert={alert} />
      <Rests alert={alert} />
    </section>
  );
}

function Times({ alert }: { alert: Alert }): ReactElement {
  const t = useTranslate();
  const format = useFormat();
  const time = (text: string): string => `${format.utc_date(Date.parse(text))} ${format.utc(Date.parse(text))}`;
  return (
    <dl className="alert-facts">
      <dt>{t("alert_begin")}</dt>
      <dd><bdi dir="ltr">{time(alert.begin)}</bdi></dd>
      <dt>{t("alert_decided")}</dt>
      <dd><bdi dir="ltr">{time(alert.decided)}</bdi></dd>
      <dt>{t("alert_end")}</dt>
      <dd>{alert.end === null ? t("alert_goes_on") : <bdi dir="ltr">{time(alert.end)}</bdi>}</dd>
      <dt>{t("alert_confidence")}</dt>
      <dd><bdi>{format.count(Math.round(alert.confidence * 100))}</bdi> %</dd>
    </dl>
  );
}

function Deeds({ alert }: { alert: Alert }): ReactElement {
  const t = useTranslate();
  const store = useAlertStore();
  const { asking } = useAlerts();
  const may = session_store.may("work_alerts");
  const can = (deed: keyof typeof kDoable): boolean => may && kDoable[deed].includes(alert.state);
  if (!may) return <p className="dim">{t("alerts_not_yours")}</p>;
  const assign = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const to = String(new FormData(event.currentTarget).get("to") ?? "").trim();
    if (to !== "") void store.act(alert.id, "assign", { to });
  };
  return (
    <>
      <div className="row deeds">
        {can("acknowledge") && <button type="button" className="text-button main-button" onClick={() => void store.act(alert.id, "acknowledge")} title={with_key(t("alert_acknowledge"), "h")} data-testid="alert-acknowledge">{t("alert_acknowledge")}</button>}
        {can("assign") && <button type="button" className="text-button" aria-expanded={asking === "assign"} onClick={() => store.ask_for("assign")} title={with_key(t("alert_assign"), "Shift+g")} data-testid="alert-assign">{t("alert_assign")}</button>}
        {can("dismiss") && <button type="button" className="text-button" aria-expanded={asking === "dismiss"} onClick={() => store.ask_for("dismiss")} title={with_key(t("alert_dismiss"), "Shift+x")} data-testid="alert-dismiss">{t("alert_dismiss")}</button>}
        {can("close") && <button type="button" className="text-button" onClick={() => void store.act(alert.id, "close")} title={with_key(t("alert_close"), "Shift+e")} data-testid="alert-close">{t("alert_close")}</button>}
        {can("reopen") && <button type="button" className="text-button" onClick={() => void store.act(alert.id, "reopen")} title={with_key(t("alert_undo"), "Shift+u")} data-testid="alert-reopen">{t("alert_reopen")}</button>}
      </div>
      {asking === "dismiss" && can("dismiss") && <DismissForm on_dismiss={(reason, note) => void store.act(alert.id, "dismiss", { reason, note })} on_leave={() => store.ask_for(null)} />}
      {asking === "assign" && can("assign") && (
        <form className="alert-ask" onSubmit={assign}>
          <label className="panel-label">{t("alert_assign_to")}<input name="to" autoFocus maxLength={100} data-testid="alert-assign-to" /></label>
          <div className="row">
            <button type="submit" className="text-button main-button">{t("alert_assign")}</button>
            <button type="button" className="text-button" onClick={() => store.ask_for(null)}>{t("close")}</button>
          </div>
        </form>
      )}
    </>
  );
}

function DismissForm({ on_dismiss, on_leave }: { on_dismiss: (reason: Reason, note: string) => void; on_leave: () => void }): ReactElement {
  const t = useTranslate();
  const [note, set_note] = useState("");
  return (
    <fieldset className="alert-ask" data-testid="dismiss-reasons" onKeyDown={(event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      on_leave();
    }}>
      <legend>{t("alert_dismiss_why")}</legend>
      <label className="panel-label">{t("alert_note")}<input value={note} onChange={({ target }) => set_note(target.value)} maxLength={500} data-testid="dismiss-note" /></label>
      <div className="row">
        {kReasons.map((reason, i) => (
          <button key={reason} type="button" className="text-button" autoFocus={i === 0} onClick={() => on_dismiss(reason, note)} data-testid={`dismiss-${reason}`}>{t(`alert_reason_${reason}`)}</button>
        ))}
      </div>
    </fieldset>
  );
}

function Margins({ alert }: { alert: Alert }): ReactElement | null {
  const t = useTranslate();
  const format = useFormat();
  const margins = Object.entries(alert.margins);
  if (margins.length === 0) return null;
  return (
    <table className="panel-table alert-table" data-testid="alert-margins">
      <caption>{t("alert_margins")}</caption>
      <thead><tr><th scope="col">{t("alert_measure")}</th><th scope="col">{t("alert_value")}</th><th scope="col">{t("alert_threshold")}</th><th scope="col">{t("alert_beyond")}</th></tr></thead>
      <tbody>
        {margins.map(([name, [value, threshold]]) => {
          const { what, unit } = split_unit(name);
          const far = beyond(value!, threshold!);
          return (
            <tr key={name}>
              <th scope="row" lang="en" dir="auto">{what}</th>
              <td><bdi dir="ltr">{format.digits(figure(value!))} {unit}</bdi></td>
              <td><bdi dir="ltr">{format.digits(figure(threshold!))} {unit}</bdi></td>
              <td>{far === null ? "–" : <bdi dir="ltr">{format.count(far)} %</bdi>}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Explanations({ alert }: { alert: Alert }): ReactElement {
  const t = useTranslate();
  return (
    <>
      <h4>{t("alert_explanations")}</h4>
      {alert.explanations.length === 0 && <p className="dim">{t("alert_none_weighed")}</p>}
      <ul className="alert-explanations">
        {alert.explanations.map(({ what, verdict, because }) => (
          <li key={what}>
            <span className={`verdict ${verdict}`}>{t(`alert_verdict_${verdict}`)}</span>
            <span lang="en" dir="auto"><strong>{what}</strong>: {because}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The alert anew with its log each time it changes. */
function useLog(alert: Alert): AlertWithLog["log"] {
  const [log, set_log] = useState<AlertWithLog["log"]>([]);
  useEffect(() => {
    let current = true;
    void session_store.send<AlertWithLog>("GET", `/api/v1/alerts/${encodeURIComponent(alert.id)}`).then(({ json }) => {
      if (current && json !== null) set_log(json.log);
    });
    return () => {
      current = false;
    };
  }, [alert.id, alert.version]);
  return log;
}

function Rests({ alert }: { alert: Alert }): ReactElement {
  const t = useTranslate();
  const format = useFormat();
  const log = useLog(alert);
  return (
    <>
      <h4>{t("alert_log")}</h4>
      <ol className="alert-log" data-testid="alert-log">
        {log.map(({ at, who, what, note }, i) => (
          <li key={i}><bdi dir="ltr" className="dim">{format.utc(Date.parse(at))}</bdi> <bdi>{who}</bdi> <span lang="en" dir="auto">{what}{note === undefined ? "" : `: ${note}`}</span></li>
        ))}
      </ol>
      <details>
        <summary>{t("alert_rule", { version: alert.rule_version })}</summary>
        <ul className="alert-parameters" lang="en" dir="ltr">
          {Object.entries(alert.parameters).map(([name, value]) => <li key={name}>{name} = {figure(value)}</li>)}
        </ul>
      </details>
      <details>
        <summary>{t("alert_observations", { count: alert.observations.length })}</summary>
        <ul className="alert-parameters" dir="ltr">{alert.observations.map((id) => <li key={id}>{id}</li>)}</ul>
      </details>
    </>
  );
}

/** Its measures here, and the ways of its vessels on the map for as long as this is open. */
function Evidence({ alert }: { alert: Alert }): ReactElement | null {
  const t = useTranslate();
  const frame = useFrame();
  const store = useAlertStore();
  const [state, set_state] = useState<{ json: Schema["Evidence"] | null; wrong: boolean }>({ json: null, wrong: false });
  useEffect(() => {
    let current = true;
    void session_store.send<Schema["Evidence"]>("GET", `/api/v1/alerts/${encodeURIComponent(alert.id)}/evidence`).then(({ json }) => {
      if (current) set_state({ json, wrong: json === null });
    });
    return () => {
      current = false;
    };
  }, [alert.id]);
  const { json } = state;
  const tracks = useMemo(() => (json === null ? [] : evidence_tracks(alert, json)), [json, alert.id, alert.begin, alert.decided]);
  useEffect(() => {
    store.show_evidence({ id: alert.id, tracks });
    return () => store.show_evidence(null);
  }, [store, alert.id, tracks]);
  // Once, when it comes: afterwards the map is the officer's.
  useEffect(() => {
    if (json !== null) go_to_alert(frame, alert);
  }, [json]);
  if (state.wrong) return <p className="dim" data-testid="evidence-missing">{t("alert_no_evidence")}</p>;
  if (state.json === null) return <p className="dim" role="status">{t("alert_evidence_loading")}</p>;
  return (
    <div data-testid="evidence">
      <EvidenceLegend tracks={tracks} />
      {state.json.series.map((series) => (
        <EvidencePlot key={series.name} series={series} begin_ms={Date.parse(alert.begin)} end_ms={alert.end === null ? null : Date.parse(alert.end)} />
      ))}
    </div>
  );
}
