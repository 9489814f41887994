// The panel of vessels: what the filter is, how many it shows, and the list.

import { useState, type ReactElement } from "react";
import { ToggleButton } from "react-aria-components";
import { kNoFilter } from "../filter/filter";
import { FilterBar } from "../filter/filter_bar";
import { useTranslate } from "../ui/context";
import type { Panel } from "../ui/frame";
import { VesselList } from "./vessel_list";

function VesselsPanel(): ReactElement {
  const t = useTranslate();
  const [locked, set_locked] = useState(false);
  return (
    <div className="vessels-panel">
      <FilterBar>
        <ToggleButton className="text-button" isSelected={locked} onChange={set_locked} data-testid="list-lock">
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <title>{t("list_lock")}</title>
            <path d={locked ? "M3.5 7.5h9v6h-9zM5 7.5V5a3 3 0 0 1 6 0v2.5" : "M3.5 7.5h9v6h-9zM5 7.5V5a3 3 0 0 1 5.8-1"} />
          </svg>{" "}
          {t(locked ? "list_locked" : "list_unlocked")}
        </ToggleButton>
      </FilterBar>
      <VesselList locked={locked} />
    </div>
  );
}

export default {
  id: "vessels",
  place: "dock",
  order: 10,
  title: "list_title",
  icon: <path d="M2 4h2M6 4h8M2 8h2M6 8h8M2 12h2M6 12h8" />,
  component: VesselsPanel,
  width_px: 592,
  commands: [
    { id: "open_vessels", group: "panels", text: "list_title", keys: ["l"], run: (frame) => frame.toggle_panel("vessels") },
    { id: "clear_filter", group: "vessels", text: "filter_clear", keys: ["x"], run: ({ console_ }) => console_.set_filter(kNoFilter) },
  ],
} satisfies Panel;
