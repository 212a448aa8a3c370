import { getEventListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { Result } from '../../../shared/domain/result';
import type { Download, DownloadOptions } from '../driver';
import { undiciHttp } from '../wire/undici';
import { FakeClock, realClock } from './testing/clock';
import { body, fakeHttp, testEffects } from './testing/effects';
import { type Serving, serve } from './testing/server';
import { createWebcti } from './webcti';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const quiet = () => undefined;
const log = { info: quiet, warn: quiet, error: quiet };

async function open(answer: Serving) {
  const server = await serve(answer);
  const webcti = createWebcti(
    { address: server.address, key: 'office-key', pin: '' },
    { clock: realClock, random: () => 0.5, log, http: undiciHttp },
  );
  closing.push(server.close, () => webcti.close());
  return { server, webcti };
}
const wav = (bytes: number): Buffer => {
  const all = Buffer.alloc(bytes, 0x80);
  all.write('RIFF\0\0\0\0WAVEfmt ');
  return all;
};
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
async function whole({ body: parts }: Download): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}
const codeOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
    return 'ok';
  } catch (thrown) {
    return (thrown as { code?: unknown }).code ?? thrown;
  }
};
/** Until it holds, turn by turn of the event loop. */
const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};
const send =
  (bytes: Uint8Array | string, headers: Record<string, string> = {}, status = 200): Serving =>
  (_, response) =>
    void response.writeHead(status, headers).end(bytes);

describe('a file', () => {
  test('comes as it is, with a safe name, its own type and its size', async () => {
    const sound = wav(300_000);
    const { webcti, server } = await open(
      send(sound, {
        'content-type': 'text/html',
        'content-disposition': `attachment; filename="../${Buffer.from('录音 1.wav').toString('latin1')}"`,
        'content-length': '300000',
      }),
    );
    const file = must(await webcti.getmonitorbyuid({ uniqueid: '1421960697.190', recno: 1 }));
    const { name, type, size, part } = file;
    expect({ name, type, size, part, same: (await whole(file)).equals(sound) }).toEqual({
      name: '录音 1.wav',
      type: 'audio/wav',
      size: 300_000,
      part: null,
      same: true,
    });
    expect(server.got.map(({ method, path, params: { webkey: _, ...rest } }) => [method, path, rest])).toEqual([
      ['GET', '/webservice2/getmonitorbyuid.php', { json: '2', uniqueid: '1421960697.190', recno: '1' }],
    ]);
  });

  test.each([
    ['getmonitorbyuid', { uniqueid: '1421960697.190' }, wav(64), '1421960697.190.wav', 'audio/wav'],
    ['getmonitor', { filename: 'q1/../out.WAV', mp3: '1' }, Buffer.from('ID3\u0003\0\0\0'), 'out.mp3', 'audio/mpeg'],
    ['getmsg', { msgfile: 'msg0001.WAV', msgbox: '2011', msgdir: 'INBOX' }, wav(64), 'msg0001.WAV', 'audio/wav'],
    ['getfax', { filename: '/var/spool/fax1.tiff' }, Buffer.from('II*\0\u0008\0\0\0'), 'fax1.tiff', 'image/tiff'],
    ['getrecord', { filename: 'con' }, Buffer.from([0x55, 0, 1, 2]), '_con', 'application/octet-stream'],
    [
      'getspoolfile',
      { location: 'meetme', filename: 'm.gsm' },
      Buffer.from([0xd4, 0, 1]),
      'm.gsm',
      'application/octet-stream',
    ],
  ] as const)(
    '%s is called by its arguments where the platform gives no name',
    async (name, args, bytes, called, type) => {
      const { webcti } = await open(send(bytes));
      const file = must(await webcti.client.download(name, args as never));
      expect([file.name, file.type, (await whole(file)).equals(bytes)]).toEqual([called, type, true]);
    },
  );

  test('words in the head of a sound do not make it an answer', async () => {
    const sound = wav(2_000);
    sound.write('<root><errcode>5</errcode></root> "errcode":5 <html>', 100);
    const { webcti } = await open(send(sound, { 'content-type': 'text/html' }));
    const file = must(await webcti.getmonitor({ filename: 'a' }));
    expect([file.name, (await whole(file)).equals(sound)]).toEqual(['a.wav', true]);
  });

  test('read to its end, it leaves nothing behind at the signal', async () => {
    const { webcti } = await open(send(wav(5_000)));
    const { signal } = new AbortController();
    const file = must(await webcti.getmonitor({ filename: 'a' }, { signal }));
    const before = getEventListeners(signal, 'abort').length;
    await whole(file);
    file.cancel();
    expect([before, getEventListeners(signal, 'abort').length]).toEqual([1, 0]);
  });

  test('a page of the web is no type of a file', async () => {
    const { webcti } = await open(send(Buffer.from([1, 2, 3]), { 'content-type': 'image/svg+xml' }));
    const file = must(await webcti.getrecord({ filename: 'x' }));
    file.cancel();
    expect(file.type).toBe('application/octet-stream');
  });

  test('deleting one, or asking whether it is there, answers with a file of no bytes', async () => {
    const { webcti } = await open(send('{"errcode":0,"message":"SUCCESS","data":[]}'));
    const file = must(await webcti.getspoolfile({ location: 'meetme', filename: 'm.WAV', delete: '1' }));
    expect([file.name, file.size, (await whole(file)).length]).toEqual(['m.WAV', 0, 0]);
  });
});

describe('a part of a file', () => {
  const sound = wav(10_000);
  const ranged: Serving = ({ headers }, response) => {
    const [, from = '', to = ''] = /bytes=(\d+)-(\d*)/.exec(headers.range ?? '') ?? [];
    const [first, last] = [Number(from), to === '' ? sound.length - 1 : Number(to)];
    response.writeHead(206, { 'content-range': `bytes ${first}-${last}/${sound.length}` });
    response.end(sound.subarray(first, last + 1));
  };
  test.each([
    [
      { from: 0, to: 99 },
      { from: 0, to: 99, whole: 10_000 },
    ],
    [
      { from: 9_000, to: null },
      { from: 9_000, to: 9_999, whole: 10_000 },
    ],
  ])('%j', async (range, part) => {
    const { webcti } = await open(ranged);
    const file = must(await webcti.getmonitor({ filename: 'a.wav' }, { range }));
    expect([file.part, file.size, await whole(file)]).toEqual([
      part,
      part.to - part.from + 1,
      Buffer.from(sound.subarray(part.from, part.to + 1)),
    ]);
  });

  test('a part of blanks, or one that reads like a refusal, is what the file holds there', async () => {
    for (const inside of ['          ', '{"errcode":9999,']) {
      const { webcti } = await open((_, response) => {
        response.writeHead(206, { 'content-range': `bytes 50-${49 + inside.length}/100`, 'content-type': 'text/html' });
        response.end(inside);
      });
      const range = { from: 50, to: 49 + inside.length };
      const file = must(await webcti.getmonitor({ filename: 'a.wav' }, { range }));
      expect((await whole(file)).toString()).toBe(inside);
    }
  });

  test('a platform that knows no ranges sends the whole, and says so', async () => {
    const { webcti } = await open(send(sound));
    const file = must(await webcti.getmonitor({ filename: 'a.wav' }, { range: { from: 5, to: 9 } }));
    expect([file.part, (await whole(file)).length]).toEqual([null, 10_000]);
  });

  test.each([
    ['another part', { 'content-range': 'bytes 0-9/100' }, { from: 5, to: 9 }],
    ['more than was asked for', { 'content-range': 'bytes 5-99/100' }, { from: 5, to: 9 }],
    ['no word about it', {}, { from: 5, to: 9 }],
    ['one that nobody asked for', { 'content-range': 'bytes 5-9/100' }, undefined],
  ])('%s is no answer', async (_, headers, range) => {
    const { webcti, server } = await open((_got, response) => {
      // It goes on: whoever does not want it has to hang up.
      response.writeHead(206, headers);
      response.write(wav(2_000));
    });
    const answer = await webcti.getmonitor({ filename: 'a.wav' }, { range });
    await until(() => server.hanging.size === 0);
    expect(!answer.ok && answer.error.code).toBe('not-understood');
  });
});

const page =
  '<!DOCTYPE html><html><head><title>登录</title></head><body><form><input name="password"></form></body></html>';
const refusal = '{"errcode":9003,"message":"file \\"\\" not exists.","data":[]}';
const refused = { code: 'refused', errcode: 9003 };
describe('what comes in the place of a file', () => {
  test.each<[string, string | Uint8Array, Record<string, string>, number, object]>([
    ['a refusal in JSON', refusal, {}, 200, refused],
    ['in XML', '<root><errcode>9003</errcode><message>file "" not exists.</message><data/></root>', {}, 200, refused],
    ['as script', `var responseJSON=${refusal};`, { 'content-type': 'audio/wav' }, 200, refused],
    ['called a sound', refusal, { 'content-type': 'audio/x-wav' }, 200, refused],
    ['called a download', refusal, { 'content-disposition': 'attachment; filename="a.wav"' }, 200, refused],
    [
      'behind a warning',
      `<br />\n<b>Warning</b>: fopen({"x"}) <br />\n${refusal}`,
      { 'content-type': 'audio/wav' },
      200,
      refused,
    ],
    ['with status 404', refusal, {}, 404, refused],
    [
      'a parameter',
      '{"errcode":9002,"message":"need variable \\"uniqueid\\".","data":[]}',
      {},
      200,
      { code: 'parameter-missing' },
    ],
    ['a page to sign in', page, { 'content-type': 'text/html' }, 200, { code: 'not-understood' }],
    ['a page called a sound', page, { 'content-type': 'audio/wav' }, 200, { code: 'not-understood' }],
    [
      'a fatal error',
      'PHP Fatal error:  Allowed memory size',
      { 'content-type': 'audio/wav' },
      200,
      { code: 'not-understood' },
    ],
    ['words', 'no such file', { 'content-type': 'text/html' }, 200, { code: 'not-understood' }],
    ['nothing', '', {}, 200, { code: 'not-understood' }],
    ['a page with status 404', page, {}, 404, { code: 'http' }],
    ['a range that is not there', '', {}, 416, { code: 'http' }],
    ['a redirect', refusal, { location: 'http://evil.example/' }, 302, { code: 'http' }],
    ['words without end', `<html>${'x'.repeat(3_000_000)}`, {}, 200, { code: 'too-large' }],
  ])('%s', async (_, text, headers, status, expected) => {
    const { webcti, server } = await open(send(text, headers, status));
    const answer = await webcti.getmonitorbyuid({ uniqueid: '1.2' });
    const { code, params } = answer.ok ? { code: 'ok', params: undefined } : answer.error;
    const errcode = params?.errcode;
    await until(() => server.hanging.size === 0);
    expect({ code, ...(errcode === undefined ? {} : { errcode }) }).toEqual(expected);
  });

  test('a key of yesterday is tried again like everywhere', async () => {
    let nth = 0;
    const { webcti, server } = await open(
      (_, response) =>
        void response.end(nth++ === 0 ? '{"errcode":9999,"message":"WebKey x is invalid","data":[]}' : wav(64)),
    );
    const file = must(await webcti.getmonitor({ filename: 'a' }));
    expect([(await whole(file)).length, new Set(server.got.map(({ params }) => params.webkey)).size]).toEqual([64, 2]);
  });
});

/** Writes for ever, no faster than it is read; says how much left the house. */
function endless(response: ServerResponse): { readonly written: () => number } {
  const block = Buffer.alloc(65_536, 0x80);
  let stopped = false;
  const more = () => {
    while (!stopped && response.write(block))
      if (response.socket && response.socket.bytesWritten > 220 * 1_048_576) return;
    if (!stopped) response.once('drain', more);
  };
  response.on('close', () => {
    stopped = true;
  });
  more();
  return { written: () => response.socket?.bytesWritten ?? 0 };
}

describe('limits', () => {
  const cap = 2 * 1_048_576;
  /** What two sockets and the two ends of a stream may hold. */
  const inPipes = 24 * 1_048_576;

  test('200 megabytes: the stream ends at its cap, and the rest never leaves the platform', async () => {
    let sent = 0;
    const { webcti, server } = await open((_, response) => {
      response.writeHead(200);
      response.write(wav(2_000));
      const { written } = endless(response);
      response.on('close', () => {
        sent = written() || sent;
      });
    });
    const file = must(await webcti.getmonitor({ filename: 'a' }, { limitBytes: cap }));
    let got = 0;
    const end = await codeOf(
      (async () => {
        for await (const part of file.body) got += part.byteLength;
      })(),
    );
    await until(() => server.hanging.size === 0);
    expect([end, got <= cap, sent < cap + inPipes]).toEqual(['too-large', true, true]);
  });

  test('200 megabytes of an answer in rows: no more than its cap is ever taken', async () => {
    let written: () => number = () => 0;
    const { webcti, server } = await open((_, response) => {
      response.writeHead(200);
      response.write('{"errcode":0,"message":"');
      written = endless(response).written;
    });
    const answer = await webcti.getqueuelist({}, { once: true });
    const sent = written();
    await until(() => server.hanging.size === 0);
    expect([!answer.ok && answer.error.code, sent < 8 * 1_048_576 + inPipes]).toEqual(['too-large', true]);
  });

  test('what says that it is too large is not even begun', async () => {
    const { webcti, server } = await open((_, response) => {
      response.writeHead(200, { 'content-length': String(200 * 1_048_576) });
      response.write(wav(4_000));
    });
    const answer = await webcti.getmonitor({ filename: 'a' }, { limitBytes: cap });
    await until(() => server.hanging.size === 0);
    expect(!answer.ok && [answer.error.code, answer.error.params]).toEqual(['too-large', { limitMegabytes: 2 }]);
  });

  test('a limit below what is looked at first holds for the file, and for no refusal', async () => {
    const answers: string[] = [];
    for (const bytes of [wav(900), refusal]) {
      const { webcti } = await open((_, response) => {
        response.writeHead(200);
        response.write(bytes);
        response.end();
      });
      const answer = await webcti.getmonitor({ filename: 'a' }, { limitBytes: 10 });
      answers.push(answer.ok ? `file: ${await codeOf(whole(answer.value))}` : answer.error.code);
    }
    expect(answers).toEqual(['file: too-large', 'refused']);
  });

  test('nobody reads, nothing comes: the platform is held back', async () => {
    let written: () => number = () => 0;
    const { webcti, server } = await open((_, response) => {
      response.writeHead(200);
      response.write(wav(2_000));
      written = endless(response).written;
    });
    const file = must(await webcti.getmonitor({ filename: 'a' }));
    // Stands still once every buffer between the two is full.
    for (let last = -1, still = 0; still < 200; still = written() === last ? still + 1 : 0) {
      last = written();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const held = written();
    file.cancel();
    file.cancel();
    await until(() => server.hanging.size === 0);
    expect([held < inPipes, await codeOf(whole(file))]).toEqual([true, 'cancelled']);
  });

  test.each<[string, (file: Download, stop: AbortController) => Promise<unknown>, unknown]>([
    [
      'cancel',
      async ({ body: parts, cancel }) => {
        const reading = (async () => {
          for await (const _ of parts);
        })();
        cancel();
        await reading;
      },
      'cancelled',
    ],
    [
      'the signal',
      async ({ body: parts }, stop) => {
        const reading = (async () => {
          for await (const _ of parts);
        })();
        stop.abort();
        await reading;
      },
      'cancelled',
    ],
    [
      'a break',
      async ({ body: parts }) => {
        for await (const _ of parts) break;
      },
      'ok',
    ],
  ])('%s lets go of the socket', async (_, leave, expected) => {
    const { webcti, server } = await open((_got, response) => {
      response.writeHead(200);
      response.write(wav(2_000));
    });
    const stop = new AbortController();
    const options: DownloadOptions = { signal: stop.signal };
    const file = must(await webcti.getmonitor({ filename: 'a' }, options));
    const end = await codeOf(leave(file, stop));
    await until(() => server.hanging.size === 0);
    expect(end).toBe(expected);
  });

  test('half a file is not a file', async () => {
    const { webcti } = await open((_, response) => {
      response.writeHead(200, { 'content-length': '100000' });
      response.write(wav(50_000), () => response.socket?.destroy());
    });
    const file = must(await webcti.getmonitor({ filename: 'a' }));
    expect(await codeOf(whole(file))).toBe('unreachable');
  });
});

describe('time', () => {
  /** A road whose answer comes when the test says so. */
  function road() {
    const clock = new FakeClock(Date.UTC(2026, 0, 1));
    const parts: ((part: Uint8Array) => void)[] = [];
    let cancelled = 0;
    const http = fakeHttp(() => body('{"errcode":0,"message":"","data":[]}'));
    const webcti = createWebcti(
      { address: 'http://pbx', key: 'k', pin: '' },
      testEffects(clock, {
        ...http,
        open: async () => ({
          status: 200,
          headers: {},
          cancel: () => {
            cancelled++;
          },
          body: {
            [Symbol.asyncIterator]: () => ({
              next: () => new Promise((resolve) => parts.push((value) => resolve({ done: false, value }))),
            }),
          },
        }),
      }),
    );
    return { clock, webcti, parts, cancelled: () => cancelled };
  }
  const settle = async () => {
    for (let turn = 0; turn < 60; turn++) await Promise.resolve();
  };

  test('the first byte has the limit of the endpoint, head included', async () => {
    const { clock, webcti, cancelled } = road();
    const answer = webcti.getmonitor({ filename: 'a' });
    await settle();
    clock.pass(20_000);
    const end = await answer;
    expect([!end.ok && [end.error.code, end.error.params], cancelled(), clock.waiting]).toEqual([
      ['timed-out', { seconds: 20 }],
      1,
      0,
    ]);
  });

  test('between two chunks the stream may idle for 15 seconds, but only while somebody waits', async () => {
    const { clock, webcti, parts, cancelled } = road();
    const answer = webcti.getmonitor({ filename: 'a' });
    await settle();
    parts.shift()?.(wav(2_000));
    const file = must(await answer);
    const reader = file.body[Symbol.asyncIterator]();
    await reader.next();
    clock.pass(3_600_000);
    const second = reader.next();
    await settle();
    clock.pass(14_000);
    parts.shift()?.(wav(10));
    const { value } = await second;
    const third = codeOf(reader.next());
    await settle();
    clock.pass(15_000);
    expect([value?.byteLength, await third, cancelled(), clock.waiting]).toEqual([10, 'timed-out', 1, 0]);
  });
});
