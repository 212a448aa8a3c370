import { useEffect, useRef, useState } from 'react';
import { useCommand } from '../../live/command';
import { useSeatline } from '../../live/context';
import { useQuestion } from '../../query/questions';
import { getDraft, setDraft, useDraft } from './notes';

/** A note is sent this long after the last key. */
const quietMs = 700;
const retryMs = 5000;

export interface Note {
  readonly text: string;
  readonly change: (text: string) => void;
  readonly state: 'empty' | 'saving' | 'saved' | 'not-saved';
}

/** The note of a call, saved as it is typed; what could not be saved is tried again and never lost from the screen. */
export function useNote(callId: string): Note {
  const { clock } = useSeatline();
  const { text } = useDraft(callId);
  const { run } = useCommand('call.note', callId);
  const saved = useRef('');
  const [state, setState] = useState<Note['state']>('empty');
  const [attempt, setAttempt] = useState(0);
  const kept = useQuestion('call.note', { callId }, { enabled: callId !== '' && text === '' }).data?.text ?? '';
  // A reloaded window goes on with what the desk kept, unless the person has begun anew.
  useEffect(() => {
    if (kept === '' || getDraft(callId).text !== '') return;
    saved.current = kept;
    setDraft(callId, { text: kept });
    setState('saved');
  }, [kept, callId]);
  useEffect(() => {
    if (callId === '' || text === saved.current) return undefined;
    setState(attempt === 0 ? 'saving' : 'not-saved');
    let wanted = true;
    const cancel = clock.after(attempt === 0 ? quietMs : retryMs, () => {
      void run({ callId, text }).then((result) => {
        if (result.ok) saved.current = text;
        if (!wanted) return;
        setState(result.ok ? 'saved' : 'not-saved');
        if (!result.ok) setAttempt((before) => before + 1);
      });
    });
    return () => {
      wanted = false;
      cancel();
    };
  }, [callId, text, run, clock, attempt]);
  return {
    text,
    change: (next) => {
      setAttempt(0);
      setDraft(callId, { text: next });
    },
    state,
  };
}
