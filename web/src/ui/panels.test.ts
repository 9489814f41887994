import { describe, expect, it } from "vitest";
import { kFiles } from "../i18n/languages";
import { kPanels } from "./panels";

describe("the panels", () => {
  it("are found by their file names, each with an id of its own and a name", () => {
    expect(kPanels.length).toBeGreaterThan(0);
    expect(new Set(kPanels.map((panel) => panel.id)).size).toBe(kPanels.length);
    for (const panel of kPanels) {
      expect(panel.id).toMatch(/^[a-z_]+$/);
      expect(kFiles.get("en"), panel.id).toHaveProperty(panel.title);
      if (panel.place === "dock" || panel.place === "page") expect(panel.icon, panel.id).toBeDefined();
    }
  });
  it("stand in their order", () => {
    const orders = kPanels.map((panel) => panel.order);
    expect(orders).toEqual([...orders].sort((a, b) => a - b));
  });
});
