import type { Endpoints, Field, Param } from '../catalogue';
import {
  actionTypes,
  campaignSettings,
  choices,
  dialStates,
  directCalls,
  durationChoices,
  keyAnswers,
  runTypes,
  taskStates,
} from '../vocabulary/campaigns';
import { valuesOf } from '../vocabulary/words';

type Fields = Readonly<Record<string, Field>>;
type Params = Readonly<Record<string, Param>>;

/** Chapter 8 prints one failure only, without the key in its text; 9002 is the rule of chapter 3. */
const key = { code: 9999, message: 'WebKey is invalid' } as const;
const errors = [{ code: 9002, message: 'need variable "<name>".' }, key] as const;

/** What changes something answers without rows. The refusal of a forbidden change has no documented code: read back. */
const change = { mutates: true, retry: false, pace: 'quick', envelope: 'empty', fields: {}, errors } as const;
const list = { mutates: false, retry: true, pace: 'quick', envelope: 'items' } as const;
/** Counted over the whole list of a task. */
const figures = { ...list, pace: 'slow' } as const;

const number = { type: 'int' } as const satisfies Field & Param;
const text = { type: 'string' } as const satisfies Field & Param;
const needed = { type: 'string', required: true } as const satisfies Param;
const id = { type: 'int', required: true } as const satisfies Param;
const time = { type: 'datetime' } as const satisfies Field & Param;
const names = { type: 'csv' } as const satisfies Param;
const choice = { type: 'enum', values: valuesOf(choices) } as const satisfies Param;
/** Y, N, or empty where nobody chose. */
const chosen = { type: 'enum', values: [...valuesOf(choices), ''] } as const satisfies Field;
const kind = { type: 'enum', values: valuesOf(actionTypes) } as const satisfies Field & Param;
const run = { type: 'enum', values: valuesOf(runTypes) } as const satisfies Field & Param;
const state = { type: 'enum', values: valuesOf(taskStates) } as const satisfies Field & Param;
const dialState = { type: 'enum', values: valuesOf(dialStates) } as const satisfies Field & Param;
const settingName = { type: 'string', values: valuesOf(campaignSettings) } as const satisfies Param;

const sorting = { sort: text, sens: { type: 'enum', values: ['ASC', 'DESC'] } } as const satisfies Params;
/** This chapter gives `offset` no default. */
const paging = { offset: number, rows: number, ...sorting } as const satisfies Params;

/** A task's own choices; those left out, or 0, fall back on the settings of §8.1. Sections and kinds in §8.2. */
const taskChoices = {
  amrange: text,
  pmrange: text,
  monthlist: names,
  timelist: { type: 'csv', when: { runtype: ['1'] } },
  weeklist: names,
  daylist: names,
  maxcalls: number,
  maxretries: number,
  timeout: {
    type: 'int',
    unit: 's',
    about: { zh: '拨号超时（秒），0 为全局设置', en: 'Seconds until a dial is given up; 0: the setting for all tasks' },
  },
  outtrunk: text,
  callerid: text,
  voicefile1: text,
  voicefile2: text,
  validkey: text,
  inputtimeout: number,
  inputerrorcount: number,
  inputtimeoutcount: number,
  context: {
    type: 'string',
    about: { zh: '拨号入口；转入队列时为 ext-queues', en: 'Dial-plan entry; ext-queues to hand calls to a queue' },
  },
  exten: {
    type: 'string',
    about: { zh: '入口中的号码；转入队列时为队列号码', en: 'Number in that entry; the number of the queue' },
  },
  priority: {
    type: 'int',
    about: { zh: '入口中的序号；转入队列时为 1', en: 'Step in that entry; 1 to hand calls to a queue' },
  },
  neednotify: choice,
  needinput: choice,
  agentvoice: text,
  queuecallrate: text,
  application: text,
  appdata: text,
  variable: {
    type: 'string',
    about: { zh: '为每次外拨预置的通道变量', en: 'Channel variables that every call of the task begins with' },
  },
  needqs: choice,
  agentno: text,
  agentchannel: text,
  account: text,
  createbyapp: text,
} as const satisfies Params;

const kindsWithPrompt = { actiontype: ['1', '2'] } as const;
const kindsWithEntry = { actiontype: ['6', '8'] } as const;

/** What a task consists of, as §8.3 prints it. */
const taskFields = {
  id: number,
  name: text,
  begindate: time,
  enddate: time,
  amrange: text,
  pmrange: text,
  monthlist: text,
  timelist: text,
  weeklist: text,
  daylist: text,
  runtype: run,
  actiontype: kind,
  maxcalls: number,
  maxretries: number,
  timeout: number,
  queuecallrate: { type: 'float' },
  outtrunk: text,
  needqs: chosen,
  neednotify: chosen,
  needinput: chosen,
  agentvoice: text,
  voicefile1: text,
  voicefile2: text,
  validkey: text,
  inputtimeout: number,
  inputerrorcount: number,
  inputtimeoutcount: number,
  callerid: text,
  account: text,
  application: text,
  appdata: text,
  variable: text,
  context: text,
  exten: text,
  priority: text,
  agentno: text,
  agentchannel: text,
  createbyapp: text,
  creater: text,
  createtime: time,
  begintime: time,
  status: state,
  lastrange: { type: 'string', aliases: ['lastrun'] },
  curdialid: number,
  lastruntime: time,
  finishtime: time,
} as const satisfies Fields;

/** What goes with a number; the agent of kinds 8 and 9 is set by the platform. */
const dialDetails = {
  extrefid: text,
  campaignid: text,
  ttstext1: text,
  ttstext2: text,
  remark: text,
  caller: { type: 'string', about: { zh: '负责呼叫的坐席', en: 'Agent who is to call the number' } },
} as const satisfies Params;

/** Without an id the whole list of the task is meant: the caller of such a call has to have said "all". */
const oneOrAll = {
  type: 'int',
  about: {
    zh: '记录编号；不填则更改任务下的全部名单',
    en: 'Record id; without it every number of the task is changed',
  },
} as const satisfies Param;
const someOrAll = {
  type: 'csv',
  about: {
    zh: '记录编号，逗号分隔；不填则删除任务下的全部记录',
    en: 'Record ids, comma separated; without them everything of the task is deleted',
  },
} as const satisfies Param;

/** Options of special agents: the names are those of Asterisk's agents.conf. */
const groupOptions = {
  grouplist: text,
  ackcall: { type: 'enum', values: valuesOf(keyAnswers) },
  autologoff: { type: 'int', unit: 's' },
  wrapuptime: { type: 'int', unit: 's' },
  musiconhold: text,
  asexten: { type: 'enum', values: valuesOf(directCalls) },
} as const satisfies Params;

const agentNumber = { zh: '特殊坐席的工号', en: 'Number of the special agent' } as const;
const specialAgent = { type: 'string', about: agentNumber } as const satisfies Param;
const agentName = { type: 'string', about: { zh: '坐席姓名', en: 'Name of the agent' } } as const satisfies Param;
/** All four are needed, to create and to change. */
const specialAgentParams = {
  groupid: id,
  agent: { ...specialAgent, required: true },
  agentname: { ...agentName, required: true },
  agentpassword: { type: 'string', required: true, secret: true },
} as const satisfies Params;

/** A special agent in a queue. `logstatus` has no list of values: 0 in the example, never signed in. */
const place = { penalty: number, logstatus: text, logintime: time, logouttime: time } as const satisfies Fields;

const taskId = { type: 'int', about: { zh: '任务编号', en: 'Task id' } } as const satisfies Param;
const thatTask = { ...taskId, required: true } as const satisfies Param;
const taskName = { type: 'string', about: { zh: '任务名称', en: 'Name of the task' } } as const satisfies Param;

/** Outbound tasks, their lists and their special agents (chapter 8). §8.1 is a list of settings: `campaignSettings`. */
export const campaigns = {
  addobtask: {
    ...change,
    section: '8.2',
    path: 'webservice2/outcall/addobtask.php',
    purpose: { en: 'Creates an outbound task', zh: '新建外呼任务' },
    // `total` is the id of the new task: nothing else tells it.
    total: true,
    params: {
      name: { ...taskName, required: true },
      actiontype: { ...kind, required: true },
      runtype: { ...run, required: true, aliases: ['runttype'] },
      begindate: { type: 'date', required: true },
      enddate: { type: 'date', required: true },
      ...taskChoices,
      voicefile1: { ...text, when: kindsWithPrompt },
      voicefile2: { ...text, when: { actiontype: ['2'] } },
      context: { ...taskChoices.context, when: kindsWithEntry },
      exten: { ...taskChoices.exten, when: kindsWithEntry },
      priority: { ...taskChoices.priority, when: kindsWithEntry },
      application: { ...text, when: { actiontype: ['5'] } },
      creater: text,
    },
  },
  getobtasks: {
    ...list,
    section: '8.3',
    path: 'webservice2/outcall/getobtasks.php',
    purpose: { en: 'Lists outbound tasks with their state', zh: '查询外呼任务及其状态' },
    total: true,
    params: {
      id: taskId,
      name: taskName,
      actiontype: kind,
      status: state,
      begindate: { type: 'date' },
      enddate: { type: 'date' },
      ...paging,
    },
    fields: taskFields,
    errors: [key],
  },
  setobtask: {
    ...change,
    section: '8.4',
    path: 'webservice2/outcall/setobtask.php',
    // Not in states R, C and B, and never the kind of the task. Whether what is left out stays is not said: send all.
    purpose: { en: 'Changes an outbound task that stands still', zh: '修改未在运行的外呼任务' },
    params: {
      id: thatTask,
      name: taskName,
      runtype: run,
      begindate: { type: 'date' },
      enddate: { type: 'date' },
      ...taskChoices,
    },
  },
  delobtask: {
    ...change,
    section: '8.5',
    path: 'webservice2/outcall/delobtask.php',
    // Not in states R, C and B. The numbers stay: `delobdiallist` with the task alone takes them away.
    purpose: {
      en: 'Deletes an outbound task that stands still, not its numbers',
      zh: '删除未在运行的外呼任务，不含名单',
    },
    params: { id: thatTask },
  },
  getobparams: {
    ...list,
    section: '8.6',
    path: 'webservice2/outcall/getobparams.php',
    purpose: { en: 'Lists the settings for all outbound tasks', zh: '查询外呼任务的全局设置' },
    params: { keyname: settingName, keydesc: text, ...sorting },
    fields: { keyname: text, keyvalue: text, keydesc: text },
    errors: [key],
  },
  setobparams: {
    ...change,
    section: '8.7',
    path: 'webservice2/outcall/setobparams.php',
    // What a left-out value does is not said: send all three.
    purpose: { en: 'Changes a setting for all outbound tasks', zh: '修改外呼任务的全局设置' },
    params: { keyname: { ...settingName, required: true }, keyvalue: { type: 'string', empty: true }, keydesc: text },
  },
  getobdiallist: {
    ...list,
    section: '8.8',
    path: 'webservice2/outcall/getobdiallist.php',
    purpose: { en: 'Lists the numbers of an outbound task with their results', zh: '查询外呼名单及拨打结果' },
    total: true,
    params: {
      taskid: id,
      id: number,
      dialnumber: text,
      createtime1: time,
      createtime2: time,
      dialedtime1: time,
      dialedtime2: time,
      answertime1: time,
      answertime2: time,
      endtime1: time,
      endtime2: time,
      status: { ...dialState, about: { zh: '名单状态', en: 'State of the number' } },
      remark: text,
      caller: { type: 'string', about: { zh: '接听的坐席', en: 'Agent who took the call' } },
      responsekey: text,
      // Up or down here, a number of seconds in the rows; needs `second`.
      duration: { type: 'enum', values: valuesOf(durationChoices) },
      second: { type: 'int', unit: 's' },
      ...paging,
    },
    fields: {
      id: number,
      taskid: number,
      createtime: time,
      dialnumber: text,
      extrefid: text,
      campaignid: text,
      uniqueid: text,
      // -1: no key was pressed, and `responsetime` is all zeros.
      responsekey: text,
      responsetime: time,
      ttstext1: text,
      ttstext2: text,
      agentinput: text,
      retrytimes: number,
      lastruntime: time,
      cause: number,
      disposition: text,
      // Not the one of the envelope.
      message: text,
      status: dialState,
      lastrange: text,
      communicateret: text,
      monitorfile: text,
      callerid: text,
      caller: text,
      remark: text,
      endtime: time,
      duration: number,
      dialedtime: time,
      answertime: time,
    },
    errors,
  },
  addobdiallist: {
    ...change,
    section: '8.9',
    path: 'webservice2/outcall/addobdiallist.php',
    // The id of the record is not told: `extrefid` finds it again. Twice sent may be twice in the list.
    purpose: { en: 'Adds a number to an outbound task', zh: '为外呼任务添加号码' },
    params: { taskid: id, dialnumber: needed, ...dialDetails },
  },
  setobdiallist: {
    ...change,
    section: '8.10',
    path: 'webservice2/outcall/setobdiallist.php',
    purpose: { en: 'Changes one number of an outbound task, or all of them', zh: '修改外呼任务的一个或全部号码' },
    params: {
      id: oneOrAll,
      taskid: id,
      ...dialDetails,
      uniqueid: text,
      status: {
        ...dialState,
        about: { zh: '名单状态；N 表示重新拨打', en: 'State of the number; N has it dialled again' },
      },
    },
  },
  delobdiallist: {
    ...change,
    section: '8.11',
    path: 'webservice2/outcall/delobdiallist.php',
    purpose: { en: 'Deletes numbers of an outbound task, or all of them', zh: '删除外呼任务的部分或全部号码' },
    params: { id: someOrAll, taskid: id },
  },
  getobcalllog: {
    ...list,
    section: '8.12',
    path: 'webservice2/outcall/getobcalllog.php',
    purpose: { en: 'Lists the calls of cyclic outbound tasks', zh: '查询循环外呼任务的拨打记录' },
    total: true,
    params: { taskid: number, dialid: number, phoneno: text, answertime1: time, answertime2: time, ...paging },
    fields: {
      id: number,
      taskid: number,
      dialid: number,
      guid: text,
      phoneno: text,
      answertime: time,
      timerange: text,
      uniqueid: text,
      duration: number,
      responsekey: text,
      responsetime: time,
      remark: text,
    },
    errors: [key],
  },
  delobcalllog: {
    ...change,
    section: '8.13',
    path: 'webservice2/outcall/delobcalllog.php',
    purpose: {
      en: 'Deletes calls of a cyclic outbound task from the log, or all of them',
      zh: '删除循环外呼任务的拨打记录',
    },
    params: { id: someOrAll, taskid: id, dialid: number },
  },
  setobtaskstatus: {
    ...change,
    section: '8.14',
    path: 'webservice2/outcall/setobtaskstatus.php',
    purpose: { en: 'Starts, stops, pauses or continues an outbound task', zh: '启动、停止、暂停或继续外呼任务' },
    params: {
      id: thatTask,
      // §8.14 has no list. These are the letters of §8.3 that are orders; N, R and F are the platform's to set. Its
      // URLs print a small s.
      status: {
        type: 'enum',
        required: true,
        values: ['B', 'S', 'P', 'C'],
        caseless: true,
        about: { zh: 'B 启动、S 停止、P 暂停、C 继续', en: 'B starts, S stops, P pauses, C continues' },
      },
    },
  },
  addagentgroup: {
    ...change,
    section: '8.15',
    path: 'webservice2/outcall/addagentgroup.php',
    purpose: { en: 'Creates a group of special agents', zh: '新建特殊坐席分组' },
    params: { groupname: needed, ...groupOptions },
  },
  getagentgroup: {
    ...list,
    section: '8.16',
    path: 'webservice2/outcall/getagentgroup.php',
    purpose: { en: 'Lists the groups of special agents', zh: '查询特殊坐席分组' },
    params: { groupname: text, ...sorting },
    fields: {
      id: number,
      groupname: text,
      grouplist: text,
      ackcall: { type: 'enum', values: valuesOf(keyAnswers) },
      autologoff: number,
      // The examples print `wrapptime`; three tables and Asterisk's own setting say otherwise.
      wrapuptime: { type: 'int', aliases: ['wrapptime'] },
      musiconhold: text,
      asexten: { type: 'enum', values: valuesOf(directCalls) },
    },
    errors: [key],
  },
  setagentgroup: {
    ...change,
    section: '8.17',
    path: 'webservice2/outcall/setagentgroup.php',
    purpose: { en: 'Changes a group of special agents', zh: '修改特殊坐席分组' },
    params: {
      id: { ...id, about: { zh: '分组编号', en: 'Group id' } },
      groupname: text,
      ...groupOptions,
      wrapuptime: { ...groupOptions.wrapuptime, aliases: ['wrapptime'] },
    },
  },
  delagentgroup: {
    ...change,
    section: '8.18',
    path: 'webservice2/outcall/delagentgroup.php',
    purpose: {
      en: 'Deletes a group with its special agents and their places in queues',
      zh: '删除分组及其特殊坐席和队列关系',
    },
    params: { id: { ...id, about: { zh: '分组编号', en: 'Group id' } } },
  },
  addspecialagent: {
    ...change,
    section: '8.19',
    path: 'webservice2/outcall/addspecialagent.php',
    purpose: { en: 'Creates a special agent', zh: '新建特殊坐席' },
    params: specialAgentParams,
  },
  getspecialagent: {
    ...list,
    section: '8.20',
    path: 'webservice2/outcall/getspecialagent.php',
    purpose: { en: 'Lists special agents with their queues and passwords', zh: '查询特殊坐席及其队列与密码' },
    params: { groupid: number, agent: specialAgent, agentname: agentName, queue: text, ...sorting },
    // `id` is that of the place in a queue; an agent in no queue has nulls there. The password comes back in clear.
    fields: {
      groupid: number,
      agentid: text,
      agentpassword: { type: 'string', secret: true },
      agentname: text,
      id: number,
      queue: text,
      ...place,
    },
    errors: [key],
  },
  setspecialagent: {
    ...change,
    section: '8.21',
    path: 'webservice2/outcall/setspecialagent.php',
    purpose: { en: 'Changes name and password of a special agent', zh: '修改特殊坐席的姓名和密码' },
    params: specialAgentParams,
  },
  delspecialagent: {
    ...change,
    section: '8.22',
    path: 'webservice2/outcall/delspecialagent.php',
    // Not the places in queues: `delobagent` for each queue, unlike the deletion of a group.
    purpose: { en: 'Deletes a special agent, not the places in queues', zh: '删除特殊坐席，不含队列关系' },
    params: { groupid: id, agent: { ...specialAgent, required: true } },
  },
  addobagent: {
    ...change,
    section: '8.23',
    path: 'webservice2/outcall/addobagent.php',
    purpose: { en: 'Puts a special agent into a queue', zh: '将特殊坐席加入队列' },
    params: { queue: needed, agent: { ...specialAgent, required: true }, penalty: number },
  },
  getobagent: {
    ...list,
    section: '8.24',
    path: 'webservice2/outcall/getobagent.php',
    purpose: { en: 'Lists which special agents are in which queues', zh: '查询特殊坐席与队列的关系' },
    params: { queue: text, agent: specialAgent, penalty: number, ...sorting },
    fields: { id: number, queue: text, agentid: text, ...place, extraid: text },
    errors: [key],
  },
  setobagent: {
    ...change,
    section: '8.25',
    path: 'webservice2/outcall/setobagent.php',
    purpose: { en: 'Changes the place of a special agent in a queue', zh: '修改特殊坐席与队列的关系' },
    params: {
      id: { ...id, about: { zh: '关系编号', en: 'Id of the place in the queue' } },
      agent: specialAgent,
      queue: text,
      penalty: number,
    },
  },
  delobagent: {
    ...change,
    section: '8.26',
    path: 'webservice2/outcall/delobagent.php',
    // Headed "delete special agent", but the agents stay.
    purpose: { en: 'Takes special agents out of a queue, or all of them', zh: '将部分或全部特殊坐席移出队列' },
    params: {
      id: { type: 'int', about: { zh: '关系编号', en: 'Id of the place in the queue' } },
      queue: needed,
      agent: {
        type: 'csv',
        about: {
          zh: '特殊坐席工号，逗号分隔；与编号都不填则移出全部坐席',
          en: 'Numbers of special agents, comma separated; without them and without id the queue is emptied',
        },
      },
    },
  },
  gettaskreport: {
    ...figures,
    section: '8.27',
    path: 'webservice2/outcall/gettaskreport.php',
    // The contents list.
    otherPaths: ['webservice2/outcall/gettakreport.php'],
    purpose: { en: 'Progress and success of outbound tasks', zh: '外呼任务的进度与成功率' },
    total: true,
    params: {
      begindate1: { type: 'date' },
      begindate2: { type: 'date' },
      id: taskId,
      name: taskName,
      status: state,
      actiontype: kind,
      ...paging,
    },
    fields: {
      id: number,
      name: text,
      begindate: time,
      enddate: time,
      actiontype: kind,
      runtype: run,
      status: state,
      // Of the list of this task; the `total` of the envelope counts the tasks.
      total: number,
      failcount: number,
      succcount: number,
      // Named finish rate and labelled failure rate: better reckoned from the three counts.
      succrate: { type: 'float', bare: true },
      finishrate: { type: 'float', bare: true },
    },
    errors: [key],
  },
  getagentreport: {
    ...figures,
    section: '8.28',
    path: 'webservice2/outcall/getagentreport.php',
    purpose: { en: 'Calls of each agent in an outbound task', zh: '外呼任务中各坐席的通话数' },
    params: { id: thatTask, ...sorting },
    fields: { taskid: number, agent: text, num: number },
    errors,
  },
  gettimereport: {
    ...figures,
    section: '8.29',
    path: 'webservice2/outcall/gettimereport.php',
    purpose: { en: 'Calls of an outbound task above a talk time, and up to it', zh: '外呼任务中长短通话的数量' },
    params: { id: thatTask, second: { type: 'int', unit: 's', default: '10' }, ...sorting },
    fields: { taskid: number, up: number, down: number },
    errors,
  },
  getpresskeyreport: {
    ...figures,
    section: '8.30',
    path: 'webservice2/outcall/getpresskeyreport.php',
    purpose: { en: 'How often each key was pressed in an outbound task', zh: '外呼任务中各按键的次数' },
    params: { id: thatTask, ...sorting },
    fields: { taskid: number, responsekey: text, num: number },
    errors,
  },
} as const satisfies Endpoints;
