// The filter's own form. Every change takes effect at once: the map answers while one tries.

import { useMemo, useState, type ReactElement } from "react";
import { Input, Label, NumberField, ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useConsole, useConsoleState, useTranslate } from "../ui/context";
import { useFrame } from "../ui/frame";
import { kClasses, type VesselClass } from "../words/class";
import { flag_name, flag_of } from "../words/flag";
import { class_text } from "../words/vessel";
import { is_empty, kNoFlag, kStations, type Filter, type Range, type Station } from "./filter";
import { useFilterWords } from "./filter_bar";
import { kPresetNameMax, load_presets, save_presets, with_preset } from "./presets";
import { zone_name } from "./words";

export function FilterEditor(): ReactElement {
  const console_ = useConsole();
  const { filter } = useConsoleState();
  const t = useTranslate();
  const change = (part: Partial<Filter>): void => console_.set_filter({ ...filter, ...part });
  return (
    <div id="filter-editor" className="filter-editor" data-testid="filter-editor">
      <Presets />
      <Group<VesselClass> name={t("filter_class")} all={kClasses.filter((one) => one !== "distress")} chosen={filter.classes} text={(one) => class_text(one, t)} on_change={(classes) => change({ classes })} />
      <Group<Station> name={t("filter_station")} all={kStations} chosen={filter.stations} text={(one) => t(one === "a" ? "kind_1" : "kind_2")} on_change={(stations) => change({ stations })} />
      <Flags chosen={filter.flags} on_change={(flags) => change({ flags })} />
      <RangeField name={t("speed")} unit="kn" step={0.5} range={filter.speed_kn} on_change={(speed_kn) => change({ speed_kn })} id="speed" />
      <RangeField name={t("length")} unit="m" step={1} range={filter.length_m} on_change={(length_m) => change({ length_m })} id="length" />
      <RangeField name={t("column_age_long")} unit="s" step={10} range={filter.age_s} on_change={(age_s) => change({ age_s })} id="age" />
      <AreaField />
      <label className="field">
        <span>{t("filter_text")}</span>
        <input type="text" value={filter.text} onChange={(event) => change({ text: event.target.value })} autoComplete="off" spellCheck={false} data-testid="filter-text" />
      </label>
    </div>
  );
}

interface GroupProps<T extends string> {
  name: string;
  all: readonly T[];
  chosen: readonly T[];
  text: (value: T) => string;
  on_change: (chosen: T[]) => void;
}

function Group<T extends string>({ name, all, chosen, text, on_change }: GroupProps<T>): ReactElement {
  return (
    <div className="field" role="group" aria-label={name}>
      <span>{name}</span>
      <ToggleButtonGroup
        className="toggles"
        aria-label={name}
        selectionMode="multiple"
        selectedKeys={chosen}
        onSelectionChange={(keys) => on_change(all.filter((one) => keys.has(one)))}
      >
        {all.map((one) => (
          <ToggleButton key={one} id={one} className="toggle" data-testid={`filter-${one}`}>
            {text(one)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
}

/** The flags in sight, the most frequent first; and those chosen, even when none is in sight. */
function Flags({ chosen, on_change }: { chosen: readonly string[]; on_change: (flags: string[]) => void }): ReactElement {
  const console_ = useConsole();
  const { tick } = useConsoleState();
  const { t, locale, format } = useFilterWords();
  const tens = Math.floor((tick?.seq ?? 0) / 10); // counting anew every ten ticks is enough
  const counts = useMemo(() => {
    const found = new Map<string, number>();
    for (const cell of console_.picture.cells.values()) {
      for (const mmsi of cell.mmsi) {
        const flag = flag_of(mmsi) ?? kNoFlag;
        found.set(flag, (found.get(flag) ?? 0) + 1);
      }
    }
    return found;
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [console_, tens]);
  const codes = [...new Set([...counts.keys(), ...chosen])].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || a.localeCompare(b));
  const toggle = (code: string, on: boolean): void => on_change(on ? [...chosen, code].sort() : chosen.filter((one) => one !== code));
  return (
    <fieldset className="field flags">
      <legend>{t("filter_flag")}</legend>
      <div className="checks">
        {codes.map((code) => (
          <label key={code} className="check">
            <input type="checkbox" checked={chosen.includes(code)} onChange={(event) => toggle(code, event.target.checked)} data-testid={`filter-flag-${code}`} />
            <span>{code === kNoFlag ? t("flag_none") : flag_name(code, locale)}</span>
            <bdi className="dim">{format.count(counts.get(code) ?? 0)}</bdi>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface RangeProps {
  id: string;
  name: string;
  unit: string;
  step: number;
  range: Range;
  on_change: (range: Range) => void;
}

function RangeField({ id, name, unit, step, range, on_change }: RangeProps): ReactElement {
  const t = useTranslate();
  const { digits, language } = useConsoleState();
  const end = (which: "min" | "max", label: string): ReactElement => (
    <NumberField
      className="number"
      key={`${which} ${digits} ${language}`}
      aria-label={`${name}, ${label}`}
      minValue={0}
      step={step}
      value={range[which] ?? NaN}
      onChange={(value) => {
        const { [which]: _, ...other } = range;
        on_change(Number.isNaN(value) ? other : { ...other, [which]: value });
      }}
    >
      <Label>{label}</Label>
      <Input data-testid={`filter-${id}-${which}`} />
    </NumberField>
  );
  return (
    <div className="field" role="group" aria-label={name}>
      <span>
        {name} <bdi className="dim">{unit}</bdi>
      </span>
      <div className="ends">
        {end("min", t("filter_from"))}
        {end("max", t("filter_to"))}
      </div>
    </div>
  );
}

function AreaField(): ReactElement {
  const console_ = useConsole();
  const frame = useFrame();
  const { filter, drawing } = useConsoleState();
  const { t, zones, language } = useFilterWords();
  const seen = (): void => {
    const box = frame.map()?.view_box() ?? null;
    if (box === null) return;
    const { south, west, north, east } = box;
    console_.set_filter({ ...filter, area: [[south, west], [south, east], [north, east], [north, west]] });
  };
  return (
    <div className="field" role="group" aria-label={t("filter_area")}>
      <span>{t("filter_area")}</span>
      <div className="ends">
        <select
          aria-label={t("filter_zone")}
          value={typeof filter.area === "string" ? filter.area : ""}
          onChange={(event) => console_.set_filter({ ...filter, area: event.target.value === "" ? null : event.target.value })}
          data-testid="filter-zone"
        >
          <option value="">{filter.area !== null && typeof filter.area !== "string" ? t("filter_area_drawn") : t("filter_zone_any")}</option>
          {zones.map((zone) => (
            <option key={zone.id} value={zone.id}>
              {zone_name(zone, language)}
            </option>
          ))}
        </select>
        <button type="button" className="text-button" onClick={seen} data-testid="filter-view">
          {t("filter_area_view")}
        </button>
        <button type="button" className="text-button" aria-pressed={drawing} onClick={() => console_.set_drawing(!drawing)} data-testid="filter-draw">
          {t("filter_area_draw")}
        </button>
      </div>
    </div>
  );
}

function Presets(): ReactElement {
  const console_ = useConsole();
  const { filter } = useConsoleState();
  const t = useTranslate();
  const [presets, set_presets] = useState(load_presets);
  const [name, set_name] = useState("");
  const keep = (all: typeof presets): void => {
    set_presets(all);
    save_presets(all);
  };
  return (
    <div className="field" role="group" aria-label={t("filter_presets")}>
      <span>{t("filter_presets")}</span>
      <div className="ends presets">
        {presets.map((preset) => (
          <span key={preset.name} className="chip">
            <button type="button" className="chip-name" onClick={() => console_.set_filter(preset.filter)}>
              <bdi>{preset.name}</bdi>
            </button>
            <button type="button" className="chip-remove" aria-label={t("filter_remove", { what: preset.name })} onClick={() => keep(presets.filter((one) => one !== preset))}>
              <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8" /></svg>
            </button>
          </span>
        ))}
        <form
          className="ends"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() === "" || is_empty(filter)) return;
            keep(with_preset(presets, name, filter));
            set_name("");
          }}
        >
          <input type="text" aria-label={t("filter_preset_name")} placeholder={t("filter_preset_name")} maxLength={kPresetNameMax} value={name} onChange={(event) => set_name(event.target.value)} data-testid="preset-name" />
          <button type="submit" className="text-button" disabled={name.trim() === "" || is_empty(filter)} data-testid="preset-save">
            {t("filter_preset_save")}
          </button>
        </form>
      </div>
    </div>
  );
}
