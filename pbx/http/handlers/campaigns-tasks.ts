import { permits, type TaskOperation, taskLetters, taskStates } from '../../../shared/webcti/vocabulary/campaigns';
import { wrongParameter } from '../../services/dialler/task-rules';
import { type Task, type TaskParameters, taskCounts, taskTexts } from '../../store/campaigns-tasks';
import {
  done,
  type HandlerContext,
  type Handlers,
  invalid,
  type Reply,
  type RowsOf,
  refuse,
  rows,
  total,
  type WireArgs,
} from './handler';
import { partOf } from './page';

const sorts: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['id', ...taskTexts, ...taskCounts, 'status'].map((name) => [name, name])),
  createtime: 'created_at',
  begintime: 'begun_at',
  lastrange: 'last_range',
  curdialid: 'current',
  lastruntime: 'last_run_at',
  finishtime: 'finished_at',
};
export const sortOf = (known: Readonly<Record<string, string>>, word: string | undefined): string | undefined =>
  word === undefined ? 'id' : Object.hasOwn(known, word) ? known[word] : undefined;

export const noTask = (id: string): Reply<never> => refuse(9003, `outbound task "${id}" not exists.`);
/** §8.4 and §8.5 forbid it in R, C and B without naming a code: that of the lists. */
const notNow = ({ id, status }: Task, operation: TaskOperation): Reply<never> =>
  refuse(9000, `outbound task "${id}" is ${status} (${taskStates[status].en}), can not ${operation}.`);

type Given = Readonly<Record<string, string | undefined>>;
/** The parameters of a task that were sent, as the store keeps them. */
const givenOf = (args: Given): Partial<TaskParameters> => ({
  ...Object.fromEntries(taskTexts.flatMap((name) => (args[name] === undefined ? [] : [[name, args[name]]]))),
  ...Object.fromEntries(taskCounts.flatMap((name) => (args[name] === undefined ? [] : [[name, Number(args[name])]]))),
});
const nothing = Object.fromEntries([
  ...taskTexts.map((name) => [name, '']),
  ...taskCounts.map((name) => [name, 0]),
]) as TaskParameters;

/** What speaks against a task as it would be then; null = nothing. */
function objection(task: TaskParameters, { engine }: HandlerContext): Reply<never> | null {
  const wrong = wrongParameter(task);
  if (wrong) return invalid(wrong);
  if (task.outtrunk !== '' && !engine.trunks().some(({ name }) => name === task.outtrunk)) return invalid('outtrunk');
  const toQueue = task.actiontype === '8' && !engine.queue(task.exten);
  return toQueue ? refuse(9003, `queue "${task.exten}" not exists.`) : null;
}

const rowOf = (task: Task, { time }: HandlerContext): RowsOf<'getobtasks'> => ({
  id: task.id,
  name: task.name,
  begindate: task.begindate,
  enddate: task.enddate,
  amrange: task.amrange,
  pmrange: task.pmrange,
  monthlist: task.monthlist,
  timelist: task.timelist,
  weeklist: task.weeklist,
  daylist: task.daylist,
  runtype: task.runtype,
  actiontype: task.actiontype,
  maxcalls: task.maxcalls,
  maxretries: task.maxretries,
  timeout: task.timeout,
  queuecallrate: (Number(task.queuecallrate) || 0).toFixed(2),
  outtrunk: task.outtrunk,
  needqs: task.needqs,
  neednotify: task.neednotify,
  needinput: task.needinput,
  agentvoice: task.agentvoice,
  voicefile1: task.voicefile1,
  voicefile2: task.voicefile2,
  validkey: task.validkey,
  inputtimeout: task.inputtimeout,
  inputerrorcount: task.inputerrorcount,
  inputtimeoutcount: task.inputtimeoutcount,
  callerid: task.callerid,
  account: task.account,
  application: task.application,
  appdata: task.appdata,
  variable: task.variable,
  context: task.context,
  exten: task.exten,
  priority: task.priority,
  agentno: task.agentno,
  agentchannel: task.agentchannel,
  createbyapp: task.createbyapp,
  creater: task.creater,
  createtime: time(task.createdAt),
  begintime: time(task.begunAt),
  status: task.status,
  lastrange: task.lastRange,
  curdialid: task.current,
  lastruntime: time(task.lastRunAt),
  finishtime: time(task.finishedAt),
});

const operationOf = (letter: string): keyof typeof taskLetters | undefined =>
  (Object.keys(taskLetters) as (keyof typeof taskLetters)[]).find((operation) => taskLetters[operation] === letter);

/**
 * Kept and shown, and without effect: `createbyapp` and `creater` say who made a task. Everything else is read by
 * `services/dialler/`: `request.ts` (the call), `prompts.ts` (what the people in it hear), `window.ts` (hours and days),
 * `paced-task.ts` (how many).
 */
export const campaignTasks: Handlers<
  'addobtask' | 'getobtasks' | 'setobtask' | 'delobtask' | 'setobtaskstatus' | 'getobparams' | 'setobparams'
> = {
  addobtask(args: WireArgs<'addobtask'>, context) {
    const task = { ...nothing, ...givenOf(args) };
    const wrong = objection(task, context);
    return wrong ?? total(done('SUCCESS'), context.store.campaigns.tasks.add(task, context.engine.now()));
  },
  getobtasks(args, context) {
    const { tasks } = context.store.campaigns;
    const sort = sortOf(sorts, args.sort);
    if (!sort) return invalid('sort');
    const { name, actiontype, status } = args;
    const id = args.id === undefined ? undefined : Number(args.id);
    const filter = { id, name, actiontype, status, beginFrom: args.begindate, endTo: args.enddate };
    const found = tasks.list(filter, partOf({ ...args, sens: args.sens ?? 'ASC' }, sort));
    return total(rows(found.map((task) => rowOf(task, context))), tasks.count(filter));
  },
  setobtask(args, context) {
    const { tasks } = context.store.campaigns;
    const before = tasks.get(Number(args.id));
    if (!before) return noTask(args.id);
    if (!permits(before.status, 'change')) return notNow(before, 'change');
    const { id: _, ...given } = args;
    const change = givenOf(given);
    const wrong = objection({ ...before, ...change }, context);
    if (wrong) return wrong;
    tasks.change(before.id, change);
    context.dialler.wake();
    return done('SUCCESS');
  },
  delobtask({ id }, { store }) {
    const { tasks } = store.campaigns;
    const task = tasks.get(Number(id));
    if (!task) return noTask(id);
    if (!permits(task.status, 'delete')) return notNow(task, 'delete');
    tasks.remove(task.id);
    return done('SUCCESS');
  },
  setobtaskstatus({ id, status }, { store, dialler }) {
    const { tasks } = store.campaigns;
    const task = tasks.get(Number(id));
    if (!task) return noTask(id);
    const operation = operationOf(status);
    if (!operation) return invalid('status');
    if (!permits(task.status, operation)) return notNow(task, operation);
    tasks.note(task.id, { status: taskLetters[operation] });
    dialler.wake();
    return done('SUCCESS');
  },

  getobparams({ keyname, keydesc, sort, sens }, { store }) {
    const column = (['keyname', 'keyvalue', 'keydesc'] as const).find((name) => name === (sort ?? 'keyname'));
    if (!column) return invalid('sort');
    const found = store.campaigns.settings
      .all()
      .map(({ name, value, description }) => ({ keyname: name, keyvalue: value, keydesc: description }))
      .filter((row) => keyname === undefined || row.keyname === keyname)
      .filter((row) => keydesc === undefined || row.keydesc.includes(keydesc));
    // Without a wish they stand as §8.1 lists them.
    if (sort !== undefined) found.sort((a, b) => (a[column] < b[column] ? -1 : a[column] > b[column] ? 1 : 0));
    return rows(sens === 'DESC' ? found.reverse() : found);
  },
  setobparams({ keyname, keyvalue, keydesc }, { store, dialler }) {
    const { settings } = store.campaigns;
    const known = settings.all().find(({ name }) => name === keyname);
    if (!known) return refuse(9003, `parameter "${keyname}" not exists.`);
    const counts = known.name === 'timeout' || known.name === 'maxretries' || known.name === 'maxcalls';
    if (counts && keyvalue !== undefined && !/^\d{1,6}$/.test(keyvalue)) return invalid('keyvalue');
    settings.set(known.name, keyvalue, keydesc);
    dialler.wake();
    return done('SUCCESS');
  },
};
