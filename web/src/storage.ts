// What this browser keeps for the officer, and only that: looks, presets, widths. Where storage is
// forbidden the console works without, and a choice lives as long as the window.

const kPrefix = "narrows.";

export function read_stored(name: string): string | null {
  try {
    return window.localStorage.getItem(kPrefix + name);
  } catch {
    return null;
  }
}

export function write_stored(name: string, value: string | null): void {
  try {
    if (value === null) window.localStorage.removeItem(kPrefix + name);
    else window.localStorage.setItem(kPrefix + name, value);
  } catch {
    // forbidden or full
  }
}
