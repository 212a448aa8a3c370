import { afterEach, expect, test } from 'vitest';
import type { LogLine } from '../../../http/log';
import { EngineTrouble } from '../../port';
import { createVirtualClock, type VirtualClock } from '../../simulated/clock';
import { type AmiClient, createAmi } from './client';
import { type FakeExchange, type FakeOptions, startFakeExchange } from './testing/fake-exchange';

interface Bench {
  readonly exchange: FakeExchange;
  readonly clock: VirtualClock;
  readonly ami: AmiClient;
  readonly log: LogLine[];
  /** Resolves with the next change of the line. */
  next(): Promise<'live' | 'down'>;
}

const open: Bench[] = [];
afterEach(async () => {
  for (const { ami, exchange } of open.splice(0)) {
    ami.close();
    await exchange.close();
  }
});

async function start(options: FakeOptions & { given?: string } = {}): Promise<Bench> {
  const exchange = await startFakeExchange(options);
  const clock = createVirtualClock(1_795_000_000_000);
  const log: LogLine[] = [];
  const ami = createAmi({
    ...{ host: '127.0.0.1', port: exchange.port, user: exchange.user, secret: options.given ?? exchange.secret },
    ...{ clock, random: () => 0.5, log: (line: LogLine) => log.push(line) },
  });
  const states: ('live' | 'down')[] = [];
  let wake = (): void => {};
  ami.onState((state) => {
    states.push(state);
    wake();
  });
  const bench: Bench = {
    ...{ exchange, clock, ami, log },
    async next() {
      while (states.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return states.shift() as 'live' | 'down';
    },
  };
  open.push(bench);
  return bench;
}

const said = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((error: unknown) => (error instanceof EngineTrouble ? [error.kind, error.message] : error));
const withoutPort = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replace(/127\.0\.0\.1:\d+/g, 'PBX'));

test.each([
  [{ plainOnly: false }, 'md5'],
  [{ plainOnly: true }, 'plain'],
  [{ plainOnly: false, pieces: 1 }, 'md5'],
])('logs in (%o), the secret in the clear only where there is no other way on this machine', async (options, way) => {
  const { ami, exchange } = await start(options);
  await ami.opened;
  expect([ami.state, ami.version, exchange.asked.find(({ action }) => action === 'Login')]).toEqual([
    'live',
    'Asterisk 16.28.0',
    { action: 'Login', way, events: 'system,call,agent,user,dtmf,cdr' },
  ]);
});

test('answers and lists find whoever asked, in any order, and everything else is an event, in order', async () => {
  const { ami, exchange } = await start({ pieces: 7 });
  await ami.opened;
  const events: string[] = [];
  ami.onEvent(({ event, fields }) => events.push(`${event} ${fields.N ?? ''}`));
  exchange.on('QueueStatus', () => {
    exchange.event('Event: Newchannel', 'N: 1');
    return {
      ok: true,
      lines: ['Message: Queue status will follow'],
      list: [
        ['Event: QueueParams', 'Queue: 90'],
        ['Event: QueueMember', 'Queue: 90', 'Name: Agent 2011'],
      ],
    };
  });
  exchange.on('Park', () => ({ ok: true, lines: ['Message: Park successful\n'] }));
  exchange.on('Hangup', () => ({ ok: false, lines: ['Message: No such channel'] }));
  exchange.on('ConfbridgeListRooms', () => ({ ok: false, lines: ['Message: No active conferences.'] }));
  exchange.on('Status', () => ({ ok: false, lines: ['Message: Permission denied'] }));
  exchange.on('Originate', ({ actionid }) => {
    exchange.event('Event: OriginateResponse', `ActionID: ${actionid}`, 'N: 2', 'Reason: 4');
    return { ok: true, lines: ['Message: Originate successfully queued'] };
  });
  exchange.on('Command', () => ({ ok: true, lines: ['Message: Command output follows', 'Output: a', 'Output: b'] }));
  const answers = await Promise.all([
    ami.list('QueueStatus', { Queue: '90' }),
    ami.send('QueueStatus').then(({ ok, message }) => [ok, message]),
    ami.send('Park').then(({ ok, message }) => [ok, message]),
    ami.send('Hangup', { Channel: 'SIP/2011-00000001' }).then(({ ok, message }) => [ok, message]),
    ami.list('ConfbridgeListRooms'),
    said(ami.list('Status')),
    said(ami.list('SIPpeers')),
    ami.send('Originate', { ActionID: 'own', Variable: ['A=1', 'B=2'] }).then(({ ok }) => ok),
    ami.send('Command').then(({ output }) => output),
    said(ami.send('Setvar', { Value: 'x\r\nAction: Logoff' })),
    said(ami.send('Setvar', { 'Value: y\nZ': 'x' })),
  ]);
  expect([answers, events, exchange.asked.find(({ action }) => action === 'Originate')]).toEqual([
    [
      [
        { event: 'QueueParams', fields: { Queue: '90', ActionID: expect.any(String) }, output: [] },
        { event: 'QueueMember', fields: { Queue: '90', Name: 'Agent 2011', ActionID: expect.any(String) }, output: [] },
      ],
      [true, 'Queue status will follow'],
      [true, 'Park successful'],
      [false, 'No such channel'],
      [],
      ['refused', 'Permission denied'],
      ['missing', 'Invalid/unknown command: SIPpeers. Use …'],
      true,
      ['a', 'b'],
      ['refused', 'a line break cannot be sent to the exchange, nor an action id twice'],
      ['refused', 'a line break cannot be sent to the exchange, nor an action id twice'],
    ],
    ['Newchannel 1', 'Newchannel 1', 'OriginateResponse 2'],
    { action: 'Originate', actionid: 'own', variable: 'A=1,B=2' },
  ]);
});

test('events behind the login are not lost, and come after the word that the line is live', async () => {
  const bench = await start({ booting: true });
  const { ami, exchange, clock } = bench;
  const seen: string[] = [];
  ami.onState((state) => seen.push(state));
  ami.onEvent(({ event }) => seen.push(event));
  exchange.on('CoreSettings', () => {
    exchange.event('Event: Newchannel');
    exchange.event('Event: FullyBooted', 'Uptime: 1');
    exchange.event('Event: Hangup');
    return { ok: true, lines: ['AsteriskVersion: 22.10.1'] };
  });
  await ami.opened;
  expect([seen, ami.version, clock.pending]).toEqual([
    ['live', 'Newchannel', 'FullyBooted', 'Hangup'],
    'Asterisk 22.10.1',
    1,
  ]);
});

test('a line that is lost comes back, twice, and what was asked meanwhile is told at once', async () => {
  const bench = await start();
  const { ami, exchange, clock, log } = bench;
  const states = [await bench.next()];
  exchange.on('Hangup', () => null);
  const asked = said(ami.send('Hangup', { Channel: 'x' }));
  await until(() => exchange.asked.some(({ action }) => action === 'Hangup'));
  await exchange.shut();
  states.push(await bench.next());
  const meanwhile = said(ami.list('Status'));
  // Nobody listens for a while: three attempts, each after a longer pause.
  const pauses: (number | null)[] = [];
  for (let n = 0; n < 3; n += 1) {
    pauses.push(clock.untilNext());
    clock.advance(clock.untilNext() ?? 0);
    await until(() => ami.state === 'down');
  }
  pauses.push(clock.untilNext());
  await exchange.open();
  clock.advance(2_000);
  states.push(await bench.next());
  exchange.cut();
  states.push(await bench.next());
  // It was no good line: the pauses go on growing.
  pauses.push(clock.untilNext());
  clock.advance(clock.untilNext() ?? 0);
  states.push(await bench.next());
  expect([states, pauses, exchange.connections, withoutPort([await asked, await meanwhile]), withoutPort(log)]).toEqual(
    [
      ['live', 'down', 'live', 'down', 'live'],
      [250, 500, 1000, 2000, 4000],
      3,
      [
        ['unreachable', 'the line to the exchange was lost (PBX)'],
        ['unreachable', 'the line to the exchange was lost (PBX)'],
      ],
      [
        { level: 'error', event: 'exchange-unreachable', detail: 'the line to the exchange was lost (PBX)' },
        { level: 'error', event: 'exchange-unreachable', detail: 'no manager interface listens there (PBX)' },
        { level: 'info', event: 'exchange-back', detail: 'PBX' },
        { level: 'error', event: 'exchange-unreachable', detail: 'the line to the exchange was lost (PBX)' },
        { level: 'info', event: 'exchange-back', detail: 'PBX' },
      ],
    ],
  );
});

test('a wrong secret is said once, without it, and not tried again soon', async () => {
  const bench = await start({ given: 'the wrong words' });
  const { ami, exchange, clock, log } = bench;
  const why = await said(ami.opened);
  const pause = clock.untilNext();
  clock.advance(299_000);
  expect([
    withoutPort(why),
    ami.state,
    pause,
    exchange.connections,
    JSON.stringify([log, why]).includes('words'),
  ]).toEqual([
    ['unreachable', 'the manager interface refuses the user name or the secret (PBX)'],
    'down',
    300_000,
    1,
    false,
  ]);
});

test('a stranger, a silent machine and a closed port are told apart', async () => {
  const stranger = await start({ greeting: 'SSH-2.0-OpenSSH_9.2' });
  const noisy = await start({ greeting: 'x'.repeat(600).replace(/x$/, '') });
  const silent = await start();
  silent.exchange.on('CoreSettings', () => null);
  await until(() => silent.exchange.asked.some(({ action }) => action === 'CoreSettings'));
  silent.clock.advance(10_000);
  const closed = await start();
  await closed.exchange.shut();
  const gone = createAmi({ ...options(closed), log: () => {} });
  const unknown = createAmi({ ...options(closed), host: 'no-such-machine.invalid', log: () => {} });
  const reasons = await Promise.all(
    [stranger.ami, noisy.ami, silent.ami, gone, unknown].map(async (ami) => {
      const why = await said(ami.opened);
      ami.close();
      return (why as string[])[1]?.replace(/ \(.*/, '');
    }),
  );
  expect(reasons).toEqual([
    'what listens there is no manager interface of an Asterisk',
    'what listens there is no manager interface of an Asterisk',
    'the manager interface does not answer',
    'no manager interface listens there',
    'there is no machine of that name',
  ]);
});

test('a cable that is cut without a word is noticed, and an answer that never comes is given up', async () => {
  const bench = await start();
  const { ami, exchange, clock } = bench;
  await bench.next();
  exchange.on('Hangup', () => null);
  const asked = said(ami.send('Hangup'));
  // The exchange is there and answers, only not to this.
  for (let n = 0; n < 8; n += 1) {
    const before = exchange.asked.length;
    clock.advance(10_000);
    if (n % 2 === 1) continue;
    await until(() => exchange.asked.length > before || n > 0);
    await ami.send('Ping');
  }
  const gaveUp = await asked;
  exchange.freeze();
  while (ami.state === 'live') clock.advance(10_000);
  expect([gaveUp, await bench.next(), ami.state]).toEqual([
    ['unreachable', 'the exchange has not answered'],
    'down',
    'down',
  ]);
});

test('a flood keeps its order, and a listener that fails harms nobody', async () => {
  const bench = await start();
  const { ami, exchange, log } = bench;
  await bench.next();
  const numbers: number[] = [];
  ami.onEvent(({ event }) => {
    if (event === 'Bad') throw new TypeError('no such thing');
  });
  const all = new Promise<void>((resolve) => {
    ami.onEvent(({ event, fields }) => {
      if (event === 'UserEvent') numbers.push(Number(fields.N));
      if (fields.N === '99999') resolve();
    });
  });
  exchange.event('Event: Bad');
  const padding = 'x'.repeat(300);
  for (let from = 0; from < 100_000; from += 1000) {
    let text = '';
    for (let n = from; n < from + 1000; n += 1)
      text += `Event: UserEvent\r\nUserEvent: A\r\nN: ${n}\r\nX: ${padding}\r\n\r\n`;
    exchange.say(text);
  }
  await all;
  expect([numbers.length, numbers.every((n, at) => n === at), log.map(({ event }) => event)]).toEqual([
    100_000,
    true,
    ['exchange-event-failed'],
  ]);
});

test('after close nothing is told, nothing is armed and nothing listens', async () => {
  const { ami, clock, exchange } = await start();
  await ami.opened;
  const seen: string[] = [];
  ami.onState((state) => seen.push(state));
  ami.close();
  ami.close();
  const asked = await said(ami.send('Ping'));
  expect([ami.state, clock.pending, seen, (asked as string[])[0], exchange.connections]).toEqual([
    'closed',
    0,
    [],
    'unreachable',
    1,
  ]);
});

const options = ({ exchange, clock }: Bench) => ({
  ...{ host: '127.0.0.1', port: exchange.port, user: exchange.user, secret: exchange.secret },
  ...{ clock, random: () => 0.5 },
});

/** Turns of the event loop until something on a real socket has happened. */
async function until(test: () => boolean): Promise<void> {
  while (!test()) await new Promise<void>((resolve) => setImmediate(resolve));
}
