import type { ReactNode } from 'react';
import { useSay } from '../i18n/index';
import { useSelect } from '../live/hooks';
import './as-of.css';
import { clockTime } from './time';

/** Age of what a panel shows, on the platform's clock; amber and red as the link says (DESIGN §7). */
export function AsOf(props: {
  /** Time of this panel's own answer; without it the link's. */
  readonly at?: number | null;
}): ReactNode {
  const say = useSay();
  const { asOf, zone, state } = useSelect('link', (link) => ({
    asOf: link?.asOf ?? null,
    zone: link?.platformZone ?? 0,
    state: link?.state ?? 'connecting',
  }));
  const at = props.at === undefined ? asOf : props.at;
  if (at === null) return null;
  const level = state === 'down' ? 'as-of-red' : state === 'stale' ? 'as-of-amber' : '';
  return <span className={`as-of ${level}`}>{say('ui.asOf', { time: clockTime(at, zone) })}</span>;
}
