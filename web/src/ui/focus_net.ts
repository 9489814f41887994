// Focus is never lost: when the element that has it leaves the page, the map takes it, so that the next key
// still does something and a screen reader stays where the officer works.

import { useEffect } from "react";

export function useFocusNet(to: () => void): void {
  useEffect(() => {
    let last: Element | null = null;
    const on_focus = (event: FocusEvent): void => {
      last = event.target instanceof Element ? event.target : null;
    };
    const watch = new MutationObserver(() => {
      if (last === null || last.isConnected) return;
      last = null;
      if (document.activeElement === document.body || document.activeElement === null) to();
    });
    document.addEventListener("focusin", on_focus);
    watch.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener("focusin", on_focus);
      watch.disconnect();
    };
  }, [to]);
}
