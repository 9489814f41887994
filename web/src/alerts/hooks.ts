// How components reach the alerts, and what they call a kind.

import { useSyncExternalStore } from "react";
import { sentence } from "../account/hooks";
import type { Translate } from "../i18n/languages";
import { useConsole } from "../ui/context";
import { is_known_kind, type Alert, type AlertState } from "./alert";
import { box_of } from "./evidence_track";
import { alert_store, type AlertStore, type AlertsState } from "./store";
import type { Frame } from "../ui/frame";

export function useAlertStore(): AlertStore {
  return alert_store(useConsole());
}
export function useAlerts(): AlertsState {
  const store = useAlertStore();
  return useSyncExternalStore(store.subscribe, store.snapshot);
}

export function kind_name(t: Translate, kind: string): string {
  return is_known_kind(kind) ? t(`alert_kind_${kind}`) : kind.replaceAll("_", " ");
}

/** What is held or explained is in no list. */
export function state_name(t: Translate, state: AlertState): string {
  return state === "held" || state === "explained" ? state : t(`alert_state_${state}`);
}

export function refusal(t: Translate, refused: NonNullable<AlertsState["refused"]>): string {
  return refused.status === 403 ? t("alerts_not_yours") : sentence(t, refused);
}

const kAlertZoom = 12;
const kEvidenceZoomMost = 14;

/** Chooses it, and the map goes there. */
export function focus_alert(frame: Frame, alert: Alert | null): void {
  if (alert === null) return;
  alert_store(frame.console_).choose(alert.id);
  go_to_alert(frame, alert);
}

/** To the ways of its vessels where they are shown, else to where it is. */
export function go_to_alert(frame: Frame, alert: Alert): void {
  const map = frame.map();
  const { evidence } = alert_store(frame.console_).snapshot();
  const box = evidence?.id === alert.id ? box_of(alert, evidence.tracks) : null;
  if (box !== null) map?.show_box(box, kEvidenceZoomMost);
  else map?.go_to(alert.lat, alert.lon, Math.max(map.view().zoom, kAlertZoom));
}
