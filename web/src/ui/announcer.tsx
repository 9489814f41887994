// Says aloud, to who cannot see it, what was selected and what the filter leaves. Distress and a picture gone
// stale are alerts of their own in the banners.

import { useEffect, useRef, useState, type ReactElement } from "react";
import { is_empty } from "../filter/filter";
import { useConsole, useConsoleState, useFormat, useTranslate } from "./context";

export function Announcer(): ReactElement {
  const console_ = useConsole();
  const { selected, filter } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  const [text, set_text] = useState("");
  const before = useRef<number | null>(null);
  useEffect(() => {
    if (selected === before.current) return;
    before.current = selected;
    const found = selected === null ? null : console_.picture.find(selected);
    if (selected === null) set_text(t("announce_cleared"));
    else if (found !== null) {
      const { cell, index } = found;
      const name = console_.picture.identities.get(selected)?.name ?? String(selected);
      set_text(t("announce_selected", { name, speed: format.sog(cell.sog[index]!), course: format.course(cell.cog[index]!) }));
    }
  }, [console_, selected, t, format]);
  const filter_before = useRef(filter);
  useEffect(() => {
    if (filter === filter_before.current) return undefined;
    filter_before.current = filter;
    // Once one has stopped typing or choosing: each letter is not worth a sentence.
    const timer = window.setTimeout(() => {
      const { shown } = console_.snapshot();
      set_text(is_empty(filter) ? t("vessel_count", { count: shown.of }) : t("filter_shown", { count: shown.count, of: shown.of }));
    }, 600);
    return () => window.clearTimeout(timer);
  }, [console_, filter, t]);
  return (
    <div className="hidden" role="status" aria-live="polite">
      {text}
    </div>
  );
}
