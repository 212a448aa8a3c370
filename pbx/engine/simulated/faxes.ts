import type { IncomingFax } from '../../scenario/port';
import { type Exchange, seconds } from './exchange';
import { faxDocument } from './fax-page';
import type { Leg } from './leg';

const handshakeMs = 10_000;
const pageMs = 30_000;
const rate = 14_400;

/** The fax service: a machine outside calls, agrees on a speed and sends page after page. */
export class Faxes {
  readonly #x: Exchange;

  constructor(x: Exchange) {
    this.#x = x;
  }

  /** Undefined when every line is taken or nobody has this extension. */
  arrives(fax: IncomingFax): Leg | undefined {
    const { legs, outside, phones, steps } = this.#x;
    const user = phones.user(fax.to);
    const leg = user && outside.enters({ from: fax.from, did: fax.did ?? '' }, fax.did || fax.to);
    if (!leg || leg.info.hungUpAt !== null) return leg;
    const startedAt = steps.now();
    let whole = false;
    legs.answer(leg);
    leg.info.exten = 's';
    legs.run(leg, 'ReceiveFAX', fax.to);
    const stop = steps.after(handshakeMs + fax.pages * pageMs, () => {
      whole = true;
      legs.hangUp(leg, 16);
    });
    legs.move(leg, {
      kind: 'application',
      name: 'ReceiveFAX',
      left: () => {
        stop();
        this.#received(leg, fax, steps.now() - startedAt, whole);
      },
    });
    return leg;
  }

  /** Pages that came before the line broke are kept, as the receiving machine prints them. */
  #received(leg: Leg, fax: IncomingFax, milliseconds: number, whole: boolean): void {
    const { info } = leg;
    const arrived = Math.max(0, Math.floor((milliseconds - handshakeMs) / pageMs));
    const pages = whole ? fax.pages : Math.min(arrived, fax.pages);
    const station = fax.station ?? fax.from;
    this.#x.sink.fax({
      at: this.#x.steps.now(),
      channel: info.name,
      uniqueId: info.uniqueId,
      number: info.callerId,
      name: info.callerName,
      called: info.did,
      user: fax.to,
      station,
      pages,
      rate,
      seconds: seconds(milliseconds),
      result: whole ? 'SUCCESS' : 'FAILED',
      document: pages === 0 ? null : faxDocument({ seed: info.uniqueId, from: fax.from, to: fax.to, pages }),
    });
  }
}
