import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { operationNames } from '../../../shared/uncall';
import type { PlatformOptions } from '../platform';
import { startTestPlatform, type TestPlatform } from '../test-platform';
import { ask, documentIn, field, post, quiet, requestOf, say } from './test-soap';

/** The addresses themselves: what is taken, what is refused, and that nothing gets further than it should. */
let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterEach(() => {
  platform.scenario.faults.clear();
  quiet(platform);
  platform.logged.length = 0;
});
afterAll(() => platform.close());

/** A WAV of so many bytes of sound. */
function wav({ bytes = 16_000, rate = 8_000, bits = 16, channels = 1 } = {}): Buffer<ArrayBuffer> {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + bytes, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE((rate * channels * bits) / 8, 28);
  head.writeUInt16LE((channels * bits) / 8, 32);
  head.writeUInt16LE(bits, 34);
  head.write('data', 36);
  head.writeUInt32LE(bytes, 40);
  return Buffer.concat([head, Buffer.alloc(bytes, 7)]);
}
const form = (name: string, bytes: Uint8Array<ArrayBuffer>) => {
  const data = new FormData();
  data.set('go', '上传');
  data.set('upfile', new Blob([bytes]), name);
  return data;
};
const upload = async (body: FormData | Uint8Array<ArrayBuffer>, query = '', headers: Record<string, string> = {}) => {
  const response = await fetch(`${platform.address}/uncall_api/recording_files.php${query}`, {
    method: 'POST',
    headers,
    body,
  });
  return [response.status, await response.text()].join(' ');
};
const play = async (name: string) => {
  const response = await fetch(`${platform.address}/uncall_api/play_files.php?${new URLSearchParams({ name })}`);
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
};
const fault = ({ status, body }: { status: number; body: string }) => [
  status,
  field(body, 'faultcode'),
  field(body, 'faultstring'),
];

describe('the WSDL', () => {
  it('describes all operations, at the address it was asked by', async () => {
    const response = await fetch(`${platform.address}/uncall_api/index.php?wsdl`);
    const text = await response.text();
    expect({
      type: response.headers.get('content-type'),
      operations: [...text.matchAll(/<soap:operation soapAction="urn:Uncall#(\w+)" style="rpc"\/>/g)].map(
        ([, name]) => name,
      ),
      location: /<soap:address location="([^"]*)"/.exec(text)?.[1],
      other: (await fetch(`${platform.address}/uncall_api/?wsdl`)).status,
    }).toEqual({
      type: 'text/xml; charset=utf-8',
      operations: operationNames,
      location: `${platform.address}/uncall_api/index.php`,
      other: 200,
    });
  });

  it('names no foreign markup that a request puts into its Host', async () => {
    const port = Number(new URL(platform.address).port);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => (text += String(chunk)));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
      socket.end('GET /uncall_api/index.php?wsdl HTTP/1.0\r\nHost: a"/><evil x="\r\n\r\n');
    });
    expect([
      answer.includes('evil'),
      answer.includes(`location="http://127.0.0.1:${port}/uncall_api/index.php"`),
    ]).toEqual([false, true]);
  });
});

describe('a call', () => {
  it('is understood from PHP, Axis and others', async () => {
    const one = (body: string, version = 'http://schemas.xmlsoap.org/soap/envelope/') =>
      `<?xml version="1.0"?><s:Envelope xmlns:s="${version}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><s:Body>${body}</s:Body></s:Envelope>`;
    const axis =
      '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
      ' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>' +
      '<ns1:transferCall soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xmlns:ns1="urn:Uncall">' +
      '<strAgent xsi:type="xsd:string">2011</strAgent><strExten xsi:type="xsd:string">2012</strExten>' +
      '</ns1:transferCall></soapenv:Body></soapenv:Envelope>';
    const said = await Promise.all([
      // Axis 1.4 with the WSDL, and calling by hand: the places count.
      post(platform, axis, { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' }, '/uncall_api/'),
      post(platform, one('<a:UncallWorld xmlns:a="urn:Uncall"><arg0>一 &amp; &lt;二&gt;</arg0></a:UncallWorld>')),
      post(platform, one('<a:UncallWorld xmlns:a="urn:Uncall"><text href="#id0"/></a:UncallWorld><m id="id0">far</m>')),
      post(platform, one('<UncallWorld><TEXT><![CDATA[a<b]]></TEXT></UncallWorld>')),
      post(platform, one('<a:UncallWorld xmlns:a="urn:Uncall"><text xsi:nil="true"/></a:UncallWorld>')),
      post(platform, one('<a:popEvent xmlns:a="urn:Uncall"/>')),
    ]);
    const newer = await post(
      platform,
      one(
        '<a:UncallWorld xmlns:a="urn:Uncall"><text>1.2</text></a:UncallWorld>',
        'http://www.w3.org/2003/05/soap-envelope',
      ),
      { 'content-type': 'application/soap+xml' },
    );
    const older = await post(
      platform,
      Buffer.concat([
        Buffer.from(
          one('<UncallWorld><text>').replace('?>', ' encoding="gbk"?>').replace('</s:Body></s:Envelope>', ''),
        ),
        Buffer.from([0xc4, 0xe3, 0xba, 0xc3]),
        Buffer.from('</text></UncallWorld></s:Body></s:Envelope>'),
      ]),
      { 'content-type': 'text/xml' },
    );
    expect([
      said.map(
        ({ body }) =>
          field(documentIn(body), 'Message') ||
          field(documentIn(body), 'Response') ||
          field(documentIn(body), 'result'),
      ),
      [
        newer.status,
        newer.type,
        newer.body.includes('http://www.w3.org/2003/05/soap-envelope'),
        field(documentIn(newer.body), 'Response'),
      ],
      field(documentIn(older.body), 'Response'),
    ]).toEqual([
      ['Agent not in use', 'UncallWorld:一 & <二>', 'UncallWorld:far', 'UncallWorld:a<b', 'UncallWorld:', '0'],
      [200, 'application/soap+xml; charset=utf-8', true, 'UncallWorld:1.2'],
      'UncallWorld:你好',
    ]);
  });

  it('that is none is a fault, a line in the log, and nothing else', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "aaaaaaaaaa"><!ENTITY y "&x;&x;&x;">]>${requestOf('UncallWorld', 'Q').replace(/^.*\n/, '').replace('Q', '&y;')}`;
    const outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
    const said = await Promise.all([
      post(platform, bomb),
      post(platform, requestOf('UncallWorld', 'Q').replace('?>', `?>${outside}`).replace('>Q<', '>&x;<')),
      post(platform, requestOf('UncallWorld', 'Q').replace('>Q<', '>&nbsp;<')),
      post(platform, requestOf('UncallWorld', 'x').replaceAll('UncallWorld', 'dropTables')),
      post(platform, requestOf('hangUp', '2011').replace('http://schemas.xmlsoap.org/soap/envelope/', 'urn:other')),
      post(platform, requestOf('hangUp', '2011').slice(0, -20)),
      post(platform, ''),
      post(platform, requestOf('hangUp', '2011'), { 'content-type': 'application/x-www-form-urlencoded' }),
      post(platform, requestOf('hangUp', '2011'), { 'content-type': 'text/xml; charset=klingon' }),
      post(platform, `<a>${'<b>'.repeat(5_000)}`),
      post(platform, requestOf('UncallWorld', 'x'.repeat(300_000))),
    ]);
    const client = 'SOAP-ENV:Client';
    expect(said.map(fault)).toEqual([
      [500, client, 'a DTD is not allowed in a SOAP message'],
      [500, client, 'a DTD is not allowed in a SOAP message'],
      [500, client, 'the request is not well-formed XML'],
      [500, client, 'this service has no operation dropTables'],
      [500, client, 'the request is no SOAP envelope'],
      [500, client, 'the request is not well-formed XML'],
      [500, client, expect.any(String)],
      [500, client, 'a SOAP request is text/xml or application/soap+xml'],
      [500, client, 'the charset klingon is not known'],
      [500, client, 'the request is no call of an operation'],
      [500, client, expect.any(String)],
    ]);
    expect(platform.logged.length).toBe(said.length);
    expect(JSON.stringify(platform.logged)).not.toMatch(/2011|passwd/);
  });

  it('of a page of another site is refused before it is read', async () => {
    const dial = requestOf('OnClickCall', '2011', '13800138000');
    const from = async (headers: Record<string, string>) => (await post(platform, dial, headers)).status;
    const port = new URL(platform.address).port;
    /** `fetch` sets the host itself. */
    const named = (host: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), '127.0.0.1');
        let text = '';
        socket.on('data', (chunk) => (text += String(chunk)));
        socket.on('end', () => resolve(text.split(' ')[1] ?? ''));
        socket.on('error', reject);
        const head = `Host: ${host}\r\nOrigin: http://${host}\r\nContent-Type: text/xml\r\nContent-Length: ${dial.length}`;
        socket.write(`POST /uncall_api/index.php HTTP/1.0\r\n${head}\r\n\r\n${dial}`);
      });
    expect([
      await from({ origin: 'http://evil.example' }),
      await from({ origin: 'null' }),
      // A name of the attacker's that leads here.
      await named(`evil.example:${port}`),
      platform.engine.channels().filter(({ hungUpAt }) => hungUpAt === null),
      await from({ origin: platform.address }),
    ]).toEqual([403, 403, '403', [], 200]);
  });

  it('is taken on other addresses only where somebody said so', async () => {
    const open = async (options: PlatformOptions) => {
      const other = await startTestPlatform({ host: '0.0.0.0', key: 'of our own', ...options });
      const status = (await fetch(`${other.address}/uncall_api/index.php?wsdl`)).status;
      await other.close();
      return status;
    };
    expect([await open({}), await open({ uncall: true })]).toEqual([404, 200]);
  });

  it('carries any text there and back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({
          unit: fc.constantFrom('a', '<', '&', '>', '"', "'", ']]>', '中', '𠮷', '\t', '&amp;'),
          maxLength: 30,
        }),
        async (text) => {
          expect(field(await ask(platform, 'UncallWorld', text), 'Response')).toBe(`UncallWorld:${text.trim()}`);
        },
      ),
      { numRuns: 40, seed: 7 },
    );
  });

  it('takes part in the faults of the platform and in its clock', async () => {
    const { faults } = platform.scenario;
    faults.serverErrors('popEvent');
    const broken = await post(platform, requestOf('popEvent', '2011'));
    faults.clear();
    faults.cutConnections('popEvent');
    const cut = await post(platform, requestOf('popEvent', '2011')).catch(() => 'cut');
    const other = await say(platform, 'UncallWorld', 'x');
    faults.clear();
    faults.malformedXml();
    const malformed = (await post(platform, requestOf('popEvent', '2011'))).body.includes('<noname>');
    faults.clear();
    const slow = faults.slow(2_000, 'popEvent');
    const late = await platform.whilePassing(post(platform, requestOf('popEvent', '2011')));
    slow();
    const response = await fetch(`${platform.address}/uncall_api/index.php?wsdl`);
    const off = Math.abs(Date.parse(response.headers.get('date') ?? '') - platform.clock.now());
    expect([broken.status, cut, other, malformed, late.status, off < 1_000]).toEqual([
      500,
      'cut',
      'Response=UncallWorld:x',
      true,
      200,
      true,
    ]);
  });
});

describe('voice files', () => {
  it('come by form or as they are, are listed in both faces, played and deleted', async () => {
    const sound = wav();
    const page = await (await fetch(`${platform.address}/uncall_api/upfiles.html`)).text();
    const said = [
      await upload(form('回访 1.wav', sound)),
      await upload(sound, '?name=body.WAV', { 'content-type': 'audio/wav' }),
      await upload(sound, '', {
        'content-type': 'audio/wav',
        'content-disposition': `attachment; filename*=utf-8''${encodeURIComponent('结束.wav')}`,
      }),
    ];
    const listed = (await platform.rows('getrecordings')).map(({ filename }) => filename);
    const here = [...(await ask(platform, 'getReordingFilesList', '2011')).matchAll(/<name>(.*)<\/name>/g)].map(
      ([, name]) => name,
    );
    const played = await play('回访 1.wav');
    const deleted = [
      await say(platform, 'delReordingFiles', '回访 1.wav'),
      await say(platform, 'delReordingFiles', '回访 1.wav'),
    ];
    expect({
      field: /<form name="uncall" action="recording_files.php"[^>]*>\s*<input type="file" name="(\w+)"/.exec(page)?.[1],
      said,
      listed: listed.slice(-3),
      same: here.map((name) => name?.replace(/\.wav$/, '')),
      played: [played.status, played.bytes.equals(sound)],
      deleted,
      after: (await play('回访 1.wav')).status,
      again: await upload(form('回访 1.wav', sound)),
    }).toEqual({
      field: 'upfile',
      said: ['200 S1', '200 S1', '200 S1'],
      listed: ['回访 1', 'body', '结束'],
      same: listed,
      played: [200, true],
      deleted: ['1 | Response=success', '1 | Response=error Message=name is error'],
      after: 404,
      again: '200 S1',
    });
  });

  it.each([
    ['E1', 'no name', form('', wav())],
    ['E1', 'no sound by its name', form('x.mp3', wav())],
    ['E1', 'a way out', form('../../x.wav', wav())],
    ['E1', 'a way out of Windows', form('..\\x.wav', wav())],
    ['E1', 'a hidden file', form('.x.wav', wav())],
    ['E1', 'a control character', form('a\u0007.wav', wav())],
    ['E2', '3 MB', form('big.wav', wav({ bytes: 3 * 1_048_576 - 44 }))],
    ['E2', 'more than is read', form('huge.wav', wav({ bytes: 13 * 1_048_576 }))],
    ['E3', 'a name that is taken', form('welcome.wav', wav())],
    ['F1', 'another rate', form('a.wav', wav({ rate: 16_000 }))],
    ['F1', '8 bit', form('b.wav', wav({ bits: 8 }))],
    ['F1', 'stereo', form('c.wav', wav({ channels: 2 }))],
    ['F1', 'half a file', form('d.wav', wav().subarray(0, 500))],
    ['F1', 'no WAV at all', form('e.wav', Buffer.from('#!/bin/sh'))],
    ['S1', 'just below 3 MB', form('most.wav', wav({ bytes: 3 * 1_048_576 - 46 }))],
  ])('%s: %s', async (code, _, body) => {
    const before = platform.store.prompts.list().length;
    expect([await upload(body), platform.store.prompts.list().length - before]).toEqual([
      `200 ${code}`,
      code === 'S1' ? 1 : 0,
    ]);
  });

  it('that are no form, or no body, have no name', async () => {
    const damaged = { 'content-type': 'multipart/form-data; boundary=x' };
    expect([
      await upload(Buffer.from('--y\r\nrubbish'), '', damaged),
      await upload(new FormData()),
      await upload(Buffer.from(''), '?name=a.wav', { 'content-type': 'audio/wav' }),
      await upload(wav(), '', {
        'content-type': 'audio/wav',
        'content-disposition': "attachment; filename*=utf-8''%E4%",
      }),
    ]).toEqual(['200 E1', '200 E1', '200 F1', '200 E1']);
  });

  it('are played by their name and by no path', async () => {
    const names = ['../platform.db', '/etc/passwd', 'welcome', 'welcome.wav/..', '', 'files/prompt/welcome.wav'];
    expect([
      (await play('welcome.wav')).status,
      ...(await Promise.all(names.map(async (name) => (await play(name)).status))),
    ]).toEqual([200, 404, 404, 404, 404, 404, 404]);
  });
});

it('other methods are not taken', async () => {
  const status = async (path: string, method: string) => (await fetch(platform.address + path, { method })).status;
  expect([
    await status('/uncall_api/index.php', 'PUT'),
    await status('/uncall_api/recording_files.php', 'GET'),
    await status('/uncall_api/play_files.php?name=welcome.wav', 'DELETE'),
    await status('/uncall_api/other.php', 'GET'),
  ]).toEqual([405, 405, 405, 404]);
});
