// While a tool is in hand: what it wants, in one line over the map; its keys; and what happened, said aloud. Always there,
// so that a guard zone is heard whatever is open.

import { useEffect, useRef, useState, type ReactElement } from "react";
import { choices_of } from "../map/choices";
import { useConsole, useConsoleState, useTranslate } from "../ui/context";
import { useFrame, type Frame, type Panel } from "../ui/frame";
import type { Entry } from "./guard";
import { toolbox_of, type Toolbox } from "./toolbox";
import { useToolbox, useTools } from "./use_tools";

/** The middle of the map, and the vessel there. */
function middle(frame: Frame): { at: { lat: number; lon: number }; mmsi: number | null } | null {
  const map = frame.map();
  if (map === null) return null;
  const { lat, lon } = map.view();
  const px = map.pixel_of(lat, lon);
  return { at: { lat, lon }, mmsi: px === null ? null : map.pick_at(px[0], px[1]) };
}

const kArrows = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "+", "-", "="]);

/** Keys of the tool in hand, while the focus is on the map: Enter adds a point, Backspace takes it back, Esc leaves. */
function on_tool_key(event: KeyboardEvent, frame: Frame, toolbox: Toolbox): void {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("input, select, textarea, dialog, [role=dialog]")) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    if (event.shiftKey ? toolbox.redo() : toolbox.undo()) event.preventDefault();
    return;
  }
  if (toolbox.active() === null || target?.closest("[data-testid=map]") === null) return;
  if (kArrows.has(event.key)) {
    // After the map has moved: the cross stands in its middle.
    requestAnimationFrame(() => toolbox.aim(middle(frame)?.at ?? null, true));
    return;
  }
  if (event.key === "Enter" || event.key === " ") {
    const where = middle(frame);
    if (where !== null && !(event.key === "Enter" && event.shiftKey)) toolbox.click(where.at, where.mmsi);
    if (event.shiftKey) toolbox.finish_draft("");
    toolbox.aim(where?.at ?? null, true);
  } else if (event.key === "Backspace" || event.key === "Delete") {
    toolbox.undo();
  } else if (event.key === "Escape") {
    if (toolbox.snapshot().draft.now !== null) toolbox.cancel_draft();
    else frame.open_panel(null);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

const kHints = { measure: "tool_hint_measure", ebl: "tool_hint_ebl", approach: "tool_hint_approach", guard: "tool_hint_guard" } as const;

function ToolLine(): ReactElement | null {
  const frame = useFrame();
  const toolbox = useToolbox();
  const tools = useTools();
  const t = useTranslate();
  useConsoleState(); // the open dock decides
  const active = toolbox.active();
  useEffect(() => {
    const on_key = (event: KeyboardEvent): void => on_tool_key(event, frame, toolbox);
    window.addEventListener("keydown", on_key, true);
    return () => window.removeEventListener("keydown", on_key, true);
  }, [frame, toolbox]);
  const hint = active === "guard" && tools.draft.now === null ? null : active;
  return (
    <>
      {hint !== null && (
        <p className="tool-line" data-testid="tool-line">
          {t(kHints[hint])} <span className="dim">{t("tool_keys")}</span>
        </p>
      )}
      <ToolAnnouncer />
      <Entries />
    </>
  );
}

/** Says aloud what the tool in hand has now. */
function ToolAnnouncer(): ReactElement {
  const toolbox = useToolbox();
  const tools = useTools();
  const t = useTranslate();
  const [text, set_text] = useState("");
  const before = useRef(tools);
  const active = toolbox.active();
  const { extras } = useConsoleState();
  const shown = choices_of(extras).trails;
  const trails_before = useRef(shown);
  useEffect(() => {
    if (trails_before.current === shown) return;
    trails_before.current = shown;
    set_text(t("trails_said", { shown: t(`trails_${shown}`) }));
  }, [shown, t]);
  useEffect(() => {
    const was = before.current;
    before.current = tools;
    if (active === "measure" && tools.measure !== was.measure) set_text(t("tool_said_points", { count: tools.measure.now.length }));
    if (active === "ebl" && tools.ebl !== was.ebl) set_text(t(tools.ebl.now.to !== null ? "tool_said_ebl_set" : tools.ebl.now.from !== null ? "tool_said_ebl_from" : "tool_said_cleared"));
    if (active === "approach" && tools.approach !== was.approach) set_text(t("tool_said_vessels", { count: tools.approach.now.length }));
    if (active === "guard" && tools.draft !== was.draft && tools.draft.now !== null) set_text(t("tool_said_points", { count: tools.draft.now.points.length }));
    if (active === "guard" && tools.guard !== was.guard) set_text(t("tool_said_zones", { count: tools.guard.now.length }));
  }, [active, tools, t]);
  return (
    <div className="hidden" role="status" aria-live="polite" data-testid="tool-said">
      {text}
    </div>
  );
}

/** Entries stay on the screen so long, unless they are put away. */
const kShown_ms = 15_000;

/** Vessels that came into guard zones: a line that says so aloud, over the map. */
function Entries(): ReactElement | null {
  const console_ = useConsole();
  const toolbox = useToolbox();
  const frame = useFrame();
  const t = useTranslate();
  const [came, set_came] = useState<readonly Entry[]>([]);
  useEffect(() => {
    let timer: number | undefined;
    const stop = toolbox.on_entries((entries) => {
      set_came(entries);
      window.clearTimeout(timer);
      timer = window.setTimeout(() => set_came([]), kShown_ms);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [toolbox]);
  const first = came[0];
  const zone = toolbox.snapshot().guard.now.find(({ id }) => id === first?.zone);
  return (
    <div role="alert" className={first === undefined ? "hidden" : "guard-entry"} data-testid="guard-entry">
      {first !== undefined && (
        <>
          <span>
            {t("guard_came", { name: console_.picture.identities.get(first.mmsi)?.name ?? String(first.mmsi), zone: zone?.name ?? "" })}
            {came.length > 1 && ` ${t("guard_came_more", { count: came.length - 1 })}`}
          </span>
          <button type="button" onClick={() => frame.show(first.mmsi, false)}>{t("distress_show")}</button>
          <button type="button" className="plain" aria-label={t("close")} onClick={() => set_came([])}>
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 3l10 10M13 3L3 13" /></svg>
          </button>
        </>
      )}
    </div>
  );
}

export default {
  id: "tool_line",
  place: "map",
  order: 5,
  title: "tool_line_title",
  component: ToolLine,
  commands: [
    { id: "undo", group: "tools", text: "undo", keys: ["z"], run: ({ console_ }) => void toolbox_of(console_).undo() },
    { id: "redo", group: "tools", text: "redo", keys: ["Shift+z", "u"], run: ({ console_ }) => void toolbox_of(console_).redo() },
  ],
} satisfies Panel;
