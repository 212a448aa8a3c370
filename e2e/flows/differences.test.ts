import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { covers, differences, type Reason, reasons } from './support/differences';
import { enginesPage } from './support/engines-page';

const folder = import.meta.dirname;
/** Files without a desk's flows: about this list, and about the real exchange alone. */
const others = ['differences.test.ts', 'asterisk.test.ts'];

/** Names of the flows as far as they can be read without running them: each `describe` and `it` by its first words. */
function flowsOf(file: string): readonly string[] {
  const lines = readFileSync(path.join(folder, file), 'utf8').split('\n');
  const groups: string[] = [];
  const flows: string[] = [];
  let wanted: 'describe' | 'it' | null = null;
  for (const line of lines) {
    const [, indent = '', kind] = /^(\s*)(describe|it)(?:\.each)?\b/.exec(line) ?? [];
    if (kind !== undefined) {
      if (indent === '') groups.length = 0;
      wanted = kind as 'describe' | 'it';
    }
    const name = wanted && /(?:\(|^\s+)(['"])((?:(?!\1).)+)\1, (?:async )?\(/.exec(line)?.[2];
    if (!name) continue;
    if (wanted === 'describe') groups.splice(0, groups.length, name);
    else flows.push([...groups, name].join(' > '));
    wanted = null;
  }
  return flows;
}

const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts') && !others.includes(name));
const flows = new Map(files.toSorted().map((file) => [file, flowsOf(file)]));

it('every entry names flows that are there, and gives a reason that says why; every reason is used', () => {
  const stale = differences.filter((one) => !(flows.get(one.file) ?? []).some((flow) => covers(one, flow)));
  const used = new Set(differences.map(({ reason }) => reason));
  const idle = (Object.keys(reasons) as Reason[]).filter((reason) => !used.has(reason));
  const twice = differences.filter(
    (one, at) => differences.findIndex(({ file, flow }) => file === one.file && flow === one.flow) !== at,
  );
  expect({ stale, idle, twice, empty: [...flows].filter(([, names]) => names.length === 0) }).toEqual({
    stale: [],
    idle: [],
    twice: [],
    empty: [],
  });
});

it('docs/engines.md is what the list says', async () => {
  await expect(enginesPage(flows)).toMatchFileSnapshot('../../docs/engines.md');
});
