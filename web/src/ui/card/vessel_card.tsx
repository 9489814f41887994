// What is known of the selected vessel, the moving figures first and large; behind tabs who she is and was,
// where she has been, and what she sent.

import { useEffect, useState, type ReactElement } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import type { TextKey } from "../../i18n/languages";
import { locale_of } from "../../i18n/languages";
import { with_key } from "../../keys/chord";
import type { Found } from "../../picture/picture";
import { flag_name, flag_of } from "../../words/flag";
import { useConsole, useConsoleState, useTranslate } from "../context";
import { useFrame } from "../frame";
import { IdentityTab } from "./identity_tab";
import { MessagesTab } from "./messages_tab";
import { NowTab } from "./now_tab";
import { PortCallsTab } from "./port_calls_tab";
import { TrackTab } from "./track_tab";

const kTabs: [id: string, name: TextKey][] = [
  ["now", "card_tab_now"], ["identity", "card_tab_identity"], ["track", "card_tab_track"], ["messages", "card_tab_messages"], ["ports", "card_tab_ports"],
];

export function VesselCard(): ReactElement | null {
  const console_ = useConsole();
  const { selected, tick } = useConsoleState();
  const [last, set_last] = useState<{ mmsi: number; found: Found } | null>(null);
  const found = console_.find_selected();

  useEffect(() => {
    if (selected === null) set_last(null);
    else if (found !== null) set_last({ mmsi: selected, found });
    // Each tick brings a new row; what was last known stays when none comes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected, tick]);

  if (selected === null) return null;
  return <Card mmsi={selected} gone={found === null} shown={found ?? (last?.mmsi === selected ? last.found : null)} />;
}

function Card({ mmsi, gone, shown }: { mmsi: number; gone: boolean; shown: Found | null }): ReactElement {
  const console_ = useConsole();
  const { extras } = useConsoleState();
  const t = useTranslate();
  const identity = console_.picture.identities.get(mmsi);
  const tab = kTabs.find(([id]) => id === extras.card)?.[0] ?? "now";
  return (
    <aside className="card" aria-label={t("card_label", { name: identity?.name ?? String(mmsi) })} data-testid="card" data-mmsi={mmsi}>
      <Head mmsi={mmsi} name={identity?.name} />
      {identity?.name === undefined && <p className="dim">{t("card_unnamed")}</p>}
      {gone && <p className="warn">{t("card_gone")}</p>}
      <Tabs className="tabs" selectedKey={tab} onSelectionChange={(id) => console_.set_extra("card", id === "now" ? null : String(id))}>
        <TabList className="tab-list" aria-label={t("card_tabs")}>
          {kTabs.map(([id, name]) => (
            <Tab key={id} id={id} className="tab" data-testid={`tab-${id}`}>
              {t(name)}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="now">{shown !== null && <NowTab found={shown} identity={identity} />}</TabPanel>
        <TabPanel id="identity"><IdentityTab key={mmsi} mmsi={mmsi} /></TabPanel>
        <TabPanel id="track"><TrackTab key={mmsi} mmsi={mmsi} /></TabPanel>
        <TabPanel id="messages"><MessagesTab key={mmsi} mmsi={mmsi} /></TabPanel>
        <TabPanel id="ports"><PortCallsTab key={mmsi} mmsi={mmsi} /></TabPanel>
      </Tabs>
    </aside>
  );
}

function Head({ mmsi, name }: { mmsi: number; name: string | undefined }): ReactElement {
  const console_ = useConsole();
  const frame = useFrame();
  const { language } = useConsoleState();
  const t = useTranslate();
  const flag = flag_of(mmsi);
  return (
    <div className="head">
      <h2>
        <bdi>{name ?? mmsi}</bdi>
        <span className="flag" data-testid="card-flag">
          {flag === null ? t("flag_none") : flag_name(flag, locale_of(language))}
        </span>
      </h2>
      <button type="button" className="plain" onClick={() => frame.centre_selected()} title={with_key(t("card_centre"), "c")} aria-label={t("card_centre")}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M8 1v4M8 11v4M1 8h4M11 8h4M8 4.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6" />
        </svg>
      </button>
      <button type="button" className="plain" onClick={() => console_.select(null)} title={with_key(t("close"), "Escape")} aria-label={t("close")}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 3l10 10M13 3L3 13" />
        </svg>
      </button>
    </div>
  );
}
