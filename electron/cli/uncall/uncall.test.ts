import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operationNames, operationOf, refusalWords } from '../../../shared/uncall/index';
import { printAnswer, printRefusal } from '../../../shared/uncall/print';
import { fault, wrapped } from '../../platforms/uncall/testing/answers';
import { scripted } from '../testing/scripted';
import { type Bench, openBench } from '../testing/tool';
import { operationText } from './help';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const sound = Buffer.concat([Buffer.from('RIFF\x24\x10\x00\x00WAVEfmt ', 'latin1'), Buffer.alloc(2_500, 0xa7)]);

const greeting = printAnswer('UncallWorld', [{ Response: 'UncallWorld:seatline' }]);
/** The calls that were sent, without the search for the service. */
const callsOf = ({ questions }: ReturnType<typeof platform>): readonly string[] =>
  questions
    .map(({ body }) => String(body ?? ''))
    .filter((body) => body.includes('<ns1:') && !body.includes('UncallWorld'));

/** An Uncall platform: the service without a description, its sounds and its uploads. */
const platform = (documents: Readonly<Record<string, string>>) =>
  scripted(({ url, method, body }) => {
    if (/play_files|RecordingAction/.test(url)) return { body: sound, headers: { 'content-type': 'audio/x-wav' } };
    if (url.includes('recording_files.php')) return { body: 'S1' };
    if (method === 'GET') return { status: 404, body: '' };
    const name = /<ns1:(\w+)>/.exec(String(body))?.[1] ?? '';
    if (name === 'UncallWorld') return { body: wrapped(name, greeting) };
    const document = documents[name];
    return { body: document === undefined ? fault('Server', 'no such thing') : wrapped(name, document) };
  });
const run = (argv: readonly string[], answers = platform({}), more: Parameters<Bench['run']>[1] = {}) =>
  bench.run(['uncall', ...argv, '--address', 'http://uncall.example'], { ...more, io: { http: answers.http } });

const trunks = printAnswer('getTrunkList', [
  { value: 'SIP/a/', description: '电信' },
  { value: 'SIP/b/', description: 'B & C' },
] as never);
const rows = [
  { value: 'SIP/a/', description: '电信' },
  { value: 'SIP/b/', description: 'B & C' },
];

test('the rows of an operation in four formats; values by place or by name', async () => {
  const answers = platform({ getTrunkList: trunks });
  const byPlace = await run(['getTrunkList', '8001'], answers);
  const byName = await run(['gettrunklist', '--stragent', '8001'], answers);
  const xml = await run(['getTrunkList', '8001', '--xml'], answers);
  const raw = await run(['getTrunkList', '8001', '--raw'], answers);
  const table = await run(['getTrunkList', '8001', '--table'], answers);
  expect([byPlace, byName, xml, raw, table].map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
  expect((JSON.parse(byPlace.out) as { rows: unknown }).rows).toEqual(rows);
  expect(byName.out).toBe(byPlace.out);
  expect([xml.out.trim(), raw.out]).toEqual([trunks, wrapped('getTrunkList', trunks)]);
  expect(table.out).toBe('description  value\n电信         SIP/a/\nB & C        SIP/b/\n');
  const sent = callsOf(answers);
  expect(sent.length === 5 && sent.every((body) => body.includes('>8001</strAgent>'))).toBe(true);
});

test('a refusal ends with 1 and both words; a SOAP fault too', async () => {
  const answers = platform({ hangUp: printRefusal('hangUp', 'Agent not in use') });
  const refused = await run(['hangUp', '8001'], answers);
  const zh = await run(['hangUp', '8001', '--lang', 'zh'], answers);
  const broken = await run(['setIdle', '8001'], answers);
  expect([broken.code, broken.err.includes('no such thing')]).toEqual([1, true]);
  const words = refusalWords('hangUp', 'Agent not in use');
  expect([refused, zh]).toEqual([
    {
      code: 1,
      out: '',
      err: `seatline: Refused by the platform: Agent not in use – ${words?.en}\n`,
    },
    { code: 1, out: '', err: `seatline: 平台拒绝：Agent not in use – ${words?.zh}\n` },
  ]);
});

test('what is wrong is told before anything is sent', async () => {
  const answers = platform({});
  const cases = [
    ['hangUp'],
    ['hangUp', '1', '2'],
    ['hangup', '--strAgnt', '1'],
    ['hngUp', '1'],
    ['upload'],
    ['tasks', 'x'],
    ['tasks'],
    ['updateTask', '5', 'dance'],
    ['addIvrTask', '--start_time', '25:00'],
    ['hangUp', '1', '--key', 'x'],
  ];
  const ran = [];
  for (const argv of cases) ran.push(await run(argv, answers));
  expect([ran.map(({ code }) => code), answers.questions.length]).toEqual([Array(10).fill(2), 0]);
  expect(ran.slice(2, 4).map(({ err }) => err.split('\n')[0])).toEqual([
    'seatline: There is no argument --strAgnt. Did you mean --strAgent?',
    'seatline: There is no operation hngUp. seatline uncall --help lists them. Did you mean hangUp?',
  ]);
});

test('--dry-run shows every argument that would travel and sends nothing', async () => {
  const answers = platform({});
  const { code, out } = await run(['OnClickCall', '802', '13800138000', '--dry-run'], answers);
  expect([code, answers.questions.length, JSON.parse(out)]).toEqual([
    0,
    0,
    {
      method: 'POST',
      url: 'http://uncall.example/uncall_api/index.php',
      operation: 'OnClickCall',
      params: { strExten: '802', strToTel: '13800138000', strActionID: '' },
    },
  ]);
});

test('any count of numbers goes into a task from a file, in parts of 2,000', async () => {
  const file = path.join(bench.folder, 'phones.txt');
  writeFileSync(file, Array.from({ length: 4_500 }, (_, at) => `1380000${String(at).padStart(4, '0')}`).join('\n'));
  const answers = platform({
    addPhoneToTask: printAnswer('addPhoneToTask', [
      { Response: 'success', Message: 'ok', AffectedRows: 1_500 },
    ] as never),
  });
  const ran = await run(['addPhoneToTask', '495', `@file:${file}`], answers);
  const sent = callsOf(answers);
  expect([ran.code, JSON.parse(ran.out), sent.length, sent.every((body) => body.includes('o_task_run_495'))]).toEqual([
    0,
    { sent: 4_500, affectedRows: 4_500, unsure: 0 },
    3,
    true,
  ]);
});

test('sounds come and go: prompt, recording, upload', async () => {
  const out = path.join(bench.folder, 'prompt.wav');
  const prompt = await run(['prompt', '欢迎.wav', '--out', out]);
  const recording = await run(['recording', 'audio:808-138-20130625-093138-1.17.WAV', '--out', '-']);
  const bytes = bench.lastBytes();
  const wrong = path.join(bench.folder, 'x.wav');
  writeFileSync(wrong, 'no sound');
  const refused = await run(['upload', wrong]);
  const file = path.join(bench.folder, 'good.wav');
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt16LE(16, 34);
  writeFileSync(file, header);
  const uploaded = await run(['upload', file, '--as', 'body', '--json']);
  expect([
    prompt.code,
    readFileSync(out).equals(sound),
    recording.code,
    bytes.equals(sound),
    refused.code,
    uploaded.code,
  ]).toEqual([0, true, 0, true, 2, 0]);
  expect([JSON.parse(uploaded.out), existsSync(out)]).toEqual([{ code: 'S1', name: 'good.wav' }, true]);
});

test('the tables need an account; without one the tool says where it goes, and a dead database is unreachable', async () => {
  const without = await run(['numbers', '495']);
  const dead = await bench.run(['uncall', 'tasks', '--address', 'http://uncall.example'], {
    env: {
      SEATLINE_TASKS_ADDRESS: '127.0.0.1:9',
      SEATLINE_TASKS_USER: 'reader',
      SEATLINE_TASKS_PASSWORD: 'hidden-3391',
    },
  });
  const wrong = await run(['numbers', 'x; DROP TABLE']);
  expect([
    without.code,
    without.err.includes('SEATLINE_TASKS_PASSWORD'),
    dead.code,
    (dead.out + dead.err).includes('hidden-3391'),
    wrong.code,
  ]).toEqual([2, true, 3, false, 2]);
});

test('every operation has help with its arguments, fields and refusals, in both languages', async () => {
  const missing: string[] = [];
  for (const name of operationNames) {
    const { args, fields, errors, section } = operationOf(name);
    for (const language of ['en', 'zh'] as const) {
      const text = operationText(name, language, (plain) => plain).join('\n');
      const wanted = [
        ...Object.keys(args).map((argument) => `--${argument} `),
        ...Object.keys(fields),
        ...errors.map(({ message }) => message),
        `§${section}`,
      ];
      for (const word of wanted) if (!text.includes(word)) missing.push(`${name} ${language} ${word}`);
    }
  }
  const all = await run(['--help']);
  expect([missing, all.code, operationNames.every((name) => all.out.includes(name)), (await run([])).code]).toEqual([
    [],
    0,
    true,
    2,
  ]);
});
