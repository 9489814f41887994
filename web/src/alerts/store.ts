// The alerts of the node as this window knows them. It follows the version that each tick carries and asks what
// changed since; what it missed it is told with the next answer. One a console.

import { session_store, type Answer, type Schema } from "../account/session";
import type { Console } from "../console";
import { kAlertKey, kFilterKey, read_alert_filter, write_alert_filter } from "./address";
import { alert_levels, in_order, is_current, kAllActive, merge, missed_vessels, neighbour, passes, type Alert, type AlertFilter, type AlertWithLog } from "./alert";
import type { EvidenceTrack } from "./evidence_track";

export type Deed = "acknowledge" | "assign" | "dismiss" | "close" | "reopen";

export interface AlertsState {
  /** `none`: this node keeps no watch. */
  phase: "loading" | "there" | "none" | "failed";
  why: string;
  alerts: ReadonlyMap<string, Alert>;
  version: number;
  filter: AlertFilter;
  chosen: string | null;
  /** What the chosen one is asked for: a reason, or to whom. */
  asking: "dismiss" | "assign" | null;
  /** What was done last and can be undone. */
  undo: { id: string; deed: Exclude<Deed, "reopen"> } | null;
  /** Why a deed was not done, in the node's words. */
  refused: { status: number; detail: string } | null;
  /** Shown on the map beside the others: what a dry run would add or take away. */
  tried: { added: readonly Schema["PlainAlert"][]; gone: readonly Schema["PlainAlert"][] } | null;
  /** Ways of the chosen one's vessels, while its evidence is open. */
  evidence: { id: string; tracks: readonly EvidenceTrack[] } | null;
}

const kPage = 500;
/** While no tick says the version: in a replay, or when the last question failed. */
const kAskAgain_ms = 5_000;

export class AlertStore {
  readonly #console: Console;
  readonly #listeners = new Set<() => void>();
  #asking = false;
  #wanted: number | null = null;
  /** The chosen one that was asked for by itself: once, it may not be there. */
  #fetching: string | null = null;
  /** The filter as the address says it. */
  #listed: string | null = null;
  /** Of the node's clock before this machine's, as of the last tick that was not of the past. */
  #ahead_ms = 0;
  #state: AlertsState = {
    phase: "loading", why: "", alerts: new Map(), version: 0, filter: kAllActive, chosen: null, asking: null, undo: null, refused: null, tried: null, evidence: null,
  };

  constructor(console_: Console) {
    this.#console = console_;
    this.#follow_address();
    console_.subscribe(() => this.#on_console());
    session_store.subscribe(() => this.#on_console());
    window.setInterval(() => {
      const { tick, replay } = console_.snapshot();
      const { phase } = this.#state;
      if (phase === "there") this.#sound(this.#state.alerts.values());
      if (phase === "failed" || (phase === "there" && (replay !== null || tick?.alerts === undefined))) void this.#ask();
    }, kAskAgain_ms);
    this.#on_console();
  }

  readonly snapshot = (): AlertsState => this.#state;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The node's time now, in a replay too: alerts are of now. */
  now_ms(): number {
    return Date.now() + this.#ahead_ms;
  }
  /** As the list has them. */
  shown(): Alert[] {
    const now_ms = this.now_ms();
    return in_order([...this.#state.alerts.values()].filter((alert) => passes(alert, this.#state.filter, now_ms)), now_ms);
  }
  /** What goes on, as the strip and the map have it. */
  current(): Alert[] {
    const now_ms = this.now_ms();
    return in_order([...this.#state.alerts.values()].filter((alert) => is_current(alert, now_ms)), now_ms);
  }
  chosen(): Alert | null {
    return this.#state.alerts.get(this.#state.chosen ?? "") ?? null;
  }
  choose(id: string | null): void {
    this.#set({ refused: null });
    this.#console.set_extra(kAlertKey, id);
  }
  step(by: 1 | -1): Alert | null {
    const next = neighbour(this.shown(), this.#state.chosen, by);
    this.choose(next?.id ?? null);
    return next;
  }
  set_filter(filter: AlertFilter): void {
    this.#console.set_extra(kFilterKey, write_alert_filter(filter));
  }
  ask_for(asking: AlertsState["asking"]): void {
    if (this.#state.chosen !== null) this.#set({ asking });
  }
  show_tried(tried: AlertsState["tried"]): void {
    this.#set({ tried });
  }
  show_evidence(evidence: AlertsState["evidence"]): void {
    this.#set({ evidence });
  }

  /** Does it in the name of who is signed in; what the node answers is taken at once. */
  async act(id: string, deed: Deed, body: { note?: string; reason?: string; to?: string } = {}): Promise<void> {
    const answer = await session_store.send<AlertWithLog>("POST", `/api/v1/alerts/${encodeURIComponent(id)}/${deed}`, body);
    if (!answer.ok || answer.json === null) return this.#set({ refused: { status: answer.status, detail: answer.detail } });
    const { log: _, ...alert } = answer.json;
    this.#take([alert], this.#state.version);
    this.#set({ asking: null, refused: null, undo: deed === "reopen" ? null : { id, deed } });
  }
  undo(): void {
    const { undo, chosen } = this.#state;
    const id = undo?.id ?? chosen;
    if (id !== null) void this.act(id, "reopen");
  }

  /** What is chosen and listed stands in the address, so that it can be sent, kept and pasted. */
  #follow_address(): void {
    const { [kAlertKey]: chosen = null, [kFilterKey]: filter = null } = this.#console.snapshot().extras;
    if (chosen !== this.#state.chosen) this.#set({ chosen, asking: null });
    if (filter !== this.#listed) {
      this.#listed = filter;
      this.#set({ filter: read_alert_filter(filter ?? "") });
    }
    void this.#fetch_chosen();
  }

  /** An address may name one that is older than those that are loaded. */
  async #fetch_chosen(): Promise<void> {
    const { chosen, phase, alerts } = this.#state;
    if (chosen === null || phase !== "there" || alerts.has(chosen) || this.#fetching === chosen) return;
    this.#fetching = chosen;
    const answer = await session_store.send<AlertWithLog>("GET", `/api/v1/alerts/${encodeURIComponent(chosen)}`);
    if (this.#state.chosen !== chosen) return;
    if (!answer.ok || answer.json === null) return this.#set({ refused: { status: answer.status, detail: answer.detail } });
    const { log: _, ...alert } = answer.json;
    this.#take([alert], this.#state.version);
  }

  #on_console(): void {
    this.#follow_address();
    if (session_store.snapshot().phase !== "in") return;
    const { tick, replay } = this.#console.snapshot();
    const now_ms = replay === null ? this.#console.node_time(Date.now()) : null;
    if (now_ms !== null) this.#ahead_ms = now_ms - Date.now();
    const version = replay === null ? tick?.alerts?.version : undefined;
    // A node that keeps a watch says so in each tick.
    if (tick !== null && tick.alerts === undefined && replay === null && this.#state.phase === "loading") this.#set({ phase: "none" });
    if (version === undefined || version === this.#wanted) return;
    this.#wanted = version;
    // An older version: another book, as after a node's data was put back.
    if (version < this.#state.version) this.#set({ alerts: new Map(), version: 0 });
    void this.#ask();
  }

  /** What changed, page by page; the first time the latest of all and then every active one. */
  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const first = this.#state.version === 0;
      const paths = first ? [`limit=${kPage}`, `state=open,acknowledged,assigned&limit=${kPage}`] : [`changed_after=${this.#state.version}&limit=${kPage}`];
      let version = Number.POSITIVE_INFINITY;
      for (const path of paths) {
        let cursor = "";
        do {
          const answer = await session_store.send<Schema["Alerts"]>("GET", `/api/v1/alerts?${path}${cursor}`);
          if (!answer.ok || answer.json === null) return this.#failed(answer);
          version = Math.min(version, answer.json.version);
          this.#take(answer.json.alerts as Alert[], this.#state.version);
          const more = path.startsWith("limit") ? undefined : answer.json.next;
          cursor = more === undefined ? "" : `&cursor=${more}`;
        } while (cursor !== "");
      }
      this.#set({ phase: "there", why: "", version });
      void this.#fetch_chosen();
    } finally {
      this.#asking = false;
    }
    // It grew while we asked.
    if (this.#wanted !== null && this.#wanted > this.#state.version && this.#state.phase === "there") void this.#ask();
  }

  #failed(answer: Answer<unknown>): void {
    if (answer.status === 404) this.#set({ phase: "none", why: answer.detail });
    else this.#set({ phase: "failed", why: answer.detail });
  }

  #take(changed: readonly Alert[], version: number): void {
    const alerts = merge(this.#state.alerts, changed);
    this.#sound(alerts.values());
    const dangerous = [...alerts.values()].filter((alert) => alert.state === "open" && alert.priority === 1 && alert.end === null);
    const mmsis = new Set(dangerous.flatMap(({ vessels }) => vessels.flatMap(({ mmsi }) => mmsi ?? [])));
    const before = this.#console.snapshot().danger;
    if (mmsis.size !== before.size || [...mmsis].some((mmsi) => !before.has(mmsi))) this.#console.set_danger(mmsis);
    const missed = missed_vessels(alerts.values());
    const was = this.#console.snapshot().missed;
    if (missed.size !== was.size || [...missed].some((mmsi) => !was.has(mmsi))) this.#console.set_missed(missed);
    this.#set({ alerts, version });
  }

  #sound(alerts: Iterable<Alert>): void {
    this.#console.siren.replace("alert:", alert_levels(alerts, this.now_ms()));
  }

  #set(change: Partial<AlertsState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const stores = new WeakMap<Console, AlertStore>();

export function alert_store(console_: Console): AlertStore {
  let store = stores.get(console_);
  if (store === undefined) stores.set(console_, (store = new AlertStore(console_)));
  return store;
}
