import type { CallFilter } from '../../store/campaigns-calls';
import { idsOf } from './campaigns-numbers';
import { noTask, sortOf } from './campaigns-tasks';
import { done, type Handlers, invalid, type Reply, rows, total } from './handler';
import { page, partOf } from './page';
import { firstInstant, lastInstant } from './span';

const logSorts: Readonly<Record<string, string>> = {
  id: 'id',
  taskid: 'task',
  dialid: 'dial',
  guid: 'guid',
  phoneno: 'number',
  answertime: 'answered_at',
  timerange: 'range',
  uniqueid: 'unique_id',
  duration: 'duration',
  responsekey: 'key',
  responsetime: 'key_at',
  remark: 'remark',
};
const taskSorts: Readonly<Record<string, string>> = Object.fromEntries(
  ['id', 'name', 'begindate', 'enddate', 'actiontype', 'runtype', 'status'].map((name) => [name, name]),
);
const count = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
/** Parts of a hundred, two places. */
const rate = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 100);

/** The rows of a report, which are few, in the order asked for. */
function sorted<Row extends Readonly<Record<string, string | number>>>(
  list: readonly Row[],
  fields: readonly (keyof Row & string)[],
  { sort, sens }: { readonly sort: string | undefined; readonly sens: string | undefined },
): Reply<Row> {
  const field = sort === undefined ? undefined : fields.find((name) => name === sort);
  if (sort !== undefined && field === undefined) return invalid('sort');
  return rows(page(list, (row) => (field === undefined ? 0 : (row[field] ?? '')), { sens: sens ?? 'ASC' }));
}

export const campaignCalls: Handlers<
  'getobcalllog' | 'delobcalllog' | 'gettaskreport' | 'getagentreport' | 'gettimereport' | 'getpresskeyreport'
> = {
  getobcalllog(args, context) {
    const { calls } = context.store.campaigns;
    const sort = sortOf(logSorts, args.sort);
    if (!sort) return invalid('sort');
    const filter: CallFilter = {
      task: count(args.taskid),
      dial: count(args.dialid),
      number: args.phoneno,
      answeredFrom: firstInstant(args.answertime1, context),
      answeredTo: lastInstant(args.answertime2, context),
    };
    const found = calls.list(filter, partOf({ ...args, sens: args.sens ?? 'ASC' }, sort)).map((call) => ({
      id: call.id,
      taskid: call.task,
      dialid: call.dial,
      guid: call.guid,
      phoneno: call.number,
      answertime: context.time(call.answeredAt),
      timerange: call.range,
      uniqueid: call.uniqueId,
      duration: call.duration,
      responsekey: call.key,
      responsetime: context.time(call.keyAt),
      remark: call.remark,
    }));
    return total(rows(found), calls.count(filter));
  },
  delobcalllog({ id, taskid, dialid }, { store }) {
    const ids = idsOf(id);
    if (ids === null) return invalid('id');
    store.campaigns.calls.remove(Number(taskid), ids, count(dialid));
    return done('SUCCESS');
  },

  gettaskreport(args, { store }) {
    const { tasks, numbers } = store.campaigns;
    const sort = sortOf(taskSorts, args.sort);
    if (!sort) return invalid('sort');
    const { name, status, actiontype } = args;
    const filter = {
      ...{ id: count(args.id), name, status, actiontype, beginFrom: args.begindate1, beginTo: args.begindate2 },
    };
    const found = tasks.list(filter, partOf({ ...args, sens: args.sens ?? 'ASC' }, sort)).map((task) => {
      const { total: all, failed, succeeded } = numbers.figures(task.id);
      return {
        ...{ id: task.id, name: task.name, begindate: task.begindate, enddate: task.enddate },
        ...{ actiontype: task.actiontype, runtype: task.runtype, status: task.status, total: all },
        // The figures of an empty list are null, as the document shows them.
        failcount: all === 0 ? null : failed,
        succcount: all === 0 ? null : succeeded,
        succrate: rate(succeeded, all),
        finishrate: rate(succeeded + failed, all),
      };
    });
    return total(rows(found), tasks.count(filter));
  },
  getagentreport({ id, sort, sens }, { store }) {
    const { tasks, calls } = store.campaigns;
    const found = calls.byAgent(Number(id)).map(({ agent, num }) => ({ taskid: Number(id), agent, num }));
    if (found.length === 0 && !tasks.get(Number(id))) return noTask(id);
    return sorted(found, ['taskid', 'agent', 'num'], { sort, sens });
  },
  gettimereport({ id, second, sort, sens }, { store }) {
    const { tasks, calls } = store.campaigns;
    const { up, down } = calls.byLength(Number(id), Number(second));
    if (up + down === 0 && !tasks.get(Number(id))) return noTask(id);
    return sorted([{ taskid: Number(id), up, down }], ['taskid', 'up', 'down'], { sort, sens });
  },
  getpresskeyreport({ id, sort, sens }, { store }) {
    const { tasks, calls } = store.campaigns;
    const found = calls.byKey(Number(id)).map(({ key, num }) => ({ taskid: Number(id), responsekey: key, num }));
    if (found.length === 0 && !tasks.get(Number(id))) return noTask(id);
    return sorted(found, ['taskid', 'responsekey', 'num'], { sort, sens });
  },
};
