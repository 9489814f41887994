// What the outside world gets wrong is a value, not an exception.

export type Result<T> = { ok: true; value: T } | { ok: false; error: string };

export function good<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function bad(error: string): { ok: false; error: string } {
  return { ok: false, error };
}
