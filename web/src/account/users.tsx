// The users of this node: what each may, when they were last here, and what an administrator can do for them.

import { useState, type ReactElement } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useFormat, useTranslate } from "../ui/context";
import { Entry, Field, RolesField } from "./fields";
import { sentence } from "./hooks";
import { MadeSecret, Roles, Time } from "./parts";
import { session_store, type Role, type Schema } from "./session";

type User = Schema["User"];

export function Users({ users, on_change }: { users: User[]; on_change: () => void }): ReactElement {
  const t = useTranslate();
  const format = useFormat();
  const [open, set_open] = useState<string | null>(null);
  const chosen = users.find((user) => user.name === open);
  return (
    <section aria-labelledby="users-title">
      <h3 id="users-title">{t("account_users")}</h3>
      <table className="plain-table" data-testid="users">
        <thead>
          <tr>
            <th scope="col">{t("account_user")}</th>
            <th scope="col">{t("account_roles")}</th>
            <th scope="col">{t("account_last_seen")}</th>
            <th scope="col">{t("account_sessions")}</th>
            <th scope="col"><span className="hidden">{t("account_actions")}</span></th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={user.name} className={user.disabled ? "disabled" : ""}>
              <th scope="row">
                <bdi>{user.display_name}</bdi> <bdi className="dim">{user.name}</bdi>
                {user.disabled && <strong className="warn"> {t("account_disabled")}</strong>}
              </th>
              <td><Roles roles={user.roles} /></td>
              <td>{user.signed_in_at === undefined ? t("account_never") : <Time at={user.signed_in_at} />}</td>
              <td><bdi>{format.count(user.sessions)}</bdi></td>
              <td>
                <button type="button" aria-label={t("account_edit_user", { name: user.display_name })} onClick={() => set_open(user.name)}>
                  {t("account_edit")}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {chosen !== undefined && <EditUser key={chosen.name} user={chosen} on_change={on_change} on_close={() => set_open(null)} />}
    </section>
  );
}

function EditUser({ user, on_change, on_close }: { user: User; on_change: () => void; on_close: () => void }): ReactElement {
  const t = useTranslate();
  const [display_name, set_display_name] = useState(user.display_name);
  const [roles, set_roles] = useState<Role[]>(user.roles);
  const [wrong, set_wrong] = useState<string | null>(null);
  const [busy, set_busy] = useState(false);
  const [link, set_link] = useState<string | null>(null);
  const path = `/api/v1/users/${encodeURIComponent(user.name)}`;
  const act = async (method: string, where: string, body?: object): Promise<boolean> => {
    set_busy(true);
    set_wrong(null);
    const answer = await session_store.send<Schema["MadeLink"]>(method, where, body);
    set_busy(false);
    if (!answer.ok) set_wrong(sentence(t, answer));
    else if (where.endsWith("/password-link") && answer.json !== null) set_link(window.location.origin + answer.json.link);
    on_change();
    return answer.ok;
  };
  const save = async (): Promise<void> => {
    if (await act("PATCH", path, { display_name: display_name.trim(), roles })) on_close();
  };
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && on_close()} className="veil">
      <Modal className="modal">
        <Dialog data-testid="edit-user">
          <Heading slot="title"><bdi>{user.name}</bdi></Heading>
          <Entry action={t("account_save")} wrong={wrong} busy={busy} on_submit={() => void save()}>
            <Field name="display_name" label={t("account_display_name")} value={display_name} on_change={set_display_name} />
            <RolesField value={roles} on_change={set_roles} />
          </Entry>
          {link !== null && <MadeSecret secret={link} what={t("account_link_once", { name: user.display_name })} />}
          <div className="buttons">
            <button type="button" onClick={() => void act("POST", `${path}/password-link`)}>{t("account_password_link")}</button>
            <button type="button" onClick={() => void act("DELETE", `${path}/sessions`)}>{t("account_end_sessions")}</button>
            <button type="button" onClick={() => void act("PATCH", path, { disabled: !user.disabled })}>
              {user.disabled ? t("account_enable") : t("account_disable")}
            </button>
            <button type="button" onClick={on_close}>{t("close")}</button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
