// The page for whoever is not signed in: it says in one sentence how to get in, and has the form where that
// is the way.

import { useState, type ReactElement } from "react";
import { useTranslate } from "../ui/context";
import { Entry, Field, PasswordField } from "./fields";
import { sentence } from "./hooks";
import { session_store, type Session } from "./session";

export function SignInPage({ way_in }: { way_in: Session["way_in"] }): ReactElement {
  const t = useTranslate();
  const [user, set_user] = useState("");
  const [password, set_password] = useState("");
  const [wrong, set_wrong] = useState<string | null>(null);
  const [busy, set_busy] = useState(false);
  const submit = async (): Promise<void> => {
    set_busy(true);
    set_wrong(null);
    const answer = await session_store.enter("POST", "/api/v1/session", { user: user.trim().toLowerCase(), password });
    set_busy(false);
    if (answer.ok) return;
    set_password("");
    set_wrong(answer.status === 401 ? t("sign_in_wrong") : sentence(t, answer));
    // The token of a page that stood open over a restart of the node is void.
    if (answer.status === 403) await session_store.ask();
  };
  return (
    <main className="entry" data-testid="sign-in">
      <h1>{t("product")}</h1>
      <p className="how">{t(`way_in_${way_in}`)}</p>
      {way_in === "password" && (
        <Entry action={t("sign_in")} wrong={wrong} busy={busy} on_submit={() => void submit()}>
          <Field name="user" label={t("account_user")} value={user} on_change={set_user} complete="username" ltr />
          <PasswordField name="password" label={t("password")} value={password} on_change={set_password} />
        </Entry>
      )}
    </main>
  );
}
