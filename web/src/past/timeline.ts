// The time axis of the replay bar: from times to places and back, where to write times, and how far a key
// goes. Pure. Time runs from left to right in every language.

const kSecond = 1_000;
const kMinute = 60 * kSecond;
const kHour = 60 * kMinute;
const kDay = 24 * kHour;

/** How much of the past the bar can show. */
export const kWindows = { hour: kHour, six_hours: 6 * kHour, day: kDay, week: 7 * kDay, month: 30 * kDay } as const;
export type WindowName = keyof typeof kWindows;

export interface Axis {
  from_ms: number;
  to_ms: number;
}

/** 0 at the left end, 1 at the right; beyond the ends, beyond. */
export function share_of(axis: Axis, ms: number): number {
  return (ms - axis.from_ms) / (axis.to_ms - axis.from_ms);
}

export function time_at(axis: Axis, share: number): number {
  return axis.from_ms + Math.min(1, Math.max(0, share)) * (axis.to_ms - axis.from_ms);
}

/** The part of a stretch that lies on the axis, as shares; null: none does. */
export function stretch_of(axis: Axis, from_ms: number, to_ms: number): { left: number; width: number } | null {
  const left = Math.max(0, share_of(axis, from_ms));
  const right = Math.min(1, share_of(axis, to_ms));
  return right <= left ? null : { left, width: right - left };
}

const kSteps = [kMinute, 2 * kMinute, 5 * kMinute, 10 * kMinute, 15 * kMinute, 30 * kMinute, kHour, 2 * kHour, 3 * kHour, 6 * kHour, 12 * kHour, kDay, 2 * kDay, 7 * kDay];

export interface Mark {
  ms: number;
  share: number;
  /** A day begins here: the date is written too. */
  midnight: boolean;
}

/** Round times, UTC, at most `most` of them. */
export function marks(axis: Axis, most: number): Mark[] {
  const length = axis.to_ms - axis.from_ms;
  const step = kSteps.find((one) => length / one <= most) ?? Math.ceil(length / most / kDay) * kDay;
  const out: Mark[] = [];
  for (let ms = Math.ceil(axis.from_ms / step) * step; ms <= axis.to_ms; ms += step) {
    out.push({ ms, share: share_of(axis, ms), midnight: ms % kDay === 0 });
  }
  return out;
}

/** How far an arrow key goes, and Page Up or Page Down. */
export function steps(axis: Axis): { arrow: number; page: number } {
  const length = axis.to_ms - axis.from_ms;
  const round = (ms: number): number => [kSecond, 10 * kSecond, ...kSteps].find((one) => one >= ms) ?? kDay;
  return { arrow: round(length / 360), page: round(length / 24) };
}

/** The window that ends at `end_ms`, or lies round `at_ms` when that is outside of it. */
export function axis_of(window_ms: number, end_ms: number, at_ms: number | null): Axis {
  if (at_ms === null || (at_ms > end_ms - window_ms && at_ms <= end_ms)) return { from_ms: end_ms - window_ms, to_ms: end_ms };
  const middle = Math.min(at_ms, end_ms - window_ms / 2);
  return { from_ms: middle - window_ms / 2, to_ms: middle + window_ms / 2 };
}

// Times that people type

/** What the clock of a zone shows, as if it were UTC. */
function shown_in(zone: string, ms: number): number | null {
  try {
    const parts = new Intl.DateTimeFormat("en-US", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
    }).formatToParts(ms);
    const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
    return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")) + (((ms % 1000) + 1000) % 1000);
  } catch {
    return null;
  }
}

/** "2026-01-01 12:00:00" of an instant, in UTC or in a zone. */
export function write_time(ms: number, zone: string | null): string {
  const shown = zone === null ? ms : (shown_in(zone, ms) ?? ms);
  return new Date(shown).toISOString().slice(0, 19).replace("T", " ");
}

const kDigits = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** The instant that a person wrote as date and time, or as a time of the day of `near_ms`; null: it is none. */
export function read_time(text: string, zone: string | null, near_ms: number): number | null {
  const latin = text.trim().replace(kDigits, (digit) => String(digit.charCodeAt(0) & 0xf));
  const full = /^(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?Z?$/.exec(latin);
  const short = full === null ? /^(\d{1,2}):(\d{2})(?::(\d{2}))?Z?$/.exec(latin) : null;
  if (full === null && short === null) return null;
  const day = full === null ? write_time(near_ms, zone).slice(0, 10).split("-").map(Number) : full.slice(1, 4).map(Number);
  const clock = (full === null ? short!.slice(1) : full.slice(4)).map((part) => Number(part ?? 0));
  const [year, month, date] = day as [number, number, number];
  const [hour, minute, second] = [clock[0]!, clock[1]!, clock[2] ?? 0];
  const wanted = Date.UTC(year, month - 1, date, hour, minute, second);
  const back = new Date(wanted);
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== date || hour > 23 || minute > 59 || second > 59) return null;
  if (zone === null) return wanted;
  // The zone's distance from UTC at that moment; twice, for a change of summer time in between.
  let ms = wanted;
  for (let i = 0; i < 2; ++i) {
    const shown = shown_in(zone, ms);
    if (shown === null) return null;
    ms += wanted - shown;
  }
  return ms;
}
