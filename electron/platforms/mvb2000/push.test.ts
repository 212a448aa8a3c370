import { afterEach, describe, expect, test } from 'vitest';
import { createVirtualClock } from '../../../pbx/engine/simulated/clock';
import type { PlatformOptions } from '../../../pbx/http/platform';
import { startPlatform } from '../../../pbx/http/start';
import { pushPath } from '../../../shared/webcti/push';
import type { PushLine, PushScope } from '../driver';
import type { LogFields } from '../wire/effects';
import type { HttpQuestion } from '../wire/http';
import { nodeNetwork } from '../wire/network';
import { undiciHttp } from '../wire/undici';
import { createMvb2000Driver } from './driver';
import { profileOf } from './testing/profile';

/** Ten minutes before midnight in China. */
const evening = Date.UTC(2026, 2, 10, 15, 50, 0);
const key = 'office-key';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function office(options: PlatformOptions & { readonly profileKey?: string; readonly announced?: string } = {}) {
  const { profileKey = key, announced = pushPath, ...rest } = options;
  const clock = createVirtualClock(evening);
  const platform = await startPlatform({ clock, key, ...rest });
  const asked: HttpQuestion[] = [];
  const logged: string[] = [];
  /** Takes the answer of the stream away: nothing comes any more and nothing ends. */
  let mute = false;
  const log = (event: string, fields: LogFields = {}) => void logged.push(`${event} ${JSON.stringify(fields)}`);
  const driver = createMvb2000Driver(profileOf({ address: platform.address, key: profileKey, features: {} }), {
    clock,
    random: () => 0.5,
    log: { info: log, warn: log, error: log },
    network: nodeNetwork,
    http: (pin) => {
      const road = undiciHttp(pin);
      return {
        ...road,
        send: async (request) => {
          const answer = await road.send(request);
          const body = Buffer.from(answer.body).toString().replace(pushPath, announced);
          return request.url.includes('/about.php') ? { ...answer, body: Buffer.from(body) } : answer;
        },
        open: async (question) => {
          asked.push(question);
          const opened = await road.open(question);
          const silent = async function* (): AsyncGenerator<Uint8Array> {
            for await (const part of opened.body) {
              if (mute) await new Promise(() => undefined);
              yield part;
            }
          };
          return { ...opened, body: silent() };
        },
      };
    },
  });
  const told: string[] = [];
  const lines: PushLine[] = [];
  open.push(async () => {
    for (const line of lines) line.close();
    const before = told.length;
    driver.close();
    await platform.close();
    await turns(20);
    expect([clock.pending, told.length - before]).toEqual([0, 0]);
  });
  return {
    platform,
    clock,
    asked,
    logged,
    told,
    setMute: (on: boolean) => {
      mute = on;
    },
    listen: (scope: Partial<PushScope> = {}): PushLine => {
      const line = driver.push?.(
        { devices: ['2011'], queues: ['90'], floor: false, ...scope },
        {
          up: () => void told.push('up'),
          hint: ({ kind, id }) => void told.push(`${kind} ${id}`),
          down: ({ code }) => void told.push(`down ${code}`),
        },
      );
      if (!line) throw new Error('no push');
      lines.push(line);
      return line;
    },
    /** Until so much was told; time goes on only by the test's own word. */
    tells: async (...expected: readonly string[]): Promise<void> => {
      for (let turn = 0; turn < 5_000 && told.length < expected.length; turn += 1) await turns(1);
      expect(told).toEqual(expected);
    },
  };
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

test('up, a hint, and nothing after the end; the key in a header and in no URL', async () => {
  const { platform, clock, asked, listen, tells, told, logged } = await office();
  const line = listen();
  await tells('up');
  platform.scenario.callerRings({ from: '13800138000', to: { extension: '2011' } });
  clock.advance(100);
  await tells('up', 'device 2011');
  line.close();
  platform.engine.queueAdd('90', 'SIP/2011', 0);
  clock.advance(1_000);
  await turns(50);
  const [question] = asked;
  const webkey = question?.headers.authorization?.split(' ')[1] ?? '';
  expect([told.length, asked.length, webkey.length, question?.url]).toEqual([
    2,
    1,
    32,
    `${platform.address}/webservice2/push?devices=2011&queues=90`,
  ]);
  expect([platform.push.open, logged.join('\n').includes(webkey)]).toEqual([0, false]);
});

test('a platform that announces nothing is asked once and left alone', async () => {
  const { platform, clock, asked, listen, told } = await office({ push: false });
  const line = listen();
  for (let turn = 0; turn < 5_000 && platform.requests.get('about') === 0; turn += 1) await turns(1);
  await turns(20);
  clock.advance(3_600_000);
  line.retry();
  await turns(50);
  expect([platform.requests.get('about'), asked, told]).toEqual([1, [], []]);
});

test.each([
  'https://evil.example/x',
  '//evil.example/x',
  '@evil.example/x',
  '../admin/x',
  'webservice2/../../x',
  '.evil.example/',
  'webservice2/push?x=1',
  'webservice2/push#x',
  'a/'.repeat(60),
])('%s is no path on the platform: the key is sent nowhere', async (announced) => {
  const { platform, clock, asked, listen, told } = await office({ announced });
  listen();
  for (let turn = 0; turn < 5_000 && platform.requests.get('about') === 0; turn += 1) await turns(1);
  await turns(20);
  clock.advance(60_000);
  await turns(20);
  expect([asked, told]).toEqual([[], []]);
});

describe('a line that is lost', () => {
  test('a restart: told once, tried again with growing pauses, up again by itself', async () => {
    const { platform, clock, asked, listen, tells } = await office();
    listen();
    await tells('up');
    clock.advance(20_000);
    const back = platform.scenario.faults.restart({ keepState: true, downSeconds: 60 });
    await tells('up', 'down unreachable');
    const times: number[] = [];
    for (let second = 0; second < 60; second += 1) {
      const before = asked.length;
      clock.advance(1_000);
      await turns(60);
      if (asked.length > before) times.push(second + 1);
    }
    await back;
    clock.advance(30_000);
    await tells('up', 'down unreachable', 'up');
    // 1, 2, 4, 8, 16 s after one another.
    expect(times).toEqual([1, 2, 4, 8, 16, 32]);
  });

  test('the network is another one: tried at once', async () => {
    const { platform, clock, listen, tells } = await office();
    const line = listen();
    await tells('up');
    const back = platform.scenario.faults.offline(25);
    await tells('up', 'down unreachable');
    for (let second = 0; second < 25; second += 1) {
      clock.advance(1_000);
      await turns(60);
    }
    await back;
    line.retry();
    await tells('up', 'down unreachable', 'up');
  });

  test('midnight: up again with the key of the new day', async () => {
    const { clock, asked, listen, tells } = await office();
    listen();
    await tells('up');
    for (let beat = 0; beat < 40; beat += 1) {
      clock.advance(15_000);
      await turns(30);
    }
    await tells('up', 'down unreachable');
    clock.advance(1_000);
    await tells('up', 'down unreachable', 'up');
    expect(new Set(asked.map(({ headers }) => headers.authorization)).size).toBe(2);
  });

  test('silent for 40 s is dead, although the connection stands', async () => {
    const { clock, listen, tells, told, setMute } = await office();
    listen();
    await tells('up');
    setMute(true);
    clock.advance(15_000);
    await turns(50);
    clock.advance(24_000);
    await turns(50);
    const before = told.length;
    clock.advance(16_000);
    await tells('up', 'down timed-out');
    setMute(false);
    clock.advance(1_000);
    await tells('up', 'down timed-out', 'up');
    expect(before).toBe(1);
  });

  test('a quiet platform is not a dead one', async () => {
    const { clock, listen, tells } = await office();
    listen();
    await tells('up');
    for (let beat = 0; beat < 20; beat += 1) {
      clock.advance(15_000);
      await turns(30);
    }
    await tells('up');
  });

  test('the wrong key: no noise, tried with long pauses only', async () => {
    const { platform, clock, asked, listen, told } = await office({ profileKey: 'wrong' });
    listen();
    for (let second = 0; second < 300; second += 1) {
      clock.advance(1_000);
      await turns(20);
    }
    expect([told, asked, (platform.requests.get('about') ?? 0) < 20]).toEqual([[], [], true]);
  });
});
