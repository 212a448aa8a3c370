import type { VoiceCall } from '../../../shared/bridge/topics';
import type { Call } from '../../../shared/domain/call';
import type { PlatformTime } from '../../../shared/domain/time';
import type { AudioCall } from '../../../shared/voice/contract';
import { type Match, type Leg as Matchable, matchLegs } from './match';
import { createQualityRecord, type QualityRecord, type QualitySummary, shownQuality } from './quality';

/** A call of the page that lives. */
export interface VoiceLeg {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly direction: 'in' | 'out';
  readonly state: Exclude<VoiceCall['state'], 'ended'>;
  readonly muted: boolean;
  readonly startedAt: PlatformTime;
  readonly answeredAt: PlatformTime | null;
  readonly heldSince: PlatformTime | null;
  /** The person dialled it: this is my phone being rung first. */
  readonly dialled: boolean;
  /** Answered here, or about to be. */
  readonly taken: boolean;
  /** Monotonic ms at which it began to ring. */
  readonly rangAt: number;
}

export type LegEnd = Exclude<AudioCall['end'], ''>;

export interface EndedLeg {
  readonly leg: VoiceLeg;
  readonly end: LegEnd;
  /** Its card; empty = it had none. */
  readonly callId: string;
  readonly quality: QualitySummary | null;
}

/** A card may end before its sound does; what goes on longer than this is a call of its own, ms. */
const lags = 3_000;
/** Quality on the screen moves no quicker than this, ms. */
const qualityEvery = 2_000;

/** The page's calls with what the desk knows of each: its card, when it came, its quality. */
export interface Legs {
  readonly all: readonly VoiceLeg[];
  get(id: string): VoiceLeg | undefined;
  callOf(id: string): string;
  /** The leg that is the sound of a card. */
  ofCall(callId: string): VoiceLeg | undefined;
  /** The page's list; what it does not name any more has ended too. */
  take(calls: readonly AudioCall[]): { readonly started: readonly VoiceLeg[]; readonly ended: readonly EndedLeg[] };
  mark(id: string, more: Partial<Pick<VoiceLeg, 'dialled' | 'taken'>>): void;
  /** Looks for the cards anew. */
  match(...context: ContextOfMatch): void;
  rows(): Readonly<Record<string, VoiceCall>>;
}
type ContextOfMatch = [calls: Parameters<typeof matchLegs>[1], context: Parameters<typeof matchLegs>[4]];

interface Kept {
  leg: VoiceLeg;
  readonly record: QualityRecord;
  shown: VoiceCall['quality'];
  shownAt: number;
  /** Monotonic ms at which its card was first seen ended; null while that lives. */
  cardEndedAt: number | null;
}

export function createLegs(effects: { readonly now: () => PlatformTime; readonly monotonic: () => number }): Legs {
  const { now, monotonic } = effects;
  const kept = new Map<string, Kept>();
  let matches: ReadonlyMap<string, Match> = new Map();
  const spent = new Set<string>();

  const begin = (call: AudioCall): Kept => {
    const entry: Kept = {
      leg: {
        id: call.id,
        number: call.number,
        name: call.name,
        direction: call.direction,
        state: call.direction === 'in' ? 'ringing' : 'calling',
        muted: false,
        startedAt: now(),
        answeredAt: null,
        heldSince: null,
        dialled: false,
        taken: false,
        rangAt: monotonic(),
      },
      record: createQualityRecord(),
      shown: null,
      shownAt: Number.NEGATIVE_INFINITY,
      cardEndedAt: null,
    };
    kept.set(call.id, entry);
    return entry;
  };
  const move = (entry: Kept, call: AudioCall, state: VoiceLeg['state']): void => {
    const { leg } = entry;
    const up = state === 'talking' || state === 'held';
    entry.leg = {
      ...leg,
      number: call.number,
      name: call.name,
      state,
      muted: call.muted,
      answeredAt: leg.answeredAt ?? (up ? now() : null),
      heldSince: state === 'held' ? (leg.heldSince ?? now()) : null,
      taken: leg.taken || up,
    };
    if (!call.quality) return;
    entry.record.add(call.quality);
    if (monotonic() - entry.shownAt < qualityEvery) return;
    entry.shown = shownQuality(call.quality);
    entry.shownAt = monotonic();
  };
  const end = ({ leg, record }: Kept, why: LegEnd): EndedLeg => {
    const match = matches.get(leg.id);
    if (match?.sure) spent.add(match.callId);
    kept.delete(leg.id);
    return { leg, end: why, callId: match?.callId ?? '', quality: record.summary() };
  };
  const since = ({ heldSince, answeredAt, startedAt }: VoiceLeg): PlatformTime => heldSince ?? answeredAt ?? startedAt;

  return {
    get all() {
      return [...kept.values()].map((entry) => entry.leg);
    },
    get: (id) => kept.get(id)?.leg,
    callOf: (id) => matches.get(id)?.callId ?? '',
    ofCall: (callId) => {
      const found = [...matches].find(([id, match]) => match.callId === callId && kept.has(id));
      return found && kept.get(found[0])?.leg;
    },
    take: (calls) => {
      const started: VoiceLeg[] = [];
      const ended: EndedLeg[] = [];
      for (const call of calls) {
        const known = kept.get(call.id);
        if (call.state === 'ended') {
          if (known) ended.push(end(known, call.end || 'failed'));
          continue;
        }
        const entry = known ?? begin(call);
        move(entry, call, call.state);
        if (!known) started.push(entry.leg);
      }
      const named = new Set(calls.map((call) => call.id));
      for (const [id, entry] of [...kept]) if (!named.has(id)) ended.push(end(entry, 'failed'));
      return { started, ended };
    },
    mark: (id, more) => {
      const entry = kept.get(id);
      if (entry) entry.leg = { ...entry.leg, ...more };
    },
    match: (calls, context) => {
      for (const id of spent) if (!calls.some((call) => call.id === id)) spent.delete(id);
      const legs = [...kept.values()].map(
        ({ leg }): Matchable => ({
          id: leg.id,
          number: leg.number,
          direction: leg.direction,
          state: leg.state,
          since: leg.startedAt,
          dialled: leg.dialled,
        }),
      );
      const found = new Map(matchLegs(legs, calls, matches, spent, context));
      for (const [id, entry] of kept) {
        const before = matches.get(id);
        const endedCard = calls.some((call) => call.id === before?.callId && call.state === 'ended');
        entry.cardEndedAt = endedCard && !found.has(id) ? (entry.cardEndedAt ?? monotonic()) : null;
        if (before && entry.cardEndedAt !== null && monotonic() - entry.cardEndedAt < lags) found.set(id, before);
      }
      matches = found;
    },
    rows: () =>
      Object.fromEntries(
        [...kept].map(([id, { leg, shown }]) => [
          id,
          {
            id,
            callId: matches.get(id)?.callId ?? '',
            number: leg.number,
            name: leg.name,
            direction: leg.direction,
            state: leg.state,
            muted: leg.muted,
            since: since(leg),
            quality: shown,
          },
        ]),
      ),
  };
}

/**
 * A card as the person hears it: lifted or held here counts at once, before the platform shows it, and for good where it
 * never does. The same object where nothing differs.
 */
export function heardCall(call: Call, leg: VoiceLeg): Call {
  const { state, answeredAt, heldSince } = leg;
  const up = state === 'talking' || state === 'held';
  // My phone was rung first and is lifted; of the other side it knows nothing.
  if (leg.dialled || call.state === 'calling-me') {
    return up && call.state === 'calling-me' ? { ...call, state: 'dialing' } : heldCall(call, leg);
  }
  if (call.assumed && call.state !== 'ended') {
    const told = { ...call, assumed: undefined, heldSince, answeredAt: call.answeredAt ?? answeredAt };
    return { ...told, state: state === 'calling' ? 'dialing' : state };
  }
  if (call.state === 'ringing' && up) return { ...call, state, heldSince, answeredAt: call.answeredAt ?? answeredAt };
  return heldCall(call, leg);
}

const heldCall = (call: Call, { state, heldSince }: VoiceLeg): Call =>
  call.state === 'talking' && state === 'held' ? { ...call, state, heldSince } : call;
