// Sentences for the words of the past: remarks, fields, reasons of holes. A word that is not known (a newer
// node's) is shown as it came.

import en from "../i18n/en.json";
import type { TextKey, Translate } from "../i18n/languages";
import type { Remark } from "./api";

function known(key: string): key is TextKey {
  return key !== "_" && key in en;
}

export function remark_text({ what, times }: Pick<Remark, "what" | "times">, t: Translate): string {
  const key = `remark_${what}`;
  const sentence = known(key) ? t(key) : what;
  return times === undefined || times < 2 ? sentence : t("remark_times", { remark: sentence, times });
}

export function field_text(field: string, t: Translate): string {
  const key = `field_${field}`;
  return known(key) ? t(key) : field;
}

export function hole_text(why: string, t: Translate): string {
  const key = `hole_${why}`;
  return known(key) ? t(key) : why;
}
