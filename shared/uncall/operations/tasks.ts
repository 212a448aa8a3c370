import type { Argument, Field, Operations } from '../catalogue';
import { empty, errorText, response } from './fields';

const taskId = {
  type: 'int',
  required: true,
  about: { en: 'number of the task', zh: '任务 ID' },
} as const satisfies Argument;
const creator = {
  type: 'string',
  required: true,
  about: { en: 'extension that creates the task', zh: '创建分机' },
} as const satisfies Argument;
const taskName = {
  type: 'string',
  required: true,
  about: { en: 'name of the task', zh: '任务名称' },
} as const satisfies Argument;
const outLine = {
  type: 'string',
  required: true,
  about: { en: 'outside line, a value of getTrunkList', zh: '呼出外线，getTrunkList 的 value' },
} as const satisfies Argument;
const callMax = {
  type: 'int',
  required: true,
  about: { en: 'largest number of simultaneous calls', zh: '最大并发数' },
} as const satisfies Argument;
const callerId = {
  type: 'string',
  default: '0',
  about: { en: 'caller number shown; 0 = none', zh: '呼出主叫；0 为不设置' },
} as const satisfies Argument;
const start = {
  type: 'time',
  default: '',
  about: { en: 'daily start HH:MM; empty = 09:00', zh: '每天开始时间 HH:MM；不填为 09:00' },
} as const satisfies Argument;
const end = {
  type: 'time',
  default: '',
  about: { en: 'daily end HH:MM; empty = 18:00', zh: '每天结束时间 HH:MM；不填为 18:00' },
} as const satisfies Argument;
const voiceFile = {
  type: 'string',
  default: '0',
  about: { en: 'voice file; 0 = none', zh: '录音文件；0 为不设置' },
} as const satisfies Argument;

const made = {
  Response: response,
  TaskID: {
    type: 'string',
    optional: true,
    about: {
      en: 'number table of the task, o_task_run_<id>; on success',
      zh: '任务子表名 o_task_run_<id>；成功时返回',
    },
  },
  Message: errorText,
} as const satisfies Readonly<Record<string, Field>>;

const missing = [
  empty('create_users', 'Creator', '创建人'),
  empty('task_name', 'Name of the task', '任务名称'),
  empty('task_out_line', 'Outside line', '外线'),
] as const;
const missingLimit = [
  empty('call_max', 'Call limit', '最大并发数'),
  empty('task_callerid', 'Caller number', '主叫'),
] as const;

const text = (en: string, zh: string) => ({ type: 'string', about: { en, zh } }) as const;
const count = (en: string, zh: string) => ({ type: 'int', about: { en, zh } }) as const;

/** §4.10–4.15: outbound tasks. */
export const tasks = {
  addIvrTask: {
    section: '4.10',
    purpose: { en: 'Creates a voice task whose answered calls go to an IVR', zh: '创建语音外呼任务（IVR 接听）' },
    mutates: true,
    retry: false,
    pace: 'slow',
    args: {
      create_users: creator,
      task_name: taskName,
      task_out_line: outLine,
      incoming_ivr_values: {
        type: 'string',
        required: true,
        about: { en: 'IVR that takes the calls, a value of getIncomingIVR', zh: '接听 IVR，getIncomingIVR 的 value' },
      },
      call_max: callMax,
      task_callerid: callerId,
      start_time: start,
      end_time: end,
      recording_files: voiceFile,
    },
    root: 'unallcc',
    node: 'addIvrTask',
    judged: 'response',
    failureResult: '1',
    fields: made,
    errors: [...missing, empty('incoming_ivr_values', 'IVR', '接听 IVR'), ...missingLimit],
  },
  addQueueTask: {
    section: '4.11',
    purpose: { en: 'Creates a task whose answered calls go to a queue', zh: '创建智能外呼任务（队列接听）' },
    mutates: true,
    retry: false,
    pace: 'slow',
    args: {
      create_users: creator,
      task_name: taskName,
      task_out_line: outLine,
      incoming_queue_values: {
        type: 'string',
        required: true,
        about: {
          en: 'queue that takes the calls, a value of getIncomingQueues',
          zh: '接听队列，getIncomingQueues 的 value',
        },
      },
      call_max: callMax,
      task_cortrol_type: {
        type: 'enum',
        required: true,
        values: ['g', 'i'],
        about: { en: 'g ordinary, i predictive', zh: 'g 普通外呼、i 智能外呼' },
      },
      task_override: { type: 'decimal', required: true, about: { en: 'call factor above 0', zh: '呼叫系数，正数' } },
      task_callerid: callerId,
      start_time: start,
      end_time: end,
      recording_files: voiceFile,
    },
    root: 'unallcc',
    node: 'addQueueTask',
    judged: 'response',
    failureResult: '1',
    fields: made,
    errors: [
      ...missing,
      empty('incoming_queue_values', 'Queue', '接听队列'),
      ...missingLimit,
      empty('task_cortrol_type', 'Control mode', '呼叫类型'),
      { message: 'task_cortrol_type is error', meaning: { en: 'Control mode is wrong', zh: '呼叫类型错误' } },
      empty('task_override', 'Call factor', '呼叫系数'),
      { message: 'task_override is error', meaning: { en: 'Call factor is wrong', zh: '呼叫系数错误' } },
    ],
  },
  addPhoneToTask: {
    section: '4.12',
    purpose: { en: 'Puts numbers into a task', zh: '导入任务号码' },
    mutates: true,
    retry: false,
    pace: 'slow',
    args: {
      TaskID: { type: 'taskTable', required: true, about: { en: 'o_task_run_<id>', zh: '任务表名 o_task_run_<id>' } },
      Phones: {
        type: 'csv',
        required: true,
        max: 2000,
        about: { en: 'numbers with commas between, at most 2,000', zh: '号码，逗号隔开，最多 2000 个' },
      },
    },
    root: 'unallcc',
    node: 'addPhoneToTask',
    nodeAliases: ['updateTask'],
    judged: 'response',
    failureResult: '1',
    fields: {
      Response: response,
      AffectedRows: { type: 'int', optional: true, about: { en: 'rows put in; on success', zh: '成功插入的行数' } },
      Message: errorText,
    },
    errors: [
      empty('TaskID', 'Table of the task', '表名'),
      empty('Phones', 'Numbers', '号码'),
      { message: 'phone overflow 2000', meaning: { en: 'More than 2,000 numbers', zh: '号码数超过 2000' } },
      { message: 'databases error', meaning: { en: 'The number table cannot be written', zh: '号码表不可用' } },
    ],
  },
  updateTask: {
    section: '4.13',
    purpose: { en: 'Starts, stops or pauses a task, changes its limits', zh: '启动、停止、暂停任务或更改其参数' },
    mutates: true,
    retry: false,
    pace: 'quick',
    args: {
      id: taskId,
      task_status: {
        type: 'enum',
        values: ['ready', 'run', 'stop', 'push', '0'],
        default: '0',
        about: { en: 'new state; push = pause, 0 = as it is', zh: '新状态；push 为暂停，0 为不改' },
      },
      call_max: {
        type: 'int',
        default: '0',
        about: { en: 'new call limit; 0 = as it is', zh: '新的最大并发数；0 为不改' },
      },
      task_override: {
        type: 'decimal',
        default: '0',
        about: { en: 'new call factor; 0 = as it is', zh: '新的呼叫系数；0 为不改' },
      },
    },
    root: 'unallcc',
    node: 'updateTask',
    judged: 'response',
    failureResult: '1',
    fields: { Response: response, Message: errorText },
    errors: [empty('id', 'Number of the task', '任务 ID')],
  },
  delTask: {
    section: '4.14',
    purpose: { en: 'Deletes a task', zh: '删除任务' },
    mutates: true,
    retry: false,
    pace: 'quick',
    args: { id: taskId },
    root: 'unallcc',
    node: 'delTask',
    judged: 'response',
    failureResult: '1',
    fields: { Response: response, Message: errorText },
    errors: [empty('id', 'Number of the task', '任务 ID')],
  },
  getAllTask: {
    section: '4.15',
    purpose: { en: 'Lists the outbound tasks, or one of them', zh: '获取所有任务或其中一个' },
    mutates: false,
    retry: true,
    pace: 'slow',
    args: { id: { type: 'int', default: '0', about: { en: 'number of the task; 0 = all', zh: '任务 ID；0 为全部' } } },
    root: 'unallcc',
    node: 'getAllTask',
    repeats: true,
    judged: 'result',
    failureResult: '1',
    fields: {
      id: count('number of the task', '任务 ID'),
      task_name: text('name', '任务名称'),
      task_type: {
        type: 'enum',
        values: ['ivr', 'queue', 'click'],
        about: { en: 'who takes the calls', zh: '任务类型' },
      },
      create_time: { type: 'datetime', about: { en: 'when it was made', zh: '创建时间' } },
      create_users: text('creator', '创建人'),
      task_out_line: text('outside line, a value of getTrunkList', '外线'),
      task_queue: text('target, a value of getIncomingIVR or getIncomingQueues', '接听对象'),
      task_status: {
        type: 'enum',
        values: ['run', 'stop', 'push', 'finish', 'ready'],
        about: { en: 'state', zh: '任务状态' },
      },
      call_max: count('largest number of simultaneous calls', '最大并发数'),
      task_day_start: text('daily start HH:MM', '每天开始时间'),
      task_day_end: text('daily end HH:MM', '每天结束时间'),
      task_num: count('numbers in the task', '任务号码数'),
      task_called: count('numbers called', '已呼叫'),
      task_success: count('calls that succeeded', '成功呼叫'),
      task_visit: count('numbers to call back', '待回访'),
      task_fail: count('calls that failed', '呼叫失败'),
      task_cortrol_type: { type: 'enum', values: ['g', 'i', 'ai'], about: { en: 'control mode', zh: '控制方式' } },
      task_override: { type: 'float', about: { en: 'call factor', zh: '呼叫系数' } },
      queue_name: text('name of the queue', '队列名称'),
      task_callerid: text('caller number shown', '主叫'),
    },
    errors: [],
  },
} as const satisfies Operations;
