// What stands before the console: whoever is not signed in sees a page that says how to get in; whoever may
// not see the picture gets the pages that they may.

import { useEffect, useState, type ReactElement } from "react";
import { I18nProvider } from "react-aria-components";
import type { Console } from "../console";
import { locale_of } from "../i18n/languages";
import { App, useLook } from "../ui/app";
import { ConsoleContext, useConsoleState, useTranslate } from "../ui/context";
import { panels_at } from "../ui/panels";
import { Languages, Palettes } from "../ui/top_bar";
import { useSession } from "./hooks";
import { LinkPage } from "./link_page";
import { session_store } from "./session";
import { SignInPage } from "./sign_in_page";
import { UserMenu } from "./user_menu";

export function Gate({ console_, link }: { console_: Console; link: string | null }): ReactElement {
  const { phase, session } = useSession();
  const [open_link, set_open_link] = useState(link);
  const sees_picture = phase === "in" && session_store.may("see_picture") && open_link === null;
  useEffect(() => void session_store.ask(), []);
  useEffect(() => {
    if (!sees_picture) return;
    console_.start();
    return () => console_.stop();
  }, [console_, sees_picture]);
  useSignedOutNotice(console_, sees_picture);
  if (sees_picture) return <App console_={console_} />;
  return (
    <ConsoleContext value={console_}>
      <Localised bar={phase !== "in" || open_link !== null}>
        {phase === "asking" && <Asking />}
        {phase !== "asking" && open_link !== null && <LinkPage link={open_link} on_done={() => set_open_link(null)} />}
        {phase === "out" && open_link === null && <SignInPage way_in={session!.way_in} />}
        {phase === "in" && open_link === null && <OtherPages />}
      </Localised>
    </ConsoleContext>
  );
}

function Localised({ bar, children }: { bar: boolean; children: React.ReactNode }): ReactElement {
  const { language } = useConsoleState();
  useLook();
  return (
    <I18nProvider locale={locale_of(language)}>
      <div className="outside">
        {bar && (
          <header className="outside-bar">
            <Palettes />
            <Languages />
          </header>
        )}
        {children}
      </div>
    </I18nProvider>
  );
}

/** A refused WebSocket says no reason to a page: when the connection is lost, ask whether we are still in. */
function useSignedOutNotice(console_: Console, active: boolean): void {
  useEffect(() => {
    if (!active) return;
    let phase = console_.snapshot().link.phase;
    return console_.subscribe(() => {
      const now = console_.snapshot().link.phase;
      if (now === "waiting" && phase !== "waiting") void session_store.ask();
      phase = now;
    });
  }, [console_, active]);
}

function Asking(): ReactElement {
  const t = useTranslate();
  return (
    <main className="entry" aria-busy="true">
      <h1>{t("product")}</h1>
      <p role="status">{t("link_connecting")}</p>
    </main>
  );
}

/** For an administrator or auditor without a role that sees the picture. */
function OtherPages(): ReactElement {
  const t = useTranslate();
  const state = useConsoleState();
  const pages = panels_at("page").filter((page) => page.offered?.(state) ?? true);
  const [chosen, choose] = useState<string | null>(null);
  const page = pages.find((one) => one.id === chosen) ?? pages[0];
  return (
    <div className="other-pages">
      <header className="bar">
        <h1>{t("product")}</h1>
        <nav aria-label={t("account_pages")}>
          {pages.map((one) => (
            <button key={one.id} type="button" aria-current={one === page ? "page" : undefined} onClick={() => choose(one.id)}>
              {t(one.title)}
            </button>
          ))}
        </nav>
        <div className="choices">
          <UserMenu />
          <Palettes />
          <Languages />
        </div>
      </header>
      <main className="other-page">
        {page === undefined ? (
          <p className="notice">{t("account_no_page")}</p>
        ) : (
          <>
            <h2>{t(page.title)}</h2>
            <page.component />
          </>
        )}
      </main>
    </div>
  );
}
