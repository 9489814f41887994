// How components reach the toolbox.

import { useSyncExternalStore } from "react";
import { useConsole } from "../ui/context";
import { toolbox_of, type Toolbox, type ToolState } from "./toolbox";

export function useToolbox(): Toolbox {
  return toolbox_of(useConsole());
}

export function useTools(): ToolState {
  const toolbox = useToolbox();
  return useSyncExternalStore(toolbox.subscribe, toolbox.snapshot);
}
