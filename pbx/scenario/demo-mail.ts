import type { SimulatedEngine } from '../engine/simulated/engine';
import { createRandom } from '../engine/simulated/random';
import { outsideNumber, pick, spell } from './demo-callers';
import type { People } from './port';

/** Mean seconds between two callers of a person's own number, and between two faxes. */
const [callEvery, faxEvery] = [400, 2_400] as const;

const companies = ['ACME TRADING', 'HUAXIA LOGISTICS', 'DONGFANG PRINT', ''] as const;

/**
 * What comes in beside the queues: callers who dial a person's own number, some of whom end up at the mailbox, and
 * faxes. It draws from numbers of its own, so that the queues live as they would without it.
 */
export function demoMail(options: {
  readonly engine: SimulatedEngine;
  readonly people: People;
  readonly seed: number;
  readonly speed: number;
  /** Users who may be called. */
  readonly users: readonly string[];
}): { live(): void } {
  const { people, speed, users } = options;
  const random = createRandom(options.seed ^ 0x6d61696c);
  return {
    live() {
      if (users.length === 0) return;
      if (random() < 1 / callEvery) {
        people.callerRings({
          from: outsideNumber(random),
          to: { extension: pick(random, users) },
          patienceSeconds: spell(random, 20, 60) / speed,
          talkSeconds: spell(random, 15, 200) / speed,
          messageSeconds: random() < 0.3 ? 0 : spell(random, 4, 40) / speed,
        });
      }
      if (random() < 1 / faxEvery) {
        people.faxArrives({
          from: outsideNumber(random),
          to: pick(random, users),
          pages: spell(random, 1, 5),
          station: pick(random, companies),
        });
      }
    },
  };
}
