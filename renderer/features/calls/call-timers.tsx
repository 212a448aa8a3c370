import type { ReactNode } from 'react';
import type { Call } from '../../../shared/domain/call';
import { useSay } from '../../i18n/index';
import { useSelect } from '../../live/hooks';
import { Timer } from '../../ui/index';

/** Ring time, then talk time, and the time on hold beside it. */
export function CallTimers({ call }: { readonly call: Call }): ReactNode {
  const say = useSay();
  const limits = useSelect('settings', (settings) => ({
    amber: settings?.thresholds.talkAmberSeconds ?? 180,
    red: settings?.thresholds.talkRedSeconds ?? 300,
  }));
  return (
    <span className="call-timers">
      {call.answeredAt === null ? (
        <Timer since={call.startedAt} stoppedAt={call.endedAt} label={say('calls.ringTime')} className="call-time" />
      ) : (
        <Timer
          since={call.answeredAt}
          stoppedAt={call.endedAt}
          amber={limits.amber}
          red={limits.red}
          label={say('calls.talkTime')}
          className="call-time"
        />
      )}
      {call.heldSince !== null && call.endedAt === null ? (
        <span className="call-hold-time">
          {say('calls.hold')} <Timer since={call.heldSince} amber={60} red={120} label={say('calls.holdTime')} />
        </span>
      ) : null}
    </span>
  );
}
