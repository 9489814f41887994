// Who is signed in here, and how the console asks the node for anything that may change something. One for
// the page; React reads immutable snapshots of it. Left out: what the pages show.

import type { components } from "../wire/api_schema";

export type Schema = components["schemas"];
export type Session = Schema["Session"];
export type Permission = Schema["Permission"];
export type Role = Schema["Role"];

/** In the order in which they are offered. */
export const kRoles: readonly Role[] = ["watch_officer", "supervisor", "analyst", "liaison", "release_officer", "trainer", "auditor", "administrator"];

export interface SessionState {
  /** `asking`: not known yet. `out`: somebody has to sign in. `in`: the node lets us in. */
  phase: "asking" | "out" | "in";
  session: Session | null;
}

/** What the node answered: its JSON, or what is wrong. `status` 0: it did not answer. */
export interface Answer<T> {
  ok: boolean;
  status: number;
  json: T | null;
  /** The node's sentence, in English. */
  detail: string;
}

const kAskAgain = 2_000;
const kAnswerWithin = 10_000;

export class SessionStore {
  #state: SessionState = { phase: "asking", session: null };
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly snapshot = (): SessionState => this.#state;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  may(permission: Permission): boolean {
    return this.#state.session?.permissions.includes(permission) ?? false;
  }

  /** Asks the node who we are; again by itself while it does not answer. */
  async ask(): Promise<void> {
    clearTimeout(this.#timer);
    const answer = await this.#fetch<Session>("GET", "/api/v1/session");
    if (answer.ok && answer.json !== null) this.#take(answer.json);
    else this.#timer = setTimeout(() => void this.ask(), kAskAgain);
  }

  /** Sends a request; one without an answer body gives null. A session that ended shows at once. */
  async send<T>(method: string, path: string, body?: object): Promise<Answer<T>> {
    const answer = await this.#fetch<T>(method, path, body);
    if (answer.status === 401 && this.#state.phase === "in") void this.ask();
    return answer;
  }

  /** The same where the answer is the new session. */
  async enter(method: string, path: string, body: object): Promise<Answer<Session>> {
    const answer = await this.#fetch<Session>(method, path, body);
    if (answer.ok && answer.json !== null) this.#take(answer.json);
    return answer;
  }

  async sign_out(everywhere: boolean): Promise<void> {
    await this.#fetch("DELETE", `/api/v1/session${everywhere ? "?everywhere=true" : ""}`);
    await this.ask();
  }

  #take(session: Session): void {
    this.#state = { phase: session.signed_in ? "in" : "out", session };
    for (const listener of this.#listeners) listener();
  }

  async #fetch<T>(method: string, path: string, body?: object): Promise<Answer<T>> {
    const headers: Record<string, string> = {};
    if (method !== "GET") headers["X-Narrows-CSRF"] = this.#state.session?.csrf ?? "";
    if (body !== undefined) headers["Content-Type"] = "application/json";
    try {
      const signal = AbortSignal.timeout(method === "GET" ? kAnswerWithin : 3 * kAnswerWithin); // else one lost answer holds the page for ever
      const response = await fetch(path, { method, headers, signal, body: body === undefined ? null : JSON.stringify(body), cache: "no-store" });
      const text = await response.text();
      const json = text === "" ? null : (JSON.parse(text) as unknown);
      const detail = response.ok ? "" : ((json as { detail?: string } | null)?.detail ?? "");
      return { ok: response.ok, status: response.status, json: response.ok ? (json as T) : null, detail };
    } catch {
      return { ok: false, status: 0, json: null, detail: "" };
    }
  }
}

export const session_store = new SessionStore();

const kLink = /^#link=([\w-]{1,100})$/;

/** The secret of the link that led here, taken out of the address so that nobody reads it over a shoulder. */
export function take_link(): string | null {
  const found = kLink.exec(window.location.hash)?.[1] ?? null;
  if (found !== null) window.history.replaceState(null, "", window.location.pathname);
  return found;
}
