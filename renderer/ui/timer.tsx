import type { ReactNode } from 'react';
import type { PlatformTime } from '../../shared/domain/time';
import { useNow } from '../live/hooks';
import { duration } from './time';

/**
 * Time since `since` (counting up) or until `until` (counting down), from the platform's own start time. Silent for
 * screen readers while it runs. Colours from two limits, in seconds.
 */
export function Timer(props: {
  readonly since?: PlatformTime | null;
  readonly until?: PlatformTime | null;
  /** Stands still at this moment: the call has ended. */
  readonly stoppedAt?: PlatformTime | null;
  readonly amber?: number;
  readonly red?: number;
  readonly label?: string;
  readonly className?: string;
}): ReactNode {
  const { since, until, stoppedAt } = props;
  const running = stoppedAt === undefined || stoppedAt === null;
  const now = useNow(running && (since ?? until ?? null) !== null ? 1000 : null);
  const at = running ? now : stoppedAt;
  const seconds =
    until !== undefined && until !== null
      ? Math.ceil((until - at) / 1000)
      : since
        ? Math.floor((at - since) / 1000)
        : null;
  const level =
    seconds === null
      ? ''
      : props.red !== undefined && seconds >= props.red
        ? 'timer-red'
        : props.amber !== undefined && seconds >= props.amber
          ? 'timer-amber'
          : '';
  return (
    <time
      className={`timer ${level} ${props.className ?? ''}`}
      role="timer"
      aria-live="off"
      {...(props.label ? { 'aria-label': props.label, title: props.label } : {})}
    >
      {seconds === null ? '--:--' : duration(seconds)}
    </time>
  );
}
