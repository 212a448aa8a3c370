import { expect, test } from 'vitest';
import type { Channel } from '../../port';
import { type StateBench, stateAt } from './testing/bench';
import { readShift, type Shift, shifts } from './testing/shift';
import { witnessed } from './witness';

/** The state at a moment of the shift, followed from the first one. */
async function followed(shift: Shift, name: string): Promise<StateBench> {
  const bench = await stateAt(shift, shift.marks[0]!, { reasons: [{ code: 7, label: 'Lunch', custom: true }] });
  let from = shift.marks[0]!.at;
  for (const mark of shift.marks) {
    bench.ami.answer(mark.answers);
    bench.ami.tell(...shift.events.slice(from, mark.at));
    bench.clock.advance(1_000);
    from = mark.at;
    if (mark.name === name) return bench;
  }
  throw new Error(`no moment ${name}`);
}

/** What a desk makes of a live channel, without names that change with each shift. */
const told = ({ state }: StateBench, picks: (keyof Channel)[]) =>
  state
    .channels()
    .filter(({ hungUpAt, name }) => hungUpAt === null && !name.startsWith('Local/'))
    .map((channel) => picks.map((pick) => channel[pick]).join(' '));
const plain = (name: string): string => name.replace(/^P?J?SIP\//, '').replace(/-[0-9a-f]{8}/, '');
const pairs = ({ state }: StateBench) =>
  state.links().map(({ src, dst, state: is, cleared }) => `${plain(src)} ${is} ${plain(dst)}${cleared ? ' over' : ''}`);

test.each(shifts)('a queue call from ringing to its end, as the vendor shows it, Asterisk %i', async (version) => {
  const shift = readShift(version);
  const picks: (keyof Channel)[] = [
    'trunk',
    'device',
    'state',
    'direct',
    'callerId',
    'did',
    'dialled',
    'queue',
    'held',
  ];
  const views: unknown[] = [];
  for (const name of ['queue call rings', 'held by the telephone', 'consult rings', 'consult talks', 'transferred']) {
    const bench = await followed(shift, name);
    views.push([name, told(bench, picks).map(plain).sort(), pairs(bench)]);
    bench.state.close();
  }
  const trunk = 'trunk  Up IN 0501234567 90 90 90';
  const agent = ' 2011 Up IN 2011 90 2011 90 false';
  expect(views).toEqual([
    ['queue call rings', [' 2011 Ringing IN 2011 90 2011 90 false', `${trunk} false`], ['trunk Dialing 2011']],
    ['held by the telephone', [agent, `${trunk} true`], ['trunk Link 2011']],
    [
      'consult rings',
      [agent, ' 2012 Ringing IN 2012  2012  false', `${trunk} true`],
      ['trunk Link 2011', '2011 Dialing 2012'],
    ],
    ['consult talks', [agent, ' 2012 Up IN 2012  2012  false', `${trunk} true`], ['trunk Link 2011', '2011 Link 2012']],
    [
      'transferred',
      [' 2012 Up IN 2012  2012  false', `${trunk} false`],
      [expect.stringMatching(/^trunk \w+ 2011 over$/), '2011 Hangup 2012 over', 'trunk Link 2012'],
    ],
  ]);
});

test.each(shifts)('members, pauses, places, parks and rooms, Asterisk %i', async (version) => {
  const shift = readShift(version);
  const tech = version === 16 ? 'SIP' : 'PJSIP';
  const at = async <T>(name: string, read: (bench: StateBench) => T): Promise<T> => {
    const bench = await followed(shift, name);
    const seen = read(bench);
    bench.state.close();
    return seen;
  };
  const members = ({ state }: StateBench) =>
    state
      .queues()
      .flatMap(({ members: list }) => list.map((one) => [one.interface, one.agent, one.status, one.paused]));
  const waiting = ({ state }: StateBench) =>
    state.queue('92')?.waiting.map(({ number, position }) => [number, position]);
  expect({
    // The telephone behind `Local/2012@from-queue/n`, and a reason that somebody else gave by its label.
    paused: await at('paused', members),
    localRings: await at('rings through a Local channel', (bench) => [members(bench), pairs(bench).slice(-1)]),
    localTalks: await at('talks through a Local channel', (bench) =>
      pairs(bench).filter((one) => !one.endsWith('over')),
    ),
    three: await at('three wait', waiting),
    two: await at('the second gave up', waiting),
    parked: await at('parked', ({ state }) =>
      state
        .parks()
        .map((park) => [
          park.lot,
          plain(park.channel),
          plain(park.srcChannel),
          park.number,
          park.timeoutSeconds,
          park.state,
        ]),
    ),
    fetched: await at('fetched', (bench) => [bench.state.parks().map(({ state }) => state), pairs(bench).slice(-1)]),
    pickedUp: await at('picked up', (bench) => pairs(bench).filter((one) => !one.endsWith('over'))),
    room: await at('a conference', ({ state }) =>
      state.conferences().map((seat) => [seat.room, seat.member, plain(seat.channel), seat.muted, seat.talking]),
    ),
    clicked: await at('clicked to call', (bench) => told(bench, ['device', 'direct', 'dialled', 'callerId'])),
    people: await at('members', ({ state }) => [
      state.user('2011')?.name,
      state.dnd('2015'),
      state.dnd('2011'),
      state.dnd('9'),
    ]),
  }).toEqual({
    paused: [
      [`${tech}/2011`, '2011', 1, 3],
      [`${tech}/2012`, '2012', 1, 7],
    ],
    localRings: [
      [
        [`${tech}/2011`, '2011', 1, 0],
        [`${tech}/2012`, '2012', 6, 0],
      ],
      ['trunk Dialing 2012'],
    ],
    localTalks: ['trunk Link 2012'],
    three: [
      ['0501', 1],
      ['0502', 2],
      ['0503', 3],
    ],
    two: [
      ['0501', 1],
      ['0503', 2],
    ],
    parked: [['71', 'trunk', '2011', '0509999', 60, 'Parked']],
    fetched: [['UnParked'], ['2013 Link trunk']],
    pickedUp: ['2011 Link 2013'],
    room: [
      ['9111', 1, '2011', false, true],
      ['9111', 2, '2013', true, false],
    ],
    clicked: ['2013 OUT 0801 2013'],
    people: ['Agent 2011', true, false, undefined],
  });
});

test('what is asked by command and granted is known without a word of the exchange', async () => {
  const shift = readShift(16);
  const bench = await followed(shift, 'a conference');
  const { state, ami } = bench;
  const road = witnessed(ami, state);
  ami.answer(new Map([['ConfbridgeLock 9111', { ok: true, message: '', fields: {}, output: [] }]]));
  const before = state.conferences().map(({ locked }) => locked);
  await road.send('ConfbridgeLock', { Conference: '9111' });
  // The telephone by its own name, the member by the one that the queue knows.
  await road.send('QueuePause', { Queue: '91', Interface: 'SIP/2012', Paused: 'true' });
  const [seat] = state.conferences();
  state.deeds.held(seat?.channel ?? '', true, 'agent');
  state.deeds.variable(seat?.channel ?? '', '__CALLDATA', 'x=1');
  state.deeds.setting?.('2012', 'CF', '13800138000');
  state.deeds.takenFromQueue('u1', 'withdraw', 'why');
  const own = state.channel(seat?.channel ?? '');
  expect([
    before,
    state.conferences().map(({ locked }) => locked),
    ami.asked.at(-1),
    [own?.held, own?.musicClass, own?.callData, state.getVariable(own?.name ?? '', 'CALLDATA')],
    [state.getVariable(own?.name ?? '', 'MVB_REALUSER'), state.getVariable(own?.name ?? '', 'NOTHING')],
    [state.forwarding('2012'), state.deeds.wasTaken('u1'), state.deeds.wasTaken('u2')],
  ]).toEqual([
    [false, false],
    [true, true],
    'QueuePause 91 Local/2012@from-queue/n true',
    [true, 'agent', 'x=1', 'x=1'],
    ['2011', undefined],
    [{ CF: '13800138000', CFB: '', CFU: '' }, { by: 'withdraw', info: 'why' }, undefined],
  ]);
  state.close();
});

test('whoever watches is told once for many events, and rows that did not change stay the same objects', async () => {
  const shift = readShift(16);
  const bench = await followed(shift, 'queue call talks');
  const { state, ami, clock } = bench;
  await Promise.resolve();
  clock.advance(100);
  let told = 0;
  state.onChange(() => {
    told += 1;
  });
  const [first] = state.channels();
  const before = [state.channels(), state.links(), state.queues(), first] as const;
  const event = shift.events.find(({ event }) => event === 'DTMFEnd');
  for (let n = 0; n < 1_000; n += 1) ami.tell(event ?? { event: 'DTMFEnd', fields: {} });
  await Promise.resolve();
  const once = told;
  ami.tell(event ?? { event: 'DTMFEnd', fields: {} });
  await Promise.resolve();
  const notYet = told;
  clock.advance(20);
  const same = [state.channels() === before[0], state.links() === before[1], state.queues() === before[2]];
  expect([once, notYet, told, same, state.channels()[0] === first]).toEqual([1, 1, 2, [true, true, true], true]);
  const waited = state.waitFor(() => state.links().some(({ cleared }) => cleared), 5_000);
  const { at } = shift.marks.find(({ name }) => name === 'queue call talks')!;
  ami.tell(...shift.events.slice(at));
  clock.advance(50);
  expect(await waited).toBe(true);
  state.close();
  expect(clock.pending).toBe(0);
});

test('a dynamic member of ours that a restart has lost is entered again, once; without a restart he stays out', async () => {
  const shift = readShift(16);
  const bench = await followed(shift, 'paused');
  const { state, ami, log } = bench;
  const granted = { ok: true, message: '', fields: {}, output: [] };
  const empty = shift.marks.at(-1)!.answers;
  ami.answer(
    new Map([
      ...empty,
      ['QueueAdd 90 SIP/2011 Agent 0 true SIP/2011', granted],
      ['QueuePause 90 SIP/2011 true 3', granted],
    ]),
  );
  /** The line comes back, after a restart or not; what is asked about members then. */
  const back = async (restart: boolean): Promise<unknown> => {
    ami.turn('down');
    ami.asked.length = 0;
    ami.booted = { startedAt: restart ? state.startedAt + 60_000 : state.startedAt, reloadedAt: 0 };
    const report = new Promise<boolean>((resolve) => {
      const off = state.onResync(({ restarted }) => {
        off();
        resolve(restarted);
      });
    });
    ami.turn('live');
    const restarted = await report;
    for (let n = 0; n < 20; n += 1) await Promise.resolve();
    return [restarted, ...ami.asked.filter((asked) => /^Queue(?:Add|Pause)/.test(asked))];
  };
  state.memberOurs('90', 'SIP/2011', true);
  const restarted = await back(true);
  const said = log.map(({ event }) => event);
  const same = await back(false);
  const later = await back(true);
  expect([restarted, said, same, later]).toEqual([
    [true, 'QueueAdd 90 SIP/2011 Agent 0 true SIP/2011', 'QueuePause 90 SIP/2011 true 3'],
    ['exchange-member-restored'],
    [false],
    // Somebody else has taken him out meanwhile: that counts.
    [true],
  ]);
  state.close();
});

test('a configuration that is applied in many parts is read again once', async () => {
  const shift = readShift(22);
  const bench = await followed(shift, 'queue call talks');
  const { state, ami, clock } = bench;
  const before = pairs(bench);
  ami.asked.length = 0;
  clock.advance(5_000);
  const reloadedAt = clock.now();
  for (let n = 0; n < 20; n += 1) ami.tell({ event: 'Reload', fields: { Module: `res_${n}.so`, Status: '0' } });
  const report = new Promise((resolve) => state.onResync(({ lost, restarted }) => resolve([lost, restarted])));
  clock.advance(1_000);
  expect([await report, ami.asked.filter((asked) => asked === 'QueueStatus').length, pairs(bench)]).toEqual([
    [[], false],
    1,
    before,
  ]);
  expect(state.reloadedAt).toBe(reloadedAt);
  state.close();
});

test.each(shifts)('left alone in the bridge: music makes it a wait, silence an end, Asterisk %i', async (version) => {
  const shift = readShift(version);
  const { at } = shift.marks.find(({ name }) => name === 'queue call talks')!;
  const entered = (who: RegExp) =>
    shift.events
      .slice(0, at)
      .findLast(({ event, fields }) => event === 'BridgeEnter' && who.test(fields.Channel ?? ''))!.fields;
  const seen: unknown[] = [];
  for (const music of [true, false]) {
    const bench = await followed(shift, 'queue call talks');
    const leave = entered(/2011-/);
    bench.ami.tell({ event: 'BridgeLeave', fields: leave });
    const left = pairs(bench);
    bench.clock.advance(300);
    if (music) bench.ami.tell({ event: 'MusicOnHoldStart', fields: { ...entered(/trunk-/), Class: 'default' } });
    bench.clock.advance(100);
    const soon = pairs(bench);
    bench.clock.advance(1_000);
    seen.push([left, soon, pairs(bench)]);
    bench.state.close();
  }
  const [talks, over] = [['trunk Link 2011'], ['trunk UnLink 2011 over']];
  expect(seen).toEqual([
    [talks, talks, talks],
    [talks, talks, over],
  ]);
});

test.each(shifts)(
  'swapped: the colleague is put aside although his music begins later, Asterisk %i',
  async (version) => {
    const shift = readShift(version);
    const { at } = shift.marks.find(({ name }) => name === 'consult talks')!;
    const entered = (who: RegExp) =>
      shift.events
        .slice(0, at)
        .filter(({ event, fields }) => event === 'BridgeEnter' && who.test(fields.Channel ?? ''))
        .map(({ fields }) => fields);
    const bench = await followed(shift, 'consult talks');
    const [call, question] = entered(/2011-/).slice(-2);
    const half = entered(/^Local.*;1$/).at(-1)!;
    const before = pairs(bench);
    bench.ami.tell({ event: 'BridgeLeave', fields: question! }, { event: 'BridgeEnter', fields: call! });
    bench.ami.tell({ event: 'MusicOnHoldStop', fields: entered(/trunk-/).at(-1)! });
    const between = pairs(bench);
    bench.clock.advance(200);
    bench.ami.tell({ event: 'MusicOnHoldStart', fields: { ...half, Class: 'default' } });
    bench.clock.advance(2_000);
    expect([before, between, pairs(bench)]).toEqual([before, before, before]);
    expect(before).toEqual(['trunk Link 2011', '2011 Link 2012']);
    bench.state.close();
  },
);
