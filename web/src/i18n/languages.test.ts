// Every string is there in every language, says the same values, and is used somewhere.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { direction, kLanguages, kTexts, translator, type TextKey } from "./languages";

const source = fileURLToPath(new URL("..", import.meta.url));
const code = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".test.ts"))
  .map((name) => readFileSync(join(source, name), "utf8"))
  .join("\n");

const keys = Object.keys(kTexts.en) as TextKey[];
const values = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!).sort();

describe.each(kLanguages)("texts in %s", (language) => {
  const texts: Record<string, string> = kTexts[language];

  it("has each string of English and no other", () => expect(Object.keys(texts).sort()).toEqual([...keys].sort()));
  it("leaves none empty", () => expect(keys.filter((key) => texts[key]?.trim() === "")).toEqual([]));
  it("names the same values", () => {
    for (const key of keys) expect(values(texts[key]!), key).toEqual(values(kTexts.en[key]));
  });
  it("uses Latin digits", () => {
    for (const key of keys) expect(texts[key], key).not.toMatch(/[\u0660-\u0669\u06f0-\u06f9]/);
  });
});

/** Keys composed at run time, such as `status_${n}`: the prefix must stand in the code as `prefix_${`. */
const kComposed = ["status_", "link_", "kind_", "type_", "palette_", "source_", "distress_"];

describe("strings and code", () => {
  it("uses every string", () => {
    const unused = keys.filter((key) => {
      if (code.includes(`"${key}"`)) return false;
      const prefix = kComposed.find((start) => key.startsWith(start) && code.includes("`" + start + "${"));
      return prefix === undefined;
    });
    expect(unused).toEqual([]);
  });
});

describe("the translator", () => {
  it("isolates what it puts in, so that a name never turns a sentence round", () => {
    expect(translator("en")("ago", { age: "7 s" })).toBe("\u20687 s\u2069 ago");
    expect(translator("fa")("announce_cleared")).toBe(kTexts.fa.announce_cleared);
    expect(translator("en")("ago")).toBe("{age} ago");
  });
  it("knows which way a language runs", () => {
    expect(kLanguages.map(direction)).toEqual(["ltr", "rtl", "rtl"]);
  });
});
