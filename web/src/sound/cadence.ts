// What alerts sound like, after IEC 62923-1 (bridge alert management): an alarm is three short tones again and
// again until somebody acts, a warning two, less often, a caution one, once. They differ in number, pace and
// pitch, so that one knows which without looking. Pure.

export const kLevels = ["caution", "warning", "alarm"] as const;
export type Level = (typeof kLevels)[number];

export interface Tone {
  /** Seconds from the cadence's begin. */
  at_s: number;
  lasts_s: number;
  hz: number;
}

export interface Cadence {
  tones: readonly Tone[];
  /** Seconds from begin to begin; null: once. IEC 62923-1: an alarm repeats within 7 to 10 s. */
  every_s: number | null;
}

function tones(count: number, lasts_s: number, gap_s: number, hz: readonly number[]): Tone[] {
  return Array.from({ length: count }, (_, i) => ({ at_s: i * (lasts_s + gap_s), lasts_s, hz: hz[i % hz.length]! }));
}

export const kCadences: Record<Level, Cadence> = {
  alarm: { tones: tones(3, 0.25, 0.15, [988, 988, 1319]), every_s: 7.5 },
  warning: { tones: tones(2, 0.35, 0.25, [740]), every_s: 60 },
  caution: { tones: tones(1, 0.5, 0, [523]), every_s: null },
};

export function lasts_s(cadence: Cadence): number {
  return Math.max(...cadence.tones.map((tone) => tone.at_s + tone.lasts_s));
}

/**
 * Which cadence is due. Alerts are raised and cleared by id; silencing quiets those that sound now and no later
 * one. The highest level alone sounds.
 */
export class Siren {
  readonly #alerts = new Map<string, { level: Level; silenced: boolean; sounded: boolean }>();
  #last: { level: Level; at_s: number } | null = null;

  /** More alerts at once than anybody can hear apart; later ones still sound through those before. */
  static readonly kCap = 1000;

  raise(id: string, level: Level): void {
    const before = this.#alerts.get(id);
    if (before?.level === level) return;
    if (before === undefined && this.#alerts.size >= Siren.kCap) return;
    // Grown worse, it sounds again; grown better, it stays as quiet as it was.
    const worse = before === undefined || kLevels.indexOf(level) > kLevels.indexOf(before.level);
    this.#alerts.set(id, { level, silenced: worse ? false : before.silenced, sounded: false });
  }

  clear(id: string): void {
    this.#alerts.delete(id);
  }

  /** Exactly these ids beginning with `prefix`, and no other of that prefix. */
  replace(prefix: string, alerts: ReadonlyMap<string, Level>): void {
    for (const id of this.#alerts.keys()) if (id.startsWith(prefix) && !alerts.has(id.slice(prefix.length))) this.clear(id);
    for (const [id, level] of alerts) this.raise(prefix + id, level);
  }

  silence(): void {
    for (const alert of this.#alerts.values()) alert.silenced = true;
  }

  /** The highest level that is raised and not silenced. */
  get sounding(): Level | null {
    let highest = -1;
    for (const { level, silenced } of this.#alerts.values()) if (!silenced) highest = Math.max(highest, kLevels.indexOf(level));
    return kLevels[highest] ?? null;
  }

  /** What is to be played at this time, on any clock that only goes forward; null: nothing is due. */
  due(now_s: number): Cadence | null {
    const level = this.sounding;
    if (level === null) {
      this.#last = null;
      return null;
    }
    const cadence = kCadences[level];
    const fresh = [...this.#alerts.values()].some((alert) => alert.level === level && !alert.silenced && !alert.sounded);
    const last = this.#last;
    const over = last === null || now_s >= last.at_s + lasts_s(kCadences[last.level]);
    const again = last?.level === level && cadence.every_s !== null && now_s >= last.at_s + cadence.every_s;
    // A higher level cuts in at once; a fresh one of the same level waits until the last has sounded out.
    const higher = last !== null && kLevels.indexOf(level) > kLevels.indexOf(last.level);
    const lower = last !== null && kLevels.indexOf(level) < kLevels.indexOf(last.level);
    if (!(last === null || higher || again || (over && (fresh || (lower && cadence.every_s !== null))))) return null;
    for (const alert of this.#alerts.values()) if (alert.level === level) alert.sounded = true;
    this.#last = { level, at_s: now_s };
    return cadence;
  }
}
