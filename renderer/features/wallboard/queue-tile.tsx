import { CircleCheck } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { QueueTile as Tile } from '../../../shared/domain/queue';
import { type Say, useSay } from '../../i18n/index';
import { useNow, useRow, useSettings } from '../../live/hooks';
import { agentLooks, duration } from '../../ui/index';
import { LevelMark, LevelTimer } from './level';
import { agentStates } from './roster';
import { type Thresholds, type TileAlarm, tileAlarms, waitLimits, worst } from './threshold';

/** One queue, live. Renders when its own row changes and, while somebody waits, once a second. */
export const QueueTile = memo(({ id }: { readonly id: string }): ReactNode => {
  const say = useSay();
  const tile = useRow('queues', id);
  const { thresholds } = useSettings();
  const now = useNow(tile && tile.waiting > 0 ? 1000 : null);
  if (!tile) return null;
  const alarms = tileAlarms(tile, thresholds, now);
  const level = worst(...alarms.map((alarm) => alarm.level));
  const limits = waitLimits(thresholds, tile.queue);
  const words = alarms.map((alarm) => alarmText(say, alarm, tile.queue, thresholds));
  return (
    <article
      className={`tile tile-${level}`}
      aria-label={say('wallboard.queues.tile', {
        name: tile.name,
        queue: tile.queue,
        waiting: tile.waiting,
        alarm: words.join(', ') || say('wallboard.queues.alarms.ok'),
      })}
    >
      <header className="tile-head">
        <h2 className="cut" title={tile.name}>
          {tile.name || tile.queue}
        </h2>
        <span className="muted">{tile.queue}</span>
        <span className="grow" />
        {level === 'ok' ? (
          <span className="level level-ok">
            <CircleCheck aria-hidden size={13} />
            {say('wallboard.queues.level.ok')}
          </span>
        ) : (
          <LevelMark level={level} />
        )}
      </header>
      <dl className="tile-main">
        <div>
          <dt>{say('wallboard.queues.waiting')}</dt>
          <dd className="tile-big">{tile.waiting}</dd>
        </div>
        <div>
          <dt>{say('wallboard.queues.longest')}</dt>
          <dd className="tile-big">
            {tile.waiting > 0 ? (
              <LevelTimer since={tile.oldestEnteredAt} amber={limits.amber} red={limits.red} quiet />
            ) : (
              <span className="tile-none">{say('wallboard.queues.nobodyWaits')}</span>
            )}
          </dd>
        </div>
      </dl>
      <p className="tile-alarm">{words.join(' · ')}</p>
      <Members tile={tile} />
      <Figures tile={tile} />
    </article>
  );
});
QueueTile.displayName = 'QueueTile';

/** The sentence of a fired rule, with the limit that it reached. */
export function alarmText(say: Say, alarm: TileAlarm, queue: string, thresholds: Thresholds): string {
  const wait = waitLimits(thresholds, queue);
  const limit =
    alarm.rule === 'wait'
      ? alarm.level === 'red'
        ? wait.red
        : wait.amber
      : alarm.level === 'red'
        ? thresholds.waitingRed
        : thresholds.waitingAmber;
  return say(`wallboard.queues.alarms.${alarm.rule}`, { limit });
}

function Members({ tile }: { readonly tile: Tile }): ReactNode {
  const say = useSay();
  return (
    <ul className="tile-members" aria-label={say('wallboard.queues.members')}>
      {agentStates
        .filter((state) => tile.members[state] > 0)
        .map((state) => {
          const { icon: Icon, tone } = agentLooks[state];
          return (
            <li key={state} className={`tile-member tone-${tone}`} title={say(`states.agent.${state}`)}>
              <Icon aria-hidden size={12} />
              {say(`states.agent.${state}`)} <b>{tile.members[state]}</b>
            </li>
          );
        })}
    </ul>
  );
}

function Figures({ tile }: { readonly tile: Tile }): ReactNode {
  const say = useSay();
  const { completed, abandoned, averageHoldSeconds, serviceLevelPercent, serviceLevelSeconds } = tile;
  const missing = <span title={say('wallboard.queues.notTold')}>—</span>;
  // A share of nothing is no figure: 0 % would read as a bad morning.
  const none = completed === 0 ? <span title={say('wallboard.queues.noneAnswered')}>—</span> : null;
  const offered = (completed ?? 0) + (abandoned ?? 0);
  const share =
    completed === null || abandoned === null || offered === 0 ? null : ((abandoned / offered) * 100).toFixed(1);
  return (
    <dl className="tile-figures">
      <div>
        <dt>{say('wallboard.queues.completed')}</dt>
        <dd>{completed ?? missing}</dd>
      </div>
      <div title={share === null ? undefined : say('wallboard.queues.abandonShare', { percent: share })}>
        <dt>{say('wallboard.queues.abandoned')}</dt>
        <dd>
          {abandoned ?? missing}
          {share === null ? null : <span className="muted"> {share}%</span>}
        </dd>
      </div>
      <div title={say('wallboard.queues.holdFormula')}>
        <dt>{say('wallboard.queues.hold')}</dt>
        <dd>{averageHoldSeconds === null ? missing : (none ?? duration(averageHoldSeconds))}</dd>
      </div>
      <div className="tile-service">
        <dt>
          {serviceLevelSeconds === null
            ? say('wallboard.queues.serviceLevelNoLimit')
            : say('wallboard.queues.serviceLevel', { seconds: serviceLevelSeconds })}
          <span className="tile-formula">
            {serviceLevelSeconds === null
              ? say('wallboard.queues.formulaNoLimit')
              : say('wallboard.queues.formula', { seconds: serviceLevelSeconds })}
          </span>
        </dt>
        <dd>{serviceLevelPercent === null ? missing : (none ?? `${serviceLevelPercent}%`)}</dd>
      </div>
    </dl>
  );
}
