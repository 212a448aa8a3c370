import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { undiciHttp } from '../wire/undici';
import { realClock } from './testing/clock';
import { type Serving, serve, type TestServer } from './testing/server';
import { createWebcti } from './webcti';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
async function open(answer: Serving) {
  const server: TestServer = await serve(answer);
  const quiet = () => undefined;
  const webcti = createWebcti(
    { address: server.address, key: 'k', pin: '' },
    { clock: realClock, random: () => 0.5, log: { info: quiet, warn: quiet, error: quiet }, http: undiciHttp },
  );
  closing.push(server.close, () => webcti.close());
  return { server, webcti };
}
const fine: Serving = (_, response) => void response.end('{"errcode":0,"message":"SUCCESS","data":[]}');

const hostile = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      '王芳 & <李娜>',
      '👩‍💻"\'',
      '+86 138',
      '100%',
      '%E7%8E%8B',
      'a=b&c=d',
      '#?/',
      '\r\n\t\0',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('长'.repeat(33_334), '&<>"\'+%'.repeat(14_286), 'x'.repeat(100_000)) },
);

test('parameters arrive byte for byte, in the URL and in a body', async () => {
  const { server, webcti } = await open(fine);
  const ways = new Set<string>();
  await fc.assert(
    fc.asyncProperty(hostile, hostile, hostile, async (callerid, agentname, password) => {
      server.got.length = 0;
      await webcti.getqueuecalls({ queue: callerid });
      await webcti.ctiqueueadd({ queue: callerid, interface: agentname });
      await webcti.addspecialagent({
        groupid: '1',
        agent: agentname,
        agentpassword: password,
        agentname: callerid,
      } as never);
      for (const { method } of server.got) ways.add(method);
      const [calls, add, agent] = server.got.map(({ params: { webkey: _, json: __, ...rest } }) => rest);
      expect({ calls, add, agent }).toEqual({
        calls: { queue: callerid },
        add: { queue: callerid, interface: agentname },
        agent: { groupid: '1', agent: agentname, agentpassword: password, agentname: callerid },
      });
      expect(server.got[2]).toMatchObject({ method: 'POST', query: '' });
    }),
    { seed: 205, numRuns: 60 },
  );
  expect(ways).toEqual(new Set(['GET', 'POST']));
});

test('a password is in no URL and in no error', async () => {
  const password = 'S3cret & käse';
  const { server, webcti } = await open(
    ({ params }, response) =>
      void response.end(JSON.stringify({ errcode: 8190, message: `no ${params.agentpassword}`, data: [] })),
  );
  const answer = await webcti.addspecialagent({ agentpassword: password } as never);
  expect([server.got.map(({ method, query }) => [method, query]), JSON.stringify(answer).includes('S3cret')]).toEqual([
    [['POST', '']],
    false,
  ]);
});

const partsOf = ({ headers, body }: TestServer['got'][number]) => {
  const boundary = /boundary=(.+)$/.exec(headers['content-type'] ?? '')?.[1] ?? '';
  return body
    .toString('latin1')
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const [head = '', ...rest] = part.slice(2, -2).split('\r\n\r\n');
      return [Buffer.from(head, 'latin1').toString().split('\r\n')[0], Buffer.from(rest.join('\r\n\r\n'), 'latin1')];
    });
};

test('a prompt goes up as multipart, from memory and from a stream, with its fields in UTF-8', async () => {
  const { server, webcti } = await open(fine);
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at * 31) % 256));
  const args = { filename: '欢迎 & 1', description: 'a\r\nb' };
  async function* stream() {
    for (let at = 0; at < bytes.length; at += 7_000) yield bytes.subarray(at, at + 7_000);
  }
  const name = 'say "hi"\n欢迎.wav';
  const answers = [
    await webcti.putrecordings(args, { name, bytes }),
    await webcti.putrecordings(args, { name, stream, size: bytes.length }),
    await webcti.putrecordings(args, { name, stream }),
  ];
  const expected = [
    ['content-disposition: form-data; name="webkey"', expect.anything()],
    ['content-disposition: form-data; name="json"', Buffer.from('2')],
    ['content-disposition: form-data; name="filename"', Buffer.from(args.filename)],
    ['content-disposition: form-data; name="description"', Buffer.from(args.description)],
    ['content-disposition: form-data; name="ivrfile"; filename="say %22hi%22%0A欢迎.wav"', bytes],
  ];
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
  for (const got of server.got) expect([got.method, got.query, partsOf(got)]).toEqual(['POST', '', expected]);
  expect(server.got.map(({ headers, body }) => Number(headers['content-length'] ?? 0) === body.length)).toEqual([
    true,
    true,
    false,
  ]);
});

test('a file that cannot be read, or has another size, is the fault of this side', async () => {
  const { webcti } = await open(fine);
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(10);
    throw Object.assign(new Error('/home/li/secret.wav'), { code: 'EIO' });
  }
  async function* short(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(10);
  }
  const codes = [];
  for (const file of [
    { name: 'a', stream: broken },
    { name: 'a', stream: short, size: 20 },
    { name: 'a', stream: short, size: 5 },
  ]) {
    const answer = await webcti.putrecordings({}, file);
    codes.push(answer.ok ? 'ok' : [answer.error.code, answer.error.message.includes('secret')]);
  }
  expect(codes).toEqual([
    ['storage', false],
    ['storage', false],
    ['storage', false],
  ]);
});

test('one connection serves many questions', async () => {
  const { server, webcti } = await open(fine);
  for (let n = 0; n < 20; n++) await webcti.getqueuelist();
  // The platform's time was asked for beside the first one.
  expect([server.got.length, server.sockets.size <= 2]).toEqual([20, true]);
});
