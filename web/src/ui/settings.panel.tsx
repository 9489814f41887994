// What an officer sets once: digits, the second calendar, keys of one character.

import type { ReactElement } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { about, kDigits } from "../i18n/languages";
import { useConsole, useConsoleState, useTranslate } from "./context";
import type { Panel } from "./frame";

function SettingsButton(): ReactElement {
  const t = useTranslate();
  return (
    <DialogTrigger>
      <Button className="plain" aria-label={t("settings")} data-testid="settings">
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 4.5h7M13 4.5h1M2 11.5h1M7 11.5h7M11 2.5v4M5 9.5v4" />
        </svg>
      </Button>
      <Popover className="popover" placement="bottom end">
        <Dialog aria-label={t("settings")}>
          <Settings />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Settings(): ReactElement {
  const console_ = useConsole();
  const { language, digits, own_calendar, single_keys } = useConsoleState();
  const t = useTranslate();
  const { calendar, digits: own_digits } = about(language);
  return (
    <div className="settings">
      <h3>{t("settings")}</h3>
      <fieldset className="field" disabled={own_digits === "latn"}>
        <legend>{t("settings_digits")}</legend>
        {kDigits.map((choice) => (
          <label key={choice} className="check">
            <input type="radio" name="digits" checked={digits === choice} onChange={() => console_.set_digits(choice)} data-testid={`digits-${choice}`} />
            {t(`settings_digits_${choice}`)}
          </label>
        ))}
      </fieldset>
      <label className="check">
        <input
          type="checkbox"
          disabled={calendar === "gregory"}
          checked={calendar !== "gregory" && own_calendar}
          onChange={(event) => console_.set_own_calendar(event.target.checked)}
          data-testid="own-calendar"
        />
        {t("settings_calendar")}
      </label>
      <label className="check">
        <input type="checkbox" checked={single_keys} onChange={(event) => console_.set_single_keys(event.target.checked)} />
        {t("help_single_keys")}
      </label>
    </div>
  );
}

export default {
  id: "settings",
  place: "bar",
  order: 90,
  title: "settings",
  component: SettingsButton,
} satisfies Panel;
