import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Unreachable } from '../../platforms/wire/failure';
import { scripted } from '../testing/scripted';
import { type Bench, benchKey, openBench } from '../testing/tool';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const queues = [
  { queueno: '90', description: '售后' },
  { queueno: '91', description: '售前' },
];

test('the same rows in four formats, JSON being what a pipe gets', async () => {
  const run = (...argv: readonly string[]) => bench.run(['webcti', 'getqueuelist', ...argv]);
  const [plain, json, xml, raw, table] = [
    await run(),
    await run('--json'),
    await run('--xml'),
    await run('--raw'),
    await run('--table'),
  ];
  expect([plain, json, xml, raw, table].map(({ code, err }) => [code, err])).toEqual(Array(5).fill([0, '']));
  const answer = JSON.stringify({ message: 'SUCCESS', rows: queues });
  expect([plain.out, json.out]).toEqual([`${answer}\n`, `${answer}\n`]);
  expect(raw.out).toBe(`{"errcode":0,"message":"SUCCESS","data":${JSON.stringify(queues)}}`);
  const items = queues.map(
    (row) => `<item><queueno>${row.queueno}</queueno><description>${row.description}</description></item>`,
  );
  expect(xml.out).toBe(`<root><errcode>0</errcode><message>SUCCESS</message><data>${items.join('')}</data></root>\n`);
  expect(table.out).toBe('queueno  description\n90       售后\n91       售前\n');
});

test('a terminal gets a table with bold heads, and plain ones under NO_COLOR', async () => {
  const run = async (env: Readonly<Record<string, string>>) =>
    (await bench.run(['webcti', 'getqueuelist'], { columns: 80, env })).out.split('\n')[0];
  expect([await run({}), await run({ NO_COLOR: '1' })]).toEqual([
    '\u001b[1mqueueno  description\u001b[22m',
    'queueno  description',
  ]);
});

test('a refusal ends with 1, in the person’s language, with the platform’s word and ours', async () => {
  const argv = ['webcti', 'ctihangup', '--channel', 'SIP/2011-00'];
  expect([await bench.run(argv), await bench.run([...argv, '--lang', 'zh'])]).toEqual([
    {
      code: 1,
      out: '',
      err: 'seatline: Refused by the platform with code 1191: Hangup failed: No such channel – Hanging up failed.\n',
    },
    { code: 1, out: '', err: 'seatline: 平台拒绝（代码 1191）：Hangup failed: No such channel – 挂机失败。\n' },
  ]);
});

test('what is wrong is told before anything is sent', async () => {
  const sent = () => [...bench.platform.requests.values()].reduce((sum, count) => sum + count, 0);
  const before = sent();
  const cases = [
    ['ctihangup'],
    ['ctihangup', '--chanel', 'x'],
    ['ctihangup', 'SIP/2011-1'],
    ['ctihangp', '--channel', 'x'],
    ['getqueuelist', '--json', '--xml'],
    ['getqueuelist', '--file', 'x.wav'],
    ['getcdr', '--calldate1', 'yesterday'],
    ['ctiqueuepause', '--queue', '90', '--interface', 'SIP/2011', '--paused', 'no'],
    ['getqueuelist', '--time-limit', '0'],
    ['getqueuelist', '--address', 'ftp://x'],
    ['getqueuelist', '--address', 'http://x', '--profile', 'y'],
    ['getqueuelist', '--pin', 'AB:CD'],
  ];
  const ran = [];
  for (const argv of cases) ran.push(await bench.run(['webcti', ...argv]));
  expect(ran.map(({ code, out, err }) => [code, out, err.split('\n')[0]])).toMatchInlineSnapshot(`
    [
      [
        2,
        "",
        "seatline: --channel is required.",
      ],
      [
        2,
        "",
        "seatline: There is no parameter --chanel. Did you mean --channel?",
      ],
      [
        2,
        "",
        "seatline: "SIP/2011-1" is not understood: parameters of ctihangup are written --name value.",
      ],
      [
        2,
        "",
        "seatline: There is no endpoint ctihangp. seatline webcti --help lists all 205. Did you mean ctihangup?",
      ],
      [
        2,
        "",
        "seatline: Give one of --json --xml.",
      ],
      [
        2,
        "",
        "seatline: getqueuelist takes no file.",
      ],
      [
        2,
        "",
        "seatline: --calldate1 is a time such as "2026-01-31 09:30:00", not "yesterday".",
      ],
      [
        2,
        "",
        "seatline: --paused is a whole number, not "no".",
      ],
      [
        2,
        "",
        "seatline: --time-limit is a number of seconds up to 3600.",
      ],
      [
        2,
        "",
        "seatline: --address: "ftp://x" is not an address such as http://192.168.0.10 or https://pbx.example.",
      ],
      [
        2,
        "",
        "seatline: Give either --address or --profile, not both.",
      ],
      [
        2,
        "",
        "seatline: --pin is a SHA-256 fingerprint of 64 hexadecimal digits, as seatline doctor prints it.",
      ],
    ]
  `);
  expect(sent()).toBe(before);
});

test('a change says what it did on standard error, and --dry-run only what it would send', async () => {
  const argv = ['webcti', 'ctiqueueadd', '--queue', '90', '--interface', 'SIP/2011', '--penalty', '2'];
  const dry = await bench.run([...argv, '--dry-run', '--table'], { env: { SEATLINE_PLATFORM_KEY: '' } });
  const none = await bench.run(['webcti', 'getqueuemember', '--queue', '90']);
  const wet = await bench.run(argv);
  const one = await bench.run(['webcti', 'getqueuemember', '--queue', '90']);
  const members = (text: string): number => (JSON.parse(text) as { rows: unknown[] }).rows.length;
  expect([
    dry.code,
    dry.err,
    dry.out
      .split('\n')
      .map((line) => line.trim())
      .sort(),
  ]).toEqual([
    0,
    'Nothing was sent (--dry-run).\n',
    [
      '',
      `GET ${bench.platform.address}/webservice2/ctiqueueadd.php`,
      'interface=SIP/2011',
      'json=2',
      'penalty=2',
      'queue=90',
      'webkey=***',
    ],
  ]);
  expect([wet.code, wet.out, wet.err, members(none.out), members(one.out)]).toEqual([
    0,
    '{"message":"Added interface to queue","rows":[]}\n',
    `Done: ctiqueueadd queue=90 interface=SIP/2011 penalty=2 on ${bench.platform.address} (Added interface to queue)\n`,
    0,
    1,
  ]);
});

test('a wrong key ends with 4, an unreachable platform with 3, nonsense with 5', async () => {
  const key = await bench.run(['webcti', 'about'], { env: { SEATLINE_PLATFORM_KEY: 'wrong-key-77f0' } });
  const gone = await bench.run(['webcti', 'ctihangup', '--channel', 'x', '--address', 'http://127.0.0.1:9'], {
    env: { SEATLINE_KEY: benchKey },
  });
  const page = scripted(() => ({
    body: '<html><body>Sign in</body></html>',
    headers: { 'content-type': 'text/html' },
  }));
  const nonsense = await bench.run(['webcti', 'ctihangup', '--channel', 'x'], { io: { http: page.http } });
  const raw = await bench.run(['webcti', 'ctihangup', '--channel', 'x', '--raw'], { io: { http: page.http } });
  const cut = scripted(() => {
    throw new Unreachable('cut', { reason: 'ECONNRESET' });
  });
  const reset = await bench.run(['webcti', 'ctihangup', '--channel', 'x'], { io: { http: cut.http } });
  expect([key.code, gone.code, nonsense.code, raw.code, reset.code]).toEqual([4, 3, 5, 5, 3]);
  expect(raw.out).toBe('<html><body>Sign in</body></html>');
});

test('a refused key is never repeated, not even by --raw, which is the platform’s answer otherwise', async () => {
  const env = { SEATLINE_PLATFORM_KEY: 'wrong-key-77f0' };
  const shown = [];
  for (const format of ['--json', '--table', '--xml', '--raw']) {
    const { code, out, err } = await bench.run(['webcti', 'getqueuelist', format], { env });
    shown.push([code, /[0-9a-f]{32}/i.test(out + err), (out + err).includes('wrong-key')]);
  }
  const raw = await bench.run(['webcti', 'getqueuelist', '--raw'], { env });
  expect([shown, raw.out]).toEqual([
    Array(4).fill([4, false, false]),
    '{"errcode":9999,"message":"WebKey *** is invalid","data":[]}',
  ]);
});

const agent = ['webcti', 'addspecialagent', '--groupid', '1', '--agent', '8001', '--agentname', '张三'];
const password = 'pässword-5519';

test('a secret parameter comes from a variable, a file, standard input or a prompt, and goes in a body only', async () => {
  const file = path.join(bench.folder, 'secret.txt');
  writeFileSync(file, `${password}\n`);
  const ways = [
    { argv: ['--agentpassword', '@env:AGENT_PASSWORD'], given: { env: { AGENT_PASSWORD: password } } },
    { argv: ['--agentpassword', `@file:${file}`], given: {} },
    { argv: ['--agentpassword', '@-'], given: { input: `${password}\n` } },
    { argv: [], given: { types: [password] } },
  ];
  for (const { argv, given } of ways) {
    const platform = scripted(() => ({ body: '{"errcode":0,"message":"SUCCESS","data":[]}' }));
    const { code, out, err } = await bench.run([...agent, ...argv], { ...given, io: { http: platform.http } });
    const last = platform.questions.at(-1);
    expect({
      code,
      told: (out + err).includes(password),
      changed: err.includes('agentpassword=***'),
      method: last?.method,
      inUrl: platform.questions.some(({ url }) => url.includes('ssword')),
      sent: new URLSearchParams(String(last?.body)).get('agentpassword'),
    }).toEqual({ code: 0, told: false, changed: true, method: 'POST', inUrl: false, sent: password });
  }
});

test('a literal secret is refused and not repeated; without a way to get it nothing is sent', async () => {
  const literal = await bench.run([...agent, '--agentpassword', password]);
  const dry = await bench.run([...agent, '--agentpassword', password, '--dry-run']);
  const absent = await bench.run(agent);
  const unset = await bench.run([...agent, '--agentpassword', '@env:NOT_SET']);
  const missing = await bench.run([...agent, '--agentpassword', '@file:/nonexistent']);
  const rehearsal = await bench.run([...agent, '--dry-run', '--json']);
  const all = [literal, dry, absent, unset, missing];
  expect([all.map(({ code }) => code), all.some(({ out, err }) => (out + err).includes(password))]).toEqual([
    [2, 2, 2, 2, 6],
    false,
  ]);
  expect(JSON.parse(rehearsal.out)).toMatchObject({ method: 'POST', params: { agentpassword: '***', webkey: '***' } });
});

test('a password in an answer is shown in no format unless it is asked for', async () => {
  const row = { groupid: 1, agentid: '8001', agentpassword: password, agentname: '张三', id: null };
  const json = JSON.stringify({ errcode: 0, message: 'SUCCESS', data: [row] });
  const xml = `<root><errcode>0</errcode><message>SUCCESS</message><data><item><agentpassword>${password}</agentpassword></item></data></root>`;
  const shown = async (body: string, ...argv: readonly string[]) => {
    const platform = scripted(() => ({ body }));
    const { out, err } = await bench.run(['webcti', 'getspecialagent', ...argv], { io: { http: platform.http } });
    return [(out + err).includes(password), out.includes('***')];
  };
  const formats = ['--table', '--json', '--xml', '--raw'];
  const masked = await Promise.all(formats.map((format) => shown(json, format)));
  const asked = await Promise.all(formats.map((format) => shown(json, format, '--show')));
  expect([masked, await shown(xml, '--raw'), asked]).toEqual([
    Array(4).fill([false, true]),
    [false, true],
    Array(4).fill([true, false]),
  ]);
});

test('text that travels as base64 is typed as text; what is encoded already says so', async () => {
  const dry = async (text: string): Promise<string> => {
    const { out } = await bench.run(['webcti', 'sendsms', '--number', '138', '--text', text, '--dry-run', '--json']);
    return (JSON.parse(out) as { params: { text: string } }).params.text;
  };
  expect([await dry('你好 +/'), await dry('base64:aGk=')]).toEqual([Buffer.from('你好 +/').toString('base64'), 'aGk=']);
});

test('a list comes from a file or standard input', async () => {
  const dry = async (value: string, input = ''): Promise<string> => {
    const argv = ['webcti', 'sendsms', '--number', value, '--text', 'x', '--dry-run', '--json'];
    return (JSON.parse((await bench.run(argv, { input })).out) as { params: { number: string } }).params.number;
  };
  const file = path.join(bench.folder, 'numbers.txt');
  writeFileSync(file, '\ufeff138\r\n139;137\n\n');
  expect([await dry('1,2'), await dry(`@file:${file}`), await dry('@-', '7\n8 9')]).toEqual([
    '1,2',
    '138,139,137',
    '7,8,9',
  ]);
});

test('the integrated login tells the way without its secrets; --out writes a form for the owner alone', async () => {
  const { readFileSync, statSync } = await import('node:fs');
  const file = path.join(bench.folder, 'form.html');
  const argv = ['webcti', 'integratedlogin', '--frienduser', 'admin"<', '--friendpass', '@env:P'];
  const env = { P: '123456' };
  const told = await bench.run(argv, { env });
  const written = await bench.run([...argv, '--out', file], { env });
  const again = await bench.run([...argv, '--out', file], { env });
  const page = readFileSync(file, 'utf8');
  expect([told.code, written.code, again.code, (statSync(file).mode & 0o777).toString(8)]).toEqual([0, 0, 6, '600']);
  expect(told.out).toBe(
    `POST ${bench.platform.address}/admin/config.php\n  webkey=***\n  frienduser=admin"<\n  friendpass=***\n`,
  );
  const secrets = /123456|e10adc3949ba59abbe56e057f20f883e|[0-9a-f]{32}/;
  expect([told, written, again].some(({ out, err }) => secrets.test(out + err))).toBe(false);
  expect([page.includes('value="e10adc3949ba59abbe56e057f20f883e"'), page.includes('value="admin&quot;&lt;"')]).toEqual(
    [true, true],
  );
});

test('Ctrl-C ends with 130', async () => {
  const control = new AbortController();
  const platform = scripted(() => {
    control.abort();
    return { body: '{"errcode":0,"message":"SUCCESS","data":[]}' };
  });
  const ran = await bench.run(['webcti', 'getqueuelist'], { io: { http: platform.http, signal: control.signal } });
  expect(ran.code).toBe(130);
});
