import type { PlatformTime } from '../../../../shared/domain/time';
import type { Device, Member, PauseReasonRow } from '../../port';
import { type AmiEvent, field } from '../ami/port';
import type { Database } from './database';
import type { Devices } from './devices';
import type { Ground } from './ground';

/** Who serves a queue, as the exchange has it. */
export interface MemberState {
  readonly queue: string;
  /** As the queue knows it: `SIP/2011`, `Local/2011@from-queue/n`. */
  readonly interface: string;
  name: string;
  stateInterface: string;
  kind: Member['kind'];
  penalty: number;
  callsTaken: number;
  lastCallAt: PlatformTime | null;
  joinedAt: PlatformTime;
  isPaused: boolean;
  pausedAt: PlatformTime | null;
  /** What was given as the reason: a code of ours, or a text of somebody else's. */
  pausedFor: string;
  wrapUpSeconds: number;
  /** State as the exchange said it last (WEBCTI2 §6.7 and the two it does not know, 7 and 8). */
  said: number;
  view: Member | null;
}

/** The pause that the exchange gives by itself to a member who let a call ring. */
const autoPause = 'Auto-Pause';
/** Its code among the vendor's reasons, and the code of a pause that nobody gave a reason for. */
const [autoPauseCode, plainCode] = [8, 1];

/** Memberships of all queues, found by interface as well. */
export class Members {
  readonly #ground: Ground;
  readonly #devices: Devices;
  readonly #database: Database;
  readonly #ofDevice = new Map<string, Set<MemberState>>();
  /** Seconds that the exchange's clock is ahead of ours, in ms. */
  aheadMs = 0;
  reasons: readonly PauseReasonRow[] = [];

  constructor(ground: Ground, devices: Devices, database: Database) {
    this.#ground = ground;
    this.#devices = devices;
    this.#database = database;
  }

  /** A row of `QueueStatus` (`Name`, `Location`) or an event (`MemberName`, `Interface`). */
  read(event: AmiEvent, before: MemberState | undefined): MemberState {
    const { fields } = event;
    const time = (key: string): PlatformTime | null => {
      const seconds = Number(fields[key]) || 0;
      return seconds === 0 ? null : seconds * 1000 - this.aheadMs;
    };
    const isPaused = fields.Paused === '1';
    const member: MemberState = {
      queue: field(event, 'Queue'),
      interface: fields.Interface ?? fields.Location ?? '',
      name: fields.MemberName ?? fields.Name ?? '',
      stateInterface: fields.StateInterface ?? '',
      kind: fields.Membership === 'dynamic' ? 'dynamic' : 'static',
      penalty: Number(fields.Penalty) || 0,
      callsTaken: Number(fields.CallsTaken) || 0,
      lastCallAt: time('LastCall'),
      joinedAt: time('LoginTime') ?? before?.joinedAt ?? this.#ground.now(),
      isPaused,
      pausedAt: isPaused ? (time('LastPause') ?? before?.pausedAt ?? this.#ground.now()) : null,
      pausedFor: isPaused ? (fields.PausedReason ?? '') : '',
      wrapUpSeconds: Number(fields.Wrapuptime) || 0,
      said: Number(fields.Status) || 0,
      view: null,
    };
    // The exchange tells whole seconds: the same instant stays the same.
    if (before && Math.abs(before.joinedAt - member.joinedAt) < 2000) member.joinedAt = before.joinedAt;
    if (before?.pausedAt && member.pausedAt && Math.abs(before.pausedAt - member.pausedAt) < 2000) {
      member.pausedAt = before.pausedAt;
    }
    if (before) this.forget(before);
    const device = this.deviceOf(member);
    if (device) this.#of(device.no).add(member);
    return member;
  }

  forget(member: MemberState): void {
    const device = this.deviceOf(member);
    if (device) this.#ofDevice.get(device.no)?.delete(member);
  }

  /** Memberships of a telephone. */
  ofDevice(no: string): Iterable<MemberState> {
    return this.#ofDevice.get(no) ?? [];
  }

  deviceOf({ interface: iface, stateInterface }: MemberState): Device | undefined {
    return this.#devices.deviceOfMember(iface, stateInterface);
  }

  /** Telephones, people or reasons changed: every membership may look different. */
  renew(members: Iterable<MemberState>): void {
    this.#ofDevice.clear();
    for (const member of members) {
      member.view = null;
      const device = this.deviceOf(member);
      if (device) this.#of(device.no).add(member);
    }
    this.#ground.touch();
  }

  view(member: MemberState): Member {
    member.view ??= this.#print(member);
    return member.view;
  }

  /** 0 = ready; a text that is no code of ours is looked for among the labels. */
  codeOf({ isPaused, pausedFor }: Pick<MemberState, 'isPaused' | 'pausedFor'>): number {
    if (!isPaused) return 0;
    const code = /^[1-9]\d?$/.test(pausedFor) ? Number(pausedFor) : null;
    if (code !== null) return code;
    const named = this.reasons.find(({ label }) => label !== '' && label === pausedFor)?.code;
    return named ?? (pausedFor === autoPause ? autoPauseCode : plainCode);
  }

  #print(member: MemberState): Member {
    const device = this.deviceOf(member);
    return {
      interface: device?.interface ?? member.interface,
      agent: device ? this.#devices.identity(device).number : agentOf(member),
      kind: member.kind,
      penalty: member.penalty,
      callsTaken: member.callsTaken,
      lastCallAt: member.lastCallAt,
      paused: this.codeOf(member),
      pausedAt: member.pausedAt,
      joinedAt: member.joinedAt,
      status: this.#status(member, device),
    };
  }

  /**
   * WEBCTI2 §6.7. What the queue says of a member comes late under load: where the telephone is known, its own channels
   * say whether it is used, and the queue only whether it can be reached.
   */
  #status({ said }: MemberState, device: Device | undefined): number {
    const word = said === 7 ? 6 : said === 8 ? 2 : said;
    if (!device) return word;
    // As it was settled last: whenever that becomes another, so does this.
    if (device.status & 9) return device.status & 8 ? 6 : 2;
    if (!device.registered) return word === 4 ? 4 : 5;
    // In use without a channel is do-not-disturb, or old news.
    return (word === 2 || word === 3) && this.#database.dnd(device.user) ? word : 1;
  }

  #of(no: string): Set<MemberState> {
    const members = this.#ofDevice.get(no) ?? new Set<MemberState>();
    this.#ofDevice.set(no, members);
    return members;
  }
}

const agentOf = ({ interface: iface, name }: MemberState): string =>
  /\/(\d{2,})(?:@|$|\/)/.exec(iface)?.[1] ?? /^(\d{2,})\b/.exec(name)?.[1] ?? name;
