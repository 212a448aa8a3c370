import { describe, expect, it } from 'vitest';
import { appError, fail, ok } from '../../../shared/domain/result';
import type { UncallClient } from './client';
import { addPhones } from './phones';

/** A platform that takes parts until `stops`; `drops` numbers of each are doubles. */
function platform(stops: { readonly part: number; readonly code: 'refused' | 'timed-out' } | null, drops = 0) {
  const parts: { readonly table: string; readonly count: number; readonly first: string }[] = [];
  const call = (async (name: string, args: { TaskID: string; Phones: string }) => {
    const numbers = args.Phones.split(',');
    parts.push({ table: args.TaskID, count: numbers.length, first: numbers[0] ?? '' });
    if (stops?.part === parts.length) return fail(appError(stops.code, 'no', { tried: name }));
    return ok({
      response: 'success',
      message: '',
      rows: [{ Response: 'success', AffectedRows: numbers.length - drops }],
    });
  }) as unknown as UncallClient['call'];
  return { client: { call }, parts };
}
const numbers = (count: number) => Array.from({ length: count }, (_, nth) => String(13_000_000_000 + nth));

describe('putting numbers into a task', () => {
  it('goes in parts of 2,000, in order, and adds up the rows', async () => {
    const { client, parts } = platform(null, 1);
    expect([await addPhones(client, 494, numbers(4_001)), parts]).toEqual([
      { sent: 4_001, affectedRows: 3_998, unsure: 0, error: null },
      [
        { table: 'o_task_run_494', count: 2_000, first: '13000000000' },
        { table: 'o_task_run_494', count: 2_000, first: '13000002000' },
        { table: 'o_task_run_494', count: 1, first: '13000004000' },
      ],
    ]);
  });

  it('sends exactly 2,000 in one part, and none of nothing', async () => {
    const whole = platform(null);
    const none = platform(null);
    expect([
      (await addPhones(whole.client, 'o_task_run_494', numbers(2_000))).sent,
      whole.parts.length,
      await addPhones(none.client, '494', []),
      none.parts,
    ]).toEqual([2_000, 1, { sent: 0, affectedRows: 0, unsure: 0, error: null }, []]);
  });

  it('stops at the first part that fails: what was refused did not go in, what was not answered is unsure', async () => {
    const refused = platform({ part: 2, code: 'refused' });
    const silent = platform({ part: 3, code: 'timed-out' });
    const facts = async ({ client, parts }: ReturnType<typeof platform>) => {
      const { error, ...rest } = await addPhones(client, '494', numbers(9_000));
      return { ...rest, code: error?.code, parts: parts.length };
    };
    expect([await facts(refused), await facts(silent)]).toEqual([
      { sent: 2_000, affectedRows: 2_000, unsure: 0, code: 'refused', parts: 2 },
      { sent: 4_000, affectedRows: 4_000, unsure: 2_000, code: 'timed-out', parts: 3 },
    ]);
  });

  it('sends nothing when one of them is no number, and says which', async () => {
    const results = [];
    for (const wrong of ['13800138000,1', '', '张三', '1'.repeat(17), '138 0013 8000']) {
      const { client, parts } = platform(null);
      const { error } = await addPhones(client, '494', [...numbers(2_000), wrong]);
      results.push([error?.code, error?.params?.place, parts.length]);
    }
    expect(results).toEqual(Array.from({ length: 5 }, () => ['invalid-number', 2_001, 0]));
    const { client } = platform(null);
    expect((await addPhones(client, '494', [' +8613800138000 ', '*72#', '010-12345678'])).sent).toBe(3);
  });
});
