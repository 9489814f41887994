// The languages of the console. A new one is one JSON file and one line in `kTexts`.

import ar from "./ar.json";
import en from "./en.json";
import fa from "./fa.json";

export type TextKey = keyof typeof en;
export type Texts = Record<TextKey, string>;

export const kTexts = { en, ar, fa } satisfies Record<string, Texts>;

export type Language = keyof typeof kTexts;
export const kLanguages = Object.keys(kTexts) as Language[];

const kRightToLeft: ReadonlySet<Language> = new Set<Language>(["ar", "fa"]);

export function direction(language: Language): "ltr" | "rtl" {
  return kRightToLeft.has(language) ? "rtl" : "ltr";
}

export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

const kFirstStrongIsolate = "\u2068";
const kPopIsolate = "\u2069";

/**
 * A translator; `{name}` in a text is replaced by the value of that name, isolated, so that a Latin name
 * or a number inside an Arabic sentence disturbs nothing round it.
 */
export function translator(language: Language): Translate {
  const texts: Texts = kTexts[language];
  return (key, values) =>
    texts[key].replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values?.[name];
      return value === undefined ? whole : `${kFirstStrongIsolate}${value}${kPopIsolate}`;
    });
}
