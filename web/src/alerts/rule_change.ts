// What an officer typed into a rule, as pure functions: what of it is wrong, the change it asks the node for, and the
// change that takes it back.

import type { Schema } from "../account/session";
import type { TextKey } from "../i18n/languages";
import { figure, read_threshold } from "./alert";

type Rule = Schema["Rule"];
type Parameter = Schema["RuleParameter"];
export type Change = Schema["RuleChange"];

/** The node's classes that can have values of their own (src/model/ship_class.hpp) and what they are called. */
export const kShipClasses = {
  cargo: "class_cargo", tanker: "class_tanker", passenger: "class_passenger", high_speed: "class_high_speed", fishing: "class_fishing", tug: "rules_class_tug",
  pilot: "rules_class_pilot", service: "class_service", patrol: "rules_class_patrol", pleasure: "rules_class_pleasure", other: "class_other",
} as const satisfies Record<string, TextKey>;
export type ShipClass = keyof typeof kShipClasses;

export function is_ship_class(word: string): word is ShipClass {
  return Object.hasOwn(kShipClasses, word);
}

/** As typed, by `field_key`. Null: the class's own value is taken away. */
export type Draft = Readonly<Record<string, string | null>>;

/** `ship_class` null: the value for all that have none of their own. */
export function field_key(parameter: string, ship_class: string | null): string {
  return ship_class === null ? parameter : `${ship_class}/${parameter}`;
}

export interface Field {
  key: string;
  ship_class: string | null;
  /** What stands in it. */
  text: string;
  /** What the node has; null: no value of its own. */
  was: number | null;
  read: ReturnType<typeof read_threshold>;
}

/** The parameter's own field, then those of classes that have or are given a value, in the node's order. */
export function fields_of(parameter: Parameter, draft: Draft): Field[] {
  const field = (ship_class: string | null, was: number | null): Field[] => {
    const key = field_key(parameter.name, ship_class);
    const typed = draft[key];
    if (typed === null || (typed === undefined && was === null)) return [];
    // What was not touched is kept to the last digit, though fewer are shown.
    if (typed === undefined) return [{ key, ship_class, text: figure(was!), was, read: { value: was! } }];
    return [{ key, ship_class, text: typed, was, read: read_threshold(typed, parameter.least, parameter.most) }];
  };
  const { by_class } = parameter;
  const others = Object.keys(by_class).filter((word) => !is_ship_class(word));
  return [...field(null, parameter.value), ...[...Object.keys(kShipClasses), ...others].flatMap((word) => field(word, by_class[word] ?? null))];
}

export function is_faulty(rule: Rule, draft: Draft): boolean {
  return rule.parameters.some((parameter) => fields_of(parameter, draft).some(({ read }) => "wrong" in read));
}

/** What differs from the rule; null: nothing does. What is wrong is left out of it. */
export function change_of(rule: Rule, enabled: boolean, draft: Draft): Change | null {
  const parameters: Record<string, number> = {};
  const by_class: Record<string, Record<string, number | null>> = {};
  for (const parameter of rule.parameters) {
    const fields = fields_of(parameter, draft);
    for (const { ship_class, was, read } of fields) {
      if ("wrong" in read || read.value === was) continue;
      if (ship_class === null) parameters[parameter.name] = read.value;
      else (by_class[ship_class] ??= {})[parameter.name] = read.value;
    }
    for (const ship_class of Object.keys(parameter.by_class)) {
      if (draft[field_key(parameter.name, ship_class)] === null) (by_class[ship_class] ??= {})[parameter.name] = null;
    }
  }
  return some_change({ ...(enabled === rule.enabled ? {} : { enabled }), parameters, by_class });
}

/** What takes `change` back to what `rule` was before it. */
export function change_back(rule: Rule, change: Change): Change {
  const before = new Map(rule.parameters.map((parameter) => [parameter.name, parameter]));
  return {
    ...(change.enabled === undefined ? {} : { enabled: rule.enabled }),
    parameters: Object.fromEntries(Object.keys(change.parameters ?? {}).map((name) => [name, before.get(name)!.value])),
    by_class: Object.fromEntries(Object.entries(change.by_class ?? {}).map(([ship_class, values]) => [
      ship_class, Object.fromEntries(Object.keys(values).map((name) => [name, before.get(name)!.by_class[ship_class] ?? null])),
    ])),
  };
}

function some_change(change: Change): Change | null {
  const nothing = change.enabled === undefined && Object.keys(change.parameters ?? {}).length === 0 && Object.keys(change.by_class ?? {}).length === 0;
  return nothing ? null : change;
}
