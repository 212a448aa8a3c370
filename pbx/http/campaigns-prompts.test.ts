import { afterEach, beforeEach, expect, test } from 'vitest';
import { wavFile } from './test-messages';
import { startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

type Query = Readonly<Record<string, string | number>>;
const customer = '13910000001';
const pass = (seconds: number): void => platform.clock.advance(seconds * 1_000);

/** A task with one customer who answers after three seconds and talks for five; set going. */
async function begins(query: Query): Promise<number> {
  platform.scenario.outsideBehaves('139', { kind: 'answers', afterSeconds: 3, talkSeconds: 5 });
  platform.scenario.behaves('2011', { kind: 'answers', afterSeconds: 2 });
  const added = await platform.ask('addobtask', {
    ...{ name: '任务', runtype: 0, begindate: '2026-03-02', enddate: '2026-03-31', maxretries: 1, ...query },
  });
  const { total } = added as unknown as { total: number };
  await platform.ask('addobdiallist', { taskid: total, dialnumber: customer });
  await platform.ask('setobtaskstatus', { id: total, status: 'B' });
  return total;
}
/** Live channels: who, and what the exchange does with him. */
const seen = async (): Promise<readonly string[]> =>
  (await platform.rows('getchannel'))
    .filter(({ clearflag }) => clearflag === '0')
    .map((row) => `${String(row.channel).replace(/^SIP.|-.*/g, '')} ${row.application}(${row.appdata})`);
/** What getchannel shows in each of so many seconds, equal seconds told once with their number. */
async function story(seconds: number): Promise<readonly string[]> {
  const told: { what: string; times: number }[] = [];
  for (let second = 0; second < seconds; second += 1) {
    pass(1);
    const what = (await seen()).join(', ');
    const last = told.at(-1);
    if (last?.what === what) last.times += 1;
    else told.push({ what, times: 1 });
  }
  return told.filter(({ what }) => what !== '').map(({ what, times }) => `${times} s ${what}`);
}
const outcome = async (taskid: number) =>
  (await platform.rows('getobdiallist', { taskid })).map((row) =>
    [row.status, row.disposition, row.duration, row.agentinput, row.message].join(' ').trim(),
  );
const records = async () =>
  (await platform.rows('getcdr')).map((row) => [row.lastapp, row.lastdata, row.disposition, row.billsec].join(' '));
const setting = (keyname: string, keyvalue: string) => platform.ask('setobparams', { keyname, keyvalue });

const agentFirst = { actiontype: 3, agentno: '2011' } as const;
const customerFirst = { actiontype: 4, agentno: '2011' } as const;

test('agent first: with neednotify the agent hears his prompt, as long as it is, before the number is called', async () => {
  platform.store.prompts.give({ name: 'custom/own', description: '' }, () => wavFile(7));
  const cases: readonly (readonly [Query, readonly string[]])[] = [
    [{ neednotify: 'Y', agentvoice: 'welcome' }, ['4 s 2011 Playback(welcome)']],
    [{ neednotify: 'Y', agentvoice: 'custom/own' }, ['7 s 2011 Playback(custom/own)']],
    [{ neednotify: 'Y', agentvoice: 'nobody-has-it' }, ['5 s 2011 Playback(nobody-has-it)']],
    [{ neednotify: 'Y' }, ['3 s 2011 Playback(transfer)']],
    [{ neednotify: 'Y', actiontype: 9 }, []],
    [{ neednotify: 'Y', actiontype: 9, agentvoice: 'goodbye' }, ['2 s 2011 Playback(goodbye)']],
    [{ neednotify: 'N', agentvoice: 'welcome' }, []],
    [{}, []],
  ];
  const found: unknown[] = [];
  for (const [query] of cases) {
    const id = await begins({ ...agentFirst, ...query });
    found.push([await story(20), await outcome(id)]);
  }
  expect(found).toEqual(
    cases.map(([, prompt]) => [['2 s 2011 ()', ...prompt, '8 s 2011 Dial(13910000001), to117 ()'], ['S ANSWER 5']]),
  );
});

test('customer first: he hears touservoice before the agent is called, the agent agentvoice before they are connected', async () => {
  const told: unknown[] = [];
  const runs = async (query: Query): Promise<void> => {
    const id = await begins({ ...customerFirst, ...query });
    told.push([await story(20), await outcome(id), (await records()).slice(0, 2)]);
  };
  await runs({ neednotify: 'Y', agentvoice: 'welcome' });
  await setting('touservoice', '');
  await runs({ agentvoice: 'welcome' });
  const last = ['Dial SIP/2011 ANSWERED 5'];
  expect(told).toEqual([
    [
      [
        ...['3 s to117 ()', '3 s to117 Playback(transfer)', '2 s to117 Dial(2011), 2011 ()'],
        ...['4 s to117 Dial(2011), 2011 Playback(welcome)', '5 s to117 Dial(2011), 2011 ()'],
      ],
      ['S ANSWER 14'],
      last,
    ],
    [['3 s to117 ()', '7 s to117 Dial(2011), 2011 ()'], ['S ANSWER 7'], [...last, ...last]],
  ]);
});

test('into a queue and by a script: the agent hears agentvoice first, and the customer waits meanwhile', async () => {
  await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
  const told: unknown[] = [];
  const kinds = [
    { actiontype: 8, context: 'ext-queues', exten: '90', priority: 1 },
    { actiontype: 6, context: 'from-internal', exten: '2011', priority: 1 },
  ];
  for (const kind of kinds) {
    const id = await begins({ ...kind, neednotify: 'Y', agentvoice: 'welcome' });
    told.push([(await story(20)).slice(1), await outcome(id)]);
  }
  expect(told).toEqual(
    ['Queue(90)', 'Dial(2011)'].map((waits) => [
      [...[`2 s to117 ${waits}, 2011 ()`, `4 s to117 ${waits}, 2011 Playback(welcome)`], `5 s to117 ${waits}, 2011 ()`],
      ['S ANSWER 11'],
    ]),
  );
});

test('agent first: when the customer has gone the agent is asked for the result, and # or silence ends it, however late', async () => {
  const told: unknown[] = [];
  const runs = async (query: Query, keys: readonly string[]): Promise<void> => {
    const id = await begins({ ...agentFirst, ...query });
    pass(13);
    const asked = await seen();
    for (const key of keys) {
      platform.scenario.presses('2011', key);
      pass(8);
    }
    told.push([asked, await seen(), await outcome(id)]);
    pass(40);
    told.push([await seen(), await outcome(id)]);
  };
  await runs({ needinput: 'Y' }, []);
  await setting('resultprompt', 'goodbye');
  await runs({}, []);
  await runs({ needinput: 'Y' }, ['4', '2', '8', '6', '#']);
  await runs({ needinput: 'Y' }, ['7']);
  const asked = ['2011 Read(goodbye)'];
  expect(told).toEqual([
    ...[
      [[], [], ['S ANSWER 5']],
      [[], ['S ANSWER 5']],
    ],
    ...[
      [[], [], ['S ANSWER 5']],
      [[], ['S ANSWER 5']],
    ],
    ...[
      [asked, [], ['S ANSWER 5 4286']],
      [[], ['S ANSWER 5 4286']],
    ],
    ...[
      [asked, asked, ['D  0']],
      [[], ['S ANSWER 5 7']],
    ],
  ]);
});

test('a hang-up or a stop while a prompt plays ends the call, and nobody else is rung', async () => {
  const told: unknown[] = [];
  const runs = async (query: Query, seconds: number, ends: (id: number) => unknown): Promise<void> => {
    const id = await begins({ maxretries: 1, ...query });
    pass(seconds);
    const during = await seen();
    await ends(id);
    pass(2);
    told.push([during, await seen(), await outcome(id), (await records())[0]]);
    await platform.ask('setobtaskstatus', { id, status: 'S' });
    pass(40);
  };
  const notified = { neednotify: 'Y', agentvoice: 'welcome' };
  await runs({ ...agentFirst, ...notified }, 5, () => platform.scenario.hangsUp('2011'));
  await runs({ ...agentFirst, ...notified }, 5, (id) => platform.ask('setobtaskstatus', { id, status: 'S' }));
  await runs({ ...customerFirst, ...notified }, 6, () => platform.scenario.hangsUp(customer));
  await runs({ ...customerFirst, ...notified }, 11, () => platform.scenario.hangsUp(customer));
  await runs({ ...customerFirst, ...notified }, 11, () => platform.scenario.hangsUp('2011'));
  const agent = '2011 Playback(welcome)';
  expect(told).toEqual([
    [[agent], [], ['R CANCEL 0'], 'Playback welcome ANSWERED 2'],
    [[agent], [], ['R CANCEL 0  interrupted'], 'Playback welcome ANSWERED 3'],
    [['to117 Playback(transfer)'], [], ['R ANSWER 2  no agent'], 'Playback transfer ANSWERED 2'],
    ...[1, 2].map(() => [['to117 Dial(2011)', agent], [], ['R ANSWER 7  no agent'], 'Dial SIP/2011 NO ANSWER 0']),
  ]);
});
