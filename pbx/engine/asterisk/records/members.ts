import type { PlatformTime } from '../../../../shared/domain/time';
import type { AgentActivityRow, PauseReasonRow, RecordSink } from '../../port';
import { type AmiEvent, field } from '../ami/port';
import type { Names } from './names';
import { pauseOf } from './pauses';
import { seconds } from './times';

interface Membership {
  readonly queue: string;
  readonly iface: string;
  readonly agentNo: string;
  readonly loginAt: PlatformTime;
  paused: number;
  /** Start of the present state, and what earlier ones of this membership add up to. */
  since: PlatformTime;
  readyMs: number;
  pausedMs: number;
}

/** A member as the exchange lists it. */
export interface SeenMember {
  readonly queue: string;
  readonly iface: string;
  readonly name: string;
  readonly paused: boolean;
  readonly reason: string;
  readonly loginAt: PlatformTime | null;
}

export interface MembersOptions {
  readonly sink: Pick<RecordSink, 'agentActivity' | 'queueEvent'>;
  readonly names: Names;
  readonly reasons: () => readonly PauseReasonRow[];
}

/** Who serves which queue, from when to when, and ready or paused: rows of the queue log and of the activity. */
export class Members {
  readonly #options: MembersOptions;
  readonly #members = new Map<string, Membership>();

  constructor(options: MembersOptions) {
    this.#options = options;
  }

  added(event: AmiEvent, at: PlatformTime): void {
    const seen = seenOf(event, 'Interface', 'MemberName');
    if (this.#members.has(keyOf(seen.queue, seen.iface))) return;
    const member = this.#join(seen, at, at);
    this.#log(member, 'LOGIN', [], at);
    if (seen.paused) this.#pause(member, this.#reasonOf(seen), at);
  }

  removed(queue: string, iface: string, at: PlatformTime): void {
    const key = keyOf(queue, iface);
    const member = this.#members.get(key);
    if (!member) return;
    this.#members.delete(key);
    tally(member, at);
    const { readyMs, pausedMs } = member;
    this.#activity(member, 'removed', at);
    this.#log(member, 'LOGOFF', [seconds(readyMs + pausedMs), seconds(readyMs), seconds(pausedMs)], at);
  }

  /** One that changes nothing counts as nothing: the exchange repeats itself. */
  paused(event: AmiEvent, at: PlatformTime): void {
    const seen = seenOf(event, 'Interface', 'MemberName');
    // A member of whom nobody told yet has been there all along.
    const member = this.#members.get(keyOf(seen.queue, seen.iface)) ?? this.#join({ ...seen, paused: false }, at, at);
    this.#pause(member, this.#reasonOf(seen), at);
  }

  penalty(event: AmiEvent, at: PlatformTime): void {
    const member = this.#members.get(keyOf(field(event, 'Queue'), field(event, 'Interface')));
    if (member) this.#log(member, 'PENALTY', [field(event, 'Penalty')], at);
  }

  /** The whole list, after a login: what happened meanwhile is told as of now. */
  compare(list: readonly SeenMember[], at: PlatformTime): void {
    const there = new Set(list.map(({ queue, iface }) => keyOf(queue, iface)));
    for (const [key, { queue, iface }] of [...this.#members]) if (!there.has(key)) this.removed(queue, iface, at);
    for (const seen of list) {
      const known = this.#members.get(keyOf(seen.queue, seen.iface));
      const member = known ?? this.#join(seen, at, seen.loginAt ?? at);
      this.#pause(member, this.#reasonOf(seen), at);
    }
  }

  #reasonOf({ paused, reason }: SeenMember): number {
    return pauseOf(paused, reason, this.#options.reasons());
  }

  #join({ queue, iface, name }: SeenMember, at: PlatformTime, loginAt: PlatformTime): Membership {
    const { names } = this.#options;
    const agentNo = names.agentOf(iface, name);
    const shown = names.interfaceOf(iface);
    const member: Membership = { queue, iface: shown, agentNo, loginAt, paused: 0, since: at, readyMs: 0, pausedMs: 0 };
    this.#members.set(keyOf(queue, iface), member);
    this.#activity(member, 'added', at);
    return member;
  }

  #pause(member: Membership, reason: number, at: PlatformTime): void {
    const before = member.paused;
    if (before === reason) return;
    const lasted = seconds(at - member.since);
    tally(member, at);
    member.paused = reason;
    this.#activity(member, reason === 0 ? 'unpaused' : 'paused', at);
    if (reason === 0) this.#log(member, 'UNPAUSE', [lasted, '', '', before], at);
    else {
      const label = this.#options.reasons().find(({ code }) => code === reason)?.label ?? '';
      this.#log(member, 'PAUSE', [before === 0 ? lasted : 0, reason, label, before], at);
    }
  }

  #activity(member: Membership, event: AgentActivityRow['event'], at: PlatformTime): void {
    const { iface, agentNo, queue, loginAt, paused, readyMs, pausedMs } = member;
    this.#options.sink.agentActivity({
      ...{ at, agent: iface, agentName: agentNo, queue, event, loginAt, pauseType: paused },
      onlineSeconds: seconds(readyMs + pausedMs),
      readySeconds: seconds(readyMs),
      pausedSeconds: seconds(pausedMs),
    });
  }

  #log(member: Membership, event: string, args: readonly (string | number)[], at: PlatformTime): void {
    const [a = '', b = '', c = '', d = '', e = ''] = args.map(String);
    const { queue, iface: agent, agentNo } = member;
    const of = { uniqueId: '', channel: '', number: '' };
    this.#options.sink.queueEvent({ at, queue, ...of, agent, agentNo, event, args: [a, b, c, d, e] });
  }
}

/** Names of the fields differ between events (`MemberName`, `Interface`) and lists (`Name`, `Location`). */
export const seenOf = (event: AmiEvent, iface: 'Interface' | 'Location', name: 'MemberName' | 'Name'): SeenMember => ({
  queue: field(event, 'Queue'),
  iface: field(event, iface),
  name: field(event, name),
  paused: field(event, 'Paused') === '1',
  reason: field(event, 'PausedReason'),
  loginAt: Number(field(event, 'LoginTime')) > 0 ? Number(field(event, 'LoginTime')) * 1000 : null,
});

const keyOf = (queue: string, iface: string): string => `${queue} ${iface}`;

function tally(member: Membership, at: PlatformTime): void {
  if (member.paused === 0) member.readyMs += at - member.since;
  else member.pausedMs += at - member.since;
  member.since = at;
}
