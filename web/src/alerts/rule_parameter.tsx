// One parameter of a rule: its value for all, and the classes of ships that have a value of their own.

import type { ReactElement } from "react";
import type { Schema } from "../account/session";
import { useFormat, useTranslate } from "../ui/context";
import { figure } from "./alert";
import { field_key, fields_of, is_ship_class, kShipClasses, type Draft, type Field, type ShipClass } from "./rule_change";

interface Props {
  parameter: Schema["RuleParameter"];
  draft: Draft;
  may_change: boolean;
  per_class: boolean;
  on_draft: (draft: Draft) => void;
}

export function RuleParameter({ parameter, draft, may_change, per_class, on_draft }: Props): ReactElement {
  const t = useTranslate();
  const format = useFormat();
  const { name, unit, least, most } = parameter;
  const [own, ...of_classes] = fields_of(parameter, draft);
  const class_name = (word: string): string => (is_ship_class(word) ? t(kShipClasses[word]) : word);
  const free = (Object.keys(kShipClasses) as ShipClass[]).filter((word) => !of_classes.some(({ ship_class }) => ship_class === word));
  const type = (field: Field, text: string | null): void => on_draft({ ...draft, [field.key]: text });
  return (
    <>
      <tr>
        <th scope="row" lang="en" dir="auto"><strong>{name}</strong><div className="dim">{parameter.what}</div></th>
        <td>
          <Threshold field={own!} label={name} parameter={parameter} may_change={may_change} on_text={(text) => type(own!, text)} />
          {may_change && per_class && free.length > 0 && (
            <select
              className="class-add" aria-label={`${t("rules_class_add")} ${name}`} value="" data-testid={`class-add-${name}`}
              onChange={({ target }) => on_draft({ ...draft, [field_key(name, target.value)]: own!.text })}
            >
              <option value="">{t("rules_class_add")}</option>
              {free.map((word) => <option key={word} value={word}>{class_name(word)}</option>)}
            </select>
          )}
        </td>
        <td>
          <bdi dir="ltr">{format.digits(`${figure(least)} – ${figure(most)}`)} {unit}</bdi>
          <div className="dim">{t("rules_default", { value: figure(parameter.default) })}{parameter.origin !== "default" && <>{" · "}<bdi lang="en">{parameter.origin}</bdi></>}</div>
        </td>
      </tr>
      {of_classes.map((field) => {
        const called = class_name(field.ship_class!);
        return (
          <tr key={field.key} className="of-class" data-testid={`class-${field.ship_class}-${name}`}>
            <th scope="row">{called}</th>
            <td><Threshold field={field} label={t("rules_class_value", { ship_class: called, parameter: name })} parameter={parameter} may_change={may_change} on_text={(text) => type(field, text)} /></td>
            <td>
              <div className="dim">{t("rules_class_usual", { value: `${own!.text} ${unit}` })}</div>
              {may_change && (
                <button type="button" className="link-button" aria-label={t("rules_class_remove_label", { ship_class: called, parameter: name })} onClick={() => type(field, null)} data-testid={`class-remove-${field.ship_class}-${name}`}>
                  {t("rules_class_remove")}
                </button>
              )}
            </td>
          </tr>
        );
      })}
    </>
  );
}

function Threshold({ field, label, parameter, may_change, on_text }: { field: Field; label: string; parameter: Props["parameter"]; may_change: boolean; on_text: (text: string) => void }): ReactElement {
  const t = useTranslate();
  const { key, text, read } = field;
  return (
    <>
      <input
        className="panel-entry" type="text" inputMode="decimal" dir="ltr" disabled={!may_change} value={text} aria-label={label} aria-invalid={"wrong" in read}
        onChange={({ target }) => on_text(target.value)} data-testid={`parameter-${key.replace("/", "-")}`}
      />
      {"wrong" in read && <div className="warn" role="alert">{t(read.wrong === "number" ? "rules_not_a_number" : "rules_out_of_bounds", { least: figure(parameter.least), most: figure(parameter.most) })}</div>}
    </>
  );
}
