import type { PlatformTime } from '../../../../shared/domain/time';
import { type AmiEvent, field } from '../ami/port';
import type { Departures } from './departures';
import { type Leg, partyOf } from './leg';
import type { Legs } from './legs';
import type { End, Entry, Offer, QueueCall, QueueRows } from './queue-calls';
import { seconds } from './times';

/** Events of one moment come in any order; what belongs together has come after this. */
const graceMs = 300;
/** A beginning that is reckoned from an end: two spans of whole seconds lie between. */
const roughlyMs = 5_000;
/** A key that takes a caller out of a queue was pressed so shortly before. */
const keyMs = 3_000;

interface Moved {
  readonly how: 'BLINDTRANSFER' | 'ATTENDEDTRANSFER';
  readonly number: string;
  readonly context: string;
}

export interface QueuesOptions {
  readonly legs: Legs;
  readonly rows: QueueRows;
  readonly departures: Departures;
  readonly numberOf: (leg: Leg) => string;
  /** Runs later, and not any more once the records are closed. */
  readonly after: (ms: number, run: () => void) => void;
}

/** Callers in queues, the ringing at members, and the talks that come of it. */
export class Queues {
  readonly #options: QueuesOptions;
  readonly #entries = new Map<Leg, Entry>();
  /** By the leg that is rung. */
  readonly #offers = new Map<Leg, Offer>();
  readonly #calls = new Set<QueueCall>();
  /** Where an agent sent his call; told by an event of its own, before or after the end of the queue call. */
  readonly #moved = new Map<Leg, Moved>();
  /** Ringings that ended without an answer, until the leg says why: seconds, and when. */
  readonly #silent = new Map<Offer, { readonly ringing: number; readonly at: PlatformTime }>();

  constructor(options: QueuesOptions) {
    this.#options = options;
  }

  get waiting(): Iterable<Entry> {
    return this.#entries.values();
  }
  get calls(): Iterable<QueueCall> {
    return this.#calls;
  }

  joined(leg: Leg, event: AmiEvent, at: PlatformTime): void {
    const queue = field(event, 'Queue');
    const caller = partyOf(leg);
    leg.queue = queue;
    caller.queue = queue;
    leg.waiting = true;
    leg.queueStatus = '';
    const entry: Entry = {
      queue,
      leg,
      caller,
      number: this.#options.numberOf(caller) || this.#options.numberOf(leg),
      enteredAt: at,
      position: Number(field(event, 'Position')) || 1,
      context: leg.context,
      exten: leg.exten,
      offers: new Set(),
    };
    this.#entries.set(leg, entry);
    // Waiting already when this began to listen: what was written before it stopped stands, and is gone on with.
    const stands = leg.found === 'start' || this.#options.rows.wasWritten(queue, caller.uniqueId, 'ENTERQUEUE', at);
    if (!stands) this.#options.rows.entered(entry);
  }

  called(caller: Leg, rung: Leg, event: AmiEvent, at: PlatformTime): void {
    const entry = this.#entries.get(caller);
    if (!entry) return;
    const iface = field(event, 'Interface');
    // The same member again, and nobody told how the ringing before ended.
    for (const offer of entry.offers) if (offer.iface === iface && this.#silent.has(offer)) this.#fail(offer);
    this.#offers.set(rung, this.#options.rows.called(entry, iface, field(event, 'MemberName'), rung, at));
  }

  /** `AgentRingNoAnswer`: also for one who refused, which the leg's end tells. */
  unanswered(caller: Leg | undefined, rung: Leg | undefined, event: AmiEvent, at: PlatformTime): void {
    const offer =
      (rung && this.#offers.get(rung)) ??
      (caller && this.#offerOf(this.#entries.get(caller), field(event, 'Interface')));
    if (!offer || this.#silent.has(offer) || !offer.entry.offers.has(offer)) return;
    this.#silent.set(offer, { ringing: Math.round(Number(field(event, 'RingTime')) / 1000) || 0, at });
    if (offer.leg.hungUpAt === null) this.#options.after(graceMs, () => this.#fail(offer));
    else this.#fail(offer);
  }

  /** The member took the call and put it down before the caller was connected. */
  dumped(rung: Leg | undefined, at: PlatformTime): void {
    const offer = rung && this.#offers.get(rung);
    if (!offer?.entry.offers.has(offer)) return;
    this.#offers.delete(offer.leg);
    this.#options.rows.unanswered(offer, 'rejected', seconds(at - offer.row.createdAt), at);
  }

  connected(caller: Leg, agent: Leg, event: AmiEvent, at: PlatformTime): void {
    const entry = this.#entries.get(caller) ?? this.#joining(caller);
    if (!entry) return;
    const iface = field(event, 'Interface');
    // Taken by a colleague it counts for the member it was offered to, as the exchange counts.
    const offer =
      this.#offers.get(agent) ??
      this.#offerOf(entry, iface) ??
      this.#options.rows.called(entry, iface, field(event, 'MemberName'), agent, at);
    for (const other of [...entry.offers]) if (this.#silent.has(other) && other !== offer) this.#fail(other);
    this.#silent.delete(offer);
    this.#drop(entry);
    this.#leaving.delete(caller);
    const hold = Number(field(event, 'HoldTime')) || 0;
    const ringing = Number(field(event, 'RingTime')) || 0;
    this.#calls.add(this.#options.rows.connected(offer, agent, hold, ringing, at));
  }

  /** `QueueCallerAbandon`; see `Departures`. */
  abandoned(leg: Leg, event: AmiEvent, at: PlatformTime): void {
    const entry = this.#entries.get(leg);
    if (!entry) return;
    for (const offer of [...entry.offers]) if (this.#silent.has(offer)) this.#fail(offer);
    this.#drop(entry);
    const position = Number(field(event, 'Position')) || entry.position;
    const wait = Number(field(event, 'HoldTime')) || 0;
    this.#options.departures.abandoned(entry, { position, wait, at });
  }

  /** `QueueCallerLeave`: an agent has him, or he left; who left by a key is told by nothing else. */
  left(leg: Leg, event: AmiEvent, at: PlatformTime): void {
    const entry = this.#entries.get(leg);
    if (!entry) return;
    leg.waiting = false;
    this.#entries.delete(leg);
    this.#leaving.set(leg, entry);
    const position = Number(field(event, 'Position')) || entry.position;
    // Version 22 tells it behind the key, version 16 before: there the digit is seen by itself.
    const jumped = leg.exten !== entry.exten ? leg.exten : '';
    const pressed = leg.key && at - leg.key.at <= keyMs ? leg.key.digit : '';
    this.#options.after(graceMs, () => {
      if (this.#leaving.get(leg) !== entry) return;
      this.#leaving.delete(leg);
      this.#forget(entry);
      const wait = seconds(at - entry.enteredAt);
      this.#options.departures.byKey(entry, { position, wait, at }, pressed || jumped);
    });
  }
  readonly #leaving = new Map<Leg, Entry>();

  /** The caller waits in a parking place; the agent is out of it. */
  parked(leg: Leg, at: PlatformTime): void {
    for (const call of [...this.#calls]) {
      if (call.entry.leg !== leg && call.entry.caller !== leg) continue;
      this.#finish(call, 'COMPLETEAGENT', [], seconds(at - call.connectedAt), at);
    }
  }

  transferred(agent: Leg, how: Moved['how'], number: string, context: string): void {
    this.#moved.set(partyOf(agent), { how, number, context });
  }

  /** `AgentComplete`; late, or without a channel, it may tell of a call that was over long ago. */
  completed(event: AmiEvent, at: PlatformTime): void {
    const agentId = field(event, 'DestUniqueid');
    const callerId = field(event, 'Uniqueid');
    const [queue, iface] = [field(event, 'Queue'), field(event, 'Interface')];
    const call = [...this.#calls].find(({ entry, offer, agent }) => {
      if (entry.queue !== queue || offer.iface !== iface) return false;
      if (callerId && callerId !== entry.leg.uniqueId) return false;
      if (agentId) return agentId === agent.uniqueId || agentId === partyOf(agent).uniqueId;
      return partyOf(agent).hungUpAt !== null;
    });
    if (!call) {
      this.#unheard(event, at);
      return;
    }
    const talk = Number(field(event, 'TalkTime')) || 0;
    const reason = field(event, 'Reason');
    if (reason !== 'transfer') {
      // Said of a caller whom a command has sent on it is wrong: the time with the next person counts, too.
      if (this.#moved.has(partyOf(call.agent))) this.#end(call, at);
      else this.#finish(call, reason === 'agent' ? 'COMPLETEAGENT' : 'COMPLETECALLER', [], talk, at);
    } else if (this.#moved.has(partyOf(call.agent))) this.#end(call, at, talk);
    else this.#options.after(graceMs, () => this.#end(call, at, talk));
  }

  gone(leg: Leg, at: PlatformTime): void {
    const offer = this.#offers.get(leg);
    if (offer && this.#silent.has(offer)) this.#fail(offer);
    this.#offers.delete(leg);
    for (const call of [...this.#calls]) {
      if (leg === call.agent || leg === partyOf(call.agent)) {
        // An optimized Local channel ends while the telephone behind it talks on.
        if (partyOf(call.agent).hungUpAt === null) continue;
        this.#sentAway(call);
        this.#options.after(graceMs, () => this.#end(call, at));
      } else if (leg === call.entry.leg || leg === call.entry.caller) {
        this.#options.after(graceMs, () => this.#end(call, at));
      }
    }
    const entry = this.#entries.get(leg);
    if (entry) {
      this.#options.after(graceMs, () => {
        if (this.#entries.get(leg) !== entry) return;
        this.#drop(entry);
        this.#options.departures.lost(entry, at);
      });
    }
    this.#options.after(graceMs * 4, () => this.#moved.delete(leg));
  }

  /** The end of a talk whose beginning nobody heard: what the event says of it is all there is. */
  #unheard(event: AmiEvent, at: PlatformTime): void {
    const { legs, numberOf, rows } = this.#options;
    const leg = legs.find(field(event, 'Uniqueid'));
    const queue = field(event, 'Queue');
    // Of one that was seen to begin it comes late: its end is told.
    if (!leg || leg.found === '' || rows.wasWritten(queue, partyOf(leg).uniqueId, 'complete', at)) return;
    const agent = legs.find(field(event, 'DestUniqueid'));
    const [hold, talk] = [Number(field(event, 'HoldTime')) || 0, Number(field(event, 'TalkTime')) || 0];
    const connectedAt = at - talk * 1000;
    const caller = partyOf(leg);
    const entry: Entry = {
      ...{ queue, leg, caller, number: numberOf(caller), enteredAt: connectedAt - hold * 1000, position: 1 },
      ...{ context: leg.context, exten: leg.exten, offers: new Set<Offer>() },
    };
    const offer = rows.called(entry, field(event, 'Interface'), field(event, 'MemberName'), agent ?? leg, connectedAt);
    let call: QueueCall = { entry, offer, agent: agent ?? leg, connectedAt, holdSeconds: hold };
    // The exchange's file may have told the beginning.
    const stands = (kind: string, when: PlatformTime): boolean =>
      leg.found === 'start' || rows.wasWritten(queue, caller.uniqueId, kind, when, roughlyMs);
    if (!stands('ENTERQUEUE', entry.enteredAt)) rows.entered(entry);
    if (!stands('CONNECT', connectedAt)) call = rows.connected(offer, agent ?? leg, hold, 0, connectedAt);
    const moved = this.#moved.get(partyOf(call.agent));
    const ends: Readonly<Record<string, End>> = { agent: 'COMPLETEAGENT', transfer: moved?.how ?? 'BLINDTRANSFER' };
    const end = ends[field(event, 'Reason')] ?? 'COMPLETECALLER';
    const to = moved ? [moved.number, moved.context] : [leg.exten, leg.context];
    const first = end === 'BLINDTRANSFER' ? to : end === 'ATTENDEDTRANSFER' ? to.slice(0, 1) : [];
    rows.completed(call, end, first, talk, at);
  }

  /** Began while nobody heard the exchange. */
  resume(call: QueueCall): void {
    this.#calls.add(call);
  }

  /** Taken from the exchange's file: it is written already. */
  dropCall(call: QueueCall): void {
    this.#calls.delete(call);
    this.#forget(call.entry);
  }
  dropEntry(entry: Entry): void {
    this.#drop(entry);
  }

  /** A command sent the caller on and let the agent go; it leaves no event of its own. */
  #sentAway({ agent, entry }: QueueCall): void {
    const [party, { leg }] = [partyOf(agent), entry];
    const elsewhere = leg.context !== entry.context || leg.exten !== entry.exten;
    if (!elsewhere || leg.parked || leg.hangupAsked || leg.hungUpAt !== null || party.hangupAsked) return;
    if (this.#moved.has(party)) return;
    this.#moved.set(party, { how: 'BLINDTRANSFER', number: leg.exten, context: leg.context });
  }

  #joining(leg: Leg): Entry | undefined {
    return this.#leaving.get(leg);
  }

  #offerOf(entry: Entry | undefined, iface: string): Offer | undefined {
    return [...(entry?.offers ?? [])].find((offer) => offer.iface === iface);
  }

  #fail(offer: Offer): void {
    const silent = this.#silent.get(offer);
    if (!silent || !offer.entry.offers.has(offer)) return;
    this.#silent.delete(offer);
    this.#offers.delete(offer.leg);
    const { ringing, at } = silent;
    this.#options.rows.unanswered(offer, wasRefused(offer.leg) ? 'rejected' : 'no-answer', ringing, at);
  }

  #end(call: QueueCall, at: PlatformTime, told?: number): void {
    if (!this.#calls.has(call)) return;
    const agent = partyOf(call.agent);
    const talk = told ?? seconds(at - call.connectedAt);
    const { leg } = call.entry;
    const moved = this.#moved.get(agent);
    if (moved?.how === 'BLINDTRANSFER') {
      this.#finish(call, moved.how, [moved.number, moved.context], talk, at);
    } else if (moved) this.#finish(call, moved.how, [moved.number], talk, at);
    else if (agent.hangupAsked && !leg.hangupAsked) this.#finish(call, 'COMPLETEAGENT', [], talk, at);
    else if (leg.hangupAsked || leg.hungUpAt !== null) this.#finish(call, 'COMPLETECALLER', [], talk, at);
    // The agent is out of it and the caller lives on: parked, or sent away by somebody's command.
    else if (leg.parked || (told === undefined && leg.exten === call.entry.exten && leg.context === call.entry.context))
      this.#finish(call, 'COMPLETEAGENT', [], talk, at);
    else this.#finish(call, 'BLINDTRANSFER', [leg.exten, leg.context], talk, at);
  }

  #finish(call: QueueCall, event: End, first: readonly string[], talk: number, at: PlatformTime): void {
    if (!this.#calls.delete(call)) return;
    this.#forget(call.entry);
    this.#options.rows.completed(call, event, first, talk, at);
  }

  #drop(entry: Entry): void {
    entry.leg.waiting = false;
    if (this.#entries.get(entry.leg) === entry) this.#entries.delete(entry.leg);
    this.#forget(entry);
  }

  #forget(entry: Entry): void {
    for (const offer of entry.offers) {
      this.#offers.delete(offer.leg);
      this.#silent.delete(offer);
    }
  }
}

/** Causes with which a telephone or its user says no; 19 is one that nobody answered, whatever the exchange calls it. */
const refusals: ReadonlySet<number> = new Set([17, 21]);
const wasRefused = (leg: Leg): boolean => refusals.has(leg.cause) || refusals.has(leg.stands?.cause ?? 0);
