// The dock: one panel beside the map, as wide as the officer wants it. A page is the same over the map.

import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from "react";
import { read_stored, write_stored } from "../storage";
import { with_key } from "../keys/chord";
import { useConsoleState, useTranslate } from "./context";
import { useFrame, type Panel } from "./frame";
import { kPanels } from "./panels";

const kNarrowest = 260;
const kWidest = 900;
const kStep = 20;

export function Dock(): ReactElement | null {
  const state = useConsoleState();
  const panel = kPanels.find((one) => one.id === state.panel && (one.place === "dock" || one.place === "page"));
  if (panel === undefined || !(panel.offered?.(state) ?? true)) return null;
  return <DockOf key={panel.id} panel={panel} />;
}

function DockOf({ panel }: { panel: Panel }): ReactElement {
  const t = useTranslate();
  const frame = useFrame();
  const [width, set_width] = useState(() => clamp(Number(read_stored(`dock.${panel.id}`)) || panel.width_px || 380));
  const resize = (wide: number): void => {
    set_width(clamp(wide));
    write_stored(`dock.${panel.id}`, String(clamp(wide)));
  };
  const Content = panel.component;
  const page = panel.place === "page";
  // Escape in a panel closes it and puts the focus back on its button.
  const on_key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    frame.open_panel(null);
  };
  return (
    <section
      id={`panel-${panel.id}`}
      role={page ? "main" : undefined} // the map's own is not shown then
      className={page ? "dock page-dock" : "dock"}
      style={page ? undefined : { inlineSize: width }}
      aria-label={t(panel.title)}
      data-testid={`panel-${panel.id}`}
      onKeyDown={on_key}
    >
      <header>
        <h2 tabIndex={-1} id={`panel-title-${panel.id}`}>
          {t(panel.title)}
        </h2>
        <button type="button" className="plain" onClick={() => frame.open_panel(null)} aria-label={t("close")} title={with_key(t("close"), "Escape")}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M3 3l10 10M13 3L3 13" />
          </svg>
        </button>
      </header>
      <div className="dock-body">
        <Content />
      </div>
      {!page && <Edge width={width} on_resize={resize} />}
    </section>
  );
}

function clamp(width: number): number {
  return Math.min(kWidest, Math.max(kNarrowest, Math.round(width)));
}

/** The edge to the map: dragged, or moved with the arrow keys. */
function Edge({ width, on_resize }: { width: number; on_resize: (width: number) => void }): ReactElement {
  const t = useTranslate();
  const from = useRef<{ x: number; width: number } | null>(null);
  const [rtl, set_rtl] = useState(false);
  useEffect(() => set_rtl(document.documentElement.dir === "rtl"));
  const outward = rtl ? -1 : 1;
  const on_key = (event: KeyboardEvent): void => {
    const step = { ArrowRight: kStep, ArrowLeft: -kStep }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    on_resize(width + step * outward);
  };
  return (
    <div
      className="edge"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t("dock_width")}
      aria-valuenow={width}
      aria-valuemin={kNarrowest}
      aria-valuemax={kWidest}
      onKeyDown={on_key}
      onPointerDown={(event: PointerEvent) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width };
      }}
      onPointerMove={(event: PointerEvent) => {
        if (from.current !== null) on_resize(from.current.width + (event.clientX - from.current.x) * outward);
      }}
      onPointerUp={() => (from.current = null)}
    />
  );
}
