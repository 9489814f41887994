// Small pieces that the tools' docks share.

import { useRef, useState, type ReactElement, type ReactNode } from "react";
import { with_key } from "../keys/chord";
import { useFormat, useTranslate } from "../ui/context";
import type { Result } from "../wire/result";
import { kNauticalMile } from "./geodesy";
import type { MapTool, Slice } from "./toolbox";
import { useToolbox, useTools } from "./use_tools";

/** Undo and redo of one slice, and what else stands in the row. */
export function EditRow({ slice, children }: { slice: Slice; children?: ReactNode }): ReactElement {
  const toolbox = useToolbox();
  const history = useTools()[slice];
  const t = useTranslate();
  return (
    <div className="row">
      <button type="button" disabled={history.past.length === 0} onClick={() => toolbox.undo(slice)} title={with_key(t("undo"), "z")}>
        {t("undo")}
      </button>
      <button type="button" disabled={history.future.length === 0} onClick={() => toolbox.redo(slice)} title={with_key(t("redo"), "Shift+z")}>
        {t("redo")}
      </button>
      {children}
    </div>
  );
}

export function KeepBox({ tool }: { tool: MapTool }): ReactElement {
  const toolbox = useToolbox();
  const { kept } = useTools();
  const t = useTranslate();
  return (
    <label className="check">
      <input type="checkbox" checked={kept.has(tool)} onChange={(event) => toolbox.keep(tool, event.target.checked)} />
      {t("tool_keep")}
    </label>
  );
}

export function useMiles(): (metres: number) => string {
  const format = useFormat();
  const t = useTranslate();
  return (metres) => {
    const nm = metres / kNauticalMile;
    return t("tool_nm", { value: format.digits(nm.toFixed(nm < 10 ? 2 : 1)) });
  };
}

/** Three digits and one after the point, as bearings are spoken. */
export function useBearing(): (degrees: number) => string {
  const format = useFormat();
  return (degrees) => format.course(Math.round(degrees * 10));
}

export function save_text(name: string, type: string, text: string): void {
  save_blob(name, new Blob([text], { type }));
}

export function save_blob(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Writes what a dock keeps to a file, and takes one that another officer wrote. */
export function FileRow<T>({ name, write, read, on_read }: { name: string; write: () => string; read: (text: string) => Result<T>; on_read: (value: T) => void }): ReactElement {
  const t = useTranslate();
  const input = useRef<HTMLInputElement>(null);
  const [problem, set_problem] = useState<string | null>(null);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const value = read(await file.text());
    set_problem(value.ok ? null : `${file.name}: ${value.error}`);
    if (value.ok) on_read(value.value);
  };
  return (
    <>
      <div className="row">
        <button type="button" onClick={() => save_text(name, "application/json", write())}>{t("file_save")}</button>
        <button type="button" onClick={() => input.current?.click()}>{t("file_load")}</button>
        <input
          ref={input} type="file" accept=".json,application/json" hidden data-testid="file-load"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </div>
      {problem !== null && <p className="warn" role="alert"><bdi dir="ltr">{problem}</bdi></p>}
    </>
  );
}

/** What this browser kept and could not be read. */
export function Problem(): ReactElement | null {
  const { problem } = useTools();
  const t = useTranslate();
  return problem === null ? null : <p className="warn" role="alert">{t("tool_unreadable")} <bdi dir="ltr">{problem}</bdi></p>;
}
