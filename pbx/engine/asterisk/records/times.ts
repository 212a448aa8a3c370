import type { Clock, PlatformTime } from '../../../../shared/domain/time';
import { parsePlatformTime } from '../../../../shared/domain/time';
import type { Zone } from '../../../../shared/domain/zone';
import type { AmiEvent } from '../ami/port';

/** Clocks that differ by less are the same clock: what differs is the way from there to here. */
const sameClockMs = 1_500;

export const seconds = (ms: number): number => Math.max(0, Math.floor(ms / 1000));

/**
 * Times of the exchange on the platform's clock. Events carry their own time where `manager.conf` has
 * `timestampevents = yes`; without it an event happened when it arrived. An exchange whose clock is wrong is put right
 * by the smallest distance between the two that was seen since the login.
 */
export class ExchangeTimes {
  readonly #clock: Clock;
  readonly #zone: Zone;
  #offset: number | null = null;

  /** @param zone of the exchange's local time, in which it prints call records */
  constructor(clock: Clock, zone: Zone) {
    this.#clock = clock;
    this.#zone = zone;
  }

  now(): PlatformTime {
    return this.#clock.now();
  }

  /** A new connection: the clock there may have been put right, or it may be another machine. */
  forget(): void {
    this.#offset = null;
  }

  of(event: AmiEvent): PlatformTime {
    const stamp = Number(event.fields.Timestamp);
    const now = this.#clock.now();
    if (!Number.isFinite(stamp) || stamp <= 0) return now;
    const there = Math.round(stamp * 1000);
    const distance = now - there;
    this.#offset = this.#offset === null ? distance : Math.min(this.#offset, distance);
    return Math.min(now, this.#here(there));
  }

  /** `2026-11-21 09:54:31` of a call record; null for an empty one. */
  local(text: string): PlatformTime | null {
    const there = parsePlatformTime(text, this.#zone);
    return there === null ? null : this.#here(there);
  }

  /** Seconds since the epoch, as the queue log has them; null for anything else. */
  epoch(text: string): PlatformTime | null {
    return /^\d{9,11}$/.test(text) ? this.#here(Number(text) * 1000) : null;
  }

  #here(there: number): PlatformTime {
    const offset = this.#offset ?? 0;
    return Math.abs(offset) < sameClockMs ? there : there + offset;
  }
}
