// A filter in words: one chip for each part of it.

import { in_language } from "../area/pack";
import type { Format } from "../format/local";
import type { TextKey, Translate } from "../i18n/languages";
import { class_text } from "../words/vessel";
import { flag_name } from "../words/flag";
import { kNoFlag, type Filter, type Part, type Range } from "./filter";
import type { FilterZone } from "./zones";

export interface Words {
  t: Translate;
  format: Format;
  locale: string;
  language: string;
  zones: readonly FilterZone[];
}

function range_text(range: Range, name: TextKey, write: (value: number) => string, { t }: Words): string {
  const { min, max } = range;
  if (min !== undefined && max !== undefined) return t("filter_between", { what: t(name), min: write(min), max: write(max) });
  return min !== undefined ? t("filter_least", { what: t(name), min: write(min) }) : t("filter_most", { what: t(name), max: write(max ?? 0) });
}

export function zone_name(zone: FilterZone, language: string): string {
  return in_language(zone.names, language, zone.id);
}

/** What a part asks for, said in full: "Speed at least 5 kn". */
export function part_text(filter: Filter, part: Part, words: Words): string {
  const { t, format, locale, language, zones } = words;
  const list = (names: string[]): string => new Intl.ListFormat(locale, { type: "disjunction", style: "short" }).format(names);
  switch (part) {
    case "classes":
      return list(filter.classes.map((one) => class_text(one, t)));
    case "stations":
      return list(filter.stations.map((one) => t(one === "a" ? "kind_1" : "kind_2")));
    case "flags":
      return t("filter_flag_is", { flags: list(filter.flags.map((code) => (code === kNoFlag ? t("flag_none") : flag_name(code, locale)))) });
    case "speed_kn":
      return range_text(filter.speed_kn, "speed", (value) => format.digits(`${value} kn`), words);
    case "length_m":
      return range_text(filter.length_m, "length", (value) => format.digits(`${value} m`), words);
    case "age_s":
      return range_text(filter.age_s, "column_age_long", (value) => format.age(value), words);
    case "text":
      return t("filter_text_is", { text: filter.text });
    case "area": {
      if (typeof filter.area !== "string") return t("filter_area_drawn");
      const zone = zones.find(({ id }) => id === filter.area);
      return zone === undefined ? t("filter_zone_unknown", { zone: filter.area }) : zone_name(zone, language);
    }
  }
}
