import type { Clock } from '../../../shared/domain/time';
import { Cancelled, fromNetwork, type PlatformFailure, TimedOut } from './failure';

/**
 * One piece of work with the network, its time limit and the caller's wish to stop. A work with several steps arms a
 * limit for each. `end` leaves no timer and no listener behind.
 */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly clock: Clock;
  private readonly what: string;
  private readonly outer: AbortSignal | undefined;
  private failure: PlatformFailure | null = null;
  private unset: () => void = () => undefined;
  private readonly cancel = () => this.stop(new Cancelled(`${this.what} was cancelled`));

  /** `what`: an endpoint's name, for the error's text. Throws `Cancelled` when `outer` has fired already. */
  constructor(clock: Clock, what: string, outer?: AbortSignal) {
    this.clock = clock;
    this.what = what;
    this.outer = outer;
    if (outer?.aborted) throw new Cancelled(`${what} was cancelled`);
    outer?.addEventListener('abort', this.cancel, { once: true });
  }

  /** For the network: fires when the work has to stop. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Milliseconds from now; takes the place of an earlier limit. */
  arm(ms: number): void {
    this.unset();
    this.unset = this.clock.after(ms, () =>
      this.stop(new TimedOut(`no answer to ${this.what} in time`, { seconds: Math.round(ms / 1000) })),
    );
  }

  disarm(): void {
    this.unset();
    this.unset = () => undefined;
  }

  end(): void {
    this.disarm();
    this.outer?.removeEventListener('abort', this.cancel);
  }

  /** The first reason stays. */
  stop(failure: PlatformFailure): void {
    if (this.failure) return;
    this.failure = failure;
    this.controller.abort();
  }

  /** The work, or a rejection as soon as it has to stop, whatever the fake or real network does then. */
  race<T>(work: Promise<T>): Promise<T> {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      const stop = () => reject(this.failure ?? new Cancelled(`${this.what} was cancelled`));
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    });
  }

  /** Why the work failed: what stopped it comes before what the network says of being stopped. */
  reasonFor(thrown: unknown): PlatformFailure {
    return this.failure ?? fromNetwork(thrown);
  }
}
