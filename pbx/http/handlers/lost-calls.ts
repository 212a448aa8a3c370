import type { LostCallFilter, LostCallGroup } from '../../store/lost-calls';
import { done, type HandlerContext, type Handlers, invalid, list, refuse, rows, type WireArgs } from './handler';
import { page, partOf } from './page';
import { firstInstant, lastInstant, plainOf } from './span';

const sorts: Readonly<Record<string, string>> = {
  createtime: 'created_at',
  calltime: 'called_at',
  queue: 'queue',
  channel: 'channel',
  queuestart: 'called_at',
  uniqueid: 'unique_id',
  callerid: 'number',
  waittime: 'wait',
  times: 'times',
  lastexitreason: 'reason',
  processapp: 'process_app',
  processtime: 'processed_at',
  processflag: 'process_flag',
  processmark: 'process_mark',
};

type Spans = Pick<
  WireArgs<'getbadcalllist'>,
  'createtime1' | 'createtime2' | 'processtime1' | 'processtime2' | 'processflag' | 'queue'
>;

/** One filter for the list, its count and its sums. */
const filterOf = (args: Spans, context: HandlerContext): LostCallFilter => ({
  createdFrom: firstInstant(args.createtime1, context),
  createdTo: lastInstant(args.createtime2, context),
  processedFrom: firstInstant(args.processtime1, context),
  processedTo: lastInstant(args.processtime2, context),
  processFlag: args.processflag === undefined ? undefined : Number(args.processflag),
  queue: args.queue,
});

/** Our own words for what the document has none for, in the form of its others. */
const noCall = (id: string) => refuse(9003, `lost call "${id}" not exists.`);
const noUrgent = (id: string) => refuse(9003, `urgent call "${id}" not exists.`);

export const lostCalls: Handlers<
  | 'getbadcallcount'
  | 'getbadcalllist'
  | 'setbadcall'
  | 'delbadcall'
  | 'getbadcallreport'
  | 'seturgentcall'
  | 'geturgentcalls'
  | 'deleteurgentcall'
> = {
  getbadcallcount: (args, context) => rows([{ result: context.store.lostCalls.count(filterOf(args, context)) }]),

  getbadcalllist(args, context) {
    const sort = Object.hasOwn(sorts, args.sort) ? sorts[args.sort] : undefined;
    if (!sort) return invalid('sort');
    const { time, stamp } = context;
    const filter = { ...filterOf(args, context), processApp: args.processapp, uniqueId: args.uniqueid };
    return rows(
      context.store.lostCalls.list(filter, partOf(args, sort)).map((row) => ({
        createtime: time(row.createdAt),
        calltime: time(row.calledAt),
        queue: row.queue,
        channel: row.channel,
        queuestart: stamp(row.calledAt),
        uniqueid: row.uniqueId,
        callerid: row.number,
        waittime: row.wait,
        times: row.times,
        lastexitreason: row.reason,
        processapp: row.processApp,
        processtime: time(row.processedAt),
        processflag: row.processFlag,
        processmark: row.processMark,
      })),
    );
  },

  setbadcall({ uniqueid, processapp, processflag, processmark }, { store, engine }) {
    const marks = {
      app: processapp,
      flag: processflag === undefined ? undefined : Number(processflag),
      mark: processmark === undefined ? undefined : plainOf(processmark),
    };
    return store.lostCalls.process(uniqueid, marks, engine.now()) ? done('Update successed.') : noCall(uniqueid);
  },

  delbadcall({ uniqueid }, { store }) {
    return store.lostCalls.remove(list(uniqueid) ?? []) > 0 ? done(`Deleted ${uniqueid}.`) : noCall(uniqueid);
  },

  getbadcallreport(args, context) {
    const filter = { ...filterOf(args, context), processApp: args.processapp };
    const sums = context.store.lostCalls
      .sums(filter, (args.reporttype ?? 'd') as LostCallGroup, context.zone)
      .map((row) => ({
        item: row.item,
        callcount: row.calls,
        waittime_sum: row.waitSum,
        waittime_avg: Math.round(row.waitAverage),
        times_sum: row.timesSum,
        times_avg: Math.round(row.timesAverage),
      }));
    const column = args.sort as keyof (typeof sums)[number];
    return rows(page(sums, (row) => row[column], args));
  },

  geturgentcalls(args, context) {
    const whole = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
    return rows(
      context.store.urgentCalls
        .list({
          id: whole(args.id),
          from: firstInstant(args.calldates, context),
          to: lastInstant(args.calldatee, context),
          did: args.dnid,
          flag: whole(args.flag),
          appFlag: args.appflag,
        })
        .map((row) => ({
          id: row.id,
          calldate: context.time(row.calldate),
          calleridnum: row.number,
          channel: row.channel,
          uniqueid: row.uniqueId,
          dnid: row.did,
          flag: row.flag,
          appflag: row.appFlag,
          remark: row.remark,
        })),
    );
  },
  seturgentcall: ({ id, flag, appflag, remark }, { store }) =>
    store.urgentCalls.mark(Number(id), { flag: Number(flag), appFlag: appflag, remark })
      ? done(`urgent call ${id} is updated.`)
      : noUrgent(id),
  deleteurgentcall: ({ id }, { store }) =>
    store.urgentCalls.remove(Number(id)) ? done(`urgent call ${id} is deleted.`) : noUrgent(id),
};
