import { Layers } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/index';
import { useIds } from '../../live/hooks';
import { EmptyState, Skeleton } from '../../ui/index';
import { QueueTile } from './queue-tile';

const byNumber = new Intl.Collator('zh-CN', { numeric: true });

/** All queues, in the order of their numbers so that a tile never changes its place. */
export function QueueTiles(): ReactNode {
  const say = useSay();
  const ids = useIds('queues', (a, b) => byNumber.compare(a.queue, b.queue));
  return (
    <div className="tiles-section">
      {ids === undefined ? (
        <Skeleton lines={4} />
      ) : ids.length === 0 ? (
        <EmptyState icon={Layers} title={say('wallboard.queues.empty')}>
          {say('wallboard.queues.emptyHint')}
        </EmptyState>
      ) : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <section className="tiles" tabIndex={0} aria-label={say('wallboard.queues.title')}>
            {ids.map((id) => (
              <QueueTile key={id} id={id} />
            ))}
          </section>
          <p className="tiles-note">{say('wallboard.queues.figures')}</p>
        </>
      )}
    </div>
  );
}
