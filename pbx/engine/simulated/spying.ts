import type { Exchange } from './exchange';
import { isLive, type Leg } from './leg';

/**
 * Legs that listen to a call of somebody else, as the application ChanSpy does: `<channel>,<options>`; with the option
 * `w` the person at that channel, and nobody else, hears the listener too.
 */
export class Spies {
  readonly #x: Exchange;
  /** Listeners by the leg they listen to. */
  readonly #on = new Map<Leg, Set<Leg>>();

  constructor(x: Exchange) {
    this.#x = x;
  }

  /** The leg listens until one of the two is gone; nobody to listen to ends it at once. */
  enter(leg: Leg, data: string): void {
    const { bridges, legs } = this.#x;
    const target = legs.find(data.split(',')[0]?.trim() ?? '');
    if (!target || !isLive(target) || target === leg || (!bridges.peerOf(target) && target.place.kind !== 'consult')) {
      legs.hangUp(leg, 16);
      return;
    }
    const listeners = this.#on.get(target) ?? new Set<Leg>();
    this.#on.set(target, listeners.add(leg));
    legs.answer(leg);
    legs.run(leg, 'ChanSpy', data);
    legs.move(leg, {
      kind: 'application',
      name: 'ChanSpy',
      left: () => {
        listeners.delete(leg);
        if (listeners.size === 0) this.#on.delete(target);
      },
    });
  }

  /** What was listened to is over. */
  legGone(leg: Leg): void {
    for (const listener of [...(this.#on.get(leg) ?? [])]) this.#x.legs.hangUp(listener, 16);
  }

  forgetAll(): void {
    this.#on.clear();
  }
}
