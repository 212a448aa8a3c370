import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Call, CallState } from '../../../shared/domain/call';
import { useSay } from '../../i18n/index';
import { useTopic } from '../../live/hooks';
import { useSound } from '../../ui/index';
import { isLive, nameOf, useCalls } from '../calls/model';

/** Says rings at once and changes of call and state when there is room; makes the sounds that go with them. */
export function Announcer(): ReactNode {
  const say = useSay();
  const calls = useCalls();
  const seat = useTopic('seat');
  const [ring, setRing] = useState('');
  const [news, setNews] = useState('');
  const before = useRef<ReadonlyMap<string, CallState>>(new Map());

  useEffect(() => {
    for (const call of calls) {
      const was = before.current.get(call.id);
      if (was === call.state) continue;
      if (call.state === 'ringing') setRing(ringText(call));
      else if (call.state === 'talking' && was !== 'held' && was !== 'consulting') {
        setNews(say('calls.answered', { name: nameOf(call, say) }));
      } else if (call.state === 'ended' && was !== undefined) {
        setNews(say('calls.ended', { end: say(`calls.end.${call.end ?? 'unknown'}`) }));
      } else if (was !== undefined) setNews(say(`states.call.${call.state}`));
    }
    if (!calls.some((call) => call.state === 'ringing')) setRing('');
    before.current = new Map(calls.map((call) => [call.id, call.state]));

    function ringText(call: Call): string {
      const detail = [call.region, call.queueName].filter(Boolean).join(', ');
      return detail === ''
        ? say('calls.ringingPlain', { name: nameOf(call, say) })
        : say('calls.ringing', { name: nameOf(call, say), detail });
    }
  }, [calls, say]);

  const availability = seat?.availability;
  const told = useRef(availability);
  useEffect(() => {
    if (availability === undefined || told.current === availability) return;
    if (told.current !== undefined) setNews(say('seat.stateChanged', { state: say(`states.seat.${availability}`) }));
    told.current = availability;
  }, [availability, say]);

  const ringing = calls.some((call) => call.state === 'ringing');
  const talking = calls.some((call) => isLive(call) && call.answeredAt !== null);
  // No loud ring into an ear that is listening to somebody.
  useSound('ring', ringing && !talking, true);
  useSound('zip', ringing && talking);
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
