import type { Originating } from '../port';
import type { Exchange } from './exchange';
import { refused } from './originate';
import type { Ring } from './ring';

/** Takes a call that rings at a colleague's phone (WEBCTI2 §4.28): rings the picker first. */
export class Pickups {
  readonly #x: Exchange;

  constructor(x: Exchange) {
    this.#x = x;
  }

  pickup(iface: string, exten: string, timeoutMs: number): Originating {
    const { legs, originates } = this.#x;
    const device = originates.phone(iface);
    const ring = this.#ringing(exten);
    if (!device || !ring) return refused(8);
    return originates.ringFirst(
      { device },
      {
        ms: timeoutMs > 0 ? timeoutMs : 30_000,
        dialled: ring.source?.info.callerId ?? exten,
        answered: (leg) => {
          // The call may have been answered or given up while the picker reached for the phone.
          const now = this.#ringing(exten);
          if (now) now.pickedUpBy(leg);
          else legs.hangUp(leg, 16);
        },
      },
    );
  }

  #ringing(exten: string): Ring | undefined {
    const { legs, phones } = this.#x;
    for (const leg of legs.ofDevice(phones.user(exten)?.device ?? exten)) {
      if (leg.place.kind === 'rung' && leg.place.ring.source) return leg.place.ring;
    }
    return undefined;
  }
}
