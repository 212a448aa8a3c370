import { golden } from '../shared/domain/numbers/golden';
import { goldenWorld } from '../shared/domain/numbers/golden-world';
import { readNumbers } from '../shared/domain/numbers/index';
import { spread, type Table } from './table';

export const title = 'Numbers';
export const notes =
  'Time to read one text for telephone numbers: the golden cases of the tests, and a page of 4,000 characters as a ' +
  'person may select it. Milliseconds.';

const cases = [...golden, ...goldenWorld].flatMap(({ rules, cases: rows }) => rows.map(([text]) => ({ text, rules })));
const page = cases
  .map(({ text }) => text)
  .join(' 文字 ')
  .slice(0, 4000);

function measure(texts: readonly (typeof cases)[number][], rounds: number): readonly number[] {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { text, rules } of texts) {
      const from = performance.now();
      readNumbers(text, rules);
      times.push(performance.now() - from);
    }
  }
  return times;
}

export async function run(): Promise<Table> {
  const row = (name: string, times: readonly number[]) => [name, times.length, ...spread(times)];
  const first = cases.slice(0, 1).map(({ rules }) => ({ text: page, rules }));
  return {
    head: ['text', 'n', 'p50', 'p95', 'max'],
    rows: [
      row('golden cases, first time', measure(cases, 1)),
      row('golden cases', measure(cases, 20)),
      row('page of 4,000 characters', measure(first, 200)),
    ],
  };
}
