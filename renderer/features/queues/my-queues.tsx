import { Lock, Users } from 'lucide-react';
import { memo, type ReactNode, useState } from 'react';
import type { QueueOutcome } from '../../../shared/bridge/contract';
import type { Membership } from '../../../shared/domain/seat';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useDriver, useRow, useSelect, useSettings } from '../../live/hooks';
import { CheckField, EmptyState, ErrorLine, Skeleton, Timer } from '../../ui/index';
import { AsOf } from '../link/as-of';
import { JoinOther } from './join-other';
import './queues.css';

/** My queues: in or out, one or all, who waits there and for how long. */
export function MyQueues(): ReactNode {
  const say = useSay();
  const driver = useDriver();
  const memberships = useSelect('seat', (seat) => seat?.memberships);
  if (!driver.has('queues')) return null;
  return (
    <section className="panel" aria-label={say('queues.title')}>
      <header className="panel-head">
        <Users aria-hidden size={15} />
        <h2 className="grow">{say('queues.title')}</h2>
        <AsOf />
      </header>
      {memberships === undefined ? (
        <Skeleton lines={3} />
      ) : memberships.length === 0 ? (
        <EmptyState icon={Users} title={say('queues.none')}>
          {say('queues.noneText')}
        </EmptyState>
      ) : (
        <QueueRows memberships={memberships} />
      )}
      {memberships === undefined ? null : <JoinOther memberships={memberships} />}
    </section>
  );
}

function QueueRows({ memberships }: { readonly memberships: readonly Membership[] }): ReactNode {
  const say = useSay();
  const joinAll = useCommand('seat.joinAll');
  const leaveAll = useCommand('seat.leaveAll');
  const [outcomes, setOutcomes] = useState<readonly QueueOutcome[]>([]);
  const own = memberships.filter((row) => !row.fixed);
  const joined = own.filter((row) => row.joined).length;
  const every = joined === own.length;
  const failed = outcomes.filter((outcome) => !outcome.ok);
  const turnAll = async (on: boolean): Promise<void> => {
    setOutcomes([]);
    const result = on ? await joinAll.run({}) : await leaveAll.run({});
    if (result.ok) setOutcomes(result.value.results);
  };
  return (
    <div className="my-queues">
      {own.length > 1 ? (
        <div className="queue-all">
          <CheckField
            isChecked={every}
            isPartly={joined > 0 && !every}
            isDisabled={joinAll.pending || leaveAll.pending}
            onChange={() => void turnAll(!every)}
          >
            {say(every ? 'queues.leaveAll' : 'queues.joinAll')}
          </CheckField>
          <span className="muted">
            {say('queues.joined', { joined: memberships.filter((row) => row.joined).length, all: memberships.length })}
          </span>
        </div>
      ) : null}
      <ErrorLine error={joinAll.error ?? leaveAll.error} />
      {failed.length > 0 ? (
        <p className="error-line" role="alert">
          {say('queues.partly', { list: failed.map((outcome) => `${outcome.queue} ${outcome.message}`).join(', ') })}
        </p>
      ) : null}
      <ul>
        {memberships.map((row) => (
          <QueueRow key={row.queue} row={row} />
        ))}
      </ul>
    </div>
  );
}

const QueueRow = memo(function QueueRow({ row }: { readonly row: Membership }): ReactNode {
  const say = useSay();
  const { thresholds } = useSettings();
  const tile = useRow('queues', row.queue);
  const join = useCommand('seat.joinQueue', row.queue);
  const leave = useCommand('seat.leaveQueue', row.queue);
  const pending = join.pending || leave.pending;
  const name = row.queueName || row.queue;
  const limits = thresholds.byQueue[row.queue] ?? thresholds;
  return (
    <li className={`queue-row ${row.joined ? '' : 'is-out'}`}>
      <div className="row">
        <CheckField
          label={say(row.joined ? 'queues.leave' : 'queues.join', { queue: name })}
          isChecked={row.joined}
          isDisabled={row.fixed || pending}
          onChange={(on) =>
            void (on ? join.run({ queue: row.queue, penalty: row.penalty }) : leave.run({ queue: row.queue }))
          }
        >
          <span className="cut" title={`${name} ${row.queue}`}>
            {name}
          </span>
        </CheckField>
        {row.fixed ? (
          <span title={say('queues.fixed')} className="muted">
            <Lock aria-hidden size={12} />
            <span className="unseen">{say('queues.fixed')}</span>
          </span>
        ) : null}
        {row.penalty > 0 ? <span className="queue-tag">{say('queues.penalty', { n: row.penalty })}</span> : null}
        <span className="grow" />
        {tile ? (
          tile.waiting === 0 ? (
            <span className="muted queue-none">{say('queues.noneWaiting')}</span>
          ) : (
            <span className="queue-waiting">
              <strong title={say('queues.waiting')}>{tile.waiting}</strong>
              <Timer
                since={tile.oldestEnteredAt}
                amber={limits.waitAmberSeconds}
                red={limits.waitRedSeconds}
                label={say('queues.longest')}
              />
            </span>
          )
        ) : null}
      </div>
      <ErrorLine error={join.error ?? leave.error} onDismiss={() => [join.clear(), leave.clear()]} />
    </li>
  );
});
