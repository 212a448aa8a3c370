import { useMemo, useRef } from 'react';
import type { Voice, VoiceCall, VoiceQuality } from '../../../shared/bridge/topics';
import type { Call, CallEnd, CallState } from '../../../shared/domain/call';
import type { AppError } from '../../../shared/domain/result';
import type { WordKey } from '../../i18n/index';
import { useIds, useRowList, useSelect } from '../../live/hooks';

/** How the app's telephone is, in one word; the first thing a person has to do something about wins. */
export type VoiceState =
  | 'registered'
  | 'connecting'
  | 'off'
  | 'failed'
  /** The microphone was never asked for: the first call would be silent. */
  | 'ask'
  | 'denied'
  | 'absent'
  | 'no-page'
  | 'fallback';

export function voiceStateOf(voice: Voice): VoiceState {
  if (!voice.page) return 'no-page';
  if (voice.registration === 'failed') return 'failed';
  if (voice.microphone === 'denied' || voice.microphone === 'absent') return voice.microphone;
  if (voice.registration !== 'registered') return voice.registration;
  if (voice.microphone === 'unknown') return 'ask';
  return voice.fallback ? 'fallback' : 'registered';
}

/**
 * What a registrar means by its SIP status (RFC 3261 §21.4): wrong user or password, no such user. Null = the error's
 * own sentence says it.
 */
export function voiceFault(error: AppError): Extract<WordKey, `voice.fault.${string}`> | null {
  const status = Number(error.params?.status ?? error.params?.errcode ?? 0);
  if (error.code === 'key-refused' || [401, 403, 407].includes(status)) return 'voice.fault.account';
  return status === 404 ? 'voice.fault.unknown' : null;
}

export type QualityLevel = 'good' | 'fair' | 'poor';

/** ITU-T G.107 Annex B: from 4.03 users are satisfied, below 3.60 many are not. */
export const qualityLevel = ({ mos }: VoiceQuality): QualityLevel =>
  mos >= 4.03 ? 'good' : mos >= 3.6 ? 'fair' : 'poor';

/** The state of a call card that a call of this telephone looks like. */
export const cardStates = {
  ringing: 'ringing',
  calling: 'dialing',
  talking: 'talking',
  held: 'held',
  ended: 'ended',
} as const satisfies Record<VoiceCall['state'], CallState>;

export const cardEnds = {
  here: 'hung-up-here',
  there: 'hung-up-there',
  elsewhere: 'answered-elsewhere',
  rejected: 'rejected',
  cancelled: 'abandoned',
  failed: 'failed',
} as const satisfies Record<NonNullable<VoiceCall['end']>, CallEnd>;

export const byVoiceAge = (a: VoiceCall, b: VoiceCall): number => a.since - b.since || (a.id < b.id ? -1 : 1);

export const isLiveVoice = (call: VoiceCall): boolean => call.state !== 'ended';

/** Sound goes both ways, or would if it were not on hold. */
const isOpen = (call: VoiceCall): boolean => call.state === 'talking' || call.state === 'held';

/** Whether the profile makes this app a telephone. */
export const useHasVoice = (): boolean => useSelect('voice', (voice) => voice !== undefined && voice !== null);

export const useAnyVoiceCall = (): boolean =>
  useSelect('voiceCalls', (rows) => Object.values(rows ?? {}).some(isLiveVoice));

/** The sound of a call; undefined while a desk phone has it. */
export const useVoiceOf = (callId: string): VoiceCall | undefined =>
  useSelect('voiceCalls', (rows) =>
    Object.values(rows ?? {})
      .sort(byVoiceAge)
      .findLast((call) => call.callId === callId),
  );

/** The call whose microphone the mute button and its key turn: the one that talks, else the one on hold. */
export const openVoiceCall = (calls: readonly VoiceCall[]): VoiceCall | undefined =>
  calls.find((call) => call.state === 'talking') ?? calls.find(isOpen);

/**
 * Calls that only this telephone has shown so far. A call that has a card is not among them, also when its card was put
 * away before the telephone has forgotten it.
 */
export const onlyHere = (voice: readonly VoiceCall[], calls: ReadonlySet<string>): readonly VoiceCall[] =>
  voice.filter((call) => call.callId === '' || (isLiveVoice(call) && !calls.has(call.callId)));

export function useOnlyHere(): readonly VoiceCall[] {
  const voice = useRowList('voiceCalls', byVoiceAge);
  const ids = useIds('calls');
  return useMemo(() => onlyHere(voice, new Set(ids ?? [])), [voice, ids]);
}

/**
 * Whether a call that the platform shows as ringing still rings for ears. The telephone knows at once what the platform
 * tells with its next answer: taken here, taken elsewhere, given up. One that could not take the call says nothing
 * about the phone on the desk.
 * @param rangHere the telephone rang for it before, and is still there
 */
export function stillRings(call: Call, voice: readonly VoiceCall[], rangHere: boolean): boolean {
  if (call.state !== 'ringing') return false;
  const own = voice.filter((row) => row.callId === call.id);
  return own.length === 0 ? !rangHere : own.some((row) => row.state === 'ringing' || row.end === 'failed');
}

/** The calls that ring for ears, oldest first. */
export function useRinging(calls: readonly Call[]): readonly Call[] {
  const voice = useRowList('voiceCalls', byVoiceAge);
  const page = useSelect('voice', (value) => value?.page ?? false);
  const rang = useRef<ReadonlySet<string>>(new Set());
  return useMemo(() => {
    const before = rang.current;
    const rows = voice.filter((row) => row.state === 'ringing').map((row) => row.callId);
    rang.current = new Set(calls.map(({ id }) => id).filter((id) => before.has(id) || rows.includes(id)));
    return calls.filter((call) => stillRings(call, voice, page && rang.current.has(call.id)));
  }, [calls, voice, page]);
}
