// Every string is there in every language, in every plural form the language has, says the same values, and
// is used somewhere; and no string stands in the code instead.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { about, direction, in_digits, kFiles, kLanguages, languages_of, translator, type LanguageFile, type Text, type TextKey } from "./languages";

const source = fileURLToPath(new URL("..", import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name));
const code = files.map((name) => readFileSync(join(source, name), "utf8")).join("\n");

const english = kFiles.get("en")!;
const keys = Object.keys(english).filter((key) => key !== "_") as TextKey[];
const forms_of = (text: Text): string[] => (typeof text === "string" ? [text] : Object.values(text));
const values_of = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!))].sort();

/** What is wrong with a language's file, in words; nothing when it is complete. */
function faults(file: LanguageFile): string[] {
  const out: string[] = [];
  const own = Object.keys(file).filter((key) => key !== "_");
  for (const key of keys.filter((one) => !own.includes(one))) out.push(`${key} is missing`);
  for (const key of own.filter((one) => !keys.includes(one as TextKey))) out.push(`${key} is not a text of English`);
  const plural_forms = new Intl.PluralRules(file._.locale).resolvedOptions().pluralCategories;
  for (const key of keys.filter((one) => own.includes(one))) {
    const [theirs, ours] = [file[key] as Text, english[key] as Text];
    if ((typeof theirs === "string") !== (typeof ours === "string")) {
      out.push(`${key} has plural forms in one language only`);
      continue;
    }
    if (forms_of(theirs).some((form) => form.trim() === "")) out.push(`${key} is empty`);
    if (/[\u0660-\u0669\u06f0-\u06f9]/.test(forms_of(theirs).join())) out.push(`${key} has digits of its own: write Latin ones`);
    const wanted = values_of(forms_of(ours).at(-1)!);
    if (typeof theirs === "string") {
      if (String(values_of(theirs)) !== String(wanted)) out.push(`${key} names other values than English`);
      continue;
    }
    const forms = Object.keys(theirs);
    if (String([...forms].sort()) !== String([...plural_forms].sort())) out.push(`${key} has the forms ${forms}; the language has ${plural_forms}`);
    // "One vessel" may leave the number out; the others may not, nor any other value.
    for (const [form, text] of Object.entries(theirs)) {
      const must = wanted.filter((value) => value !== "count" || !["zero", "one", "two"].includes(form));
      const has = values_of(text);
      if (must.some((value) => !has.includes(value)) || has.some((value) => !wanted.includes(value))) out.push(`${key}.${form} names other values than English`);
    }
  }
  return out;
}

describe.each(kLanguages)("texts in %s", (language) => {
  it("are complete", () => expect(faults(kFiles.get(language)!)).toEqual([]));
  it("know a locale, digits and a calendar that the machine knows", () => {
    const { name, locale, digits, calendar } = about(language);
    expect(name.trim()).not.toBe("");
    expect(new Intl.NumberFormat(`${locale}-u-nu-${digits}`).resolvedOptions().numberingSystem).toBe(digits);
    expect(new Intl.DateTimeFormat(`${locale}-u-ca-${calendar}`).resolvedOptions().calendar).toBe(calendar);
  });
});

describe("a new language", () => {
  const swedish = (texts: Record<string, Text>): LanguageFile => ({
    ...structuredClone(english), _: { name: "Svenska", direction: "ltr", locale: "sv-SE", digits: "latn", calendar: "gregory", calendar_shown: false }, ...texts,
  });
  it("is one file: nothing else names the languages there are", () => {
    const all = languages_of({ "./fa.json": kFiles.get("fa")!, "./sv.json": swedish({ close: "Stäng" }), "./en.json": english });
    expect([...all.keys()]).toEqual(["en", "fa", "sv"]);
    expect(translator("sv", "latin", all)("close")).toBe("Stäng");
    expect(translator("sv", "latin", all)("vessel_count", { count: 2 })).toContain("2");
    for (const language of kLanguages.filter((one) => one !== "en")) {
      expect(code, `the code names "${language}"`).not.toMatch(new RegExp(`["'\`]${language}["'\`]`));
    }
  });
  it("is found wanting by what is missing, unknown, empty or other in it", () => {
    expect(faults(swedish({}))).toEqual([]);
    const without = swedish({});
    delete without.close;
    expect(faults(without)).toEqual(["close is missing"]);
    expect(faults(swedish({ weather: "väder" }))).toEqual(["weather is not a text of English"]);
    expect(faults(swedish({ close: " " }))).toEqual(["close is empty"]);
    expect(faults(swedish({ ago: "sedan" }))).toEqual(["ago names other values than English"]);
    expect(faults(swedish({ vessel_count: { other: "{count}" } }))[0]).toContain("vessel_count has the forms");
    expect(faults(swedish({ vessel_count: { one: "{count}", other: "fartyg" } }))).toEqual(["vessel_count.other names other values than English"]);
    expect(faults(swedish({ vessel_count: "{count}" }))).toEqual(["vessel_count has plural forms in one language only"]);
  });
});

describe("strings and code", () => {
  it("uses every string", () => {
    // Keys composed at run time, such as `status_${n}`.
    const composed = [...code.matchAll(/`([a-z]\w*_)\$\{/g)].map((m) => m[1]!);
    const unused = keys.filter((key) => !code.includes(`"${key}"`) && !composed.some((start) => key.startsWith(start)));
    expect(unused).toEqual([]);
  });

  it.each(files.filter((name) => name.endsWith(".tsx")))("none is written into %s", (name) => {
    expect(hard_coded(readFileSync(join(source, name), "utf8"), name)).toEqual([]);
  });

  it("notices one that is", () => {
    expect(hard_coded("const a = <p>Hello</p>;")).toEqual(["Hello"]);
    expect(hard_coded("const a = <p>{x ? 'yes' : t('no')}</p>;")).toEqual(["yes"]);
    expect(hard_coded("const a = <p>{`${n} ships`}</p>;")).toEqual(["… ships"]);
    expect(hard_coded("const a = <button title='Close'>×</button>;")).toEqual(["Close"]);
    expect(hard_coded("const a = <button aria-label={open ? 'Close' : label}>·</button>;")).toEqual(["Close"]);
    expect(hard_coded("const a = <p className='x' dir='ltr'>{t('key')} · {n}</p>;")).toEqual([]);
    expect(hard_coded("const a = <p className={x ? 'a' : 'b'}>{list.map((one) => <i key='k'>{one}</i>)}</p>;")).toEqual([]);
  });
});

/** Attributes that a person reads or hears. */
const kRead = /^(title|placeholder|alt|label|description|aria-(label|description|roledescription|valuetext|placeholder))$/;

/** Strings with letters in JSX that a person would read, other than arguments of functions. */
function hard_coded(text: string, name = "x.tsx"): string[] {
  const out: string[] = [];
  const check = (said: string): void => void (/\p{L}/u.test(said) && out.push(said.trim()));
  const value = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) check(node.text);
    else if (ts.isTemplateExpression(node)) check([node.head, ...node.templateSpans.map((span) => span.literal)].map((part) => part.text).join("…"));
    else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(value);
    else if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      const both = [ts.SyntaxKind.PlusToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken].includes(kind);
      if (both) value(node.left);
      if (both || kind === ts.SyntaxKind.AmpersandAmpersandToken) value(node.right);
    } else if (ts.isParenthesizedExpression(node)) value(node.expression);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) check(node.text);
    else if (ts.isJsxAttribute(node) && kRead.test(node.name.getText()) && node.initializer !== undefined) {
      value(ts.isJsxExpression(node.initializer) ? node.initializer.expression! : node.initializer);
    } else if (ts.isJsxExpression(node) && node.expression !== undefined && !ts.isJsxAttribute(node.parent)) value(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return out;
}

describe("the translator", () => {
  it("isolates what it puts in, so that a name never turns a sentence round", () => {
    expect(translator("en")("ago", { age: "7 s" })).toBe("\u20687 s\u2069 ago");
    expect(translator("fa")("announce_cleared")).toBe(kFiles.get("fa")!.announce_cleared);
    expect(translator("en")("ago")).toBe("{age} ago");
  });
  it("knows which way a language runs", () => {
    expect(["en", "ar", "fa"].map(direction)).toEqual(["ltr", "rtl", "rtl"]);
    expect(kLanguages[0]).toBe("en");
  });
  it("chooses among Arabic's six forms", () => {
    const t = translator("ar");
    const said = [0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103].map((count) => t("vessel_count", { count }).replace(/[\d\u2068\u2069 ]/g, ""));
    expect(new Set(said).size).toBeGreaterThanOrEqual(5);
    expect(said[3]).toBe(said[4]);
    expect(said[5]).toBe(said[6]);
    expect(said[3]).not.toBe(said[5]);
    expect(said[7]).toBe(said[9]);
  });
  it("writes numbers in the chosen digits, and leaves what is not a number alone", () => {
    expect(translator("fa", "local")("vessel_count", { count: 1234 })).toContain("۱۲۳۴");
    expect(translator("ar", "local")("vessel_count", { count: 12 })).toContain("١٢");
    expect(translator("fa")("vessel_count", { count: 12 })).toContain("12");
    expect(translator("fa", "local")("card_label", { name: "SHIP 7" })).toContain("SHIP 7");
    expect(in_digits("12:30", "en", "local")).toBe("12:30");
  });
});
