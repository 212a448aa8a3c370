import type { Vocabulary, Words } from './words';

/** §6.1.3.2: `DIALSTATUS`, how a dial ended; also `disposition` of a campaign's number (§8.8). */
export const dialStatuses = {
  CHANUNAVAIL: { zh: '通道不可用', en: 'Line unavailable' },
  CONGESTION: { zh: '线路拥塞', en: 'Congestion' },
  BUSY: { zh: '对方忙', en: 'Busy' },
  NOANSWER: { zh: '无人接听', en: 'Not answered' },
  ANSWER: { zh: '已接听', en: 'Answered' },
  CANCEL: { zh: '主叫放弃', en: 'Caller gave up' },
  DONTCALL: { zh: '被叫拒绝再来电', en: 'Asked not to be called' },
  TORTURE: { zh: '被叫转入骚扰处理', en: 'Sent to the nuisance treatment' },
} as const satisfies Vocabulary;

/** §4.53: `disposition` of a call record. */
export const dispositions = {
  ANSWERED: { zh: '已接听', en: 'Answered' },
  'NO ANSWER': { zh: '无人接听', en: 'Not answered' },
  FAILED: { zh: '失败', en: 'Failed' },
  BUSY: { zh: '对方忙', en: 'Busy' },
} as const satisfies Vocabulary;

/** §4.53: which dial results a search wants. */
export const dialChoices = {
  0: { zh: '全部', en: 'All' },
  1: { zh: '未接通', en: 'Not connected' },
  2: { zh: '已接通', en: 'Connected' },
} as const satisfies Vocabulary;

/**
 * Direction words. Records print IN, OUT or nothing (§4.53); searches know INNER and INOUT besides (§4.53, §4.86);
 * `MVB_DIRECT` is given as IN, OUT, INTERNAL, LIN or LOUT (§4.24).
 */
export const directions = {
  '': { zh: '内线', en: 'Internal' },
  IN: { zh: '呼入', en: 'Incoming' },
  OUT: { zh: '呼出', en: 'Outgoing' },
  INNER: { zh: '内线', en: 'Internal' },
  INOUT: { zh: '呼入和呼出', en: 'Incoming and outgoing' },
  INTERNAL: { zh: '内线', en: 'Internal' },
  LIN: { zh: '长途呼入', en: 'Incoming, long distance' },
  LOUT: { zh: '长途呼出', en: 'Outgoing, long distance' },
} as const satisfies Vocabulary;

/** §6.1.3.3: number types of a PRI line, as `MVB_DIAL_CALLINGTON` and its sister take them. */
export const numberTypes = {
  0: { name: 'PRI_UNKNOWN', zh: '未知', en: 'Unknown' },
  17: { name: 'PRI_INTERNATIONAL_ISDN', zh: '国际号码', en: 'International' },
  33: { name: 'PRI_NATIONAL_ISDN', zh: '国内号码', en: 'National' },
  65: { name: 'PRI_LOCAL_ISDN', zh: '本地号码', en: 'Local' },
  73: { name: 'PRI_PRIVATE', zh: '专用号码', en: 'Private' },
} as const satisfies Readonly<Record<number, Words & { readonly name: string }>>;
