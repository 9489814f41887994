// The auditor's page: who did what, when, from where, and what came of it; by filter and page, as CSV, and
// whether the log is whole.

import { useEffect, useMemo, useState, type ReactElement } from "react";
import { useFormat, useTranslate } from "../ui/context";
import type { Panel } from "../ui/frame";
import { sentence } from "./hooks";
import { Time } from "./parts";
import { session_store, type Answer, type Schema } from "./session";

const kSubjects = ["", "session.", "user.", "token.", "history.", "audit.", "access."] as const;
const kSubjectNames = { "": "all", "session.": "session", "user.": "user", "token.": "token", "history.": "history", "audit.": "audit", "access.": "access" } as const;
const kOutcomes = ["", "done", "refused", "failed"] as const;

interface Filter {
  who: string;
  what: (typeof kSubjects)[number];
  outcome: (typeof kOutcomes)[number];
  /** Days, UTC, as <input type=date> gives them; both included. */
  from: string;
  to: string;
}

function query_of({ who, what, outcome, from, to }: Filter): URLSearchParams {
  const query = new URLSearchParams();
  if (who.trim() !== "") query.set("who", who.trim());
  if (what !== "") query.set("what", what);
  if (outcome !== "") query.set("outcome", outcome);
  if (from !== "") query.set("from", `${from}T00:00:00Z`);
  if (to !== "") query.set("to", new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000).toISOString());
  return query;
}

function AuditPage(): ReactElement {
  const t = useTranslate();
  const [filter, set_filter] = useState<Filter>({ who: "", what: "", outcome: "", from: "", to: "" });
  const [entries, set_entries] = useState<Schema["AuditEntry"][]>([]);
  const [next, set_next] = useState<number | undefined>();
  const [wrong, set_wrong] = useState<Answer<Schema["Audit"]> | null>(null);
  const query = useMemo(() => query_of(filter), [filter]);
  const load = async (before: number | undefined, current: () => boolean): Promise<void> => {
    const asked = new URLSearchParams(query);
    if (before !== undefined) asked.set("before", String(before));
    const answer = await session_store.send<Schema["Audit"]>("GET", `/api/v1/audit?${asked}`);
    if (!current()) return;
    set_wrong(answer.ok ? null : answer);
    if (answer.json === null) return;
    const page = answer.json;
    set_entries((shown) => (before === undefined ? page.entries : [...shown, ...page.entries]));
    set_next(page.next_before);
  };
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => void load(undefined, () => current), 250); // not at each letter typed
    return () => {
      current = false;
      clearTimeout(timer);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- load is made of query alone
  }, [query]);
  return (
    <div className="audit">
      <Filters filter={filter} on_change={set_filter} />
      <div className="buttons">
        <a className="button" href={`/api/v1/audit.csv?${query}`} download="audit.csv">{t("audit_csv")}</a>
        <Check />
      </div>
      {wrong !== null && <p role="alert" className="wrong">{sentence(t, wrong)}</p>}
      <Entries entries={entries} />
      {next !== undefined && <button type="button" onClick={() => void load(next, () => true)}>{t("audit_older")}</button>}
    </div>
  );
}

function Filters({ filter, on_change }: { filter: Filter; on_change: (filter: Filter) => void }): ReactElement {
  const t = useTranslate();
  const set = (part: Partial<Filter>): void => on_change({ ...filter, ...part });
  return (
    <form className="filters" role="search" aria-label={t("audit_filter")} onSubmit={(event) => event.preventDefault()}>
      <label>
        <span>{t("audit_who")}</span>
        <input value={filter.who} dir="ltr" spellCheck={false} onChange={(event) => set({ who: event.target.value })} data-testid="audit-who" />
      </label>
      <label>
        <span>{t("audit_what")}</span>
        <select value={filter.what} onChange={(event) => set({ what: event.target.value as Filter["what"] })} data-testid="audit-what">
          {kSubjects.map((one) => <option key={one} value={one}>{t(`audit_subject_${kSubjectNames[one]}`)}</option>)}
        </select>
      </label>
      <label>
        <span>{t("audit_outcome")}</span>
        <select value={filter.outcome} onChange={(event) => set({ outcome: event.target.value as Filter["outcome"] })} data-testid="audit-outcome">
          {kOutcomes.map((one) => <option key={one} value={one}>{one === "" ? t("audit_subject_all") : t(`audit_outcome_${one}`)}</option>)}
        </select>
      </label>
      <label>
        <span>{t("audit_from")}</span>
        <input type="date" value={filter.from} onChange={(event) => set({ from: event.target.value })} />
      </label>
      <label>
        <span>{t("audit_to")}</span>
        <input type="date" value={filter.to} onChange={(event) => set({ to: event.target.value })} />
      </label>
    </form>
  );
}

function Check(): ReactElement {
  const t = useTranslate();
  const format = useFormat();
  const [result, set_result] = useState<Answer<Schema["AuditCheck"]> | null>(null);
  const check = async (): Promise<void> => set_result(await session_store.send("GET", "/api/v1/audit/check"));
  const said = (): string => {
    if (result === null) return "";
    if (result.json === null) return sentence(t, result);
    const { whole, entries, wrong_at } = result.json;
    return whole ? t("audit_whole", { count: format.count(entries) }) : t("audit_broken", { seq: wrong_at ?? 0 });
  };
  return (
    <>
      <button type="button" onClick={() => void check()}>{t("audit_check")}</button>
      <span role="status" className={result?.json?.whole === false ? "wrong" : ""} data-testid="audit-check">{said()}</span>
    </>
  );
}

function Entries({ entries }: { entries: Schema["AuditEntry"][] }): ReactElement {
  const t = useTranslate();
  if (entries.length === 0) return <p className="dim" role="status">{t("audit_none")}</p>;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("audit_title")}>
      <table className="plain-table" data-testid="audit">
        <thead>
          <tr>
            <th scope="col">{t("audit_when")}</th>
            <th scope="col">{t("audit_who")}</th>
            <th scope="col">{t("audit_where")}</th>
            <th scope="col">{t("audit_what")}</th>
            <th scope="col">{t("audit_subject")}</th>
            <th scope="col">{t("audit_outcome")}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.seq} className={entry.outcome}>
              <td><Time at={entry.at} /></td>
              <td><bdi>{entry.who === "" ? t("audit_unknown") : entry.who}</bdi></td>
              <td><bdi dir="ltr">{entry.from}</bdi></td>
              <td><bdi dir="ltr">{entry.what}</bdi></td>
              <td><bdi dir="ltr">{entry.subject}</bdi>{entry.detail !== "" && <div className="dim"><bdi dir="ltr">{entry.detail}</bdi></div>}</td>
              <td><span className={`outcome ${entry.outcome}`}>{t(`audit_outcome_${entry.outcome}`)}</span></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export default {
  id: "audit",
  place: "page",
  order: 120,
  title: "audit_title",
  icon: <path d="M3 1.8h7l3 3v9.4H3ZM5.5 7h5M5.5 9.5h5M5.5 12h3" />,
  component: AuditPage,
  offered: () => session_store.may("read_audit"),
} satisfies Panel;
