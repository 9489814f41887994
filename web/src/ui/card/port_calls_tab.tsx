// Where she called, as the history shows it.

import type { ReactElement } from "react";
import { in_language } from "../../area/pack";
import { ask_port_calls } from "../../past/api";
import { useConsoleState, useFormat, useTranslate } from "../context";
import { Answered } from "./answer";
import { Instant } from "./instant";
import { useAnswer } from "./use_answer";

const kAgain_ms = 60_000;

export function PortCallsTab({ mmsi }: { mmsi: number }): ReactElement {
  const { area, language } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  const answer = useAnswer(`ports ${mmsi}`, (signal) => ask_port_calls(mmsi, { limit: 30 }, signal), kAgain_ms);
  // The pack's ports have names in each language; the node tells the English one.
  const name = (port: string): string => in_language(area?.pack.place?.find((place) => Object.values(place.name).includes(port))?.name, language, port);
  return (
    <Answered answer={answer} empty={({ items }) => items.length === 0} nothing={t("port_calls_none")}>
      {({ items }) => (
        <ol className="changes" data-testid="port-calls">
          {items.map((call) => (
            <li key={call.arrived_ms}>
              <strong><bdi>{name(call.port)}</bdi></strong>
              <div className="dim">
                {t("port_arrived")} <Instant ms={call.arrived_ms} />
              </div>
              {call.left_ms === undefined ? (
                <div>{t("port_there")}</div>
              ) : (
                <div className="dim">
                  {t("port_left")} <Instant ms={call.left_ms} /> · {t("port_stayed", { age: format.age((call.left_ms - call.arrived_ms) / 1000) })}
                </div>
              )}
            </li>
          ))}
        </ol>
      )}
    </Answered>
  );
}
