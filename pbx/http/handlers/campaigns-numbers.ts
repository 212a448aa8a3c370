import type { DialNumber } from '../../store/campaigns-numbers';
import { noTask, sortOf } from './campaigns-tasks';
import {
  done,
  type HandlerContext,
  type Handlers,
  invalid,
  list,
  type RowsOf,
  refuse,
  rows,
  total,
  type WireArgs,
} from './handler';
import { partOf } from './page';
import { firstInstant, lastInstant } from './span';

const sorts: Readonly<Record<string, string>> = {
  id: 'id',
  taskid: 'task',
  createtime: 'created_at',
  dialnumber: 'number',
  extrefid: 'ext_ref',
  campaignid: 'campaign_ref',
  uniqueid: 'unique_id',
  responsekey: 'key',
  responsetime: 'key_at',
  ttstext1: 'text1',
  ttstext2: 'text2',
  agentinput: 'agent_input',
  retrytimes: 'tries',
  lastruntime: 'last_run_at',
  ...Object.fromEntries(
    ['cause', 'disposition', 'message', 'status', 'caller', 'remark', 'duration'].map((n) => [n, n]),
  ),
  lastrange: 'last_range',
  monitorfile: 'monitor',
  callerid: 'caller_id',
  endtime: 'ended_at',
  dialedtime: 'dialled_at',
  answertime: 'answered_at',
};

/** Ids of a list; null when one of them is none. */
export function idsOf(text: string | undefined): readonly number[] | undefined | null {
  const parts = list(text);
  if (!parts) return undefined;
  return parts.every((part) => /^\d{1,15}$/.test(part)) ? parts.map(Number) : null;
}

const rowOf = (row: DialNumber, { time }: HandlerContext): RowsOf<'getobdiallist'> => ({
  id: row.id,
  taskid: row.task,
  createtime: time(row.createdAt),
  dialnumber: row.number,
  extrefid: row.extRef,
  campaignid: row.campaignRef,
  uniqueid: row.uniqueId,
  responsekey: row.key,
  responsetime: time(row.keyAt),
  ttstext1: row.text1,
  ttstext2: row.text2,
  agentinput: row.agentInput,
  retrytimes: row.tries,
  lastruntime: time(row.lastRunAt),
  cause: row.cause,
  disposition: row.disposition,
  message: row.message,
  status: row.status,
  lastrange: row.lastRange,
  // What the people agreed on: a person's note, and nothing of this interface writes it.
  communicateret: '',
  monitorfile: row.monitor,
  callerid: row.callerId,
  caller: row.caller,
  remark: row.remark,
  endtime: time(row.endedAt),
  duration: row.duration,
  dialedtime: time(row.dialledAt),
  answertime: time(row.answeredAt),
});

function filterOf(args: WireArgs<'getobdiallist'>, context: HandlerContext) {
  const span = (from: string | undefined, to: string | undefined) => ({
    from: firstInstant(from, context),
    to: lastInstant(to, context),
  });
  const second = Number(args.second ?? 0);
  return {
    task: Number(args.taskid),
    id: args.id === undefined ? undefined : Number(args.id),
    number: args.dialnumber,
    created: span(args.createtime1, args.createtime2),
    dialled: span(args.dialedtime1, args.dialedtime2),
    answered: span(args.answertime1, args.answertime2),
    ended: span(args.endtime1, args.endtime2),
    status: args.status,
    remark: args.remark,
    caller: args.caller,
    key: args.responsekey,
    longerThan: args.duration === 'up' ? second : undefined,
    shorterThan: args.duration === 'down' ? second : undefined,
  };
}

export const campaignNumbers: Handlers<'getobdiallist' | 'addobdiallist' | 'setobdiallist' | 'delobdiallist'> = {
  getobdiallist(args, context) {
    const { numbers } = context.store.campaigns;
    const sort = sortOf(sorts, args.sort);
    if (!sort) return invalid('sort');
    if (args.duration !== undefined && args.second === undefined) return refuse(9002, 'need variable "second".');
    const filter = filterOf(args, context);
    const found = numbers.list(filter, partOf({ ...args, sens: args.sens ?? 'ASC' }, sort));
    return total(rows(found.map((row) => rowOf(row, context))), numbers.count(filter));
  },
  addobdiallist(args, { store, engine, dialler }) {
    const { tasks, numbers } = store.campaigns;
    const task = tasks.get(Number(args.taskid));
    if (!task) return noTask(args.taskid);
    if (!/^\+?[\d*#]{2,32}$/.test(args.dialnumber)) return invalid('dialnumber');
    numbers.add(
      {
        task: task.id,
        number: args.dialnumber,
        extRef: args.extrefid ?? '',
        campaignRef: args.campaignid ?? '',
        text1: args.ttstext1 ?? '',
        text2: args.ttstext2 ?? '',
        remark: args.remark ?? '',
        caller: args.caller ?? '',
      },
      engine.now(),
    );
    dialler.wake();
    return done('SUCCESS');
  },
  setobdiallist(args, { store, dialler }) {
    const { campaigns } = store;
    const [task, id] = [Number(args.taskid), args.id === undefined ? undefined : Number(args.id)];
    const { status } = args;
    // Only a call makes a number one that is being called.
    if (status === 'D') return invalid('status');
    const changed = campaigns.write(() => {
      const found = campaigns.numbers.change(task, id, {
        ...(args.extrefid !== undefined && { extRef: args.extrefid }),
        ...(args.campaignid !== undefined && { campaignRef: args.campaignid }),
        ...(args.ttstext1 !== undefined && { text1: args.ttstext1 }),
        ...(args.ttstext2 !== undefined && { text2: args.ttstext2 }),
        ...(args.remark !== undefined && { remark: args.remark }),
        ...(args.caller !== undefined && { caller: args.caller }),
        ...(args.uniqueid !== undefined && { uniqueId: args.uniqueid }),
      });
      if (status !== undefined) campaigns.numbers.setStatus(task, id, status as 'N' | 'R' | 'S' | 'F');
      return found;
    });
    if (id !== undefined && changed === 0) return refuse(9003, `record "${id}" of task "${task}" not exists.`);
    dialler.wake();
    return done('SUCCESS');
  },
  delobdiallist({ id, taskid }, { store, dialler }) {
    const ids = idsOf(id);
    if (ids === null) return invalid('id');
    store.campaigns.numbers.remove(Number(taskid), ids);
    dialler.wake();
    return done('SUCCESS');
  },
};
