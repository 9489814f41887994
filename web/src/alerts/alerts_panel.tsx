// The list: filters, what is wrong with it, the rows, and the chosen alert.

import { useEffect, useRef, type ReactElement } from "react";
import { useSession } from "../account/hooks";
import { useConsoleState, useFormat, useTranslate } from "../ui/context";
import { useFrame } from "../ui/frame";
import { kAllActive, kGroups, kShownStates, passes, vessel_names, type Alert, type AlertFilter } from "./alert";
import { AlertDetail } from "./alert_detail";
import { Priority, TimeLeft } from "./alert_parts";
import { focus_alert, kind_name, refusal, state_name, useAlerts, useAlertStore } from "./hooks";

export function AlertsPanel(): ReactElement {
  const t = useTranslate();
  const store = useAlertStore();
  const { phase, why, alerts, filter, chosen, refused, undo } = useAlerts();
  const { link, replay } = useConsoleState();
  const order = store.shown();
  const now_ms = store.now_ms();
  const over = [...alerts.values()].filter((alert) => passes(alert, { ...filter, state: "over" }, now_ms)).length;
  if (phase === "none") return <p className="alerts-empty dim" data-testid="alerts-none">{t("alerts_no_watch")}</p>;
  const current = alerts.get(chosen ?? "");
  return (
    <div className="alerts">
      <Filters filter={filter} on_filter={(next) => store.set_filter(next)} />
      {link.phase !== "live" && <p className="warn" role="alert" data-testid="alerts-stale">{t("alerts_stale")}</p>}
      {replay !== null && <p className="warn" data-testid="alerts-of-now">{t("alerts_of_now")}</p>}
      {phase === "failed" && <p className="warn" role="alert" data-testid="alerts-failed">{t("alerts_failed")} <bdi>{why}</bdi></p>}
      {refused !== null && <p className="warn" role="alert" data-testid="alert-refused"><bdi>{refusal(t, refused)}</bdi></p>}
      {undo !== null && (
        <p className="alerts-undo">
          {t(`alert_done_${undo.deed}`)}
          <button type="button" className="text-button" onClick={() => store.undo()} data-testid="alert-undo">{t("alert_undo")}</button>
        </p>
      )}
      {order.length === 0 && phase !== "failed" && (
        <p className="alerts-empty dim" data-testid="alerts-empty">
          {phase === "loading" ? t("alerts_loading") : JSON.stringify(filter) === JSON.stringify(kAllActive) ? t("alerts_empty") : t("alerts_none_pass")}
        </p>
      )}
      {order.length > 0 && (
        <ul className="alert-rows" aria-label={t("alerts_title")} data-testid="alert-rows">
          {order.map((alert) => (
            <Row key={alert.id} alert={alert} chosen={alert.id === chosen} />
          ))}
        </ul>
      )}
      {filter.state === "active" && over > 0 && (
        <button type="button" className="link-button alerts-over" onClick={() => store.set_filter({ ...filter, state: "over" })} data-testid="alerts-over">{t("alerts_over_more", { count: over })}</button>
      )}
      {current !== undefined && <AlertDetail key={current.id} alert={current} />}
    </div>
  );
}

function Filters({ filter, on_filter }: { filter: AlertFilter; on_filter: (filter: AlertFilter) => void }): ReactElement {
  const t = useTranslate();
  const { session } = useSession();
  const user = session?.user ?? null;
  return (
    <div className="alert-filters" role="group" aria-label={t("alerts_filter")}>
      <select aria-label={t("alerts_group")} value={filter.group ?? ""} data-testid="alerts-group" onChange={({ target }) => on_filter({ ...filter, group: kGroups.find((one) => one === target.value) ?? null })}>
        <option value="">{t("alerts_all_kinds")}</option>
        {kGroups.map((group) => <option key={group} value={group}>{t(`alerts_group_${group}`)}</option>)}
      </select>
      <select aria-label={t("alerts_priority")} value={filter.priority ?? ""} data-testid="alerts-priority" onChange={({ target }) => on_filter({ ...filter, priority: ([1, 2, 3] as const).find((one) => String(one) === target.value) ?? null })}>
        <option value="">{t("alerts_all_priorities")}</option>
        {([1, 2, 3] as const).map((priority) => <option key={priority} value={priority}>{t("alerts_priority_n", { priority })}</option>)}
      </select>
      <select aria-label={t("alerts_state")} value={filter.state} data-testid="alerts-state" onChange={({ target }) => on_filter({ ...filter, state: target.value as AlertFilter["state"] })}>
        <option value="active">{t("alerts_active")}</option>
        <option value="over">{t("alerts_over")}</option>
        {kShownStates.map((state) => <option key={state} value={state}>{t(`alert_state_${state}`)}</option>)}
        <option value="all">{t("alerts_all_states")}</option>
      </select>
      {user !== null && (
        <button type="button" className="text-button" aria-pressed={filter.mine !== null} onClick={() => on_filter({ ...filter, mine: filter.mine === null ? user : null })} data-testid="alerts-mine">
          {t("alerts_mine")}
        </button>
      )}
    </div>
  );
}

function Row({ alert, chosen }: { alert: Alert; chosen: boolean }): ReactElement {
  const t = useTranslate();
  const format = useFormat();
  const store = useAlertStore();
  const frame = useFrame();
  const element = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) element.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <li ref={element}>
      <button
        type="button" className={`alert-row p${alert.priority} ${alert.state}`} aria-current={chosen || undefined}
        onClick={() => focus_alert(frame, alert)} data-testid={`alert-${alert.id}`} data-state={alert.state}
      >
        <Priority priority={alert.priority} />
        <span className="alert-what">
          <span className="alert-head">
            <strong>{kind_name(t, alert.kind)}</strong>
            <TimeLeft alert={alert} />
          </span>
          <span className="alert-why" lang="en" dir="auto">{alert.why}</span>
          <span className="alert-foot dim">
            <span>{state_name(t, alert.state)}</span>
            {alert.acknowledged_by !== undefined && alert.state !== "open" && <bdi>{alert.acknowledged_by}</bdi>}
            {alert.held_by !== undefined && <span className="warn">{t("alert_lowered")}</span>}
            {alert.end !== null && <span>{t("alert_over", { age: format.age(Math.max(0, (store.now_ms() - Date.parse(alert.end)) / 1000)) })}</span>}
            {vessel_names(alert).map((name) => <bdi key={name}>{name}</bdi>)}
          </span>
        </span>
      </button>
    </li>
  );
}
