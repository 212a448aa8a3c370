import type { ReactNode } from 'react';
import { useSay } from '../../i18n/index';
import { useDriver, useSelect } from '../../live/hooks';
import { clockTime, OfflineBanner, useSound } from '../../ui/index';
import { Attempt } from './link-dot';

/** Across the window while data is old: since when, what may be missed, what still works, what to do. */
export function LinkBanner(): ReactNode {
  const say = useSay();
  const records = useDriver().has('records');
  const link = useSelect('link', (value) =>
    value ? { state: value.state, asOf: value.asOf, missing: value.missingSince, zone: value.platformZone } : null,
  );
  useSound('lost', link?.state === 'down');
  if (!link || (link.state !== 'stale' && link.state !== 'down')) return null;
  const at = (time: number): string => clockTime(time, link.zone);
  return (
    <OfflineBanner level={link.state === 'stale' ? 'amber' : 'red'}>
      <strong>
        {link.state === 'stale'
          ? say('link.stale')
          : link.asOf === null
            ? say('link.downNoTime')
            : say('link.down', { time: at(link.asOf) })}
      </strong>
      {link.missing === null ? null : (
        <span>
          {say(records ? 'link.missing' : 'link.missingUnread', { time: clockTime(link.missing, link.zone, false) })}
        </span>
      )}
      {link.state === 'down' ? <span>{say('link.phoneWorks')}</span> : null}
      <Attempt />
    </OfflineBanner>
  );
}
