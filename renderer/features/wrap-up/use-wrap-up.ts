import type { Call } from '../../../shared/domain/call';
import { useCommand } from '../../live/command';
import { useRowList, useTopic } from '../../live/hooks';
import { byAge, isLive } from '../calls/model';
import { dropDraft, getDraft } from './notes';

/** The call a note belongs to: the one I talk on, else the one that ended last. */
export function noteCall(calls: readonly Call[]): Call | undefined {
  const talked = calls.filter((call) => call.answeredAt !== null);
  const live = talked.filter(isLive);
  return live[0] ?? [...talked].sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))[0];
}

/** Wrap-up as the panel, the bar and the keys see it. */
export function useWrapUp() {
  const seat = useTopic('seat');
  const calls = useRowList('calls', byAge);
  const finish = useCommand('seat.finishWrapUp');
  const extend = useCommand('seat.extendWrapUp');
  const call = noteCall(calls);
  return {
    active: seat?.availability === 'wrap-up',
    since: seat?.since ?? null,
    endsAt: seat?.wrapUpEndsAt ?? null,
    call,
    finish: async () => {
      const callId = call?.id ?? '';
      const { text, disposition } = getDraft(callId);
      const result = await finish.run({ note: text, disposition });
      if (result.ok) dropDraft(callId);
    },
    finishing: finish.pending,
    extend: () => void extend.run({}),
    extending: extend.pending,
    error: finish.error ?? extend.error,
    clear: () => {
      finish.clear();
      extend.clear();
    },
  };
}
