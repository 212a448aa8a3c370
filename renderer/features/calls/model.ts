import { useMemo } from 'react';
import type { Call } from '../../../shared/domain/call';
import { type Control, capabilities } from '../../../shared/domain/capabilities';
import type { Say } from '../../i18n/index';
import { useDriver, useRowList, useSelect, useTopic } from '../../live/hooks';

/** Ringing first (it needs a hand), then live ones by age, ended ones last. */
const urgency = (call: Call): number => (call.state === 'ringing' ? 0 : call.state === 'ended' ? 2 : 1);
export const byUrgency = (a: Call, b: Call): number =>
  urgency(a) - urgency(b) || a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);
/** Cards stay where they are while a call changes: oldest first. */
export const byAge = (a: Call, b: Call): number => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);

export const isLive = (call: Call): boolean => call.state !== 'ended';

export const useCalls = (): readonly Call[] => useRowList('calls', byAge);

/** The call a key or the one-line bar acts on: what rings, else what is talked on, else the last one. */
export function primaryCall(calls: readonly Call[]): Call | undefined {
  const live = calls.filter(isLive);
  const active = live.find(
    (call) => call.state === 'talking' || call.state === 'consulting' || call.state === 'conference',
  );
  const ringing = live.find((call) => call.state === 'ringing');
  return active ?? ringing ?? live[0] ?? [...calls].sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))[0];
}

/** Buttons of a call: the only source is `capabilities()` (DESIGN law 4). */
export function useControls(call: Call): readonly Control[] {
  const seat = useTopic('seat') ?? null;
  const driver = useDriver();
  return useMemo(() => capabilities(call, seat, driver), [call, seat, driver]);
}

/** `138 0013 8000`; internal and foreign numbers stay as they are. */
export function spaced(number: string): string {
  const mobile = /^(\+86|0)?(1\d{2})(\d{4})(\d{4})$/.exec(number);
  if (mobile) return `${mobile[1] ? `${mobile[1]} ` : ''}${mobile[2]} ${mobile[3]} ${mobile[4]}`;
  const fixed = /^(0(?:10|2\d|[3-9]\d{2}))(\d{3,4})(\d{4})$/.exec(number);
  return fixed ? `${fixed[1]} ${fixed[2]} ${fixed[3]}` : number;
}

export const nameOf = (call: Pick<Call, 'name' | 'number'>, say: Say): string =>
  call.name || spaced(call.number) || say('calls.unknownCaller');

export const useAnyLiveCall = (): boolean =>
  useSelect('calls', (rows) => Object.values(rows ?? {}).some((call) => call.state !== 'ended'));
