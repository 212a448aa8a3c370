import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestParameters, digestResponse } from './digest';
import { kindOf, readFrame, writeFrame } from './frame';
import { createRelay } from './relay';

const circle = { password: 'Circle of Life', method: 'GET', uri: '/dir/index.html', body: '' };

describe('the answer to a challenge', () => {
  it('is that of the examples of RFC 2617 §3.5, RFC 7616 §3.9.1 and RFC 2069', () => {
    const rfc7616 = {
      ...circle,
      user: 'Mufasa',
      password: 'Circle of Life',
      realm: 'http-auth@example.org',
      nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
      cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
      nc: '00000001',
      qop: 'auth',
    } as const;
    expect([
      digestResponse({
        ...circle,
        user: 'Mufasa',
        password: 'Circle Of Life',
        realm: 'testrealm@host.com',
        nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
        algorithm: 'MD5',
        qop: 'auth',
        cnonce: '0a4f113b',
        nc: '00000001',
      }),
      digestResponse({ ...rfc7616, algorithm: 'MD5' }),
      digestResponse({ ...rfc7616, algorithm: 'SHA-256' }),
      digestResponse({
        ...circle,
        user: 'Mufasa',
        password: 'CircleOfLife',
        realm: 'testrealm@host.com',
        nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
        algorithm: 'MD5',
        qop: '',
        cnonce: '',
        nc: '',
      }),
    ]).toEqual([
      '6629fae49393a05397450978507c4ef1',
      '8ca523f5e9506fed4657c9700eebdbec',
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
      '1949323746fe6a43ef61f9606e7febea',
    ]);
  });

  it('with -sess and auth-int hashes the session and the body too', () => {
    const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
    const given = { user: 'u', password: 'p', realm: 'r', nonce: 'n', cnonce: 'c', nc: '00000002', uri: 'sip:x' };
    expect(digestResponse({ ...given, algorithm: 'MD5-sess', qop: 'auth-int', method: 'INVITE', body: 'v=0' })).toBe(
      md5(`${md5(`${md5('u:r:p')}:n:c`)}:n:00000002:c:auth-int:${md5(`INVITE:sip:x:${md5('v=0')}`)}`),
    );
  });

  it('parameters come without quotes and escapes, the first of a name counts, another scheme is none', () => {
    expect([
      [...(digestParameters('Digest realm="a \\"b\\", c", NONCE=xyz,qop="auth,auth-int", nonce="2"') ?? [])],
      digestParameters('Basic dXNlcg=='),
    ]).toEqual([
      [
        ['realm', 'a "b", c'],
        ['nonce', 'xyz'],
        ['qop', 'auth,auth-int'],
      ],
      null,
    ]);
  });
});

const lines = (...text: readonly string[]): string => `${text.join('\r\n')}\r\n\r\n`;
const unauthorized = (...challenges: readonly string[]): string =>
  lines('SIP/2.0 401 Unauthorized', 'CSeq: 1 REGISTER', ...challenges, 'Content-Length: 0');
const register = (...headers: readonly string[]): string =>
  lines('REGISTER sip:pbx.example SIP/2.0', 'CSeq: 2 REGISTER', ...headers, 'Content-Length: 0');
const headerOf = (text: string, name: string): string =>
  readFrame(text)?.headers.find((header) => header.name.toLowerCase() === name)?.value ?? '';

describe('the relay', () => {
  const account = { user: '2017', password: 'hidden-3391' };
  const asked = 'WWW-Authenticate: Digest realm="asterisk",nonce="n1",opaque="o",qop="auth",algorithm=';
  const page =
    'Authorization: Digest algorithm=MD5, username="anything", realm="asterisk", nonce="n1", uri="sip:pbx.example", ' +
    'response="00", opaque="o", qop=auth, cnonce="cc", nc=00000001';

  it.each(['MD5', 'SHA-256'] as const)('%s: the page sees MD5, the exchange gets what it asked for', (algorithm) => {
    const relay = createRelay(account);
    const shown = relay.toPage(unauthorized(`${asked}${algorithm}`));
    const sent = relay.toExchange(register(page));
    const response = digestResponse({
      ...account,
      realm: 'asterisk',
      nonce: 'n1',
      algorithm,
      qop: 'auth',
      cnonce: 'cc',
      nc: '00000001',
      method: 'REGISTER',
      uri: 'sip:pbx.example',
      body: '',
    });
    expect([headerOf(shown, 'www-authenticate'), headerOf(sent, 'authorization')]).toEqual([
      'Digest realm="asterisk",nonce="n1",opaque="o",qop="auth",algorithm=MD5',
      `Digest username="2017", realm="asterisk", nonce="n1", uri="sip:pbx.example", response="${response}", ` +
        `algorithm=${algorithm}, opaque="o", cnonce="cc", qop=auth, nc=00000001`,
    ]);
  });

  it('of several challenges the strongest that can be answered is shown, alone', () => {
    const relay = createRelay(account);
    const shown = relay.toPage(
      unauthorized(
        'WWW-Authenticate: Digest realm="a",nonce="m",algorithm=SHA-512-256',
        'WWW-Authenticate: Digest realm="a",nonce="md5"',
        'WWW-Authenticate: Digest realm="a",nonce="sha",algorithm=SHA-256',
      ),
    );
    expect(readFrame(shown)?.headers.filter(({ name }) => /authenticate/i.test(name))).toEqual([
      { name: 'WWW-Authenticate', value: 'Digest realm="a",nonce="sha",algorithm=MD5' },
    ]);
  });

  it('answers nothing that this exchange has not asked, and never lets the password or HA1 out', () => {
    const relay = createRelay(account);
    const untouched = relay.toExchange(register(page));
    relay.toPage(unauthorized(`${asked}MD5`));
    const sent = relay.toExchange(register(page));
    const ha1 = createHash('md5').update('2017:asterisk:hidden-3391').digest('hex');
    expect([untouched, sent.includes('hidden-3391'), sent.includes(ha1)]).toEqual([register(page), false, false]);
  });

  it('a folded header, another case, a proxy’s challenge', () => {
    const relay = createRelay(account);
    relay.toPage(
      lines('SIP/2.0 407 Proxy Authentication Required', 'proxy-authenticate: Digest realm="x",', ' nonce="p"'),
    );
    const sent = relay.toExchange(
      lines(
        'INVITE sip:1@x SIP/2.0',
        'PROXY-AUTHORIZATION: Digest username="u", realm="x",',
        '\tnonce="p", uri="sip:1@x", response="1"',
      ),
    );
    expect(digestParameters(headerOf(sent, 'proxy-authorization'))?.get('response')).toBe(
      digestResponse({
        ...account,
        realm: 'x',
        nonce: 'p',
        algorithm: 'MD5',
        qop: '',
        cnonce: '',
        nc: '',
        method: 'INVITE',
        uri: 'sip:1@x',
        body: '',
      }),
    );
  });

  it('whatever else passes comes out byte by byte', () => {
    const relay = createRelay(account);
    const word = fc.stringMatching(/^[!-~]{1,20}$/);
    const frame = fc
      .record({ to: word, headers: fc.array(fc.tuple(fc.stringMatching(/^X-[a-z]{1,8}$/), word)), body: fc.string() })
      .map(({ to, headers, body }) =>
        [`INVITE ${to} SIP/2.0`, ...headers.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n'),
      );
    fc.assert(
      fc.property(fc.oneof(frame, fc.string()), (text) => {
        expect([relay.toExchange(text), relay.toPage(text)]).toEqual([text, text]);
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});

it('a log learns the kind of a message and nothing else', () => {
  const ringing = readFrame(lines('SIP/2.0 180 Ringing', 'From: <sip:13812345678@x>', 'CSeq: 102 INVITE'));
  const invite = readFrame(lines('INVITE sip:13812345678@x SIP/2.0'));
  expect([ringing && kindOf(ringing), invite && kindOf(invite), readFrame('\r\n\r\n')]).toEqual([
    '180 INVITE',
    'INVITE',
    null,
  ]);
});

it('a message read and written again is the same', () => {
  const text = `${lines('SIP/2.0 200 OK', 'Via: a', 'CSeq: 1 INVITE')}v=0\r\n\r\nx`;
  const frame = readFrame(text);
  expect(frame && writeFrame(frame)).toBe(text);
});
