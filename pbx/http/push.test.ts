import http from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { heartbeatEvery, pushPath } from '../../shared/webcti/push';
import { webKey } from '../../shared/webcti/webkey';
import type { PlatformOptions } from './platform';
import { PushHub, type PushOptions } from './push';
import { startTestPlatform, type TestPlatform } from './test-platform';

interface Stream {
  readonly platform: TestPlatform;
  readonly status: number;
  readonly type: string;
  /** What came so far. */
  text(): string;
  /** Events and comments that came and have not been taken yet; waits until the wire is quiet. */
  take(): Promise<readonly unknown[]>;
  readonly over: boolean;
  end(): void;
}

const platforms: TestPlatform[] = [];
const streams: Stream[] = [];
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.end();
  for (const platform of platforms.splice(0)) {
    await platform.close();
    expect(platform.clock.pending).toBe(0);
  }
});

async function start(options: PlatformOptions = {}): Promise<TestPlatform> {
  const platform = await startTestPlatform(options);
  platforms.push(platform);
  platform.engine.queueAdd('90', 'SIP/2012', 0);
  return platform;
}

/** Until the platform has nothing on the wire that has not arrived. */
async function quiet(done: () => boolean): Promise<void> {
  for (let turns = 0; turns < 20_000; turns += 1) {
    await turn();
    if (done()) return;
  }
  throw new Error('the wire does not become quiet');
}

/** Bytes that came by the streams of a platform that are open. */
const arrived = (platform: TestPlatform): number =>
  streams
    .filter((stream) => stream.platform === platform && stream.status === 200 && !stream.over)
    .reduce((sum, stream) => sum + stream.text().length, 0);

async function listen(
  platform: TestPlatform,
  query: Record<string, string> = { devices: '2011', queues: '90' },
  headers: Record<string, string> = { authorization: `WebKey ${platform.keyNow()}` },
  method = 'GET',
): Promise<Stream> {
  const url = `${platform.address}/${pushPath}?${new URLSearchParams(query)}`;
  let text = '';
  let over = false;
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http.request(url, { headers, method, agent: false }, resolve).once('error', reject).end();
  });
  response.setEncoding('utf8');
  response.on('data', (part: string) => {
    text += part;
  });
  response.on('error', () => undefined);
  response.on('close', () => {
    over = true;
  });
  let taken = 0;
  const stream: Stream = {
    platform,
    status: response.statusCode ?? 0,
    type: response.headers['content-type'] ?? '',
    text: () => text,
    async take() {
      await quiet(() => over || arrived(platform) >= platform.push.written);
      const fresh = text.slice(taken);
      taken = text.length;
      return fresh
        .split('\n\n')
        .filter((block) => block !== '')
        .map((block) => (block.startsWith('data: ') ? JSON.parse(block.slice(6)) : block));
    },
    get over() {
      return over;
    },
    end: () => response.destroy(),
  };
  streams.push(stream);
  if (stream.status === 200) await stream.take();
  else await quiet(() => over);
  return stream;
}

const rings = (platform: TestPlatform) =>
  platform.scenario.callerRings({ from: '13800138000', name: '李娜', to: { extension: '2011' } });

describe('hints', () => {
  test('a ring is told within 100 ms of engine time, in a few bytes that name nobody', async () => {
    const platform = await start();
    const stream = await listen(platform, { devices: '2011' });
    rings(platform);
    platform.clock.advance(100);
    expect(await stream.take()).toEqual([{ kind: 'device', id: '2011', seq: 1 }]);
    expect(stream.text()).not.toMatch(/138|李娜/);
  });

  test('what the documented endpoints then say is new', async () => {
    const platform = await start();
    const stream = await listen(platform, { devices: '2011', queues: '90' });
    const before = await platform.rows('getpopupscreen', { channel: 'SIP/2011' });
    rings(platform);
    platform.clock.advance(100);
    const [hint] = await stream.take();
    const after = await platform.rows('getpopupscreen', { channel: 'SIP/2011' });
    expect([before.length, hint, after.map(({ callerid }) => callerid)]).toEqual([
      0,
      { kind: 'device', id: '2011', seq: 1 },
      ['13800138000'],
    ]);
  });

  test('only what was asked for, and rooms and parked calls', async () => {
    const platform = await start();
    const mine = await listen(platform, { devices: '2012', queues: '91' });
    const other = await listen(platform, { devices: '2011', queues: '90' });
    const floor = await listen(platform, { floor: '1' });
    await platform.ask('ctiqueuepause', { queue: '90', interface: 'SIP/2012', paused: '2' });
    platform.clock.advance(300);
    expect([await mine.take(), await other.take(), await floor.take()]).toEqual([
      [],
      [{ kind: 'queue', id: '90', seq: 1 }],
      [{ kind: 'floor', id: 'queues', seq: 1 }],
    ]);
    const caller = rings(platform);
    platform.clock.advance(1_000);
    platform.scenario.answers('2011');
    platform.clock.advance(1_000);
    await mine.take();
    const [channel] = platform.engine.channels().filter(({ device }) => device === '2011');
    const trunk = platform.engine.channels().find(({ uniqueId }) => uniqueId === caller.uniqueId);
    await platform.ask('ctipark', { channel: trunk?.name ?? '', srcchannel: channel?.name ?? '' });
    platform.clock.advance(300);
    expect(await mine.take()).toEqual([{ kind: 'floor', id: 'parks', seq: 1 }]);
  });

  test('many steps in one moment are one hint, and a step that changes nothing is none', async () => {
    const platform = await start();
    const stream = await listen(platform, { queues: '90' });
    for (const paused of ['1', '2', '3'])
      await platform.ask('ctiqueuepause', { queue: '90', interface: 'SIP/2012', paused });
    platform.clock.advance(300);
    const once = await stream.take();
    await platform.ask('ctiqueuepause', { queue: '90', interface: 'SIP/2012', paused: '3' });
    platform.clock.advance(300);
    expect([once, await stream.take()]).toEqual([[{ kind: 'queue', id: '90', seq: 1 }], []]);
  });

  test('every 15 s a comment when there is nothing to tell', async () => {
    const platform = await start();
    const stream = await listen(platform);
    platform.clock.advance(2 * heartbeatEvery);
    expect([await stream.take(), stream.over]).toEqual([[':', ':'], false]);
  });
});

describe('the end of a stream', () => {
  test('midnight: the key of yesterday hears nothing of today, also when nothing happens', async () => {
    const platform = await start();
    const stream = await listen(platform);
    const key = platform.keyNow();
    platform.clock.advance(15 * 3_600_000 - 1);
    await stream.take();
    const before = stream.over;
    platform.clock.advance(1);
    await quiet(() => stream.over);
    const again = await listen(platform, {}, { authorization: `WebKey ${key}` });
    expect([before, platform.push.open, again.status, (await listen(platform)).status]).toEqual([false, 0, 401, 200]);
  });

  test('another key of the platform', async () => {
    const platform = await start();
    const stream = await listen(platform);
    platform.scenario.faults.changeKey('another');
    rings(platform);
    platform.clock.advance(100);
    await quiet(() => stream.over);
    expect([stream.text().includes('data: {"kind"'), platform.push.open]).toEqual([false, 0]);
  });

  test('a restart and a network that is gone', async () => {
    const platform = await start();
    const stream = await listen(platform);
    const back = platform.scenario.faults.restart({ keepState: true, downSeconds: 2 });
    await quiet(() => stream.over && platform.push.open === 0);
    platform.clock.advance(2_000);
    await back;
    expect((await listen(platform)).status).toBe(200);
  });

  test('a reader that goes away leaves no timer and no watch', async () => {
    const platform = await start();
    const before = platform.clock.pending;
    const stream = await listen(platform);
    const during = platform.clock.pending;
    stream.end();
    await quiet(() => platform.push.open === 0);
    expect([during - before, platform.clock.pending - before]).toEqual([1, 0]);
  });

  test('a reader that does not read is dropped; what waits for it never grows past the limit', async () => {
    const platform = await start();
    const options: PushOptions = {
      engine: platform.engine,
      clock: platform.clock,
      faults: { of: () => ({ delayMs: 0, kinds: new Set() }) } as unknown as PushOptions['faults'],
      log: (line) => platform.logged.push(line),
      zone: 480,
      key: () => platform.key,
      now: () => platform.clock.now(),
      limits: { waiting: 500 },
    };
    const hub = new PushHub(options);
    const outlets = [true, false].map((reads) => ({
      reads,
      writableLength: 0,
      most: 0,
      gone: false,
      write(text: string) {
        this.writableLength = this.reads ? 0 : this.writableLength + text.length;
        this.most = Math.max(this.most, this.writableLength);
      },
      destroy() {
        this.gone = true;
      },
    }));
    const scope = { devices: [], queues: ['90'], floor: false };
    const [reader] = outlets.map((outlet) => hub.add(outlet, { scope, webkey: platform.keyNow(), address: '' }));
    for (let round = 0; round < 100; round += 1) {
      platform.engine.queuePause('90', 'SIP/2012', 1 + (round % 9));
      platform.clock.advance(300);
    }
    const ends = outlets.map(({ gone, most }) => [gone, most < 600]);
    reader?.();
    expect([ends, hub.open, platform.logged.map(({ event }) => event)]).toEqual([
      [
        [false, true],
        [true, true],
      ],
      0,
      ['push-slow-reader'],
    ]);
  });
});

describe('who may listen', () => {
  test('the key stands in a header; one in the URL, an old one and none are refused in the documented words', async () => {
    const platform = await start();
    const key = platform.keyNow();
    const yesterday = webKey(platform.key, '2026-03-01');
    const tried = [
      await listen(platform, { webkey: key }, {}),
      await listen(platform, {}, { authorization: `WebKey ${yesterday}` }),
      await listen(platform, {}, { authorization: `Bearer ${key}` }),
      await listen(platform, {}, { authorization: 'WebKey' }),
    ];
    expect(tried.map(({ status, text }) => [status, JSON.parse(text())])).toEqual(
      tried.map(() => [401, { errcode: 9999, message: 'WebKey is invalid', data: [] }]),
    );
    const told = JSON.stringify(platform.logged);
    expect([told.includes(key), told.includes(yesterday), platform.logged.length]).toEqual([false, false, 4]);
  });

  test('too many streams of one address, or of all', async () => {
    const platform = await start({ push: { perAddress: 2 } });
    const [first] = [await listen(platform), await listen(platform)];
    const third = await listen(platform);
    first?.end();
    await quiet(() => platform.push.open === 1);
    expect([third.status, (await listen(platform)).status]).toEqual([503, 200]);
  });

  test.each([
    ['too many devices', { devices: Array.from({ length: 51 }, (_, n) => String(2000 + n)).join() }, 400],
    ['what is no number', { devices: '2011\n\ndata: x' }, 400],
    ['nothing in particular', {}, 200],
  ])('%s', async (_, query, status) => {
    const platform = await start();
    expect((await listen(platform, query)).status).toBe(status);
  });

  test('nothing but GET', async () => {
    const platform = await start();
    const authorization = `WebKey ${platform.keyNow()}`;
    expect((await listen(platform, {}, { authorization }, 'POST')).status).toBe(405);
  });
});

describe('announced', () => {
  test('in a field of `about` that the document does not have, in both faces; a platform without it has none', async () => {
    const [platform, without] = [await start(), await start({ push: false })];
    const [row] = await platform.rows('about');
    const [plain] = await without.rows('about');
    expect([row?.push, plain && Object.keys(plain)]).toEqual([pushPath, ['version', 'message', 'lastbuild']]);
    expect(await platform.text('about')).toContain(`<push>${pushPath}</push>`);
    expect((await listen(without)).status).toBe(404);
  });
});
