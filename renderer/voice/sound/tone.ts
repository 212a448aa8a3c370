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

/** What a caller hears while it rings at the other side, in China: 450 Hz, 1 s on, 4 s off (GB/T 3380). */
export const ringbackTone: readonly Beep[] = [{ hertz: 450, ms: 1_000 }];
export const ringbackPauseMs = 4_000;

/** Plays tones; `browser/tones` is Web Audio. */
export interface Tones {
  /**
   * Ends when it has been played; false when the browser forbids sound before a click, or there is no output.
   * @param stop silences it at once; what was heard until then counts as played
   */
  play(tone: readonly Beep[], output: string, volume: number, stop?: AbortSignal): Promise<boolean>;
}
