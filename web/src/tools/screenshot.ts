// The map as a picture to be sent: what is seen, and under it the time in UTC, the node and area, the middle of the view,
// that it is not for navigation, and which world it shows. Simulated traffic is marked across the picture as well, so that
// a cut-out says so too.

import { format_lat, format_lon } from "../format/format";
import { kFont } from "../map/fonts";
import type { Palette } from "../map/palette";

export interface ScreenshotWords {
  /** Of the foot, each on its own. */
  left: string[];
  right: string[];
  /** Written across the picture; null in the real world. */
  across: string | null;
}

export const kFoot_px = 48;

/** The lines of the foot. `world`, `not_for_navigation` and `stale` are in the officer's language. */
export function screenshot_words(
  of: { node: string; area: string; now_ms: number; view: { lat: number; lon: number; zoom: number }; simulated: boolean; stale: boolean; replay_speed: number | null; attribution: string },
  words: { simulated: string; real: string; not_for_navigation: string; stale: string; replay: string },
): ScreenshotWords {
  const time = new Date(of.now_ms).toISOString().replace("T", " ").replace(/\.\d+Z/, " UTC");
  const state = of.stale ? ` · ${words.stale}` : of.replay_speed !== null ? ` · ${words.replay}` : "";
  return {
    left: [`${time}${state}`, `${of.node} · ${of.area} · ${format_lat(of.view.lat)} ${format_lon(of.view.lon)} · z ${of.view.zoom.toFixed(1)}`],
    right: [`${of.simulated ? words.simulated : words.real} · ${words.not_for_navigation}`, of.attribution],
    across: of.simulated ? words.simulated : null,
  };
}

export function draw_screenshot(map: HTMLCanvasElement, words: ScreenshotWords, palette: Palette, ratio: number): HTMLCanvasElement {
  const out = document.createElement("canvas");
  out.width = map.width;
  out.height = map.height + Math.round(kFoot_px * ratio);
  const ctx = out.getContext("2d")!;
  ctx.drawImage(map, 0, 0);
  ctx.scale(ratio, ratio);
  const width = map.width / ratio, height = map.height / ratio;
  if (words.across !== null) {
    ctx.save();
    ctx.translate(width / 2, height / 2);
    ctx.rotate(-Math.PI / 8);
    ctx.font = `800 64px ${kFont}`;
    ctx.textAlign = "center";
    ctx.globalAlpha = 0.16;
    ctx.fillStyle = palette.warning;
    ctx.fillText(words.across, 0, 0);
    ctx.restore();
  }
  ctx.fillStyle = palette.bar;
  ctx.fillRect(0, height, width, kFoot_px);
  ctx.fillStyle = palette.text;
  ctx.font = `600 13px ${kFont}`;
  ctx.textBaseline = "middle";
  ctx.direction = "ltr";
  ctx.textAlign = "left";
  words.left.forEach((line, i) => ctx.fillText(line, 12, height + 15 + 19 * i));
  ctx.textAlign = "right";
  words.right.forEach((line, i) => ctx.fillText(line, width - 12, height + 15 + 19 * i));
  return out;
}
