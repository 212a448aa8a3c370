import { Search, Users, X } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSay } from '../../i18n/index';
import { useSeatline } from '../../live/context';
import { useDriver, useSelect } from '../../live/hooks';
import { ContextMenu } from '../../ui/context-menu';
import {
  agentLooks,
  anyOverlay,
  Button,
  type Column,
  EmptyState,
  IconButton,
  Skeleton,
  Table,
  TextField,
} from '../../ui/index';
import { type AgentActionName, agentActions, showKey } from './action';
import type { AskedAction } from './action-dialog';
import { AgentCells, type RowWatch } from './agent-cells';
import { actionIcons } from './icons';
import { agentStates, countByState, initialRosterView, rosterIds, sortBy, sortColumns } from './roster';
import { useRowMenu } from './row-menu';

const widths = {
  name: 'minmax(120px, 1.2fr)',
  device: '76px',
  state: 'minmax(140px, 1fr)',
  since: '126px',
  queues: 'minmax(140px, 1.7fr)',
  peer: 'minmax(120px, 1fr)',
  calls: '70px',
} as const;

/** Every person on the floor once, live. Keeps scroll place, selection and focus while rows change. */
export function AgentTable(props: {
  /** Absent in the kiosk: nothing can be done there. */
  readonly onAsk?: (asked: AskedAction) => void;
  readonly watch?: RowWatch;
}): ReactNode {
  const say = useSay();
  const { live } = useSeatline();
  const driver = useDriver();
  const own = useSelect('seat', (seat) => seat?.interface ?? '');
  const [view, setView] = useState(initialRosterView);
  const [selected, setSelected] = useState<string | null>(null);
  const filterBox = useRef<HTMLInputElement>(null);
  const root = useRef<HTMLElement>(null);
  const { onAsk, watch } = props;

  const loaded = useSelect('agents', (rows) => rows !== undefined);
  const counts = useSelect('agents', (rows) => countByState(Object.values(rows ?? {})));
  const ids = useSelect('agents', (rows) => rosterIds(rows ?? {}, view));
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);

  const rowNow = (id: string) => live.store('agents').getState().value?.[id];
  const ask = (action: AgentActionName, id: string): void => {
    const row = rowNow(id);
    if (row && onAsk) onAsk({ kind: 'agent', action, id, row });
  };
  const rowMenu = useRowMenu({
    selected,
    onSelect: setSelected,
    onKey: (key, id) => {
      const row = rowNow(id);
      const action = row && agentActions(row, driver, own).find((one) => one.key === key);
      if (action?.enabled) ask(action.name, id);
      return action !== undefined;
    },
  });

  useEffect(() => {
    const focusFilter = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, [contenteditable]');
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey || anyOverlay()) return;
      event.preventDefault();
      filterBox.current?.focus();
      filterBox.current?.select();
    };
    document.addEventListener('keydown', focusFilter);
    return () => document.removeEventListener('keydown', focusFilter);
  }, []);

  const columns = useMemo<readonly Column[]>(
    () => [
      ...sortColumns.map(
        (id): Column => ({
          id,
          title: say(`wallboard.agents.columns.${id}`),
          width: widths[id],
          sortable: true,
          ...(id === 'calls' ? { align: 'end' as const } : {}),
        }),
      ),
      ...(onAsk
        ? [
            {
              id: 'actions',
              title: <span className="unseen">{say('wallboard.agents.columns.actions')}</span>,
              width: '46px',
            },
          ]
        : []),
    ],
    [say, onAsk],
  );
  const withActions = onAsk !== undefined;
  const renderCells = useCallback(
    (id: string) => <AgentCells id={id} actions={withActions} watch={watch} />,
    [withActions, watch],
  );

  const menuRow = rowMenu.menu ? rowNow(rowMenu.menu.id) : undefined;
  return (
    <section className="panel agents-panel" aria-label={say('wallboard.agents.title')} ref={root}>
      <header className="panel-head agents-head">
        <h2>{say('wallboard.agents.title')}</h2>
        <StateChips counts={counts} total={total} state={view.state} onState={(state) => setView({ ...view, state })} />
        <TextField
          hideLabel
          label={say('wallboard.agents.filter')}
          placeholder={say('wallboard.agents.filterHint')}
          className="agents-filter"
          value={view.filter}
          onChange={(filter) => setView({ ...view, filter })}
          inputRef={filterBox}
          after={
            view.filter ? (
              <IconButton
                size="s"
                icon={X}
                label={say('wallboard.agents.clearFilter')}
                onPress={() => setView({ ...view, filter: '' })}
              />
            ) : undefined
          }
        />
      </header>
      {loaded ? (
        <div className="table-place" {...(onAsk ? rowMenu.rootProps : {})}>
          <Table
            label={say('wallboard.agents.title')}
            columns={columns}
            ids={ids}
            renderCells={renderCells}
            rowHeight={36}
            selected={selected}
            onSelect={setSelected}
            {...(onAsk ? { onOpen: (id: string) => rowMenu.openFor(id, root.current) } : {})}
            sort={{ column: view.sort, descending: view.descending }}
            onSort={(column) => {
              const known = sortColumns.find((one) => one === column);
              if (known) setView(sortBy(view, known));
            }}
            empty={
              total === 0 ? (
                <EmptyState icon={Users} title={say('wallboard.agents.empty')}>
                  {say('wallboard.agents.emptyHint')}
                </EmptyState>
              ) : (
                <EmptyState icon={Search} title={say('wallboard.agents.noMatch')}>
                  <Button size="s" onPress={() => setView({ ...view, filter: '', state: null })}>
                    {say('wallboard.agents.clearFilter')}
                  </Button>
                </EmptyState>
              )
            }
          />
        </div>
      ) : (
        <Skeleton lines={8} />
      )}
      <footer className="panel-foot">{say('wallboard.agents.shown', { n: ids.length, total })}</footer>
      <ContextMenu
        place={menuRow ? (rowMenu.menu?.place ?? null) : null}
        label={say('wallboard.agents.menu', { name: menuRow?.name ?? '' })}
        entries={
          menuRow
            ? agentActions(menuRow, driver, own).map((action) => ({
                id: action.name,
                label: say(`wallboard.actions.${action.name}`),
                icon: actionIcons[action.name],
                detail: action.why ? say(`wallboard.why.${action.why}`) : <kbd>{showKey(action.key)}</kbd>,
                isDisabled: !action.enabled,
                isDanger: action.destructive,
              }))
            : []
        }
        onAction={(name) => {
          const id = rowMenu.menu?.id;
          const action = menuRow && agentActions(menuRow, driver, own).find((one) => one.name === name);
          if (id !== undefined && action?.enabled) ask(action.name, id);
        }}
        onClose={rowMenu.close}
      />
    </section>
  );
}

function StateChips(props: {
  readonly counts: ReturnType<typeof countByState>;
  readonly total: number;
  readonly state: (typeof agentStates)[number] | null;
  readonly onState: (state: (typeof agentStates)[number] | null) => void;
}): ReactNode {
  const say = useSay();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend that nobody wants here
    <div className="chips" role="group" aria-label={say('wallboard.agents.columns.state')}>
      <button type="button" className="chip" aria-pressed={props.state === null} onClick={() => props.onState(null)}>
        {say('wallboard.agents.all')} <b>{props.total}</b>
      </button>
      {agentStates.map((state) => {
        const { icon: Icon, tone } = agentLooks[state];
        const count = props.counts[state];
        return (
          <button
            key={state}
            type="button"
            className={`chip tone-${tone} ${count === 0 ? 'chip-none' : ''}`}
            aria-pressed={props.state === state}
            onClick={() => props.onState(props.state === state ? null : state)}
          >
            <Icon aria-hidden size={13} />
            {say(`states.agent.${state}`)} <b>{count}</b>
          </button>
        );
      })}
    </div>
  );
}
