import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { partsOf } from '../services/sms-gateway';
import { startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const later = (seconds: number): void => platform.clock.advance(seconds * 1_000);
const states = async (query: Record<string, string | number> = {}) =>
  (await platform.rows('getsendsms', { sens: 'ASC', ...query })).map((row) => [
    ...[row.number, row.processed, row.error, row.reportstatus, row.sent_date],
  ]);
const never = '0000-00-00 00:00:00';

describe('what is sent', () => {
  test('waits, is queued, goes out and is reported; a wrong number fails after its retries, a switched off one is not reached', async () => {
    await platform.ask('sendsms', { number: '13800138000,12345,13900130000', text: base64('您好'), retries: 1 });
    const fresh = await states();
    later(0.001);
    const queued = await states({ processed: 1 });
    later(2);
    const first = await states();
    later(60);
    expect({
      fresh,
      queued: queued.length,
      first,
      last: await states(),
      parts: await platform.rows('getsendsmscount'),
    }).toEqual({
      fresh: [
        ['13800138000', '0', '0', '', never],
        ['12345', '0', '0', '', never],
        ['13900130000', '0', '0', '', never],
      ],
      queued: 3,
      first: [
        ['13800138000', '2', '0', '', '2026-03-02 09:00:02'],
        ['12345', '1', '1', '', never],
        ['13900130000', '2', '0', '', '2026-03-02 09:00:02'],
      ],
      last: [
        ['13800138000', '2', '0', 'DELIVRD', '2026-03-02 09:00:02'],
        ['12345', '-1', '2', '', never],
        ['13900130000', '2', '0', 'UNDELIV', '2026-03-02 09:00:02'],
      ],
      parts: [{ result: 3 }],
    });
  });

  test('keeps the text as it was written, whatever it is, and goes through the device asked for', async () => {
    const text = '价格 <100>&"免费" 😀\n下一行';
    await platform.ask('sendsms', {
      number: '13800138000',
      text: base64(text),
      phone: 'GSM2',
      app_id: 'crm',
      app_user: '7',
    });
    later(10);
    const [row] = await platform.rows('getsendsms', { text: '<100>&', app_id: 'crm' });
    expect([row?.text, row?.sender, row?.app_user, row?.message_id === '', row?.split]).toEqual([
      text,
      'GSM2',
      '7',
      false,
      '1',
    ]);
  });

  test('a booked message waits for its day and hour', async () => {
    const booking = { reqdate: '2026-03-03', starttime: '10:30', endtime: '11:00:00' };
    await platform.ask('sendsms', { number: '13800138000', text: base64('x'), ...booking });
    await platform.ask('sendsms', { number: '13800138001', text: base64('x'), starttime: '08:00', endtime: '08:30' });
    later(23 * 3_600 + 60);
    const tomorrow = await states();
    later(3 * 3_600);
    expect([tomorrow.map(([number, state]) => [number, state]), (await states()).map((row) => row[4])]).toEqual([
      [
        ['13800138000', '0'],
        ['13800138001', '2'],
      ],
      ['2026-03-03 10:30:02', '2026-03-03 08:00:02'],
    ]);
  });

  test('text that is no base64 of UTF-8 is refused and nothing is sent', async () => {
    const answers = await Promise.all(
      ['您好', 'a', Buffer.from([0xff, 0xfe, 0xfd]).toString('base64')].map((text) =>
        platform.ask('sendsms', { number: '13800138000', text }),
      ),
    );
    expect([answers.map(({ errcode }) => errcode), await platform.rows('getsendsmscount')]).toEqual([
      [2021, 2021, 2021],
      [{ result: 0 }],
    ]);
  });

  test('a summary is that of the list', async () => {
    const empty = await platform.rows('getsendsmsstat');
    await platform.ask('sendsms', { number: '13800138000,13800138001', text: base64('x') });
    later(30);
    const rows = await platform.rows('getsendsms', { sens: 'ASC' });
    const [summary] = await platform.rows('getsendsmsstat', { number: '13800138001' });
    await platform.ask('delsendsms', { id: Number(rows[0]?.id) });
    expect([empty, summary, (await platform.rows('getsendsms')).length]).toEqual([
      [{ rows: 0, maxid: null, minid: null, maxdate: null, mindate: null, maxprodate: null, minprodate: null }],
      {
        rows: 1,
        maxid: Number(rows[1]?.id),
        minid: Number(rows[1]?.id),
        maxdate: rows[1]?.insert_date,
        mindate: rows[1]?.insert_date,
        maxprodate: rows[1]?.processed_date,
        minprodate: rows[1]?.processed_date,
      },
      1,
    ]);
  });
});

describe('what comes in', () => {
  test('is found by what it holds, marked, asked for since a known one, and deleted', async () => {
    const { scenario } = platform;
    scenario.textArrives({ from: '13800138000', text: '退订 100%' });
    later(60);
    scenario.textArrives({ from: '13900139000', text: '收到，谢谢', device: 'GSM2' });
    const [first, second] = await platform.rows('getrecvsms', { sens: 'ASC' });
    const id = Number(first?.id);
    await platform.ask('setrecvsms', { id, processed: 1, app_flag: 'done' });
    const found = await Promise.all([
      platform.rows('getrecvsms', { text: '100%' }),
      platform.rows('getrecvsms', { text: '%谢' }),
      platform.rows('getrecvsms', { id, idcmp: 'g' }),
      platform.rows('getrecvsms', { processed: 1, app_flag: 'done' }),
      platform.rows('getrecvsms', { phone: 'GSM2' }),
      platform.rows('getrecvsms', { received_dates: '2026-03-02 09:00:30' }),
    ]);
    const counts = await platform.rows('getrecvsmscount', { processed: 0 });
    await platform.ask('delrecvsms', { id });
    expect([
      found.map((rows) => rows.map((row) => row.number)),
      counts,
      (await platform.rows('getrecvsmsstat'))[0]?.rows,
      (await platform.ask('delrecvsms', { id })).errcode,
      [first?.insert_date, second?.phone, second?.split],
    ]).toEqual([
      [['13800138000'], [], ['13900139000'], ['13800138000'], ['13900139000'], ['13900139000']],
      [{ result: '1' }],
      1,
      9003,
      ['2026-03-02 09:00:00', 'GSM2', '1'],
    ]);
  });
});

test('a text has as many parts as its alphabet needs', () => {
  expect(
    ['', 'a'.repeat(160), 'a'.repeat(161), '中'.repeat(70), '中'.repeat(71), '中'.repeat(135)].map(partsOf),
  ).toEqual([1, 1, 2, 1, 2, 3]);
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => partsOf(a + b) >= Math.max(partsOf(a), partsOf(b))),
    { seed: 1 },
  );
});
