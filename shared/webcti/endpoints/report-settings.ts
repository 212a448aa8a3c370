import type { Endpoints, Field, Param } from '../catalogue';
import { reportTypes } from '../vocabulary/reports';
import { valuesOf } from '../vocabulary/words';

const number = { type: 'int' } as const satisfies Field & Param;
const text = { type: 'string' } as const satisfies Field & Param;
/** The key of a row: needed by every action that is about one row. */
const forOneRow = { when: { item: ['add', 'delete', 'update'] } } as const;

/**
 * One endpoint lists and changes: `item` says which. `find` alone fills `data`; nothing here is sent again by itself,
 * for the others change something. `update` empties a remark (and in §7.28 the name) that is left out and keeps the
 * rest: read the row first and send it whole.
 */
const setting = {
  mutates: true,
  retry: false,
  pace: 'quick',
  envelope: 'items',
  errors: [
    { code: 9002, message: 'need variable "<name>".' },
    { code: 9999, message: 'WebKey is invalid' },
  ],
} as const;

const emptied = {
  zh: '备注；修改时不填则清空',
  en: 'Note; a change that leaves it out empties it',
} as const;
const remark = { type: 'string', about: emptied } as const satisfies Param;

/** Configuration of the report system (chapter 7). */
export const reportSettings = {
  pbxconfig: {
    ...setting,
    section: '7.28',
    path: 'webservice2/report/pbxconfig.php',
    purpose: { en: 'Looks up or changes the platforms in the reports', zh: '查询或修改报表中的平台' },
    params: {
      item: { type: 'enum', required: true, values: ['add', 'delete', 'update', 'find'] },
      pbxid: { type: 'int', ...forOneRow },
      pbxname: text,
      remark,
    },
    fields: { pbxid: number, pbxname: text, remark: text },
  },
  agentlistconfig: {
    ...setting,
    section: '7.29',
    path: 'webservice2/report/agentlistconfig.php',
    purpose: { en: 'Looks up, counts or changes the agents in the reports', zh: '查询、统计或修改报表中的坐席' },
    params: {
      // `count` answers with an empty `data`: the number is the text of `message`, here and nowhere else.
      item: { type: 'enum', required: true, values: ['add', 'delete', 'update', 'find', 'count'] },
      pbxid: { type: 'int', ...forOneRow },
      agentno: { type: 'string', ...forOneRow },
      agentname: { type: 'string', about: { zh: '坐席姓名', en: 'Name of the agent' } },
      remark,
      offset: { type: 'int', default: '0' },
      rows: number,
      sort: text,
      sens: { type: 'enum', values: ['ASC', 'DESC'] },
    },
    fields: { pbxid: number, agentno: text, agentname: text, remark: text },
  },
  queuelistconfig: {
    ...setting,
    section: '7.30',
    path: 'webservice2/report/queuelistconfig.php',
    purpose: { en: 'Looks up or changes the queues in the reports', zh: '查询或修改报表中的队列' },
    params: {
      item: { type: 'enum', required: true, values: ['add', 'delete', 'update', 'find'] },
      pbxid: { type: 'int', ...forOneRow },
      queueno: { type: 'string', ...forOneRow },
      // Printed so once as a parameter, `queueusername` three times as a field: neither looks right, all are read.
      queuelname: { type: 'string', aliases: ['queueusername', 'queuename'] },
      remark,
    },
    fields: {
      pbxid: number,
      queueno: text,
      queueusername: { type: 'string', aliases: ['queuelname', 'queuename'] },
      remark: text,
    },
  },
  qmrconfig: {
    ...setting,
    section: '7.31',
    path: 'webservice2/report/qmrconfig.php',
    // The contents list.
    otherPaths: ['webservice2/report/qmrrconfig.php'],
    purpose: { en: 'Looks up or changes what score a rating key gives', zh: '查询或修改满意度按键的分值' },
    params: {
      item: { type: 'enum', required: true, values: ['update', 'find'] },
      inputkey: { type: 'int', min: -1, when: { item: ['update'] } },
      score: number,
      remark,
    },
    fields: { inputkey: number, score: number, remark: text },
  },
  rptcontrol: {
    ...setting,
    section: '7.32',
    path: 'webservice2/report/rptcontrol.php',
    purpose: { en: 'Looks up or changes the jobs that fill the reports', zh: '查询或修改生成报表的任务' },
    params: {
      item: { type: 'enum', required: true, values: ['add', 'update', 'find', 'delete'] },
      pbxid: { type: 'int', ...forOneRow },
      rpttype: { type: 'enum', ...forOneRow, values: valuesOf(reportTypes) },
      rptname: text,
      begindate: {
        type: 'date',
        about: { zh: '开始处理的日期', en: 'First day that the job works up' },
      },
      enddate: {
        type: 'date',
        about: { zh: '截止处理的日期，空表示到当天', en: 'Last day that the job works up; empty: up to today' },
      },
      enabled: { type: 'enum', values: ['0', '1'] },
    },
    // `finishdate` and `lastrunend` tell how fresh all reports of this kind are; `status` is a Chinese word.
    fields: {
      pbxid: number,
      rpttype: { type: 'enum', values: valuesOf(reportTypes) },
      rptname: text,
      begindate: { type: 'datetime' },
      enddate: { type: 'datetime' },
      finishdate: { type: 'datetime' },
      status: text,
      enabled: { type: 'enum', values: ['0', '1'] },
      lastrunbegin: { type: 'datetime' },
      lastrunend: { type: 'datetime' },
    },
  },
} as const satisfies Endpoints;
