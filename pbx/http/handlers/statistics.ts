import type { CallFilter } from '../../store/record-store';
import { type HandlerContext, type Handlers, invalid, list, rows, type WireArgs } from './handler';
import { page, partOf } from './page';
import { recordRow, recordSorts } from './records';
import { answeredOf, spanOf } from './span';

type Directions = readonly string[] | undefined;
/** Directions as the records keep them, for each that may be asked for. */
const directions: Readonly<Record<string, Directions>> = {
  IN: ['IN'],
  OUT: ['OUT'],
  INNER: [''],
  INOUT: ['IN', 'OUT'],
};

/** One filter for the simple list and its count: they cannot disagree. `history` is the same store here. */
function simpleFilter(args: WireArgs<'getcdrcountsimple'>, context: HandlerContext): CallFilter {
  const answered = answeredOf(args.lastdialstatus);
  const numbers = list(args.number);
  return {
    ...spanOf(args.calldate1, args.calldate2, context),
    ...(args.caller !== undefined && { caller: args.caller }),
    ...(args.callee !== undefined && { callee: args.callee }),
    ...(numbers !== undefined && { numbers }),
    ...(args.disposition !== undefined && { disposition: args.disposition }),
    ...(args.direct !== undefined && { direct: args.direct as NonNullable<CallFilter['direct']> }),
    ...(answered !== undefined && { lastAnswered: answered }),
  };
}

function trafficFilter(
  args: { readonly disposition?: string | undefined; readonly lastdialstatus: string },
  span: { readonly from: number; readonly to: number },
): CallFilter {
  const answered = answeredOf(args.lastdialstatus);
  return {
    ...span,
    ...(args.disposition !== undefined && { disposition: args.disposition }),
    ...(answered !== undefined && { lastAnswered: answered }),
  };
}

/** Sorted by a column of the rows; the documents write some columns as the database's own words. */
function sorted<Row extends Readonly<Record<string, string | number | null>>>(
  found: readonly Row[],
  word: string,
  args: { readonly sens: string },
) {
  const [first] = found;
  if (first === undefined) return rows<Row>([]);
  if (!Object.hasOwn(first, word)) return invalid('sort');
  return rows(page(found, (row) => row[word] ?? '', args));
}

const rounded = (value: number | null): string | null => (value === null ? null : value.toFixed(2));

export const statistics: Handlers<
  | 'getagentactivitycount'
  | 'getqueuecallcmp'
  | 'getusercallsum'
  | 'getcallday'
  | 'getcallmonth'
  | 'getcdrcountsimple'
  | 'getcdrsimple'
> = {
  getagentactivitycount(args, context) {
    const { from, to } = spanOf(args.datefrom, args.dateto, context);
    const found = context.records.activities({
      from,
      to,
      ...(args.agent !== undefined && { agent: args.agent }),
      ...(args.queue !== undefined && { queue: args.queue }),
      ...(args.agentname !== undefined && { agentName: args.agentname }),
    });
    return rows([{ result: found.length }]);
  },

  getqueuecallcmp(args, context) {
    const { from, to } = spanOf(args.calldate1, args.calldate2, context);
    const found = context.store.queueLog.compare(from, to).map((row) => ({
      queuename: row.queue,
      totalcalls: row.total,
      answeredcalls: row.answered,
      callerexit: row.abandoned,
      calltimeout: row.timedOut,
      othexit: row.otherwise,
      ansrate: row.answerRate.toFixed(2),
      maxholdtime: row.longestWait ?? 0,
      avgholdtime: rounded(row.averageWait),
      avgringtime: rounded(row.averageRing),
      talktime: row.talk,
      avgtalktime: rounded(row.averageTalk),
      callerhangups: row.callerHangups,
      agenthangups: row.agentHangups,
      agenttrans: row.transfers,
    }));
    return sorted(found, args.sort === 'queueName' ? 'queuename' : args.sort, args);
  },

  getusercallsum(args, context) {
    const agents = context.engine
      .users()
      .map(({ no }) => no)
      .filter((no) => args.agentno === undefined || no === args.agentno);
    const span = spanOf(args.calldate1, args.calldate2, context);
    const directs = args.direct === undefined ? undefined : directions[args.direct];
    const found = context.store.traffic.byAgent(agents, span, directs).map((row) => ({
      agentno: row.agent,
      callsum: row.calls,
      totaltalktime: row.talk,
      avgtalktime: row.averageTalk.toFixed(4),
    }));
    return sorted(found, args.sort, args);
  },

  getcallday(args, context) {
    const [day] = args.calldate.split(/[ T]/);
    const span = spanOf(day ?? '', day ?? '', context);
    const hour = args.calldatehour === undefined ? null : Number(args.calldatehour);
    const found = context.store.traffic
      .byHour(trafficFilter(args, span), context.zone)
      .filter((row) => hour === null || row.hour === hour)
      .map((row) => ({
        calldatehour: row.hour,
        timesum: row.talk,
        callscount: row.calls,
        avgtime: Math.round(row.averageTalk),
      }));
    return sorted(found, args.sort === 'hour(calldate)' ? 'calldatehour' : args.sort, args);
  },

  getcallmonth(args, context) {
    const span = spanOf(args.calldate1, args.calldate2, context);
    const found = context.store.traffic.byMonth(trafficFilter(args, span), context.zone).map((row) => ({
      newcalldate: row.month,
      yeardate: row.year,
      timesum: row.talk,
      callscount: row.calls,
      avgtime: Math.round(row.averageTalk),
    }));
    // A month is one of a year: December stands before the January behind it.
    if (args.sort === 'month(calldate)') return rows(args.sens === 'ASC' ? found : found.toReversed());
    return sorted(found, args.sort, args);
  },

  getcdrcountsimple: (args, context) => rows([{ result: context.records.countCalls(simpleFilter(args, context)) }]),

  getcdrsimple(args, context) {
    const sort = recordSorts(args.sort);
    if (!sort) return invalid('sort');
    const found = context.records.calls(simpleFilter(args, context), partOf(args, sort));
    return rows(found.map((row) => recordRow(row, context)));
  },
};
