import { type ReactNode, useEffect, useState } from 'react';
import { useSay } from '../../i18n/index';
import { useSeatline } from '../../live/context';
import { useHostCan, useSelect } from '../../live/hooks';
import { useAnyVoiceCall, useHasVoice } from './model';
import './voice.css';

/** Longer than a page needs to come back after the desk has started again. */
const patienceMs = 10_000;

/** The telephone of this page, where the host has none of its own; drawn nowhere. */
export function AudioFrame(): ReactNode {
  const hosted = useHostCan('audio-frame');
  const hasVoice = useHasVoice();
  return hosted && hasVoice ? <Frame /> : null;
}

function Frame(): ReactNode {
  const say = useSay();
  const { clock } = useSeatline();
  const page = useSelect('voice', (voice) => voice?.page ?? false);
  const inCall = useAnyVoiceCall();
  const [mine, setMine] = useState(false);
  const [round, setRound] = useState(0);

  // A newer telephone ends the calls of the older one: a second window waits until nobody talks in the first.
  const free = !page || !inCall;
  useEffect(() => {
    if (free) setMine(true);
  }, [free]);

  // Replaced by another window that is gone now, or broken: loaded again, but never below a call.
  const lost = mine && !page && !inCall;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round waits anew
  useEffect(
    () => (lost ? clock.after(patienceMs, () => setRound((count) => count + 1)) : undefined),
    [lost, clock, round],
  );

  useLeaveQuestion(mine && inCall);
  if (!mine) return null;
  return (
    <iframe
      key={round}
      className="audio-frame"
      title={say('voice.title')}
      src="/audio.html"
      allow="microphone; autoplay; hid; speaker-selection"
      tabIndex={-1}
      aria-hidden
    />
  );
}

/** Leaving the page would hang up: the browser asks first. */
function useLeaveQuestion(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [on]);
}
