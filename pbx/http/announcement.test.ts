import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestPlatform, type TestPlatform } from './test-platform';

/** A customer's program on a socket of its own; what it was asked stands in `asked`. */
interface Program {
  readonly address: string;
  readonly asked: string[];
  readonly server: Server;
}
const programs: Server[] = [];
async function program(answer: { status: number; location?: string } = { status: 200 }): Promise<Program> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(answer.status, answer.location ? { location: answer.location } : {}).end('ok');
  });
  programs.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, server };
}

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(async () => {
  await platform.close();
  for (const server of programs.splice(0)) await new Promise((resolve) => server.close(resolve));
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const call = (query: Record<string, string> = {}, variables: Record<string, string> = {}) =>
  platform.ask('ctioriginatetts', {
    ...{ channel: 'SIP/2011', context: 'custom-ttsplay', exten: 's', priority: '1', callerid: '2000', async: 'yes' },
    ...{ ttstext: base64('您好，请按键确认您的预约。'), ...query },
    variable: Object.entries(variables)
      .map(([name, value]) => `${name}=${value}`)
      .join('|'),
  });
/** The called telephone, as other endpoints show it. */
const phone = async () => {
  const [row] = await platform.rows('getchannel', { channel: platform.engine.channels().at(-1)?.name ?? '' });
  const live = platform.engine.channels().some(({ device, hungUpAt }) => device === '2011' && hungUpAt === null);
  return { live, application: row?.application };
};
const answerCall = (): void => {
  platform.clock.advance(2_000);
  platform.scenario.answers('2011');
  platform.clock.advance(100);
};
const settled = async (test: () => boolean): Promise<void> => {
  await expect.poll(test, { interval: 5 }).toBe(true);
};

test('speaks as often as asked, then hangs up; the record shows the call', async () => {
  const queued = await call({}, { TTS_PLAYCOUNT: '2', MVB_CALLER: '2000', MVB_CALLEE: '2011' });
  answerCall();
  const during = await phone();
  // 13 characters, 4 a second, twice.
  platform.clock.advance(7_800);
  const still = await phone();
  platform.clock.advance(200);
  const after = await phone();
  const [record] = await platform.rows('getcdr', { datefrom: '2026-03-02', dateto: '2026-03-02' });
  expect([queued.message, during, still.live, after.live, record?.disposition, record?.billsec]).toEqual([
    'Originate successfully queued',
    { live: true, application: 'TtsPlay' },
    true,
    false,
    'ANSWERED',
    '8',
  ]);
});

test('takes the keys, tells the program of them and goes on at the key of the menu', async () => {
  const { address, asked } = await program();
  const callback = encodeURIComponent(`${address}/tts.php?shop=7`);
  await call({}, { TTS_INPUTKEYLENGTH: '2', TTS_CALL_ID: '1001', TTS_EXIT_GOTO: 'ivr-33', TTS_CALLBACK_URL: callback });
  answerCall();
  const channel = platform.engine.channels().at(-1);
  platform.scenario.presses('2011', '4');
  platform.clock.advance(3_000);
  platform.scenario.presses('2011', '2');
  platform.clock.advance(100);
  await settled(() => asked.length > 0);
  const name = encodeURIComponent(channel?.name ?? '');
  expect([asked, await phone()]).toEqual([
    [`GET /tts.php?shop=7&tts_call_id=1001&uniqueid=${channel?.uniqueId}&channel=${name}&inputkeys=42`],
    { live: true, application: 'IVR' },
  ]);
  await settled(() => platform.logged.length > 0);
  expect(platform.logged).toEqual([{ level: 'info', event: 'callback', detail: `${address}/tts.php answered 200` }]);
});

test('nobody presses: ten seconds after the last word it goes on at s, and the program hears of no key', async () => {
  const { address, asked } = await program();
  await call({}, { TTS_INPUTKEYLENGTH: '1', TTS_EXIT_GOTO: 'ivr-1', TTS_CALLBACK_URL: `${address}/13800138000/tts` });
  answerCall();
  platform.clock.advance(13_800);
  const before = [asked.length, (await phone()).application];
  platform.clock.advance(200);
  await settled(() => platform.logged.length > 0);
  const { application } = await phone();
  const keys = await platform.rows('getivrlog', { datefrom: '2026-03-02', dateto: '2026-03-02' });
  expect([before, application, keys, asked[0]?.endsWith('&inputkeys='), platform.logged[0]?.detail]).toEqual([
    [0, 'TtsPlay'],
    'IVR',
    [],
    true,
    `${address}/***/tts answered 200`,
  ]);
});

test('the replay key begins anew, a hash ends the input, and a goal of three parts is taken as it is', async () => {
  await call({}, { TTS_INPUTKEYLENGTH: '4', TTS_REPLAYKEY: '9', TTS_EXIT_GOTO: 'from-internal,2012,1' });
  answerCall();
  platform.clock.advance(13_000);
  platform.scenario.presses('2011', '1');
  platform.scenario.presses('2011', '9');
  platform.clock.advance(13_000);
  const replayed = (await phone()).application;
  platform.scenario.presses('2011', '12#');
  platform.clock.advance(1_000);
  const [ringing] = await platform.rows('getpopupscreen', { channel: 'SIP/2012' });
  expect([replayed, ringing?.callerid]).toEqual(['TtsPlay', '2011']);
});

test('a key that leads on in the menu is taken there: the caller waits in its queue, and the key is in the log', async () => {
  await call({}, { TTS_INPUTKEYLENGTH: '1', TTS_EXIT_GOTO: 'ivr-1' });
  answerCall();
  platform.scenario.presses('2011', '0');
  platform.clock.advance(100);
  const waiting = await platform.rows('getqueuecalls', { queue: '90' });
  const [key] = await platform.rows('getivrlog', { datefrom: '2026-03-02', dateto: '2026-03-02' });
  expect([waiting.map(({ callerid }) => callerid), key?.ivrcontext, key?.funcname, key?.keyinput]).toEqual([
    ['2011'],
    'ivr-1',
    'gotoqueue',
    '0',
  ]);
});

test('an entry that leads back to the speech speaks again until somebody hangs up; a prompt plays its own length', async () => {
  await call({ ttstext: base64('custom/survey') }, { TTS_EXIT_GOTO: 'custom-ttsplay,s,1' });
  answerCall();
  // The prompt is 4 s long.
  platform.clock.advance(9_000);
  const looping = await phone();
  platform.scenario.hangsUp('2011');
  platform.clock.advance(1_000);
  await call({ ttstext: base64('custom/survey') });
  answerCall();
  platform.clock.advance(3_800);
  const playing = (await phone()).live;
  platform.clock.advance(200);
  expect([looping.live, playing, (await phone()).live]).toEqual([true, true, false]);
});

test('a caller who hangs up, or is sent elsewhere, is not reported', async () => {
  const { address, asked } = await program();
  const variables = { TTS_INPUTKEYLENGTH: '1', TTS_CALLBACK_URL: address };
  await call({}, variables);
  answerCall();
  platform.scenario.hangsUp('2011');
  platform.clock.advance(30_000);
  await call({}, variables);
  answerCall();
  const [row] = await platform.rows('getpopupscreen', { channel: 'SIP/2011' });
  await platform.ask('ctiredirect', {
    ...{ channel: row?.channel ?? '', context: 'from-internal', exten: '90', priority: '1' },
  });
  platform.clock.advance(30_000);
  await call({}, variables);
  platform.clock.advance(120_000);
  expect([asked, platform.logged]).toEqual([[], []]);
});

test('answers when the telephone has been answered, or in the documented words', async () => {
  const talking = call({ async: 'no' });
  await platform.whilePassing(Promise.resolve());
  let answered: unknown = null;
  void talking.then((answer) => {
    answered = answer.message;
  });
  await settled(() => platform.requests.get('ctioriginatetts') === 1);
  platform.clock.advance(2_000);
  const early = answered;
  platform.scenario.answers('2011');
  await talking;
  const refusals = await Promise.all([
    platform.whilePassing(call({ async: 'no', channel: 'SIP/2012', timeout: '3000' })),
    call({ channel: 'SIP/7777' }),
    call({ ttstext: 'ÄÖ' }),
    call({ ttstext: Buffer.from([0xff, 0xfe, 0xff]).toString('base64') }),
    call({ application: 'Queue' }),
    call({ context: 'from-internal', exten: '2012' }),
    call({ ttstext: '' }),
  ]);
  expect([early, answered, refusals.map(({ errcode, message }) => [errcode, message])]).toEqual([
    null,
    'Originate successfully queued',
    [
      [1232, 'Do originate failed: Originate failed'],
      [1232, 'Do originate failed: Originate failed'],
      [1241, 'Text must be base64 encoded in the given charset'],
      [1241, 'Text must be base64 encoded in the given charset'],
      [1242, 'Can not use context and application together'],
      [1243, 'Do originate failed'],
      [9002, 'need variable "ttstext".'],
    ],
  ]);
});

test('text in another charset is read when it is named, and a text of that charset is no UTF-8', async () => {
  const gbk = Buffer.from([0xc4, 0xe3, 0xba, 0xc3]).toString('base64');
  const named = await call({ ttstext: gbk }, { TTS_TEXT_CHARSET: 'GBK' });
  const unnamed = await call({ ttstext: gbk, channel: 'SIP/2012' });
  expect([named.errcode, unnamed.errcode]).toEqual([0, 1241]);
});

test('the program behind an address is asked once: no other scheme, no way on, and its failure is a line', async () => {
  const elsewhere = await program();
  const moved = await program({ status: 302, location: `${elsewhere.address}/there` });
  const gone = await program();
  await new Promise((resolve) => gone.server.close(resolve));
  const addresses = ['file:///etc/passwd', 'ftp://x/', 'http://u:p@127.0.0.1/', 'nonsense', '%zz', moved.address];
  for (const address of [...addresses, gone.address]) {
    await call({}, { TTS_CALLBACK_URL: address });
    answerCall();
    platform.clock.advance(10_000);
  }
  await settled(() => platform.logged.length === 7);
  const refused = { level: 'warn', event: 'callback-refused', detail: 'no http or https address' };
  expect([elsewhere.asked, moved.asked.length, [...platform.logged].sort(byDetail)]).toEqual([
    [],
    1,
    [
      { level: 'warn', event: 'callback', detail: `${moved.address}/ answered 302` },
      { level: 'warn', event: 'callback', detail: `${gone.address}/ failed` },
      ...Array.from({ length: 5 }, () => refused),
    ].sort(byDetail),
  ]);
});
const byDetail = (a: { detail?: string }, b: { detail?: string }): number =>
  String(a.detail).localeCompare(String(b.detail));

test('a program that does not answer holds nobody up, and neither does one that throws', async () => {
  await platform.close();
  const never: string[] = [];
  platform = await startTestPlatform({
    fetcher: (url) => {
      never.push(url.pathname);
      return url.pathname === '/slow'
        ? Promise.reject(new DOMException('late', 'TimeoutError'))
        : new Promise<number>(() => {});
    },
  });
  for (const path of ['slow', 'dead']) {
    await call({}, { TTS_CALLBACK_URL: `http://127.0.0.1:1/${path}`, TTS_EXIT_GOTO: 'ivr-1' });
    answerCall();
    platform.clock.advance(5_000);
    never.push(String((await phone()).application));
    platform.scenario.hangsUp('2011');
    platform.clock.advance(1_000);
  }
  expect([never, platform.logged]).toEqual([
    ['/slow', 'IVR', '/dead', 'IVR'],
    [{ level: 'warn', event: 'callback', detail: 'http://127.0.0.1:1/slow did not answer in time' }],
  ]);
});
