import type { PlatformTime } from '../../../../shared/domain/time';
import type { RecordSink } from '../../port';
import type { Leg } from './leg';

/** Times in which somebody heard music because the person he talks to does something else. */
export class Holds {
  readonly #sink: Pick<RecordSink, 'musicHold'>;
  readonly #running = new Map<Leg, { readonly at: PlatformTime; readonly agent: string }>();

  constructor(sink: Pick<RecordSink, 'musicHold'>) {
    this.#sink = sink;
  }

  /** @param other who talked to the leg; somebody who waits in a queue or a parking place waits for nobody */
  started(leg: Leg, other: string | null, at: PlatformTime): void {
    if (other === null || leg.waiting || leg.parked || this.#running.has(leg)) return;
    this.#running.set(leg, { at, agent: other });
  }

  ended(leg: Leg, at: PlatformTime): void {
    const hold = this.#running.get(leg);
    if (!hold) return;
    this.#running.delete(leg);
    this.#sink.musicHold?.({ ...hold, endedAt: at, channel: leg.name, uniqueId: leg.uniqueId });
  }
}
