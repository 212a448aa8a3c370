import { Hourglass } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import type { WaitingCaller } from '../../../shared/domain/queue';
import { useSay } from '../../i18n/index';
import { useSeatline } from '../../live/context';
import { useDriver, useIds, useRow, useSettings } from '../../live/hooks';
import { ContextMenu } from '../../ui/context-menu';
import { Cell, type Column, EmptyState, Skeleton, Table } from '../../ui/index';
import { type CallerActionName, callerActions, showKey } from './action';
import type { AskedAction } from './action-dialog';
import { MenuCell } from './agent-cells';
import { actionIcons } from './icons';
import { LevelTimer } from './level';
import { useQueueName } from './names';
import { useRowMenu } from './row-menu';
import { waitLimits } from './threshold';

/** Who has waited longest stands first, over all queues. */
const longestFirst = (a: WaitingCaller, b: WaitingCaller): number =>
  a.enteredAt - b.enteredAt || a.position - b.position || (a.id < b.id ? -1 : 1);

/** Callers in the queues now. */
export function CallerList(props: { readonly onAsk?: (asked: AskedAction) => void }): ReactNode {
  const say = useSay();
  const { live } = useSeatline();
  const driver = useDriver();
  const ids = useIds('waiting', longestFirst);
  const [selected, setSelected] = useState<string | null>(null);
  const root = useRef<HTMLElement>(null);
  const { onAsk } = props;

  const rowNow = (id: string) => live.store('waiting').getState().value?.[id];
  const ask = (action: CallerActionName, id: string): void => {
    const row = rowNow(id);
    if (row && onAsk) onAsk({ kind: 'caller', action, id, row });
  };
  const rowMenu = useRowMenu({
    selected,
    onSelect: setSelected,
    onKey: (key, id) => {
      const row = rowNow(id);
      const action = row && callerActions(row, driver).find((one) => one.key === key);
      if (action?.enabled) ask(action.name, id);
      return action !== undefined;
    },
  });
  const columns = useMemo<readonly Column[]>(
    () => [
      { id: 'position', title: say('wallboard.callers.columns.position'), width: '56px', align: 'end' },
      { id: 'number', title: say('wallboard.callers.columns.number'), width: 'minmax(130px, 2fr)' },
      { id: 'queue', title: say('wallboard.callers.columns.queue'), width: 'minmax(72px, 1.1fr)' },
      { id: 'wait', title: say('wallboard.callers.columns.wait'), width: '134px' },
      ...(onAsk
        ? [
            {
              id: 'actions',
              title: <span className="unseen">{say('wallboard.callers.columns.actions')}</span>,
              width: '46px',
            },
          ]
        : []),
    ],
    [say, onAsk],
  );
  const withActions = onAsk !== undefined;
  const renderCells = useCallback((id: string) => <CallerCells id={id} actions={withActions} />, [withActions]);
  const menuRow = rowMenu.menu ? rowNow(rowMenu.menu.id) : undefined;
  return (
    <section className="panel callers-panel" aria-label={say('wallboard.callers.title')} ref={root}>
      <header className="panel-head">
        <h2>{say('wallboard.callers.title')}</h2>
        {ids && ids.length > 0 ? <span className="count">{ids.length}</span> : null}
      </header>
      {ids === undefined ? (
        <Skeleton lines={3} />
      ) : (
        <div className="table-place" {...(onAsk ? rowMenu.rootProps : {})}>
          <Table
            label={say('wallboard.callers.title')}
            columns={columns}
            ids={ids}
            renderCells={renderCells}
            rowHeight={46}
            selected={selected}
            onSelect={setSelected}
            {...(onAsk ? { onOpen: (id: string) => rowMenu.openFor(id, root.current) } : {})}
            empty={
              <EmptyState icon={Hourglass} title={say('wallboard.callers.empty')}>
                {say('wallboard.callers.emptyHint')}
              </EmptyState>
            }
          />
        </div>
      )}
      <ContextMenu
        place={menuRow ? (rowMenu.menu?.place ?? null) : null}
        label={say('wallboard.callers.menu', { number: menuRow?.number ?? '' })}
        entries={
          menuRow
            ? callerActions(menuRow, driver).map((action) => ({
                id: action.name,
                label: say(`wallboard.actions.${action.name}`),
                icon: actionIcons[action.name],
                detail: <kbd>{showKey(action.key)}</kbd>,
                isDisabled: !action.enabled,
                isDanger: action.destructive,
              }))
            : []
        }
        onAction={(name) => {
          const id = rowMenu.menu?.id;
          const action = menuRow && callerActions(menuRow, driver).find((one) => one.name === name);
          if (id !== undefined && action?.enabled) ask(action.name, id);
        }}
        onClose={rowMenu.close}
      />
    </section>
  );
}

function CallerCells(props: { readonly id: string; readonly actions: boolean }): ReactNode {
  const say = useSay();
  const row = useRow('waiting', props.id);
  const { thresholds } = useSettings();
  const queueName = useQueueName();
  if (!row) return null;
  const limits = waitLimits(thresholds, row.queue);
  const number = row.number || say('wallboard.callers.noNumber');
  return (
    <>
      <Cell align="end">{row.position}</Cell>
      <Cell title={[row.name, number, row.region].filter(Boolean).join(' ')}>
        <span className="two-lines">
          <span>
            <b>{row.name || number}</b>
            {row.name && row.region ? <span className="muted"> {row.region}</span> : null}
          </span>
          {row.name || row.region ? <span className="muted">{row.name ? number : row.region}</span> : null}
        </span>
      </Cell>
      <Cell title={row.queue}>{queueName(row.queue)}</Cell>
      <Cell>
        <LevelTimer since={row.enteredAt} amber={limits.amber} red={limits.red} />
      </Cell>
      {props.actions ? <MenuCell label={say('wallboard.callers.menu', { number })} /> : null}
    </>
  );
}
