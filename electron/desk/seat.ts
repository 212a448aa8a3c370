import type { Availability, Forwarding, Membership, NextState, PausedBy, Seat } from '../../shared/domain/seat';
import type { PlatformTime } from '../../shared/domain/time';
import type { DeviceFact, MemberFact, SeatIdentity } from '../platforms/driver';

/** Device status bits of WEBCTI2 §6.6: 0 idle, 1 in use, 2 busy, 4 unavailable, 8 ringing; negative = not there. */
export const phoneOf = (status: number): Seat['phone'] => {
  if (status < 0 || (status & 4) !== 0) return 'unreachable';
  if ((status & 8) !== 0) return 'ringing';
  return (status & 3) !== 0 ? 'in-use' : 'idle';
};

/** Something happened to the seat that this desk did not ask for. */
export type SeatSurprise =
  | { readonly kind: 'paused'; readonly by: PausedBy; readonly reason: number }
  | { readonly kind: 'readied' }
  | { readonly kind: 'removed'; readonly queues: readonly string[] }
  | { readonly kind: 'added'; readonly queues: readonly string[] };

export interface SeatContext {
  readonly now: PlatformTime;
  /** Pause reason that stands for wrap-up, while this desk has one running; else 0. */
  readonly wrapUpCode: number;
  /** A call of mine rang out just now: a pause that nobody asked for is the platform's own (WEBCTI2 queue autopause). */
  readonly justMissed: boolean;
  queueName(queue: string): string;
}

/**
 * What the platform says of this seat, and what this desk asked for. The platform's word wins always; what was asked for
 * only explains it: a pause that nobody here asked for was set by somebody else.
 */
export interface SeatKeeper {
  seat(): Seat;
  /** New facts of `status`. The first ones surprise nobody. */
  observe(members: readonly MemberFact[], device: DeviceFact | null, context: SeatContext): readonly SeatSurprise[];
  /**
   * The state of a platform that does not tell it (one switch, write only): what this desk set last, as the platform took
   * it. 0 = ready.
   */
  switched(paused: number, by: PausedBy | null, now: PlatformTime): void;
  /** What the phone does, from its calls, where no device status tells. */
  phone(phone: Seat['phone']): void;
  personal(dnd: boolean, forwarding: Forwarding): void;
  /** A change of state that this desk asks for; facts that fit it within 15 s are its own. */
  expect(change: { readonly paused: number; readonly by: PausedBy | null }, now: PlatformTime): void;
  expectQueue(queue: string, joined: boolean, now: PlatformTime): void;
  since(at: PlatformTime): void;
  next(next: NextState | null): void;
  missed(): void;
  wrapUpEndsAt(at: PlatformTime | null): void;
  pausedBy(by: PausedBy | null): void;
}

/** An expectation older than this explains nothing any more. */
const expectedFor = 15_000;

export function createSeatKeeper(
  identity: SeatIdentity,
  start: { readonly now: PlatformTime; readonly pausedBy: PausedBy | null },
): SeatKeeper {
  const { kind: _kind, ...who } = identity;
  let seat: Seat = {
    ...who,
    availability: 'offline',
    reason: 0,
    pausedBy: null,
    since: start.now,
    phone: 'idle',
    next: null,
    wrapUpEndsAt: null,
    memberships: [],
    dnd: false,
    forwarding: { always: '', busy: '', unavailable: '' },
    missed: 0,
  };
  let first = true;
  let expected: { paused: number; by: PausedBy | null; until: PlatformTime } | null = null;
  const expectedQueues = new Map<string, { joined: boolean; until: PlatformTime }>();

  const explained = (paused: number, now: PlatformTime): PausedBy | null | undefined =>
    expected && expected.paused === paused && now <= expected.until ? expected.by : undefined;

  /** Another cause of the present pause. */
  const explain = (pausedBy: PausedBy | null): void => {
    const paused = seat.availability === 'paused' || seat.availability === 'wrap-up';
    const availability = !paused ? seat.availability : pausedBy === 'wrap-up' ? 'wrap-up' : 'paused';
    seat = { ...seat, pausedBy, availability };
  };

  const takeMemberships = (facts: readonly MemberFact[], context: SeatContext): readonly SeatSurprise[] => {
    const mine = facts.filter((fact) => fact.interface === identity.interface);
    const joined = new Set(mine.map((fact) => fact.queue));
    const before = new Set(seat.memberships.filter((m) => m.joined).map((m) => m.queue));
    const surprising = (queue: string, now: boolean): boolean => {
      const expectation = expectedQueues.get(queue);
      return !(expectation && expectation.joined === now && context.now <= expectation.until);
    };
    const removed = [...before].filter((queue) => !joined.has(queue) && surprising(queue, false));
    const added = [...joined].filter((queue) => !before.has(queue) && surprising(queue, true));
    const memberships: Membership[] = mine.map((fact) => ({
      queue: fact.queue,
      queueName: context.queueName(fact.queue) || fact.queue,
      joined: true,
      fixed: fact.fixed,
      penalty: fact.penalty,
      paused: fact.paused,
    }));
    for (const known of seat.memberships) {
      if (!joined.has(known.queue)) memberships.push({ ...known, joined: false, paused: 0 });
    }
    memberships.sort((a, b) => (a.queue < b.queue ? -1 : a.queue > b.queue ? 1 : 0));
    seat = { ...seat, memberships };
    if (first) return [];
    return [
      ...(removed.length > 0 ? [{ kind: 'removed' as const, queues: removed }] : []),
      ...(added.length > 0 ? [{ kind: 'added' as const, queues: added }] : []),
    ];
  };

  return {
    seat: () => seat,
    observe: (members, device, context) => {
      const surprises: SeatSurprise[] = [...takeMemberships(members, context)];
      const joined = seat.memberships.filter((membership) => membership.joined);
      const reason = joined.length > 0 && joined.every((m) => m.paused > 0) ? (joined[0]?.paused ?? 0) : 0;
      let pausedBy = seat.pausedBy;
      if (reason === 0) {
        const wasPaused = seat.reason > 0 && joined.length > 0;
        if (wasPaused && !first && explained(0, context.now) === undefined) surprises.push({ kind: 'readied' });
        pausedBy = null;
      } else if (reason !== seat.reason || seat.pausedBy === null) {
        const by = explained(reason, context.now);
        pausedBy =
          by ??
          (reason === context.wrapUpCode
            ? 'wrap-up'
            : first
              ? (start.pausedBy ?? 'me')
              : context.justMissed
                ? 'platform'
                : 'supervisor');
        if (by === undefined && !first && pausedBy !== 'wrap-up')
          surprises.push({ kind: 'paused', by: pausedBy, reason });
      }
      const availability: Availability =
        joined.length === 0 ? 'offline' : reason === 0 ? 'ready' : pausedBy === 'wrap-up' ? 'wrap-up' : 'paused';
      const changed = availability !== seat.availability || reason !== seat.reason;
      seat = {
        ...seat,
        availability,
        reason,
        pausedBy,
        since: changed ? context.now : seat.since,
        phone: device ? phoneOf(device.status) : seat.phone,
      };
      first = false;
      return surprises;
    },
    switched: (paused, by, now) => {
      const availability: Availability = paused === 0 ? 'ready' : by === 'wrap-up' ? 'wrap-up' : 'paused';
      const changed = availability !== seat.availability || paused !== seat.reason;
      seat = {
        ...seat,
        availability,
        reason: paused,
        pausedBy: paused === 0 ? null : by,
        since: changed ? now : seat.since,
      };
      first = false;
    },
    phone: (phone) => {
      seat = { ...seat, phone };
    },
    personal: (dnd, forwarding) => {
      seat = { ...seat, dnd, forwarding };
    },
    expect: (change, now) => {
      expected = { ...change, until: now + expectedFor };
      // The same reason for another cause (a manual pause during wrap-up with one code) must not wait for facts.
      if (change.paused > 0 && change.paused === seat.reason && seat.pausedBy !== change.by) {
        explain(change.by);
      }
    },
    expectQueue: (queue, joined, now) => {
      expectedQueues.set(queue, { joined, until: now + expectedFor });
    },
    since: (at) => {
      seat = { ...seat, since: at };
    },
    next: (next) => {
      seat = { ...seat, next };
    },
    missed: () => {
      seat = { ...seat, missed: seat.missed + 1 };
    },
    wrapUpEndsAt: (at) => {
      seat = { ...seat, wrapUpEndsAt: at };
    },
    pausedBy: (pausedBy) => {
      explain(pausedBy);
    },
  };
}
