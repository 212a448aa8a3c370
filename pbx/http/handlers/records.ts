import type { CallRecordRow } from '../../engine/port';
import { regionOf } from '../../services/regions';
import type { CallFilter } from '../../store/record-store';
import { type HandlerContext, type Handlers, invalid, list, rows, type WireArgs } from './handler';
import { type Column, page } from './page';

/** Number of the outside party, where there is one. */
const outside = (row: CallRecordRow): string =>
  row.direct === 'IN' ? row.caller : row.direct === 'OUT' ? row.callee : '';

const columns: Readonly<Record<string, Column<CallRecordRow>>> = {
  calldate: (row) => row.calldate,
  clid: (row) => row.clid,
  src: (row) => row.src,
  dst: (row) => row.dst,
  dcontext: (row) => row.context,
  channel: (row) => row.channel,
  dstchannel: (row) => row.dstChannel,
  lastapp: (row) => row.lastApp,
  lastdata: (row) => row.lastData,
  duration: (row) => row.durationSeconds,
  billsec: (row) => row.billSeconds,
  disposition: (row) => row.disposition,
  accountcode: (row) => row.account,
  uniqueid: (row) => row.uniqueId,
  userfield: (row) => row.userField,
  answertime: (row) => row.answeredAt ?? 0,
  endtime: (row) => row.endedAt,
  caller: (row) => row.caller,
  callee: (row) => row.callee,
  dnid: (row) => row.did,
  rdnis: (row) => row.redirected,
  monitor: (row) => row.monitor,
  direct: (row) => row.direct,
  transfer: (row) => row.transfer,
  trunk: (row) => row.trunk,
  hangupcause: (row) => row.cause,
};

/** `yyyy-mm-dd` alone as the end of a span means the whole day. */
function lastInstant(text: string, instant: HandlerContext['instant']): number | null {
  const at = instant(text);
  return at === null ? null : at + (text.length <= 10 ? 86_399_999 : 999);
}

const answered = (status: string | undefined): boolean | undefined =>
  status === '1' ? false : status === '2' ? true : undefined;

/** One filter for the list and its count: they cannot disagree. `history` is the same store here. */
function filterOf(args: WireArgs<'getcdrcount'>, onlyRecorded: boolean, { instant }: HandlerContext): CallFilter {
  const from = args.calldate1 === undefined ? null : instant(args.calldate1);
  const to = args.calldate2 === undefined ? null : lastInstant(args.calldate2, instant);
  const uniqueIds = list(args.uniqueid);
  const [first, last] = [answered(args.firstdialstatus), answered(args.lastdialstatus)];
  return {
    ...(args.caller !== undefined && { caller: args.caller }),
    ...(args.callee !== undefined && { callee: args.callee }),
    ...(args.disposition !== undefined && { disposition: args.disposition }),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
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

export const records: Handlers<'getcdr' | 'getcdrcount'> = {
  getcdr(args, context) {
    const column = Object.hasOwn(columns, args.sort) ? columns[args.sort] : undefined;
    if (!column) return invalid('sort');
    const { time } = context;
    const found = context.records.calls(filterOf(args, args.onlymonitor === '1', context));
    return rows(
      page(found, column, args).map((row) => ({
        pbxid: '1',
        calldate: time(row.calldate),
        clid: row.clid,
        areacode: regionOf(outside(row))?.area ?? '',
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
      })),
    );
  },

  getcdrcount: (args, context) => rows([{ result: context.records.calls(filterOf(args, false, context)).length }]),
};
