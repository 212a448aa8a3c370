import type { Exchange } from './exchange';
import { type Departure, isLive, type Leg } from './leg';

/** Two legs that hear each other. */
export interface Bridge {
  readonly legs: readonly [Leg, Leg];
}

export class Bridges {
  readonly #x: Exchange;

  constructor(x: Exchange) {
    this.#x = x;
  }

  /** Connects two live legs, answering and taking off hold what needs it. Each leaves where it was before. */
  connect(a: Leg, b: Leg): void {
    const { legs, links, outside } = this.#x;
    if (!isLive(a) || !isLive(b)) return;
    const bridge: Bridge = { legs: [a, b] };
    const left = (leg: Leg, how: Departure): void => this.#left(bridge, leg, how);
    for (const leg of bridge.legs) {
      legs.answer(leg);
      legs.setHeld(leg, false);
      legs.move(leg, { kind: 'bridged', bridge, left });
    }
    links.join(a, b);
    outside.connected(a);
    outside.connected(b);
  }

  /** Takes both legs out of their bridge without ending either; the caller places them anew. */
  dissolve(bridge: Bridge): void {
    for (const leg of bridge.legs) if (leg.place.kind === 'bridged') this.#x.legs.lift(leg);
  }

  peerOf(leg: Leg): Leg | undefined {
    if (leg.place.kind !== 'bridged') return undefined;
    const [a, b] = leg.place.bridge.legs;
    return a === leg ? b : a;
  }

  /** Whoever stays behind has nobody to talk to: the exchange hangs up. */
  #left(bridge: Bridge, leg: Leg, how: Departure): void {
    const { legs, links } = this.#x;
    const other = bridge.legs[0] === leg ? bridge.legs[1] : bridge.legs[0];
    const row = links.between(leg, other);
    if (row && how === 'moved') links.part(row);
    if (other.place.kind !== 'bridged' || other.place.bridge !== bridge) return;
    legs.lift(other);
    if (!this.#x.surveys.takes(other) && !this.#x.prompts.takes(other)) legs.hangUp(other, 16);
  }
}
