// The parts that always stand at a place of the frame.

import type { ReactElement } from "react";
import { useConsoleState } from "./context";
import type { Place } from "./frame";
import { panels_at } from "./panels";

export function Parts({ place }: { place: Place }): ReactElement {
  const state = useConsoleState();
  const parts = panels_at(place).filter((panel) => panel.offered?.(state) ?? true);
  return (
    <>
      {parts.map(({ id, component: Part }) => (
        <Part key={id} />
      ))}
    </>
  );
}

