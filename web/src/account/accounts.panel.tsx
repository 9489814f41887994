// The administrator's page: users and what they may, invitations that are open, tokens of scripts.

import { useState, type ReactElement } from "react";
import { useFormat, useTranslate } from "../ui/context";
import type { Panel } from "../ui/frame";
import { Entry, Field, RolesField } from "./fields";
import { sentence, useLoaded } from "./hooks";
import { MadeSecret, Roles, Time } from "./parts";
import { session_store, type Answer, type Role, type Schema } from "./session";
import { Users } from "./users";

function Accounts(): ReactElement {
  const users = useLoaded<Schema["Users"]>("/api/v1/users");
  const invitations = useLoaded<Schema["Invitations"]>("/api/v1/invitations");
  const t = useTranslate();
  return (
    <div className="accounts">
      {users.wrong !== null && <p role="alert" className="wrong">{sentence(t, users.wrong)}</p>}
      <Users users={users.json?.users ?? []} on_change={() => { users.again(); invitations.again(); }} />
      <Invitations invitations={invitations.json?.invitations ?? []} on_change={invitations.again} />
      <Tokens />
    </div>
  );
}

function Invitations({ invitations, on_change }: { invitations: Schema["Invitation"][]; on_change: () => void }): ReactElement {
  const t = useTranslate();
  const withdraw = async (id: string): Promise<void> => {
    await session_store.send("DELETE", `/api/v1/invitations/${encodeURIComponent(id)}`);
    on_change();
  };
  return (
    <section aria-labelledby="invitations-title">
      <h3 id="invitations-title">{t("account_invitations")}</h3>
      {invitations.length > 0 && (
        <table className="plain-table" data-testid="invitations">
          <thead>
            <tr>
              <th scope="col">{t("account_user")}</th>
              <th scope="col">{t("account_roles")}</th>
              <th scope="col">{t("account_expires")}</th>
              <th scope="col"><span className="hidden">{t("account_actions")}</span></th>
            </tr>
          </thead>
          <tbody>
            {invitations.map((one) => (
              <tr key={one.id}>
                <th scope="row"><bdi>{one.display_name}</bdi> <bdi className="dim">{one.name}</bdi></th>
                <td><Roles roles={one.roles} /></td>
                <td><Time at={one.expires_at} /></td>
                <td><button type="button" onClick={() => void withdraw(one.id)}>{t("account_withdraw")}</button></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Invite on_change={on_change} />
    </section>
  );
}

function Invite({ on_change }: { on_change: () => void }): ReactElement {
  const t = useTranslate();
  const [name, set_name] = useState("");
  const [display_name, set_display_name] = useState("");
  const [roles, set_roles] = useState<Role[]>([]);
  const [wrong, set_wrong] = useState<string | null>(null);
  const [busy, set_busy] = useState(false);
  const [made, set_made] = useState<{ link: string; name: string } | null>(null);
  const submit = async (): Promise<void> => {
    set_busy(true);
    set_wrong(null);
    const answer = await session_store.send<Schema["MadeLink"]>("POST", "/api/v1/invitations", {
      name: name.trim().toLowerCase(), display_name: display_name.trim(), roles,
    });
    set_busy(false);
    if (answer.json === null) return set_wrong(sentence(t, answer));
    set_made({ link: window.location.origin + answer.json.link, name: display_name });
    set_name("");
    set_display_name("");
    set_roles([]);
    on_change();
  };
  return (
    <details className="make">
      <summary>{t("account_invite")}</summary>
      <Entry action={t("account_invite_make")} wrong={wrong} busy={busy} on_submit={() => void submit()}>
        <Field name="name" label={t("account_user")} value={name} on_change={set_name} rule={t("account_user_rule")} ltr />
        <Field name="display_name" label={t("account_display_name")} value={display_name} on_change={set_display_name} />
        <RolesField value={roles} on_change={set_roles} />
      </Entry>
      {made !== null && <MadeSecret secret={made.link} what={t("account_link_once", { name: made.name })} />}
    </details>
  );
}

function Tokens(): ReactElement {
  const t = useTranslate();
  const { json, again } = useLoaded<Schema["Tokens"]>("/api/v1/tokens");
  const tokens = json?.tokens ?? [];
  const revoke = async (name: string): Promise<void> => {
    await session_store.send("DELETE", `/api/v1/tokens/${encodeURIComponent(name)}`);
    again();
  };
  return (
    <section aria-labelledby="tokens-title">
      <h3 id="tokens-title">{t("account_tokens")}</h3>
      <p className="dim">{t("account_tokens_are")}</p>
      {tokens.length > 0 && (
        <table className="plain-table" data-testid="tokens">
          <thead>
            <tr>
              <th scope="col">{t("account_token")}</th>
              <th scope="col">{t("account_roles")}</th>
              <th scope="col">{t("account_made_by")}</th>
              <th scope="col">{t("account_expires")}</th>
              <th scope="col"><span className="hidden">{t("account_actions")}</span></th>
            </tr>
          </thead>
          <tbody>
            {tokens.map((one) => (
              <tr key={one.name}>
                <th scope="row"><bdi>{one.name}</bdi></th>
                <td><Roles roles={one.roles} /></td>
                <td><bdi>{one.made_by}</bdi></td>
                <td>{one.expires_at === undefined ? t("account_never") : <Time at={one.expires_at} />}</td>
                <td><button type="button" onClick={() => void revoke(one.name)}>{t("account_revoke")}</button></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <MakeToken on_change={again} />
    </section>
  );
}

/** Days that a token can live; 0: until it is revoked. */
const kTokenDays = [30, 90, 365, 0] as const;

function MakeToken({ on_change }: { on_change: () => void }): ReactElement {
  const t = useTranslate();
  const format = useFormat();
  const [name, set_name] = useState("");
  const [roles, set_roles] = useState<Role[]>([]);
  const [days, set_days] = useState<number>(kTokenDays[1]);
  const [wrong, set_wrong] = useState<string | null>(null);
  const [busy, set_busy] = useState(false);
  const [made, set_made] = useState<Schema["MadeToken"] | null>(null);
  const submit = async (): Promise<void> => {
    set_busy(true);
    set_wrong(null);
    const expires_at = days === 0 ? null : new Date(Date.now() + days * 86_400_000).toISOString();
    const answer: Answer<Schema["MadeToken"]> = await session_store.send("POST", "/api/v1/tokens", { name: name.trim().toLowerCase(), roles, expires_at });
    set_busy(false);
    if (answer.json === null) return set_wrong(sentence(t, answer));
    set_made(answer.json);
    set_name("");
    set_roles([]);
    on_change();
  };
  return (
    <details className="make">
      <summary>{t("account_token_new")}</summary>
      <Entry action={t("account_token_make")} wrong={wrong} busy={busy} on_submit={() => void submit()}>
        <Field name="token" label={t("account_token")} value={name} on_change={set_name} rule={t("account_user_rule")} ltr />
        <RolesField value={roles} on_change={set_roles} without="administrator" />
        <label className="entry-field">
          <span>{t("account_lives")}</span>
          <select value={days} onChange={(event) => set_days(Number(event.target.value))}>
            {kTokenDays.map((n) => (
              <option key={n} value={n}>{n === 0 ? t("account_until_revoked") : t("account_days", { count: format.digits(String(n)) })}</option>
            ))}
          </select>
        </label>
      </Entry>
      {made !== null && <MadeSecret secret={made.token} what={t("account_token_once", { name: made.name })} />}
    </details>
  );
}

export default {
  id: "accounts",
  place: "page",
  order: 110,
  title: "account_title",
  icon: <path d="M6 7.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2M1 13.6a5 5 0 0 1 10 0M11 7.4a2.2 2.2 0 1 0-1-4.2M12.6 13.6H15a4 4 0 0 0-4-4" />,
  component: Accounts,
  offered: () => session_store.may("manage_accounts"),
} satisfies Panel;
