import { golden } from '../shared/domain/numbers/golden';
import { goldenWorld } from '../shared/domain/numbers/golden-world';
import { readNumbers } from '../shared/domain/numbers/index';

/**
 * Time to read one text for numbers, over the golden cases and over a page of 4,000 characters. Run:
 * npx esbuild bench/numbers.ts --bundle --platform=node --format=esm --log-level=error | node --input-type=module
 */
const cases = [...golden, ...goldenWorld].flatMap(({ rules, cases: rows }) => rows.map(([text]) => ({ text, rules })));
const page = cases
  .map(({ text }) => text)
  .join(' 文字 ')
  .slice(0, 4000);

function measure(name: string, texts: readonly (typeof cases)[number][], rounds: number): void {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { text, rules } of texts) {
      const from = process.hrtime.bigint();
      readNumbers(text, rules);
      times.push(Number(process.hrtime.bigint() - from) / 1000);
    }
  }
  times.sort((a, b) => a - b);
  const at = (part: number): string => (times[Math.floor((times.length - 1) * part)] ?? 0).toFixed(1);
  console.log(`${name}: n=${times.length} p50=${at(0.5)} µs p95=${at(0.95)} µs p99=${at(0.99)} µs max=${at(1)} µs`);
}

const warmUp = 20;
measure('golden, cold', cases, 1);
measure('golden', cases, warmUp);
measure(
  'page of 4,000 characters',
  cases.slice(0, 1).map(({ rules }) => ({ text: page, rules })),
  200,
);
