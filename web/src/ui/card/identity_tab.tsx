// Who she is: flag, what her numbers tell, what is remarkable about what she says, and each change of it.

import { Fragment, type ReactElement } from "react";
import { locale_of } from "../../i18n/languages";
import { ask_changes, ask_vessel, type Change, type Page, type VesselFacts } from "../../past/api";
import { field_text, remark_text } from "../../past/words";
import { flag_name } from "../../words/flag";
import { good, type Result } from "../../wire/result";
import { useConsoleState, useFormat, useTranslate } from "../context";
import { Answered } from "./answer";
import { Fact } from "./now_tab";
import { Instant } from "./instant";
import { useAnswer } from "./use_answer";

const kAgain_ms = 30_000;

interface Known {
  facts: VesselFacts;
  changes: Change[];
}

/** The changes of the whole history where it is kept, else the last ones the picture remembers. */
async function ask(mmsi: number, signal: AbortSignal): Promise<Result<Known>> {
  const [facts, changes] = await Promise.all([ask_vessel(mmsi, signal), ask_changes(mmsi, { limit: 50 }, signal)]);
  if (!facts.ok) return facts;
  const all: Page<Change> = changes.ok && changes.value.items.length > 0 ? changes.value : { items: [...facts.value.changes].reverse() };
  return good({ facts: facts.value, changes: all.items });
}

export function IdentityTab({ mmsi }: { mmsi: number }): ReactElement {
  const { language } = useConsoleState();
  const t = useTranslate();
  const format = useFormat();
  const answer = useAnswer(`identity ${mmsi}`, (signal) => ask(mmsi, signal), kAgain_ms);
  const flag = (facts: VesselFacts): string =>
    facts.flag === undefined ? t("flag_none") : facts.flag.iso2 === undefined ? t("flag_unassigned", { mid: String(facts.flag.mid) }) : flag_name(facts.flag.iso2, locale_of(language));
  return (
    <Answered answer={answer} empty={() => false} nothing="">
      {({ facts, changes }) => (
        <>
          <dl className="facts">
            <Fact name={t("column_flag")} own>{flag(facts)}</Fact>
            <Fact name={t("mmsi")}>{facts.mmsi}</Fact>
            <Fact name={t("imo")}>{facts.imo}</Fact>
            <Fact name={t("call_sign")}>{facts.call_sign}</Fact>
            <Fact name={t("mother_ship")}>{facts.mother_ship_mmsi}</Fact>
          </dl>
          <h3>{t("remarks")}</h3>
          {facts.remarks.length === 0 && <p className="dim">{t("remarks_none")}</p>}
          <ul className="remarks" data-testid="remarks">
            {facts.remarks.map((remark) => (
              <li key={`${remark.what} ${remark.value ?? ""}`}>
                <span className="warn">{remark_text(remark, t)}</span>
                {remark.value !== undefined && <> <bdi>{remark.value}</bdi></>}
                {remark.last_ms !== undefined && <div className="dim"><Instant ms={remark.last_ms} /></div>}
              </li>
            ))}
          </ul>
          <h3>{t("changes")}</h3>
          {changes.length === 0 && <p className="dim">{t("changes_none")}</p>}
          <ol className="changes" data-testid="changes">
            {changes.map((change, i) => (
              <li key={`${change.observed_ms} ${change.field} ${i}`}>
                <div className="dim">
                  <Instant ms={change.observed_ms} /> · {field_text(change.field, t)}
                </div>
                {change.previous !== undefined && change.previous !== "" && (
                  <Fragment>
                    <del><bdi>{change.previous}</bdi></del>{" "}
                  </Fragment>
                )}
                <bdi>{change.value === "" ? format.digits("–") : change.value}</bdi>
              </li>
            ))}
          </ol>
        </>
      )}
    </Answered>
  );
}
