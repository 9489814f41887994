// The keys and the symbols on one sheet. The symbols are drawn by the code that draws the map.

import { useEffect, useRef, type ReactElement } from "react";
import type { TextKey } from "../i18n/languages";
import { kColours } from "../map/palette";
import { draw_selected, draw_targets, kClass, Scratch, type TargetClass } from "../map/targets";
import { useConsoleState, useTranslate } from "./context";

const kKeys: [string[], TextKey][] = [
  [["+", "−"], "help_zoom"],
  [["←", "→", "↑", "↓"], "help_pan"],
  [["N", "Shift N"], "help_next"],
  [["C"], "help_centre"],
  [["0"], "help_area"],
  [["/"], "help_search"],
  [["V"], "help_vector"],
  [["P"], "help_palette"],
  [["Esc"], "help_escape"],
  [["?"], "help_help"],
];

const kSymbols: [TargetClass, TextKey, boolean?][] = [
  [kClass.distress, "symbol_distress"],
  [kClass.activated, "symbol_activated"],
  [kClass.sleeping, "symbol_sleeping"],
  [kClass.lost, "symbol_lost"],
  [kClass.activated, "symbol_selected", true],
  [kClass.base, "symbol_base"],
  [kClass.aid, "symbol_aid"],
  [kClass.virtual_aid, "symbol_virtual"],
  [kClass.aircraft, "symbol_aircraft"],
];

export function HelpSheet({ on_close }: { on_close: () => void }): ReactElement {
  const t = useTranslate();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="help" onClose={on_close} aria-label={t("help")} data-testid="help">
      <div className="columns">
        <section>
          <h2>{t("help_title")}</h2>
          <dl>
            {kKeys.map(([keys, text]) => (
              <div key={text}>
                <dt dir="ltr">
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{t(text)}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section>
          <h2>{t("help_symbols")}</h2>
          <dl>
            {kSymbols.map(([class_, text, selected]) => (
              <div key={text}>
                <dt>
                  <Symbol class_={class_} selected={selected === true} />
                </dt>
                <dd>{t(text)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
      <button type="button" className="wide" onClick={() => dialog.current?.close()}>
        {t("close")}
      </button>
    </dialog>
  );
}

const kWidth = 76;
const kHeight = 44;

function Symbol({ class_, selected }: { class_: TargetClass; selected: boolean }): ReactElement {
  const { palette } = useConsoleState();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const ctx = element?.getContext("2d");
    if (!element || !ctx) return;
    const ratio = window.devicePixelRatio;
    element.width = kWidth * ratio;
    element.height = kHeight * ratio;
    ctx.scale(ratio, ratio);
    ctx.fillStyle = kColours[palette].sea;
    ctx.fillRect(0, 0, kWidth, kHeight);
    const s = new Scratch();
    s.count = 1;
    s.x[0] = class_ === kClass.activated && !selected ? 22 : kWidth / 2;
    s.y[0] = kHeight / 2;
    s.direction[0] = 900;
    s.vector_x[0] = class_ === kClass.activated && !selected ? 48 : 0;
    s.vector_y[0] = class_ === kClass.activated && !selected ? -8 : 0;
    s.class_[0] = class_;
    const camera = { centre_x: 0, centre_y: 0, resolution: 10, width: kWidth, height: kHeight, pixel_ratio: ratio };
    draw_targets(ctx, s, camera, kColours[palette], 0);
    if (selected) draw_selected(ctx, s, 0, kColours[palette]);
  }, [class_, palette, selected]);
  return <canvas ref={canvas} style={{ width: kWidth, height: kHeight }} aria-hidden="true" />;
}
