import type { Endpoints } from '../catalogue';
import { queueEvents } from '../vocabulary/queue-events';
import { valuesOf } from '../vocabulary/words';

const events = valuesOf(queueEvents);
const agentChannel = { zh: '坐席通道或接口，如 SIP/999', en: "Agent's channel or interface, as SIP/999" };

/** The log of the queues. Events without a call or an agent say `NONE`; what an argument holds depends on the event. */
export const queueLog = {
  getqueuelog: {
    section: '4.124',
    path: 'webservice2/getqueuelog.php',
    otherPaths: ['webservice2/getqueue.log.php', 'webservice2/getqueueolog.php'],
    purpose: {
      en: 'What a queue or a call went through; with an event, its last row only',
      zh: '队列或呼叫的日志，给出事件时仅返回最后一条',
    },
    mutates: false,
    retry: true,
    pace: 'slow',
    params: {
      queue: { type: 'string' },
      uniqueid: { type: 'csv', about: { zh: '呼叫编号，多个用逗号分隔', en: 'Ids of calls, separated by commas' } },
      event: { type: 'enum', values: events },
    },
    envelope: 'items',
    fields: {
      eventtime: { type: 'datetime' },
      callid: { type: 'string' },
      queuename: { type: 'string' },
      // Unix seconds. Both examples double the s; the table and every other section do not.
      queuestart: { type: 'int', aliases: ['queuesstart'] },
      agent: { type: 'string' },
      agentno: { type: 'string' },
      event: { type: 'enum', values: events },
      arg1: { type: 'string' },
      arg2: { type: 'string' },
      arg3: { type: 'string' },
      arg4: { type: 'string' },
      arg5: { type: 'string' },
    },
    errors: [{ code: 9999, message: 'WebKey <webkey> is invalid' }],
  },
  getqueueloglist: {
    section: '4.125',
    path: 'webservice2/getqueueloglist.php',
    otherPaths: ['webservice2/getqueueologlist.php'],
    purpose: { en: 'Queue log, filtered, sorted, by pages', zh: '队列日志，可筛选、排序、分页' },
    mutates: false,
    retry: true,
    pace: 'slow',
    params: {
      eventtime1: { type: 'datetime' },
      eventtime2: { type: 'datetime' },
      event: { type: 'enum', values: events },
      uniqueid: { type: 'string' },
      queuename: { type: 'string' },
      agent: { type: 'string', about: agentChannel },
      agentno: { type: 'string' },
      history: { type: 'enum', values: ['0', '1'] },
      // As printed, though no row has a calldate: eventtime must be meant.
      sort: { type: 'string', default: 'calldate' },
      sens: { type: 'enum', values: ['DESC', 'ASC'], default: 'DESC' },
      offset: { type: 'int', default: '0' },
      rows: { type: 'int' },
    },
    envelope: 'items',
    inside: 'result',
    fields: {
      eventtime: { type: 'datetime' },
      callid: { type: 'string' },
      queuename: { type: 'string' },
      queuestart: { type: 'int' },
      agent: { type: 'string' },
      agentno: { type: 'string' },
      event: { type: 'enum', values: events },
      arg1: { type: 'string' },
      arg2: { type: 'string' },
      arg3: { type: 'string' },
      arg4: { type: 'string' },
      arg5: { type: 'string' },
    },
    errors: [{ code: 9999, message: 'WebKey <webkey> is invalid' }],
  },
  getqueuelogcount: {
    section: '4.126',
    path: 'webservice2/getqueuelogcount.php',
    otherPaths: ['webservice2/getqueueologcount.php', 'webservice2/getqueueilogcount.php'],
    purpose: { en: 'Number of queue log rows under the same filters', zh: '符合条件的队列日志数' },
    mutates: false,
    retry: true,
    pace: 'slow',
    params: {
      eventtime1: { type: 'datetime' },
      eventtime2: { type: 'datetime' },
      event: { type: 'enum', values: events },
      uniqueid: { type: 'string' },
      queuename: { type: 'string' },
      agent: { type: 'string', about: agentChannel },
      agentno: { type: 'string' },
      history: { type: 'enum', values: ['0', '1'] },
    },
    envelope: 'items',
    fields: { result: { type: 'int' } },
    errors: [{ code: 9999, message: 'WebKey <webkey> is invalid' }],
  },
} as const satisfies Endpoints;
