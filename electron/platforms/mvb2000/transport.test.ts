import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { type EndpointName, endpointNames, endpointOf } from '../../../shared/webcti/index';
import type { PlatformFailure } from '../wire/failure';
import { limitOf } from './limits';
import { FakeClock } from './testing/clock';
import { type Answering, body, endpointIn, fakeHttp, paramsOf, success, testEffects } from './testing/effects';
import { type Exchange, Transport } from './transport';

const webkey = 'ffccb30a388e48ade2d7ea56909cbabf';
const network = (code: string) => Object.assign(new Error(`secret ${webkey}`), { code });

function road(answer: Answering) {
  const clock = new FakeClock(Date.UTC(2026, 0, 1));
  const http = fakeHttp(answer);
  const transport = new Transport('http://pbx.example:8080/mvb/', http, testEffects(clock, http));
  const ask = (name: EndpointName, more: Partial<Exchange> = {}) =>
    transport.exchange({ endpoint: endpointOf(name), name, args: {}, webkey, askJson: true, ...more }).then(
      ({ response }) => response.status as unknown,
      (failure: PlatformFailure) => failure,
    );
  const begin = (name: EndpointName, more: Partial<Exchange> = {}) =>
    transport.open({ endpoint: endpointOf(name), name, args: {}, webkey, askJson: true, ...more }).then(
      ({ head, stream }) => {
        stream.cancel();
        return head.status as unknown;
      },
      (failure: PlatformFailure) => failure,
    );
  return { clock, http, transport, ask, begin };
}
/** Lets every promise that can go on, go on. */
const settle = async () => {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
};
const outcome = (failure: unknown) => {
  const { code, params } = failure as PlatformFailure;
  return { code, params };
};

const statusOr = (end: unknown) => (typeof end === 'number' ? end : outcome(end).code);

describe('a question', () => {
  test('goes out as GET with key, json=2 and its parameters', async () => {
    const { ask, http } = road(() => body(success()));
    await ask('getpopupscreen', { args: { channel: 'Local/13@from-internal,1', withdetail: undefined } });
    const [request] = http.requests;
    expect({ method: request?.method, url: request?.url.split('?')[0], params: paramsOf(request!) }).toEqual({
      method: 'GET',
      url: 'http://pbx.example:8080/mvb/webservice2/getpopupscreen.php',
      params: { webkey, json: '2', channel: 'Local/13@from-internal,1' },
    });
  });

  test('goes out as a form when the address would grow past what proxies carry', async () => {
    const { ask, http } = road(() => body(success()));
    const devices = Array.from({ length: 500 }, (_, n) => 2000 + n).join();
    await ask('getallstatus', { args: { devices }, askJson: false });
    const [request] = http.requests;
    expect({
      method: request?.method,
      url: request?.url,
      type: request?.headers['content-type'],
      params: paramsOf(request!),
    }).toEqual({
      method: 'POST',
      url: 'http://pbx.example:8080/mvb/webservice2/getallstatus.php',
      type: 'application/x-www-form-urlencoded',
      params: { webkey, devices },
    });
  });

  test.each([
    ['ECONNREFUSED', 'unreachable'],
    ['ECONNRESET', 'unreachable'],
    ['UND_ERR_SOCKET', 'unreachable'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ENOTFOUND', 'name-not-found'],
    ['EAI_AGAIN', 'name-not-found'],
    ['ETIMEDOUT', 'timed-out'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timed-out'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
  ])('%s is %s, without the text of the error', async (code, expected) => {
    const { ask } = road(() => Promise.reject(network(code)));
    const failure = (await ask('getqueue', { once: true })) as PlatformFailure;
    expect([failure.code, failure.message.includes(webkey), JSON.stringify(failure.params).includes(webkey)]).toEqual([
      expected,
      false,
      false,
    ]);
  });

  test.each([301, 302, 307, 401, 404, 500])('status %i is an error, redirects too', async (status) => {
    const { ask, http } = road(() => ({ ...body('x', { location: 'http://evil.example/' }), status }));
    expect(outcome(await ask('getqueue'))).toEqual({ code: 'http', params: { status } });
    expect(http.requests.length).toBe(1);
  });

  test('is asked again after a broken connection or a busy gateway, with growing jittered pauses', async () => {
    const { ask, http, clock } = road((_, nth) =>
      nth < 1 ? Promise.reject(network('ECONNRESET')) : nth < 2 ? { ...body(''), status: 503 } : body(success()),
    );
    const answer = ask('getqueue');
    await settle();
    const sent = [http.requests.length];
    clock.pass(149);
    await settle();
    sent.push(http.requests.length);
    clock.pass(1);
    await settle();
    sent.push(http.requests.length);
    clock.pass(450);
    expect([await answer, sent, http.requests.length, clock.waiting]).toEqual([200, [1, 1, 2], 3, 0]);
  });

  test('gives up after two more tries', async () => {
    const { ask, http, clock } = road(() => Promise.reject(network('ECONNRESET')));
    const answer = ask('getqueue');
    for (let turn = 0; turn < 5; turn++) {
      await settle();
      clock.pass(2_000);
    }
    expect([outcome(await answer).code, http.requests.length]).toEqual(['unreachable', 3]);
  });

  test('what changes something is sent once, whatever happens to it; all else as the table says', async () => {
    const sent: Record<string, number> = {};
    for (const name of endpointNames) {
      const { ask, begin, http, clock } = road(() => Promise.reject(network('ECONNRESET')));
      const answer = endpointOf(name).envelope === 'binary' ? begin(name) : ask(name);
      for (let turn = 0; turn < 4; turn++) {
        await settle();
        clock.pass(2_000);
      }
      expect([name, outcome(await answer).code]).toEqual([name, 'unreachable']);
      sent[name] = http.requests.length;
    }
    expect(sent).toEqual(
      Object.fromEntries(
        endpointNames.map((name) => [name, endpointOf(name).mutates || !endpointOf(name).retry ? 1 : 3]),
      ),
    );
    expect([sent.getspoolfile, sent.putrecordings, sent.getqueue, sent.ctiwaitauth]).toEqual([1, 1, 3, 1]);
  });

  test('a table that allows a retry for a change is not believed', async () => {
    const { ask, http, clock } = road(() => Promise.reject(network('ECONNRESET')));
    const answer = ask('ctihangup', { endpoint: { ...endpointOf('ctihangup'), retry: true } });
    await settle();
    clock.pass(10_000);
    await answer;
    expect(http.requests.length).toBe(1);
  });

  test('ends at its time limit and leaves no timer', async () => {
    const { ask, clock, http } = road(() => new Promise(() => undefined));
    const answer = ask('getqueue');
    await settle();
    clock.pass(5_000);
    expect(outcome(await answer)).toEqual({ code: 'timed-out', params: { seconds: 5 } });
    expect([clock.waiting, http.requests[0]?.signal.aborted]).toEqual([0, true]);
  });

  test('what waits may take its own waiting time and a little more', () => {
    const limits = [
      limitOf({ endpoint: endpointOf('ctioriginate'), args: { timeout: 45_000 } }),
      limitOf({ endpoint: endpointOf('ctioriginate'), args: {} }),
      limitOf({ endpoint: endpointOf('ctigetchanneldetail'), args: { timeout: 100 } }),
      limitOf({ endpoint: endpointOf('getpopupscreen'), args: {} }),
    ];
    expect(limits).toEqual([50_000, 60_000, 105_000, 5_000]);
  });

  test('every endpoint has the limit of its pace', () => {
    const limitsOf = (pace: string) =>
      new Set(
        endpointNames
          .map((name) => endpointOf(name))
          .filter((endpoint) => endpoint.pace === pace && endpoint.method !== 'multipart')
          .map((endpoint) => limitOf({ endpoint, args: {} })),
      );
    const waiting = endpointNames.filter((name) => endpointOf(name).pace === 'waits');
    expect([
      limitsOf('quick'),
      limitsOf('slow'),
      Object.fromEntries(waiting.map((name) => [name, limitOf({ endpoint: endpointOf(name), args: {} })])),
      limitOf({ endpoint: endpointOf('putrecordings'), args: {} }),
    ]).toEqual([
      new Set([5_000]),
      new Set([20_000]),
      {
        ctioriginate: 60_000,
        ctipickup: 60_000,
        ctigetchanneldetail: 5_000,
        ctioriginatetts: 60_000,
        ctiwaitcalldata: 125_000,
        ctiwaitauth: 125_000,
      },
      120_000,
    ]);
    // A number of what nobody knows the unit of would be a wrong limit.
    expect(waiting.filter((name) => endpointOf(name).params.timeout?.unit === undefined)).toEqual([]);
    expect([
      limitOf({ endpoint: endpointOf('ctiwaitauth'), args: { timeout: '30' } }),
      limitOf({ endpoint: endpointOf('ctioriginatetts'), args: { timeout: '30000' } }),
      limitOf({ endpoint: endpointOf('ctiwaitauth'), args: { timeout: 'soon' } }),
      limitOf({ endpoint: endpointOf('ctiwaitauth'), args: { timeout: '' } }),
      limitOf({ endpoint: endpointOf('ctiwaitauth'), args: { timeout: -1 } }),
    ]).toEqual([35_000, 35_000, 60_000, 125_000, 60_000]);
  });

  test('is cancelled before, during, and while it waits for another try', async () => {
    const before = road(() => body(success()));
    const codes = [outcome(await before.ask('getqueue', { signal: AbortSignal.abort() })).code];
    expect(before.http.requests.length).toBe(0);

    const during = road(() => new Promise(() => undefined));
    const one = new AbortController();
    const first = during.ask('getqueue', { signal: one.signal });
    await settle();
    one.abort();
    codes.push(outcome(await first).code);

    const between = road(() => Promise.reject(network('ECONNRESET')));
    const two = new AbortController();
    const second = between.ask('getqueue', { signal: two.signal });
    await settle();
    two.abort();
    codes.push(outcome(await second).code);
    expect([codes, during.clock.waiting, between.clock.waiting]).toEqual([
      ['cancelled', 'cancelled', 'cancelled'],
      0,
      0,
    ]);
  });

  test('a file is asked for like everything else: limit, cancel, close, and nothing is left', async () => {
    const late = road(() => new Promise(() => undefined));
    const first = late.begin('getmonitor');
    await settle();
    late.clock.pass(20_000);
    const one = new AbortController();
    const second = late.begin('getmonitor', { signal: one.signal });
    await settle();
    one.abort();
    const codes = [outcome(await first), outcome(await second)];
    late.transport.close();
    codes.push(outcome(await late.begin('getmonitor')));
    expect([codes, late.clock.waiting, getEventListeners(one.signal, 'abort').length]).toEqual([
      [
        { code: 'timed-out', params: { seconds: 20 } },
        { code: 'cancelled', params: {} },
        { code: 'cancelled', params: {} },
      ],
      0,
      0,
    ]);
    let cancelled = 0;
    let arrive: () => void = () => undefined;
    const slow = new FakeClock(0);
    const opened = { status: 200, headers: {}, body: (async function* none() {})(), cancel: () => void cancelled++ };
    const waiting = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const http = { ...fakeHttp(() => body('')), open: () => waiting.then(() => opened) };
    const third = new Transport('http://pbx', http, testEffects(slow, http)).open({
      ...{ endpoint: endpointOf('getmonitor'), name: 'getmonitor', args: {}, webkey, askJson: true },
    });
    const end = third.then(
      () => 'ok',
      (failure: PlatformFailure) => failure.code,
    );
    slow.pass(20_000);
    arrive();
    await settle();
    // The head that came too late still held a socket.
    expect([await end, cancelled]).toEqual(['timed-out', 1]);

    const statuses = [];
    for (const status of [200, 206, 404, 302, 500]) {
      statuses.push(statusOr(await road(() => ({ ...body('x'), status })).begin('getmonitor', { once: true })));
    }
    expect(statuses).toEqual([200, 206, 404, 'http', 'http']);
  });

  test('nothing is sent after close', async () => {
    const { ask, http, transport } = road(() => body(success()));
    transport.close();
    expect([outcome(await ask('getqueue')).code, http.requests.map(endpointIn), http.closed]).toEqual([
      'cancelled',
      [],
      true,
    ]);
  });
});
