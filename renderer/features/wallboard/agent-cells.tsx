import { Ellipsis, PauseCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/index';
import { useRow, useSettings } from '../../live/hooks';
import { AgentStateBadge, Cell } from '../../ui/index';
import { LevelTimer } from './level';
import { useQueueName, useReasonLabel } from './names';

/** Called on each render of a row; tests count with it that only changed rows render. */
export interface RowWatch {
  onRender(id: string): void;
}

/** Cells of one agent; renders when this row changes. The menu button is found by its `data-menu`. */
export function AgentCells(props: {
  readonly id: string;
  readonly actions: boolean;
  readonly watch?: RowWatch | undefined;
}): ReactNode {
  const say = useSay();
  const row = useRow('agents', props.id);
  const { thresholds } = useSettings();
  const queueName = useQueueName();
  const reasonLabel = useReasonLabel();
  props.watch?.onRender(props.id);
  if (!row) return null;
  const limits =
    row.state === 'paused'
      ? { amber: thresholds.pauseAmberSeconds, red: thresholds.pauseRedSeconds }
      : row.state === 'on-call'
        ? { amber: thresholds.talkAmberSeconds, red: thresholds.talkRedSeconds }
        : {};
  const reason = row.state === 'paused' ? reasonLabel(row.reason) : '';
  const name = row.name || row.agent || row.device;
  return (
    <>
      <Cell title={name}>
        {name}
        {row.agent && row.agent !== name ? <span className="muted"> {row.agent}</span> : null}
      </Cell>
      <Cell>{row.device}</Cell>
      <Cell>
        <AgentStateBadge state={row.state} {...(reason ? { reason } : {})} />
      </Cell>
      <Cell>
        <LevelTimer since={row.since} {...limits} />
      </Cell>
      <Cell title={row.queues.map((member) => queueName(member.queue)).join(', ')}>
        {row.queues.length === 0 ? (
          <span className="muted">{say('wallboard.agents.noQueues')}</span>
        ) : (
          row.queues.map((member) => (
            <span key={member.queue} className="queue-chip">
              {queueName(member.queue)}
              {member.paused > 0 && row.state !== 'paused' ? (
                <PauseCircle
                  size={11}
                  aria-label={say('wallboard.agents.pausedIn', { queue: queueName(member.queue) })}
                />
              ) : null}
            </span>
          ))
        )}
      </Cell>
      <Cell title={`${row.peerName} ${row.peer}`.trim()}>
        {row.peer || row.peerName ? (
          <>
            {row.peerName}
            {row.peer && row.peer !== row.peerName ? (
              <span className={row.peerName ? 'muted' : ''}> {row.peer}</span>
            ) : null}
          </>
        ) : (
          <span className="muted">—</span>
        )}
      </Cell>
      <Cell align="end">{row.callsTaken}</Cell>
      {props.actions ? <MenuCell label={say('wallboard.agents.menu', { name })} /> : null}
    </>
  );
}

/** A light button (one menu serves the whole table); not a tab stop, since Enter on the row opens the same menu. */
export function MenuCell(props: { readonly label: string }): ReactNode {
  return (
    <Cell align="end">
      <button
        type="button"
        tabIndex={-1}
        className="row-menu"
        data-menu
        aria-haspopup="menu"
        aria-label={props.label}
        title={props.label}
      >
        <Ellipsis aria-hidden size={16} />
      </button>
    </Cell>
  );
}
