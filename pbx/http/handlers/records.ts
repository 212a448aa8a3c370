import type { CallRecordRow } from '../../engine/port';
import type { CallFilter } from '../../store/record-store';
import { type HandlerContext, type Handlers, invalid, list, type RowsOf, rows, type WireArgs } from './handler';
import { partOf } from './page';
import { answeredOf, firstInstant, lastInstant } from './span';

/** Number of the outside party, where there is one. */
const outside = (row: CallRecordRow): string =>
  row.direct === 'IN' ? row.caller : row.direct === 'OUT' ? row.callee : '';

/** What `sort` may name, as the store calls it. */
const sorts: Readonly<Record<string, keyof CallRecordRow>> = {
  calldate: 'calldate',
  clid: 'clid',
  src: 'src',
  dst: 'dst',
  dcontext: 'context',
  channel: 'channel',
  dstchannel: 'dstChannel',
  lastapp: 'lastApp',
  lastdata: 'lastData',
  duration: 'durationSeconds',
  billsec: 'billSeconds',
  disposition: 'disposition',
  accountcode: 'account',
  uniqueid: 'uniqueId',
  userfield: 'userField',
  answertime: 'answeredAt',
  endtime: 'endedAt',
  caller: 'caller',
  callee: 'callee',
  dnid: 'did',
  rdnis: 'redirected',
  monitor: 'monitor',
  direct: 'direct',
  transfer: 'transfer',
  trunk: 'trunk',
  hangupcause: 'cause',
};

/** The column of the store that `sort` names; undefined for a word that is none. */
export const recordSorts = (word: string): keyof CallRecordRow | undefined =>
  Object.hasOwn(sorts, word) ? sorts[word] : undefined;

/** One filter for the list and its count: they cannot disagree. `history` is the same store here. */
function filterOf(args: WireArgs<'getcdrcount'>, onlyRecorded: boolean, context: HandlerContext): CallFilter {
  const from = firstInstant(args.calldate1, context);
  const to = lastInstant(args.calldate2, context);
  const uniqueIds = list(args.uniqueid);
  const [first, last] = [answeredOf(args.firstdialstatus), answeredOf(args.lastdialstatus)];
  return {
    ...(args.caller !== undefined && { caller: args.caller }),
    ...(args.callee !== undefined && { callee: args.callee }),
    ...(args.disposition !== undefined && { disposition: args.disposition }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(args.accountcode !== undefined && { account: args.accountcode }),
    ...(args.channel !== undefined && { channel: args.channel }),
    ...(args.dstchannel !== undefined && { dstChannel: args.dstchannel }),
    ...(uniqueIds !== undefined && { uniqueIds }),
    ...(args.dnid !== undefined && { did: args.dnid }),
    ...(args.direct !== undefined && { direct: args.direct as 'IN' | 'OUT' | 'INNER' }),
    ...(first !== undefined && { firstAnswered: first }),
    ...(last !== undefined && { lastAnswered: last }),
    ...(onlyRecorded && { recorded: true }),
  };
}

/** A call record as getcdr and getcdrsimple print it. */
export const recordRow = (row: CallRecordRow, { time, regions }: HandlerContext): RowsOf<'getcdr'> => ({
  pbxid: '1',
  calldate: time(row.calldate),
  clid: row.clid,
  areacode: regions.of(outside(row))?.area ?? '',
  // Needs a carrier's service; the vendor prints it empty too.
  location: '',
  src: row.src,
  dst: row.dst,
  dcontext: row.context,
  channel: row.channel,
  dstchannel: row.dstChannel,
  lastapp: row.lastApp,
  lastdata: row.lastData,
  duration: row.durationSeconds,
  billsec: row.billSeconds,
  disposition: row.disposition,
  amaflags: '3',
  accountcode: row.account,
  uniqueid: row.uniqueId,
  userfield: row.userField,
  answertime: time(row.answeredAt),
  endtime: time(row.endedAt),
  caller: row.caller,
  callee: row.callee,
  dnid: row.did,
  rdnis: row.redirected,
  ani: row.original,
  monitor: row.monitor,
  direct: row.direct,
  transfer: row.transfer,
  trunk: row.trunk,
  hangupcause: row.cause,
  hasmonitorfile: row.monitor === '' ? '0' : '1',
});

export const records: Handlers<'getcdr' | 'getcdrcount'> = {
  getcdr(args, context) {
    const sort = recordSorts(args.sort);
    if (!sort) return invalid('sort');
    const found = context.records.calls(filterOf(args, args.onlymonitor === '1', context), partOf(args, sort));
    return rows(found.map((row) => recordRow(row, context)));
  },

  getcdrcount: (args, context) => rows([{ result: context.records.countCalls(filterOf(args, false, context)) }]),
};
