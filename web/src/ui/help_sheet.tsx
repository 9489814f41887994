// The keys and the symbols on one sheet. The keys are the table of commands itself, the symbols are drawn
// by the code that draws the map, so neither can say what is not so.

import { useEffect, useRef, useState, type ReactElement } from "react";
import type { TextKey } from "../i18n/languages";
import { keycaps } from "../keys/chord";
import { kColours } from "../map/palette";
import { draw_legend_symbol, type LegendSymbol } from "../map/legend";
import { kCommandGroups, type Command } from "./command";
import { useConsole, useConsoleState, useTranslate } from "./context";
import { all_commands } from "./use_commands";

const kSymbols: [LegendSymbol, TextKey][] = [
  ["distress", "symbol_distress"],
  ["distress_test", "symbol_distress_test"],
  ["dangerous", "symbol_dangerous"],
  ["selected", "symbol_selected"],
  ["activated", "symbol_activated"],
  ["turning", "symbol_turning"],
  ["class_b", "symbol_class_b"],
  ["sleeping", "symbol_sleeping"],
  ["directionless", "symbol_directionless"],
  ["lost", "symbol_lost"],
  ["outline", "symbol_outline"],
  ["sar_vessel", "symbol_sar_vessel"],
  ["aircraft", "symbol_aircraft"],
  ["base", "symbol_base"],
  ["aid", "symbol_aid"],
  ["virtual_aid", "symbol_virtual"],
  ["off_position", "symbol_off_position"],
  ["track", "symbol_track"],
];

export function HelpSheet({ on_close }: { on_close: () => void }): ReactElement {
  const t = useTranslate();
  const dialog = useRef<HTMLDialogElement>(null);
  const [words, set_words] = useState("");
  useEffect(() => dialog.current?.showModal(), []);
  const said = (text: string): boolean => text.toLocaleLowerCase().includes(words.trim().toLocaleLowerCase());
  const commands = all_commands().filter((command) => said(`${t(command.text)} ${t(`group_${command.group}`)}`));
  const symbols = kSymbols.filter(([, text]) => said(t(text)));
  return (
    <dialog ref={dialog} className="help" onClose={on_close} aria-label={t("help")} data-testid="help">
      <input
        type="search"
        className="wide"
        autoFocus
        aria-label={t("help_find")}
        placeholder={t("help_find")}
        value={words}
        onChange={(event) => set_words(event.target.value)}
        data-testid="help-find"
      />
      <div className="columns" tabIndex={0} role="region" aria-label={t("help_title")}>
        <section>
          <h2>{t("help_title")}</h2>
          {kCommandGroups.map((group) => (
            <CommandGroup key={group} name={t(`group_${group}`)} commands={commands.filter((command) => command.group === group)} />
          ))}
          <SingleKeys />
        </section>
        <section>
          <h2>{t("help_symbols")}</h2>
          <dl>
            {symbols.map(([symbol, text]) => (
              <div key={text}>
                <dt>
                  <Symbol symbol={symbol} />
                </dt>
                <dd>{t(text)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
      {commands.length + symbols.length === 0 && <p role="status">{t("help_nothing")}</p>}
      <button type="button" className="wide" onClick={() => dialog.current?.close()}>
        {t("close")}
      </button>
    </dialog>
  );
}

function CommandGroup({ name, commands }: { name: string; commands: Command[] }): ReactElement | null {
  const t = useTranslate();
  if (commands.length === 0) return null;
  return (
    <>
      <h3>{name}</h3>
      <dl>
        {commands.map((command) => (
          <div key={command.id} data-testid={`command-${command.id}`}>
            <dt dir="ltr">
              {command.keys.map((chord) => (
                <span key={chord} className="chord">
                  {keycaps(chord).map((cap) => (
                    <kbd key={cap}>{cap}</kbd>
                  ))}
                </span>
              ))}
            </dt>
            <dd>{t(command.text)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** WCAG 2.1.4: who speaks to the machine, or trembles, can switch keys of one character off. */
function SingleKeys(): ReactElement {
  const console_ = useConsole();
  const { single_keys } = useConsoleState();
  const t = useTranslate();
  return (
    <label className="check">
      <input type="checkbox" checked={single_keys} onChange={(event) => console_.set_single_keys(event.target.checked)} />
      {t("help_single_keys")}
    </label>
  );
}

const kWidth = 76;
const kHeight = 44;

function Symbol({ symbol }: { symbol: LegendSymbol }): ReactElement {
  const { palette } = useConsoleState();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const ctx = element?.getContext("2d");
    if (!element || !ctx) return;
    const ratio = window.devicePixelRatio;
    element.width = Math.round(kWidth * ratio);
    element.height = Math.round(kHeight * ratio);
    draw_legend_symbol(ctx, symbol, kColours[palette], kWidth, kHeight, ratio);
  }, [symbol, palette]);
  return <canvas ref={canvas} style={{ width: kWidth, height: kHeight }} aria-hidden="true" />;
}
