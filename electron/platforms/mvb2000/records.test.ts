import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { talk } from './testing/calls';
import { must, type Office, openOffice } from './testing/office';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

describe('records', () => {
  test('newest first, by person, by number, by both, paged', async () => {
    const first = await talk(office);
    first.caller.hangsUp();
    office.passes(30);
    office.platform.scenario.dials('2011', '2012');
    office.passes(1);
    office.platform.scenario.answers('2012');
    office.passes(10);
    office.platform.scenario.hangsUp('2011');
    office.passes(30);
    office.platform.scenario.callerRings({ from: '13700137000', to: { extension: '2013' }, patienceSeconds: 5 });
    office.passes(30);
    const span = { from: office.clock.now() - 3_600_000, to: office.clock.now(), offset: 0, rows: 10 };
    const ask = async (who: string, number: string, offset = 0, rows = 10) => {
      const found = must(await office.driver.records({ ...span, who, number, offset, rows }));
      return {
        total: found.total,
        rows: found.rows.map((row) => [row.direction, row.number, row.outcome, row.talkSeconds]),
      };
    };
    const all = await ask('', '');
    expect(all.rows[0]).toEqual(['in', '13700137000', 'no-answer', 0]);
    expect(all.total).toBe(all.rows.length);
    expect((await ask('2012', '')).rows).toEqual([['internal', '2011', 'answered', 10]]);
    expect((await ask('2011', '2012')).rows).toEqual([['internal', '2012', 'answered', 10]]);
    expect((await ask('', '13800138000')).rows).toContainEqual(['in', '13800138000', 'answered', expect.any(Number)]);
    const pages = [await ask('', '', 0, 1), await ask('', '', 1, 1)];
    expect(pages.flatMap(({ rows }) => rows)).toEqual(all.rows.slice(0, 2));
  });
});
