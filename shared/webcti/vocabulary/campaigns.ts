import type { Vocabulary, Words } from './words';

/** What can be done to an outbound task: the four letters that §8.14 takes, a change (§8.4), a deletion (§8.5). */
export const taskOperations = {
  start: { zh: '启动', en: 'Start' },
  stop: { zh: '停止', en: 'Stop' },
  pause: { zh: '暂停', en: 'Pause' },
  continue: { zh: '继续', en: 'Continue' },
  change: { zh: '修改', en: 'Change' },
  delete: { zh: '删除', en: 'Delete' },
} as const satisfies Vocabulary;
export type TaskOperation = keyof typeof taskOperations;

/**
 * §8.3: states of an outbound task, and what each permits. That R, C and B forbid a change and a deletion is §8.4 and
 * §8.5; which letters of §8.14 are taken from which state is written nowhere and read off their meanings: what stands
 * still can be started, what is on its way can be stopped or paused, what is paused can go on or be stopped.
 */
export const taskStates = {
  N: { zh: '新建', en: 'New', permits: ['start', 'change', 'delete'] },
  B: { zh: '启动中', en: 'Starting', permits: ['stop', 'pause'] },
  S: { zh: '已停止', en: 'Stopped', permits: ['start', 'change', 'delete'] },
  P: { zh: '已暂停', en: 'Paused', permits: ['continue', 'stop', 'change', 'delete'] },
  C: { zh: '继续中', en: 'Continuing', permits: ['stop', 'pause'] },
  R: { zh: '运行中', en: 'Running', permits: ['stop', 'pause'] },
  F: { zh: '已完成', en: 'Finished', permits: ['start', 'change', 'delete'] },
} as const satisfies Readonly<Record<string, Words & { readonly permits: readonly TaskOperation[] }>>;
export type TaskState = keyof typeof taskStates;

/** The letter that `setobtaskstatus` takes for an operation. N, R and F are set by the platform alone. */
export const taskLetters = { start: 'B', stop: 'S', pause: 'P', continue: 'C' } as const satisfies Partial<
  Record<TaskOperation, TaskState>
>;

/** Whether a task in this state lets the operation be done; false for a letter that §8.3 does not have. */
export function permits(state: string, operation: TaskOperation): boolean {
  if (!Object.hasOwn(taskStates, state)) return false;
  const list: readonly TaskOperation[] = taskStates[state as TaskState].permits;
  return list.includes(operation);
}

/** §8.2: kinds of outbound tasks. `cyclic`: the kind may run as a cyclic task. */
export const actionTypes = {
  1: { zh: '语音通知', en: 'Voice notice', cyclic: true },
  2: { zh: '自动调查回访', en: 'Automatic survey', cyclic: true },
  3: { zh: '先呼坐席', en: 'Agent first, then customer', cyclic: false },
  4: { zh: '先呼客户', en: 'Customer first, then agent', cyclic: false },
  5: { zh: '接通指定应用', en: 'Connect to an application', cyclic: true },
  6: { zh: '执行拨号脚本', en: 'Run a dial script', cyclic: true },
  7: { zh: '预览外拨', en: 'Preview dialling', cyclic: false },
  8: { zh: '转入队列', en: 'Hand to a queue', cyclic: false },
  9: { zh: '共享外呼', en: 'Shared dialling', cyclic: false },
} as const satisfies Readonly<Record<number, Words & { readonly cyclic: boolean }>>;
export type ActionType = `${keyof typeof actionTypes}`;

/** §8.2: how often a task runs through its list. */
export const runTypes = {
  0: { zh: '普通任务', en: 'Once' },
  1: { zh: '循环任务', en: 'Cyclic' },
} as const satisfies Vocabulary;

/** §8.8: states of a number in a task's list. */
export const dialStates = {
  N: { zh: '未拨', en: 'New' },
  R: { zh: '待重拨', en: 'To be tried again' },
  D: { zh: '拨号中', en: 'Dialling' },
  S: { zh: '成功', en: 'Succeeded' },
  F: { zh: '失败', en: 'Failed' },
} as const satisfies Vocabulary;

/** §8.8: talk times that a search wants, against `second`. */
export const durationChoices = {
  up: { zh: '大于', en: 'Longer' },
  down: { zh: '小于', en: 'Shorter' },
} as const satisfies Vocabulary;

/** Y and N, and empty where nobody chose (§8.3). */
export const choices = {
  Y: { zh: '是', en: 'Yes' },
  N: { zh: '否', en: 'No' },
} as const satisfies Vocabulary;

/** §8.15: whether a special agent takes a call by pressing a key; empty where nobody chose. */
export const keyAnswers = {
  '': { zh: '未设置', en: 'Not set' },
  yes: { zh: '按键接听', en: 'By a key' },
  no: { zh: '直接接听', en: 'At once' },
} as const satisfies Vocabulary;

/** §8.15: whether a special agent may be called directly. */
export const directCalls = {
  yes: { zh: '允许被叫', en: 'May be called' },
  no: { zh: '不允许被叫', en: 'May not be called' },
} as const satisfies Vocabulary;

/** §8.1: settings that hold for every task without a value of its own; `initial` is what a new platform has. */
export const campaignSettings = {
  timeout: { zh: '拨号超时（秒）', en: 'Dial timeout in seconds', initial: '30' },
  outboundcontext: { zh: '外拨权限', en: 'Dial permission', initial: 'from-internal' },
  maxretries: { zh: '重试次数', en: 'Retries', initial: '4' },
  maxcalls: { zh: '最大并发数', en: 'Calls at the same time', initial: '10' },
  musichold: { zh: '保持音乐', en: 'Music on hold', initial: 'agent' },
  touservoice: {
    zh: '坐席接通前播放给客户的语音',
    en: 'Played to the customer before the agent answers',
    initial: 'transfer',
  },
  toagentvoice: {
    zh: '拨下一号前播放给坐席的语音',
    en: 'Played to the agent before the next number',
    initial: 'transfer',
  },
  outtrunk: {
    zh: '呼出中继（需要话单和录音时留空）',
    en: 'Trunk; leave empty to keep call records and recordings',
    initial: '',
  },
  resultprompt: { zh: '提示坐席输入结果的语音', en: 'Asks the agent for the result', initial: '' },
  callerid: { zh: '默认外显号码', en: 'Number shown to the called party', initial: '' },
} as const satisfies Readonly<Record<string, Words & { readonly initial: string }>>;
