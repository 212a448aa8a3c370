import type { Vocabulary, Words } from './words';

/** §6.2 */
export const channelStates = {
  Down: { zh: '未接通', en: 'Down' },
  Rsrvd: { zh: '已预留', en: 'Reserved' },
  Dialing: { zh: '拨号中', en: 'Dialling' },
  Ring: { zh: '对方振铃', en: 'Ringing out' },
  Ringing: { zh: '来电振铃', en: 'Ringing' },
  Up: { zh: '通话中', en: 'Talking' },
  Busy: { zh: '忙线', en: 'Busy' },
  Unknown: { zh: '不明', en: 'Unknown' },
} as const satisfies Readonly<Record<string, Words>>;

/** §6.3 */
export const linkStates = {
  Dialing: { zh: '呼叫中', en: 'Calling' },
  Link: { zh: '已接通', en: 'Connected' },
  UnLink: { zh: '已断开', en: 'Disconnected' },
  Hangup: { zh: '已挂机', en: 'Hung up' },
} as const satisfies Readonly<Record<string, Words>>;

/** §6.4 */
export const agentCallStates = {
  Called: { zh: '正在振铃', en: 'Ringing the agent' },
  Connect: { zh: '通话中', en: 'Talking' },
  Complete: { zh: '通话结束', en: 'Finished' },
  Dump: { zh: '未接即拒', en: 'Refused before the answer' },
} as const satisfies Readonly<Record<string, Words>>;

/** §6.5, second part, and the words that the examples of §4.49 print. */
export const activityEvents = {
  added: { zh: '加入队列', en: 'Joined' },
  removed: { zh: '退出队列', en: 'Left' },
  paused: { zh: '示忙', en: 'Paused' },
  unpaused: { zh: '示闲', en: 'Ready' },
  Agentlogin: { zh: '登录', en: 'Signed in' },
  Agentlogout: { zh: '登出', en: 'Signed out' },
} as const satisfies Readonly<Record<string, Words>>;

/** §4.49: what a search for activities takes; its words are not those of the events that it finds. */
export const activityFilters = {
  added: { zh: '加入队列', en: 'Joined' },
  removed: { zh: '退出队列', en: 'Left' },
  0: { zh: '示闲', en: 'Ready' },
  1: { zh: '示忙', en: 'Paused' },
} as const satisfies Vocabulary;

/** §6.6: state of a telephone. 1, 2, 4 and 8 are bits; 9 is 8 + 1. Not to be mixed with `agentStatuses`. */
export const deviceStatuses = {
  '-2': { zh: '已删除', en: 'Removed' },
  '-1': { zh: '已停用', en: 'Out of service' },
  0: { zh: '空闲', en: 'Idle' },
  1: { zh: '使用中', en: 'In use' },
  2: { zh: '忙', en: 'Busy' },
  4: { zh: '未注册', en: 'Unreachable' },
  8: { zh: '振铃', en: 'Ringing' },
  9: { zh: '通话中并振铃', en: 'In use and ringing' },
} as const satisfies Readonly<Record<string, Words>>;
export const deviceBits = { inUse: 1, busy: 2, unreachable: 4, ringing: 8 } as const;
export type DeviceBit = keyof typeof deviceBits;

/** The bits that are set in a device status, lowest first; none for idle and for the negative ones, which are no bits. */
export const deviceBitsOf = (status: number): readonly DeviceBit[] =>
  status < 0 ? [] : (Object.keys(deviceBits) as DeviceBit[]).filter((bit) => (status & deviceBits[bit]) !== 0);

/**
 * Words of a device status: those of §6.6 where it lists the number, else the words of its bits side by side. A bit or
 * a negative number that §6.6 does not know (16 in later Asterisk) is told as a number.
 */
export function deviceWords(status: number): Words {
  const listed: Vocabulary = deviceStatuses;
  const whole = Object.hasOwn(listed, status) ? listed[status] : undefined;
  if (whole) return whole;
  const known = deviceBitsOf(status);
  const rest = known.reduce((left, bit) => left - deviceBits[bit], status);
  const parts = known.map((bit) => deviceStatuses[deviceBits[bit]] as Words);
  if (rest !== 0) parts.push({ zh: `状态 ${rest}`, en: `State ${rest}` });
  return { zh: parts.map(({ zh }) => zh).join('、'), en: parts.map(({ en }) => en).join(', ') };
}

/** §6.7: state of a queue member's telephone. */
export const agentStatuses = {
  0: { zh: '不明', en: 'Unknown' },
  1: { zh: '空闲', en: 'Idle' },
  2: { zh: '通话中', en: 'In use' },
  3: { zh: '忙', en: 'Busy' },
  4: { zh: '无效', en: 'Invalid' },
  5: { zh: '不可用', en: 'Unreachable' },
  6: { zh: '振铃', en: 'Ringing' },
} as const satisfies Readonly<Record<number, Words>>;

/** §6.8 */
export const parkStates = {
  Parked: { zh: '驻留中', en: 'Parked' },
  GiveUp: { zh: '对方已挂机', en: 'Caller hung up' },
  TimeOut: { zh: '驻留超时', en: 'Timed out' },
  UnParked: { zh: '已取回', en: 'Taken back' },
} as const satisfies Readonly<Record<string, Words>>;

/** §6.9: how the first channel of an originated call ended. */
export const originateReasons = {
  1: { zh: '已挂机', en: 'Hung up' },
  3: { zh: '无人接听', en: 'Not answered' },
  4: { zh: '已接听', en: 'Answered' },
  5: { zh: '忙线', en: 'Busy' },
  8: { zh: '线路拥塞', en: 'Congestion' },
} as const satisfies Readonly<Record<number, Words>>;

/** §4.14, §4.58: how a device comes to its user. */
export const deviceTypes = {
  fixed: { zh: '固定绑定', en: 'Bound for good' },
  adhoc: { zh: '可动态绑定', en: 'Can be bound as needed' },
} as const satisfies Vocabulary;

/** §4.84: how a member came into a queue. */
export const memberships = {
  dynamic: { zh: '动态加入', en: 'Joined by itself' },
  static: { zh: '固定成员', en: 'Set on the platform' },
} as const satisfies Vocabulary;

/** §4.37: kinds of call forwarding. */
export const forwardings = {
  CF: { zh: '无条件转移', en: 'Always' },
  CFB: { zh: '遇忙转移', en: 'When busy' },
  CFU: { zh: '不可用时转移', en: 'When unreachable' },
  ALL: { zh: '全部转移方式', en: 'All kinds' },
} as const satisfies Vocabulary;

/** §4.44: how far a customer got in a voice program. */
export const callDataStates = {
  0: { zh: '未处理', en: 'Not processed' },
  1: { zh: '已完成', en: 'Done' },
  2: { zh: '输入不完整', en: 'Input incomplete' },
  3: { zh: '已挂机', en: 'Hung up' },
} as const satisfies Vocabulary;

/** §4.44: what a voice program says of the customer. */
export const callDataChecks = {
  0: { zh: '未验证', en: 'Not checked' },
  1: { zh: '验证通过', en: 'Passed' },
  2: { zh: '验证失败', en: 'Failed' },
} as const satisfies Vocabulary;

/** §4.143: how the language engine took a sentence. */
export const understandings = {
  success: { zh: '已理解', en: 'Understood' },
  nlp_nomatch: { zh: '没有匹配', en: 'Nothing matched' },
  nlp_timeout: { zh: '超时', en: 'Timed out' },
  nlp_error: { zh: '引擎出错', en: 'Engine failed' },
} as const satisfies Vocabulary;
