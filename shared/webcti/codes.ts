/** Vocabularies of WEBCTI2 chapter 6 with words for people. Values are as on the wire. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

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

/** §6.5, first part: Q.850 causes. Numbers not listed here are shown as a number. */
export const hangupCauses = {
  0: { name: 'NOTDEFINED', zh: '原因不明', en: 'No cause given' },
  1: { name: 'UNALLOCATED', zh: '空号', en: 'Number not in use' },
  2: { name: 'NO_ROUTE_TRANSIT_NET', zh: '中转网络不可达', en: 'Transit network unreachable' },
  3: { name: 'NO_ROUTE_DESTINATION', zh: '目的地不可达', en: 'Destination unreachable' },
  6: { name: 'CHANNEL_UNACCEPTABLE', zh: '通道不被接受', en: 'Line not accepted' },
  7: { name: 'CALL_AWARDED_DELIVERED', zh: '呼叫已在其他通道接通', en: 'Delivered on another line' },
  16: { name: 'NORMAL_CLEARING', zh: '正常挂机', en: 'Ended normally' },
  17: { name: 'USER_BUSY', zh: '对方忙', en: 'Busy' },
  18: { name: 'NO_USER_RESPONSE', zh: '对方终端无响应', en: 'Telephone does not respond' },
  19: { name: 'NO_ANSWER', zh: '无人接听', en: 'Not answered' },
  21: { name: 'CALL_REJECTED', zh: '对方拒接', en: 'Rejected' },
  22: { name: 'NUMBER_CHANGED', zh: '号码已更改', en: 'Number has changed' },
  27: { name: 'DESTINATION_OUT_OF_ORDER', zh: '对方线路故障', en: 'Line out of order' },
  28: { name: 'INVALID_NUMBER_FORMAT', zh: '号码不完整或有误', en: 'Number incomplete or wrong' },
  29: { name: 'FACILITY_REJECTED', zh: '业务被拒绝', en: 'Service refused' },
  30: { name: 'RESPONSE_TO_STATUS_ENQUIRY', zh: '状态查询应答', en: 'Reply to a status request' },
  31: { name: 'NORMAL_UNSPECIFIED', zh: '正常结束，未说明', en: 'Ended, not specified' },
  34: { name: 'NORMAL_CIRCUIT_CONGESTION', zh: '线路全忙', en: 'All lines busy' },
  38: { name: 'NETWORK_OUT_OF_ORDER', zh: '网络故障', en: 'Network fault' },
  41: { name: 'NORMAL_TEMPORARY_FAILURE', zh: '临时故障', en: 'Temporary fault' },
  42: { name: 'SWITCH_CONGESTION', zh: '交换机拥塞', en: 'Exchange congested' },
  43: { name: 'ACCESS_INFO_DISCARDED', zh: '接入信息被丢弃', en: 'Access information lost' },
  44: { name: 'REQUESTED_CHAN_UNAVAIL', zh: '所选通道不可用', en: 'Chosen line unavailable' },
  45: { name: 'PRE_EMPTED', zh: '被优先呼叫抢占', en: 'Displaced by a call of higher priority' },
  50: { name: 'FACILITY_NOT_SUBSCRIBED', zh: '业务未开通', en: 'Service not subscribed' },
  52: { name: 'OUTGOING_CALL_BARRED', zh: '禁止呼出', en: 'Outgoing calls barred' },
  54: { name: 'INCOMING_CALL_BARRED', zh: '禁止呼入', en: 'Incoming calls barred' },
  57: { name: 'BEARERCAPABILITY_NOTAUTH', zh: '承载能力未授权', en: 'Bearer not authorised' },
  58: { name: 'BEARERCAPABILITY_NOTAVAIL', zh: '承载能力暂不可用', en: 'Bearer not available' },
  65: { name: 'BEARERCAPABILITY_NOTIMPL', zh: '承载能力不支持', en: 'Bearer not supported' },
  66: { name: 'CHAN_NOT_IMPLEMENTED', zh: '通道类型不支持', en: 'Line type not supported' },
  69: { name: 'FACILITY_NOT_IMPLEMENTED', zh: '业务不支持', en: 'Service not supported' },
  81: { name: 'INVALID_CALL_REFERENCE', zh: '呼叫标识无效', en: 'Call reference invalid' },
  88: { name: 'INCOMPATIBLE_DESTINATION', zh: '目的终端不兼容', en: 'Destination incompatible' },
  95: { name: 'INVALID_MSG_UNSPECIFIED', zh: '信令消息无效', en: 'Signalling message invalid' },
  96: { name: 'MANDATORY_IE_MISSING', zh: '缺少必需信令单元', en: 'Signalling element missing' },
  97: { name: 'MESSAGE_TYPE_NONEXIST', zh: '信令消息类型不存在', en: 'Signalling message unknown' },
  98: { name: 'WRONG_MESSAGE', zh: '信令消息与状态不符', en: 'Signalling message out of place' },
  99: { name: 'IE_NONEXIST', zh: '信令单元不存在', en: 'Signalling element unknown' },
  100: { name: 'INVALID_IE_CONTENTS', zh: '信令单元内容无效', en: 'Signalling element wrong' },
  101: { name: 'WRONG_CALL_STATE', zh: '呼叫状态不符', en: 'Wrong call state' },
  102: { name: 'RECOVERY_ON_TIMER_EXPIRE', zh: '信令超时', en: 'Signalling timed out' },
  103: { name: 'MANDATORY_IE_LENGTH_ERROR', zh: '必需信令单元长度错误', en: 'Signalling element of wrong length' },
  111: { name: 'PROTOCOL_ERROR', zh: '协议错误', en: 'Protocol error' },
  127: { name: 'INTERWORKING', zh: '互通故障', en: 'Interworking' },
} as const satisfies Readonly<Record<number, Words & { readonly name: string }>>;

/** The cause as `getchannel.causetxt` prints it; empty while the channel lives. */
export const causeText = (cause: number): string =>
  cause === 0 ? '' : ((hangupCauses as Readonly<Record<number, { name: string }>>)[cause]?.name ?? String(cause));

/** Words of a cause for people. */
export const causeWords = (cause: number): Words =>
  (hangupCauses as Readonly<Record<number, Words>>)[cause] ?? { zh: `原因 ${cause}`, en: `Cause ${cause}` };

/** §6.5, second part, and the words that the examples of §4.49 print. */
export const activityEvents = {
  added: { zh: '加入队列', en: 'Joined' },
  removed: { zh: '退出队列', en: 'Left' },
  paused: { zh: '示忙', en: 'Paused' },
  unpaused: { zh: '示闲', en: 'Ready' },
  Agentlogin: { zh: '登录', en: 'Signed in' },
  Agentlogout: { zh: '登出', en: 'Signed out' },
} as const satisfies Readonly<Record<string, Words>>;

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

/** What an argument of a queue event holds. `unused` arguments are printed empty. */
export type QueueArgument =
  | 'position'
  | 'entryPosition'
  | 'waitSeconds'
  | 'talkSeconds'
  | 'ringSeconds'
  | 'number'
  | 'url'
  | 'key'
  | 'onlineSeconds'
  | 'readySeconds'
  | 'pausedSeconds'
  | 'pause'
  | 'previousPause'
  | 'reason'
  | 'penalty'
  | 'value'
  | 'name'
  | 'time'
  | 'target'
  | 'context'
  | 'unused';

/** §6.10: queue log. `args` says what the five arguments hold, in order. */
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
  OUTCALL: { zh: '特殊坐席外呼', en: 'Special agent called out', args: ['value', 'time', 'value'] },
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

/** Codes that any endpoint may answer (WEBCTI2 chapter 3). Other numbers are hints: examples and table disagree. */
export const commonCodes = {
  success: 0,
  database: 9000,
  notStarted: 9001,
  parameter: 9002,
  file: 9003,
  extension: 9004,
  cti: 9005,
  key: 9999,
} as const;
