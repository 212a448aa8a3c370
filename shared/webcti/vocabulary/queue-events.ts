import type { Words } from './words';

/** §6.11: what an argument of a queue event can hold. `unused` arguments are printed empty. */
export const queueArguments = {
  position: { zh: '离开时的排队位置', en: 'Place in the queue on leaving' },
  entryPosition: { zh: '进入时的排队位置', en: 'Place in the queue on entering' },
  waitSeconds: { zh: '等待秒数', en: 'Seconds waited' },
  talkSeconds: { zh: '通话秒数', en: 'Seconds talked' },
  ringSeconds: { zh: '振铃秒数', en: 'Seconds rung' },
  number: { zh: '来电号码', en: 'Caller number' },
  url: { zh: '弹屏网址', en: 'URL' },
  key: { zh: '所按的键', en: 'Key pressed' },
  onlineSeconds: { zh: '在线秒数', en: 'Seconds signed in' },
  readySeconds: { zh: '示闲秒数', en: 'Seconds ready' },
  pausedSeconds: { zh: '示忙秒数', en: 'Seconds paused' },
  pause: { zh: '示忙值', en: 'Pause reason number' },
  previousPause: { zh: '此前的示忙值', en: 'Pause reason number before' },
  reason: { zh: '原因', en: 'Reason' },
  penalty: { zh: '优先级', en: 'Priority' },
  value: { zh: '设置值', en: 'Setting' },
  name: { zh: '坐席名称', en: 'Agent name' },
  time: { zh: '时间', en: 'Time' },
  target: { zh: '转接目标', en: 'Transferred to' },
  context: { zh: '拨号入口', en: 'Dial-plan entry' },
  state: { zh: '状态', en: 'State' },
  parameter: { zh: '参数', en: 'Parameter' },
  unused: { zh: '未使用', en: 'Not used' },
} as const satisfies Readonly<Record<string, Words>>;
export type QueueArgument = keyof typeof queueArguments;

/** §6.10 and §6.11: the queue log. `args` says what the five arguments hold, in order. */
export const queueEvents = {
  ENTERQUEUE: { zh: '进入队列', en: 'Entered the queue', args: ['url', 'number', 'entryPosition'] },
  CONNECT: { zh: '坐席接听', en: 'Answered', args: ['waitSeconds', 'number', 'ringSeconds'] },
  COMPLETEAGENT: {
    zh: '坐席先挂机',
    en: 'Agent hung up',
    args: ['waitSeconds', 'talkSeconds', 'entryPosition'],
  },
  COMPLETECALLER: {
    zh: '客户先挂机',
    en: 'Caller hung up',
    args: ['waitSeconds', 'talkSeconds', 'entryPosition'],
  },
  ABANDON: { zh: '排队中放弃', en: 'Gave up waiting', args: ['position', 'entryPosition', 'waitSeconds'] },
  AGENTDUMP: { zh: '坐席拒接', en: 'Agent refused', args: [] },
  RINGNOANSWER: { zh: '坐席未接听', en: 'Agent did not answer', args: ['ringSeconds'] },
  RINGCANCELED: { zh: '振铃时客户挂机', en: 'Caller hung up while it rang', args: ['waitSeconds'] },
  EXITEMPTY: { zh: '无坐席退出', en: 'Left: nobody there', args: ['position', 'entryPosition', 'waitSeconds'] },
  EXITWITHKEY: {
    zh: '按键退出',
    en: 'Left by a key',
    args: ['key', 'position', 'entryPosition', 'waitSeconds'],
  },
  EXITWITHTIMEOUT: {
    zh: '排队超时',
    en: 'Waited too long',
    args: ['position', 'entryPosition', 'waitSeconds'],
  },
  WITHDRAW: {
    zh: '被撤回',
    en: 'Taken out',
    args: ['position', 'entryPosition', 'waitSeconds', 'reason'],
  },
  /** Of this platform only: somebody sent a caller elsewhere who was still waiting; an Asterisk would say ABANDON. */
  TRANSFER: {
    zh: '排队中被转走',
    en: 'Sent elsewhere while waiting',
    args: ['target', 'context', 'waitSeconds', 'entryPosition'],
  },
  BLINDTRANSFER: {
    zh: '直接转接',
    en: 'Transferred',
    args: ['target', 'context', 'waitSeconds', 'talkSeconds', 'entryPosition'],
  },
  ATTENDEDTRANSFER: {
    zh: '询问后转接',
    en: 'Transferred after asking',
    args: ['target', 'waitSeconds', 'talkSeconds', 'entryPosition'],
  },
  LOGIN: { zh: '签入', en: 'Signed in', args: [] },
  LOGOFF: { zh: '签出', en: 'Signed out', args: ['onlineSeconds', 'readySeconds', 'pausedSeconds'] },
  PAUSE: { zh: '示忙', en: 'Paused', args: ['readySeconds', 'pause', 'reason', 'previousPause'] },
  UNPAUSE: { zh: '示闲', en: 'Ready', args: ['pausedSeconds', 'unused', 'unused', 'previousPause'] },
  PAUSEALL: { zh: '全部队列示忙', en: 'Paused everywhere', args: ['reason'] },
  UNPAUSEALL: { zh: '全部队列示闲', en: 'Ready everywhere', args: ['reason'] },
  PENALTY: { zh: '调整优先级', en: 'Priority changed', args: ['penalty'] },
  RINGINUSE: { zh: '通话中再次振铃', en: 'Rang while talking', args: ['value'] },
  SYSCOMPAT: { zh: '通道不兼容', en: 'Lines incompatible', args: ['unused', 'waitSeconds'] },
  AGENTLOGIN: { zh: '特殊坐席签入', en: 'Special agent signed in', args: ['name'] },
  AGENTLOGOFF: { zh: '特殊坐席签出', en: 'Special agent signed out', args: ['name', 'time'] },
  OUTCALL: { zh: '特殊坐席外呼', en: 'Special agent called out', args: ['state', 'time', 'parameter'] },
  QUEUESTART: { zh: '队列启动', en: 'Queues started', args: [] },
  CONFIGRELOAD: { zh: '重新加载配置', en: 'Settings reloaded', args: [] },
} as const satisfies Readonly<Record<string, Words & { readonly args: readonly QueueArgument[] }>>;
export type QueueEventName = keyof typeof queueEvents;

/** §6.11: why a queued call was lost. */
export const lostCallReasons = {
  ABANDON: { zh: '客户放弃', en: 'Gave up' },
  EXITEMPTY: { zh: '无坐席', en: 'Nobody there' },
  EXITWITHKEY: { zh: '按键退出', en: 'Left by a key' },
  EXITWITHTIMEOUT: { zh: '排队超时', en: 'Waited too long' },
  SYSCOMPAT: { zh: '通道不兼容', en: 'Lines incompatible' },
  WITHDRAW: { zh: '被撤回', en: 'Taken out' },
} as const satisfies Readonly<Record<string, Words>>;

/** One argument of a queue event for people. */
export interface ToldArgument {
  readonly argument: QueueArgument;
  readonly words: Words;
  readonly value: string;
}

/** The arguments of a queue event that hold something, each with its words; none of an event that is not known. */
export function toldArguments(event: string, args: readonly string[]): readonly ToldArgument[] {
  const known = Object.hasOwn(queueEvents, event) ? queueEvents[event as QueueEventName].args : [];
  return known.flatMap((argument: QueueArgument, index) => {
    const value = args[index] ?? '';
    return argument === 'unused' || value === '' ? [] : [{ argument, words: queueArguments[argument], value }];
  });
}
