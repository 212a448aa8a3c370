import { PhoneIncoming } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useSay, type WordKey } from '../../i18n/index';
import { useDriver, useIds, useRowList, useTopic } from '../../live/hooks';
import { EmptyState, Skeleton } from '../../ui/index';
import { readyWord } from '../keyboard/shortcuts';
import { byVoiceAge, onlyHere } from '../voice/model';
import { VoiceCard } from '../voice/voice-card';
import { CallCard } from './call-card';
import { byAge } from './model';

/** All calls of the seat as cards, oldest first; a card keeps its place until it is gone. */
export function CallList({ density }: { readonly density: 'full' | 'tight' }): ReactNode {
  const ids = useIds('calls', byAge);
  const voice = useRowList('voiceCalls', byVoiceAge);
  // A call that the telephone showed first keeps the place that it had, also when the telephone has forgotten it.
  const keys = useRef<ReadonlyMap<string, string>>(new Map());
  const wereAlone = useRef<readonly string[]>([]);
  if (ids === undefined) return <Skeleton lines={4} />;
  const alone = onlyHere(voice, new Set(ids));
  keys.current = new Map(
    ids.map((id) => {
      const first = voice.find((call) => call.callId === id && wereAlone.current.includes(call.id));
      return [id, first ? voiceKey(first) : (keys.current.get(id) ?? id)];
    }),
  );
  wereAlone.current = alone.map(({ id }) => id);
  if (ids.length + alone.length === 0) return <NoCalls density={density} />;
  return (
    <div className="call-list">
      {/* One list: in two of them the same key would be two places. */}
      {[
        ...ids.map((id) => (
          <div key={keys.current.get(id)} className="call-place">
            <CallCard callId={id} density={density} />
          </div>
        )),
        ...alone.map((call) => (
          <div key={voiceKey(call)} className="call-place">
            <VoiceCard id={call.id} density={density} />
          </div>
        )),
      ]}
    </div>
  );
}

const voiceKey = (call: { readonly id: string }): string => `voice ${call.id}`;

const hints = [
  ['D', 'keys.dial'],
  ['R', 'keys.ready'],
  ['S', 'keys.pauseMenu'],
  ['?', 'keys.help'],
] as const satisfies readonly (readonly [string, WordKey])[];

function NoCalls({ density }: { readonly density: 'full' | 'tight' }): ReactNode {
  const say = useSay();
  const seat = useTopic('seat');
  const driver = useDriver();
  const paused = seat?.availability === 'paused' || seat?.availability === 'wrap-up';
  const text = driver.has('queues')
    ? seat?.availability === 'ready'
      ? 'calls.noneReady'
      : seat?.availability === 'offline'
        ? 'calls.noneOffline'
        : 'calls.nonePaused'
    : paused
      ? 'calls.noneBusy'
      : 'calls.nonePlain';
  const shown = hints.filter(([key]) => driver.has('queue-pause') || (key === 'R' ? driver.has('busy') : key !== 'S'));
  return (
    <section className="panel no-calls" aria-label={say('calls.title')}>
      <EmptyState icon={PhoneIncoming} title={say('calls.noneTitle')}>
        {say(text)}
      </EmptyState>
      {density === 'full' ? (
        <p className="no-calls-keys">
          {shown.map(([key, word]) => (
            <span key={key}>
              <kbd className="key">{key}</kbd>
              {say(word === 'keys.ready' ? readyWord(driver) : word)}
            </span>
          ))}
        </p>
      ) : null}
    </section>
  );
}
