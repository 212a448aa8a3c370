import { CirclePlay, Disc } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import type { CallRecord } from '../../../shared/bridge/contract';
import { useSay } from '../../i18n/index';
import { Button, Cell, dayTime, directionIcons, duration, ErrorLine, IconButton, StateBadge } from '../../ui/index';
import type { Heard } from '../recordings/player';
import { CallBack } from './call-back';
import { outcomeLooks } from './looks';
import type { HistoryPages } from './pages';

/** Cells of one call record. */
export function RecordCells(props: {
  readonly record: CallRecord;
  readonly zone: number;
  readonly queues: boolean;
  readonly onCalled: (number: string) => void;
  /** Absent = recordings cannot be listened to, and there is no column for them. */
  readonly hear?: (heard: Heard) => void;
  readonly isHeard?: boolean;
}): ReactNode {
  const say = useSay();
  const { record } = props;
  const Direction = directionIcons[record.direction];
  const number = record.number || say('history.noNumber');
  const title = `${record.name || number} ${dayTime(record.at, props.zone)}`;
  return (
    <>
      <Cell>{dayTime(record.at, props.zone)}</Cell>
      <Cell>
        <span className="row direction">
          <Direction aria-hidden size={14} />
          {say(`states.direction.${record.direction}`)}
        </span>
      </Cell>
      <Cell title={[record.name, number].filter(Boolean).join(' ')}>
        {record.name ? <b>{record.name} </b> : null}
        <span className={record.name ? 'muted' : ''}>{number}</span>
      </Cell>
      <Cell title={record.region}>{record.region || <span className="muted">—</span>}</Cell>
      <Cell title={`${record.caller} → ${record.callee}`}>
        <span className="muted">
          {record.caller || '—'} → {record.callee || '—'}
        </span>
      </Cell>
      {props.queues ? <Cell>{record.queue || <span className="muted">—</span>}</Cell> : null}
      <Cell align="end" title={say('history.waitingTotal', { time: duration(record.totalSeconds) })}>
        {record.recorded && !props.hear ? (
          <Disc size={12} aria-label={say('history.recorded')} className="recorded" />
        ) : null}{' '}
        {record.talkSeconds > 0 ? duration(record.talkSeconds) : <span className="muted">—</span>}
      </Cell>
      {props.hear ? (
        <Cell>
          {record.recorded ? (
            <IconButton
              icon={CirclePlay}
              size="s"
              className="record-play"
              label={say(props.isHeard ? 'recordings.playing' : 'recordings.play', { title })}
              isPressed={props.isHeard ?? false}
              onPress={() => props.hear?.({ id: record.id, title })}
            />
          ) : (
            <span className="muted">—</span>
          )}
        </Cell>
      ) : null}
      <Cell {...(record.assumed ? { title: say('history.assumed') } : {})}>
        <StateBadge {...outcomeLooks[record.outcome]} word={say(`history.outcomes.${record.outcome}`)} quiet>
          {record.assumed ? (
            <span className="assumed">
              <span aria-hidden>?</span>
              <span className="unseen">{say('history.assumed')}</span>
            </span>
          ) : null}
        </StateBadge>
      </Cell>
      <Cell align="end">
        <CallBack
          quiet
          number={record.number}
          label={say('history.callBack', { number })}
          onDone={() => props.onCalled(number)}
        />
      </Cell>
    </>
  );
}

/** The last row while there is more: being drawn is what asks for the next page. */
export function MoreCells(props: { readonly pages: HistoryPages; readonly automatic: boolean }): ReactNode {
  const say = useSay();
  const { pages, automatic } = props;
  const { isFetchingNextPage, isFetchNextPageError, fetchNextPage, error } = pages;
  const count = pages.data?.pages.length ?? 0;
  useEffect(() => {
    if (automatic && count > 0 && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [automatic, count, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a cell of the grid made of divs in ui/table
    <div role="gridcell" tabIndex={-1} className="more-cell">
      {isFetchNextPageError && error ? (
        <>
          <span>{say('history.moreFailed')}</span>
          <ErrorLine error={error.error} />
          <Button size="s" onPress={() => void fetchNextPage()}>
            {say('ui.retry')}
          </Button>
        </>
      ) : automatic || isFetchingNextPage ? (
        <span className="muted">{say('history.loadingMore')}</span>
      ) : (
        <Button size="s" onPress={() => void fetchNextPage()}>
          {say('ui.more')}
        </Button>
      )}
    </div>
  );
}
