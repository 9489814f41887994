// What was, is and was taken back: undo and redo of an immutable value.

export interface History<T> {
  past: readonly T[];
  now: T;
  future: readonly T[];
}

/** Steps that can be taken back. */
export const kUndoSteps = 100;

export function begin<T>(now: T): History<T> {
  return { past: [], now, future: [] };
}

/** A new value; what was taken back before is gone. */
export function edit<T>(history: History<T>, now: T): History<T> {
  if (now === history.now) return history;
  return { past: [...history.past, history.now].slice(-kUndoSteps), now, future: [] };
}

export function undo<T>({ past, now, future }: History<T>): History<T> {
  return past.length === 0 ? { past, now, future } : { past: past.slice(0, -1), now: past.at(-1)!, future: [now, ...future] };
}

export function redo<T>({ past, now, future }: History<T>): History<T> {
  return future.length === 0 ? { past, now, future } : { past: [...past, now], now: future[0]!, future: future.slice(1) };
}
