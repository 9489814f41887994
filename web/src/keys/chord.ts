// Which key a person meant, on whatever keyboard. A command names a character of an English keyboard ("n",
// "Shift+n", "/", "?") or a named key ("ArrowLeft"). The character that a key gives comes first, so that a
// command is where the keycap says it is; a key that gives a letter of another script is taken by where it
// stands, so that no command is dead on an Arabic or Persian keyboard. Pure: no DOM but the event's fields.

export interface KeyPress {
  key: string;
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  /** AltGr makes characters and counts as no modifier; it arrives as Ctrl and Alt. */
  getModifierState?(modifier: string): boolean;
}

/** Characters of an English (US) keyboard by their place: alone and with Shift. */
const kPlaces: Record<string, readonly [string, string]> = {
  Minus: ["-", "_"], Equal: ["=", "+"], BracketLeft: ["[", "{"], BracketRight: ["]", "}"], Backslash: ["\\", "|"],
  Semicolon: [";", ":"], Quote: ["'", '"'], Comma: [",", "<"], Period: [".", ">"], Slash: ["/", "?"], Backquote: ["`", "~"],
};
const kShiftedDigits = ")!@#$%^&*(";

/** What the key at this place gives on an English keyboard; null for a place that gives no character. */
export function english(code: string, shift: boolean): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shift ? letter : letter.toLowerCase();
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return shift ? kShiftedDigits[Number(digit)]! : digit;
  const numpad = /^Numpad(\d)$/.exec(code)?.[1];
  if (numpad !== undefined) return numpad;
  return kPlaces[code]?.[shift ? 1 : 0] ?? null;
}

/** The chord pressed, in the words of commands; null when it is none: a modifier, or meant for the browser. */
export function chord_of(press: KeyPress): string | null {
  const alt_graph = press.getModifierState?.("AltGraph") === true;
  if ((press.ctrlKey || press.altKey) && !alt_graph) return null;
  if (press.metaKey) return null;
  const { key } = press;
  if (["Shift", "Control", "Alt", "AltGraph", "Meta", "Dead", "Process", "Unidentified", "CapsLock"].includes(key)) {
    // A dead key makes no character by itself: it counts by its place.
    return key === "Dead" ? spell(english(press.code, press.shiftKey)) : null;
  }
  if (/^[A-Za-z][A-Za-z0-9]+$/.test(key)) return press.shiftKey ? `Shift+${key}` : key; // ArrowLeft, Escape, F2
  if (/^[\x20-\x7e]$/.test(key)) return spell(key, press.shiftKey);
  return spell(english(press.code, press.shiftKey));
}

/** Letters are told apart by Shift, not by Caps Lock; other characters are what they are. */
function spell(character: string | null, shift?: boolean): string | null {
  if (character === null) return null;
  if (!/[A-Za-z]/.test(character)) return character;
  const with_shift = shift ?? character !== character.toLowerCase();
  return with_shift ? `Shift+${character.toLowerCase()}` : character.toLowerCase();
}

/** A command that one character alone sets off can be switched off (WCAG 2.1.4); named keys are no characters. */
export function is_character(chord: string): boolean {
  return chord.replace(/^Shift\+/, "").length === 1;
}

const kCaps: Record<string, string> = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", "-": "−", " ": "␣" };

/** What stands on the keycaps of a chord. */
export function keycaps(chord: string): string[] {
  return chord.split(/(?<=.)\+(?=.)/).map((part) => kCaps[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

/** What a button does, with the key that does the same: "Zoom in (+)". */
export function with_key(text: string, chord: string | undefined): string {
  return chord === undefined ? text : `${text} (${keycaps(chord).join(" ")})`;
}
