// What of the alerts the address holds: `alert=ID` is the chosen one, `alerts=group:safety;priority:1` which are listed.

import { kAllActive, kGroups, kShownStates, type AlertFilter } from "./alert";

export const kAlertKey = "alert";
export const kFilterKey = "alerts";
const kStates = ["active", "over", "all", ...kShownStates] as const;

/** Null where all active ones are listed: that goes without saying. */
export function write_alert_filter({ group, priority, state, mine }: AlertFilter): string | null {
  const parts = [
    group === null ? "" : `group:${group}`,
    priority === null ? "" : `priority:${priority}`,
    state === kAllActive.state ? "" : `state:${state}`,
    mine === null ? "" : `mine:${mine}`, // the last part: a name may hold anything
  ];
  return parts.filter((part) => part !== "").join(";") || null;
}

/** What cannot be read is left out. */
export function read_alert_filter(text: string): AlertFilter {
  const [, said, mine] = /^(.*?)(?:(?:^|;)mine:(.+))?$/s.exec(text) ?? [];
  const parts = new Map((said ?? "").split(";").map((part) => [part.slice(0, part.indexOf(":")), part.slice(part.indexOf(":") + 1)]));
  return {
    group: kGroups.find((one) => one === parts.get("group")) ?? null,
    priority: ([1, 2, 3] as const).find((one) => String(one) === parts.get("priority")) ?? null,
    state: kStates.find((one) => one === parts.get("state")) ?? kAllActive.state,
    mine: mine ?? null,
  };
}
