import type { PlatformTime } from '../../../../shared/domain/time';
import type { AgentCallRow, RecordSink } from '../../port';
import { kindOf } from './gap-log';
import type { Leg } from './leg';
import type { Names } from './names';

/** The exchange's own log tells the same event within so much. */
const sameMs = 2_000;

/** A caller in a queue, from coming to leaving. */
export interface Entry {
  readonly queue: string;
  /** As the exchange names it. */
  readonly leg: Leg;
  /** Who calls: behind a Local channel the real leg. */
  readonly caller: Leg;
  readonly number: string;
  readonly enteredAt: PlatformTime;
  readonly position: number;
  readonly context: string;
  readonly exten: string;
  readonly offers: Set<Offer>;
}

/** The queue rings one member for one caller. */
export interface Offer {
  readonly entry: Entry;
  /** As the exchange names it. */
  readonly iface: string;
  readonly leg: Leg;
  /** As written last. */
  row: AgentCallRow;
}

/** A caller and the member who answered, until one of them is out of it. */
export interface QueueCall {
  readonly entry: Entry;
  readonly offer: Offer;
  readonly agent: Leg;
  readonly connectedAt: PlatformTime;
  readonly holdSeconds: number;
}

export type End = 'COMPLETEAGENT' | 'COMPLETECALLER' | 'BLINDTRANSFER' | 'ATTENDEDTRANSFER';
const reasonOf: Readonly<Record<End, string>> = {
  COMPLETEAGENT: 'agent',
  COMPLETECALLER: 'caller',
  BLINDTRANSFER: 'transfer',
  ATTENDEDTRANSFER: 'transfer',
};

/** Rows of the queue log and of the offers to agents, in the words of WEBCTI2 §6.10. */
export class QueueRows {
  readonly #sink: Pick<RecordSink, 'queueEvent' | 'agentCall'>;
  readonly #names: Names;
  /** What was written lately, by queue, call and kind: nothing is taken from a file again. */
  readonly #written = new Map<string, PlatformTime>();

  constructor(sink: Pick<RecordSink, 'queueEvent' | 'agentCall'>, names: Names) {
    this.#sink = sink;
    this.#names = names;
  }

  entered(entry: Entry): void {
    this.log(entry, null, 'ENTERQUEUE', ['', entry.number, entry.position], entry.enteredAt);
  }

  called(entry: Entry, iface: string, memberName: string, leg: Leg, at: PlatformTime): Offer {
    const row: AgentCallRow = {
      createdAt: at,
      queue: entry.queue,
      enteredAt: entry.enteredAt,
      channel: leg.name,
      uniqueId: leg.uniqueId,
      callingChannel: entry.caller.name,
      callingUniqueId: entry.caller.uniqueId,
      agent: this.#names.interfaceOf(iface),
      agentName: this.#names.agentOf(iface, memberName),
      number: entry.number,
      name: entry.caller.callerName,
      state: 'Called',
      connectedAt: null,
      completedAt: null,
      holdSeconds: 0,
      ringSeconds: 0,
      talkSeconds: 0,
      reason: '',
    };
    const offer: Offer = { entry, iface, leg, row };
    entry.offers.add(offer);
    this.#sink.agentCall(row);
    return offer;
  }

  /** The ringing ended without an answer; `ringing` in seconds. */
  unanswered(offer: Offer, why: 'rejected' | 'no-answer', ringing: number, at: PlatformTime): void {
    offer.entry.offers.delete(offer);
    if (why === 'rejected') {
      this.log(offer.entry, offer, 'AGENTDUMP', [], at);
      this.write(offer, { state: 'Dump', ringSeconds: ringing, reason: 'rejected', completedAt: at });
    } else {
      this.log(offer.entry, offer, 'RINGNOANSWER', [ringing], at);
      this.write(offer, { state: 'Complete', ringSeconds: ringing, reason: why, completedAt: at });
    }
  }

  connected(offer: Offer, agent: Leg, hold: number, ringing: number, at: PlatformTime): QueueCall {
    const { entry } = offer;
    this.withdraw(entry, at, 'answered-elsewhere', offer);
    entry.offers.delete(offer);
    this.log(entry, offer, 'CONNECT', [hold, entry.number, ringing], at);
    this.write(offer, { state: 'Connect', connectedAt: at, holdSeconds: hold, ringSeconds: ringing });
    return { entry, offer, agent, connectedAt: at, holdSeconds: hold };
  }

  /** Nobody is rung for this caller any more, but for the one who answered. */
  withdraw(entry: Entry, at: PlatformTime, reason: string, but?: Offer, wait = 0): void {
    for (const offer of [...entry.offers]) {
      if (offer === but) continue;
      entry.offers.delete(offer);
      if (reason === 'abandoned') this.log(entry, offer, 'RINGCANCELED', [wait], at);
      this.write(offer, { state: 'Complete', reason, completedAt: at });
    }
  }

  /** `first`: what the row says before the seconds waited, the seconds talked and the position. */
  completed(call: QueueCall, event: End, first: readonly string[], talk: number, at: PlatformTime): void {
    const { entry, offer, holdSeconds } = call;
    this.log(entry, offer, event, [...first, holdSeconds, talk, entry.position], at);
    this.write(offer, { state: 'Complete', completedAt: at, talkSeconds: talk, reason: reasonOf[event] });
  }

  log(
    { queue, caller, number }: Entry,
    offer: Offer | null,
    event: string,
    args: readonly (string | number)[],
    at: PlatformTime,
  ): void {
    const [a = '', b = '', c = '', d = '', e = ''] = args.map(String);
    this.note(queue, caller.uniqueId, event, at);
    this.#sink.queueEvent({
      at,
      queue,
      uniqueId: caller.uniqueId,
      channel: caller.name,
      number,
      agent: offer?.row.agent ?? 'NONE',
      agentNo: offer?.row.agentName ?? 'NONE',
      event,
      args: [a, b, c, d, e],
    });
  }

  /** Remembers that a row stands, whoever wrote it. */
  note(queue: string, uniqueId: string, event: string, at: PlatformTime): void {
    const key = `${queue} ${uniqueId} ${kindOf(event)}`;
    this.#written.delete(key);
    this.#written.set(key, at);
    const [oldest] = this.#written.keys();
    if (this.#written.size > 5_000 && oldest !== undefined) this.#written.delete(oldest);
  }

  /** A row of this kind was written for the call, at that time or as good as; `within` in ms. */
  wasWritten(queue: string, uniqueId: string, kind: string, at: PlatformTime, within = sameMs): boolean {
    const written = this.#written.get(`${queue} ${uniqueId} ${kind}`);
    return written !== undefined && Math.abs(written - at) <= within;
  }

  write(offer: Offer, change: Partial<AgentCallRow>): void {
    offer.row = { ...offer.row, ...change };
    this.#sink.agentCall(offer.row);
  }
}
