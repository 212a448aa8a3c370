import type { PlatformTime } from '../../../shared/domain/time';
import type { HeldCall, PopFact } from '../driver';

/** What one answer of popEvent says of an extension. */
export interface Sighting {
  readonly uid: string;
  readonly number: string;
  readonly direct: 'IN' | 'OUT';
}

/**
 * The calls of one extension, made of what popEvent says and of what this desk did. The platform names one call at a
 * time, says neither ringing nor answered, and nothing at all of a call that it holds, so this remembers:
 *
 *   (nothing) ──named──▶ current ──two answers without it, or another uid──▶ gone
 *                         │   ▲ ▲
 *                keepCalling  │ └─named again under its own or a new uid──┐
 *                         ▼   │ named again after a time without          │
 *                       parked ──restoreCalling──▶ coming back ──15 s──▶ gone
 *                         └──"no such channel"──▶ gone
 *
 * A call is taken for calling at first and for answered later; what succeeds on it proves that it was answered.
 */
export interface Line {
  /** The answer to a question that left at `askedAt` (monotonic ms); null = no call at the extension. */
  seen(sighting: Sighting | null, askedAt: number): void;
  facts(): readonly PopFact[];
  /** The call that commands on `channel` mean, when it is the one at the extension now. */
  current(channel: string): string | null;
  /** The parked call whose other side is `channel`. */
  parked(channel: string): string | null;
  /** keepCalling gave this channel. */
  hold(id: string, channel: string): void;
  /** restoreCalling said yes. */
  resume(id: string): void;
  /** The platform knows the parked call's channel no more. */
  lose(id: string): void;
  /** Something succeeded that needs an answered call. */
  prove(id: string): void;
  recall(held: readonly HeldCall[]): void;
}

interface Entry {
  readonly id: string;
  /** The platform's name for it now; a call that comes back may get another. */
  readonly uid: string;
  readonly number: string;
  readonly direct: 'IN' | 'OUT';
  readonly startedAt: PlatformTime;
  /** Monotonic ms: the platform's clock may jump. */
  readonly begunAt: number;
  readonly proved: boolean;
  /** Answers in a row that did not name it. */
  readonly missed: number;
}
interface Parked extends Entry {
  readonly channel: string;
  readonly since: PlatformTime;
  /** Monotonic ms of the hold; answers to older questions tell nothing of it. */
  readonly heldAt: number;
  /** The platform does not name a parked call, so that being named means it is back. */
  readonly unnamed: boolean;
}

/** Answers without it in a row after which a call is over: one may be a slip of the platform. */
export const absencesToEnd = 2;
/** A telephone has rung long enough by then, ms; what still lives was answered, as far as anybody can tell. */
export const takenForAnswered = { IN: 15_000, OUT: 30_000 } as const;
/** A call that was resumed is named again within this, ms. */
export const backWithin = 15_000;

/** Stands between a call's uid and the count of its sightings. */
const again = '~';
/** The platform's uid of a call of this desk. */
export const uidOf = (id: string): string => id.split(again)[0] ?? id;

/** @param now platform time; `monotonic` the desk's own clock */
export function createLine(device: string, now: () => PlatformTime, monotonic: () => number): Line {
  let current: Entry | null = null;
  let returning: { readonly entry: Entry; readonly until: number } | null = null;
  let parked: readonly Parked[] = [];
  /** How often a uid was begun: one that ended and comes again is a new call of the desk (transfer that came back). */
  const begun = new Map<string, number>();
  let newest = Number.NEGATIVE_INFINITY;

  const begin = ({ uid, number, direct }: Sighting): Entry => {
    const count = (begun.get(uid) ?? 0) + 1;
    begun.set(uid, count);
    // What nobody will name again may be forgotten; a uid comes back within minutes or never.
    if (begun.size > 500) begun.delete(begun.keys().next().value ?? uid);
    const id = count === 1 ? uid : `${uid}${again}${count}`;
    return { id, uid, number, direct, startedAt: now(), begunAt: monotonic(), proved: false, missed: 0 };
  };
  const comesBack = (sighting: Sighting): Entry | null => {
    if (!returning || monotonic() > returning.until) return null;
    const { entry } = returning;
    // The platform may name it anew; the other side's number tells that it is the same.
    const same = sighting.uid === entry.uid || sighting.number === '' || sighting.number === entry.number;
    return same ? { ...entry, uid: sighting.uid, missed: 0 } : null;
  };

  const fact = (entry: Entry): PopFact => {
    const answered = monotonic() - entry.begunAt >= takenForAnswered[entry.direct];
    const calling = entry.direct === 'OUT' ? 'Ring' : 'Ringing';
    return {
      id: entry.id,
      channel: `${device}/${entry.id}`,
      state: entry.proved || answered ? 'Up' : calling,
      direct: entry.direct,
      number: entry.number,
      name: '',
      refChannel: `${entry.number}/${entry.id}`,
      // One uid is one call of the caller, however often it comes to this desk: it pops once.
      refId: uidOf(entry.id),
      did: '',
      queue: '',
      agent: '',
      holdSeconds: null,
      ivrPath: '',
      ivrKeys: '',
      callData: '',
      createdAt: entry.startedAt,
      ...(entry.proved ? {} : { assumed: answered ? ('answered' as const) : ('calling' as const) }),
    };
  };

  return {
    seen: (sighting, askedAt) => {
      if (askedAt < newest) return;
      newest = askedAt;
      const known = parked.find((entry) => entry.uid === sighting?.uid);
      if (known && sighting && (!known.unnamed || askedAt < known.heldAt)) {
        // Named while it is held: whatever else was at the extension is not there any more.
        current = missedOnce(current);
        return;
      }
      if (returning && monotonic() > returning.until) returning = null;
      if (!sighting) {
        parked = parked.map((entry) => (askedAt < entry.heldAt ? entry : { ...entry, unnamed: true }));
        current = missedOnce(current);
        return;
      }
      if (current?.uid === sighting.uid) {
        current = { ...current, missed: 0, number: sighting.number || current.number };
        return;
      }
      if (known) {
        // Its time in the parking lot is over, or somebody at the telephone took it back.
        parked = parked.filter((entry) => entry !== known);
        current = { ...known, missed: 0 };
        return;
      }
      const back = comesBack(sighting);
      if (back) returning = null;
      current = back ?? begin(sighting);
    },
    facts: () => [
      ...(current ? [fact(current)] : []),
      ...(returning && monotonic() <= returning.until ? [fact(returning.entry)] : []),
      ...parked.map((entry) => ({ ...fact(entry), refChannel: entry.channel, parkedSince: entry.since })),
    ],
    current: (channel) =>
      [current, returning?.entry].find((entry) => entry && channelsOf(device, entry).includes(channel))?.id ?? null,
    parked: (channel) => parked.find((entry) => entry.channel === channel)?.id ?? null,
    hold: (id, channel) => {
      const entry = [current, returning?.entry].find((candidate) => candidate?.id === id);
      if (!entry) return;
      const times = { since: now(), heldAt: monotonic() };
      parked = [...parked, { ...entry, ...times, channel, proved: true, missed: 0, unnamed: false }];
      if (entry === current) current = null;
      else returning = null;
    },
    resume: (id) => {
      const entry = parked.find((candidate) => candidate.id === id);
      if (!entry) return;
      parked = parked.filter((candidate) => candidate !== entry);
      returning = { entry, until: monotonic() + backWithin };
    },
    lose: (id) => {
      parked = parked.filter((entry) => entry.id !== id);
    },
    prove: (id) => {
      if (current?.id === id) current = { ...current, proved: true };
    },
    recall: (held) => {
      for (const { id, channel, number, direct, startedAt, heldSince } of held) {
        if (parked.some((entry) => entry.id === id)) continue;
        const uid = uidOf(id);
        begun.set(uid, Math.max(begun.get(uid) ?? 0, Number(id.split(again)[1] ?? 1)));
        const entry = { id, uid, number, direct, startedAt, begunAt: monotonic(), proved: true, missed: 0 };
        parked = [...parked, { ...entry, channel, since: heldSince, heldAt: monotonic(), unnamed: false }];
      }
    },
  };
}

const missedOnce = (entry: Entry | null): Entry | null =>
  entry && entry.missed + 1 < absencesToEnd ? { ...entry, missed: entry.missed + 1 } : null;

const channelsOf = (device: string, { id, number }: Entry): readonly string[] => [`${device}/${id}`, `${number}/${id}`];
