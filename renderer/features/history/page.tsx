import { History as HistoryIcon, RotateCw, Search } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSay } from '../../i18n/index';
import { useSeatline } from '../../live/context';
import { useDriver, useSelect } from '../../live/hooks';
import {
  Button,
  type Column,
  clockTime,
  EmptyState,
  ErrorState,
  IconButton,
  OfflineBanner,
  Skeleton,
  Table,
} from '../../ui/index';
import { ReportLine, useReport } from '../../ui/report';
import { type Heard, Player } from '../recordings/player';
import { faultOf, type HistoryFilter, isFiltered, isLocal, joinPages, noFilter, passes } from './filter';
import { Filters } from './filters';
import '../../ui/page.css';
import './history.css';
import { useHistory } from './pages';
import { MoreCells, RecordCells } from './record-cells';

const moreId = '…more';
/** With a filter that only looks through what was read, reading on by itself stops here and becomes a button. */
const readOnUntil = 1_000;
const typingMs = 300;

/** Call records of this agent or of everybody, from the platform, page by page. */
export function HistoryPage(): ReactNode {
  const say = useSay();
  const zone = useSelect('link', (link) => link?.platformZone ?? 0);
  const [filter, setFilter] = useState<HistoryFilter>(noFilter);
  const settled = useSettled(filter);
  const fault = faultOf(filter, zone);
  const pages = useHistory(settled, zone, fault === null);
  const [selected, setSelected] = useState<string | null>(null);
  const { report, done, clear } = useReport();
  const driver = useDriver();
  const recordings = driver.has('recordings');
  const queues = driver.has('queues');
  /** Without records of the platform these are the calls that this desk has seen. */
  const kept = driver.has('records');
  const [heard, setHeard] = useState<Heard | null>(null);
  const grid = useRef<HTMLElement>(null);

  const records = useMemo(() => joinPages(pages.data?.pages ?? []), [pages.data]);
  const shown = useMemo(() => records.filter((record) => passes(filter, record)), [records, filter]);
  const byId = useMemo(() => new Map(shown.map((record) => [record.id, record])), [shown]);
  const ids = useMemo(
    () => [...shown.map((record) => record.id), ...(pages.hasNextPage ? [moreId] : [])],
    [shown, pages.hasNextPage],
  );
  const last = pages.data?.pages.at(-1);
  const automatic = !isLocal(filter) || records.length < readOnUntil;
  const onCalled = useCallback((number: string) => done(say('history.calling', { number })), [done, say]);
  const heardId = heard?.id ?? null;
  const renderCells = useCallback(
    (id: string) => {
      if (id === moreId) return <MoreCells pages={pages} automatic={automatic} />;
      const record = byId.get(id);
      return record ? (
        <RecordCells
          record={record}
          zone={zone}
          queues={queues}
          onCalled={onCalled}
          {...(recordings ? { hear: setHeard, isHeard: id === heardId } : {})}
        />
      ) : null;
    },
    [byId, pages, automatic, zone, onCalled, queues, recordings, heardId],
  );
  const columns = useMemo<readonly Column[]>(
    () => [
      { id: 'at', title: say('history.columns.at'), width: '104px' },
      { id: 'direction', title: say('history.columns.direction'), width: '96px' },
      { id: 'party', title: say('history.columns.party'), width: 'minmax(150px, 1.4fr)' },
      { id: 'region', title: say('history.columns.region'), width: 'minmax(80px, 0.7fr)' },
      { id: 'route', title: say('history.columns.route'), width: 'minmax(120px, 1fr)' },
      ...(queues ? [{ id: 'queue', title: say('history.columns.queue'), width: '76px' }] : []),
      { id: 'talk', title: say('history.columns.talk'), width: '84px', align: 'end' },
      ...(recordings ? [{ id: 'recording', title: say('history.columns.recording'), width: '88px' }] : []),
      { id: 'outcome', title: say('history.columns.outcome'), width: '110px' },
      { id: 'actions', title: say('history.columns.actions'), width: '124px', align: 'end' },
    ],
    [say, recordings, queues],
  );
  const failed = pages.isError && !pages.isFetchNextPageError ? pages.error.error : null;
  return (
    <div className="history-page">
      <header className="page-bar">
        <h1>{say('history.title')}</h1>
        {last ? <span className="muted">{say('ui.asOf', { time: clockTime(last.asOf, zone) })}</span> : null}
        <IconButton
          size="s"
          icon={RotateCw}
          label={say('history.refresh')}
          pending={pages.isFetching}
          onPress={() => void pages.refetch()}
        />
      </header>
      {kept ? null : <p className="history-note">{say('history.deskOnly')}</p>}
      <Filters filter={filter} fault={fault} everybody={kept} onChange={setFilter} />
      <ReportLine report={report} onDismiss={clear} />
      {failed && last ? (
        <OfflineBanner level="amber">
          <span>{say('history.staleBelow', { time: clockTime(last.asOf, zone) })}</span>
          <Button size="s" onPress={() => void pages.refetch()}>
            {say('ui.retry')}
          </Button>
        </OfflineBanner>
      ) : null}
      {heard ? (
        <Player
          key={heard.id}
          heard={heard}
          onClose={() => {
            setHeard(null);
            grid.current?.querySelector<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true });
          }}
        />
      ) : null}
      <section className="panel history-table" aria-label={say('history.table')} ref={grid}>
        {pages.isPending ? (
          fault ? (
            <EmptyState icon={Search} title={say(`history.${fault.key}`)} />
          ) : (
            <Skeleton lines={10} />
          )
        ) : failed && !last ? (
          <ErrorState error={failed} onRetry={() => void pages.refetch()} />
        ) : (
          <>
            <Table
              label={say('history.table')}
              columns={columns}
              ids={ids}
              renderCells={renderCells}
              rowHeight={38}
              selected={selected}
              onSelect={setSelected}
              empty={
                isFiltered(filter) ? (
                  <EmptyState icon={Search} title={say('history.emptyFilter')}>
                    <Button size="s" onPress={() => setFilter({ ...noFilter, mine: filter.mine })}>
                      {say('history.clear')}
                    </Button>
                  </EmptyState>
                ) : (
                  <EmptyState icon={HistoryIcon} title={say('history.empty')}>
                    {say(kept ? 'history.emptyHint' : 'history.emptyHintDesk')}
                  </EmptyState>
                )
              }
            />
            <div className="panel-foot" role="status">
              {say('history.total', { total: last?.total ?? 0, n: records.length })}
              {isLocal(filter) ? ` · ${say('history.filterOfPage', { n: records.length })}` : ''}
            </div>
          </>
        )}
      </section>
    </div>
  );
}

/** The filter once nobody has typed for a moment, so that a number of eleven digits is one question and not eleven. */
function useSettled(filter: HistoryFilter): HistoryFilter {
  const { clock } = useSeatline();
  const [settled, setSettled] = useState(filter);
  useEffect(() => clock.after(typingMs, () => setSettled(filter)), [clock, filter]);
  return settled;
}
