import { afterAll, beforeAll, expect, test } from 'vitest';
import { webKey } from '../../shared/webcti/webkey';
import { type Bench, benchKey, openBench } from './testing/tool';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

test('says whether the key works and until when, by the platform’s clock, without showing it', async () => {
  const told = await bench.run(['key']);
  const json = await bench.run(['key', '--json']);
  expect(told).toEqual({
    code: 0,
    out: '',
    err: `The key of ${bench.platform.address} works. Platform date 2026-03-10; valid until 2026-03-11 00:00:00 (+08:00), 14 h 30 min from now.\n`,
  });
  expect(JSON.parse(json.out)).toEqual({
    works: true,
    platform: bench.platform.address,
    date: '2026-03-10',
    until: '2026-03-11 00:00:00',
    zone: '+08:00',
  });
});

test('--show prints the key of the day alone on standard output, for a script', async () => {
  const { code, out } = await bench.run(['key', '--show']);
  expect([code, out]).toEqual([0, `${webKey(benchKey, '2026-03-10')}\n`]);
});

test('the date is the platform’s: near its midnight and in another zone', async () => {
  const western = await openBench({ zone: -300 });
  const { out } = await western.run(['key', '--show', '--json']);
  await western.close();
  expect(JSON.parse(out)).toMatchObject({ date: '2026-03-09', zone: '-05:00', webkey: webKey(benchKey, '2026-03-09') });
});

test('the key of any date is computed without asking the platform, and only with --show', async () => {
  const env = { SEATLINE_PLATFORM_URL: 'http://127.0.0.1:9' };
  const shown = await bench.run(['key', '--date', '2015-01-20', '--show'], { env });
  const hidden = await bench.run(['key', '--date', '2015-01-20'], { env });
  const wrong = await bench.run(['key', '--date', '2015-02-30', '--show'], { env });
  expect([shown, hidden.code, hidden.out, wrong.code]).toEqual([
    { code: 0, out: `${webKey(benchKey, '2015-01-20')}\n`, err: '' },
    2,
    '',
    2,
  ]);
});

test('a wrong key ends with 4 and is not told', async () => {
  const ran = await bench.run(['key', '--show'], { env: { SEATLINE_PLATFORM_KEY: 'wrong-key-77f0' } });
  expect([ran.code, ran.out, /wrong-key|[0-9a-f]{32}/.test(ran.err)]).toEqual([4, '', false]);
});
