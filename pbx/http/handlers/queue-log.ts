import type { QueueEventFilter, StoredQueueEvent } from '../../store/queue-log';
import { type HandlerContext, type Handlers, invalid, list, rows, type WireArgs } from './handler';
import { partOf } from './page';
import { firstInstant, lastInstant, spanOf } from './span';

/** What `sort` may name, as the store calls it; `calldate` is the documented default of a list without such a field. */
const sorts: Readonly<Record<string, string>> = {
  eventtime: 'at',
  calldate: 'at',
  callid: 'unique_id',
  queuename: 'queue',
  queuestart: 'queue_start',
  agent: 'agent',
  agentno: 'agent_no',
  event: 'event',
  arg1: 'arg1',
  arg2: 'arg2',
  arg3: 'arg3',
  arg4: 'arg4',
};
const sortOf = (word: string): string | undefined => (Object.hasOwn(sorts, word) ? sorts[word] : undefined);

/** Events without a call or an agent say so in a word (§4.116). */
const named = (text: string): string => text || 'NONE';

const rowOf = (row: StoredQueueEvent, { time, stamp }: HandlerContext) => ({
  eventtime: time(row.at),
  callid: named(row.uniqueId),
  queuename: row.queue,
  queuestart: row.queueStart === 0 ? '0' : stamp(row.queueStart),
  agent: named(row.agent),
  agentno: named(row.agentNo),
  event: row.event,
  arg1: row.args[0],
  arg2: row.args[1],
  arg3: row.args[2],
  arg4: row.args[3],
});
const withFive = (row: StoredQueueEvent, context: HandlerContext) => ({ ...rowOf(row, context), arg5: row.args[4] });

const one = (text: string | undefined): readonly string[] | undefined => (text === undefined ? undefined : [text]);

/** One filter for the list and its count: they cannot disagree. `history` is the same store here. */
const logFilter = (args: WireArgs<'getqueuelogcount'>, context: HandlerContext): QueueEventFilter => ({
  queue: args.queuename,
  events: one(args.event),
  uniqueIds: one(args.uniqueid),
  agent: args.agent,
  agentNo: args.agentno,
  from: firstInstant(args.eventtime1, context),
  to: lastInstant(args.eventtime2, context),
});
const detailFilter = (args: WireArgs<'getqueuecallcount'>, context: HandlerContext): QueueEventFilter => ({
  queue: args.queuename,
  events: one(args.queueevent),
  ...spanOf(args.calldate1, args.calldate2, context),
});

/** A platform without a limit of its own in the document: the newest of so many. */
const mostRows = 10_000;

export const queueLog: Handlers<
  'getqueuelog' | 'getqueueloglist' | 'getqueuelogcount' | 'getqueuecalldetail' | 'getqueuecallcount'
> = {
  getqueuelog(args, context) {
    const filter: QueueEventFilter = { queue: args.queue, uniqueIds: list(args.uniqueid), events: one(args.event) };
    const newest = { sort: 'id', descending: true, offset: 0, rows: args.event === undefined ? mostRows : 1 };
    return rows(
      context.store.queueLog
        .list(filter, newest)
        .toReversed()
        .map((row) => withFive(row, context)),
    );
  },
  getqueueloglist(args, context) {
    const sort = sortOf(args.sort);
    if (!sort) return invalid('sort');
    const found = context.store.queueLog.list(logFilter(args, context), partOf(args, sort));
    return rows(found.map((row) => withFive(row, context)));
  },
  getqueuelogcount: (args, context) => rows([{ result: context.store.queueLog.count(logFilter(args, context)) }]),

  getqueuecalldetail(args, context) {
    const sort = sortOf(args.sort);
    if (!sort) return invalid('sort');
    const found = context.store.queueLog.list(detailFilter(args, context), partOf(args, sort));
    return rows(found.map((row) => rowOf(row, context)));
  },
  getqueuecallcount: (args, context) => rows([{ result: context.store.queueLog.count(detailFilter(args, context)) }]),
};
