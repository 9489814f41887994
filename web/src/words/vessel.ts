// The words for codes on air: ship type (ITU-R M.1371-5 table 53), station kind, navigational status.

import type { TextKey, Translate } from "../i18n/languages";
import { kAbsent8, kKind } from "../wire/layout";
import type { VesselClass } from "./class";

const kFifties = ["pilot", "sar", "tug", "tender", "pollution", "law", "local", "local", "medical", "neutral"] as const;
const kThirties = ["fishing", "towing", "towing_large", "dredging", "diving", "military", "sailing", "pleasure", "reserved", "reserved"] as const;
const kByTens = { 2: "wig", 4: "high_speed", 6: "passenger", 7: "cargo", 8: "tanker", 9: "other" } as const;

/** Which word, and the hazard category A to D where the second digit is one; null: not said. */
export function ship_type_of(code: number): { key: TextKey; hazard: string | null } | null {
  if (code === 0 || code > 99) return null;
  const tens = Math.floor(code / 10);
  const ones = code % 10;
  if (tens === 3) return { key: `type_${kThirties[ones]!}`, hazard: null };
  if (tens === 5) return { key: `type_${kFifties[ones]!}`, hazard: null };
  const word = kByTens[tens as keyof typeof kByTens] as (typeof kByTens)[keyof typeof kByTens] | undefined;
  if (word === undefined) return { key: "type_reserved", hazard: null };
  return { key: `type_${word}`, hazard: ones >= 1 && ones <= 4 ? "ABCD"[ones - 1]! : null };
}

export function ship_type_text(code: number, t: Translate): string | null {
  const type = ship_type_of(code);
  if (type === null) return null;
  return type.hazard === null ? t(type.key) : `${t(type.key)}, ${t("type_hazard", { category: type.hazard })}`;
}

export function kind_text(kind: number, virtual_aid: boolean, t: Translate): string {
  if (kind === kKind.aid_to_navigation && virtual_aid) return t("kind_4_virtual");
  return t(`kind_${(kind <= 8 ? kind : 0) as 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`);
}

export function nav_status_text(status: number, t: Translate): string | null {
  if (status === kAbsent8 || status > 14) return null;
  return t(`status_${status as 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14}`);
}

export function class_text(class_: VesselClass, t: Translate): string {
  return t(`class_${class_}`);
}
