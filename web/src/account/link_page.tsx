// Where a printed or sent link leads: the first administrator is made, or somebody invited chooses a password.

import { useEffect, useState, type ReactElement } from "react";
import { useTranslate } from "../ui/context";
import { Entry, Field, kPasswordMin, PasswordField } from "./fields";
import { sentence } from "./hooks";
import { session_store, type Answer, type Schema } from "./session";

export function LinkPage({ link, on_done }: { link: string; on_done: () => void }): ReactElement {
  const t = useTranslate();
  const [about, set_about] = useState<Answer<Schema["Link"]> | null>(null);
  useEffect(() => {
    void session_store.send<Schema["Link"]>("POST", "/api/v1/setup/link", { link }).then(set_about);
  }, [link]);
  return (
    <main className="entry" data-testid="link-page" aria-busy={about === null}>
      <h1>{t("product")}</h1>
      {about === null && <p role="status">{t("link_connecting")}</p>}
      {about !== null && about.json === null && (
        <>
          <p role="alert" className="how">{about.status === 404 ? t("link_void") : sentence(t, about)}</p>
          <button type="button" className="main" onClick={on_done}>{t("sign_in_go")}</button>
        </>
      )}
      {about !== null && about.json !== null && <Choose link={link} about={about.json} on_done={on_done} />}
    </main>
  );
}

function Choose({ link, about, on_done }: { link: string; about: Schema["Link"]; on_done: () => void }): ReactElement {
  const t = useTranslate();
  const [user, set_user] = useState("");
  const [display_name, set_display_name] = useState("");
  const [password, set_password] = useState("");
  const [wrong, set_wrong] = useState<string | null>(null);
  const [busy, set_busy] = useState(false);
  const first = about.kind === "set_up";
  const submit = async (): Promise<void> => {
    set_busy(true);
    set_wrong(null);
    const body = first ? { link, user: user.trim().toLowerCase(), display_name: display_name.trim(), password } : { link, password };
    const answer = await session_store.enter("POST", "/api/v1/setup", body);
    set_busy(false);
    if (answer.ok) on_done();
    else set_wrong(sentence(t, answer));
  };
  return (
    <>
      <p className="how">{t(`link_${about.kind}`, { name: about.display_name ?? "" })}</p>
      <Entry action={first ? t("link_make") : t("link_set_password")} wrong={wrong} busy={busy} on_submit={() => void submit()}>
        {first && (
          <>
            <Field name="user" label={t("account_user")} value={user} on_change={set_user} rule={t("account_user_rule")} complete="username" ltr />
            <Field name="display_name" label={t("account_display_name")} value={display_name} on_change={set_display_name} complete="name" />
          </>
        )}
        {!first && <Said label={t("account_user")} text={about.user ?? ""} />}
        <PasswordField
          name="password" label={t("password_new")} value={password} on_change={set_password}
          rule={t("password_rule", { count: kPasswordMin })} complete="new-password"
        />
      </Entry>
    </>
  );
}

function Said({ label, text }: { label: string; text: string }): ReactElement {
  return (
    <dl className="entry-field">
      <dt>{label}</dt>
      <dd><bdi>{text}</bdi></dd>
    </dl>
  );
}
