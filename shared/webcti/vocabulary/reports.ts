import type { Vocabulary } from './words';

/** §7.32: kinds of reports. */
export const reportTypes = {
  platform: { zh: '平台报表', en: 'Platform' },
  agent: { zh: '坐席报表', en: 'Agents' },
  queue: { zh: '队列报表', en: 'Queues' },
  area: { zh: '区域报表', en: 'Regions' },
} as const satisfies Vocabulary;

/** §7.28 to §7.32: what a configuration endpoint is to do. `find` and `count` only read. */
export const settingActions = {
  add: { zh: '新增', en: 'Add' },
  delete: { zh: '删除', en: 'Delete' },
  update: { zh: '修改', en: 'Change' },
  find: { zh: '查询', en: 'Look up' },
  count: { zh: '计数', en: 'Count' },
} as const satisfies Vocabulary;

/** §7.19: calls behind a figure of a platform report. */
export const platformFigures = {
  in: { zh: '呼入', en: 'Incoming' },
  out: { zh: '呼出', en: 'Outgoing' },
  inner: { zh: '内线', en: 'Internal' },
  citycall: { zh: '市话呼出', en: 'Outgoing, local' },
  nationalcall: { zh: '国内长途呼出', en: 'Outgoing, national' },
  internationalcall: { zh: '国际长途呼出', en: 'Outgoing, international' },
  ivr: { zh: '进入语音导航', en: 'Served by a voice menu' },
  queue: { zh: '进入队列', en: 'Served by a queue' },
  agent: { zh: '分机接听', en: 'Taken by an extension' },
} as const satisfies Vocabulary;

/** §7.20: an agent's outgoing calls; the words are the columns of §7.6. */
export const agentOutgoingFigures = {
  outboundcalls: { zh: '外呼次数', en: 'Calls made' },
  outcallanswered: { zh: '外呼接通次数', en: 'Calls made and answered' },
  outboundbillsecs: { zh: '外呼通话时长', en: 'Talk time of calls made' },
} as const satisfies Vocabulary;

/** §7.21: an agent's incoming calls; the words are the columns of §7.6. */
export const agentIncomingFigures = {
  incomingcalls: { zh: '分配来电', en: 'Calls offered' },
  incallanswered: { zh: '接听来电', en: 'Calls answered' },
  agenthangup: { zh: '坐席先挂机', en: 'Ended by the agent' },
  callerhangup: { zh: '客户先挂机', en: 'Ended by the caller' },
  transfercalls: { zh: '转出', en: 'Transferred' },
  ringsecs: { zh: '振铃时长', en: 'Ringing time' },
  holdsecs: { zh: '排队时长', en: 'Queueing time' },
  ringnoanswer: { zh: '振铃未接', en: 'Rang without answer' },
  incomingbillsecs: { zh: '呼入通话时长', en: 'Talk time of calls received' },
} as const satisfies Vocabulary;

/** §7.23: an agent's time; the words are the columns of §7.6. */
export const agentPauseFigures = {
  pauseduration: { zh: '示忙时长', en: 'Time paused' },
  unpauseduration: { zh: '示闲时长', en: 'Time ready' },
  // §7.23 prints this value without its e, once; to be tried where a platform refuses the one above.
  unpausduration: { zh: '示闲时长', en: 'Time ready' },
  pausetimes: { zh: '示忙次数', en: 'Pauses' },
  wrappedsecs: { zh: '话后处理时长', en: 'After-call work' },
  othworksecs: { zh: '其他工作时长', en: 'Other work' },
} as const satisfies Vocabulary;

/** §7.27: a queue's calls; the words are the columns of §7.11, spelt as the vendor spells them. */
export const queueFigures = {
  agentcalls: { zh: '转到坐席', en: 'Put through to agents' },
  agentanswered: { zh: '坐席接听', en: 'Answered' },
  noanswerdcalls: { zh: '振铃时挂机', en: 'Given up while ringing' },
  answeredin5: { zh: '5 秒内接听', en: 'Answered within 5 s' },
  answeredin10: { zh: '5 至 10 秒接听', en: 'Answered after 5 to 10 s' },
  answeredin15: { zh: '10 至 15 秒接听', en: 'Answered after 10 to 15 s' },
  answeredin20: { zh: '15 至 20 秒接听', en: 'Answered after 15 to 20 s' },
  answeredin30: { zh: '20 至 30 秒接听', en: 'Answered after 20 to 30 s' },
  answeredinup30: { zh: '30 秒以上接听', en: 'Answered after 30 s or more' },
  answeredholdtime: { zh: '接听前等待', en: 'Wait before the answer' },
  abandancalls: { zh: '排队中放弃', en: 'Abandoned' },
  timeoutcalls: { zh: '排队超时', en: 'Timed out' },
  otherbadcalls: { zh: '其他呼损', en: 'Lost otherwise' },
  billsecs: { zh: '通话时长', en: 'Talk time' },
} as const satisfies Vocabulary;
