// Search by name, MMSI, call sign or IMO: a combobox, as WAI-ARIA describes it.

import { useState, type KeyboardEvent, type ReactElement, type RefObject } from "react";
import { search, type Hit } from "../search";
import { with_key } from "../keys/chord";
import { useConsole, useTranslate } from "./context";

interface Props {
  input: RefObject<HTMLInputElement | null>;
  on_choose: (mmsi: number) => void;
}

export function SearchBox({ input, on_choose }: Props): ReactElement {
  const console_ = useConsole();
  const t = useTranslate();
  const [words, set_words] = useState("");
  const [active, set_active] = useState(0);
  const [open, set_open] = useState(false);
  const hits = open ? search(console_.picture, words) : [];

  const choose = (hit: Hit): void => {
    on_choose(hit.mmsi);
    set_words("");
    set_open(false);
    input.current?.blur();
  };
  const on_key = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (hits.length > 0) set_active((active + step + hits.length) % hits.length);
    } else if (event.key === "Enter") {
      const hit = hits[active];
      if (hit !== undefined) choose(hit);
    } else if (event.key === "Escape") {
      set_words("");
      set_open(false);
      input.current?.blur();
    }
  };

  return (
    <div className="search" role="search">
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={t("search_label")}
        aria-expanded={open && words.trim() !== ""}
        aria-controls="search-hits"
        aria-autocomplete="list"
        aria-activedescendant={hits[active] === undefined ? undefined : `hit-${hits[active].mmsi}`}
        placeholder={t("search_hint")}
        title={with_key(t("search_label"), "/")}
        autoComplete="off"
        spellCheck={false}
        value={words}
        onChange={(event) => {
          set_words(event.target.value);
          set_active(0);
          set_open(true);
        }}
        onFocus={() => set_open(true)}
        onBlur={() => set_open(false)}
        onKeyDown={on_key}
        data-testid="search"
      />
      <ul id="search-hits" role="listbox" aria-label={t("search_label")} hidden={!open || words.trim() === ""}>
        {hits.map((hit, i) => (
          <li
            key={hit.mmsi}
            id={`hit-${hit.mmsi}`}
            role="option"
            aria-selected={i === active}
            onPointerDown={(event) => {
              event.preventDefault(); // the box keeps its focus until the choice is made
              choose(hit);
            }}
          >
            <bdi>{hit.name ?? hit.mmsi}</bdi>
            {hit.name !== null && <bdi className="dim">{hit.mmsi}</bdi>}
          </li>
        ))}
        {hits.length === 0 && (
          <li role="option" aria-selected="false" aria-disabled="true" className="dim">
            {t("search_none")}
          </li>
        )}
      </ul>
    </div>
  );
}
