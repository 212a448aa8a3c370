import { onlineRows, type PauseFlag, type PresenceRow, pauseRows } from '../../services/reports/presence-details';
import {
  createReportDetails,
  type DetailCall,
  type DetailEvent,
  type DetailSpan,
  type OfferFlag,
  type OutgoingFlag,
  type PlatformFlag,
  type QueueFlag,
} from '../../store/reports-details';
import type { Page } from '../../store/where';
import { type HandlerContext, type Handlers, invalid, rows, total } from './handler';
import { page, partOf } from './page';

interface DetailArgs {
  readonly calldate1: string;
  readonly calldate2: string;
  readonly offset: string;
  readonly rows?: string | undefined;
  readonly sort?: string | undefined;
  readonly sens?: string | undefined;
}

/** No limit is documented: so many at most in one answer; `total` tells of the rest. */
const mostRows = 10_000;

/** The days from the first to the last, both whole. */
const spanOf = ({ calldate1, calldate2 }: DetailArgs, { instant }: HandlerContext): DetailSpan => ({
  from: instant(calldate1) ?? 0,
  to: (instant(calldate2) ?? 0) + 86_400_000,
});

/** The part of the list that is asked for, oldest first unless said; null when `sort` names no column. */
function partBy(sorts: Readonly<Record<string, string>>, first: string, args: DetailArgs): Page | null {
  const sort = args.sort === undefined ? first : Object.hasOwn(sorts, args.sort) ? sorts[args.sort] : undefined;
  if (sort === undefined) return null;
  const part = partOf({ ...args, sens: args.sens ?? 'ASC' }, sort);
  return { ...part, rows: Math.min(part.rows ?? mostRows, mostRows) };
}

const callSorts = {
  calldate: 'start',
  caller: 'caller',
  callee: 'callee',
  duration: 'duration',
  billsec: 'talk',
  uniqueid: '"uniqueId"',
  direct: 'direct',
};
const eventSorts = {
  eventtime: 'at',
  agentno: 'agent',
  queuename: 'queue',
  dialstatus: 'event',
  uniqueid: '"uniqueId"',
  caller: 'caller',
  billsecs: 'talk',
};
const pickupSorts = { createtime: 'start', caller: 'caller', callee: 'callee', pickup: 'agent', billsecs: 'talk' };
const ratingSorts = {
  queueno: 'queue',
  caller: 'caller',
  agentno: 'agent',
  calltime: 'at',
  selkey: 'key',
  score: 'score',
  uniqueid: '"uniqueId"',
};

const callRow = (call: DetailCall, { time, regions }: HandlerContext) => ({
  calldate: time(call.start),
  areacode: regions.of(call.direct === 'OUT' ? call.callee : call.caller)?.area ?? '',
  caller: call.caller,
  callee: call.callee,
  dnid: call.did,
  duration: call.duration,
  billsec: call.talk,
  uniqueid: call.uniqueId,
  direct: call.direct,
  disposition: call.disposition,
  dialstatus: /DIALSTATUS:(\w*)/.exec(call.userField)?.[1] ?? '',
  userfield: call.userField,
});
const eventRow = (row: DetailEvent, { time }: HandlerContext) => ({
  eventtime: time(row.at),
  agentno: row.agent === 'NONE' ? '' : row.agent,
  queuename: row.queue,
  dialstatus: row.event,
  uniqueid: row.uniqueId,
  caller: row.caller,
  billsecs: row.talk,
});

/** Rows that were not read from one table, cut like those that were. */
function presencePage(list: readonly PresenceRow[], args: DetailArgs): readonly PresenceRow[] | null {
  const columns: Readonly<Record<string, (row: PresenceRow) => string | number>> = {
    eventtime: ({ at }) => at,
    agentno: ({ agent }) => agent,
    queuename: ({ queue }) => queue,
    dialstatus: ({ event }) => event,
    onlinetime: ({ seconds }) => seconds ?? -1,
    actiontime: ({ seconds }) => seconds ?? -1,
    actiontype: ({ reason }) => reason,
  };
  const column = Object.hasOwn(columns, args.sort ?? 'eventtime') ? columns[args.sort ?? 'eventtime'] : undefined;
  const rows_ = String(Math.min(Number(args.rows ?? mostRows), mostRows));
  return column ? page(list, column, { sens: args.sens ?? 'ASC', offset: args.offset, rows: rows_ }) : null;
}
const presenceRow = ({ at, agent, queue, event }: PresenceRow, { time }: HandlerContext) => ({
  eventtime: time(at),
  agentno: agent,
  queuename: queue,
  dialstatus: event,
});

const details = ({ store }: HandlerContext) => createReportDetails(store.database);

export const reportDetails: Handlers<
  | 'getplatformrptdetail'
  | 'getagentcdrrptdetail'
  | 'getagentcallrptdetail'
  | 'getagentonlinerptdetail'
  | 'getagentpauserptdetail'
  | 'getagentpickuprptdetail'
  | 'getagentqmrrptdetail'
  | 'getqueuecallrptdetail'
  | 'getqueuerptdetail'
> = {
  getplatformrptdetail(args, context) {
    const part = partBy(callSorts, 'start', args);
    if (!part) return invalid('sort');
    const found = details(context).calls(args.flag as PlatformFlag, spanOf(args, context), part);
    return total(rows(found.rows.map((row) => callRow(row, context))), found.total);
  },
  getagentcdrrptdetail(args, context) {
    const part = partBy(callSorts, 'start', args);
    if (!part) return invalid('sort');
    const found = details(context).outgoing(args.flag as OutgoingFlag, args.agentno, spanOf(args, context), part);
    return total(rows(found.rows.map((row) => callRow(row, context))), found.total);
  },
  getagentcallrptdetail(args, context) {
    const part = partBy(eventSorts, 'at', args);
    if (!part) return invalid('sort');
    const found = details(context).offers(args.flag as OfferFlag, args.agentno, spanOf(args, context), part);
    return total(rows(found.rows.map((row) => eventRow(row, context))), found.total);
  },
  getagentonlinerptdetail(args, context) {
    const all = onlineRows(context.store.database, args.agentno, spanOf(args, context));
    const part = presencePage(all, args);
    if (!part) return invalid('sort');
    const printed = part.map((row) => ({ ...presenceRow(row, context), onlinetime: row.seconds ?? '' }));
    return total(rows(printed), all.length);
  },
  getagentpauserptdetail(args, context) {
    const flag = (args.flag === 'unpausduration' ? 'unpauseduration' : args.flag) as PauseFlag;
    const all = pauseRows(context.store.database, args.agentno, flag, spanOf(args, context));
    const part = presencePage(all, args);
    if (!part) return invalid('sort');
    const printed = part.map((row) => ({
      ...presenceRow(row, context),
      actiontime: row.seconds ?? '',
      actiontype: row.reason,
    }));
    return total(rows(printed), all.length);
  },
  getagentpickuprptdetail(args, context) {
    const part = partBy(pickupSorts, 'start', args);
    if (!part) return invalid('sort');
    const found = details(context).pickups(args.agentno, spanOf(args, context), part);
    const printed = found.rows.map(({ start, caller, callee, agent, talk }) => ({
      createtime: context.time(start),
      caller,
      callee,
      pickup: agent,
      billsecs: talk,
    }));
    return total(rows(printed), found.total);
  },
  getagentqmrrptdetail(args, context) {
    const part = partBy(ratingSorts, 'at', args);
    if (!part) return invalid('sort');
    const found = details(context).ratings(args.agentno, spanOf(args, context), part);
    const printed = found.rows.map(({ at, queue, agent, caller, key, score, uniqueId }) => ({
      queueno: queue,
      caller,
      agentno: agent,
      calltime: context.time(at),
      selkey: String(key),
      score,
      uniqueid: uniqueId,
    }));
    return total(rows(printed), found.total);
  },
  getqueuecallrptdetail(args, context) {
    const part = partBy(eventSorts, 'at', args);
    if (!part) return invalid('sort');
    const found = details(context).entered(args.queueno, spanOf(args, context), part);
    const printed = found.rows.map((row) => {
      const { eventtime, queuename, caller, dialstatus, uniqueid } = eventRow(row, context);
      return { eventtime, queuename, caller, dialstatus, uniqueid };
    });
    return total(rows(printed), found.total);
  },
  getqueuerptdetail(args, context) {
    const part = partBy(eventSorts, 'at', args);
    if (!part) return invalid('sort');
    const found = details(context).stays(args.flag as QueueFlag, args.queueno, spanOf(args, context), part);
    return total(rows(found.rows.map((row) => eventRow(row, context))), found.total);
  },
};
