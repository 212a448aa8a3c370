import { setMaxListeners } from 'node:events';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { formatPlatformTime, platformDate } from '../../../shared/domain/time';
import { catalogue, type EndpointName, endpointNames } from '../../../shared/webcti/index';
import { webKey } from '../../../shared/webcti/webkey';
import type { HttpResponse } from '../wire/http';
import { createClient } from './client';
import { FakeClock } from './testing/clock';
import { type Answering, body, endpointIn, fakeHttp, paramsOf, success, testEffects } from './testing/effects';

const key = '0866089e569bbd3d';
const start = Date.UTC(2026, 4, 6, 2, 5, 0);

/** A platform that checks the key, tells its time, and lets a test answer everything else. */
function platform(answer: Answering, options: { zone?: number; aheadBy?: number; key?: string } = {}) {
  const { zone = 480, aheadBy = 0 } = options;
  const clock = new FakeClock(start);
  const now = () => clock.now() + aheadBy;
  const http = fakeHttp((request, nth): Promise<HttpResponse> | HttpResponse => {
    const headers = { date: new Date(now()).toUTCString(), 'content-type': 'application/json' };
    const sent = paramsOf(request).webkey ?? '';
    if (sent !== webKey(options.key ?? key, platformDate(now(), zone))) {
      return body(JSON.stringify({ errcode: 9999, message: `WebKey ${sent} is invalid`, data: [] }), headers);
    }
    if (endpointIn(request) === 'ctigetdatetime') {
      const row = { mvb_datetime: formatPlatformTime(now(), zone), mvb_timestamp: Math.floor(now() / 1000) };
      return body(success([row]), headers);
    }
    return answer(request, nth);
  });
  const effects = testEffects(clock, http);
  const client = createClient(catalogue, { address: 'http://pbx', key, pin: '' }, effects);
  return { clock, http, client, logged: effects.logged };
}
const names = (http: { requests: Parameters<typeof endpointIn>[0][] }) => http.requests.map(endpointIn);

describe('a call', () => {
  test('answers with the rows of the catalogue, after clock and zone are known', async () => {
    const { client, http } = platform(() => body(success([{ queueno: 90, description: '售后' }])), {
      zone: 330,
      aheadBy: 40_000_000,
    });
    const answer = await client.call('getqueuelist', {});
    expect(answer).toMatchObject({
      ok: true,
      value: { message: 'SUCCESS', rows: [{ queueno: '90', description: '售后' }] },
    });
    expect({ zone: client.time.zone, asked: new Set(names(http)) }).toEqual({
      zone: 330,
      asked: new Set(['ctigetdatetime', 'getqueuelist']),
    });
    expect(Math.abs(client.time.offset - 40_000_000)).toBeLessThan(1_000);
  });

  test("a non-zero errcode inside HTTP 200 is a failure, with the platform's own words", async () => {
    const { client } = platform(() => body('{"errcode":1291,"message":" Queue add failed: No such queue","data":[]}'));
    expect(await client.call('ctiqueueadd', { queue: '9', interface: 'SIP/1' })).toEqual({
      ok: false,
      error: {
        code: 'refused',
        message: 'refused with 1291: Queue add failed: No such queue',
        tried: 'ctiqueueadd',
        params: {
          errcode: 1291,
          text: 'Queue add failed: No such queue',
          zh: '加入队列失败：可能已在队列中，或设备不存在。',
          en: 'The queue did not take the agent: perhaps already in it, or there is no such device.',
        },
      },
    });
  });

  test('9002 names the parameter', async () => {
    const { client } = platform(() => body('{"errcode":9002,"message":"need variable \\"channel\\".","data":[]}'));
    expect(await client.call('ctihangup', { channel: '' })).toMatchObject({
      ok: false,
      error: { code: 'parameter-missing', params: { name: 'channel' } },
    });
  });

  test('the midnight between question and answer costs one more request, not a failure', async () => {
    let moved = false;
    const { client, http, clock } = platform(() => body(success()));
    await client.call('getqueuelist', {});
    const midnight = Date.UTC(2026, 4, 6, 16);
    clock.pass(midnight - clock.now() - 300);
    await client.call('getqueuelist', {});
    const before = http.requests.length;
    const send = http.send.bind(http);
    http.send = (request) => {
      if (!moved) clock.pass(400);
      moved = true;
      return send(request);
    };
    const hung = await client.call('ctihangup', { channel: 'SIP/2011-1' });
    expect([hung.ok, names(http).slice(before)]).toEqual([true, ['ctihangup', 'ctihangup']]);
  });

  test('a wrong key is said once a question, and is not hammered', async () => {
    const { client, http } = platform(() => body(success()), { key: 'another' });
    const first = await client.call('getqueuelist', {});
    const before = http.requests.length;
    const second = await client.call('getqueuelist', {});
    expect([first, second].map((answer) => !answer.ok && answer.error.code)).toEqual(['key-refused', 'key-refused']);
    expect(http.requests.length - before).toBe(1);
  });

  test('a fault of this program is reported without its text', async () => {
    const { client, logged } = platform(() => {
      throw Object.assign(new TypeError(`bad ${key}`), { code: 7 });
    });
    const answer = await client.call('getqueuelist', {}, { once: true });
    expect([answer.ok, inspect([answer, logged], { depth: 9 }).includes(key)]).toEqual([false, false]);
  });
});

describe('the key is nowhere', () => {
  /** Every place in which a server can show what it was sent. */
  const echoes: readonly [string, (sent: string) => HttpResponse][] = [
    ['a refusal', (sent) => body(JSON.stringify({ errcode: 1, message: `no ${sent} and ${key}`, data: [] }))],
    [
      'the wrong-key refusal',
      (sent) => body(JSON.stringify({ errcode: 9999, message: `WebKey ${sent} is invalid`, data: [] })),
    ],
    [
      'the wrong-key refusal in XML',
      (sent) => body(`<root><errcode>9999</errcode><message>\n WebKey ${sent} is\n invalid </message><data/></root>`),
    ],
    ['a success message', (sent) => body(JSON.stringify({ errcode: 0, message: `ok ?webkey=${sent}&x`, data: [] }))],
    ['an error page', (sent) => ({ ...body(`<h1>Not found</h1> /x.php?webkey=${sent}`), status: 404 })],
    ['a redirect', (sent) => ({ ...body('', { location: `http://evil/?webkey=${sent}` }), status: 302 })],
    [
      'a page instead of an answer',
      (sent) => body(`<html>GET /a.php?webkey=${sent}&json=2 ${key} ${sent.toUpperCase()}</html>`),
    ],
    ['a PHP warning', (sent) => body(`Warning: md5(${key}) = ${sent} in x.php`)],
    ['half an answer', (sent) => body(`{"errcode":0,"message":"${sent}`)],
    ['escaped', (sent) => body(`{"webkey": "${sent}", "x": "${encodeURIComponent(key)}"}`)],
    ['across the cut of the sample', (sent) => body('z '.repeat(70) + sent)],
    ["yesterday's key", () => body(`<html>${webKey(key, '2026-05-05')}</html>`)],
  ];
  test.each(echoes)('%s', async (_, echo) => {
    const { client, logged } = platform((request) => echo(paramsOf(request).webkey ?? ''));
    const answers = [
      await client.call('getqueuelist', {}, { once: true }),
      await client.call('ctihangup', { channel: 'x' }),
    ];
    const seen = inspect([answers, logged], { depth: 12, maxStringLength: null }).toLowerCase();
    const keys = [-1, 0, 1].map((days) => webKey(key, platformDate(start + days * 86_400_000, 480)));
    expect([key, ...keys, ...keys.map((one) => one.slice(0, 12))].filter((secret) => seen.includes(secret))).toEqual(
      [],
    );
  });

  test('a key with signs of its own is masked in every form', async () => {
    const odd = 'a"b&c<d>+e/f$1';
    const clock = new FakeClock(start);
    const forms = [odd, encodeURIComponent(odd), 'a&quot;b&amp;c&lt;d&gt;+e/f$1'];
    const http = fakeHttp(() => body(JSON.stringify({ errcode: 5, message: forms.join(' | '), data: [] })));
    const client = createClient(catalogue, { address: 'http://pbx', key: odd, pin: '' }, testEffects(clock, http));
    const answer = await client.call('getqueuelist', {});
    expect(!answer.ok && answer.error.params).toEqual({ errcode: 5, text: '*** | *** | ***' });
  });
});

describe('unchanged bodies', () => {
  const status = (second: string, state: string) =>
    JSON.stringify({
      errcode: 0,
      message: 'SUCCESS',
      data: [
        {
          requesttime: `2026-05-06 10:00:${second}`,
          devices: [{ device: '2011', status: state }],
          responsetime: `2026-05-06 10:00:${second}`,
        },
      ],
    });
  const statusXml = (second: string) =>
    `<root><errcode>0</errcode><message>S</message><data><item><requesttime>2026-05-06 10:00:${second}</requesttime><devices/><responsetime>2026-05-06 10:00:${second}</responsetime></item></data></root>`;

  async function asked(bodies: readonly string[], args: object[] = []) {
    let nth = 0;
    const { client } = platform(() => body(bodies[nth++] ?? ''));
    const values: unknown[] = [];
    for (const at of bodies.keys()) {
      const answer = await client.call('getallstatus', args[at] ?? {});
      values.push(answer.ok ? answer.value : answer.error);
    }
    return values;
  }

  test('give the same object, though the two times of getallstatus go on', async () => {
    for (const make of [(second: string) => status(second, '0'), statusXml]) {
      const [one, two, three] = await asked([make('01'), make('02'), make('03')]);
      expect([one === two, two === three]).toEqual([true, true]);
    }
  });

  test('one changed byte gives a new one, and each question has its own memory', async () => {
    const [one, two] = await asked([status('01', '0'), status('02', '8')]);
    expect(one).not.toBe(two);
    const [a, b, c] = await asked(
      [status('01', '0'), status('01', '0'), status('01', '0')],
      [{ devices: '1' }, { devices: '2' }, { devices: '1' }],
    );
    expect([a === b, a === c]).toEqual([false, true]);
  });

  test('a body that is not understood is not remembered', async () => {
    const [, bad, good] = await asked([status('01', '0'), 'x', status('01', '0')]);
    expect([bad, good]).toMatchObject([{ code: 'not-understood' }, { message: 'SUCCESS' }]);
  });
});

test('a platform that answers XML again and again is asked for XML', async () => {
  const { client, http } = platform(() => body('<root><errcode>0</errcode><message/><data/></root>'));
  for (let n = 0; n < 5; n++) await client.call('getqueue', {});
  const asked = http.requests
    .filter((request) => endpointIn(request) === 'getqueue')
    .map((request) => paramsOf(request).json);
  expect(asked).toEqual(['2', '2', '2', undefined, undefined]);
});

test('four thousand failures: every one a Result, no rejection left alone, no timer left', async () => {
  const loose: unknown[] = [];
  const note = (reason: unknown) => loose.push(reason);
  process.on('unhandledRejection', note);
  const kinds: readonly (() => HttpResponse | Promise<HttpResponse>)[] = [
    () => Promise.reject(Object.assign(new Error('x'), { code: 'ECONNRESET' })),
    () => Promise.reject('not an error'),
    () => {
      throw new Error('thrown at once');
    },
    () => body('<html>'),
    () => body(Buffer.from([0xff, 0xfe, 0x00])),
    () => ({ ...body(''), status: 500 }),
    () => body('{"errcode":1,"message":"no","data":[{"reason":5}]}'),
    () => body('{"errcode":0,"data":{"item":{"item":[null,1,{}]}}}'),
    () => ({ status: 200, headers: {}, body: undefined as unknown as Uint8Array }),
    () => body('{"errcode":9999,"message":"WebKey x is invalid","data":[]}'),
  ];
  let nth = 0;
  const { client, clock } = platform(() => kinds[nth++ % kinds.length]!());
  const calls: readonly EndpointName[] = endpointNames.filter((name) => name !== 'ctigetdatetime');
  const controllers = Array.from({ length: 7 }, () => new AbortController());
  for (const { signal } of controllers) setMaxListeners(0, signal);
  const codes = new Set<string>();
  for (let round = 0; round < 40; round++) {
    const batch = Array.from({ length: 100 }, (_, n) => {
      const name = calls[(round * 100 + n) % calls.length]!;
      const args = { channel: `SIP/${round}-${n}` };
      return client.call(name, args as never, { once: true, signal: controllers[(round + n) % 7]!.signal });
    });
    if (round === 20) controllers[0]!.abort();
    for (const answer of await Promise.all(batch)) codes.add(answer.ok ? 'ok' : answer.error.code);
  }
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', note);
  expect([loose, clock.waiting]).toEqual([[], 0]);
  expect([...codes].sort()).toEqual([
    'cancelled',
    'http',
    'internal',
    'key-refused',
    'not-understood',
    'ok',
    'refused',
    'unreachable',
  ]);
});
