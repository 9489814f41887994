// The rail: a button for each dock and page, at the page's start edge.

import { useRef, type KeyboardEvent, type ReactElement } from "react";
import { with_key } from "../keys/chord";
import { useConsoleState, useTranslate } from "./context";
import { useFrame, type Panel } from "./frame";
import { panels_at } from "./panels";

export function Rail(): ReactElement {
  const t = useTranslate();
  const list = useRef<HTMLDivElement>(null);
  const state = useConsoleState();
  const offered = (panel: Panel): boolean => panel.offered?.(state) ?? true;
  // Arrow keys go from button to button, as in any toolbar; Tab goes on.
  const on_key = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const buttons = [...list.current!.querySelectorAll("button")];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
    event.preventDefault();
  };
  return (
    <nav className="rail" aria-label={t("rail_label")}>
      <div ref={list} role="toolbar" aria-orientation="vertical" aria-label={t("rail_label")} onKeyDown={on_key}>
        {panels_at("dock").filter(offered).map((panel) => <RailButton key={panel.id} panel={panel} />)}
        <hr />
        {panels_at("page").filter(offered).map((panel) => <RailButton key={panel.id} panel={panel} />)}
      </div>
    </nav>
  );
}

function RailButton({ panel }: { panel: Panel }): ReactElement {
  const t = useTranslate();
  const frame = useFrame();
  const { panel: open } = useConsoleState();
  const chord = panel.commands?.find((command) => command.id === `open_${panel.id}`)?.keys[0];
  return (
    <button
      type="button"
      id={`rail-${panel.id}`}
      className="rail-button"
      aria-expanded={open === panel.id}
      aria-controls={open === panel.id ? `panel-${panel.id}` : undefined}
      aria-label={t(panel.title)}
      title={with_key(t(panel.title), chord)}
      onClick={() => frame.toggle_panel(panel.id)}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {panel.icon}
      </svg>
    </button>
  );
}
