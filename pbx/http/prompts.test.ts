import { afterEach, beforeEach, expect, test } from 'vitest';
import { realClock } from '../../electron/platforms/mvb2000/testing/clock';
import { createWebcti } from '../../electron/platforms/mvb2000/webcti';
import { undiciHttp } from '../../electron/platforms/wire/undici';
import { largestFile } from '../store/files';
import { fetchFile, readWav, telephoneSound, wavFile } from './test-messages';
import { only, startTestPlatform, type TestPlatform } from './test-platform';
import { largestForm } from './uploads';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

type Parts = Readonly<Record<string, string | Blob>>;
const sound = (...kind: Parameters<typeof wavFile>): Blob => new Blob([wavFile(...kind)]);
const url = (query: Record<string, string> = {}) => platform.url('webservice2/putrecordings.php', query);
const sent = async (response: Response) => {
  const { errcode, message } = (await response.json()) as { errcode: number; message: string };
  return [response.status, errcode, message];
};
/** Puts a form up, the key in it as the desk sends it. */
async function put(parts: Parts) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ webkey: platform.keyNow(), json: '2', ...parts })) form.set(name, value);
  return sent(await fetch(url(), { method: 'POST', body: form }));
}
const names = async () => (await platform.rows('getrecordings')).map(({ filename }) => filename);

test('a prompt that was put up is in the list and comes back byte for byte', async () => {
  const before = await names();
  const file = wavFile(3);
  const answer = await put({ ivrfile: new Blob([file]), filename: 'custom/节日', description: '节日问候' });
  const row = (await platform.rows('getrecordings')).at(-1);
  const back = await fetchFile(platform, 'getrecord', { filename: 'custom/节日', mp3: '1' });
  expect([
    answer,
    row?.filename,
    row?.description,
    [back.type, back.disposition, back.bytes.equals(file)],
    before.includes('welcome'),
  ]).toEqual([
    [200, 0, 'SUCCESS'],
    'custom/节日',
    '节日问候',
    ['audio/wav', 'attachment; filename="__.wav"; filename*=UTF-8\'\'%E8%8A%82%E6%97%A5.wav', true],
    true,
  ]);
});

test('those that the platform comes with are sounds too', async () => {
  const got = await fetchFile(platform, 'getrecord', { filename: 'welcome' }, { headers: { range: 'bytes=0-3' } });
  expect([
    readWav((await fetchFile(platform, 'getrecord', { filename: 'welcome' })).bytes),
    [got.status, got.bytes.toString()],
  ]).toEqual([telephoneSound(4), [206, 'RIFF']]);
});

test('is refused in the documented words: taken, damaged, no sound or another kind', async () => {
  const damaged = wavFile().subarray(0, 3_000);
  expect([
    await put({ ivrfile: sound(), filename: 'welcome' }),
    await put({ ivrfile: new Blob([damaged]), filename: 'a' }),
    await put({ ivrfile: new Blob(['ID3 a song']), filename: 'a' }),
    await put({ ivrfile: sound(1, 44_100), filename: 'a' }),
    await put({ ivrfile: sound(1, 8_000, 8), filename: 'a' }),
    await put({ ivrfile: sound(1, 8_000, 16, 2), filename: 'a' }),
    (await names()).includes('a'),
  ]).toEqual([
    [200, 1473, 'FAIL：文件已存在'],
    [200, 1474, 'FAIL：格式转换错误'],
    [200, 1475, 'FAIL：不支持的格式'],
    [200, 1475, 'FAIL：不支持的格式'],
    [200, 1475, 'FAIL：不支持的格式'],
    [200, 1475, 'FAIL：不支持的格式'],
    false,
  ]);
});

test('a name is made up when none is given, and never leads out of the folder', async () => {
  const made = [await put({ ivrfile: sound() }), await put({ ivrfile: sound() })];
  const bad = ['../x', '/etc/x', 'a/b/c', '.', '..', 'a\\b', 'custom/', 'custom/..', 'x\0y', 'n'.repeat(200)];
  const refused = [];
  for (const filename of bad) refused.push((await put({ ivrfile: sound(), filename }))[1]);
  const ended = await put({ ivrfile: sound(), filename: 'greeting.WAV' });
  expect([made, (await names()).slice(-3), new Set(refused), ended]).toEqual([
    [
      [200, 0, 'SUCCESS'],
      [200, 0, 'SUCCESS'],
    ],
    ['custom/rec20260302090000', 'custom/rec20260302090000_2', 'greeting'],
    new Set([9002]),
    [200, 0, 'SUCCESS'],
  ]);
  const gone = await Promise.all(
    [...bad, '../voicemail/x', 'welcome.wav'].map(async (filename) => {
      const { bytes } = await fetchFile(platform, 'getrecord', { filename });
      return (JSON.parse(bytes.toString()) as { errcode: number }).errcode;
    }),
  );
  expect(new Set(gone)).toEqual(new Set([9003]));
});

test('key and part are asked for, in the form or the URL, under either spelling', async () => {
  const upload = async (query: Record<string, string>, parts: Parts) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(parts)) form.set(name, value);
    return sent(await fetch(url({ json: '2', ...query }), { method: 'POST', body: form }));
  };
  const webkey = platform.keyNow();
  expect([
    await upload({ webkey }, { ivrfiile: sound(), filename: 'old spelling' }),
    await upload({ webkey: 'wrong' }, { ivrfile: sound() }),
    await upload({}, { ivrfile: sound() }),
    await upload({ webkey }, { filename: 'a' }),
    await upload({ webkey }, { ivrfile: 'only words', filename: 'a' }),
    await sent(await fetch(url({ webkey, json: '2', ivrfile: 'x' }))),
  ]).toEqual([
    [200, 0, 'SUCCESS'],
    [200, 9999, 'WebKey is invalid'],
    [200, 9999, 'WebKey is invalid'],
    [200, 9002, 'need variable "ivrfile".'],
    [200, 9002, 'need variable "ivrfile".'],
    [200, 9002, 'need variable "ivrfile".'],
  ]);
});

test('a form that is none, and one that is too large, are refused before anything is read', async () => {
  const webkey = platform.keyNow();
  const post = async (type: string, body: string | Blob) =>
    sent(await fetch(url({ webkey, json: '2' }), { method: 'POST', headers: { 'content-type': type }, body }));
  platform.logged.length = 0;
  expect([
    await post('multipart/form-data; boundary=x', 'this is no form'),
    await post('multipart/form-data', '--x--'),
    await post('multipart/form-data; boundary=x', new Blob([new Uint8Array(largestForm + 1)])),
    await put({ ivrfile: sound(largestFile.prompt / 16_000 + 1), filename: 'long' }),
    platform.logged.map(({ event }) => event),
    await sent(
      await fetch(platform.url('webservice2/getusers.php', { webkey, json: '2' }), {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        body: new Uint8Array(1_100_000),
      }),
    ),
  ]).toEqual([
    [400, 9002, 'request is invalid.'],
    [400, 9002, 'request is invalid.'],
    [413, 9002, 'request is invalid.'],
    [200, 1475, 'FAIL：不支持的格式'],
    ['bad-request', 'bad-request', 'bad-request'],
    [413, 9002, 'request is invalid.'],
  ]);
});

test('the desk’s own client puts a prompt up and fetches it', async () => {
  const quiet = () => undefined;
  // Its key is of the platform's own day, which the answer to the first question tells it.
  const webcti = createWebcti(
    { address: platform.address, key: platform.key, pin: '' },
    {
      clock: { ...realClock, now: () => platform.clock.now() },
      random: () => 0.5,
      log: { info: quiet, warn: quiet, error: quiet },
      http: undiciHttp,
    },
  );
  const bytes = Buffer.from(wavFile(2));
  const stored = await webcti.putrecordings({ filename: 'desk', description: '坐席' }, { name: 'a.wav', bytes });
  const fetched = await webcti.getrecord({ filename: 'desk' });
  const parts: Uint8Array[] = [];
  if (fetched.ok) for await (const part of fetched.value.body) parts.push(part);
  webcti.close();
  expect([stored.ok, fetched.ok && fetched.value.type, Buffer.concat(parts).equals(bytes)]).toEqual([
    true,
    'audio/wav',
    true,
  ]);
});

test('hold music and dial rules are those of the centre, and a rule is a rule', async () => {
  const rules = await platform.rows('getdevicerules');
  const dial = async (context: string) => {
    platform.scenario.behaves('2013', { kind: 'answers', afterSeconds: 0 });
    await platform.whilePassing(
      platform.ask('ctioriginate', {
        ...{ channel: 'SIP/2013', exten: '13800138000', context, priority: '1', callerid: '2013', variable: 'A=1' },
        async: 'yes',
      }),
    );
    platform.clock.advance(20_000);
    for (const { name } of platform.engine.channels().filter(({ hungUpAt }) => hungUpAt === null)) {
      platform.engine.hangUp(name);
    }
    platform.clock.advance(1_000);
    const [record] = await platform.rows('getcdr', { callee: '13800138000', sort: 'calldate', sens: 'DESC' });
    return [record?.disposition, record?.hangupcause];
  };
  const [all, inside] = rules.map(({ context }) => String(context));
  expect([
    await platform.rows('getholdmusic'),
    only(rules.filter(({ context }) => context === inside)),
    await dial(String(all)),
    await dial(String(inside)),
  ]).toEqual([
    [{ name: 'default' }, { name: 'agent' }],
    { rulename: '内线电话', context: 'from-internal-5' },
    ['ANSWERED', '16'],
    ['FAILED', '52'],
  ]);
});
