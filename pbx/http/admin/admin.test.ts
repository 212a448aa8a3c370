import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { platformDate } from '../../../shared/domain/time';
import { webKey } from '../../../shared/webcti/webkey';
import { startTestPlatform, type TestPlatform } from '../test-platform';
import { tongueOf } from './words';

const admin = { user: 'chef', password: '123456' };
/** MD5 of that password, as the document prints it. */
const digest = 'e10adc3949ba59abbe56e057f20f883e';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform({ admin });
});
afterEach(() => platform.close());

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly cookie: string;
  readonly headers: Headers;
}
async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(`${platform.address}/${path}`, { redirect: 'manual', ...init });
  const cookie = answer.headers.get('set-cookie') ?? '';
  return { status: answer.status, text: await answer.text(), cookie, headers: answer.headers };
}
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  ask(path, { method: 'POST', body: new URLSearchParams(fields), headers });
const form = () => ({ webkey: platform.keyNow(), frienduser: 'chef', friendpass: digest });
const ticket = ({ cookie }: Answer): Record<string, string> => ({ cookie: cookie.split(';')[0] ?? '' });
const heading = ({ text }: Answer): string => /<h1>(.*?)<\/h1>/.exec(text)?.[1] ?? '';

const pages = {
  overview: 'admin/config.php',
  menus: 'admin/config.php?type=setup&display=ivr',
  tools: 'admin/config.php?type=tool',
  reports: 'admin/reports.php',
};

test('the documented form opens each of the four pages, and the session leads from one to the others', async () => {
  const signed = await Promise.all(Object.values(pages).map((path) => post(path, form())));
  const [first] = signed;
  const headers = { ...(first && ticket(first)), 'accept-language': 'en' };
  const visited = await Promise.all(Object.values(pages).map((path) => ask(path, { headers })));
  expect([signed.map(({ status }) => status), signed.map(heading), visited.map(heading)]).toEqual([
    [200, 200, 200, 200],
    ['概览', '语音导航', '工具', '报表'],
    ['Overview', 'Voice menus', 'Tools', 'Reports'],
  ]);
  const links = [...(first?.text ?? '').matchAll(/<a href="([^"]+)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  );
  expect(links).toEqual(Object.values(pages).map((path) => `/${path}`));
});

test('a page shows what the platform has now', async () => {
  const signed = await post(pages.overview, form());
  const headers = { ...ticket(signed), 'accept-language': 'en' };
  const line = async (path: string, cell: string) =>
    /<tr>(?:<td>[^<]*<\/td>)*<\/tr>/.exec(
      (await ask(path, { headers })).text.slice((await ask(path, { headers })).text.indexOf(`<tr><td>${cell}</td>`)),
    )?.[0];
  const idle = await line(pages.overview, '2011');
  const before = await line(pages.reports, 'Call records');
  await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
  const caller = platform.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
  platform.clock.advance(2_000);
  const ringing = await line(pages.overview, '2011');
  platform.scenario.answers('2011');
  platform.clock.advance(5_000);
  caller.hangsUp();
  platform.clock.advance(2_000);
  const after = await line(pages.reports, 'Call records');
  expect([idle, ringing, before, after]).toEqual([
    '<tr><td>2011</td><td>SIP/2011</td><td>2011</td><td>Idle</td></tr>',
    '<tr><td>2011</td><td>SIP/2011</td><td>2011</td><td>Ringing</td></tr>',
    '<tr><td>Call records</td><td>0</td></tr>',
    '<tr><td>Call records</td><td>1</td></tr>',
  ]);
});

test('wrong key, user or password: a page that says so, nothing of it in the log, no session', async () => {
  const now = platform.clock.now();
  const yesterday = webKey(platform.key, platformDate(now - 86_400_000, 480));
  const tries = [
    { ...form(), friendpass: 'f'.repeat(32) },
    { ...form(), frienduser: 'admin' },
    { ...form(), webkey: yesterday },
    { ...form(), webkey: '' },
    { frienduser: 'chef', friendpass: digest },
    { user: 'chef', password: 'wrong' },
    { user: 'chef' },
  ];
  const answers = await Promise.all(tries.map((fields) => post(pages.reports, fields)));
  expect([answers.map(({ status, cookie }) => [status, cookie]), platform.logged]).toEqual([
    tries.map(() => [403, '']),
    ['user or password is wrong', 'webkey=*** is of another day', 'webkey is missing'].map((detail) => ({
      ...{ level: 'warn', event: 'admin-refused', endpoint: '/admin/reports.php', detail },
    })),
  ]);
});

test('nobody gets in with what stands in an address, and without a session there is the sign-in form', async () => {
  const inQuery = await ask(`admin/reports.php?${new URLSearchParams(form())}`);
  const bare = await ask(pages.tools, { headers: { 'accept-language': 'en-GB,en;q=0.9' } });
  expect([inQuery.text.includes('type="password"'), bare.status, heading(bare), bare.cookie]).toEqual([
    true,
    200,
    'Seatline built-in platform',
    '',
  ]);
  expect(bare.text).toContain('<form method="post" action="/admin/config.php?type=tool">');
});

test("a person signs in on the page's own form; a page of another site may not post it, nor sign anybody out", async () => {
  const own = { user: 'chef', password: '123456' };
  const origin = new URL(platform.address).origin;
  const good = await post(pages.overview, own, { origin });
  const foreign = await post(pages.overview, own, { origin: 'http://evil.example' });
  const hidden = await post(pages.overview, { signout: '1' }, { origin: 'null', ...ticket(good) });
  const still = await ask(pages.overview, { headers: ticket(good) });
  const out = await post(pages.overview, { signout: '1' }, { origin, ...ticket(good) });
  const after = await ask(pages.overview, { headers: ticket(good) });
  expect([good.status, foreign.status, hidden.status, heading(still), out.cookie, heading(after)]).toEqual([
    200,
    403,
    403,
    '概览',
    'seatline_admin=; Path=/admin; Max-Age=0; HttpOnly; SameSite=Strict',
    '坐席线 内置平台',
  ]);
});

test('a session ends after half an hour, counts at its own address only, and the oldest of too many goes', async () => {
  const first = await post(pages.overview, form());
  const headers = ticket(first);
  // The same ticket from another address of this machine.
  const elsewhere = await new Promise<string>((resolve, reject) => {
    const { port } = new URL(platform.address);
    const asked = request(
      { host: '127.0.0.1', port, path: `/${pages.overview}`, localAddress: '127.0.0.2', headers },
      (answer) => {
        let text = '';
        answer.on('data', (chunk) => {
          text += chunk;
        });
        answer.on('end', () => resolve(text));
      },
    );
    asked.on('error', reject);
    asked.end();
  });
  platform.clock.advance(29 * 60_000);
  const inTime = heading(await ask(pages.overview, { headers }));
  platform.clock.advance(60_000);
  const late = heading(await ask(pages.overview, { headers }));
  const many: Answer[] = [];
  for (let count = 0; count < 33; count += 1) many.push(await post(pages.overview, form()));
  const ends = [many[0], many[1], many[32]].map((each) => each && ask(pages.overview, { headers: ticket(each) }));
  const open = (await Promise.all(ends)).map((answer) => answer && heading(answer));
  expect([first.cookie, elsewhere.includes('type="password"'), inTime, late, open]).toEqual([
    expect.stringMatching(/^seatline_admin=[\w-]{43}; Path=\/admin; Max-Age=1800; HttpOnly; SameSite=Strict$/),
    true,
    '概览',
    '坐席线 内置平台',
    ['坐席线 内置平台', '概览', '概览'],
  ]);
});

test('guessing slows down: after ten wrong ones the right one has to wait too', async () => {
  const wrong = { ...form(), friendpass: 'f'.repeat(32) };
  for (let count = 0; count < 10; count += 1) await post(pages.overview, wrong);
  const [blocked, right] = [await post(pages.overview, wrong), await post(pages.overview, form())];
  platform.clock.advance(10_000);
  const later = await post(pages.overview, form());
  expect([blocked.status, right.status, right.headers.get('retry-after'), later.status]).toEqual([429, 429, '10', 200]);
});

test('nothing on a page can load, run or be guessed by type; what people named stands in it as text', async () => {
  const evil = `</td><script>alert("1")</script>'&`;
  platform.store.prompts.add({ name: 'x', description: evil }, new Uint8Array(44));
  const menus = await post(pages.menus, form());
  const strange = await post('admin/config.php?type=%22%3E%3Cscript%3E&display=../../etc', form());
  expect([menus.text.includes('<script'), menus.text.includes('&lt;script&gt;alert(&quot;1&quot;)')]).toEqual([
    false,
    true,
  ]);
  expect([strange.status, strange.text.includes('<script'), strange.text.includes('etc')]).toEqual([404, false, false]);
  const named = ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'cache-control'];
  const [policy, ...rest] = named.map((name) => menus.headers.get(name));
  expect([policy, rest]).toEqual([
    expect.stringMatching(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='; form-action 'self'; base-uri 'none'$/),
    ['nosniff', 'same-origin', 'no-store'],
  ]);
});

test('the default password is one that nobody knows', async () => {
  await platform.close();
  platform = await startTestPlatform();
  const guesses = ['', 'admin', '123456', 'seatline', 'undefined'].map((password) =>
    post(pages.overview, { user: 'admin', password }),
  );
  expect((await Promise.all(guesses)).map(({ status }) => status)).toEqual(guesses.map(() => 403));
});

test('other methods, and forms that are too large, are refused', async () => {
  const put = await ask(pages.overview, { method: 'PUT', body: 'x' });
  const large = await post(pages.overview, { ...form(), more: 'x'.repeat(9_000) });
  expect([put.status, large.status]).toEqual([405, 413]);
});

test.each([
  [undefined, 'zh'],
  ['en', 'en'],
  ['zh-TW,en;q=0.8', 'zh'],
  ['fr, en;q=0.7, zh;q=0.3', 'en'],
  ['de', 'zh'],
  ['en;q=0', 'zh'],
] as const)('language %s → %s', (accepted, tongue) => {
  expect(tongueOf(accepted)).toBe(tongue);
});
