import type { AgentCallRow } from '../../port';
import { type Exchange, seconds } from '../exchange';
import type { Leg } from '../leg';
import type { Ring, RingFailure } from '../ring';
import type { Entry, Offer } from './entry';
import type { MemberState, QueueState } from './queues';
import { chooseMembers } from './strategy';

/** Brings waiting callers and free members together, the heavier queue first, the longest waiting caller first. */
export class Distributor {
  readonly #x: Exchange;
  readonly #poked = new Set<QueueState>();

  constructor(x: Exchange) {
    this.#x = x;
  }

  /** Something in this queue changed; it is distributed when the step settles. */
  poke(queue: QueueState): void {
    this.#poked.add(queue);
  }

  /** Distributes the queues that were poked; true when there were any. */
  settle(): boolean {
    if (this.#poked.size === 0) return false;
    const queues = [...this.#poked].sort((a, b) => b.config.weight - a.config.weight);
    this.#poked.clear();
    for (const queue of queues) this.#distribute(queue);
    return true;
  }

  /** The caller is gone or sent on: nobody is rung for him any more. */
  withdrawOffers(entry: Entry, abandoned: boolean): void {
    const wait = String(seconds(this.#x.steps.now() - entry.enteredAt));
    for (const offer of [...entry.offers]) {
      entry.offers.delete(offer);
      if (abandoned) this.#log(offer, 'RINGCANCELED', [wait]);
      this.#write(offer, { state: 'Complete', reason: abandoned ? 'abandoned' : 'cancelled' });
      offer.ring.cancel(16);
    }
  }

  #distribute(queue: QueueState): void {
    if (queue.waiting.length === 0) return;
    const { members } = this.#x.queues;
    const order = [...queue.members.keys()];
    for (const entry of [...queue.waiting]) {
      if (entry.offers.size > 0) continue;
      const free = [...queue.members.values()].filter((member) => members.isFree(member));
      if (free.length === 0) return;
      for (const member of chooseMembers(queue.config.strategy, this.#turn(entry, free), order, queue.lastRung)) {
        queue.lastRung = member.interface;
        this.#offer(entry, member);
      }
    }
  }

  /** Free members who have not had their turn; a new round begins only after the queue's retry time. */
  #turn(entry: Entry, free: readonly MemberState[]): readonly MemberState[] {
    const fresh = free.filter((member) => !entry.tried.has(member.interface));
    if (fresh.length > 0) return fresh;
    const wait = entry.retryAt - this.#x.steps.now();
    if (wait > 0) {
      entry.stopRetry();
      entry.stopRetry = this.#x.steps.after(wait, () => this.poke(entry.queue));
      return [];
    }
    entry.tried.clear();
    return free;
  }

  #offer(entry: Entry, member: MemberState): void {
    const { phones, queues, rings, steps, events } = this.#x;
    const { queue, leg } = entry;
    const device = phones.byInterface(member.interface);
    if (!device) return;
    const now = steps.now();
    entry.tried.add(member.interface);
    leg.info.queueWait = seconds(now - entry.enteredAt);
    let offer: Offer | undefined;
    const ring: Ring = rings.start({
      to: { device },
      source: leg,
      ms: queue.config.ringSeconds * 1000,
      dialled: queues.members.agentOf(member.interface),
      application: 'Queue',
      answered: (answering) => offer && this.#answered(offer, answering),
      failed: (why) => offer && this.#failed(offer, why),
    });
    const { number, name } = phones.identity(device);
    const row: AgentCallRow = {
      createdAt: now,
      queue: queue.config.no,
      enteredAt: entry.enteredAt,
      channel: ring.leg.info.name,
      uniqueId: ring.leg.info.uniqueId,
      callingChannel: leg.info.name,
      callingUniqueId: leg.info.uniqueId,
      agent: member.interface,
      agentName: number,
      number: leg.info.callerId,
      name: leg.info.callerName,
      state: 'Called',
      connectedAt: null,
      completedAt: null,
      holdSeconds: 0,
      ringSeconds: 0,
      talkSeconds: 0,
      reason: '',
    };
    offer = { entry, member, ring, row };
    entry.offers.add(offer);
    this.#x.sink.agentCall(row);
    events.emit('AgentCalled', {
      Queue: queue.config.no,
      AgentCalled: member.interface,
      AgentName: name || number,
      ChannelCalling: leg.info.name,
      CallerIDNum: leg.info.callerId,
      Uniqueid: leg.info.uniqueId,
    });
  }

  /** Also when a colleague picked the call up: it counts for the member it was offered to, as the exchange counts. */
  #answered(offer: Offer, answering: Leg): void {
    const { entry, member, ring } = offer;
    const { bridges, prompts, queueCalls, queues, steps } = this.#x;
    const now = steps.now();
    entry.offers.delete(offer);
    queues.remove(entry);
    for (const other of [...entry.offers]) {
      entry.offers.delete(other);
      this.#write(other, { state: 'Complete', reason: 'answered-elsewhere' });
      other.ring.cancel(16);
    }
    const hold = seconds(now - entry.enteredAt);
    const ringing = seconds(now - ring.startedAt);
    entry.leg.info.queueWait = hold;
    answering.info.queueWait = hold;
    answering.info.queue = entry.queue.config.no;
    entry.queue.holdTime = (entry.queue.holdTime * 3 + hold) / 4;
    this.#log(offer, 'CONNECT', [String(hold), entry.leg.info.callerId, String(ringing)]);
    this.#write(offer, { state: 'Connect', connectedAt: now, holdSeconds: hold, ringSeconds: ringing });
    this.#x.events.emit('AgentConnect', {
      Queue: entry.queue.config.no,
      Uniqueid: entry.leg.info.uniqueId,
      Channel: answering.info.name,
      Member: member.interface,
      Holdtime: hold,
    });
    queueCalls.begin(offer, answering, hold);
    prompts.announce(entry.leg, answering, () => bridges.connect(entry.leg, answering));
  }

  #failed(offer: Offer, why: RingFailure): void {
    const { entry, member, ring } = offer;
    const { queue } = entry;
    if (!entry.offers.delete(offer)) return;
    const ringing = seconds(this.#x.steps.now() - ring.startedAt);
    if (why === 'rejected') {
      this.#log(offer, 'AGENTDUMP', []);
      this.#write(offer, { state: 'Dump', ringSeconds: ringing, reason: 'rejected' });
    } else {
      this.#log(offer, 'RINGNOANSWER', [String(ringing)]);
      this.#write(offer, { state: 'Complete', ringSeconds: ringing, reason: why });
      if (why === 'no-answer' && queue.config.autoPause) {
        this.#x.queues.members.pause(queue.config.no, member.interface, this.#x.config.autoPauseReason);
      }
    }
    entry.retryAt = this.#x.steps.now() + queue.config.retrySeconds * 1000;
    this.poke(queue);
  }

  #log({ entry, member }: Offer, event: string, args: readonly string[]): void {
    this.#x.queues.log(entry.queue, entry.leg, member.interface, event, args);
  }

  #write(offer: Offer, change: Partial<AgentCallRow>): void {
    const completedAt = change.state === 'Connect' ? null : this.#x.steps.now();
    offer.row = { ...offer.row, completedAt, ...change };
    this.#x.sink.agentCall(offer.row);
  }
}
