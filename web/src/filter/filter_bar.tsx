// The filter where the list is: how many it shows, a chip for each part, and the editor behind a button.

import { useMemo, useState, type ReactElement, type ReactNode } from "react";
import { Button, Label, Tag, TagGroup, TagList } from "react-aria-components";
import { locale_of } from "../i18n/languages";
import { with_key } from "../keys/chord";
import { useConsole, useConsoleState, useFormat, useTranslate } from "../ui/context";
import { useFrame } from "../ui/frame";
import { is_empty, kNoFilter, parts_of, without, type Part } from "./filter";
import { FilterEditor } from "./filter_editor";
import { part_text, type Words } from "./words";
import { filter_zones } from "./zones";

export function useFilterWords(): Words {
  const { area, language } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  return useMemo(
    () => ({ t, format, language, locale: locale_of(language), zones: area === null ? [] : filter_zones(area) }),
    [t, format, language, area],
  );
}

export function FilterBar({ children }: { children: ReactNode }): ReactElement {
  const console_ = useConsole();
  const { filter } = useConsoleState();
  const t = useTranslate();
  const [editing, set_editing] = useState(false);
  return (
    <div className="filter-bar">
      <div className="line">
        <Shown />
        <Button className="text-button" aria-expanded={editing} aria-controls="filter-editor" onPress={() => set_editing(!editing)} data-testid="filter-edit">
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 3h12L9.5 8.5V13l-3-1.5v-3z" /></svg> {t("filter")}
        </Button>
        {children}
      </div>
      {!is_empty(filter) && (
        <div className="line">
          <Chips />
          <button type="button" className="text-button" title={with_key(t("filter_clear"), "x")} onClick={() => console_.set_filter(kNoFilter)} data-testid="filter-clear">
            {t("filter_clear")}
          </button>
        </div>
      )}
      {editing && <FilterEditor />}
    </div>
  );
}

/** Over the map while the list is closed: nobody may take a filtered sea for an empty one. */
export function FilterNotice(): ReactElement | null {
  const console_ = useConsole();
  const frame = useFrame();
  const { filter, panel } = useConsoleState();
  const t = useTranslate();
  if (is_empty(filter) || panel === "vessels") return null;
  return (
    <section className="filter-notice" aria-label={t("filter")} data-testid="filter-notice">
      <div className="line">
        <Shown />
        <button type="button" className="text-button" onClick={() => frame.open_panel("vessels")}>{t("filter_change")}</button>
        <button type="button" className="text-button" title={with_key(t("filter_clear"), "x")} onClick={() => console_.set_filter(kNoFilter)}>
          {t("filter_clear")}
        </button>
      </div>
      <Chips />
    </section>
  );
}

/** "12 of 400 shown": always there, so that nobody takes a part for the whole. */
export function Shown(): ReactElement {
  const { shown, filter } = useConsoleState();
  const t = useTranslate();
  const some = !is_empty(filter);
  return (
    <span className={some ? "shown some" : "shown"} data-testid="shown">
      {some ? t("filter_shown", { count: shown.count, of: shown.of }) : t("vessel_count", { count: shown.of })}
    </span>
  );
}

export function Chips(): ReactElement {
  const console_ = useConsole();
  const { filter } = useConsoleState();
  const words = useFilterWords();
  const remove = (keys: Iterable<unknown>): void => {
    let left = filter;
    for (const part of keys) left = without(left, part as Part);
    console_.set_filter(left);
  };
  return (
    <TagGroup className="chips" selectionMode="none" onRemove={remove} data-testid="chips">
      <Label className="hidden">{words.t("filter")}</Label>
      <TagList>
        {parts_of(filter).map((part) => {
          const text = part_text(filter, part, words);
          return (
            <Tag key={part} id={part} textValue={text} className="chip">
              <bdi>{text}</bdi>
              <Button slot="remove" className="chip-remove" aria-label={words.t("filter_remove", { what: text })}>
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8" /></svg>
              </Button>
            </Tag>
          );
        })}
      </TagList>
    </TagGroup>
  );
}
