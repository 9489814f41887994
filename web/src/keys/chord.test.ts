import { describe, expect, it } from "vitest";
import { kCoreCommands } from "../ui/core_commands";
import { kPanels } from "../ui/panels";
import { chord_of, english, is_character, keycaps, type KeyPress } from "./chord";

function press(key: string, code = "", held: { shift?: boolean; ctrl?: boolean; alt?: boolean; meta?: boolean; alt_graph?: boolean } = {}): KeyPress {
  return {
    key, code, shiftKey: held.shift ?? false, ctrlKey: held.ctrl ?? false, altKey: held.alt ?? false, metaKey: held.meta ?? false,
    getModifierState: (name) => name === "AltGraph" && (held.alt_graph ?? false),
  };
}

/**
 * Keyboards as they are sold: what the 47 character keys give alone and with Shift, from the row of digits
 * down, in the order of `kCodes`. Arabic 101, Persian (ISIRI 9147), German, French, Swedish, Danish, US Dvorak, Russian.
 */
const kCodes = [
  "Backquote", "Digit1", "Digit2", "Digit3", "Digit4", "Digit5", "Digit6", "Digit7", "Digit8", "Digit9", "Digit0", "Minus", "Equal",
  "KeyQ", "KeyW", "KeyE", "KeyR", "KeyT", "KeyY", "KeyU", "KeyI", "KeyO", "KeyP", "BracketLeft", "BracketRight",
  "KeyA", "KeyS", "KeyD", "KeyF", "KeyG", "KeyH", "KeyJ", "KeyK", "KeyL", "Semicolon", "Quote",
  "KeyZ", "KeyX", "KeyC", "KeyV", "KeyB", "KeyN", "KeyM", "Comma", "Period", "Slash",
];
const kKeyboards: Record<string, [string, string]> = {
  us: ["` 1 2 3 4 5 6 7 8 9 0 - = q w e r t y u i o p [ ] a s d f g h j k l ; ' z x c v b n m , . /",
       "~ ! @ # $ % ^ & * ( ) _ + Q W E R T Y U I O P { } A S D F G H J K L : \" Z X C V B N M < > ?"],
  arabic_101: ["ذ 1 2 3 4 5 6 7 8 9 0 - = ض ص ث ق ف غ ع ه خ ح ج د ش س ي ب ل ا ت ن م ك ط ئ ء ؤ ر لا ى ة و ز ظ",
               "ّ ! @ # $ % ^ & * ) ( _ + َ ً ُ ٌ لإ إ ‘ ÷ × ؛ < > ِ ٍ ] [ لأ أ ـ ، / : \" ~ ْ } { لآ آ ’ , . ؟"],
  persian: ["‍ ۱ ۲ ۳ ۴ ۵ ۶ ۷ ۸ ۹ ۰ - = ض ص ث ق ف غ ع ه خ ح ج چ ش س ی ب ل ا ت ن م ک گ ظ ط ز ر ذ د پ و . /",
            "÷ ! ٬ ٫ ﷼ ٪ × ، * ) ( ـ + ْ ٌ ٍ ً ُ ِ َ ّ ] [ } { ؤ ئ ي إ أ آ ة » « : ؛ ك ٓ ژ ٰ ‌ ٔ ء > < ؟"],
  german: ["^ 1 2 3 4 5 6 7 8 9 0 ß ´ q w e r t z u i o p ü + a s d f g h j k l ö ä y x c v b n m , . -",
           "° ! \" § $ % & / ( ) = ? ` Q W E R T Z U I O P Ü * A S D F G H J K L Ö Ä Y X C V B N M ; : _"],
  french: ["² & é \" ' ( - è _ ç à ) = a z e r t y u i o p ^ $ q s d f g h j k l m ù w x c v b n , ; : !",
           "~ 1 2 3 4 5 6 7 8 9 0 ° + A Z E R T Y U I O P ¨ £ Q S D F G H J K L M % W X C V B N ? . / §"],
  swedish: ["§ 1 2 3 4 5 6 7 8 9 0 + ´ q w e r t y u i o p å ¨ a s d f g h j k l ö ä z x c v b n m , . -",
            "½ ! \" # ¤ % & / ( ) = ? ` Q W E R T Y U I O P Å ^ A S D F G H J K L Ö Ä Z X C V B N M ; : _"],
  danish: ["½ 1 2 3 4 5 6 7 8 9 0 + ´ q w e r t y u i o p å ¨ a s d f g h j k l æ ø z x c v b n m , . -",
           "§ ! \" # ¤ % & / ( ) = ? ` Q W E R T Y U I O P Å ^ A S D F G H J K L Æ Ø Z X C V B N M ; : _"],
  dvorak: ["` 1 2 3 4 5 6 7 8 9 0 [ ] ' , . p y f g c r l / = a o e u i d h t n s - ; q j k x b m w v z",
           "~ ! @ # $ % ^ & * ( ) { } \" < > P Y F G C R L ? + A O E U I D H T N S _ : Q J K X B M W V Z"],
  russian: ["ё 1 2 3 4 5 6 7 8 9 0 - = й ц у к е н г ш щ з х ъ ф ы в а п р о л д ж э я ч с м и т ь б ю .",
            "Ё ! \" № ; % : ? * ( ) _ + Й Ц У К Е Н Г Ш Щ З Х Ъ Ф Ы В А П Р О Л Д Ж Э Я Ч С М И Т Ь Б Ю ,"],
};

function reachable(keyboard: [string, string]): Set<string> {
  const chords = new Set<string>();
  keyboard.forEach((row, shift) =>
    row.split(" ").forEach((key, i) => {
      const chord = chord_of(press(key, kCodes[i]!, { shift: shift === 1 }));
      if (chord !== null) chords.add(chord);
    }),
  );
  return chords;
}

const commands = [...kCoreCommands, ...kPanels.flatMap((panel) => panel.commands ?? [])];

describe("a chord", () => {
  it("is the character the key gives, letters told apart by Shift and not by Caps Lock", () => {
    expect(chord_of(press("n", "KeyN"))).toBe("n");
    expect(chord_of(press("N", "KeyN", { shift: true }))).toBe("Shift+n");
    expect(chord_of(press("N", "KeyN"))).toBe("n"); // Caps Lock
    expect(chord_of(press("n", "KeyN", { shift: true }))).toBe("Shift+n"); // Caps Lock and Shift
    expect(chord_of(press("n", "KeyL"))).toBe("n"); // Dvorak: the keycap counts, not the place
    expect(chord_of(press("?", "Minus", { shift: true }))).toBe("?"); // German
    expect(chord_of(press("-", "Slash"))).toBe("-");
    expect(chord_of(press("ArrowLeft", "ArrowLeft"))).toBe("ArrowLeft");
    expect(chord_of(press("Tab", "Tab", { shift: true }))).toBe("Shift+Tab");
  });

  it("is taken by its place where the key gives another script's letter", () => {
    expect(chord_of(press("ى", "KeyN"))).toBe("n");
    expect(chord_of(press("لا", "KeyB"))).toBe("b"); // one key, two letters
    expect(chord_of(press("آ", "KeyN", { shift: true }))).toBe("Shift+n");
    expect(chord_of(press("؟", "Slash", { shift: true }))).toBe("?");
    expect(chord_of(press("ظ", "Slash"))).toBe("/");
    expect(chord_of(press("۰", "Digit0"))).toBe("0");
    expect(chord_of(press("٠", "Numpad0"))).toBe("0");
    expect(chord_of(press("Dead", "Equal"))).toBe("=");
  });

  it("leaves the browser its own", () => {
    for (const held of [{ ctrl: true }, { alt: true }, { meta: true }, { ctrl: true, alt: true }]) {
      expect(chord_of(press("n", "KeyN", held)), JSON.stringify(held)).toBeNull();
    }
    expect(chord_of(press("[", "Digit8", { ctrl: true, alt: true, alt_graph: true }))).toBe("[");
    for (const key of ["Shift", "Control", "Alt", "Meta", "Process"]) expect(chord_of(press(key))).toBeNull();
    expect(chord_of(press("é", "IntlBackslash"))).toBeNull();
  });

  it("is written as the keycaps are", () => {
    expect(keycaps("Shift+n")).toEqual(["Shift", "N"]);
    expect(keycaps("+")).toEqual(["+"]);
    expect(keycaps("ArrowUp")).toEqual(["↑"]);
    expect(is_character("Shift+n")).toBe(true);
    expect(is_character("Escape")).toBe(false);
  });
});

describe("the table of commands", () => {
  it("is reachable on every keyboard, each command by one of its chords", () => {
    for (const [name, keyboard] of Object.entries(kKeyboards)) {
      const rows = keyboard.map((row) => row.split(" ").length);
      expect(rows, name).toEqual([kCodes.length, kCodes.length]);
      const chords = reachable(keyboard);
      const dead = commands.filter((command) => !command.keys.some((chord) => !is_character(chord) || chords.has(chord)));
      expect(dead.map((command) => command.id), name).toEqual([]);
    }
  });

  it("gives no chord to two commands, and writes each as chords are written", () => {
    const seen = new Map<string, string>();
    for (const command of commands) {
      expect(command.keys.length, command.id).toBeGreaterThan(0);
      for (const chord of command.keys) {
        expect(seen.get(chord), `${chord} of ${command.id}`).toBeUndefined();
        seen.set(chord, command.id);
        if (is_character(chord)) expect(chord, command.id).toMatch(/^(Shift\+[a-z]|[^A-Z])$/);
      }
    }
    expect(new Set(commands.map((command) => command.id)).size).toBe(commands.length);
  });

  it("knows an English keyboard by its places", () => {
    const row = kKeyboards.us!;
    kCodes.forEach((code, i) => {
      expect(english(code, false), code).toBe(row[0].split(" ")[i]);
      expect(english(code, true), code).toBe(row[1].split(" ")[i]);
    });
    expect(english("IntlRo", false)).toBeNull();
  });
});
