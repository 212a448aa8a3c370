import type { Channel, ConferenceSeat, Device, Link, Park, Queue } from '../port';
import type { Exchange } from './exchange';

export interface EngineSnapshot {
  readonly at: number;
  /** Live channels with the place each is in. */
  readonly channels: readonly (Channel & { readonly place: string })[];
  readonly links: readonly Link[];
  readonly devices: readonly Device[];
  readonly queues: readonly Queue[];
  readonly parks: readonly Park[];
  readonly conferences: readonly ConferenceSeat[];
}

/** A copy: later steps do not change it. */
export const snapshotOf = (x: Exchange): EngineSnapshot =>
  structuredClone({
    at: x.steps.now(),
    channels: [...x.legs.live()].map((leg) => ({ ...leg.info, place: leg.place.kind })),
    links: x.links.all().filter((link) => !link.cleared),
    devices: [...x.phones.devices()],
    queues: x.queues.views(),
    parks: x.parking.rows(),
    conferences: x.conferences.seats(),
  });
