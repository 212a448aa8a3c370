import { afterEach, expect, test } from 'vitest';
import { type EndpointName, endpointOf } from '../../shared/webcti';
import { answeredNames } from './handlers';
import { busyFloor } from './test-floor';
import { startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
afterEach(() => platform.close());

/** Every parameter of 205 endpoints with every value: thousands of requests, hence the seconds that this suite takes. */

/** The clock stands still here, and all of it comes from one address. */
const limits = { requests: { burst: 100_000, perSecond: 1 } };

/** What a caller may send in the hope that something behind the parameter reads it as more than a text. */
const hostile: readonly string[] = [
  `'`,
  `x' UNION SELECT * FROM sqlite_master;--`,
  `1); DROP TABLE call_record;--`,
  `%_\\`,
  `../../../../etc/passwd`,
  `nul\0byte`,
  `💥\ud800<script>&amp;]]>\r\nSet-Cookie: a=b`,
  `__proto__`,
  `-1`,
  `999999999999999999999`,
  `A=1|B=2|=|,;,`,
  'x'.repeat(10_240),
];

/** Whole and sound: what a store may not be any more once a parameter has been read as SQL. */
function contents(): readonly (readonly [table: string, rows: string])[] {
  const { database } = platform.store;
  const tables = database.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
  const text = (_: string, value: unknown): unknown =>
    value instanceof Uint8Array || value instanceof ArrayBuffer ? `${value.byteLength} bytes` : value;
  return tables
    .filter(({ name }) => !name.startsWith('sqlite_'))
    .map(({ name }) => [name, JSON.stringify(database.all(`SELECT * FROM "${name}"`), text)] as const);
}
const tableNames = (): string =>
  platform.store.database
    .all<{ name: string }>('SELECT name FROM sqlite_master ORDER BY name')
    .map(({ name }) => name)
    .join();

interface Seen {
  readonly name: EndpointName;
  readonly param: string;
  readonly value: string;
  readonly status: number;
  readonly errcode: number;
}

/** The endpoint with one parameter of evil and the others such that it gets as far as it can. */
async function attack(
  name: EndpointName,
  evil: Readonly<Record<string, string>>,
): Promise<Omit<Seen, 'param' | 'value'>> {
  const { params, path, pace } = endpointOf(name);
  const plain = Object.entries(params).flatMap(([param, { required, values, type, unless }]) => {
    if (!required || (unless !== undefined && unless in evil)) return [];
    const value =
      values?.[0] ??
      { int: '1', date: '2026-03-02', datetime: '2026-03-02 09:00:00', base64: 'YQ==' }[type as string] ??
      '2011';
    return [[param, value] as const];
  });
  const fields = { webkey: platform.keyNow(), json: '2', ...Object.fromEntries(plain), timeout: '0', ...evil };
  const body = new URLSearchParams(fields);
  const multipart = endpointOf(name).method === 'multipart';
  const form = new FormData();
  for (const [key, value] of body) form.append(key, key === 'ivrfile' ? new File(['x'], value) : value);
  const answering = fetch(`${platform.address}/${path}`, { method: 'POST', body: multipart ? form : body });
  // Time passes only for those that wait: it would change what is read.
  const answer = await (pace === 'waits' ? platform.whilePassing(answering) : answering);
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  const { errcode } = isJson ? (JSON.parse(text) as { errcode: number }) : { errcode: 0 };
  return { name, status: answer.status, errcode };
}

const shown = ({ name, param, value, status, errcode }: Seen): string =>
  `${name} ${param}=${JSON.stringify(value.slice(0, 30))} → ${status} ${errcode}`;

/** Codes that a checked parameter may end in besides the endpoint's own: what is common to all (chapter 3). */
const common = new Set([0, 9000, 9002, 9003, 9004]);
/** The document knows no refusal of these; ours have a code of our own. */
const ours: Partial<Record<EndpointName, number>> = { ctiqueuecallerwithdraw: 2351 };

async function walk(names: readonly EndpointName[]): Promise<readonly string[]> {
  const wrong: Seen[] = [];
  for (const name of names) {
    const { params, errors } = endpointOf(name);
    const allowed = new Set([...common, ...errors.map(({ code }) => code), ours[name]]);
    for (const param of Object.keys(params)) {
      const attacks = hostile.map(async (value) => ({ ...(await attack(name, { [param]: value })), param, value }));
      for (const seen of await Promise.all(attacks)) {
        if (seen.status !== 200 || !allowed.has(seen.errcode) || seen.errcode === 9999) wrong.push(seen);
      }
    }
  }
  return wrong.map(shown);
}

const reading = answeredNames.filter((name) => !endpointOf(name).mutates && endpointOf(name).pace !== 'waits');
const changing = answeredNames.filter((name) => endpointOf(name).mutates || endpointOf(name).pace === 'waits');

test('no hostile value in any parameter of a reading endpoint breaks it, and the store stays as it was', async () => {
  platform = await startTestPlatform({ limits });
  await busyFloor(platform);
  platform.clock.advance(60_000);
  // The figures of reports are brought up to date when somebody asks.
  for (const name of reading) await attack(name, {});
  const before = contents();
  const wrong = await walk(reading);
  const failed = platform.logged.filter(({ event }) => event === 'handler-failed' || event === 'face-failed');
  expect([reading.length > 90, wrong, failed]).toEqual([true, [], []]);
  expect(contents()).toEqual(before);
}, 120_000);

test('no hostile value breaks an endpoint that changes something, and no table is gone', async () => {
  platform = await startTestPlatform({ limits });
  await busyFloor(platform);
  const before = tableNames();
  const wrong = await walk(changing);
  const failed = platform.logged.filter(({ event }) => event === 'handler-failed' || event === 'face-failed');
  expect([changing.length > 60, wrong, failed, tableNames()]).toEqual([true, [], [], before]);
}, 120_000);

test('no path leads out of the platform, and none that is strange breaks it', async () => {
  platform = await startTestPlatform();
  const paths = [
    '../../etc/passwd',
    '%2e%2e/%2e%2e/etc/passwd',
    'webservice2/../../../etc/passwd',
    'webservice2/%00',
    'webservice2/about.php%00.txt',
    'webservice2/about.php/../../x',
    '%ff%fe',
    '%',
    '//evil.example/x',
    'webservice2/ABOUT.PHP;x',
    'admin/config.php/..%2f..%2fetc',
    'admin/../seatline/control',
    `webservice2/${'a'.repeat(4_000)}.php`,
    'uncall_api/..%5c..%5cwindows',
  ];
  const answers = await Promise.all(
    paths.map(async (path) => {
      const answer = await fetch(`${platform.address}/${path}`, { redirect: 'manual' });
      return [answer.status, (await answer.text()).includes('root:')];
    }),
  );
  expect([
    answers.filter(([status, leaked]) => leaked || Number(status) >= 500),
    platform.logged.filter(({ level }) => level === 'error'),
  ]).toEqual([[], []]);
});
