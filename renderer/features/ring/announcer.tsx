import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { VoiceCall } from '../../../shared/bridge/topics';
import type { Call, CallState } from '../../../shared/domain/call';
import { type Say, useSay } from '../../i18n/index';
import { useRowList, useSelect, useSettings, useTopic } from '../../live/hooks';
import { useSound } from '../../ui/index';
import { isLive, nameOf, useCalls } from '../calls/model';
import { byVoiceAge, cardStates, endText, useHasVoice, useOnlyHere, useRinging } from '../voice/index';

/** Says rings at once and changes of call and state when there is room; makes the sounds that go with them. */
export function Announcer(): ReactNode {
  const say = useSay();
  const calls = useCalls();
  const seat = useTopic('seat');
  const voice = useRowList('voiceCalls', byVoiceAge);
  const rings = useRinging(calls);
  const only = useOnlyHere();
  // A click to dial rings my own telephone first: nobody needs to be called to it.
  const dialling = useSelect('dial', (dial) => dial?.phase === 'calling-me');
  const [ring, setRing] = useState('');
  const [news, setNews] = useState('');
  const before = useRef<ReadonlyMap<string, CallState>>(new Map());

  const told = useMemo(
    () => [
      ...calls.map((call) => ofCall(call, rings.includes(call))),
      ...only.map((call) => ofVoice(call, call.state === 'ringing' && !dialling)),
    ],
    [calls, rings, only, dialling],
  );
  const ringing = told.some((call) => call.rings);

  useEffect(() => {
    for (const call of told) {
      const was = before.current.get(call.id);
      if (was === call.state) continue;
      if (call.state === 'ringing') {
        if (call.rings) setRing(call.ring(say));
      } else if (call.state === 'talking' && was !== 'held' && was !== 'consulting') {
        setNews(say('calls.answered', { name: call.name(say) }));
      } else if (call.state === 'ended' && was !== undefined) setNews(call.end(say));
      else if (was !== undefined) setNews(say(`states.call.${call.state}`));
    }
    if (!ringing) setRing('');
    before.current = new Map(told.map((call) => [call.id, call.state]));
  }, [told, ringing, say]);

  const availability = seat?.availability;
  const said = useRef(availability);
  useEffect(() => {
    if (availability === undefined || said.current === availability) return;
    if (said.current !== undefined) setNews(say('seat.stateChanged', { state: say(`states.seat.${availability}`) }));
    said.current = availability;
  }, [availability, say]);

  const talking =
    calls.some((call) => isLive(call) && call.answeredAt !== null) ||
    voice.some((call) => call.state === 'talking' || call.state === 'held');
  const { ears, ringer } = useOutputs();
  // No loud ring into an ear that is listening to somebody, nor beside a microphone that is open.
  useSound('ring', ringing && !talking, { loop: true, outputs: ringer === '' ? [ears] : [ears, ringer] });
  useSound('zip', ringing && talking, { outputs: [ears] });
  return (
    <>
      <div className="unseen" role="alert">
        {ring}
      </div>
      <div className="unseen" role="status">
        {news}
      </div>
    </>
  );
}

/** What is said of a call, whoever showed it. */
interface Told {
  readonly id: string;
  readonly state: CallState;
  readonly rings: boolean;
  readonly name: (say: Say) => string;
  readonly ring: (say: Say) => string;
  readonly end: (say: Say) => string;
}

const ofCall = (call: Call, rings: boolean): Told => ({
  id: call.id,
  state: call.state,
  rings,
  name: (say) => nameOf(call, say),
  ring: (say) => {
    const detail = [call.region, call.queueName].filter(Boolean).join(', ');
    return detail === ''
      ? say('calls.ringingPlain', { name: nameOf(call, say) })
      : say('calls.ringing', { name: nameOf(call, say), detail });
  },
  end: (say) => say('calls.ended', { end: say(`calls.end.${call.end ?? 'unknown'}`) }),
});

const ofVoice = (call: VoiceCall, rings: boolean): Told => ({
  id: `voice ${call.id}`,
  state: cardStates[call.state],
  rings,
  name: (say) => nameOf(call, say),
  ring: (say) => say('calls.ringingPlain', { name: nameOf(call, say) }),
  end: (say) => endText(call, say),
});

/** Where it rings: at the ears that will talk, and on a second device. Without voice there is the default one only. */
function useOutputs(): { readonly ears: string; readonly ringer: string } {
  const { output, ringer } = useSettings().voice;
  return useHasVoice() ? { ears: output, ringer: ringer === output ? '' : ringer } : { ears: '', ringer: '' };
}
