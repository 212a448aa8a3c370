import { describe, expect, test } from 'vitest';
import { answerChallenge } from './digest';
import { branchOf, header, printMessage, readMessage, readParty, readSequence } from './message';
import { describeSession, mirrored, readSession } from './session';

describe('messages', () => {
  test('what is printed can be read', () => {
    const text = printMessage(
      'INVITE sip:90@127.0.0.1:5060 SIP/2.0',
      [
        ['Via', 'SIP/2.0/UDP 127.0.0.1:5080;branch=z9hG4bKone;rport'],
        ['Via', 'SIP/2.0/UDP 127.0.0.9:5080;branch=z9hG4bKtwo'],
        ['CSeq', '7 INVITE'],
      ],
      'v=0\r\n',
    );
    const message = readMessage(text);
    expect(
      message && [
        message.method,
        message.uri,
        message.status,
        message.body,
        branchOf(message),
        readSequence(message),
        header(message, 'content-length'),
      ],
    ).toEqual(['INVITE', 'sip:90@127.0.0.1:5060', 0, 'v=0\r\n', 'z9hG4bKone', { number: 7, method: 'INVITE' }, '5']);
  });

  test('compact names are long ones, and what is no message is none', () => {
    const message = readMessage('SIP/2.0 486 Busy Here\r\nf: <sip:1@a>;tag=x\r\ni:  abc \r\n\r\n');
    expect([
      message && [message.status, message.reason, header(message, 'from'), header(message, 'call-id')],
      ['', '\r\n\r\n', 'INVITE sip:1@a', 'GET / HTTP/1.1\r\n\r\n'].map(readMessage),
    ]).toEqual([
      [486, 'Busy Here', '<sip:1@a>;tag=x', 'abc'],
      [null, null, null, null],
    ]);
  });

  test('parties', () => {
    expect([
      readParty('"Zhang, San" <sip:13800138000@127.0.0.1:5060;transport=udp>;tag=a1'),
      readParty('sip:2011@127.0.0.1;tag=b2'),
      readParty('<sip:%2Bcode@a>'),
    ]).toEqual([
      { number: '13800138000', name: 'Zhang, San', uri: 'sip:13800138000@127.0.0.1:5060;transport=udp', tag: 'a1' },
      { number: '2011', name: '', uri: 'sip:2011@127.0.0.1', tag: 'b2' },
      { number: '+code', name: '', uri: 'sip:%2Bcode@a', tag: '' },
    ]);
  });
});

describe('sessions', () => {
  test('what is described can be read', () => {
    expect(readSession(describeSession('127.0.0.1', 4000, 1, 'sendonly'))).toEqual({
      host: '127.0.0.1',
      port: 4000,
      direction: 'sendonly',
      eventType: 101,
    });
  });

  test('the old way of holding, another number for keys, a refused stream', () => {
    const text = 'c=IN IP4 0.0.0.0\r\nm=audio 4000 RTP/AVP 0 96\r\na=rtpmap:96 telephone-event/8000\r\n';
    expect([
      readSession(text)?.direction,
      readSession(text)?.eventType,
      readSession('m=audio 0 RTP/AVP 0\r\n'),
    ]).toEqual(['inactive', 96, null]);
  });

  test('each direction has its answer', () => {
    expect((['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const).map(mirrored)).toEqual([
      'sendrecv',
      'recvonly',
      'sendonly',
      'inactive',
    ]);
  });
});

describe('challenges', () => {
  const challenged = (text: string) => readMessage(`SIP/2.0 ${text}\r\n\r\n`) ?? expect.fail('no message');
  const request = { method: 'REGISTER', uri: 'sip:127.0.0.1' };

  test('without qop the answer is a plain digest', () => {
    const message = challenged('401 Unauthorized\r\nWWW-Authenticate: Digest algorithm=MD5, realm="lab", nonce="abc"');
    const [name, value] = answerChallenge(message, request, { user: '2011', secret: 'secret' }) ?? [];
    // md5(md5('2011:lab:secret'):abc:md5('REGISTER:sip:127.0.0.1'))
    expect([name, /response="(\w+)"/.exec(value ?? '')?.[1], value?.includes('cnonce')]).toEqual([
      'Authorization',
      '9fa4c6f10edcd5a4e9ae0332fe3daa02',
      false,
    ]);
  });

  test('of several offers the one that can be answered is taken; of a foreign one alone none', () => {
    const both = challenged(
      '407 Proxy Authentication Required\r\nProxy-Authenticate: Digest algorithm=SHA-256, realm="a", nonce="n"\r\nProxy-Authenticate: Digest realm="b", nonce="n", qop="auth", opaque="o"',
    );
    const foreign = challenged('401 Unauthorized\r\nWWW-Authenticate: Digest algorithm=SHA-256, realm="a", nonce="n"');
    const account = { user: '2011', secret: 'secret' };
    const [name, value = ''] = answerChallenge(both, request, account) ?? [];
    expect([
      name,
      ['realm="b"', 'opaque="o"', 'qop=auth', 'nc=00000001', 'cnonce="'].filter((part) => !value.includes(part)),
      answerChallenge(foreign, request, account),
    ]).toEqual(['Proxy-Authorization', [], null]);
  });
});
