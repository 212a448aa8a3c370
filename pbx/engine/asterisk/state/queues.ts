import type { Queue, QueueStrategy, Waiting } from '../../port';
import { type AmiEvent, field } from '../ami/port';
import { type Ground, seconds } from './ground';
import type { Leg, Legs } from './legs';
import type { Links } from './links';
import type { MemberState, Members } from './members';

interface Entry {
  readonly uniqueId: string;
  view: Waiting;
}

interface QueueState {
  readonly no: string;
  figures: Figures;
  readonly members: Map<string, MemberState>;
  /** In the order of their turn. */
  waiting: Entry[];
  view: Queue | null;
}
type Figures = Pick<
  Queue,
  | 'strategy'
  | 'maxWaiting'
  | 'serviceLevelSeconds'
  | 'weight'
  | 'completed'
  | 'abandoned'
  | 'holdTime'
  | 'servicePercent'
>;
/** `queues.conf`: queue → key → value. */
export type QueueSettings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const strategies: ReadonlySet<string> = new Set(['ringall', 'rrmemory', 'leastrecent', 'fewestcalls']);
/** The figures of a queue are asked for again so long after a call of it, once for all calls until then. */
const figuresMs = 500;

/** Queues, who serves them and who waits. */
export class Queues {
  readonly #ground: Ground;
  readonly #legs: Legs;
  readonly #links: Links;
  readonly members: Members;
  readonly #queues = new Map<string, QueueState>();
  readonly #stale = new Set<string>();
  #settings: QueueSettings = {};
  #list: readonly Queue[] | null = null;

  constructor(ground: Ground, legs: Legs, links: Links, members: Members) {
    this.#ground = ground;
    this.#legs = legs;
    this.#links = links;
    this.members = members;
  }

  all(): readonly Queue[] {
    // FreePBX has a queue that is none, out of the sample configuration.
    const real = [...this.#queues.values()].filter(({ no, members }) => no !== 'default' || members.size > 0);
    this.#list ??= real.map((queue) => this.#view(queue));
    return this.#list;
  }

  find(no: string): Queue | undefined {
    const queue = this.#queues.get(no);
    return queue && this.#view(queue);
  }

  /** As the queue knows it; `iface` may be the shown one. */
  member(no: string, iface: string): MemberState | undefined {
    const members = this.#queues.get(no)?.members;
    const exact = members?.get(iface);
    if (exact || !members) return exact;
    for (const member of members.values()) if (this.members.view(member).interface === iface) return member;
    return undefined;
  }

  *everyone(): Iterable<MemberState> {
    for (const { members } of this.#queues.values()) yield* members.values();
  }

  /** The state of a telephone changed: its memberships show another one. */
  deviceChanged(no: string): void {
    for (const member of this.members.ofDevice(no)) {
      member.view = null;
      this.#changed(member.queue);
      this.#tellStatus(member);
    }
  }

  renew(): void {
    this.members.renew(this.everyone());
    for (const queue of this.#queues.values()) queue.view = null;
    this.#list = null;
  }

  setSettings(settings: QueueSettings): void {
    this.#settings = settings;
    this.renew();
  }

  /** Any event that carries a whole membership. */
  memberSaid(event: AmiEvent): void {
    const queue = this.#of(field(event, 'Queue'));
    const iface = event.fields.Interface ?? '';
    const before = queue.members.get(iface);
    const member = this.members.read(event, before);
    queue.members.set(iface, member);
    this.#changed(queue.no);
    const shown = this.members.view(member);
    const who = { Queue: queue.no, Location: shown.interface, MemberName: shown.agent };
    const { events } = this.#ground;
    if (!before) events.emit('QueueMemberAdded', { ...who, Membership: member.kind, Penalty: member.penalty });
    else if (before.isPaused !== member.isPaused || before.pausedFor !== member.pausedFor) {
      events.emit('QueueMemberPaused', { ...who, Paused: shown.paused });
    } else if (before.penalty !== member.penalty) {
      events.emit('QueueMemberPenalty', { Queue: queue.no, Location: shown.interface, Penalty: member.penalty });
    }
    if (before && before.said !== member.said) this.#tellStatus(member);
  }

  memberRemoved(event: AmiEvent): void {
    const queue = this.#queues.get(field(event, 'Queue'));
    const member = queue?.members.get(event.fields.Interface ?? '');
    if (!queue || !member) return;
    queue.members.delete(member.interface);
    this.members.forget(member);
    this.#changed(queue.no);
    const { interface: iface, agent } = this.members.view(member);
    this.#ground.events.emit('QueueMemberRemoved', { Queue: queue.no, Location: iface, MemberName: agent });
  }

  joined(event: AmiEvent): void {
    const leg = this.#legs.of(event);
    const queue = this.#of(field(event, 'Queue'));
    if (!leg || queue.waiting.some(({ uniqueId }) => uniqueId === leg.uniqueId)) return;
    const waited = (Number(field(event, 'Wait')) || 0) * 1000;
    const { callerId, callerName } = this.#legs.view(leg);
    const position = Number(field(event, 'Position')) || queue.waiting.length + 1;
    const enteredAt = leg.waiting && leg.queuedAt !== null ? leg.queuedAt : this.#ground.now() - waited;
    const view: Waiting = {
      channel: leg.name,
      uniqueId: leg.uniqueId,
      number: callerId,
      name: callerName,
      position,
      enteredAt,
    };
    queue.waiting.splice(Math.min(position, queue.waiting.length + 1) - 1, 0, { uniqueId: leg.uniqueId, view });
    Object.assign(leg, { queue: queue.no, queuedAt: enteredAt, queueWait: null, waiting: true, lastEvent: 'Join' });
    Object.assign(leg, { application: 'Queue', applicationData: queue.no });
    this.#numbered(queue);
    this.#links.changed(leg);
    this.#ground.events.emit('Join', {
      Channel: leg.name,
      CallerID: callerId,
      Queue: queue.no,
      Position: position,
      Count: queue.waiting.length,
      Uniqueid: leg.uniqueId,
    });
  }

  left(event: AmiEvent): void {
    const queue = this.#queues.get(field(event, 'Queue'));
    if (queue) this.#leave(queue, field(event, 'Uniqueid'));
  }

  abandoned(event: AmiEvent): void {
    const [no, uniqueId] = [field(event, 'Queue'), field(event, 'Uniqueid')];
    this.#ground.events.emit('QueueCallerAbandon', {
      Queue: no,
      Uniqueid: uniqueId,
      Position: field(event, 'Position'),
      OriginalPosition: field(event, 'OriginalPosition'),
      HoldTime: field(event, 'HoldTime'),
    });
    this.stale(no);
  }

  /** A caller is offered to a member: `AgentCalled`. */
  called(event: AmiEvent): void {
    const caller = this.#legs.of(event);
    const agent = this.#legs.of(event, 'Dest');
    const no = field(event, 'Queue');
    const member = this.#queues.get(no)?.members.get(field(event, 'Interface'));
    if (!caller) return;
    this.#hasWaited(caller);
    if (agent) this.#rung(agent, caller, no);
    const shown = member && this.members.view(member);
    this.#ground.events.emit('AgentCalled', {
      Queue: no,
      AgentCalled: shown?.interface ?? field(event, 'Interface'),
      AgentName: field(event, 'MemberName'),
      ChannelCalling: caller.name,
      CallerIDNum: caller.number,
      Uniqueid: caller.uniqueId,
    });
  }

  connected(event: AmiEvent): void {
    const caller = this.#legs.known(event);
    const agent = this.#legs.known(event, 'Dest');
    const no = field(event, 'Queue');
    const wait = Number(field(event, 'HoldTime')) || 0;
    for (const leg of [caller, agent]) {
      if (!leg) continue;
      Object.assign(leg, { queue: no, queueWait: wait });
      this.#legs.changed(leg);
    }
    this.#ground.events.emit('AgentConnect', {
      Queue: no,
      Uniqueid: field(event, 'Uniqueid'),
      Channel: field(event, 'DestChannel'),
      Member: this.#shown(no, field(event, 'Interface')),
      Holdtime: wait,
    });
    this.stale(no);
  }

  completed(event: AmiEvent): void {
    const no = field(event, 'Queue');
    this.#ground.events.emit('AgentComplete', {
      Queue: no,
      Uniqueid: field(event, 'Uniqueid'),
      Channel: field(event, 'DestChannel'),
      Member: this.#shown(no, field(event, 'Interface')),
      HoldTime: field(event, 'HoldTime'),
      TalkTime: field(event, 'TalkTime'),
      Reason: field(event, 'Reason'),
    });
    this.stale(no);
  }

  legGone(leg: Leg): void {
    if (!leg.waiting) return;
    for (const queue of this.#queues.values()) this.#leave(queue, leg.uniqueId);
  }

  /** What the exchange has: a whole `QueueStatus`. Members who are told of again stay who they are. */
  fill(events: readonly AmiEvent[]): void {
    const present = new Set<string>();
    const members = new Set<MemberState>();
    const entries = new Set<string>();
    for (const event of events) {
      const no = field(event, 'Queue');
      if (event.event === 'QueueParams') present.add(no);
      const queue = this.#of(no);
      if (event.event === 'QueueParams') this.#figures(queue, event);
      else if (event.event === 'QueueMember') {
        const iface = event.fields.Location ?? '';
        const member = this.members.read(event, queue.members.get(iface));
        queue.members.set(iface, member);
        members.add(member);
      } else if (event.event === 'QueueEntry') {
        entries.add(`${no} ${field(event, 'Uniqueid')}`);
        this.joined(event);
      }
    }
    for (const [no, queue] of [...this.#queues]) {
      if (!present.has(no)) {
        this.#queues.delete(no);
        continue;
      }
      for (const [iface, member] of [...queue.members]) if (!members.has(member)) queue.members.delete(iface);
      for (const { uniqueId } of [...queue.waiting])
        if (!entries.has(`${no} ${uniqueId}`)) this.#leave(queue, uniqueId);
    }
    this.renew();
    this.#ground.touch();
  }

  /** The exchange counts for itself; its figures are asked for when a call of the queue has moved on. */
  stale(no: string): void {
    if (!this.#queues.has(no) || this.#stale.has(no)) return;
    this.#stale.add(no);
    this.#ground.after(figuresMs, () => {
      this.#stale.delete(no);
      // Nobody has that interface: the figures come without the members.
      const asked = this.#ground.ami.list('QueueStatus', { Queue: no, Member: 'none' });
      asked.then(
        (events) => {
          const queue = this.#queues.get(no);
          const params = events.find(({ event }) => event === 'QueueParams');
          if (queue && params) this.#figures(queue, params);
        },
        () => {
          // The line is down: with the next one everything is asked for anew.
        },
      );
    });
  }

  #view(queue: QueueState): Queue {
    queue.view ??= this.#print(queue);
    return queue.view;
  }

  #print({ no, figures, members, waiting }: QueueState): Queue {
    const settings = this.#settings[no] ?? {};
    const text = (key: string): string => String(settings[key] ?? '');
    const list = [...members.values()];
    return {
      no,
      name: text('description') || text('name') || no,
      ...figures,
      timeoutSeconds: 0,
      ringSeconds: Number(text('timeout')) || 15,
      wrapUpSeconds: Number(text('wrapuptime')) || (list[0]?.wrapUpSeconds ?? 0),
      joinEmpty: !/^(?:no|strict|loose)$/i.test(text('joinempty') || 'yes'),
      autoPause: /^(?:yes|all|true)$/i.test(text('autopause')),
      members: list.map((member) => this.members.view(member)),
      waiting: waiting.map(({ view }) => view),
    };
  }

  #figures(queue: QueueState, event: AmiEvent): void {
    const number = (key: string): number => Number(event.fields[key]) || 0;
    const strategy = event.fields.Strategy ?? '';
    const figures: Figures = {
      strategy: (strategies.has(strategy) ? strategy : 'rrmemory') as QueueStrategy,
      // 0 means that everybody may wait.
      maxWaiting: number('Max') || 999,
      serviceLevelSeconds: number('ServiceLevel'),
      weight: number('Weight'),
      completed: number('Completed'),
      abandoned: number('Abandoned'),
      holdTime: number('Holdtime'),
      servicePercent: number('ServicelevelPerf'),
    };
    if (JSON.stringify(figures) === JSON.stringify(queue.figures)) return;
    queue.figures = figures;
    this.#changed(queue.no);
  }

  #leave(queue: QueueState, uniqueId: string): void {
    const at = queue.waiting.findIndex((entry) => entry.uniqueId === uniqueId);
    if (at < 0) return;
    const [entry] = queue.waiting.splice(at, 1);
    this.#numbered(queue);
    const leg = this.#legs.find(uniqueId);
    if (leg?.waiting) {
      leg.waiting = false;
      this.#hasWaited(leg);
      this.#links.changed(leg);
    }
    this.#ground.events.emit('Leave', {
      Channel: entry?.view.channel ?? '',
      Queue: queue.no,
      Count: queue.waiting.length,
      Uniqueid: uniqueId,
    });
    this.stale(queue.no);
  }

  #numbered(queue: QueueState): void {
    queue.waiting.forEach((entry, index) => {
      if (entry.view.position !== index + 1) entry.view = { ...entry.view, position: index + 1 };
    });
    this.#changed(queue.no);
  }

  #hasWaited(leg: Leg): void {
    leg.queueWait = leg.queuedAt === null ? null : seconds(this.#ground.now() - leg.queuedAt);
    this.#legs.changed(leg);
  }

  #rung(agent: Leg, caller: Leg, no: string): void {
    agent.queue = no;
    agent.queueWait = caller.queueWait;
    agent.did ||= caller.did;
    this.#legs.changed(agent);
  }

  #tellStatus(member: MemberState): void {
    const { agent, callsTaken, interface: iface, lastCallAt, paused, penalty, status } = this.members.view(member);
    this.#ground.events.emit('QueueMemberStatus', {
      Queue: member.queue,
      Location: iface,
      MemberName: agent,
      Penalty: penalty,
      CallsTaken: callsTaken,
      LastCall: lastCallAt === null ? 0 : Math.floor(lastCallAt / 1000),
      Status: status,
      Paused: paused,
    });
  }

  #shown(no: string, iface: string): string {
    const member = this.#queues.get(no)?.members.get(iface);
    return member ? this.members.view(member).interface : iface;
  }

  #of(no: string): QueueState {
    const known = this.#queues.get(no);
    if (known) return known;
    const figures: Figures = {
      ...{ strategy: 'ringall', maxWaiting: 999, serviceLevelSeconds: 0, weight: 0 },
      ...{ completed: 0, abandoned: 0, holdTime: 0, servicePercent: 0 },
    };
    const queue: QueueState = { no, figures, members: new Map(), waiting: [], view: null };
    this.#queues.set(no, queue);
    this.#list = null;
    return queue;
  }

  #changed(no: string): void {
    const queue = this.#queues.get(no);
    if (queue) queue.view = null;
    this.#list = null;
    this.#ground.touch();
  }
}
