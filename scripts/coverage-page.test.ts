import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { endpointNames } from '../shared/webcti/index';
import { coveragePage } from './coverage-page';
import { projectSources } from './sources';

describe('docs/coverage.md', () => {
  const sources = projectSources();

  it('is what the catalogues and the sources say today (else: npm run coverage)', () => {
    expect(readFileSync('docs/coverage.md', 'utf8')).toBe(coveragePage(sources));
  });

  it('changes with a handler, a use and a test', () => {
    const page = coveragePage([
      { file: 'pbx/http/handlers/x.ts', text: 'const x = {\n  getarea(args) {} };' },
      { file: 'electron/desk/y.ts', text: "call('getarea', {})" },
      { file: 'e2e/z.test.ts', text: 'client.getarea({})' },
    ]);
    expect(page.split('\n').find((line) => line.includes('`getarea`'))).toBe(
      '| 4.105 | `getarea` |  | `webcti.getarea` | x | y | 4 examples; z.test |',
    );
    expect(endpointNames.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
