// The first things that Tab meets: past the bars, to where one works.

import type { ReactElement } from "react";
import { useTranslate } from "./context";
import { useFrame } from "./frame";

export function SkipLinks(): ReactElement {
  const t = useTranslate();
  const frame = useFrame();
  return (
    <nav className="skip" aria-label={t("skip_label")}>
      <button type="button" onClick={frame.focus_map}>{t("skip_map")}</button>
      <button type="button" onClick={frame.focus_search}>{t("search_label")}</button>
      <button type="button" onClick={() => frame.open_panel("vessels")}>{t("list_title")}</button>
    </nav>
  );
}
