import { describe, expect, it } from "vitest";
import { translator, type Digits } from "../i18n/languages";
import { make_format, type Format } from "./local";

const make = (language: string, digits: Digits): Format => make_format(language, digits, translator(language, digits));
const kNight = Date.UTC(2026, 10, 25, 21, 30, 5); // 26 November, 01:00 in Tehran

describe("figures in a language", () => {
  it("are as in format.ts, in English", () => {
    const f = make("en", "latin");
    expect([f.sog(123), f.course(45), f.lat(26.512), f.count(12345)]).toEqual(["12.3 kn", "004.5°", "26°30.72′N", "12\u202f345"]);
    expect([0, 59.6, 60, 3599, 3600, 7500, 172_799, 172_800].map(f.age)).toEqual(["0 s", "1:00 min", "1:00 min", "59:59 min", "1:00 h", "2:05 h", "47:59 h", "2 d"]);
    expect([0.3449, 9.999, 12.34].map(f.distance)).toEqual(["0.34 nm", "10.00 nm", "12.3 nm"]);
    expect(f.own_date(kNight, "Asia/Tehran")).toBeNull();
  });
  it("take the local digits when they are chosen, everywhere", () => {
    const f = make("fa", "local");
    expect([f.sog(123), f.utc(kNight), f.lon(56.5), f.count(1234), f.local(kNight, "Asia/Tehran")]).toEqual(["۱۲.۳ kn", "۲۱:۳۰:۰۵", "۰۵۶°۳۰.۰۰′E", "۱\u202f۲۳۴", "۰۱:۰۰"]);
    expect(f.age(75)).toMatch(/^۱:۱۵ /);
    expect(make("ar", "local").utc(kNight)).toBe("٢١:٣٠:٠٥");
    expect(make("fa", "latin").utc(kNight)).toBe("21:30:05");
  });
  it("know the day in their own calendar, in the zone's own day", () => {
    expect(make("fa", "latin").own_date(kNight, "Asia/Tehran")).toBe("5 آذر 1405");
    expect(make("fa", "latin").own_date(kNight, "UTC")).toBe("4 آذر 1405");
    expect(make("fa", "local").own_date(kNight, "Asia/Tehran")).toBe("۵ آذر ۱۴۰۵");
    expect(make("ar", "latin").own_date(kNight, "Asia/Muscat")).toMatch(/^1[56] جمادى الآخرة 1448$/);
    expect(make("fa", "latin").own_date(kNight, "Nowhere/None")).toBeNull();
  });
});
