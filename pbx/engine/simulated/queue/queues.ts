import type { QueueConfig } from '../../../scenario/centre';
import type { Outcome, Queue } from '../../port';
import { type Exchange, seconds } from '../exchange';
import { type Departure, type Leg, nowhere } from '../leg';
import type { Entry } from './entry';
import { type MemberState, Members } from './members';

export type { MemberState } from './members';

export interface QueueState {
  readonly config: QueueConfig;
  readonly members: Map<string, MemberState>;
  readonly waiting: Entry[];
  /** Interface rung last, the memory of rrmemory. */
  lastRung: string;
  completed: number;
  completedInTime: number;
  abandoned: number;
  holdTime: number;
}

type Leaving = 'ABANDON' | 'TRANSFER' | 'EXITEMPTY' | 'EXITWITHTIMEOUT' | 'WITHDRAW';

/** The queues and who waits in them; `Members` keeps who serves, `Distributor` brings the two together. */
export class Queues {
  readonly #x: Exchange;
  readonly #queues = new Map<string, QueueState>();
  readonly members: Members;

  constructor(x: Exchange) {
    this.#x = x;
    for (const config of x.config.queues) {
      this.#queues.set(config.no, {
        config,
        members: new Map(),
        waiting: [],
        lastRung: '',
        completed: 0,
        completedInTime: 0,
        abandoned: 0,
        holdTime: 0,
      });
    }
    this.members = new Members(x, this.#queues);
  }

  find(no: string): QueueState | undefined {
    return this.#queues.get(no);
  }

  all(): Iterable<QueueState> {
    return this.#queues.values();
  }

  views(): Queue[] {
    return [...this.#queues.values()].map((queue) => this.view(queue));
  }

  view(queue: QueueState): Queue {
    const { config } = queue;
    return {
      no: config.no,
      name: config.name,
      strategy: config.strategy,
      maxWaiting: config.maxWaiting,
      timeoutSeconds: config.timeoutSeconds,
      ringSeconds: config.ringSeconds,
      wrapUpSeconds: config.wrapUpSeconds,
      joinEmpty: config.joinEmpty,
      autoPause: config.autoPause,
      serviceLevelSeconds: config.serviceLevelSeconds,
      weight: config.weight,
      members: [...queue.members.values()].map((member) => this.members.view(member)),
      waiting: queue.waiting.map(({ leg, enteredAt }, index) => ({
        channel: leg.info.name,
        uniqueId: leg.info.uniqueId,
        number: leg.info.callerId,
        name: leg.info.callerName,
        position: index + 1,
        enteredAt,
      })),
      completed: queue.completed,
      abandoned: queue.abandoned,
      holdTime: Math.round(queue.holdTime),
      servicePercent: queue.completed === 0 ? 0 : Math.round((queue.completedInTime / queue.completed) * 1000) / 10,
    };
  }

  /** A caller joins, or is sent on at once when the queue is full or has nobody. */
  enter(leg: Leg, no: string): void {
    const { distributor, events, legs, steps } = this.#x;
    const queue = this.#queues.get(no);
    if (!queue) {
      legs.hangUp(leg, 1);
      return;
    }
    // Out of where it was first: it may wait in this very queue.
    legs.move(leg, nowhere);
    legs.answer(leg);
    legs.run(leg, 'Queue', no);
    leg.info.queue = no;
    leg.info.queueWait = null;
    const refusal = queue.waiting.length >= queue.config.maxWaiting ? 'FULL' : this.#empty(queue) ? 'JOINEMPTY' : '';
    if (refusal) {
      leg.variables.set('QUEUESTATUS', refusal);
      this.#sendOn(leg, queue);
      return;
    }
    const entry: Entry = {
      queue,
      leg,
      enteredAt: steps.now(),
      enteredPosition: queue.waiting.length + 1,
      offers: new Set(),
      tried: new Set(),
      retryAt: 0,
      stopTimeout: () => undefined,
      stopRetry: () => undefined,
    };
    if (queue.config.timeoutSeconds > 0) {
      entry.stopTimeout = steps.after(queue.config.timeoutSeconds * 1000, () => this.#expel(entry, 'EXITWITHTIMEOUT'));
    }
    legs.move(leg, { kind: 'queued', entry, left: (_leg, how) => this.#left(entry, how) });
    queue.waiting.push(entry);
    events.emit('Join', {
      Channel: leg.info.name,
      CallerID: leg.info.callerId,
      Queue: no,
      Position: entry.enteredPosition,
      Count: queue.waiting.length,
      Uniqueid: leg.info.uniqueId,
    });
    this.log(queue, leg, 'NONE', 'ENTERQUEUE', ['', leg.info.callerId, String(entry.enteredPosition)]);
    distributor.poke(queue);
  }

  withdraw(no: string, channel: string, info: string): Outcome<'no-queue' | 'not-there'> {
    const queue = this.#queues.get(no);
    if (!queue) return { ok: false, why: 'no-queue' };
    const entry = queue.waiting.find(({ leg }) => leg.info.name === channel || leg.info.uniqueId === channel);
    if (!entry) return { ok: false, why: 'not-there' };
    entry.leg.variables.set('QUEUE_WITHDRAW_INFO', info);
    this.#expel(entry, 'WITHDRAW', info);
    return { ok: true };
  }

  /** The queue lost a member: callers do not wait for nobody. */
  memberLost(queue: QueueState): void {
    if (!this.#empty(queue)) return;
    for (const entry of [...queue.waiting]) this.#expel(entry, 'EXITEMPTY');
  }

  /** Takes a caller out of the line because a member answered. */
  remove(entry: Entry): void {
    const { queue, leg } = entry;
    const at = queue.waiting.indexOf(entry);
    if (at < 0) return;
    queue.waiting.splice(at, 1);
    entry.stopTimeout();
    entry.stopRetry();
    this.#x.events.emit('Leave', {
      Channel: leg.info.name,
      Queue: queue.config.no,
      Count: queue.waiting.length,
      Uniqueid: leg.info.uniqueId,
    });
  }

  log(queue: QueueState, caller: Leg | null, agent: string, event: string, args: readonly string[]): void {
    const [a = '', b = '', c = '', d = '', e = ''] = args;
    this.#x.sink.queueEvent({
      at: this.#x.steps.now(),
      queue: queue.config.no,
      uniqueId: caller?.info.uniqueId ?? '',
      channel: caller?.info.name ?? '',
      number: caller?.info.callerId ?? '',
      agent,
      agentNo: agent === 'NONE' ? 'NONE' : this.#x.queues.members.agentOf(agent),
      event,
      args: [a, b, c, d, e],
    });
  }

  /** A crash: waiting callers and figures are lost; dynamic members too, unless they are persistent. */
  forgetAll(): void {
    for (const queue of this.#queues.values()) {
      queue.waiting.length = 0;
      queue.lastRung = '';
      queue.completed = 0;
      queue.completedInTime = 0;
      queue.abandoned = 0;
      queue.holdTime = 0;
    }
    this.members.forgetDynamic();
  }

  /** Nobody could answer: no member at all, or none whose phone can be reached. */
  #empty(queue: QueueState): boolean {
    if (queue.config.joinEmpty) return false;
    for (const member of queue.members.values()) {
      if (this.#x.phones.byInterface(member.interface)?.registered) return false;
    }
    return true;
  }

  #left(entry: Entry, how: Departure): void {
    if (entry.queue.waiting.includes(entry)) this.#leave(entry, how === 'hung-up' ? 'ABANDON' : 'TRANSFER', '');
  }

  #expel(entry: Entry, why: Leaving, info = ''): void {
    if (!entry.queue.waiting.includes(entry)) return;
    this.#leave(entry, why, info);
    entry.leg.variables.set(
      'QUEUESTATUS',
      why === 'WITHDRAW' ? 'WITHDRAW' : why === 'EXITEMPTY' ? 'LEAVEEMPTY' : 'TIMEOUT',
    );
    entry.leg.place = nowhere;
    this.#sendOn(entry.leg, entry.queue);
  }

  #leave(entry: Entry, why: Leaving, info: string): void {
    const { queue, leg, enteredAt, enteredPosition } = entry;
    const wait = seconds(this.#x.steps.now() - enteredAt);
    const position = queue.waiting.indexOf(entry) + 1;
    this.remove(entry);
    this.#x.distributor.withdrawOffers(entry, why === 'ABANDON' || why === 'TRANSFER');
    leg.info.queueWait = wait;
    if (why !== 'TRANSFER') queue.abandoned += 1;
    const args = [String(position), String(enteredPosition), String(wait)];
    if (why === 'TRANSFER')
      this.log(queue, leg, 'NONE', why, [leg.info.exten, leg.info.context, String(wait), String(enteredPosition)]);
    else this.log(queue, leg, 'NONE', why, why === 'WITHDRAW' ? [...args, info] : args);
    if (why === 'ABANDON') {
      this.#x.events.emit('QueueCallerAbandon', {
        Queue: queue.config.no,
        Uniqueid: leg.info.uniqueId,
        Position: position,
        OriginalPosition: enteredPosition,
        HoldTime: wait,
      });
    }
  }

  #sendOn(leg: Leg, queue: QueueState): void {
    if (queue.config.failover) this.#x.dialplan.send(leg, queue.config.failover, leg.info.context);
    else this.#x.legs.hangUp(leg, 16);
  }
}
