// Small parts of the account pages.

import { useState, type ReactElement } from "react";
import { useFormat, useTranslate } from "../ui/context";
import type { Role } from "./session";

export function Roles({ roles }: { roles: readonly Role[] }): ReactElement {
  const t = useTranslate();
  return (
    <ul className="role-list">
      {roles.map((role) => <li key={role}>{t(`role_${role}`)}</li>)}
    </ul>
  );
}

/** A time of the node, to the second, UTC. */
export function Time({ at }: { at: string }): ReactElement {
  const format = useFormat();
  const t = useTranslate();
  const ms = Date.parse(at);
  return (
    <time dateTime={at} className="time">
      <bdi>{format.utc_date(ms)} {format.utc(ms)}</bdi> <span className="dim">{t("clock_utc")}</span>
    </time>
  );
}

/** A secret that is told this once: to copy, and gone when the page closes. */
export function MadeSecret({ secret, what }: { secret: string; what: string }): ReactElement {
  const t = useTranslate();
  const [copied, set_copied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(secret).catch(() => undefined);
    set_copied(true);
  };
  return (
    <div className="made" role="status" data-testid="made">
      <p>{what}</p>
      <code dir="ltr">{secret}</code>
      <button type="button" onClick={() => void copy()}>{copied ? t("account_copied") : t("account_copy")}</button>
    </div>
  );
}
