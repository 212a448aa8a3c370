import type { Clock } from '../../../shared/domain/time';

interface Wait {
  readonly test: () => boolean;
  readonly settle: (held: boolean) => void;
}

/**
 * One step = one verb or one timer together with everything that follows from it. Inside a step the state may be half
 * changed; observers and waits see it only when the outermost step ends.
 */
export class Steps {
  readonly #clock: Clock;
  readonly #timers = new Set<() => void>();
  readonly #listeners = new Set<() => void>();
  readonly #waits = new Set<Wait>();
  #depth = 0;
  #touched = false;
  #closed = false;
  /** Brings derived state (device status, queue distribution) up to date at the end of a step. */
  settle: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  run<T>(body: () => T): T {
    this.#depth += 1;
    try {
      const result = body();
      if (this.#depth === 1) this.settle();
      return result;
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0 && this.#touched) this.#notify();
    }
  }

  /** Says that something visible changed in this step. */
  touch(): void {
    this.#touched = true;
  }

  /** Runs `body` as a step after `ms` of engine time. The returned function cancels and may be called again. */
  after(ms: number, body: () => void): () => void {
    if (this.#closed) return () => undefined;
    const cancel = (): void => {
      stop();
      this.#timers.delete(cancel);
    };
    const stop = this.#clock.after(ms, () => {
      this.#timers.delete(cancel);
      this.run(body);
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
      const stop = this.#clock.after(ms, () => wait.settle(test()));
      this.#waits.add(wait);
    });
  }

  /** Forgets what was to come, as a crash does; waits and observers stay. */
  cancelTimers(): void {
    for (const cancel of [...this.#timers]) cancel();
  }

  close(): void {
    this.#closed = true;
    this.cancelTimers();
    for (const wait of [...this.#waits]) wait.settle(false);
    this.#listeners.clear();
  }

  #notify(): void {
    this.#touched = false;
    for (const wait of [...this.#waits]) if (wait.test()) wait.settle(true);
    for (const listener of [...this.#listeners]) listener();
  }
}
