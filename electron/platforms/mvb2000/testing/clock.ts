import type { Clock } from '../../../../shared/domain/time';

/** A clock that stands still until it is told to move. */
export class FakeClock implements Clock {
  private wall: number;
  private passed = 0;
  private readonly timers: { at: number; run: () => void }[] = [];

  constructor(wall: number) {
    this.wall = wall;
  }

  now = (): number => this.wall;
  monotonic = (): number => this.passed;

  after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.passed + ms, run };
    this.timers.push(timer);
    return () => {
      const index = this.timers.indexOf(timer);
      if (index >= 0) this.timers.splice(index, 1);
    };
  };

  /** Timers that wait; a finished suite leaves none. */
  get waiting(): number {
    return this.timers.length;
  }

  pass(ms: number): void {
    const until = this.passed + ms;
    for (;;) {
      const next = this.timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers.splice(this.timers.indexOf(next), 1);
      this.wall += next.at - this.passed;
      this.passed = next.at;
      next.run();
    }
    this.wall += until - this.passed;
    this.passed = until;
  }

  /** The computer's clock is set; no time passes. */
  set(wall: number): void {
    this.wall = wall;
  }
}

/** The computer's own clock, for tests with real sockets. */
export const realClock: Clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
