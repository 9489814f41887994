// Figures as format.ts writes them, in the officer's digits and language: units of time as words, dates in the
// language's own calendar beside the Gregorian one. UTC stays ISO: it is what logs and radio use.
// Identifiers (MMSI, IMO, call sign) are never written through here: they stay as they are on paper.

import { about, in_digits, type Digits, type Language, type Translate } from "../i18n/languages";
import { format_count, format_course, format_heading, format_lat, format_local, format_lon, format_metres, format_sog, format_utc, format_utc_date } from "./format";

export interface Format {
  /** Any text's digits in the chosen ones. */
  digits(text: string): string;
  sog(tenths: number): string;
  course(tenths: number): string;
  heading(tenths: number): string;
  lat(degrees: number): string;
  lon(degrees: number): string;
  /** Seconds: "7 s", "3:20 min", "2:05 h", "3 d". */
  age(seconds: number): string;
  metres(metres: number): string;
  /** Nautical miles: "0.34 nm", "12.3 nm". */
  distance(nm: number): string;
  utc(ms: number): string;
  utc_date(ms: number): string;
  /** "18:03" in the zone; null when the browser does not know it. */
  local(ms: number, zone: string): string | null;
  /** The day in the language's own calendar, in the zone: "۴ آذر ۱۴۰۵"; null when it has none but the Gregorian. */
  own_date(ms: number, zone: string): string | null;
  count(count: number): string;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

const kDays = new Map<string, Intl.DateTimeFormat | null>();

function days(tag: string, zone: string): Intl.DateTimeFormat | null {
  const key = `${tag} ${zone}`;
  let made = kDays.get(key);
  if (made === undefined) {
    try {
      made = new Intl.DateTimeFormat(tag, { timeZone: zone, day: "numeric", month: "long", year: "numeric" });
    } catch {
      made = null; // a zone the browser does not know
    }
    kDays.set(key, made);
  }
  return made;
}

export function make_format(language: Language, choice: Digits, t: Translate): Format {
  const { locale, calendar, digits } = about(language);
  const own = (text: string): string => in_digits(text, language, choice);
  return {
    digits: own,
    sog: (tenths) => own(format_sog(tenths)),
    course: (tenths) => own(format_course(tenths)),
    heading: (tenths) => own(format_heading(tenths)),
    lat: (degrees) => own(format_lat(degrees)),
    lon: (degrees) => own(format_lon(degrees)),
    age: (seconds) => {
      const whole = Math.max(0, Math.round(seconds));
      const minutes = Math.floor(whole / 60);
      const hours = Math.floor(minutes / 60);
      if (whole < 60) return plain(t("age_s", { value: whole }));
      if (hours < 1) return plain(t("age_min", { value: own(`${minutes}:${pad(whole % 60)}`) }));
      if (hours < 48) return plain(t("age_h", { value: own(`${hours}:${pad(minutes % 60)}`) }));
      return plain(t("age_d", { value: Math.floor(hours / 24) }));
    },
    metres: (metres) => own(format_metres(metres)),
    distance: (nm) => own(`${nm < 10 ? nm.toFixed(2) : nm.toFixed(1)} nm`),
    utc: (ms) => own(format_utc(ms)),
    utc_date: (ms) => own(format_utc_date(ms)),
    local: (ms, zone) => {
      const text = format_local(ms, zone);
      return text === null ? null : own(text);
    },
    own_date: (ms, zone) => {
      if (calendar === "gregory") return null;
      const text = days(`${locale}-u-ca-${calendar}-nu-${choice === "local" ? digits : "latn"}`, zone)?.format(ms) ?? null;
      // The era ("AP", "هـ") says nothing that the month's name does not.
      return text === null ? null : text.replace(/\s*\(?(AP|AH|هـ|ه‍\.ش\.|ه\.ش\.|ه‍\.ق\.)\)?\s*$/u, "");
    },
    count: (count) => own(format_count(count)),
  };
}

/** Without the marks of isolation, for what is isolated as a whole where it stands. */
function plain(text: string): string {
  return text.replace(/[\u2066-\u2069]/g, "");
}
