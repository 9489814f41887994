// How components reach the console: its state, its words, and the time.

import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { Console, ConsoleState } from "../console";
import { make_format, type Format } from "../format/local";
import { translator, type Translate } from "../i18n/languages";

export const ConsoleContext = createContext<Console | null>(null);

export function useConsole(): Console {
  const console_ = useContext(ConsoleContext);
  if (console_ === null) throw new Error("a component stands outside the console");
  return console_;
}

export function useConsoleState(): ConsoleState {
  const console_ = useConsole();
  return useSyncExternalStore(console_.subscribe, console_.snapshot);
}

export function useTranslate(): Translate {
  const { language, digits } = useConsoleState();
  return useMemo(() => translator(language, digits), [language, digits]);
}

/** How figures are written for this officer. */
export function useFormat(): Format {
  const { language, digits } = useConsoleState();
  const t = useTranslate();
  return useMemo(() => make_format(language, digits, t), [language, digits, t]);
}

/** This machine's clock, four times a second, so that a second is never skipped on the screen. */
export function useNow(): number {
  const [now, set_now] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => set_now(Date.now()), 250);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}
