import type { CallRecord } from '../../../shared/bridge/contract';
import { ok, type Result } from '../../../shared/domain/result';
import { formatPlatformTime } from '../../../shared/domain/time';
import type { Args, Row } from '../../../shared/webcti/index';
import type { RecordQuery } from '../driver';
import { nameOf } from './facts';
import type { Mvb } from './platform';

type Page = Result<{ total: number; rows: readonly CallRecord[] }>;
type Sides = Pick<Args<'getcdr'>, 'caller' | 'callee'>;

/**
 * Calls of a span, newest first (WEBCTI2 §4.53, §4.54). The same number as caller and callee asks for either side; a
 * person and a number together are two questions, merged here.
 */
export async function records(mvb: Mvb, query: RecordQuery): Promise<Page> {
  const { who, number } = query;
  const questions: readonly Sides[] =
    who && number && who !== number
      ? [
          { caller: who, callee: number },
          { caller: number, callee: who },
        ]
      : who || number
        ? [{ caller: who || number, callee: who || number }]
        : [{}];
  const [only] = questions;
  if (questions.length === 1 && only) return page(mvb, query, only, query.offset, query.rows);
  // To know which rows of a merged list stand at `offset`, both lists are needed up to its end.
  const pages = await Promise.all(questions.map((sides) => page(mvb, query, sides, 0, query.offset + query.rows)));
  const rows: CallRecord[] = [];
  let total = 0;
  for (const found of pages) {
    if (!found.ok) return found;
    rows.push(...found.value.rows);
    total += found.value.total;
  }
  rows.sort((a, b) => b.at - a.at);
  return ok({ total, rows: rows.slice(query.offset, query.offset + query.rows) });
}

async function page(mvb: Mvb, query: RecordQuery, sides: Sides, offset: number, rows: number): Promise<Page> {
  const local = (at: number) => formatPlatformTime(at, mvb.client.time.zone);
  const span = { ...sides, calldate1: local(query.from), calldate2: local(query.to) };
  const options = { signal: query.signal };
  const [list, count] = await Promise.all([
    mvb.call('getcdr', { ...span, sort: 'calldate', sens: 'DESC', offset, rows }, options),
    mvb.call('getcdrcount', span, options),
  ]);
  if (!list.ok) return list;
  if (!count.ok) return count;
  return ok({
    total: count.value.rows[0]?.result ?? list.value.rows.length,
    rows: list.value.rows.map((row) => callRecord(row, query.who, mvb)),
  });
}

const outcomes: Readonly<Record<string, CallRecord['outcome']>> = {
  ANSWERED: 'answered',
  'NO ANSWER': 'no-answer',
  BUSY: 'busy',
};

export function callRecord(row: Row<'getcdr'>, who: string, { time }: Pick<Mvb, 'time'>): CallRecord {
  // The corrected numbers are for people, the raw ones what the exchange saw (WEBCTI2 §4.53).
  const [caller, callee] = [row.caller || row.src, row.callee || row.dst];
  const direction = row.direct === 'IN' ? 'in' : row.direct === 'OUT' ? 'out' : 'internal';
  const number = direction === 'in' || (direction === 'internal' && callee === who) ? caller : callee;
  return {
    // One call can leave several lines, one for each telephone that it reached.
    id: row.dstchannel === '' ? row.uniqueid : `${row.uniqueid}/${row.dstchannel}`,
    at: time(row.calldate) ?? 0,
    direction,
    number,
    name: number === caller ? nameOf(shownName(row.clid)) : '',
    region: row.location,
    caller,
    callee,
    queue: queueOf(row),
    talkSeconds: row.billsec ?? 0,
    totalSeconds: row.duration ?? 0,
    outcome: outcomes[row.disposition] ?? 'failed',
    recorded: row.hasmonitorfile === '1',
  };
}

/** `"Li Na"<13800138000>` → `Li Na`. */
const shownName = (clid: string): string => /^"?([^"<]*)"?\s*</.exec(clid)?.[1]?.trim() ?? '';

function queueOf(row: Row<'getcdr'>): string {
  if (/^queue$/i.test(row.lastapp)) return /^\w+/.exec(row.lastdata)?.[0] ?? '';
  return row.dcontext === 'ext-queues' ? row.dst : '';
}
