import type { Words } from './words';

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
