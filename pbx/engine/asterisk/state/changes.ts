import type { Clock } from '../../../../shared/domain/time';

interface Wait {
  readonly test: () => boolean;
  readonly settle: (held: boolean) => void;
}

/** So far apart observers are told at least: everybody who polls or is pushed to works the whole floor out anew. */
const apartMs = 20;

/** Who wants to know that something changed. Many events make one change: what came in one piece of the stream. */
export class Changes {
  readonly #clock: Clock;
  readonly #settle: () => void;
  readonly #listeners = new Set<() => void>();
  readonly #waits = new Set<Wait>();
  readonly #timers = new Set<() => void>();
  #lastAt = Number.NEGATIVE_INFINITY;
  #due = false;
  #closed = false;

  /** `settle` brings what follows from other things up to date before anybody is told. */
  constructor(clock: Clock, settle: () => void) {
    this.#clock = clock;
    this.#settle = settle;
  }

  touch(): void {
    if (this.#due || this.#closed) return;
    this.#due = true;
    const wait = this.#lastAt + apartMs - this.#clock.monotonic();
    if (wait <= 0) queueMicrotask(() => this.#tell());
    else this.after(wait, () => this.#tell());
  }

  after(ms: number, run: () => void): () => void {
    if (this.#closed) return () => {};
    const cancel = (): void => {
      stop();
      this.#timers.delete(cancel);
    };
    const stop = this.#clock.after(ms, () => {
      this.#timers.delete(cancel);
      run();
    });
    this.#timers.add(cancel);
    return cancel;
  }

  onChange(run: () => void): () => void {
    this.#listeners.add(run);
    return () => this.#listeners.delete(run);
  }

  waitFor(test: () => boolean, ms: number): Promise<boolean> {
    if (test()) return Promise.resolve(true);
    if (this.#closed) return Promise.resolve(false);
    return new Promise((resolve) => {
      const wait: Wait = {
        test,
        settle: (held) => {
          if (!this.#waits.delete(wait)) return;
          stop();
          resolve(held);
        },
      };
      const stop = this.after(ms, () => wait.settle(test()));
      this.#waits.add(wait);
    });
  }

  close(): void {
    this.#closed = true;
    for (const wait of [...this.#waits]) wait.settle(false);
    for (const cancel of [...this.#timers]) cancel();
    this.#listeners.clear();
  }

  #tell(): void {
    if (this.#closed) return;
    this.#lastAt = this.#clock.monotonic();
    // What settling itself changes is part of this change.
    this.#settle();
    this.#due = false;
    for (const wait of [...this.#waits]) if (wait.test()) wait.settle(true);
    for (const listener of [...this.#listeners]) listener();
  }
}
