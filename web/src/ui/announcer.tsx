// Says aloud, to who cannot see it, what was selected. Distress and a picture gone stale are alerts of their
// own in the banners.

import { useEffect, useRef, useState, type ReactElement } from "react";
import { format_course, format_sog } from "../format/format";
import { useConsole, useConsoleState, useTranslate } from "./context";

export function Announcer(): ReactElement {
  const console_ = useConsole();
  const { selected } = useConsoleState();
  const t = useTranslate();
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
      set_text(t("announce_selected", { name, speed: format_sog(cell.sog[index]!), course: format_course(cell.cog[index]!) }));
    }
  }, [console_, selected, t]);
  return (
    <div className="hidden" role="status" aria-live="polite">
      {text}
    </div>
  );
}
