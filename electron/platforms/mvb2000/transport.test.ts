import { describe, expect, test } from 'vitest';
import { type EndpointName, endpointOf } from '../../../shared/webcti/index';
import type { PlatformFailure } from './failure';
import { FakeClock } from './testing/clock';
import { type Answering, body, endpointIn, fakeHttp, paramsOf, success, testEffects } from './testing/effects';
import { type Exchange, limitOf, Transport } from './transport';

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
  return { clock, http, transport, ask };
}
/** Lets every promise that can go on, go on. */
const settle = async () => {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
};
const outcome = (failure: unknown) => {
  const { code, params } = failure as PlatformFailure;
  return { code, params };
};

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

  test('what changes something is sent once, whatever happens to it', async () => {
    const changing = [
      'ctioriginate',
      'ctihangup',
      'ctiredirect',
      'ctipark',
      'ctiqueueadd',
      'ctisetvar',
      'cticommand',
    ] as const;
    for (const name of changing) {
      const { ask, http, clock } = road(() => Promise.reject(network('ECONNRESET')));
      const answer = ask(name);
      await settle();
      clock.pass(10_000);
      expect([name, outcome(await answer).code, http.requests.length]).toEqual([name, 'unreachable', 1]);
    }
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
