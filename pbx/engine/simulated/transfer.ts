import type { Outcome } from '../port';
import type { Exchange } from './exchange';
import type { Leg } from './leg';

/** Blind transfer (WEBCTI2 §4.32): a leg is sent elsewhere; whoever talked to it is hung up. */
export class Transfers {
  readonly #x: Exchange;

  constructor(x: Exchange) {
    this.#x = x;
  }

  redirect(channel: string, extraChannel: string, context: string, exten: string): Outcome<'no-channel' | 'no-exten'> {
    const { bridges, dialplan, legs, links, queueCalls } = this.#x;
    const leg = legs.find(channel);
    const extra = extraChannel ? legs.find(extraChannel) : undefined;
    // A phone that still rings has no call yet that could be sent anywhere.
    if (!leg || leg.place.kind === 'rung' || (extraChannel && !extra)) return { ok: false, why: 'no-channel' };
    if (!dialplan.knows(exten, context || leg.info.context)) return { ok: false, why: 'no-exten' };
    const by = partnerOf(leg) ?? bridges.peerOf(leg);
    queueCalls.blindTransferred(leg, exten, context);
    if (by && by !== extra) this.#note(leg, by, exten);
    if (extra && by === extra) {
      const row = links.between(leg, extra);
      if (leg.place.kind === 'bridged') bridges.dissolve(leg.place.bridge);
      if (row) links.part(row);
    }
    legs.setHeld(leg, false);
    dialplan.send(leg, exten, context);
    if (extra && extra.info.hungUpAt === null) dialplan.send(extra, exten, context);
    return { ok: true };
  }

  #note(leg: Leg, by: Leg, exten: string): void {
    leg.transferredBy = by.info.callerId;
    leg.variables.set('BLINDTRANSFER', by.info.name);
    leg.variables.set('BLDTRANSFERNUMBER', by.info.callerId);
    leg.variables.set('BLDTRANSFEENUMBER', exten);
    leg.variables.set('TRANSFERSENSE', 'BLIND');
  }
}

/** Whom a leg belongs to while its agent consults. */
const partnerOf = (leg: Leg): Leg | undefined => {
  if (leg.place.kind !== 'consult') return undefined;
  return leg.place.role === 'agent' ? leg.place.consult.customer : leg.place.consult.agent;
};
