import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

/** What a client sees of one request, without reuse of connections. */
function attempt(path = 'webservice2/getusers.php', json = '2'): Promise<{ status: number; body: Buffer } | string> {
  const url = platform.url(path, { webkey: platform.keyNow(), json });
  return new Promise((resolve) => {
    const sent = request(url, { agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
      response.on('error', () => resolve(`cut after ${Buffer.concat(chunks).length > 0 ? 'some' : 'no'} bytes`));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    sent.end();
  });
}
const errcode = (seen: Awaited<ReturnType<typeof attempt>>): unknown =>
  typeof seen === 'string' ? seen : JSON.parse(seen.body.toString('utf8')).errcode;

test('cut connections, server errors and their undo; only the named endpoint suffers', async () => {
  const { faults } = platform.scenario;
  const undoCut = faults.cutConnections('getusers');
  const cut = [await attempt(), errcode(await attempt('webservice2/getdevices.php'))];
  undoCut();
  const undoError = faults.serverErrors();
  const seen = await attempt();
  undoError();
  expect([cut, typeof seen === 'string' ? seen : seen.status, errcode(await attempt())]).toEqual([
    ['ECONNRESET', 0],
    500,
    0,
  ]);
});

test('half a body promises more than it sends', async () => {
  const whole = await attempt();
  platform.scenario.faults.halfBody();
  expect([typeof whole, await attempt()]).toEqual(['object', 'cut after some bytes']);
});

test('wrong charset: GB18030 bytes that say UTF-8', async () => {
  platform.scenario.faults.wrongCharset();
  const seen = await attempt();
  const bytes = typeof seen === 'string' ? Buffer.alloc(0) : seen.body;
  expect([new TextDecoder('gb18030').decode(bytes).includes('王芳'), bytes.toString('utf8').includes('王芳')]).toEqual([
    true,
    false,
  ]);
});

test('malformed XML leaves JSON alone', async () => {
  platform.scenario.faults.malformedXml();
  const xml = await attempt('webservice2/getusers.php', '0');
  expect([
    typeof xml === 'string' ? xml : xml.body.toString().includes('<noname><data>'),
    errcode(await attempt()),
  ]).toEqual([true, 0]);
});

test("slow answers come after their time on the platform's clock", async () => {
  platform.scenario.faults.slow(5_000, 'getusers');
  let answered = false;
  const waiting = attempt().then((seen) => {
    answered = true;
    return seen;
  });
  // The fast answer comes back over the same server, so the slow request has been read by then.
  await attempt('webservice2/getdevices.php');
  await expect.poll(() => platform.clock.pending > 0).toBe(true);
  platform.clock.advance(4_999);
  await attempt('webservice2/getdevices.php');
  const early = answered;
  platform.clock.advance(1);
  expect([early, errcode(await waiting)]).toEqual([false, 0]);
});

test('a dead endpoint never answers; cleared faults let the connection go', async () => {
  platform.scenario.faults.dead('getusers');
  const waiting = attempt();
  expect(errcode(await attempt('webservice2/getdevices.php'))).toBe(0);
  platform.scenario.faults.clear();
  expect([await Promise.race([waiting, attempt()]).then(errcode), errcode(await attempt())]).toEqual([
    expect.anything(),
    0,
  ]);
  await waiting;
});

describe('outages', () => {
  test('offline refuses connections and comes back at the same address', async () => {
    const { address } = platform;
    const outage = platform.scenario.faults.offline(20);
    await expect.poll(() => attempt()).toBe('ECONNREFUSED');
    platform.clock.advance(20_000);
    await outage;
    expect([platform.address, errcode(await attempt())]).toEqual([address, 0]);
  });

  test('two outages at once end with the longer one', async () => {
    const first = platform.scenario.faults.offline(5);
    const second = platform.scenario.faults.offline(9);
    await expect.poll(() => attempt()).toBe('ECONNREFUSED');
    platform.clock.advance(5_000);
    await first;
    expect(await attempt()).toBe('ECONNREFUSED');
    platform.clock.advance(4_000);
    await second;
    expect(errcode(await attempt())).toBe(0);
  });

  test.each([true, false])('a restart with keepState %s', async (keepState) => {
    await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
    platform.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    platform.clock.advance(1_000);
    const restart = platform.scenario.faults.restart({ keepState, downSeconds: 3 });
    platform.clock.advance(3_000);
    await restart;
    const calls = await platform.rows('getcalls');
    const live = calls.filter((row) => row.clearflag === '0').length;
    const [status] = await platform.rows('ctipbxstatus');
    expect([live, status?.startuptime]).toEqual(keepState ? [1, '2026-03-02 09:00:00'] : [0, '2026-03-02 09:00:04']);
  });

  test('closing during an outage leaves nothing behind', async () => {
    const outage = platform.scenario.faults.offline(60);
    await platform.close();
    await outage;
    expect([await attempt(), platform.clock.pending]).toEqual(['ECONNREFUSED', 0]);
  });
});

test('a skewed clock shows in every time and in the key of the day', async () => {
  const undo = platform.scenario.faults.clockSkew(15 * 3600);
  const old = await platform.ask('ctigetdatetime');
  undo();
  platform.scenario.faults.clockSkew(-90);
  const [time] = await platform.rows('ctigetdatetime');
  const [status] = await platform.rows('ctipbxstatus');
  const header = (await fetch(platform.url('webservice2/about.php'))).headers.get('date');
  expect([old.errcode, time?.mvb_datetime, status?.startuptime, header]).toEqual([
    9999,
    '2026-03-02 08:58:30',
    '2026-03-02 08:58:30',
    'Mon, 02 Mar 2026 00:58:30 GMT',
  ]);
});

test('a changed key refuses the old one until it is undone', async () => {
  const old = platform.keyNow();
  const undo = platform.scenario.faults.changeKey('another');
  const during = [await platform.ask('getusers', { webkey: old }), await platform.ask('getusers')].map(
    (each) => each.errcode,
  );
  undo();
  expect([during, (await platform.ask('getusers', { webkey: old })).errcode]).toEqual([[9999, 0], 0]);
});
