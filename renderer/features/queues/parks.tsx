import { CircleParking } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useDriver, useIds, useRow } from '../../live/hooks';
import { Button, EmptyState, ErrorLine, Skeleton, Timer } from '../../ui/index';
import { spaced } from '../calls/model';
import './queues.css';

/** Parked calls of the whole platform: retrieve one, see how long it has left. */
export function Parks({ hideEmpty = false }: { readonly hideEmpty?: boolean }): ReactNode {
  const say = useSay();
  const driver = useDriver();
  const ids = useIds('parks', (a, b) => a.parkedAt - b.parkedAt);
  if (!driver.has('park') || (hideEmpty && (ids?.length ?? 0) === 0)) return null;
  return (
    <section className="panel" aria-label={say('queues.parksTitle')}>
      <header className="panel-head">
        <CircleParking aria-hidden size={15} />
        <h2 className="grow">{say('queues.parksTitle')}</h2>
        {ids && ids.length > 0 ? <span className="count">{ids.length}</span> : null}
      </header>
      {ids === undefined ? (
        <Skeleton lines={2} />
      ) : ids.length === 0 ? (
        <EmptyState icon={CircleParking} title={say('queues.parksNone')} />
      ) : (
        <ul className="my-queues">
          {ids.map((id) => (
            <ParkRow key={id} id={id} />
          ))}
        </ul>
      )}
    </section>
  );
}

const ParkRow = memo(function ParkRow({ id }: { readonly id: string }): ReactNode {
  const say = useSay();
  const park = useRow('parks', id);
  const retrieve = useCommand('park.retrieve', park?.lot ?? '');
  if (!park) return null;
  const by = park.parkedBy.replace(/-[0-9a-f]+$/i, '');
  return (
    <li className="queue-row">
      <div className="row">
        <strong className="park-lot">{park.lot}</strong>
        <span className="grow cut" title={`${park.name} ${park.number}`}>
          {park.name || spaced(park.number)} <span className="muted">{say('queues.parksBy', { by })}</span>
        </span>
        {park.expiresAt === null ? (
          <Timer since={park.parkedAt} />
        ) : (
          <Timer until={park.expiresAt} label={say('queues.parksExpires')} />
        )}
        <Button size="s" pending={retrieve.pending} onPress={() => void retrieve.run({ lot: park.lot })}>
          {say('queues.retrieve')}
        </Button>
      </div>
      <ErrorLine error={retrieve.error} onDismiss={retrieve.clear} />
    </li>
  );
});
