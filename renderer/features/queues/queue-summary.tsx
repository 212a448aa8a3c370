import { Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/index';
import { useDriver, useSelect } from '../../live/hooks';
import { Button } from '../../ui/button';
import { Popover, Timer } from '../../ui/index';
import { MyQueues } from './my-queues';

/** Who waits in my queues, in one figure and one time; the whole list behind it. */
export function QueueSummary({ compact = false }: { readonly compact?: boolean }): ReactNode {
  const say = useSay();
  const driver = useDriver();
  const own = useSelect('seat', (seat) => seat?.memberships.filter((row) => row.joined).map((row) => row.queue) ?? []);
  const { waiting, oldest } = useSelect('queues', (rows) => {
    const tiles = own.flatMap((queue) => rows?.[queue] ?? []);
    const entered = tiles.flatMap((tile) => tile.oldestEnteredAt ?? []);
    return {
      waiting: tiles.reduce((sum, tile) => sum + tile.waiting, 0),
      oldest: entered.length === 0 ? null : Math.min(...entered),
    };
  });
  if (!driver.has('queues')) return null;
  return (
    <Popover
      label={say('queues.title')}
      placement="bottom end"
      className="queue-popover"
      trigger={
        <Button
          variant="quiet"
          icon={Users}
          label={`${say('queues.title')}: ${say('queues.waiting')} ${waiting}`}
          className="queue-summary"
        >
          {compact ? '' : `${say('queues.waiting')} `}
          <strong>{waiting}</strong>
          {oldest === null ? null : <Timer since={oldest} amber={20} red={60} label={say('queues.longest')} />}
        </Button>
      }
    >
      <MyQueues />
    </Popover>
  );
}
