// What the history holds within a stretch, asked anew when the stretch or the vessel changes and each minute.

import { useEffect, useState } from "react";
import { ask_history, type HistoryExtent } from "./api";
import type { Axis } from "./timeline";

const kEvery = 60_000;
/** While somebody drags, the stretch changes often: it is asked for when it rests. */
const kRest = 250;

export interface History {
  extent: HistoryExtent | null;
  /** Why there is none. */
  error: string | null;
}

export function useHistory(axis: Axis | null, mmsi: number | null): History {
  const [history, set_history] = useState<History>({ extent: null, error: null });
  const from_ms = axis?.from_ms, to_ms = axis?.to_ms;
  useEffect(() => {
    if (from_ms === undefined || to_ms === undefined) return undefined;
    const abort = new AbortController();
    const ask = async (): Promise<void> => {
      const answer = await ask_history({ from_ms, to_ms, ...(mmsi === null ? {} : { mmsi }) }, abort.signal);
      if (abort.signal.aborted) return;
      set_history((before) => (answer.ok ? { extent: answer.value, error: null } : { extent: before.extent, error: answer.error }));
    };
    const first = window.setTimeout(() => void ask(), kRest);
    const again = window.setInterval(() => void ask(), kEvery);
    return () => {
      window.clearTimeout(first);
      window.clearInterval(again);
      abort.abort();
    };
  }, [from_ms, to_ms, mmsi]);
  return history;
}
