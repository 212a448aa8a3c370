import { PhoneIncoming } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSay, type WordKey } from '../../i18n/index';
import { useDriver, useIds, useTopic } from '../../live/hooks';
import { EmptyState, Skeleton } from '../../ui/index';
import { readyWord } from '../keyboard/shortcuts';
import { CallCard } from './call-card';
import { byAge } from './model';

/** All calls of the seat as cards, oldest first; a card keeps its place until it is gone. */
export function CallList({ density }: { readonly density: 'full' | 'tight' }): ReactNode {
  const ids = useIds('calls', byAge);
  if (ids === undefined) return <Skeleton lines={4} />;
  if (ids.length === 0) return <NoCalls density={density} />;
  return (
    <div className="call-list">
      {ids.map((id) => (
        <CallCard key={id} callId={id} density={density} />
      ))}
    </div>
  );
}

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
