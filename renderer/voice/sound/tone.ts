/** A part of a tone; several begin one after another. */
export interface Beep {
  readonly hertz: number;
  readonly ms: number;
}

/** Short and rising, unlike anything a telephone line plays: a caller is in the ear now. */
export const zipTone: readonly Beep[] = [
  { hertz: 1_150, ms: 110 },
  { hertz: 1_550, ms: 140 },
];

/** Long enough to take a headset in hand. */
export const testTone: readonly Beep[] = [
  { hertz: 440, ms: 500 },
  { hertz: 660, ms: 500 },
  { hertz: 880, ms: 700 },
];

/** Plays tones; `browser/tones` is Web Audio. */
export interface Tones {
  /** Ends when it has been played; false when the browser forbids sound before a click, or there is no output. */
  play(tone: readonly Beep[], output: string, volume: number): Promise<boolean>;
}
