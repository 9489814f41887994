// The fields of forms: a label above, the rule below, what is wrong below that.

import { useState, type FormEvent, type ReactElement } from "react";
import { Checkbox, CheckboxGroup, Input, Label, Text, TextField } from "react-aria-components";
import { useTranslate } from "../ui/context";
import { kRoles, type Role } from "./session";

/** As the node asks for it. */
export const kPasswordMin = 12;

interface FieldProps {
  name: string;
  label: string;
  value: string;
  on_change: (value: string) => void;
  rule?: string;
  complete?: string;
  ltr?: boolean;
}

export function Field({ name, label, value, on_change, rule, complete, ltr }: FieldProps): ReactElement {
  return (
    <TextField name={name} value={value} onChange={on_change} isRequired autoComplete={complete ?? "off"} className="entry-field">
      <Label>{label}</Label>
      <Input dir={ltr === true ? "ltr" : "auto"} spellCheck={false} autoCapitalize="none" data-testid={`field-${name}`} />
      {rule !== undefined && <Text slot="description">{rule}</Text>}
    </TextField>
  );
}

export function PasswordField({ name, label, value, on_change, rule, complete }: FieldProps): ReactElement {
  const t = useTranslate();
  const [shown, show] = useState(false);
  return (
    <TextField
      name={name} value={value} onChange={on_change} isRequired type={shown ? "text" : "password"}
      autoComplete={complete ?? "current-password"} className="entry-field"
    >
      <Label>{label}</Label>
      <div className="with-button">
        <Input dir="ltr" spellCheck={false} autoCapitalize="none" data-testid={`field-${name}`} />
        <button type="button" aria-pressed={shown} onClick={() => show(!shown)}>
          {t("password_show")}
        </button>
      </div>
      {rule !== undefined && <Text slot="description">{rule}</Text>}
    </TextField>
  );
}

export function RolesField({ value, on_change, without }: { value: readonly Role[]; on_change: (roles: Role[]) => void; without?: Role }): ReactElement {
  const t = useTranslate();
  return (
    <CheckboxGroup value={[...value]} onChange={(roles) => on_change(kRoles.filter((role) => roles.includes(role)))} className="entry-field roles">
      <Label>{t("account_roles")}</Label>
      {kRoles.filter((role) => role !== without).map((role) => (
        <Checkbox key={role} value={role} className="role-check">
          <span className="box" aria-hidden="true">
            <svg viewBox="0 0 16 16"><path d="M3 8.5l3.5 3.5L13 4.5" /></svg>
          </span>
          {t(`role_${role}`)}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}

/** A form that says what went wrong, and to a screen reader at once. */
export function Entry({ children, action, wrong, busy, on_submit }: {
  children: React.ReactNode; action: string; wrong: string | null; busy: boolean; on_submit: () => void;
}): ReactElement {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!busy) on_submit();
  };
  return (
    <form className="form" onSubmit={submit}>
      {children}
      <p role="alert" className="wrong" data-testid="wrong">{wrong}</p>
      <button type="submit" className="main" aria-disabled={busy}>{action}</button>
    </form>
  );
}
