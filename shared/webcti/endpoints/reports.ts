import type { Endpoints, Field, Param } from '../catalogue';
import {
  agentIncomingFigures,
  agentOutgoingFigures,
  agentPauseFigures,
  platformFigures,
  queueFigures,
} from '../vocabulary/reports';
import { valuesOf } from '../vocabulary/words';

type Fields = Readonly<Record<string, Field>>;
type Params = Readonly<Record<string, Param>>;

/** The same fields, printed without quotes: most reports print their figures as numbers, the details none. */
const bare = <const F extends Fields>(fields: F) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { ...field, bare: true }])) as {
    readonly [K in keyof F]: F[K] & { readonly bare: true };
  };

/** Chapter 7 prints one failure only, without the key in its text; 9002 is the rule of chapter 3. */
const errors = [
  { code: 9002, message: 'need variable "<name>".' },
  { code: 9999, message: 'WebKey is invalid' },
] as const;

/** Reports read whole periods and have no paging: they are asked for by a person, seldom, and with a short period. */
const report = { mutates: false, retry: true, pace: 'slow', envelope: 'items', errors } as const;
const detail = { ...report, total: true } as const;

const day = { type: 'date' } as const satisfies Param;
const number = { type: 'int' } as const satisfies Field & Param;
const share = { type: 'float' } as const satisfies Field;
const text = { type: 'string' } as const satisfies Field & Param;
const time = { type: 'datetime' } as const satisfies Field;

/** `rptdate2` left out: that day or up to now, the document does not say; callers had better send both. */
const period = { rptdate1: { ...day, required: true }, rptdate2: day } as const satisfies Params;
/** The example URLs of §7.2, §7.8 and §7.10 print the first day without its number. */
const misprintedPeriod = {
  rptdate1: { ...day, required: true, aliases: ['rptdate'] },
  rptdate2: day,
} as const satisfies Params;
const hours = { rpthour1: { type: 'int', max: 23 }, rpthour2: { type: 'int', max: 23 } } as const satisfies Params;
const latestFirst = {
  sort: { type: 'string', default: 'rptdate' },
  sens: { type: 'enum', values: ['ASC', 'DESC'], default: 'DESC' },
} as const satisfies Params;

/** The end day of a detail counts in whole (§7.20 shows a call of its afternoon). */
const detailPeriod = {
  calldate1: { ...day, required: true },
  calldate2: { ...day, required: true },
} as const satisfies Params;
/** No default and no upper limit of `rows` is written: a caller sends it. */
const paging = {
  offset: { type: 'int', default: '0' },
  rows: number,
  sort: text,
  sens: { type: 'enum', values: ['ASC', 'DESC'] },
} as const satisfies Params;
const ofAgent = { ...detailPeriod, agentno: { ...text, required: true } } as const satisfies Params;
const ofQueue = { ...detailPeriod, queueno: { ...text, required: true } } as const satisfies Params;

/** Incoming calls, whole and by who served them: the three `…ivr(s)`, `…extensions`, `…queues` add up to the answered. */
const incoming = {
  incomingcalls: number,
  incominganswered: number,
  incomingbillsecs: number,
  incomingavgbillsecs: number,
  incomingmaxbillsecs: number,
  incomingrate: share,
} as const satisfies Fields;
const outgoing = {
  incomingextensions: number,
  incomingqueues: number,
  outboundcalls: number,
  outboundanswered: number,
  outboundrate: share,
  outboundnationalcalls: number,
  outboundnationalanswered: number,
  outboundnationalbillsecs: number,
  outboundnationalavgbillsecs: number,
  outboundinternationalcalls: number,
  outboundinternationalanswered: number,
  outboundinternationalbillsecs: number,
  outboundinternationalavgbillsecs: number,
  outboundbillsecs: number,
  outboundavgbillsecs: number,
  outboundmaxbillsecs: number,
  internalcalls: number,
  internalanswered: number,
  internalbillsecs: number,
  internalavgbillsecs: number,
  internalmaxbillsecs: number,
} as const satisfies Fields;

const platformHour = {
  rptdate: time,
  ...bare({
    rpthour: number,
    pbxid: number,
    ...incoming,
    incomingivrs: { type: 'int', aliases: ['incomingivr'] },
    ...outgoing,
  }),
} as const satisfies Fields;
/** The day report spells the calls of the voice menus without s, the hour and region reports with. */
const platform = bare({
  pbxid: number,
  ...incoming,
  incomingivr: { type: 'int', aliases: ['incomingivrs'] },
  ...outgoing,
});

/** `pauselocation` and `unpauselocation` are what the print has; the flags of §7.23 name the same columns right. */
const agent = {
  agentno: text,
  ...bare({
    pbxid: number,
    incomingcalls: number,
    incallanswered: number,
    incominganswerrate: share,
    outboundcalls: number,
    outcallanswered: number,
    outboundansweredrate: share,
    transfercalls: number,
    agenthangup: number,
    callerhangup: number,
    pickupcalls: number,
    outboundbillsecs: number,
    outboundavg: number,
    incomingbillsecs: number,
    incomingavg: number,
    ringsecs: number,
    holdsecs: number,
    ringavg: number,
    holdavg: number,
    maxoutboundbillsec: number,
    maxincomingbillsec: number,
    onlineduration: number,
    logintimes: number,
    pauseduration: { type: 'int', aliases: ['pauselocation'] },
    unpauseduration: { type: 'int', aliases: ['unpauselocation'] },
    pausetimes: number,
    wrappedsecs: number,
    othworksecs: number,
    ringnoanswer: number,
    occupancyrate: share,
    qmcounts: number,
    qmscore: number,
    qmresult: share,
    musicholdsecs: number,
    musicholdcounts: number,
    musicholdavg: number,
    maxmusicholdsec: number,
  }),
} as const satisfies Fields;

/** `noanswerd…` and `abandan…` are the vendor's own spelling; the aliases are what the print made of them once. */
const queueCalls = bare({
  queuecalls: number,
  agentcalls: number,
  agentanswered: number,
  noanswerdcalls: number,
  timeoutcalls: { type: 'int', aliases: ['timedoutcalls'] },
  abandancalls: { type: 'int', aliases: ['abandonancalls'] },
  otherbadcalls: number,
  answeredin5: number,
  answeredin10: number,
  answeredin15: number,
  answeredin20: number,
  answeredin30: number,
  answeredinup30: number,
  answeredholdtime: number,
});
const queueFigureFields = bare({
  abandanholdtime: { type: 'int', aliases: ['abandonholdtime'] },
  avgabandanholdtime: { type: 'int', aliases: ['avgabandonholdtime'] },
  maxholdtime: number,
  qmcounts: number,
  qmscore: number,
  qmresult: share,
  agentrate: share,
  queuerate: share,
  billsecs: number,
  avgbillsecs: number,
});
/** The hour report prints date, hour, platform and queue as text and spells one average its own way. */
const queueHour = {
  rptdate: time,
  rpthour: number,
  pbxid: number,
  queue: text,
  ...queueCalls,
  ...bare({ avganswredholdtime: { type: 'int', aliases: ['avgansweredholdtime'] } }),
  ...queueFigureFields,
} as const satisfies Fields;
const queue = {
  ...bare({ pbxid: number, queue: text }),
  ...queueCalls,
  ...bare({ avgansweredholdtime: { type: 'int', aliases: ['avganswredholdtime'] } }),
  ...queueFigureFields,
} as const satisfies Fields;

/** `areacode` is text: `0531` as a number loses its zero. All figures but the platform's id are printed as text. */
const area = {
  ...bare({ pbxid: number }),
  areacode: text,
  ...incoming,
  incomingqueues: number,
  incomingivrs: { type: 'int', aliases: ['incomingivr'] },
  incomingextensions: number,
} as const satisfies Fields;

/** A week, month or year: §7.3 refers to the day report, and no example shows how its date is written. */
const longer = { rptdate: text } as const satisfies Fields;

const platformParams = { ...period, pbxid: number, ...latestFirst } as const satisfies Params;
const agentParams = { ...period, pbxid: number, agentno: text, ...latestFirst } as const satisfies Params;
const queueParams = { ...period, pbxid: number, queue: text, ...latestFirst } as const satisfies Params;
const areaParams = { ...period, pbxid: number, areacode: text, ...latestFirst } as const satisfies Params;

/** A call record behind a figure. `userfield` holds marks of the platform, among them the recording. */
const record = {
  calldate: time,
  areacode: text,
  caller: text,
  callee: text,
  dnid: text,
  duration: number,
  billsec: number,
  uniqueid: text,
  direct: text,
  disposition: text,
  dialstatus: text,
  userfield: text,
} as const satisfies Fields;
/** A queue event behind a figure: `dialstatus` is the event of §6.10, `queuename` the number of the queue. */
const agentEvent = { eventtime: time, agentno: text, queuename: text, dialstatus: text } as const satisfies Fields;
const callEvent = { ...agentEvent, uniqueid: text, caller: text, billsecs: number } as const satisfies Fields;

/**
 * Report system (chapter 7): figures by period, and the calls behind a figure. The system is bought separately; a
 * platform without it has no folder `report`, so a 404 is no fault of the address.
 */
export const reports = {
  getplatformhourreport: {
    ...report,
    section: '7.1',
    path: 'webservice2/report/getplatformhourreport.php',
    purpose: { en: 'Call volume of the platform, hour by hour', zh: '平台各小时的话务量' },
    params: {
      ...period,
      ...hours,
      pbxid: number,
      sort: { type: 'string', default: 'rptdate, rpthour' },
      sens: { type: 'enum', values: ['ASC', 'DESC'], default: 'ASC' },
    },
    fields: platformHour,
  },
  getplatformdayreport: {
    ...report,
    section: '7.2',
    path: 'webservice2/report/getplatformdayreport.php',
    purpose: { en: 'Call volume of the platform, day by day', zh: '平台每日的话务量' },
    params: { ...platformParams, ...misprintedPeriod },
    fields: { rptdate: time, ...platform },
  },
  getplatformweekreport: {
    ...report,
    section: '7.3',
    path: 'webservice2/report/getplatformweekreport.php',
    purpose: { en: 'Call volume of the platform, week by week', zh: '平台每周的话务量' },
    params: platformParams,
    fields: { ...longer, ...platform },
  },
  getplatformmonthreport: {
    ...report,
    section: '7.4',
    path: 'webservice2/report/getplatformmonthreport.php',
    purpose: { en: 'Call volume of the platform, month by month', zh: '平台每月的话务量' },
    params: platformParams,
    fields: { ...longer, ...platform },
  },
  getplatformyearreport: {
    ...report,
    section: '7.5',
    path: 'webservice2/report/getplatformyearreport.php',
    purpose: { en: 'Call volume of the platform, year by year', zh: '平台每年的话务量' },
    params: platformParams,
    fields: { ...longer, ...platform },
  },
  getagentdayreport: {
    ...report,
    section: '7.6',
    path: 'webservice2/report/getagentdayreport.php',
    purpose: { en: 'Calls and working time of each agent, day by day', zh: '各坐席每日的话务与工时' },
    params: agentParams,
    fields: { rptdate: time, ...agent },
  },
  getagentweekreport: {
    ...report,
    section: '7.7',
    path: 'webservice2/report/getagentweekreport.php',
    purpose: { en: 'Calls and working time of each agent, week by week', zh: '各坐席每周的话务与工时' },
    params: agentParams,
    fields: { ...longer, ...agent },
  },
  getagentmonthreport: {
    ...report,
    section: '7.8',
    path: 'webservice2/report/getagentmonthreport.php',
    purpose: { en: 'Calls and working time of each agent, month by month', zh: '各坐席每月的话务与工时' },
    params: { ...agentParams, ...misprintedPeriod },
    fields: { ...longer, ...agent },
  },
  getagentyearreport: {
    ...report,
    section: '7.9',
    path: 'webservice2/report/getagentyearreport.php',
    purpose: { en: 'Calls and working time of each agent, year by year', zh: '各坐席每年的话务与工时' },
    params: agentParams,
    fields: { ...longer, ...agent },
  },
  getqueuehourreport: {
    ...report,
    section: '7.10',
    path: 'webservice2/report/getqueuehourreport.php',
    purpose: { en: 'Calls and waiting times of each queue, hour by hour', zh: '各队列每小时的话务与等待时长' },
    params: { ...queueParams, ...misprintedPeriod, ...hours },
    fields: queueHour,
  },
  getqueuedayreport: {
    ...report,
    section: '7.11',
    path: 'webservice2/report/getqueuedayreport.php',
    purpose: { en: 'Calls and waiting times of each queue, day by day', zh: '各队列每日的话务与等待时长' },
    params: queueParams,
    fields: { rptdate: time, ...queue },
  },
  getqueueweekreport: {
    ...report,
    section: '7.12',
    path: 'webservice2/report/getqueueweekreport.php',
    purpose: { en: 'Calls and waiting times of each queue, week by week', zh: '各队列每周的话务与等待时长' },
    params: queueParams,
    fields: { ...longer, ...queue },
  },
  getqueuemonthreport: {
    ...report,
    section: '7.13',
    path: 'webservice2/report/getqueuemonthreport.php',
    // Heading and both URLs; the table of contents and all three sisters have the m.
    otherPaths: ['webservice2/report/getqueueonthreport.php'],
    purpose: { en: 'Calls and waiting times of each queue, month by month', zh: '各队列每月的话务与等待时长' },
    params: queueParams,
    fields: { ...longer, ...queue },
  },
  getqueueyearreport: {
    ...report,
    section: '7.14',
    path: 'webservice2/report/getqueueyearreport.php',
    purpose: { en: 'Calls and waiting times of each queue, year by year', zh: '各队列每年的话务与等待时长' },
    params: queueParams,
    fields: { ...longer, ...queue },
  },
  getareadayreport: {
    ...report,
    section: '7.15',
    path: 'webservice2/report/getareadayreport.php',
    purpose: { en: 'Incoming calls by region of the caller, day by day', zh: '各地区每日的来电量' },
    params: areaParams,
    fields: { rptdate: time, ...area },
  },
  getareaweekreport: {
    ...report,
    section: '7.16',
    path: 'webservice2/report/getareaweekreport.php',
    purpose: { en: 'Incoming calls by region of the caller, week by week', zh: '各地区每周的来电量' },
    params: areaParams,
    fields: { ...longer, ...area },
  },
  getareamonthreport: {
    ...report,
    section: '7.17',
    path: 'webservice2/report/getareamonthreport.php',
    purpose: { en: 'Incoming calls by region of the caller, month by month', zh: '各地区每月的来电量' },
    params: areaParams,
    fields: { ...longer, ...area },
  },
  getareayearreport: {
    ...report,
    section: '7.18',
    path: 'webservice2/report/getareayearreport.php',
    purpose: { en: 'Incoming calls by region of the caller, year by year', zh: '各地区每年的来电量' },
    params: areaParams,
    fields: { ...longer, ...area },
  },
  getplatformrptdetail: {
    ...detail,
    section: '7.19',
    path: 'webservice2/report/getplatformrptdetail.php',
    purpose: { en: 'The calls behind a figure of the platform', zh: '平台某项数据对应的通话' },
    params: { flag: { type: 'enum', required: true, values: valuesOf(platformFigures) }, ...detailPeriod, ...paging },
    fields: record,
  },
  getagentcdrrptdetail: {
    ...detail,
    section: '7.20',
    path: 'webservice2/report/getagentcdrrptdetail.php',
    // Both URLs have one r less than heading and contents.
    otherPaths: ['webservice2/report/getagentcdrptdetail.php'],
    purpose: { en: 'The calls behind a figure of what an agent dialled', zh: '坐席某项外呼数据对应的通话' },
    params: { flag: { type: 'enum', required: true, values: valuesOf(agentOutgoingFigures) }, ...ofAgent, ...paging },
    fields: record,
  },
  getagentcallrptdetail: {
    ...detail,
    section: '7.21',
    path: 'webservice2/report/getagentcallrptdetail.php',
    purpose: { en: 'The calls behind a figure of what an agent was offered', zh: '坐席某项来电数据对应的通话' },
    params: { flag: { type: 'enum', required: true, values: valuesOf(agentIncomingFigures) }, ...ofAgent, ...paging },
    fields: callEvent,
  },
  getagentonlinerptdetail: {
    ...detail,
    section: '7.22',
    path: 'webservice2/report/getagentonlinerptdetail.php',
    purpose: { en: 'When an agent signed in and out', zh: '坐席的签入签出记录' },
    params: { ...ofAgent, ...paging },
    // Seconds stand in the row of the signing out, the row of the signing in has none.
    fields: { ...agentEvent, onlinetime: number },
  },
  getagentpauserptdetail: {
    ...detail,
    section: '7.23',
    path: 'webservice2/report/getagentpauserptdetail.php',
    purpose: { en: 'When an agent was paused or ready, and for how long', zh: '坐席的示忙示闲记录与时长' },
    params: { flag: { type: 'enum', required: true, values: valuesOf(agentPauseFigures) }, ...ofAgent, ...paging },
    // The event ends the state whose seconds `actiontime` tells (§6.11).
    fields: { ...agentEvent, actiontime: number, actiontype: text },
  },
  getagentpickuprptdetail: {
    ...detail,
    section: '7.24',
    path: 'webservice2/report/getagentpickuprptdetail.php',
    // Both URLs write the word out; heading, contents and the sisters shorten it.
    otherPaths: ['webservice2/report/getagentpickupreportdetail.php'],
    purpose: { en: 'Calls that an agent picked up for somebody else', zh: '坐席的代接记录' },
    params: { ...ofAgent, ...paging },
    fields: { createtime: time, caller: text, callee: text, pickup: text, billsecs: number },
  },
  getagentqmrrptdetail: {
    ...detail,
    section: '7.25',
    path: 'webservice2/report/getagentqmrrptdetail.php',
    purpose: { en: 'What callers rated an agent, one by one', zh: '坐席的满意度评价明细' },
    params: { ...ofAgent, ...paging },
    fields: { queueno: text, caller: text, agentno: text, calltime: time, selkey: text, score: number, uniqueid: text },
  },
  getqueuecallrptdetail: {
    ...detail,
    section: '7.26',
    path: 'webservice2/report/getqueuecallrptdetail.php',
    purpose: { en: 'The calls that entered a queue', zh: '进入队列的来电明细' },
    params: { ...ofQueue, ...paging },
    fields: { eventtime: time, queuename: text, caller: text, dialstatus: text, uniqueid: text },
  },
  getqueuerptdetail: {
    ...detail,
    section: '7.27',
    path: 'webservice2/report/getqueuerptdetail.php',
    // The heading.
    otherPaths: ['webservice2/report/getqueueptdetail.php'],
    purpose: { en: 'The calls behind a figure of a queue', zh: '队列某项数据对应的通话' },
    params: { flag: { type: 'enum', required: true, values: valuesOf(queueFigures) }, ...ofQueue, ...paging },
    fields: callEvent,
  },
} as const satisfies Endpoints;
