import type { Outcome } from '../port';
import type { Exchange } from './exchange';
import type { Leg } from './leg';

/** Shortcuts: codes and names as configured, and the built-in names behind them (WEBCTI2 §4.7, §4.8). */
export class Features {
  readonly #x: Exchange;

  constructor(x: Exchange) {
    this.#x = x;
  }

  byCode(channel: string, code: string): Outcome<'no-channel' | 'no-feature'> {
    const leg = this.#x.legs.find(channel);
    if (!leg) return { ok: false, why: 'no-channel' };
    const feature = this.#x.config.features.find((one) => one.code === code);
    return feature && this.#run(leg, feature.action) ? { ok: true } : { ok: false, why: 'no-feature' };
  }

  byName(channel: string, name: string): Outcome<'no-channel' | 'no-feature'> {
    const leg = this.#x.legs.find(channel);
    if (!leg) return { ok: false, why: 'no-channel' };
    const configured = this.#x.config.features.find((one) => one.name === name);
    return this.#run(leg, configured?.action ?? name) ? { ok: true } : { ok: false, why: 'no-feature' };
  }

  /** Keys pressed on a phone in a call: a feature code as a whole, otherwise tones for the other side. */
  press(leg: Leg, digits: string): void {
    const feature = this.#x.config.features.find((one) => one.code === digits);
    if (feature && this.#run(leg, feature.action)) return;
    this.#tones(leg, digits);
  }

  /** False when there is no such feature, or nothing in the leg's present state that it could act on. */
  #run(leg: Leg, action: string): boolean {
    const { bridges, consults, parking } = this.#x;
    switch (action) {
      case 'answer':
        if (leg.place.kind !== 'rung') return false;
        leg.place.ring.answer();
        return true;
      case 'reject':
        if (leg.place.kind !== 'rung') return false;
        leg.place.ring.reject();
        return true;
      case 'atxferswap':
        return consults.swap(leg);
      case 'atxferthreeway':
        return consults.threeWay(leg);
      case 'atxferabort':
        return consults.abort(leg);
      case 'atxfercomplete':
        return consults.complete(leg);
      case 'park': {
        const peer = bridges.peerOf(leg);
        return peer !== undefined && parking.park(peer.info.name, leg.info.name, 0).ok;
      }
      default: {
        const digits = /^dtmf:([0-9A-D*#]+)$/i.exec(action)?.[1];
        if (!digits || leg.info.state !== 'Up') return false;
        this.#tones(leg, digits);
        return true;
      }
    }
  }

  #tones(leg: Leg, digits: string): void {
    const { events } = this.#x;
    for (const digit of digits) {
      events.emit('DTMF', { Channel: leg.info.name, Digit: digit, Uniqueid: leg.info.uniqueId });
    }
    if (leg.place.kind !== 'application') return;
    if (leg.place.pressed) leg.place.pressed(digits);
    // A password is nobody's answer to a menu.
    else if (leg.place.name !== 'AgentCallbackLogin') leg.info.ivrKeys += digits;
  }
}
