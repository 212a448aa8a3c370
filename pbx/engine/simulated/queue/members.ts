import type { AgentActivityRow, Member, Outcome, PauseReasonRow } from '../../port';
import type { KeptMembership } from '../../roster';
import { type Exchange, seconds } from '../exchange';
import type { QueueState } from './queues';

export interface MemberState {
  readonly queue: QueueState;
  readonly interface: string;
  readonly kind: 'static' | 'dynamic';
  penalty: number;
  callsTaken: number;
  lastCallAt: number | null;
  paused: number;
  pausedAt: number | null;
  readonly joinedAt: number;
  /** Start of the present ready or paused period, and what earlier periods of this membership add up to. */
  since: number;
  readyMs: number;
  pausedMs: number;
  /** Status published last. */
  status: number;
}

/** Who serves which queue: membership, pause and what the phone allows. */
export class Members {
  readonly #x: Exchange;
  readonly #queues: ReadonlyMap<string, QueueState>;
  readonly #byInterface = new Map<string, Set<MemberState>>();
  /** End of the wrap-up time of a phone; it holds for all its queues. */
  readonly #wrapEnds = new Map<string, number>();
  /** Labels for the queue log. */
  reasons: readonly PauseReasonRow[];

  constructor(x: Exchange, queues: ReadonlyMap<string, QueueState>) {
    this.#x = x;
    this.#queues = queues;
    this.reasons = x.config.pauseReasons;
  }

  /** Enters the static members, and whoever was one when the platform stopped; called once when the exchange stands. */
  begin(): void {
    const kept = this.#x.roster.memberships();
    const joinedAt = this.#x.steps.now();
    const paused = new Map(kept.filter((row) => row.paused !== 0).map((row) => [`${row.queue} ${row.interface}`, row]));
    for (const queue of this.#queues.values()) {
      for (const { interface: iface, penalty } of queue.config.members) {
        const row = paused.get(`${queue.config.no} ${iface}`);
        this.#add(queue, iface, penalty, 'static', row && { ...row, joinedAt, readyMs: 0, pausedMs: 0 });
      }
    }
    for (const row of kept) {
      const queue = this.#queues.get(row.queue);
      if (row.kind !== 'dynamic' || !queue || queue.members.has(row.interface)) continue;
      if (this.#x.phones.byInterface(row.interface)) this.#add(queue, row.interface, row.penalty, 'dynamic', row);
    }
  }

  of(iface: string): Iterable<MemberState> {
    return this.#byInterface.get(iface) ?? [];
  }

  /** Number of the person behind an interface: the bound user, else the device. */
  agentOf(iface: string): string {
    const device = this.#x.phones.byInterface(iface);
    return device ? this.#x.phones.identity(device).number : iface;
  }

  view(member: MemberState): Member {
    return {
      interface: member.interface,
      agent: this.agentOf(member.interface),
      kind: member.kind,
      penalty: member.penalty,
      callsTaken: member.callsTaken,
      lastCallAt: member.lastCallAt,
      paused: member.paused,
      pausedAt: member.pausedAt,
      joinedAt: member.joinedAt,
      status: this.#status(member.interface),
    };
  }

  /** May be rung now: reachable, nothing on the phone, not paused, not do-not-disturb, not in wrap-up. */
  isFree(member: MemberState): boolean {
    const device = this.#x.phones.byInterface(member.interface);
    if (!device || member.paused !== 0) return false;
    // Ring in use is off: a member with any call is left alone even where phones have call waiting.
    if (this.#x.phones.obstacle(device) !== null || this.#x.legs.countOfDevice(device.no) > 0) return false;
    return (this.#wrapEnds.get(member.interface) ?? 0) <= this.#x.steps.now();
  }

  add(queueNo: string, iface: string, penalty: number): Outcome<'no-queue' | 'no-device' | 'already'> {
    const queue = this.#queues.get(queueNo);
    if (!queue) return { ok: false, why: 'no-queue' };
    if (!this.#x.phones.byInterface(iface)) return { ok: false, why: 'no-device' };
    if (queue.members.has(iface)) return { ok: false, why: 'already' };
    this.#keep(this.#add(queue, iface, penalty, 'dynamic'));
    this.#x.queues.log(queue, null, iface, 'LOGIN', []);
    return { ok: true };
  }

  remove(queueNo: string, iface: string): Outcome<'no-queue' | 'not-there' | 'static'> {
    const queue = this.#queues.get(queueNo);
    if (!queue) return { ok: false, why: 'no-queue' };
    const member = queue.members.get(iface);
    if (!member) return { ok: false, why: 'not-there' };
    if (member.kind === 'static') return { ok: false, why: 'static' };
    this.#tally(member);
    queue.members.delete(iface);
    this.#byInterface.get(iface)?.delete(member);
    this.#x.roster.memberGone(queueNo, iface);
    this.#x.events.emit('QueueMemberRemoved', { Queue: queueNo, Location: iface, MemberName: this.agentOf(iface) });
    this.#activity(member, 'removed');
    this.#x.queues.log(queue, null, iface, 'LOGOFF', [
      String(seconds(member.readyMs + member.pausedMs)),
      String(seconds(member.readyMs)),
      String(seconds(member.pausedMs)),
    ]);
    this.#x.queues.memberLost(queue);
    return { ok: true };
  }

  pause(queueNo: string, iface: string, reason: number): Outcome<'no-queue' | 'not-there'> {
    const queue = this.#queues.get(queueNo);
    if (!queue) return { ok: false, why: 'no-queue' };
    const member = queue.members.get(iface);
    if (!member) return { ok: false, why: 'not-there' };
    const before = member.paused;
    const value = Math.min(99, Math.max(0, Math.trunc(reason)));
    if (before === value) return { ok: true };
    const lasted = seconds(this.#x.steps.now() - member.since);
    this.#tally(member);
    member.paused = value;
    member.pausedAt = value === 0 ? null : this.#x.steps.now();
    this.#keep(member);
    const label = this.reasons.find((one) => one.code === value)?.label ?? '';
    this.#x.events.emit('QueueMemberPaused', {
      Queue: queueNo,
      Location: iface,
      MemberName: this.agentOf(iface),
      Paused: value,
    });
    this.#activity(member, value === 0 ? 'unpaused' : 'paused');
    if (value === 0) this.#x.queues.log(queue, null, iface, 'UNPAUSE', [String(lasted), '', '', String(before)]);
    else {
      const idle = String(before === 0 ? lasted : 0);
      this.#x.queues.log(queue, null, iface, 'PAUSE', [idle, String(value), label, String(before)]);
    }
    this.#x.distributor.poke(queue);
    return { ok: true };
  }

  setPenalty(queueNo: string, iface: string, penalty: number): Outcome<'no-queue' | 'not-there'> {
    const queue = this.#queues.get(queueNo);
    if (!queue) return { ok: false, why: 'no-queue' };
    const member = queue.members.get(iface);
    if (!member) return { ok: false, why: 'not-there' };
    member.penalty = penalty;
    this.#keep(member);
    this.#x.queues.log(queue, null, iface, 'PENALTY', [String(penalty)]);
    this.#x.events.emit('QueueMemberPenalty', { Queue: queueNo, Location: iface, Penalty: penalty });
    return { ok: true };
  }

  /** A queue call of this phone ended: its wrap-up time begins. */
  wrapUp(iface: string, wrapSeconds: number): void {
    if (wrapSeconds <= 0) return;
    this.#wrapEnds.set(iface, this.#x.steps.now() + wrapSeconds * 1000);
    this.#x.steps.after(wrapSeconds * 1000, () => this.poke(iface));
  }

  /** Publishes changed member statuses of a phone and lets its queues look again. */
  poke(iface: string): void {
    for (const member of this.of(iface)) {
      const status = this.#status(iface);
      if (status !== member.status) {
        member.status = status;
        this.#x.events.emit('QueueMemberStatus', {
          Queue: member.queue.config.no,
          Location: iface,
          MemberName: this.agentOf(iface),
          Penalty: member.penalty,
          CallsTaken: member.callsTaken,
          LastCall: member.lastCallAt === null ? 0 : Math.floor(member.lastCallAt / 1000),
          Status: status,
          Paused: member.paused,
        });
      }
      this.#x.distributor.poke(member.queue);
      if (status === 5) this.#x.queues.memberLost(member.queue);
    }
  }

  forgetDynamic(): void {
    this.#wrapEnds.clear();
    for (const queue of this.#queues.values()) {
      for (const member of [...queue.members.values()]) {
        member.callsTaken = 0;
        member.lastCallAt = null;
        if (member.kind === 'static') continue;
        queue.members.delete(member.interface);
        this.#byInterface.get(member.interface)?.delete(member);
        this.#x.roster.memberGone(queue.config.no, member.interface);
      }
    }
  }

  /** `kept`: how it stood when the platform stopped. A clock that was set back makes nobody's time shorter than nothing. */
  #add(
    queue: QueueState,
    iface: string,
    penalty: number,
    kind: MemberState['kind'],
    kept?: KeptMembership,
  ): MemberState {
    const now = this.#x.steps.now();
    const past = (at: number): number => Math.min(at, now);
    const member: MemberState = {
      queue,
      interface: iface,
      kind,
      penalty,
      callsTaken: 0,
      lastCallAt: null,
      paused: kept?.paused ?? 0,
      pausedAt: kept?.pausedAt == null ? null : past(kept.pausedAt),
      joinedAt: past(kept?.joinedAt ?? now),
      since: past(kept?.since ?? now),
      readyMs: kept?.readyMs ?? 0,
      pausedMs: kept?.pausedMs ?? 0,
      status: this.#status(iface),
    };
    queue.members.set(iface, member);
    const memberships = this.#byInterface.get(iface) ?? new Set<MemberState>();
    memberships.add(member);
    this.#byInterface.set(iface, memberships);
    this.#x.events.emit('QueueMemberAdded', {
      Queue: queue.config.no,
      Location: iface,
      MemberName: this.agentOf(iface),
      Membership: kind,
      Penalty: penalty,
    });
    this.#activity(member, 'added');
    this.#x.distributor.poke(queue);
    return member;
  }

  /** A static member is set up with its queue: all there is to keep is its pause. */
  #keep({ queue, interface: iface, kind, penalty, joinedAt, paused, pausedAt, since, readyMs, pausedMs }: MemberState) {
    const no = queue.config.no;
    if (kind === 'static' && paused === 0) this.#x.roster.memberGone(no, iface);
    else {
      const times = { joinedAt, paused, pausedAt, since, readyMs, pausedMs };
      this.#x.roster.member({ queue: no, interface: iface, kind, penalty, ...times });
    }
  }

  #tally(member: MemberState): void {
    const now = this.#x.steps.now();
    if (member.paused === 0) member.readyMs += now - member.since;
    else member.pausedMs += now - member.since;
    member.since = now;
  }

  #activity(member: MemberState, event: AgentActivityRow['event']): void {
    this.#x.sink.agentActivity({
      at: this.#x.steps.now(),
      agent: member.interface,
      agentName: this.agentOf(member.interface),
      queue: member.queue.config.no,
      event,
      loginAt: member.joinedAt,
      pauseType: member.paused,
      onlineSeconds: seconds(member.readyMs + member.pausedMs),
      readySeconds: seconds(member.readyMs),
      pausedSeconds: seconds(member.pausedMs),
    });
  }

  /** WEBCTI2 §6.7 from §6.6. */
  #status(iface: string): number {
    const device = this.#x.phones.byInterface(iface);
    if (!device) return 4;
    if (device.status === 4) return 5;
    if (device.status & 8) return 6;
    return device.status & 1 ? 2 : 1;
  }
}
