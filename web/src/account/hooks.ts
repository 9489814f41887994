// How components reach the session and what the node says in lists.

import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import type { Translate } from "../i18n/languages";
import { session_store, type Answer, type SessionState } from "./session";

export function useSession(): SessionState {
  return useSyncExternalStore(session_store.subscribe, session_store.snapshot);
}

export interface Loaded<T> {
  json: T | null;
  /** Why there is nothing, or nothing new. */
  wrong: Answer<T> | null;
  again: () => void;
}

const kRenew = 10_000;

/** What `path` gives, anew each ten seconds, when the path changes, and when `again` is called. */
export function useLoaded<T>(path: string): Loaded<T> {
  const [json, set_json] = useState<T | null>(null);
  const [wrong, set_wrong] = useState<Answer<T> | null>(null);
  const [turn, set_turn] = useState(0);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => set_turn((n) => n + 1), kRenew);
    void session_store.send<T>("GET", path).then((answer) => {
      if (!current) return;
      if (answer.ok) set_json(answer.json);
      set_wrong(answer.ok ? null : answer);
    });
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [path, turn]);
  return { json, wrong, again: useCallback(() => set_turn((n) => n + 1), []) };
}

/** One sentence for a person about an answer that was not as wished. */
export function sentence(t: Translate, answer: Pick<Answer<unknown>, "status" | "detail">): string {
  if (answer.status === 0) return t("account_no_answer");
  if (answer.status === 429) return t("sign_in_too_often");
  if (answer.status === 503) return t("account_not_written");
  return answer.detail === "" ? t("account_refused", { status: answer.status }) : answer.detail;
}
