import type { ReactNode } from 'react';
import { useSay } from '../../i18n/index';
import { useSelect } from '../../live/hooks';
import { clockTime } from '../../ui/index';
import './link.css';

/** "As of hh:mm:ss" of a live panel: grey while fresh, amber after 2 missed polls, red after 5 (DESIGN §7). */
export function AsOf(): ReactNode {
  const say = useSay();
  const { asOf, state, zone } = useSelect('link', (link) => ({
    asOf: link?.asOf ?? null,
    state: link?.state ?? 'connecting',
    zone: link?.platformZone ?? 0,
  }));
  if (asOf === null) return <span className="as-of">{say('link.asOfNever')}</span>;
  return <time className={`as-of as-of-${state}`}>{say('link.asOf', { time: clockTime(asOf, zone) })}</time>;
}
