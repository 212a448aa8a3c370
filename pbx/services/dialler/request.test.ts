import { expect, test } from 'vitest';
import type { DialNumber } from '../../store/campaigns-numbers';
import type { Task } from '../../store/campaigns-tasks';
import { keysOf, requestOf, settingsOf } from './request';

const task = (change: Partial<Task>): Task =>
  ({
    ...{ id: 7, actiontype: '1', variable: '', context: '', exten: '', priority: '', application: '', appdata: '' },
    ...{ voicefile1: 'welcome', voicefile2: '', validkey: '', inputtimeout: 0, inputerrorcount: 0 },
    ...{ inputtimeoutcount: 0, needqs: '', account: '', outtrunk: '', callerid: '', timeout: 0, maxretries: 0 },
    ...change,
  }) as Task;
const number = { id: 12, number: '13800138000', text1: '', text2: '' } as DialNumber;
const agent = { no: '8001', interface: 'SIP/3001' };
const values: Readonly<Record<string, string>> = {
  ...{ timeout: '30', maxretries: '4', outtrunk: '', callerid: '', outboundcontext: 'from-internal' },
};
const request = (change: Partial<Task>, given: Partial<DialNumber> = {}, soundMs: number | null = null) => {
  const settings = settingsOf(task(change), (name) => values[name] ?? '');
  return requestOf(task(change), { ...number, ...given }, agent, settings, () => soundMs);
};
const goal = (change: Partial<Task>): string => {
  const { channel, context, exten, priority, application, data } = request(change);
  return [channel, application ? `${application}(${data})` : `${exten}@${context}:${priority}`].join(' → ');
};

test('each kind of task rings whom it has to ring first, and leads on where it says', () => {
  expect([
    goal({ actiontype: '1' }),
    goal({ actiontype: '1', validkey: '1-2', inputtimeout: 5 }),
    goal({ actiontype: '2', voicefile2: 'goodbye', inputerrorcount: 1, inputtimeoutcount: 2 }),
    goal({ actiontype: '3' }),
    goal({ actiontype: '3', outtrunk: 'SIP/to117' }),
    goal({ actiontype: '4', outtrunk: 'SIP/to117' }),
    goal({ actiontype: '5', application: 'Playback', appdata: 'welcome' }),
    goal({ actiontype: '6', context: 'ivr-1', exten: 's', priority: '3' }),
    goal({ actiontype: '8', context: 'ext-queues', exten: '90' }),
    goal({ actiontype: '9' }),
  ]).toEqual([
    'Local/13800138000@from-internal → OutboundNotice(welcome,,,0,0,0)',
    'Local/13800138000@from-internal → OutboundNotice(welcome,,1-2,5,0,0)',
    'Local/13800138000@from-internal → OutboundNotice(welcome,goodbye,*,0,1,2)',
    'SIP/3001 → 13800138000@from-internal:1',
    'SIP/3001 → Dial(SIP/to117/13800138000)',
    'SIP/to117/13800138000 → 8001@from-internal:1',
    'Local/13800138000@from-internal → Playback(welcome)',
    'Local/13800138000@from-internal → s@ivr-1:3',
    'Local/13800138000@from-internal → 90@ext-queues:1',
    'SIP/3001 → 13800138000@from-internal:1',
  ]);
});

test('a call carries its marks, the task’s variables, texts, length of somebody’s own prompt, account and number shown', () => {
  const made = request(
    { variable: 'A=1|B=x=y|none', account: '2011', callerid: '4008100000', timeout: 12, needqs: 'Y' },
    { text1: '您好', text2: '再见' },
    6_500,
  );
  expect([made.variables, made.account, made.callerId, made.timeoutMs]).toEqual([
    {
      ...{ A: '1', B: 'x=y', __MVBBOB_TASKID: '7', __MVBBOB_DIALNUMBER: '13800138000', __MVBBOB_DIALID: '12' },
      ...{ MVB_CALLEE: '13800138000', MVB_DIRECT: 'OUT', OUTCALL_MS1: '6500' },
      ...{ OUTCALL_TEXT1: '您好', OUTCALL_TEXT2: '再见', QUEUEQMCONTEXT: 'qm' },
    },
    '2011',
    '4008100000',
    12_000,
  ]);
});

test('a task’s own values come before those for all tasks, and 0 is none', () => {
  const own = { timeout: 12, maxretries: 2, outtrunk: 'SIP/to117', callerid: '95500' };
  const settings = (change: Partial<Task>) => settingsOf(task(change), (name) => values[name] ?? '');
  expect([settings({}), settings(own), keysOf('0-1-*'), keysOf('')]).toEqual([
    { timeoutSeconds: 30, retries: 4, trunk: '', callerId: '', context: 'from-internal' },
    { timeoutSeconds: 12, retries: 2, trunk: 'SIP/to117', callerId: '95500', context: 'from-internal' },
    ['0', '1', '*'],
    [],
  ]);
});
