// Search by name, MMSI, call sign or IMO: a combobox, as WAI-ARIA describes it. First what is in the picture, at
// once; then, when the node has answered, who was here before or was called so once.

import { useEffect, useState, type KeyboardEvent, type ReactElement, type RefObject } from "react";
import { with_key } from "../keys/chord";
import { ask_search, type SearchHit } from "../past/api";
import { search } from "../search";
import { Instant } from "./card/instant";
import { useConsole, useTranslate } from "./context";

interface Props {
  input: RefObject<HTMLInputElement | null>;
  on_choose: (mmsi: number) => void;
}

interface Line {
  mmsi: number;
  name: string | null;
  past: SearchHit | null;
}

/** The node is asked when one has stopped typing for so long, and for no less than so many letters. */
const kPause_ms = 250;
const kLetters = 3;

/** What the node's history knows by these words; empty until it has answered. */
function usePastHits(words: string): SearchHit[] {
  const [held, set_held] = useState<{ words: string; hits: SearchHit[] }>({ words: "", hits: [] });
  const wanted = words.trim();
  useEffect(() => {
    if (wanted.length < kLetters) return undefined;
    const abort = new AbortController();
    const timer = window.setTimeout(() => {
      void ask_search(wanted, 12, abort.signal).then((answer) => {
        if (!abort.signal.aborted) set_held({ words: wanted, hits: answer.ok ? answer.value : [] });
      });
    }, kPause_ms);
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
  }, [wanted]);
  return held.words === wanted ? held.hits : [];
}

export function SearchBox({ input, on_choose }: Props): ReactElement {
  const console_ = useConsole();
  const t = useTranslate();
  const [words, set_words] = useState("");
  const [active, set_active] = useState(0);
  const [open, set_open] = useState(false);
  const past = usePastHits(open ? words : "");
  const now = open ? search(console_.picture, words) : [];
  const lines: Line[] = [
    ...now.map(({ mmsi, name }) => ({ mmsi, name, past: null })),
    ...past.filter((hit) => !now.some(({ mmsi }) => mmsi === hit.mmsi)).map((hit) => ({ mmsi: hit.mmsi, name: hit.name ?? null, past: hit })),
  ];
  const leave = (): void => {
    set_words("");
    set_open(false);
    input.current?.blur();
  };
  const choose = ({ mmsi }: Line): void => {
    on_choose(mmsi);
    leave();
  };
  const on_key = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (lines.length > 0) set_active((active + step + lines.length) % lines.length);
    } else if (event.key === "Enter") {
      const line = lines[active];
      if (line !== undefined) choose(line);
    } else if (event.key === "Escape") leave();
  };
  const shown = open && words.trim() !== "";
  return (
    <div className="search" role="search">
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={t("search_label")}
        aria-expanded={shown}
        aria-controls="search-hits"
        aria-autocomplete="list"
        aria-activedescendant={shown && lines[active] !== undefined ? `hit-${lines[active].mmsi}` : undefined}
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
      <ul id="search-hits" role="listbox" aria-label={t("search_label")} hidden={!shown}>
        {lines.map((line, i) => (
          <Option key={line.mmsi} line={line} active={i === active} on_choose={() => choose(line)} />
        ))}
        {lines.length === 0 && (
          <li role="option" aria-selected="false" aria-disabled="true" className="dim">
            {t("search_none")}
          </li>
        )}
      </ul>
    </div>
  );
}

function Option({ line: { mmsi, name, past }, active, on_choose }: { line: Line; active: boolean; on_choose: () => void }): ReactElement {
  const t = useTranslate();
  return (
    <li
      id={`hit-${mmsi}`}
      role="option"
      aria-selected={active}
      data-past={past !== null && !past.in_picture}
      onPointerDown={(event) => {
        event.preventDefault(); // the box keeps its focus until the choice is made
        on_choose();
      }}
    >
      <span>
        <bdi>{name ?? mmsi}</bdi>
        {past?.former !== undefined && <span className="dim"> {t("search_former", { name: past.former })}</span>}
        {past !== null && !past.in_picture && past.last_ms !== undefined && (
          <span className="dim past-hit">
            {t("search_last_seen")} <Instant ms={past.last_ms} />
          </span>
        )}
      </span>
      {name !== null && <bdi className="dim">{mmsi}</bdi>}
    </li>
  );
}
