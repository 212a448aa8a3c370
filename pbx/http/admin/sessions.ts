import type { Clock } from '../../../shared/domain/time';
import { sameSecret } from '../key';

/** Somebody who has signed in. */
export interface Session {
  readonly user: string;
  readonly until: number;
}

const lifeMs = 30 * 60_000;
const most = 32;

/** Who is signed in. A ticket counts for half an hour and at the address that it was given to. */
export class Sessions {
  readonly #clock: Clock;
  readonly #ticket: () => string;
  readonly #open = new Map<string, Session & { readonly address: string }>();

  constructor(clock: Clock, ticket: () => string) {
    this.#clock = clock;
    this.#ticket = ticket;
  }

  /** The ticket of a new session; the oldest of too many ends. */
  begin(user: string, address: string): string {
    const ticket = this.#ticket();
    this.#open.set(ticket, { user, address, until: this.#clock.monotonic() + lifeMs });
    if (this.#open.size > most) this.#open.delete(this.#open.keys().next().value ?? '');
    return ticket;
  }

  find(ticket: string, address: string): Session | null {
    for (const [own, session] of this.#open) {
      if (session.until <= this.#clock.monotonic()) this.#open.delete(own);
      else if (sameSecret(own, ticket) && session.address === address) return session;
    }
    return null;
  }

  end(ticket: string): void {
    this.#open.delete(ticket);
  }
}

/** Seconds, for the cookie. */
export const sessionSeconds = lifeMs / 1000;
