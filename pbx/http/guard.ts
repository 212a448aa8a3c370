import type { Clock } from '../../shared/domain/time';

/** So many at once, and so many a second afterwards. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

export interface Limits {
  /** Requests of one address. An office of 500 seats and its wallboards may stand behind one. */
  readonly requests: Rate;
  /** Wrong keys of one address that are answered at once. At midnight a whole office has the key of yesterday. */
  readonly wrongKeys: Rate;
  /** Wrong passwords of one address. */
  readonly wrongPasswords: Rate;
}

export const usualLimits: Limits = {
  requests: { burst: 8_000, perSecond: 4_000 },
  wrongKeys: { burst: 3_000, perSecond: 20 },
  wrongPasswords: { burst: 10, perSecond: 0.1 },
};

/** How long a wrong key waits for its refusal once there have been too many, and how many may wait. */
const slowMs = 1_000;
const mostSlow = 100;
/** Addresses that are remembered; the one that was quiet longest is forgotten first. */
const mostAddresses = 4_096;
/** The same line is written once in so long. */
const quietMs = 10_000;
const mostLines = 1_024;

interface Bucket {
  tokens: number;
  at: number;
}

/** Token buckets by address on the platform's clock. */
class Buckets {
  readonly #rate: Rate;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate, clock: Clock) {
    this.#rate = rate;
    this.#clock = clock;
  }

  /** Takes one; false: there is none. */
  take(address: string): boolean {
    const bucket = this.#filled(address);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  empty(address: string): boolean {
    return this.#filled(address).tokens < 1;
  }

  #filled(address: string): Bucket {
    const { burst, perSecond } = this.#rate;
    const now = this.#clock.monotonic();
    const known = this.#buckets.get(address);
    if (known) {
      known.tokens = Math.min(burst, known.tokens + ((now - known.at) / 1000) * perSecond);
      known.at = now;
      // The newest stands last.
      this.#buckets.delete(address);
    }
    const bucket = known ?? { tokens: burst, at: now };
    this.#buckets.set(address, bucket);
    if (this.#buckets.size > mostAddresses) this.#buckets.delete(this.#buckets.keys().next().value ?? '');
    return bucket;
  }
}

/** What keeps one client from taking the platform away from the others, or from guessing its way in. */
export class Guard {
  readonly #clock: Clock;
  readonly #requests: Buckets;
  readonly #wrongKeys: Buckets;
  readonly #wrongPasswords: Buckets;
  readonly #said = new Map<string, number>();
  readonly #slow = new Set<() => void>();

  constructor(clock: Clock, limits: Partial<Limits> = {}) {
    const { requests, wrongKeys, wrongPasswords } = { ...usualLimits, ...limits };
    this.#clock = clock;
    this.#requests = new Buckets(requests, clock);
    this.#wrongKeys = new Buckets(wrongKeys, clock);
    this.#wrongPasswords = new Buckets(wrongPasswords, clock);
  }

  /** Whether one more request of this address is answered. */
  admits(address: string): boolean {
    return this.#requests.take(address);
  }

  /** A wrong key: the refusal waits for this. False: so many wait already that it is not worth an answer. */
  async wrongKey(address: string): Promise<boolean> {
    if (this.#wrongKeys.take(address)) return true;
    if (this.#slow.size >= mostSlow) return false;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        cancel();
        this.#slow.delete(end);
        resolve();
      };
      const cancel = this.#clock.after(slowMs, end);
      this.#slow.add(end);
    });
    return true;
  }

  /** Whether this address may try a password; asked before it is looked at. */
  mayTryPassword(address: string): boolean {
    return !this.#wrongPasswords.empty(address);
  }
  wrongPassword(address: string): void {
    this.#wrongPasswords.take(address);
  }

  /** Whether a line is new enough to be written: a whole office makes the same mistake at once. */
  isNews(line: string): boolean {
    const now = this.#clock.monotonic();
    const last = this.#said.get(line);
    if (last !== undefined && now - last < quietMs) return false;
    this.#said.delete(line);
    this.#said.set(line, now);
    if (this.#said.size > mostLines) this.#said.delete(this.#said.keys().next().value ?? '');
    return true;
  }

  /** Nobody waits any longer. */
  close(): void {
    for (const end of [...this.#slow]) end();
  }
}
