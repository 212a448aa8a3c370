import { afterEach, beforeEach, expect, test } from 'vitest';
import { printAnswer, printNothing } from '../../../shared/uncall/print';
import { wrapped } from '../../platforms/uncall/testing/answers';
import { OutputGone } from '../exit';
import { scripted } from '../testing/scripted';
import { type Bench, createSink, openBench } from '../testing/tool';
import { createChanges } from './changes';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

/** Lets a little of the platform's time pass, with room for the sockets. */
async function passes(): Promise<void> {
  bench.clock.advance(200);
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setTimeout(resolve, 2));
}

/** A run that ends by itself, while time passes. */
async function ends(argv: readonly string[], more: Parameters<Bench['run']>[1] = {}) {
  let done = false;
  const ran = bench.run(['watch', ...argv], more).finally(() => {
    done = true;
  });
  while (!done) await passes();
  return ran;
}

/** A watch under way: time passes in steps with room for the sockets between them. */
function begin(argv: readonly string[], more: Parameters<Bench['run']>[1] = {}) {
  const control = new AbortController();
  const sink = createSink();
  const notes = createSink();
  const ended = bench.run(['watch', ...argv], {
    ...more,
    io: { ...more?.io, stdout: sink.output, stderr: notes.output, signal: control.signal },
  });
  const lines = () => sink.bytes().toString('utf8').split('\n').slice(0, -1);
  return {
    lines,
    notes: () => notes.bytes().toString('utf8'),
    /** Until `seen` holds, at most so many seconds of the platform's time. */
    async until(seen: (line: string) => boolean, from: () => readonly string[] = lines): Promise<void> {
      for (let step = 0; step < 400; step += 1) {
        if (from().some(seen)) return;
        await passes();
      }
      throw new Error(`not seen in ${JSON.stringify(from())}`);
    },
    async stop(): Promise<number> {
      control.abort();
      return (await ended).code;
    },
    ended,
  };
}
const ring = () =>
  bench.platform.scenario.callerRings({ from: '13800138000', name: '张三', to: { extension: '2011' } });

test('watch pops shows a ring, the answer and the end as NDJSON, and Ctrl-C ends with 0', async () => {
  const watch = begin(['pops', '--device', '2011', '--json']);
  await watch.until(
    (line) => line.startsWith('Watching'),
    () => watch.notes().split('\n'),
  );
  const caller = ring();
  await watch.until((line) => line.includes('"event":"new"'));
  bench.platform.scenario.answers('2011');
  await watch.until((line) => line.includes('"state":"Up"'));
  caller.hangsUp();
  await watch.until((line) => line.includes('"event":"gone"'));
  const code = await watch.stop();
  const changes = watch.lines().map((line) => JSON.parse(line) as Record<string, unknown>);
  expect([code, changes.map(({ event, state }) => `${event} ${state}`)]).toEqual([
    0,
    ['new Ringing', 'changed Up', 'gone Up'],
  ]);
  expect(changes[0]).toMatchObject({
    device: '2011',
    number: '13800138000',
    direction: 'IN',
    at: expect.stringMatching(/^2026-03-10T09:3\d:\d\d\+08:00$/),
  });
});

test('watch calls tells whole calls of a telephone, as lines for a person', async () => {
  const watch = begin(['calls', '--device', '2011']);
  await watch.until(
    (line) => line.startsWith('Watching'),
    () => watch.notes().split('\n'),
  );
  ring();
  await watch.until(
    (line) => line.includes('+ ') && line.includes('state=ringing') && line.includes('number=13800138000'),
  );
  bench.platform.scenario.answers('2011');
  await watch.until((line) => line.includes('~ ') && line.includes('state=talking'));
  bench.platform.scenario.hangsUp('2011');
  await watch.until((line) => line.includes('- ') && line.includes('device=2011'));
  expect(await watch.stop()).toBe(0);
});

test('without a device the whole floor is watched', async () => {
  const watch = begin(['calls', '--json']);
  await watch.until(
    (line) => line.startsWith('Watching'),
    () => watch.notes().split('\n'),
  );
  bench.platform.scenario.dials('2012', '2013');
  await watch.until((line) => line.includes('"device":"2012"'));
  expect(await watch.stop()).toBe(0);
});

test('watch queues tells who waits and who joins', async () => {
  const watch = begin(['queues', '--queue', '90', '--json']);
  await watch.until(
    (line) => line.startsWith('Watching'),
    () => watch.notes().split('\n'),
  );
  await bench.run(['webcti', 'ctiqueueadd', '--queue', '90', '--interface', 'SIP/2011']);
  await bench.run(['webcti', 'ctiqueueadd', '--queue', '91', '--interface', 'SIP/2012']);
  await watch.until((line) => line.includes('"kind":"member"') && line.includes('SIP/2011'));
  await bench.run(['webcti', 'ctiqueuepause', '--queue', '90', '--interface', 'SIP/2011', '--paused', '1']);
  await watch.until((line) => line.includes('"paused":1') && line.includes('"fields":["paused"]'));
  bench.platform.scenario.callerRings({ from: '13900139000', to: { queue: '90' } });
  await watch.until((line) => line.includes('"kind":"waiting"') && line.includes('13900139000'));
  expect([await watch.stop(), watch.lines().some((line) => line.includes('"queue":"91"'))]).toEqual([0, false]);
});

test('an outage is told once and its end once, and the watch goes on', async () => {
  const watch = begin(['pops', '--device', '2011', '--json']);
  const told = () => watch.notes().split('\n');
  await watch.until((line) => line.startsWith('Watching'), told);
  const undo = bench.platform.scenario.faults.serverErrors('getpopupscreen');
  await watch.until((line) => line.includes('is away'), told);
  undo();
  await watch.until((line) => line.includes('answers again'), told);
  ring();
  await watch.until((line) => line.includes('"event":"new"'));
  const code = await watch.stop();
  expect([
    code,
    told().filter((line) => line.includes('is away')).length,
    told().filter((line) => line.includes('again.')).length,
  ]).toEqual([0, 1, 2]);
});

test('the platform is not asked more often than the desk promises: 1 a second idle', async () => {
  const watch = begin(['pops', '--device', '2011']);
  await watch.until(
    (line) => line.startsWith('Watching'),
    () => watch.notes().split('\n'),
  );
  const before = bench.platform.requests.get('getpopupscreen') ?? 0;
  const from = bench.clock.now();
  await watch.until(
    () => bench.clock.now() - from >= 20_000,
    () => [''],
  );
  const asked = (bench.platform.requests.get('getpopupscreen') ?? 0) - before;
  expect([await watch.stop(), asked > 8 && asked <= 21]).toEqual([0, true]);
});

test('an Uncall platform is watched through its own driver, one extension at a time', async () => {
  let calls = '';
  const uncall = scripted(({ method, body }) => {
    if (method === 'GET') return { status: 404, body: '' };
    const sent = String(body);
    if (!sent.includes('popEvent')) {
      const text = /<text[^>]*>([^<]*)</.exec(sent)?.[1] ?? '';
      return { body: wrapped('UncallWorld', printAnswer('UncallWorld', [{ Response: `UncallWorld:${text}` }])) };
    }
    return { body: wrapped('popEvent', calls || printNothing('popEvent')) };
  });
  const env = { SEATLINE_PLATFORM_URL: 'http://uncall.example', SEATLINE_VENDOR: 'uncall' };
  const watch = begin(['pops', '--device', '802', '--json'], { env, io: { http: uncall.http } });
  await watch.until(
    (line) => line.startsWith('Watching'),
    () => watch.notes().split('\n'),
  );
  calls = printAnswer('popEvent', [{ calla: '13800138000', callb: '802', uid: '1372123897.170', status: 'callin' }]);
  await watch.until((line) => line.includes('"event":"new"') && line.includes('13800138000'));
  calls = '';
  await watch.until((line) => line.includes('"event":"gone"'));
  const queues = await ends(['queues'], { env, io: { http: uncall.http } });
  expect([await watch.stop(), queues.code]).toEqual([0, 2]);
});

test('what cannot work ends at once with its own code', async () => {
  const run = async (argv: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    (await ends(argv, { env })).code;
  expect([
    await run([]),
    await run(['pop']),
    await run(['pops', '--device', '2999']),
    await run(['pops', '--interval', '0.2']),
    await run(['pops', '--queue', '90']),
    await run(['queues', '--device', '2011']),
    await run(['pops', '--devise', '2011']),
    await run(['pops', '--device', '2011'], { SEATLINE_PLATFORM_KEY: 'wrong' }),
    await run(['queues'], { SEATLINE_PLATFORM_KEY: 'wrong' }),
    await run(['pops', '--device', '2011'], { SEATLINE_PLATFORM_URL: 'http://127.0.0.1:9' }),
  ]).toEqual([2, 2, 2, 2, 2, 2, 2, 4, 4, 3]);
});

test('a reader that goes away ends the watch quietly', async () => {
  const stdout = { isTerminal: false, columns: 0, write: async () => Promise.reject(new OutputGone()) };
  ring();
  const { code, err } = await ends(['pops'], { io: { stdout } });
  expect([code, err.includes('fault')]).toEqual([0, false]);
});

test('changes: the first picture is now, an equal one is silent, silent fields alone are no change', () => {
  const changes = createChanges(['since']);
  const row = { id: 'a', state: 'Ring', since: '1' };
  const picture = (...rows: readonly (typeof row)[]) => changes(new Map(rows.map((each) => [each.id, each])));
  expect([
    picture(row),
    picture({ ...row }),
    picture({ ...row, since: '2' }),
    picture({ ...row, state: 'Up', since: '3' }),
    picture({ ...row, id: 'b' }),
  ]).toEqual([
    [{ event: 'now', row }],
    [],
    [],
    [{ event: 'changed', row: { ...row, state: 'Up', since: '3' }, fields: ['state'] }],
    [
      { event: 'new', row: { ...row, id: 'b' } },
      { event: 'gone', row: { ...row, state: 'Up', since: '3' } },
    ],
  ]);
});
