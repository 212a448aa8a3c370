import { type OperationRow, taskIdOf, taskTable } from '../../../shared/uncall';
import type { Task, TaskParameters } from '../../store/campaigns-tasks';
import { taskCounts, taskTexts } from '../../store/campaigns-tasks';
import type { HandlerContext } from '../handlers/handler';
import { type Operates, refused, type Said, succeeded } from './operation';

type TaskRow = OperationRow<'getAllTask'>;

/** WEBCTI2 §8.3 in the words of §4.15. */
const stateOf = {
  N: 'ready',
  B: 'run',
  C: 'run',
  R: 'run',
  S: 'stop',
  P: 'push',
  F: 'finish',
} as const satisfies Readonly<Record<Task['status'], string>>;

/**
 * Variable of a task's calls that keeps what WEBCTI2 has no parameter for. The document names the modes (`g` ordinary,
 * `i` predictive) and not what they do differently: both keep to the factor for each free agent.
 */
const controlVariable = 'UNCALL_CONTROL';

const nothingSaid: TaskParameters = {
  ...(Object.fromEntries(taskTexts.map((name) => [name, ''])) as Record<(typeof taskTexts)[number], string>),
  ...(Object.fromEntries(taskCounts.map((name) => [name, 0])) as Record<(typeof taskCounts)[number], number>),
};

/** `0` is how an argument is left out (§4.10). */
const given = (text: string): string => (text === '0' ? '' : text);
const isTime = (text: string): boolean => /^(?:[01]?\d|2[0-3]):[0-5]\d$/.test(text);
const isCount = (text: string): boolean => /^[1-9]\d{0,2}$/.test(text);
const isFactor = (text: string): boolean => /^\d{1,6}(?:\.\d{1,6})?$/.test(text) && Number(text) > 0;

interface NewTask {
  readonly create_users: string;
  readonly task_name: string;
  readonly task_out_line: string;
  readonly call_max: string;
  readonly task_callerid: string;
  readonly start_time: string;
  readonly end_time: string;
  readonly recording_files: string;
}

/** The line of a value of getTrunkList, with or without its slash. */
const lineOf = (value: string, { engine }: HandlerContext): string | undefined => {
  const wanted = value.replace(/\/$/, '').toLowerCase();
  return engine.trunks().find(({ name }) => name.toLowerCase() === wanted)?.name;
};

/** The first thing that is missing, in the order of the document's list; our own word for what is there and wrong. */
function faultOf(args: NewTask & Readonly<Record<string, string>>, target: string, isTarget: boolean): string | null {
  const order = ['create_users', 'task_name', 'task_out_line', target, 'call_max', 'task_callerid'];
  const missing = order.find((name) => args[name] === '');
  return missing === undefined ? wrongOf(args, target, isTarget) : `${missing} is empty`;
}

function wrongOf(args: NewTask, target: string, isTarget: boolean): string | null {
  const checks: readonly (readonly [string, boolean])[] = [
    [target, isTarget],
    ['call_max', isCount(args.call_max)],
    ['task_callerid', /^\+?\d{1,20}$/.test(args.task_callerid)],
    ['start_time', args.start_time === '' || isTime(args.start_time)],
    ['end_time', args.end_time === '' || isTime(args.end_time)],
  ];
  const wrong = checks.find(([, good]) => !good);
  return wrong ? `${wrong[0]} is error` : null;
}

type Made = Said<'addIvrTask' | 'addQueueTask'>;

function add(args: NewTask, kind: Partial<TaskParameters>, context: HandlerContext): Made {
  const outtrunk = lineOf(args.task_out_line, context);
  if (outtrunk === undefined) return refused('task_out_line is error');
  const hours = `${padded(args.start_time || '09:00')}-${padded(args.end_time || '18:00')}`;
  const id = context.store.campaigns.tasks.add(
    {
      ...nothingSaid,
      ...kind,
      name: args.task_name,
      creater: args.create_users,
      createbyapp: 'uncall',
      runtype: '0',
      amrange: hours,
      outtrunk,
      maxcalls: Number(args.call_max),
      callerid: given(args.task_callerid),
      // Heard by the customer before the menu or the queue (services/dialler/prompts.ts).
      voicefile1: given(args.recording_files).replace(/\.wav$/i, ''),
      priority: '1',
    },
    context.engine.now(),
  );
  return { rows: [{ Response: 'success', TaskID: taskTable(id) }] };
}

const padded = (time: string): string => time.padStart(5, '0');

/** First and last time of the day at which a task calls. */
function hoursOf({ runtype, timelist, amrange, pmrange }: Task): readonly [start: string, end: string] {
  const times = (runtype === '1' ? timelist : `${amrange},${pmrange}`).match(/\d{1,2}:\d{2}/g)?.map(padded) ?? [];
  return [times[0] ?? '00:00', times.at(-1) ?? '24:00'];
}

/** Who takes the calls: a menu, a queue, or (kinds 3, 4, 7 and 9) an agent who is called or clicks. */
export function targetOf({
  actiontype,
  context,
  exten,
}: Pick<Task, 'actiontype' | 'context' | 'exten'>): Pick<TaskRow, 'task_type' | 'task_queue'> {
  if (actiontype === '8') return { task_type: 'queue', task_queue: exten };
  if (/^[3479]$/.test(actiontype)) return { task_type: 'click', task_queue: '' };
  return { task_type: 'ivr', task_queue: /^ivr-(\w+)$/.exec(context)?.[1] ?? '' };
}

/** A task in the words of getAllTask; the mirror in a database tells it the same way. */
export function rowOf(task: Task, { engine, store, time }: Pick<HandlerContext, 'engine' | 'store' | 'time'>): TaskRow {
  const { numbers } = store.campaigns;
  const { total, succeeded: success, failed } = numbers.figures(task.id);
  const [start, end] = hoursOf(task);
  const target = targetOf(task);
  const control = new RegExp(`(?:^|\\|)${controlVariable}=(g|i)(?:\\||$)`).exec(task.variable)?.[1];
  return {
    id: task.id,
    task_name: task.name,
    task_type: target.task_type,
    create_time: time(task.createdAt),
    create_users: task.creater,
    task_out_line: task.outtrunk === '' ? '' : `${task.outtrunk}/`,
    task_queue: target.task_queue,
    task_status: stateOf[task.status],
    call_max: task.maxcalls,
    task_day_start: start,
    task_day_end: end,
    task_num: total,
    task_called: total - numbers.count({ task: task.id, status: 'N' }),
    task_success: success,
    task_visit: numbers.count({ task: task.id, status: 'R' }),
    task_fail: failed,
    task_cortrol_type: control === 'i' ? 'i' : 'g',
    task_override: Number(task.queuecallrate) || 1,
    queue_name: target.task_type === 'queue' ? (engine.queue(task.exten)?.name ?? '0') : '0',
    task_callerid: task.callerid || '0',
  };
}

const newestFirst = { sort: 'id', descending: true, offset: 0 } as const;
const mostPhones = 2_000;
/** What `o_task_run_x.mobile` holds (§5.4). */
const isPhone = (text: string): boolean => /^\+?\d{3,16}$/.test(text) && text.length <= 16;

/** `ready` is a task that was never set going; `run` goes on where it was paused (WEBCTI2 §8.14). */
const letterOf = (state: string, now: Task['status']): Task['status'] | null => {
  switch (state) {
    case 'run':
      return stateOf[now] === 'run' ? now : now === 'P' ? 'C' : 'B';
    case 'stop':
      return 'S';
    case 'push':
      return 'P';
    case 'ready':
      return 'N';
    default:
      return null;
  }
};

/** §4.10–4.15: outbound tasks; the same ones as those of WEBCTI2 chapter 8. */
export const tasks: Operates<
  'addIvrTask' | 'addQueueTask' | 'addPhoneToTask' | 'updateTask' | 'delTask' | 'getAllTask'
> = {
  addIvrTask(args, context) {
    const menu = args.incoming_ivr_values;
    const known = context.engine.menus().some(({ id }) => id === menu);
    const fault = faultOf(args, 'incoming_ivr_values', known);
    if (fault !== null) return refused(fault);
    return add(args, { actiontype: '6', context: `ivr-${menu}`, exten: 's' }, context);
  },

  addQueueTask(args, context) {
    const { incoming_queue_values: exten, task_cortrol_type: control, task_override: override } = args;
    const needed = ['task_cortrol_type', 'task_override'] as const;
    const missing = needed.find((name) => args[name] === '');
    const fault = faultOf(args, 'incoming_queue_values', context.engine.queue(exten) !== undefined);
    if (fault?.endsWith('is empty')) return refused(fault);
    if (missing) return refused(`${missing} is empty`);
    if (!/^[gi]$/.test(control)) return refused('task_cortrol_type is error');
    if (!isFactor(override)) return refused('task_override is error');
    if (fault !== null) return refused(fault);
    const variable = `${controlVariable}=${control}`;
    return add(args, { actiontype: '8', context: 'ext-queues', exten, queuecallrate: override, variable }, context);
  },

  addPhoneToTask({ TaskID, Phones }, context) {
    const { store, engine } = context;
    if (TaskID === '') return refused('TaskID is empty');
    const phones = Phones.split(',')
      .map((phone) => phone.trim())
      .filter((phone) => phone !== '');
    if (phones.length === 0) return refused('Phones is empty');
    if (phones.length > mostPhones) return refused('phone overflow 2000');
    const { tasks: all, numbers, write } = store.campaigns;
    const task = Number(taskIdOf(TaskID) ?? 0);
    if (!all.get(task)) return refused('databases error');
    const blank = { task, extRef: '', campaignRef: '', text1: '', text2: '', remark: '', caller: '' };
    const AffectedRows = write(() => {
      // A number that is there already, and what is no number, is passed over: the count tells.
      const fresh = [...new Set(phones)].filter((number) => isPhone(number) && numbers.count({ task, number }) === 0);
      for (const number of fresh) numbers.add({ ...blank, number }, engine.now());
      return fresh.length;
    });
    context.dialler.wake();
    return { rows: [{ Response: 'success', AffectedRows }] };
  },

  updateTask({ id, task_status, call_max, task_override }, context) {
    if (id === '') return refused('id is empty');
    const { tasks: all, write } = context.store.campaigns;
    const [status, most, factor] = [given(task_status), given(call_max), given(task_override)];
    if (most !== '' && !isCount(most)) return refused('call_max is error');
    if (factor !== '' && !isFactor(factor)) return refused('task_override is error');
    if (status !== '' && letterOf(status, 'N') === null) return refused('task_status is error');
    const task = all.get(Number(id));
    // A number that no task has is not said to fail (§4.13).
    if (!task) return succeeded;
    write(() => {
      all.change(task.id, {
        ...(most !== '' && { maxcalls: Number(most) }),
        ...(factor !== '' && { queuecallrate: factor }),
      });
      const letter = status === '' ? null : letterOf(status, task.status);
      if (letter !== null && letter !== task.status) all.note(task.id, { status: letter });
    });
    context.dialler.wake();
    return succeeded;
  },

  // As in WEBCTI2 §8.5 its numbers and the log of its calls stay.
  delTask({ id }, context) {
    if (id === '') return refused('id is empty');
    context.store.campaigns.tasks.remove(Number(id));
    context.dialler.wake();
    return succeeded;
  },

  getAllTask({ id }, context) {
    const wanted = given(id);
    const filter = wanted === '' ? {} : { id: Number(wanted) };
    if (Number.isNaN(filter.id)) return { rows: [] };
    return { rows: context.store.campaigns.tasks.list(filter, newestFirst).map((task) => rowOf(task, context)) };
  },
};
