import { describe, expect, it } from 'vitest';
import type { Result } from '../../../shared/domain/result';
import type { Download } from '../driver';
import { FakeClock } from '../mvb2000/testing/clock';
import { body, type FakeHttp, fakeHttp, testEffects } from '../mvb2000/testing/effects';
import type { HttpOpened, HttpQuestion, HttpResponse } from '../wire/http';
import { createUncallClient } from './client';
import { status, wsdl } from './testing/answers';
import { codeIn, fieldIn } from './upload';

/** 16-bit, 8,000 Hz unless told otherwise. */
function wav(options: { rate?: number; bits?: number; code?: number; samples?: number; extra?: Buffer } = {}): Buffer {
  const { rate = 8_000, bits = 16, code = 1, samples = 40, extra = Buffer.alloc(0) } = options;
  const format = Buffer.alloc(24);
  format.write('fmt ', 0, 'latin1');
  format.writeUInt32LE(16, 4);
  format.writeUInt16LE(code, 8);
  format.writeUInt16LE(1, 10);
  format.writeUInt32LE(rate, 12);
  format.writeUInt32LE((rate * bits) / 8, 16);
  format.writeUInt16LE(bits / 8, 20);
  format.writeUInt16LE(bits, 22);
  const data = Buffer.alloc(8 + samples * 2, 1);
  data.write('data', 0, 'latin1');
  data.writeUInt32LE(samples * 2, 4);
  return Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), extra, format, data]);
}

function clientOf(http: FakeHttp) {
  const clock = new FakeClock(0);
  return { client: createUncallClient({ address: 'http://h', pin: '' }, testEffects(clock, http)), clock };
}
const outcome = (result: Result<unknown>) =>
  result.ok ? result.value : { code: result.error.code, params: result.error.params };
const settle = async () => {
  for (let turn = 0; turn < 60; turn++) await Promise.resolve();
};

describe('uploading', () => {
  /** A platform that answers uploads with `answer`. */
  const platform = (answer: HttpResponse | string, page: HttpResponse | string = status(404)) =>
    fakeHttp(({ method, url }) => {
      const reply = url.includes('wsdl') ? wsdl() : method === 'GET' ? page : answer;
      return typeof reply === 'string' ? body(reply) : reply;
    });

  it('is a form with the field of the installation’s own page', async () => {
    const http = platform(
      'S1',
      '<form><INPUT type=submit name=go><input id="f" TYPE="file" size=20 NAME=\'voice&amp;1\'></form>',
    );
    const { client } = clientOf(http);
    const bytes = wav();
    const first = await client.upload({ name: '欢迎.wav', bytes });
    await client.upload({ name: 'b.wav', bytes });
    const [, page, form, second] = http.requests;
    const boundary = /boundary=(.+)$/.exec(form?.headers['content-type'] ?? '')?.[1] ?? '';
    expect([outcome(first), page?.url, form?.url, second?.url, http.requests.length]).toEqual([
      { code: 'S1' },
      'http://h/uncall_api/upfiles.html',
      'http://h/uncall_api/recording_files.php',
      'http://h/uncall_api/recording_files.php',
      4,
    ]);
    expect(Buffer.from(form?.body as Uint8Array)).toEqual(
      Buffer.concat([
        Buffer.from(
          `--${boundary}\r\ncontent-disposition: form-data; name="voice&1"; filename="欢迎.wav"\r\ncontent-type: application/octet-stream\r\n\r\n`,
        ),
        bytes,
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]),
    );
  });

  it('as a body names the file in the address and in a header', async () => {
    const http = platform('\ufeffS1\n');
    const bytes = wav();
    const result = await clientOf(http).client.upload({ name: '欢迎 1.wav', bytes }, { as: 'body' });
    const { url, headers, body: sent } = http.requests[1]!;
    expect([
      outcome(result),
      url,
      headers['content-disposition'],
      headers['content-type'],
      Buffer.from(sent as Uint8Array),
    ]).toEqual([
      { code: 'S1' },
      'http://h/uncall_api/recording_files.php?name=%E6%AC%A2%E8%BF%8E+1.wav',
      "attachment; filename*=utf-8''%E6%AC%A2%E8%BF%8E%201.wav",
      'audio/wav',
      bytes,
    ]);
  });

  it('says each refusal in words', async () => {
    const refused = [];
    for (const code of ['E1', 'E2', 'E3', 'F1']) {
      const result = await clientOf(platform(code)).client.upload({ name: 'a.wav', bytes: wav() });
      refused.push(!result.ok && [result.error.code, result.error.params?.errcode, result.error.params?.zh]);
    }
    expect(refused).toEqual([
      ['refused', 'E1', '文件名不存在或格式错误'],
      ['refused', 'E2', '文件必须小于 3 MB'],
      ['refused', 'E3', '同名文件已存在'],
      ['refused', 'F1', '上传失败'],
    ]);
  });

  it('reads the code behind warnings, and the words of the form', () => {
    expect(
      [
        'S1',
        's1 ',
        '<br /><b>Warning</b>: move_uploaded_file(E1) in <b>/x.php</b> on line <b>12</b><br />\nF1',
        '<script>alert("x")</script><body>上传成功</body>',
        'ES1',
        'E9',
        '<html>login</html>',
        'S1 and more',
        '',
      ].map(codeIn),
    ).toEqual(['S1', 'S1', 'F1', 'S1', null, null, null, null, null]);
  });

  it('finds the file field of a page and no other', () => {
    expect(
      [
        '<input type="text" name="a"><input type="file" name="b">',
        "<input name=c type='file'/>",
        '<input type="file">',
        '<input type="filename" name="d">',
        '<form>',
      ].map(fieldIn),
    ).toEqual(['b', 'c', null, null, null]);
  });

  it('sends nothing that cannot be right', async () => {
    const http = platform('S1');
    const { client } = clientOf(http);
    const files = [
      { name: 'a.mp3', bytes: wav() },
      { name: '../a.wav', bytes: wav() },
      { name: 'a"b.wav', bytes: wav() },
      { name: '.wav', bytes: wav() },
      { name: 'a\r\n.wav', bytes: wav() },
      { name: 'a.wav', bytes: wav({ samples: 1_572_864 }) },
      { name: 'a.wav', bytes: wav({ rate: 16_000 }) },
      { name: 'a.wav', bytes: wav({ bits: 8 }) },
      { name: 'a.wav', bytes: wav({ code: 6 }) },
      { name: 'a.wav', bytes: Buffer.from('ID3 an mp3 in disguise, long enough for a header') },
      { name: 'a.wav', bytes: wav().subarray(0, 30) },
      { name: 'a.wav', bytes: wav({ extra: Buffer.from('LIST\xff\xff\xff\xff', 'latin1') }) },
    ];
    const faults = [];
    for (const file of files) faults.push(outcome(await client.upload(file)));
    const invalid = (name: string) => ({ code: 'invalid-input', params: { name } });
    const large = { code: 'too-large', params: { limitMegabytes: 3 } };
    const [name, bytes] = [invalid('name'), invalid('bytes')];
    expect([faults, http.requests]).toEqual([
      [name, name, name, name, name, large, bytes, bytes, bytes, bytes, bytes, bytes],
      [],
    ]);
    // A chunk before the format is nothing wrong.
    const listed = wav({ extra: Buffer.concat([Buffer.from('LIST\x05\0\0\0', 'latin1'), Buffer.alloc(6)]) });
    expect(outcome(await client.upload({ name: 'a.wav', bytes: listed }))).toEqual({ code: 'S1' });
  });

  it('is sent once, and what is no answer is not understood', async () => {
    const answers = [status(502), '<html>login</html>'];
    const results = [];
    for (const answer of answers) {
      const http = platform(answer);
      const { client } = clientOf(http);
      results.push(
        outcome(await client.upload({ name: 'a.wav', bytes: wav() })),
        http.requests.filter(({ method }) => method === 'POST').length,
      );
    }
    expect(results).toEqual([
      { code: 'http', params: { status: 502 } },
      1,
      { code: 'not-understood', params: { bytes: 18, sample: '<html>login</html>' } },
      1,
    ]);
  });
});

describe('sounds', () => {
  interface Script {
    readonly head?: Partial<HttpResponse>;
    readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  }
  /** A platform that answers `open` as scripted. */
  function sounds({ head = {}, pieces }: Script) {
    const state = { opened: [] as HttpQuestion[], cancelled: 0 };
    const http: FakeHttp = {
      ...fakeHttp(() => body(wsdl())),
      async open(question): Promise<HttpOpened> {
        state.opened.push(question);
        async function* flow() {
          for await (const piece of pieces) {
            if (state.cancelled > 0) throw new Error('aborted');
            yield piece;
          }
        }
        return { status: 200, headers: {}, ...head, body: flow(), cancel: () => void state.cancelled++ };
      },
    };
    return { ...clientOf(http), state };
  }
  async function read(result: Result<Download>): Promise<Buffer> {
    if (!result.ok) throw new Error(result.error.message);
    const parts: Uint8Array[] = [];
    for await (const part of result.value.body) parts.push(part);
    return Buffer.concat(parts);
  }
  const failure = async (work: Promise<unknown>) =>
    work.then(String, (thrown) => `${thrown.code} ${JSON.stringify(thrown.params)}`);
  const facts = (result: Result<Download>) => result.ok && { ...result.value, body: null, cancel: null };

  it('of a call are asked for by the action address with the whole name', async () => {
    const { client, state, clock } = sounds({ pieces: [wav()] });
    const result = await client.recording('audio:808-13632510278-20130625-093138-1372123897.17.WAV');
    const bytes = await read(result);
    expect([state.opened[0]?.url, state.opened[0]?.headers, facts(result), bytes.equals(wav()), clock.waiting]).toEqual(
      [
        'http://h/outbound/index.php/RecordingAction/index.php?m=Public&a=record&uniqueid=audio%3A808-13632510278-20130625-093138-1372123897.17.WAV',
        {},
        {
          name: '808-13632510278-20130625-093138-1372123897.17.WAV',
          type: 'audio/wav',
          size: null,
          part: null,
          body: null,
          cancel: null,
        },
        true,
        0,
      ],
    );
  });

  it('are looked for in the folder where the service was found', async () => {
    const http = fakeHttp(({ url }) =>
      url.includes('uncall_lib/index.php?wsdl') ? body(wsdl()) : url.includes('play_files') ? body(wav()) : status(404),
    );
    await clientOf(http).client.prompt('a.wav');
    expect(http.requests.at(-1)?.url).toBe('http://h/uncall_lib/play_files.php?name=a.wav');
  });

  it('may be a part of the whole', async () => {
    const head = {
      status: 206,
      headers: {
        'content-type': 'audio/mpeg',
        'content-length': '4',
        'content-range': 'bytes 10-13/90',
        'content-disposition': 'inline; filename="../..\\x.mp3"',
      },
    };
    const { client, state } = sounds({ head, pieces: [Buffer.from('abcd')] });
    const result = await client.prompt('a b.wav', { range: { from: 10, to: null } });
    expect([state.opened[0]?.url, state.opened[0]?.headers, facts(result)]).toEqual([
      'http://h/uncall_api/play_files.php?name=a+b.wav',
      { range: 'bytes=10-' },
      {
        name: 'x.mp3',
        type: 'audio/mpeg',
        size: 4,
        part: { from: 10, to: 13, whole: 90 },
        body: null,
        cancel: null,
      },
    ]);
    const others = [];
    for (const range of [undefined, { from: 9, to: null }, { from: 10, to: 12 }]) {
      const other = sounds({ head, pieces: [Buffer.from('abcd')] });
      others.push(outcome(await other.client.prompt('a.wav', { range })), other.state.cancelled);
    }
    const wrong = { code: 'not-understood', params: { from: 10, to: 13 } };
    expect(others).toEqual([wrong, 1, wrong, 1, wrong, 1]);
  });

  // Longer than what is looked at before a sound is handed over.
  const long = wav({ samples: 400 });

  it('are none when a page, nothing, or an error comes', async () => {
    const results = [];
    for (const script of [
      { head: { headers: { 'content-type': 'text/html' } }, pieces: [Buffer.from('no such file 13800138000')] },
      { head: { headers: { 'content-type': 'audio/wav' } }, pieces: [Buffer.from('  <html>')] },
      { pieces: [] },
      { head: { status: 404 }, pieces: [wav()] },
      { head: { status: 302 }, pieces: [wav()] },
      { head: { headers: { 'content-length': '600000000' } }, pieces: [wav()] },
    ]) {
      const { client, state, clock } = sounds(script);
      const result = await client.recording('audio:1.WAV');
      results.push([outcome(result), state.cancelled > 0, clock.waiting]);
    }
    expect(results).toEqual([
      [{ code: 'not-understood', params: { sample: 'no such file *********00', bytes: 24 } }, false, 0],
      [{ code: 'not-understood', params: { sample: '<html>', bytes: 8 } }, false, 0],
      [{ code: 'not-understood', params: { sample: '', bytes: 0 } }, false, 0],
      [{ code: 'http', params: { status: 404 } }, true, 0],
      [{ code: 'http', params: { status: 302 } }, true, 0],
      [{ code: 'too-large', params: { limitMegabytes: 512 } }, true, 0],
    ]);
  });

  it('end at the limit, when they stand still, and when nobody wants them any more', async () => {
    async function* slow() {
      yield long;
      await new Promise<never>(() => undefined);
    }
    async function* breaking() {
      yield long;
      throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    }
    const large = sounds({ pieces: Array.from({ length: 40 }, () => Buffer.alloc(65_536, 7)) });
    const tooLarge = failure(read(await large.client.prompt('a.wav', { limitBytes: 1_048_576 })));
    const broken = sounds({ pieces: breaking() });
    const reset = failure(read(await broken.client.prompt('a.wav')));

    const still = sounds({ pieces: slow() });
    const stalled = failure(read(await still.client.prompt('a.wav')));
    await settle();
    still.clock.pass(30_000);

    const stop = new AbortController();
    const given = sounds({ pieces: [long, long, long] });
    const sound = await given.client.prompt('a.wav', { signal: stop.signal });
    stop.abort();
    const cancelled = failure(read(sound));
    expect([
      await tooLarge,
      await reset,
      await cancelled,
      large.state.cancelled > 0,
      given.state.cancelled > 0,
    ]).toEqual(['too-large {"limitMegabytes":1}', 'unreachable {"reason":"ECONNRESET"}', 'cancelled {}', true, true]);
    expect([await stalled, still.clock.waiting]).toEqual(['timed-out {"seconds":30}', 0]);
  });

  it('leave nothing behind when the platform does not even begin', async () => {
    const results = [];
    const refused = () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    const silent = () => new Promise<never>(() => undefined);
    for (const open of [refused, silent]) {
      const clock = new FakeClock(0);
      const http: FakeHttp = { ...fakeHttp(() => body(wsdl())), open };
      const client = createUncallClient({ address: 'http://h', pin: '' }, testEffects(clock, http));
      const asked = client.recording('audio:1.WAV');
      await settle();
      if (open === silent) clock.pass(15_000);
      results.push([outcome(await asked), clock.waiting]);
    }
    expect(results).toEqual([
      [{ code: 'unreachable', params: { reason: 'ECONNREFUSED' } }, 0],
      [{ code: 'timed-out', params: { seconds: 15 } }, 0],
    ]);
  });

  it('are given up when the reader stops early or does not want them', async () => {
    const left = sounds({ pieces: [long, long, long] });
    const result = await left.client.prompt('a.wav');
    if (result.ok) for await (const _ of result.value.body) break;
    const unwanted = sounds({ pieces: [long, long, long] });
    const sound = await unwanted.client.prompt('a.wav');
    if (sound.ok) sound.value.cancel();
    expect([left, unwanted].map(({ state, clock }) => [state.cancelled, clock.waiting])).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });
});
