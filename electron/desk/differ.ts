import type { Call, CallDirection, CallEnd, CallState, Leg } from '../../shared/domain/call';
import type { PlatformTime } from '../../shared/domain/time';
import type { ChannelFact, ConferenceFact, LinkFact, PopFact } from '../platforms/driver';
import { type LegStep, moveLeg, sightLegs, stepLegs } from './legs';

export type Source = 'pops' | 'status' | 'channels';

interface Observed {
  /** Desk's monotonic times: when the request left, and when its answer was read. */
  readonly askedAt: number;
  readonly answeredAt: number;
  /** Platform's time of the answer. */
  readonly at: PlatformTime;
}
export type Observation =
  | (Observed & { readonly source: 'pops'; readonly pops: readonly PopFact[] })
  | (Observed & {
      readonly source: 'status';
      readonly pops: readonly PopFact[];
      readonly links: readonly LinkFact[];
      readonly conferences: readonly ConferenceFact[];
    })
  | (Observed & { readonly source: 'channels'; readonly channels: readonly ChannelFact[] });

/** What the differ cannot know from facts. */
export interface DifferContext {
  /** Whether the last request of a source succeeded. */
  healthy(source: Source): boolean;
  isInternal(number: string): boolean;
  queueName(queue: string): string;
  /** Numbers that mean this seat itself: device and agent number. */
  isMe(number: string): boolean;
  /** The number that a click of mine is calling now, as a person reads it; null when none. */
  pendingDial(): { readonly number: string; readonly display: string } | null;
  /** A parked or a colleague's call is being fetched: my phone rings for somebody who called us. */
  fetching(): boolean;
}

export type DifferEvent =
  | { readonly kind: 'started'; readonly call: Call }
  | ({ readonly kind: 'leg'; readonly callId: string } & LegStep)
  | { readonly kind: 'changed'; readonly before: Call; readonly call: Call }
  | { readonly kind: 'ended'; readonly call: Call };

export interface Seen {
  readonly events: readonly DifferEvent[];
  /** Sources that should be asked at once: a call is missing in one and must be confirmed by another. */
  readonly ask: readonly Source[];
}

export interface Differ {
  observe(observation: Observation): Seen;
  /** Live and ended calls by id; ended ones stay until forgotten. */
  calls(): Readonly<Record<string, Call>>;
  /** Whether the seat made the call; `direction` alone cannot tell of an internal one. */
  outgoing(id: string): boolean;
  /** What other questions found out of a call; empty values never overwrite. */
  enrich(id: string, more: Partial<Call>): DifferEvent | null;
  /** The reason, once it is known; only of an ended call. */
  settleEnd(id: string, end: CallEnd, endedAt: PlatformTime | null): void;
  forget(id: string): void;
}

interface Track {
  call: Call;
  pop: PopFact | null;
  popAt: number;
  links: readonly LinkFact[];
  linksAskedAt: number;
  channels: readonly ChannelFact[];
  ringMe: boolean;
  /** A click of mine made it, though nothing shows my phone ringing first: its number is what the person dialled. */
  clicked: boolean;
  /** My phone was rung to fetch a call: whoever is there called us. */
  fetched: boolean;
  outgoing: boolean;
  up: boolean;
  room: string;
  /** Party or asked person has been seen waiting since the consultation began. */
  waited: boolean;
  /** Consulting, and nobody waits any more: all three talk (three-way). */
  together: boolean;
  readonly lastSeen: Record<Source, number>;
}

const never = Number.NEGATIVE_INFINITY;

/**
 * Turns successive facts into calls: one card per channel of mine, keyed by its unique id, begun once and ended once.
 * Facts come from three requests that answer in any order, so an absence counts only when its request left after the
 * call was last seen, and the end of a call is confirmed by the widest source that works (`gone`). An id that ended
 * never comes back, whatever a late answer says.
 */
export function createDiffer(context: DifferContext): Differ {
  const tracks = new Map<string, Track>();
  const closed = new Set<string>();
  const newest: Record<Source, { askedAt: number; ids: ReadonlySet<string> }> = {
    pops: { askedAt: never, ids: new Set() },
    status: { askedAt: never, ids: new Set() },
    channels: { askedAt: never, ids: new Set() },
  };

  const isGone = (id: string, track: Track): { gone: boolean; ask: readonly Source[] } => {
    if (track.channels.some((fact) => fact.id === id && fact.gone)) return { gone: true, ask: [] };
    const { lastSeen } = track;
    const seenAt = Math.max(lastSeen.pops, lastSeen.status);
    const absent = (source: Source): boolean => newest[source].askedAt > seenAt && !newest[source].ids.has(id);
    const missed = lastSeen.pops !== never && absent('pops');
    const status = context.healthy('status') && newest.status.askedAt !== never;
    if (status && !absent('status')) return { gone: false, ask: missed ? ['status'] : [] };
    if (!status && !(context.healthy('pops') && absent('pops'))) return { gone: false, ask: [] };
    // A conference or an announcement is no link; only the channel list shows that my channel is still up.
    const byChannel = lastSeen.channels !== never && context.healthy('channels');
    return byChannel && !absent('channels') ? { gone: false, ask: ['channels'] } : { gone: true, ask: [] };
  };

  const begin = (id: string, channel: string, at: PlatformTime): Track => {
    const track: Track = {
      call: emptyCall(id, channel, at),
      pop: null,
      popAt: never,
      links: [],
      linksAskedAt: never,
      channels: [],
      ringMe: false,
      clicked: false,
      fetched: false,
      outgoing: false,
      up: false,
      room: '',
      waited: false,
      together: false,
      lastSeen: { pops: never, status: never, channels: never },
    };
    tracks.set(id, track);
    return track;
  };

  const take = (observation: Observation): void => {
    const { source, answeredAt, askedAt, at } = observation;
    const ids = new Set<string>();
    const see = (id: string, channel: string, mayBegin: boolean): Track | null => {
      ids.add(id);
      if (closed.has(id) || id === '') return null;
      const track = tracks.get(id) ?? (mayBegin ? begin(id, channel, at) : null);
      if (track) track.lastSeen[source] = answeredAt;
      return track;
    };
    if (source === 'channels') {
      for (const fact of observation.channels) {
        if (!fact.gone && tracks.has(fact.id)) see(fact.id, fact.channel, false);
      }
      for (const [id, track] of tracks) {
        const theirs = new Set(track.call.legs.map((leg) => leg.id));
        track.channels = observation.channels.filter((fact) => fact.id === id || theirs.has(fact.id));
        track.room = roomOfApplication(track.channels, id) || (track.room && !ids.has(id) ? track.room : '');
      }
    } else {
      for (const pop of observation.pops) {
        // A channel that does nothing yet is no call; one that is known goes on living.
        const track = see(pop.id, pop.channel, pop.state !== 'Down' && pop.state !== 'other');
        if (!track || answeredAt < track.popAt) continue;
        track.pop = pop;
        track.popAt = answeredAt;
      }
      if (source === 'status') {
        const byId = new Map<string, LinkFact[]>();
        for (const link of observation.links) {
          byId.set(link.id, [...(byId.get(link.id) ?? []), link]);
        }
        for (const [id, links] of byId) {
          const alive = links.some((link) => link.state !== 'Hangup');
          if (alive) see(id, links[0]?.channel ?? '', true);
        }
        for (const [id, track] of tracks) {
          if (askedAt < track.linksAskedAt) continue;
          track.links = byId.get(id) ?? [];
          track.linksAskedAt = askedAt;
          const seat = observation.conferences.find((row) => row.id === id || row.channel === track.call.channel);
          track.room = seat?.room ?? roomOfApplication(track.channels, id);
        }
      }
    }
    if (askedAt >= newest[source].askedAt) newest[source] = { askedAt, ids };
  };

  const update = (id: string, track: Track, at: PlatformTime, events: DifferEvent[]): void => {
    const before = track.call;
    const isNew = before.legs.length === 0 && before.startedAt === 0;
    recogniseDial(track, context);
    const steps: LegStep[] = [];
    recogniseThreeWay(track);
    const sights = sightLegs({ ...track, linksTrusted: context.healthy('status') });
    const { legs: stepped, replaced } =
      sights.length === 0
        ? { legs: before.legs, replaced: null }
        : stepLegs(before.legs, sights, at, steps, track.together);
    // Nobody said that it was answered, so nobody knows when.
    const legs = track.pop?.assumed
      ? stepped.map((leg) => (leg.answeredAt === null ? leg : { ...leg, answeredAt: null }))
      : stepped;
    const call = describeCall(track, before, legs, replaced, at, context);
    if (isNew) events.push({ kind: 'started', call });
    for (const step of steps) events.push({ kind: 'leg', callId: id, ...step });
    if (!isNew && !sameCall(before, call)) events.push({ kind: 'changed', before, call });
    track.call = isNew || !sameCall(before, call) ? call : before;
  };

  const end = (id: string, track: Track, at: PlatformTime, events: DifferEvent[]): void => {
    const steps: LegStep[] = [];
    const hungUpAt = track.channels.find((fact) => fact.id === id)?.hungUpAt;
    const legs = track.call.legs.map((leg) => moveLeg(leg, 'ended', at, steps));
    const call: Call = {
      ...track.call,
      legs,
      state: 'ended',
      endedAt: hungUpAt ?? at,
      end: 'unknown',
      heldSince: null,
    };
    track.call = call;
    closed.add(id);
    for (const step of steps) events.push({ kind: 'leg', callId: id, ...step });
    events.push({ kind: 'ended', call });
  };

  return {
    observe: (observation) => {
      const events: DifferEvent[] = [];
      const ask = new Set<Source>();
      take(observation);
      for (const [id, track] of tracks) {
        if (track.call.state === 'ended') continue;
        const { gone, ask: also } = isGone(id, track);
        for (const source of also) ask.add(source);
        if (gone) {
          if (track.call.startedAt === 0) update(id, track, observation.at, events);
          end(id, track, observation.at, events);
        } else {
          const known = track.call.startedAt !== 0;
          update(id, track, observation.at, events);
          // A new call, and an answered one, is looked at from the other side at once.
          if (
            !known ||
            (observation.source === 'pops' && track.up && track.call.legs.some((l) => l.state === 'dialing'))
          )
            if (observation.source === 'pops') ask.add('status');
        }
      }
      return { events, ask: [...ask].filter((source) => source !== observation.source) };
    },
    outgoing: (id) => tracks.get(id)?.outgoing ?? false,
    calls: () => Object.fromEntries([...tracks].map(([id, track]) => [id, track.call])),
    enrich: (id, more) => {
      const track = tracks.get(id);
      if (!track) return null;
      const before = track.call;
      const call = { ...before, ...withoutEmpty(more) };
      if (sameCall(before, call)) return null;
      track.call = call;
      return { kind: 'changed', before, call };
    },
    settleEnd: (id, end, endedAt) => {
      const track = tracks.get(id);
      if (track?.call.state !== 'ended') return;
      const { startedAt, answeredAt, endedAt: seen } = track.call;
      // The end was seen at the first poll after it, which may be long after an outage.
      const earlier = endedAt !== null && endedAt >= (answeredAt ?? startedAt) && endedAt < (seen ?? endedAt);
      track.call = { ...track.call, end, endedAt: earlier ? endedAt : seen };
    },
    forget: (id) => {
      if (tracks.get(id)?.call.state === 'ended') tracks.delete(id);
    },
  };
}

/** My phone is rung first when a click of mine is pending, or when an outgoing channel rings at my own phone. */
function recogniseDial(track: Track, context: DifferContext): void {
  const { pop } = track;
  const mine = track.links.find((link) => link.state !== 'Hangup');
  track.up ||= pop?.state === 'Up' || mine?.channelState === 'Up';
  if (pop?.assumed && pop.direct === 'OUT' && track.call.startedAt === 0) {
    const pending = context.pendingDial();
    track.clicked = pending !== null && sameNumber(pop.number, pending.number);
  }
  if (track.ringMe || track.up || pop?.state !== 'Ringing') return;
  const dial = context.pendingDial();
  const named = dial !== null && (sameNumber(pop.number, dial.number) || context.isMe(pop.number) || pop.number === '');
  track.ringMe = pop.direct === 'OUT' || (named && (pop.refId === '' || sameNumber(pop.number, dial.number)));
  track.fetched = track.ringMe && dial === null && context.fetching();
}

/**
 * A three-way call has no room: it shows only in the music that nobody hears any more. A platform that never marks the
 * waiting side tells nothing, and the consultation stays one.
 */
function recogniseThreeWay(track: Track): void {
  const living = (role: Leg['role']): Leg | undefined =>
    track.call.legs.find((leg) => leg.role === role && leg.state !== 'ended');
  const facts = [living('party'), living('consult')].map(
    (leg) => leg && track.channels.find((fact) => fact.id === leg.id && !fact.gone),
  );
  const both = facts.every((fact) => fact !== undefined) && living('consult')?.state !== 'dialing';
  const waits = facts.some((fact) => fact?.held);
  track.waited = living('consult') !== undefined && (track.waited || waits);
  track.together = both && track.waited && !waits;
}

const sameNumber = (a: string, b: string): boolean =>
  a !== '' && b !== '' && (a === b || (Math.min(a.length, b.length) >= 5 && (a.endsWith(b) || b.endsWith(a))));

function describeCall(
  track: Track,
  before: Call,
  legs: readonly Leg[],
  replaced: Leg | null,
  at: PlatformTime,
  context: DifferContext,
): Call {
  const { pop, ringMe } = track;
  const isNew = before.startedAt === 0;
  const link = track.links.find((candidate) => candidate.state !== 'Hangup') ?? track.links[0];
  const party =
    legs.findLast((leg) => leg.role === 'party' && leg.state !== 'ended') ?? legs.find((l) => l.role === 'party');
  const popIsParty = pop !== null && (pop.refId === '' || pop.refId === party?.id);
  const dialled = ringMe || track.clicked;
  const dial = dialled ? context.pendingDial() : null;
  const fromFacts = popIsParty && pop.number ? pop.number : (party?.number ?? '');
  const told = context.isMe(fromFacts) ? (pop?.did ?? '') : fromFacts;
  const wasDialled = dialled && before.number !== '';
  const number = wasDialled ? before.number : (dial?.display ?? (told || before.number));
  const queue = pop?.queue || before.queue;
  const direct = pop?.direct || link?.direct || '';
  if (isNew || ringMe) track.outgoing = ringMe || direct === 'OUT';
  const { outgoing } = track;
  const direction: CallDirection =
    !isNew && before.direction !== 'internal' && !replaced && before.number !== ''
      ? before.direction
      : queue === '' && context.isInternal(number)
        ? 'internal'
        : outgoing && !track.fetched
          ? 'out'
          : 'in';
  const state = stateOf(legs, track, before.state, outgoing);
  const held = state === 'held';
  const assumed = pop?.assumed;
  const away = pop?.parkedSince !== undefined;
  const answeredAt = assumed ? before.answeredAt : firstAnswer(legs, before.answeredAt, state, at);
  return {
    ...before,
    linkedId: before.linkedId && !replaced ? before.linkedId : party?.id || before.linkedId || before.id,
    channel: before.channel || pop?.channel || link?.channel || '',
    direction,
    state,
    legs,
    number,
    name: (popIsParty ? pop.name : '') || party?.name || (replaced ? '' : before.name),
    region: replaced ? '' : before.region,
    queue,
    queueName: queue ? context.queueName(queue) || before.queueName || queue : '',
    did: pop?.did || before.did,
    ivrPath: pop?.ivrPath || before.ivrPath,
    ivrKeys: pop?.ivrKeys || before.ivrKeys,
    waitSeconds: pop?.holdSeconds ?? before.waitSeconds,
    callData: pop?.callData || before.callData,
    transferredFrom: replaced?.number || before.transferredFrom,
    startedAt: isNew ? (pop?.createdAt ?? link?.dialledAt ?? at) : before.startedAt,
    answeredAt,
    heldSince: held ? (before.heldSince ?? pop?.parkedSince ?? at) : null,
    room: track.room,
    // Absent on a platform that says what it knows.
    ...(assumed || before.assumed ? { assumed } : {}),
    ...(away || before.away ? { away } : {}),
  };
}

/** A party that gave its place up to another (attended transfer) does not restart the talk. */
function firstAnswer(
  legs: readonly Leg[],
  before: PlatformTime | null,
  state: CallState,
  at: PlatformTime,
): PlatformTime | null {
  const first = legs.find((leg) => leg.role === 'party')?.answeredAt ?? null;
  if (first !== null) return first;
  return before ?? (state === 'talking' || state === 'conference' ? at : null);
}

function stateOf(legs: readonly Leg[], track: Track, before: CallState, outgoing: boolean): CallState {
  if (track.room) return 'conference';
  const living = legs.filter((leg) => leg.state !== 'ended');
  const party = living.find((leg) => leg.role === 'party');
  const asked = living.find((leg) => leg.role === 'consult');
  if (party && asked) return track.together ? 'conference' : 'consulting';
  const leg = party ?? asked;
  if (leg) {
    if (leg.state === 'dialing') return track.ringMe && !track.up ? 'calling-me' : 'dialing';
    if (leg.state !== 'ended') return leg.state;
  }
  // My channel lives and nobody is on the other side: what it was, it stays until facts say more.
  if (before === 'consulting' || before === 'conference' || before === 'held') return 'talking';
  if (legs.length > 0) return before;
  return track.up ? 'talking' : outgoing ? 'dialing' : 'ringing';
}

/** `meetme`'s first argument is the room: `975704,dMI` or `975704|dMI`. */
function roomOfApplication(channels: readonly ChannelFact[], id: string): string {
  const fact = channels.find((candidate) => candidate.id === id && !candidate.gone);
  return fact && /^(meetme|confbridge)$/i.test(fact.application) ? (fact.applicationData.split(/[,|]/)[0] ?? '') : '';
}

const emptyCall = (id: string, channel: string, _at: PlatformTime): Call => ({
  id,
  linkedId: '',
  channel,
  direction: 'in',
  state: 'ringing',
  legs: [],
  number: '',
  name: '',
  region: '',
  queue: '',
  queueName: '',
  did: '',
  ivrPath: '',
  ivrKeys: '',
  waitSeconds: null,
  callData: '',
  variables: {},
  transferredFrom: '',
  startedAt: 0,
  answeredAt: null,
  heldSince: null,
  endedAt: null,
  end: null,
  room: '',
});

const withoutEmpty = (more: Partial<Call>): Partial<Call> =>
  Object.fromEntries(Object.entries(more).filter(([, value]) => value !== '' && value !== null && value !== undefined));

const sameCall = (a: Call, b: Call): boolean => {
  const left = a as unknown as Record<string, unknown>;
  const right = b as unknown as Record<string, unknown>;
  return Object.keys(right).every((key) =>
    key === 'legs'
      ? a.legs.length === b.legs.length && a.legs.every((leg, i) => leg === b.legs[i])
      : left[key] === right[key],
  );
};
