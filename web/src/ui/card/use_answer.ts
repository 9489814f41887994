// A question to the node that a component asks: while it is out, when it came, and why it did not. The question is
// asked anew when its key changes, and every so often while it stands.

import { useEffect, useState } from "react";
import type { Result } from "../../wire/result";

export type Answer<T> = { state: "asking" } | { state: "here"; value: T } | { state: "failed"; why: string };

/** `again_ms`: how often it is asked anew; the answer before stays until the next is here. */
export function useAnswer<T>(key: string, ask: (signal: AbortSignal) => Promise<Result<T>>, again_ms: number): Answer<T> {
  const [held, set_held] = useState<{ key: string; answer: Answer<T> }>({ key, answer: { state: "asking" } });
  useEffect(() => {
    const abort = new AbortController();
    let timer: number | undefined;
    const once = async (): Promise<void> => {
      const result = await ask(abort.signal);
      if (abort.signal.aborted) return;
      const answer: Answer<T> = result.ok ? { state: "here", value: result.value } : { state: "failed", why: result.error };
      // What is known already is worth more than a failure to learn it again.
      set_held((before) => (before.key === key && before.answer.state === "here" && !result.ok ? before : { key, answer }));
      timer = window.setTimeout(() => void once(), again_ms);
    };
    void once();
    return () => {
      abort.abort();
      window.clearTimeout(timer);
    };
    // The key says what is asked.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, again_ms]);
  return held.key === key ? held.answer : { state: "asking" };
}
