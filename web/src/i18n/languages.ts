// The languages of the console: one JSON file each, found by being there. Under "_" a file says how the
// language calls itself, which way it runs, its locale, and what its local digits and calendar are; the rest
// are the texts, keyed as in en.json. A text is a string, or one string for each plural form the language has,
// chosen by the value `count`. A new language is one file; a test holds it against English.

import en from "./en.json";

export type TextKey = Exclude<keyof typeof en, "_">;
export type Text = string | Partial<Record<Intl.LDMLPluralRule, string>>;

export interface LanguageFile {
  _: {
    /** In its own words. */
    name: string;
    direction: "ltr" | "rtl";
    /** BCP 47, with Latin digits. */
    locale: string;
    /** Its own digits as CLDR names them; "latn" when it has none. */
    digits: string;
    /** Its calendar beside the Gregorian one, as CLDR names it; "gregory" when that is the only one. */
    calendar: string;
    /** Whether that calendar is shown before anybody chose. */
    calendar_shown: boolean;
  };
  [key: string]: Text | LanguageFile["_"];
}

/** A language by its file's name: "en". */
export type Language = string;
export type Digits = "latin" | "local";
export const kDigits = ["latin", "local"] as const;

export function languages_of(files: Record<string, LanguageFile>): Map<Language, LanguageFile> {
  const named = Object.entries(files).map(([path, file]): [Language, LanguageFile] => [/([\w-]+)\.json$/.exec(path)![1]!, file]);
  // English first, as the one every text falls back to; the others by their names in code.
  return new Map(named.sort(([a], [b]) => Number(b === "en") - Number(a === "en") || a.localeCompare(b)));
}

export const kFiles = languages_of(import.meta.glob<LanguageFile>("./*.json", { eager: true, import: "default" }));
export const kLanguages: readonly Language[] = [...kFiles.keys()];

function file_of(language: Language): LanguageFile {
  return kFiles.get(language) ?? kFiles.get("en")!;
}
export function direction(language: Language): "ltr" | "rtl" {
  return file_of(language)._.direction;
}
export function locale_of(language: Language): string {
  return file_of(language)._.locale;
}
export function about(language: Language): LanguageFile["_"] {
  return file_of(language)._;
}

export type Values = Record<string, string | number>;
export type Translate = (key: TextKey, values?: Values) => string;

const kFirstStrongIsolate = "\u2068";
const kPopIsolate = "\u2069";

const kZeros: Record<string, number> = { arab: 0x660, arabext: 0x6f0, latn: 0x30 };

/** The digits of a text in the language's own script, when that is the choice. */
export function in_digits(text: string, language: Language, digits: Digits): string {
  const zero = digits === "local" ? (kZeros[about(language).digits] ?? 0x30) : 0x30;
  return zero === 0x30 ? text : text.replace(/[0-9]/g, (digit) => String.fromCharCode(zero + Number(digit)));
}

/**
 * A translator; `{name}` in a text is replaced by the value of that name, isolated, so that a Latin name
 * or a number inside an Arabic sentence disturbs nothing round it. Numbers come in the chosen digits; a value
 * given as a string (an MMSI, a name) stays as it is. A text with plural forms is chosen by the number `count`.
 */
export function translator(language: Language, digits: Digits = "latin", files = kFiles): Translate {
  const texts = files.get(language) ?? files.get("en")!;
  const rules = new Intl.PluralRules(texts._.locale);
  return (key, values) => {
    const text = (texts[key] ?? files.get("en")![key] ?? key) as Text; // a word that no file has says itself
    const form = typeof text === "string" ? text : (text[rules.select(Number(values?.count ?? 0))] ?? text.other ?? "");
    return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values?.[name];
      if (value === undefined) return whole;
      const said = typeof value === "number" ? in_digits(String(value), language, digits) : value;
      return `${kFirstStrongIsolate}${said}${kPopIsolate}`;
    });
  };
}
