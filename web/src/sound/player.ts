// Plays cadences by Web Audio, asked four times a second what is due. A browser lets a page sound only after
// the officer has touched it: until then `blocked` is true and the page says so, because an alarm that nobody
// hears must not look like one that sounds.

import type { Cadence, Siren } from "./cadence";

const kLook_ms = 250;
const kVolume = 0.25;
/** A tone begins and ends in so many seconds: no click. */
const kEdge_s = 0.012;

export class Player {
  readonly #siren: Siren;
  readonly #on_blocked: (blocked: boolean) => void;
  #context: AudioContext | null = null;
  #muted: boolean;
  #timer: number | undefined;

  constructor(siren: Siren, muted: boolean, on_blocked: (blocked: boolean) => void) {
    this.#siren = siren;
    this.#muted = muted;
    this.#on_blocked = on_blocked;
  }

  start(): void {
    if (typeof window.AudioContext !== "function") return this.#on_blocked(true);
    this.#context = new AudioContext();
    const tell = (): void => this.#on_blocked(this.#context?.state !== "running");
    this.#context.addEventListener("statechange", tell);
    tell();
    const wake = (): void => void this.#context?.resume().catch(() => undefined);
    for (const touch of ["pointerdown", "keydown"]) window.addEventListener(touch, wake, { capture: true });
    this.#timer ??= window.setInterval(() => this.#look(), kLook_ms);
  }

  mute(muted: boolean): void {
    this.#muted = muted;
  }

  #look(): void {
    if (this.#muted || this.#context?.state !== "running") return;
    const cadence = this.#siren.due(this.#context.currentTime);
    if (cadence !== null) play(this.#context, cadence);
  }
}

function play(context: AudioContext, { tones }: Cadence): void {
  const begin = context.currentTime + 0.02;
  for (const { at_s, lasts_s, hz } of tones) {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    const from = begin + at_s;
    oscillator.type = "triangle"; // overtones carry through a noisy room
    oscillator.frequency.value = hz;
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(kVolume, from + kEdge_s);
    gain.gain.setValueAtTime(kVolume, from + lasts_s - kEdge_s);
    gain.gain.linearRampToValueAtTime(0, from + lasts_s);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(from);
    oscillator.stop(from + lasts_s);
  }
}
