// The list of vessels: a grid of which only the rows in sight are in the page, however many there are.
// One row is chosen, the same as on the map; the arrow keys move the choice. While one reads (the pointer or
// the focus is in the list) or the lock is on, rows stay where they are and only their figures change.

import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactElement } from "react";
import { useConsole, useConsoleState, useFormat, useTranslate } from "../ui/context";
import { useFrame } from "../ui/frame";
import { locale_of } from "../i18n/languages";
import { class_text, nav_status_text, ship_type_text } from "../words/vessel";
import { flag_name } from "../words/flag";
import { kColumns, type Column } from "./columns";
import { is_lost, Rows, type Row } from "./rows";
import { in_distress } from "../filter/filter";

const kRowHeight = 30;
/** Pixels of each column. */
const kWidths: Record<Column, number> = { name: 152, flag: 46, class: 96, speed: 74, course: 64, age: 72, distance: 74, destination: 130, status: 150, mmsi: 92 };
const kGrid = kColumns.map((column) => `${kWidths[column]}px`).join(" ");
const kWidth = kColumns.reduce((sum, column) => sum + kWidths[column], 0);

/** The rows of now, in the order of the sort, or held. */
function useRows(held: boolean): Rows {
  const console_ = useConsole();
  const { sort, selected, filter, language, tick, hello } = useConsoleState();
  const t = useTranslate();
  const [beat, set_beat] = useState(0);
  const last = useRef<Rows | null>(null);
  useEffect(() => console_.on_picture(() => set_beat((n) => n + 1)), [console_]);
  const words = useMemo(() => {
    const locale = locale_of(language);
    return {
      class_: (value: Row["class_"]) => class_text(value, t),
      flag: (code: string) => flag_name(code, locale),
      status: (code: number) => nav_status_text(code, t) ?? "",
    };
  }, [language, t]);
  const rows = useMemo(() => {
    const source = {
      picture: console_.picture, masks: (cell: Parameters<typeof console_.mask>[0]) => console_.mask(cell), selected,
      now_ms: tick?.now_ms ?? 0, centre: console_.view_centre(), words,
    };
    return new Rows(source, sort, held ? (last.current?.mmsi ?? null) : null);
    // `beat`, `filter` and `hello` say that the picture or its masks are other now.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [beat, filter, hello, sort, selected, held, words, console_, tick]);
  last.current = rows;
  return rows;
}

export function VesselList({ locked }: { locked: boolean }): ReactElement {
  const console_ = useConsole();
  const frame = useFrame();
  const { selected, sort } = useConsoleState();
  const t = useTranslate();
  const [reading, set_reading] = useState({ pointer: false, focus: false });
  const rows = useRows(locked || reading.pointer || reading.focus);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.count, getScrollElement: () => scroller.current, estimateSize: () => kRowHeight, overscan: 6,
    scrollMargin: kRowHeight, scrollPaddingStart: kRowHeight, // the heading stays on top
  });
  const chosen = selected === null ? -1 : rows.place_of(selected);

  // Chosen on the map: the list goes there. Not at each tick, or one could not scroll away.
  useEffect(() => {
    if (chosen >= 0) virtual.scrollToIndex(chosen, { align: "auto" });
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected, sort]);

  const choose = useCallback((place: number) => {
    const at = Math.min(rows.count - 1, Math.max(0, place));
    if (rows.count > 0) console_.select(rows.mmsi[at]!);
  }, [console_, rows]);
  const on_key = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 300) / kRowHeight) - 2);
    const steps: Record<string, number> = { ArrowDown: chosen + 1, ArrowUp: chosen < 0 ? 0 : chosen - 1, PageDown: chosen + page, PageUp: chosen - page, Home: 0, End: rows.count - 1 };
    if (event.target !== scroller.current) return; // a heading's own keys
    if (event.key === "Enter") {
      if (selected !== null) frame.show(selected, true);
    } else if (event.key in steps) choose(steps[event.key]!);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={scroller}
      className="vessel-list"
      role="grid"
      tabIndex={0}
      aria-label={t("list_label")}
      aria-rowcount={rows.count + 1}
      aria-colcount={kColumns.length}
      aria-activedescendant={chosen >= 0 ? `row-${selected}` : undefined}
      onKeyDown={on_key}
      onPointerEnter={() => set_reading((r) => ({ ...r, pointer: true }))}
      onPointerLeave={() => set_reading((r) => ({ ...r, pointer: false }))}
      onFocus={() => set_reading((r) => ({ ...r, focus: true }))}
      onBlur={() => set_reading((r) => ({ ...r, focus: false }))}
      data-testid="vessel-list"
    >
      <Head />
      <div role="rowgroup" style={{ position: "relative", height: virtual.getTotalSize(), width: kWidth }}>
        {virtual.getVirtualItems().map((item) => (
          <ListRow key={item.key} place={item.index} mmsi={rows.mmsi[item.index]!} row={rows.at(item.index)} chosen={item.index === chosen} top={item.start - kRowHeight} />
        ))}
      </div>
      {rows.count === 0 && <p className="dim nothing" role="presentation">{t("list_nothing")}</p>}
    </div>
  );
}

function Head(): ReactElement {
  const console_ = useConsole();
  const { sort } = useConsoleState();
  const t = useTranslate();
  return (
    <div role="rowgroup" className="list-head" style={{ width: kWidth }}>
      <div role="row" aria-rowindex={1} style={{ gridTemplateColumns: kGrid }}>
        {kColumns.map((column) => {
          const on = sort.column === column;
          return (
            <div key={column} role="columnheader" aria-sort={!on ? "none" : sort.descending ? "descending" : "ascending"} className={column}>
              <button
                type="button"
                title={t(`column_${column}_long`)}
                onClick={() => console_.set_sort({ column, descending: on && !sort.descending })}
                data-testid={`sort-${column}`}
              >
                {t(`column_${column}`)}
                <span aria-hidden="true">{!on ? "" : sort.descending ? " ▾" : " ▴"}</span>
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  place: number;
  mmsi: number;
  row: Row | null;
  chosen: boolean;
  top: number;
}

function ListRow({ place, mmsi, row, chosen, top }: RowProps): ReactElement {
  const console_ = useConsole();
  const frame = useFrame();
  const t = useTranslate();
  const style: CSSProperties = { gridTemplateColumns: kGrid, transform: `translateY(${top}px)` };
  const looks = [row === null ? "gone" : is_lost(row) ? "lost" : "", row !== null && in_distress(row.kind, row.nav_status) ? "in-distress" : ""];
  return (
    <div
      id={`row-${mmsi}`}
      role="row"
      aria-rowindex={place + 2}
      aria-selected={chosen}
      className={`list-row ${looks.join(" ")}`}
      style={style}
      onClick={() => console_.select(mmsi)}
      onDoubleClick={() => frame.show(mmsi, true)}
      data-mmsi={mmsi}
    >
      {row === null ? <Gone mmsi={mmsi} text={t("card_gone")} /> : <Cells row={row} />}
    </div>
  );
}

function Gone({ mmsi, text }: { mmsi: number; text: string }): ReactElement {
  return (
    <>
      <span role="gridcell"><bdi>{mmsi}</bdi></span>
      <span role="gridcell" className="spread">{text}</span>
    </>
  );
}

function Cells({ row }: { row: Row }): ReactElement {
  const { language } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  const locale = locale_of(language);
  return (
    <>
      <span role="gridcell" className="name"><bdi>{row.name ?? row.mmsi}</bdi></span>
      <span role="gridcell" title={row.flag === null ? t("flag_none") : flag_name(row.flag, locale)}><bdi>{row.flag ?? "–"}</bdi></span>
      <span role="gridcell" title={ship_type_text(row.ship_type, t) ?? undefined}>{class_text(row.class_, t)}</span>
      <span role="gridcell" className="figure"><bdi dir="ltr">{format.sog(row.sog)}</bdi></span>
      <span role="gridcell" className="figure"><bdi dir="ltr">{format.course(row.cog)}</bdi></span>
      <span role="gridcell" className="figure"><bdi>{format.age(row.age_s)}</bdi></span>
      <span role="gridcell" className="figure"><bdi dir="ltr">{format.distance(row.distance_nm)}</bdi></span>
      <span role="gridcell"><bdi>{row.destination ?? ""}</bdi></span>
      <span role="gridcell">{nav_status_text(row.nav_status, t) ?? ""}</span>
      <span role="gridcell" className="figure"><bdi>{row.mmsi}</bdi></span>
    </>
  );
}
