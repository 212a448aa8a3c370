import { CircleAlert, OctagonAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PlatformTime } from '../../../shared/domain/time';
import { useSay } from '../../i18n/index';
import { useNow } from '../../live/hooks';
import { duration } from '../../ui/index';
import { type Level, levelOf, secondsSince } from './threshold';

/** Colour, icon and word of a level; nothing when all is well. */
export function LevelMark(props: { readonly level: Level; readonly word?: string }): ReactNode {
  const say = useSay();
  if (props.level === 'ok') return null;
  const Icon = props.level === 'red' ? OctagonAlert : CircleAlert;
  return (
    <span className={`level level-${props.level}`}>
      <Icon aria-hidden size={13} />
      {props.word ?? say(`wallboard.queues.level.${props.level}`)}
    </span>
  );
}

/** Time since `since`, ticking on the platform's clock, marked when it reaches its limits (seconds). */
export function LevelTimer(props: {
  readonly since: PlatformTime | null;
  readonly amber?: number | undefined;
  readonly red?: number | undefined;
  /** Draws the word beside the time; without it only colour and icon, the word being said elsewhere. */
  readonly quiet?: boolean;
}): ReactNode {
  const say = useSay();
  const { since, amber, red } = props;
  const now = useNow(since === null ? null : 1000);
  if (since === null) return <span className="muted">—</span>;
  const seconds = secondsSince(since, now);
  const level = levelOf(seconds, amber ?? Number.POSITIVE_INFINITY, red ?? Number.POSITIVE_INFINITY);
  const Icon = level === 'red' ? OctagonAlert : CircleAlert;
  return (
    <time className={`level-timer ${level === 'ok' ? '' : `level level-${level}`}`} role="timer" aria-live="off">
      {level === 'ok' ? null : <Icon aria-hidden size={13} />}
      {duration(seconds)}
      {level === 'ok' ? null : (
        <span className={props.quiet ? 'unseen' : 'level-word'}>{say(`wallboard.queues.level.${level}`)}</span>
      )}
    </time>
  );
}
