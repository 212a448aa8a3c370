import type { ExchangeMaker } from '../../http/exchange';
import { realPeople } from '../../http/exchange';
import type { People } from '../../scenario/port';
import { createRandom } from '../simulated/random';
import { createAmi } from './ami/client';
import { Unreachable } from './ami/trouble';
import { createAsteriskEngine } from './engine';
import type { AsteriskSetup } from './parts';

export interface AsteriskOptions {
  /** Scripted people at the telephones of a laboratory; absent = they are real. */
  readonly people?: People;
  /** Restarts the exchange of a laboratory; a real one is not restarted from here. */
  readonly restart?: (options: { readonly keepState: boolean }) => void;
}

/** So long the exchange may take to tell of itself. */
const firstViewMs = 60_000;

/**
 * An Asterisk behind a platform. Rejects with `Unreachable` when it cannot be reached or refuses the login at the start;
 * one that goes away later is taken up again by itself and never ends the platform.
 */
export const asteriskExchange =
  (setup: AsteriskSetup, { people = realPeople, restart }: AsteriskOptions = {}): ExchangeMaker =>
  async ({ clock, sink, past, roster, seed, log }) => {
    // Platforms that lose one exchange at one moment come back one after the other.
    const random = createRandom(seed ^ clock.now());
    const { host, port, user, secret } = setup;
    const ami = createAmi({ host, port, user, secret, clock, random, log });
    try {
      await ami.opened;
    } catch (error) {
      ami.close();
      throw error;
    }
    let stop = (): void => {};
    const late = new Promise<never>((_, reject) => {
      stop = clock.after(firstViewMs, () => reject(new Unreachable('silent', `${host}:${port}`)));
    });
    try {
      const engine = await Promise.race([
        createAsteriskEngine({ ami, clock, log, setup }, sink, { roster, past }),
        late,
      ]);
      return {
        engine,
        people,
        enliven: null,
        restart: (options) => {
          if (restart) restart(options);
          else
            log({
              level: 'warn',
              event: 'exchange-not-restarted',
              detail: 'a real exchange is not restarted from here',
            });
        },
      };
    } catch (error) {
      ami.close();
      throw error;
    } finally {
      stop();
      late.catch(() => {});
    }
  };
