// Who I am, and the way out: name and roles, another password, sign out here or everywhere.

import { useState, type ReactElement } from "react";
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay, Popover } from "react-aria-components";
import { useTranslate } from "../ui/context";
import { Entry, kPasswordMin, PasswordField } from "./fields";
import { sentence, useSession } from "./hooks";
import { session_store, type Session } from "./session";

export function UserMenu(): ReactElement | null {
  const { session } = useSession();
  const t = useTranslate();
  const [changing, set_changing] = useState(false);
  const [place, set_place] = useState<HTMLDivElement | null>(null);
  if (session === null || !session.signed_in || session.user === null) return null;
  return (
    // The menu opens inside the bar, a landmark, where a screen reader finds it.
    <div ref={set_place}>
      <DialogTrigger>
        <Button className="user-button" data-testid="user-menu" aria-label={t("account_menu", { name: session.display_name ?? "" })}>
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 8.2a3.1 3.1 0 1 0 0-6.2 3.1 3.1 0 0 0 0 6.2M2 14.4a6 6 0 0 1 12 0" /></svg>
          <bdi>{session.display_name}</bdi>
        </Button>
        <Popover className="menu-popover" placement="bottom end" {...(place === null ? {} : { UNSTABLE_portalContainer: place })}>
          <Dialog className="menu" aria-label={t("account_menu", { name: session.display_name ?? "" })}>
            {({ close }) => (
              <>
                <Who session={session} />
                {session.has_password && (
                  <button type="button" onClick={() => { close(); set_changing(true); }}>{t("password_change")}</button>
                )}
                <button type="button" onClick={() => void session_store.sign_out(false)}>{t("sign_out")}</button>
                {session.has_password && (
                  <button type="button" onClick={() => void session_store.sign_out(true)}>{t("sign_out_everywhere")}</button>
                )}
              </>
            )}
          </Dialog>
        </Popover>
      </DialogTrigger>
      {changing && <ChangePassword on_close={() => set_changing(false)} />}
    </div>
  );
}

function Who({ session }: { session: Session }): ReactElement {
  const t = useTranslate();
  return (
    <div className="who">
      <strong><bdi>{session.display_name}</bdi></strong>
      <div className="dim"><bdi>{session.user}</bdi></div>
      <ul aria-label={t("account_roles")}>
        {session.roles.map((role) => <li key={role}>{t(`role_${role}`)}</li>)}
      </ul>
    </div>
  );
}

function ChangePassword({ on_close }: { on_close: () => void }): ReactElement {
  const t = useTranslate();
  const [old_password, set_old_password] = useState("");
  const [password, set_password] = useState("");
  const [wrong, set_wrong] = useState<string | null>(null);
  const [busy, set_busy] = useState(false);
  const submit = async (): Promise<void> => {
    set_busy(true);
    set_wrong(null);
    const answer = await session_store.enter("PUT", "/api/v1/session/password", { old_password, password });
    set_busy(false);
    if (answer.ok) on_close();
    else set_wrong(answer.status === 403 ? t("password_old_wrong") : sentence(t, answer));
  };
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && on_close()} className="veil">
      <Modal className="modal">
        <Dialog data-testid="change-password">
          <Heading slot="title">{t("password_change")}</Heading>
          <p className="dim">{t("password_change_ends")}</p>
          <Entry action={t("password_change")} wrong={wrong} busy={busy} on_submit={() => void submit()}>
            <PasswordField name="old_password" label={t("password_old")} value={old_password} on_change={set_old_password} />
            <PasswordField
              name="password" label={t("password_new")} value={password} on_change={set_password}
              rule={t("password_rule", { count: kPasswordMin })} complete="new-password"
            />
          </Entry>
          <button type="button" onClick={on_close}>{t("close")}</button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
