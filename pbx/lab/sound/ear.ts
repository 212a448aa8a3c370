import { fromUlaw } from './ulaw';

/** Samples that an ear remembers: 300 ms. */
const memory = 2400;
/** An exchange that has nothing to say sends nothing at all: after that long an ear hears silence. */
const quietAfterMs = 200;

/** Listens to a stream of PCMU and says which tones are in it. */
export class Ear {
  readonly #heard = new Float32Array(memory);
  #at = 0;
  #filled = 0;
  #lastMs = Number.NEGATIVE_INFINITY;
  #packets = 0;

  /** @param nowMs monotonic */
  hear(payload: Uint8Array, nowMs: number): void {
    if (this.#silent(nowMs)) {
      this.#filled = 0;
      this.#at = 0;
    }
    for (const byte of payload) {
      this.#heard[this.#at] = fromUlaw(byte);
      this.#at = (this.#at + 1) % memory;
    }
    this.#filled = Math.min(memory, this.#filled + payload.length);
    this.#lastMs = nowMs;
    this.#packets += 1;
  }

  get packets(): number {
    return this.#packets;
  }

  /**
   * Share of that frequency in what was heard last, 0 to 1: a pure tone 1, one of two equal tones 0.5. Nothing is heard
   * before 100 ms have come.
   */
  share(hz: number, nowMs: number): number {
    if (this.#silent(nowMs) || this.#filled < 800) return 0;
    // Goertzel over what there is, oldest first.
    const step = 2 * Math.cos((2 * Math.PI * hz) / 8000);
    let one = 0;
    let two = 0;
    let power = 0;
    for (const sample of this.#samples()) {
      power += sample * sample;
      const next = sample + step * one - two;
      two = one;
      one = next;
    }
    if (power < this.#filled) return 0;
    return (2 * (one * one + two * two - step * one * two)) / (this.#filled * power);
  }

  /** Root mean square of what was heard last: 0 in silence, some thousands for a tone. */
  loudness(nowMs: number): number {
    if (this.#silent(nowMs) || this.#filled === 0) return 0;
    let power = 0;
    for (const sample of this.#samples()) power += sample * sample;
    return Math.round(Math.sqrt(power / this.#filled));
  }

  *#samples(): Generator<number> {
    const start = this.#filled < memory ? 0 : this.#at;
    for (let i = 0; i < this.#filled; i += 1) yield this.#heard[(start + i) % memory] ?? 0;
  }

  #silent(nowMs: number): boolean {
    return nowMs - this.#lastMs > quietAfterMs;
  }
}
