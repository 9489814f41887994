// How numbers are written for an officer, in every language alike: Latin digits, because they are read out
// on VHF, units always there, and a dash for what the vessel did not say.

export const kNothing = "–";

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

function degrees_minutes(value: number, width: number, letters: [string, string]): string {
  const hundredths = Math.round(Math.abs(value) * 6000); // hundredths of a minute, rounded once
  const degrees = Math.floor(hundredths / 6000);
  const minutes = (hundredths % 6000) / 100;
  return `${pad(degrees, width)}°${minutes.toFixed(2).padStart(5, "0")}′${value < 0 ? letters[1] : letters[0]}`;
}

/** 26°30.72′N */
export function format_lat(lat: number): string {
  return degrees_minutes(lat, 2, ["N", "S"]);
}

/** 056°21.03′E */
export function format_lon(lon: number): string {
  return degrees_minutes(((((lon + 180) % 360) + 360) % 360) - 180, 3, ["E", "W"]);
}

/** Tenths of a knot, 65535 absent: "12.3 kn". 1022 is "102.2 kn or more" on air. */
export function format_sog(tenths: number): string {
  if (tenths === 65535) return kNothing;
  return `${tenths >= 1022 ? "≥ " : ""}${(tenths / 10).toFixed(1)} kn`;
}

/** Tenths of a degree, 65535 absent: "004.5°". */
export function format_course(tenths: number): string {
  return tenths === 65535 ? kNothing : `${((tenths % 3600) / 10).toFixed(1).padStart(5, "0")}°`;
}

/** Tenths of a degree, 65535 absent: "004°". AIS headings are whole degrees. */
export function format_heading(tenths: number): string {
  return tenths === 65535 ? kNothing : `${pad(Math.round(tenths / 10) % 360, 3)}°`;
}

/** Metres to a tenth where they are few: "12.3 m", "300 m". */
export function format_metres(metres: number): string {
  return `${Number.isInteger(metres) || metres >= 100 ? Math.round(metres) : metres.toFixed(1)} m`;
}

/** Seconds: "7 s", "3:20 min", "2:05 h". */
export function format_age(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}:${pad(whole % 60, 2)} min`;
  return `${Math.floor(whole / 3600)}:${pad(Math.floor((whole % 3600) / 60), 2)} h`;
}

/** 14:03:59 of an instant in UTC. */
export function format_utc(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}

/** 2026-01-31 of an instant in UTC. */
export function format_utc_date(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

const kClocks = new Map<string, Intl.DateTimeFormat>();

/** 18:03 of an instant in an IANA time zone; null when the browser does not know the zone. */
export function format_local(ms: number, time_zone: string): string | null {
  let clock = kClocks.get(time_zone);
  if (clock === undefined) {
    try {
      clock = new Intl.DateTimeFormat("en-GB", { timeZone: time_zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    } catch {
      return null;
    }
    kClocks.set(time_zone, clock);
  }
  return clock.format(ms);
}

/** 1234567 as "1 234 567", with narrow no-break spaces. */
export function format_count(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}
