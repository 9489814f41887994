// The box on the map: drawn by dragging while it is asked for, and shown for as long as its panel is open.
// It lies over the map and follows it; the map knows nothing of it.

import { useEffect, useRef, useState, type PointerEvent, type ReactElement } from "react";
import { createPortal } from "react-dom";
import { useTranslate } from "../ui/context";
import { useFrame } from "../ui/frame";
import type { Box } from "./api";
import { box_between, place_of } from "./box";

interface Props {
  box: Box | null;
  drawing: boolean;
  on_box: (box: Box) => void;
  on_end: () => void;
}

/** Smaller drags are clicks. */
const kLeastPixels = 4;

export function BoxOverlay({ box, drawing, on_box, on_end }: Props): ReactElement | null {
  const [sea, set_sea] = useState<Element | null>(null);
  useEffect(() => set_sea(document.querySelector("main.sea")), []);
  if (sea === null) return null;
  return createPortal(
    <>
      {box !== null && <Frame box={box} />}
      {drawing && <Drawing on_box={on_box} on_end={on_end} />}
    </>,
    sea,
  );
}

/** The rectangle, moved with the map before each frame is painted. */
function Frame({ box }: { box: Box }): ReactElement {
  const frame = useFrame();
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let request = 0;
    const follow = (): void => {
      const map = frame.map();
      const a = map?.pixel_of(box.north, box.west), b = map?.pixel_of(box.south, box.east);
      const style = element.current?.style;
      if (a && b && style) {
        style.left = `${a[0]}px`;
        style.top = `${a[1]}px`;
        style.width = `${b[0] - a[0]}px`;
        style.height = `${b[1] - a[1]}px`;
      }
      request = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(request);
  }, [box, frame]);
  return <div ref={element} className="search-box" aria-hidden="true" data-testid="crossings-box" />;
}

function Drawing({ on_box, on_end }: Pick<Props, "on_box" | "on_end">): ReactElement {
  const frame = useFrame();
  const t = useTranslate();
  const [from, set_from] = useState<[number, number] | null>(null);
  const [to, set_to] = useState<[number, number] | null>(null);
  useEffect(() => {
    const on_key = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      on_end();
    };
    window.addEventListener("keydown", on_key, true);
    return () => window.removeEventListener("keydown", on_key, true);
  }, [on_end]);
  const at = (event: PointerEvent): [number, number] => {
    const area = event.currentTarget.getBoundingClientRect();
    return [event.clientX - area.left, event.clientY - area.top];
  };
  const finish = (event: PointerEvent): void => {
    if (from === null) return;
    const end = at(event);
    const { width, height } = event.currentTarget.getBoundingClientRect();
    const seen = frame.map()?.box();
    set_from(null);
    if (seen === null || seen === undefined || Math.abs(end[0] - from[0]) < kLeastPixels || Math.abs(end[1] - from[1]) < kLeastPixels) return;
    on_box(box_between(place_of(seen, width, height, ...from), place_of(seen, width, height, ...end)));
    on_end();
  };
  return (
    <div
      className="drawing-pane" dir="ltr" data-testid="crossings-pane"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        set_from(at(event));
        set_to(at(event));
      }}
      onPointerMove={(event) => {
        if (from !== null) set_to(at(event));
      }}
      onPointerUp={finish}
    >
      {from !== null && to !== null && (
        <div
          className="search-box"
          style={{ left: Math.min(from[0], to[0]), top: Math.min(from[1], to[1]), width: Math.abs(to[0] - from[0]), height: Math.abs(to[1] - from[1]) }}
        />
      )}
      <p role="status">{t("crossings_drawing")}</p>
    </div>
  );
}
