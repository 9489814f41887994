// The fonts of everything that is written on the map.

export const kFont = "'Noto Sans', 'Vazirmatn', sans-serif";
export const kLabelFont = `500 12px ${kFont}`;
/** Distress is written larger by this. */
export const kDistressScale = 1.5;
export const kDistressFont = `800 ${12 * kDistressScale}px ${kFont}`;

/** Whether a language's script slants; Arabic script does not. */
export function slants(language: string): boolean {
  return !/^(ar|fa)$/.test(language);
}
