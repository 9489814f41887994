import { describe, expect, it } from "vitest";
import { read_alert_filter, write_alert_filter } from "./address";
import { kAllActive, kGroups, kShownStates, type AlertFilter } from "./alert";

describe("the filter of alerts in the address", () => {
  it("comes back as it was", () => {
    for (const group of [null, ...kGroups])
      for (const priority of [null, 1, 2, 3] as const)
        for (const state of ["active", "over", "all", ...kShownStates] as const)
          for (const mine of [null, "noor", "a;state:all;mine:b"]) {
            const filter: AlertFilter = { group, priority, state, mine };
            expect(read_alert_filter(write_alert_filter(filter) ?? ""), JSON.stringify(filter)).toEqual(filter);
          }
  });
  it("is unsaid where all active ones are listed", () => expect(write_alert_filter(kAllActive)).toBeNull());
  it("leaves out what it cannot read", () => {
    expect(read_alert_filter("group:weather;priority:7;state:held;mine:")).toEqual(kAllActive);
    expect(read_alert_filter(";;:;priority;group:safety;x:y")).toEqual({ ...kAllActive, group: "safety" });
  });
});
