// What of the chart is shown, with each layer's look beside it: chooser and legend in one. And whose past tracks are shown.

import { useEffect, useRef, type ReactElement } from "react";
import { choices_of } from "../map/choices";
import { kLayers, kZoneStyles, toggled, write_layers, type Layer } from "../map/layers";
import { kColours, type Palette } from "../map/palette";
import { kTrailsShown, type TrailsShown } from "../map/trails";
import type { Console } from "../console";
import { useConsole, useConsoleState, useTranslate } from "../ui/context";
import type { Panel } from "../ui/frame";

function set_trails(console_: Console, trails: TrailsShown): void {
  console_.set_extra("trails", trails === "selected" ? null : trails);
}
function next_trails(console_: Console): void {
  const at = kTrailsShown.indexOf(choices_of(console_.snapshot().extras).trails);
  set_trails(console_, kTrailsShown[(at + 1) % kTrailsShown.length]!);
}

function LayersPanel(): ReactElement {
  const console_ = useConsole();
  const { extras } = useConsoleState();
  const t = useTranslate();
  const { layers, trails } = choices_of(extras);
  const toggle = (layer: Layer): void => console_.set_extra("layers", write_layers(toggled(layers, layer)) || null);
  return (
    <div className="tool">
      <ul className="layers">
        {kLayers.map((layer) => (
          <li key={layer}>
            <label className="check">
              <input type="checkbox" checked={layers.has(layer)} onChange={() => toggle(layer)} data-testid={`layer-${layer}`} />
              <Swatch layer={layer} />
              {t(`layer_${layer}`)}
            </label>
          </li>
        ))}
      </ul>
      <div className="row">
        <button type="button" disabled={extras.layers === undefined} onClick={() => console_.set_extra("layers", null)}>{t("layers_default")}</button>
      </div>
      <h3>{t("trails_title")}</h3>
      <div className="segments words" role="group" aria-label={t("trails_title")}>
        {kTrailsShown.map((one) => (
          <button key={one} type="button" aria-pressed={one === trails} onClick={() => set_trails(console_, one)} data-testid={`trails-${one}`}>
            {t(`trails_${one}`)}
          </button>
        ))}
      </div>
      <Sources />
    </div>
  );
}

/** Where the chart comes from, each with its licence: all that the pack names, not the one line at the bottom alone. */
function Sources(): ReactElement | null {
  const { area } = useConsoleState();
  const t = useTranslate();
  if (area === null) return null;
  const { pack, coast } = area;
  return (
    <>
      <h3>{t("layers_sources")}</h3>
      <ul className="chart-sources" data-testid="chart-sources">
        {(pack.source ?? []).map(({ id, text, licence, url }) => (
          <li key={id} dir="auto">
            <bdi>{url !== undefined && /^https?:\/\//.test(url) ? <a href={url} target="_blank" rel="noreferrer">{text}</a> : text}</bdi>{" "}
            <span className="dim"><bdi>{licence}</bdi></span>
          </li>
        ))}
        {coast !== null && (
          <li>
            {t("layers_coast")} <bdi>{coast.source ?? ""}</bdi> <span className="dim"><bdi>{coast.attribution}</bdi></span>
          </li>
        )}
      </ul>
    </>
  );
}

const kWidth = 34;
const kHeight = 18;

/** How the layer looks in this palette, in the chart's own colours and dashes. */
function Swatch({ layer }: { layer: Layer }): ReactElement {
  const { palette } = useConsoleState();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const ctx = canvas.current?.getContext("2d");
    if (!canvas.current || !ctx) return;
    const ratio = window.devicePixelRatio;
    canvas.current.width = Math.round(kWidth * ratio);
    canvas.current.height = Math.round(kHeight * ratio);
    ctx.scale(ratio, ratio);
    draw_swatch(ctx, layer, kColours[palette]);
  }, [layer, palette]);
  return <canvas ref={canvas} style={{ width: kWidth, height: kHeight }} aria-hidden="true" />;
}

function draw_swatch(ctx: CanvasRenderingContext2D, layer: Layer, palette: Palette): void {
  ctx.fillStyle = palette.sea;
  ctx.fillRect(0, 0, kWidth, kHeight);
  const style = Object.values(kZoneStyles).find((one) => one.layer === layer);
  if (style !== undefined) {
    ctx.globalAlpha = Math.max(style.fill, 0.001);
    ctx.fillStyle = palette[style.line];
    ctx.fillRect(3, 3, kWidth - 6, kHeight - 6);
    ctx.globalAlpha = 1;
    ctx.strokeStyle = palette[style.line];
    ctx.setLineDash([...style.dash]);
    ctx.lineWidth = 1.4;
    if (layer !== "depths") ctx.strokeRect(3.5, 3.5, kWidth - 7, kHeight - 7);
    return;
  }
  const lines: Partial<Record<Layer, [colour: string, dash: number[], width: number]>> = {
    gates: [palette.gate, [], 2], graticule: [palette.graticule_text, [], 0.6], guards: [palette.guard, [10, 4], 2.2], outlines: [palette.target, [], 1.2],
  };
  if (layer === "lanes") {
    ctx.fillStyle = palette.lane;
    ctx.fillRect(0, 0, kWidth, 7);
    ctx.fillStyle = palette.separation;
    ctx.fillRect(0, 7, kWidth, kHeight - 7);
  } else if (layer === "places" || layer === "labels") {
    ctx.fillStyle = layer === "places" ? palette.place : palette.label;
    ctx.font = "italic 11px 'Noto Sans'";
    if (layer === "places") ctx.fillRect(5, 7, 4, 4);
    ctx.fillText("Ab", 13, 13);
  } else {
    const [colour, dash, width] = lines[layer] ?? [palette.text, [], 1];
    ctx.strokeStyle = colour;
    ctx.setLineDash(dash);
    ctx.lineWidth = width;
    ctx.beginPath();
    ctx.moveTo(2, kHeight / 2);
    ctx.lineTo(kWidth - 2, kHeight / 2);
    ctx.stroke();
  }
}

export default {
  id: "layers",
  place: "dock",
  order: 25,
  title: "layers_title",
  icon: <path d="M8 2 1.5 5.5 8 9l6.5-3.5zM1.5 8.5 8 12l6.5-3.5M1.5 11.5 8 15l6.5-3.5" />,
  width_px: 300,
  component: LayersPanel,
  commands: [
    { id: "open_layers", group: "panels", text: "layers_title", keys: ["y"], run: (frame) => frame.toggle_panel("layers") },
    { id: "trails", group: "map", text: "trails_next", keys: ["t"], run: ({ console_ }) => next_trails(console_) },
  ],
} satisfies Panel;
