// What to do next, and who is near enough to be sent: proposed beside what the alert claims.

import { useEffect, useState, type ReactElement } from "react";
import { session_store, type Schema } from "../account/session";
import { useBearing, useMiles } from "../tools/parts";
import { useTranslate } from "../ui/context";
import { useFrame } from "../ui/frame";
import type { Alert } from "./alert";
import { help_box, nearest_help, situation_of, wants_help, type Help } from "./next_steps";

export function NextSteps({ alert }: { alert: Alert }): ReactElement | null {
  const t = useTranslate();
  const situation = situation_of(alert.kind);
  if (situation === null) return null;
  return (
    <div className="next-steps" data-testid="next-steps">
      <h4>{t("alert_next")}</h4>
      <ol>
        <li>{t(`alert_next_${situation}_1`)}</li>
        <li>{t(`alert_next_${situation}_2`)}</li>
      </ol>
      {wants_help(alert) && alert.end === null && <Nearest alert={alert} />}
    </div>
  );
}

function Nearest({ alert }: { alert: Alert }): ReactElement | null {
  const t = useTranslate();
  const frame = useFrame();
  const miles = useMiles();
  const bearing = useBearing();
  const [help, set_help] = useState<readonly Help[] | null>(null);
  // Once: distances of a minute ago are good enough to choose by, and the map shows where they are now.
  useEffect(() => {
    let current = true;
    void session_store.send<Schema["Tracks"]>("GET", `/api/v1/tracks?limit=10000&bbox=${help_box(alert)}`).then(({ json }) => {
      if (current && json !== null) set_help(nearest_help(alert, json));
    });
    return () => {
      current = false;
    };
  }, [alert.id]);
  if (help === null) return null;
  return (
    <p data-testid="nearest-help">
      <span className="dim">{t(help.length === 0 ? "alert_help_none" : "alert_help")}</span>{" "}
      {help.map(({ mmsi, name, distance_m, bearing_deg }) => (
        <span key={mmsi}>
          <button type="button" className="link-button" onClick={() => frame.show(mmsi, true)}><bdi>{name ?? mmsi}</bdi></button>{" "}
          <span className="dim"><bdi dir="ltr">{miles(distance_m)} {bearing(bearing_deg)}</bdi></span>{" "}
        </span>
      ))}
    </p>
  );
}
