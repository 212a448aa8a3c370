import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endpointOf } from '../../shared/webcti';
import { vectors } from '../../shared/webcti/vectors';
import { webKey } from '../../shared/webcti/webkey';
import { answeredNames, handlers } from './handlers';
import { startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({ key: '0866089e569bbd3d' });
});
afterAll(() => platform.close());

const get = async (path: string, query: Record<string, string> = {}, init?: RequestInit) => {
  const response = await fetch(platform.url(path, query), init);
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
};
const xml = 'text/xml; charset=utf-8';
const refusal = (code: number, message: string) =>
  `<root><errcode>${code}</errcode><message>${message}</message><data/></root>`;

describe('key', () => {
  test("is that of the platform's own day in its own zone", async () => {
    const late = await startTestPlatform({ zone: 480 });
    const early = await startTestPlatform({ zone: 0 });
    // 23:59:59 in China is 15:59:59 in Greenwich: one second later only China has a new day.
    const beforeMidnight = (14 * 3600 + 59 * 60 + 59) * 1000;
    const old = webKey('seatline', '2026-03-02');
    const asked = async () =>
      Promise.all([late, early].map(async (each) => (await each.ask('ctigetdatetime', { webkey: old })).errcode));
    late.clock.advance(beforeMidnight);
    early.clock.advance(beforeMidnight);
    const before = await asked();
    late.clock.advance(1_000);
    early.clock.advance(1_000);
    const after = await asked();
    await Promise.all([late.close(), early.close()]);
    expect([before, after]).toEqual([
      [0, 0],
      [9999, 0],
    ]);
  });

  test('a wrong one is refused by every endpoint before anything else, in the words of its section', async () => {
    const wrong = { webkey: 'abc', json: '2' };
    // What the examples print, and the catalogue where none shows it.
    const printed = (name: string): boolean | undefined => {
      const shown = vectors.filter((vector) => vector.endpoint === name && /WebKey/.test(vector.body));
      return shown.length === 0 ? undefined : shown.some(({ body }) => /WebKey is invalid/.test(body));
    };
    const quiet = new Set<string>(
      answeredNames.filter(
        (name) =>
          printed(name) ?? endpointOf(name).errors.some(({ code, message }) => code === 9999 && !message.includes('<')),
      ),
    );
    const answers = await Promise.all(answeredNames.map(async (name) => [name, await platform.text(name, wrong)]));
    expect(answers).toEqual(
      answeredNames.map((name) => [
        name,
        `{"errcode":9999,"message":"${quiet.has(name) ? 'WebKey is invalid' : 'WebKey abc is invalid'}","data":[]}`,
      ]),
    );
  });

  test('upper case and nothing at all are wrong too', async () => {
    const given = [platform.keyNow().toUpperCase(), ''];
    expect(
      await Promise.all(given.map(async (webkey) => (await platform.ask('getusers', { webkey })).errcode)),
    ).toEqual([9999, 9999]);
  });
});

test('XML unless asked otherwise; json 1, 2 and 3', async () => {
  const webkey = platform.keyNow();
  const [plain, script, bare, third] = await Promise.all(
    ['', '1', '2', '3'].map((json) => get('webservice2/gettrunklist.php', { webkey, ...(json && { json }) })),
  );
  const body = bare?.body ?? '';
  expect([
    plain?.type,
    plain?.body.startsWith('<root><errcode>0</errcode><message>SUCCESS</message><data><item><trunk>'),
  ]).toEqual([xml, true]);
  expect([script, third]).toEqual([
    { status: 200, type: 'application/javascript; charset=utf-8', body: `var responseJSON=${body};` },
    { status: 200, type: 'application/json; charset=utf-8', body },
  ]);
  expect(JSON.parse(body).errcode).toBe(0);
});

test('POST with a form is the same question as GET', async () => {
  const fields = { webkey: platform.keyNow(), json: '2', device: '2011' };
  const posted = await get('webservice2/ctigetdevice.php', {}, { method: 'POST', body: new URLSearchParams(fields) });
  expect(posted).toEqual(await get('webservice2/ctigetdevice.php', fields));
  expect(JSON.parse(posted.body).data[0].dial).toBe('SIP/2011');
});

test('every endpoint has a handler, and answers under every spelling', async () => {
  expect(Object.keys(handlers).toSorted()).toEqual([...answeredNames].toSorted());
  const paths = answeredNames.flatMap((name) => [endpointOf(name).path, ...(endpointOf(name).otherPaths ?? [])]);
  const statuses = await Promise.all(paths.map(async (path) => (await get(path, { webkey: 'x' })).status));
  expect([paths.length > answeredNames.length, new Set(statuses)]).toEqual([true, new Set([200])]);
  const webkey = platform.keyNow();
  const twice = ['getextinterface', 'gettextinterface'].map((name) =>
    get(`webservice2/${name}.php`, { webkey, json: '2', extension: '2011' }),
  );
  const [one, other] = await Promise.all(twice);
  expect(other).toEqual(one);
});

test('what does not exist or is not allowed is refused loudly, without the key in the log', async () => {
  const webkey = platform.keyNow();
  platform.logged.length = 0;
  expect([
    await get('webservice2/nothing.php', { webkey }),
    await get('webservice2/getusers.php', { webkey, json: '2' }, { method: 'DELETE' }),
    await get('webservice2/getusers.php', { webkey }, { method: 'POST', body: 'x'.repeat(2_000_000) }),
  ]).toEqual([
    { status: 404, type: xml, body: refusal(9003, 'file "webservice2/nothing.php" not exists.') },
    {
      status: 405,
      type: 'application/json; charset=utf-8',
      body: '{"errcode":9002,"message":"method DELETE is not allowed.","data":[]}',
    },
    { status: 413, type: xml, body: refusal(9002, 'request is invalid.') },
  ]);
  expect(platform.logged).toEqual([
    { level: 'warn', event: 'unknown-endpoint', endpoint: '/webservice2/nothing.php' },
    { level: 'warn', event: 'method-not-allowed', endpoint: '/webservice2/getusers.php' },
    { level: 'warn', event: 'bad-request', endpoint: '/webservice2/getusers.php' },
  ]);
  expect(JSON.stringify(platform.logged)).not.toContain(webkey);
});

test('a handler that breaks answers 9005 and says so in the log', async () => {
  const original = platform.engine.queues;
  platform.engine.queues = () => {
    throw new TypeError('queue table lost');
  };
  platform.logged.length = 0;
  const answer = await platform.ask('getqueuelist');
  platform.engine.queues = original;
  expect([answer, platform.logged.map(({ level, event, endpoint }) => ({ level, event, endpoint }))]).toEqual([
    { errcode: 9005, message: 'Connect to CTI failed.', data: [] },
    [{ level: 'error', event: 'handler-failed', endpoint: 'getqueuelist' }],
  ]);
});

test('context and application together are refused', async () => {
  const query = {
    channel: 'SIP/2011',
    callerid: '2011',
    variable: 'A=1',
    context: 'from-internal',
    exten: '2012',
    priority: '1',
  };
  expect(await platform.ask('ctioriginate', { ...query, application: 'MeetMe' })).toEqual({
    errcode: 1231,
    message: 'Can not use context and application together',
    data: [],
  });
});

test("says the platform's time in body and header, and counts what it answers", async () => {
  const before = platform.requests.get('ctigetdatetime') ?? 0;
  const response = await fetch(
    platform.url('webservice2/ctigetdatetime.php', { webkey: platform.keyNow(), json: '2' }),
  );
  const { data } = (await response.json()) as { data: unknown };
  expect([response.headers.get('date'), data, platform.requests.get('ctigetdatetime')]).toEqual([
    'Mon, 02 Mar 2026 01:00:00 GMT',
    [
      {
        mvb_datetime: '2026-03-02 09:00:00',
        mvb_date: '2026-03-02',
        mvb_time: '09:00:00',
        mvb_timestamp: 1_772_413_200,
        mvb_year: '2026',
        mvb_month: '3',
        mvb_month_day: '2',
        mvb_year_day: '60',
        mvb_week: '1',
        mvb_hour: '9',
        mvb_minute: 0,
        mvb_second: 0,
      },
    ],
    before + 1,
  ]);
});
