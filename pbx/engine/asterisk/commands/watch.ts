import type { Clock } from '../../../../shared/domain/time';
import type { Ami, AmiEvent } from '../ami/port';

/** What the commands wait for in the stream of events. */
export class Watch {
  readonly #clock: Clock;
  readonly #waits = new Set<(event: AmiEvent | null) => void>();
  readonly #stops = new Set<() => void>();
  readonly #listeners = new Set<(event: AmiEvent) => void>();
  readonly #off: () => void;
  #closed = false;

  constructor(ami: Ami, clock: Clock) {
    this.#clock = clock;
    this.#off = ami.onEvent((event) => {
      for (const run of [...this.#listeners]) run(event);
      for (const wait of [...this.#waits]) wait(event);
    });
  }

  on(run: (event: AmiEvent) => void): void {
    this.#listeners.add(run);
  }

  /**
   * The next event that `test` accepts; null after `ms`, or at the end. Asked for before the action is sent: an event may
   * come before the answer.
   */
  next(test: (event: AmiEvent) => boolean, ms: number): Promise<AmiEvent | null> {
    if (this.#closed) return Promise.resolve(null);
    return new Promise((resolve) => {
      const settle = (event: AmiEvent | null): void => {
        this.#waits.delete(wait);
        stop();
        resolve(event);
      };
      const wait = (event: AmiEvent | null): void => {
        if (event === null || test(event)) settle(event);
      };
      const stop = this.after(ms, () => settle(null));
      this.#waits.add(wait);
    });
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.#closed) resolve();
      else this.#waits.add(this.#sleeper(ms, resolve));
    });
  }

  /** Runs `body` after `ms`, unless closed first. */
  after(ms: number, body: () => void): () => void {
    if (this.#closed) return () => undefined;
    const cancel = (): void => {
      stop();
      this.#stops.delete(cancel);
    };
    const stop = this.#clock.after(ms, () => {
      this.#stops.delete(cancel);
      body();
    });
    this.#stops.add(cancel);
    return cancel;
  }

  close(): void {
    this.#closed = true;
    this.#off();
    for (const wait of [...this.#waits]) wait(null);
    for (const stop of [...this.#stops]) stop();
    this.#listeners.clear();
  }

  #sleeper(ms: number, resolve: () => void): (event: AmiEvent | null) => void {
    const wake = (event: AmiEvent | null): void => {
      if (event !== null) return;
      this.#waits.delete(wake);
      stop();
      resolve();
    };
    const stop = this.after(ms, () => wake(null));
    return wake;
  }
}
