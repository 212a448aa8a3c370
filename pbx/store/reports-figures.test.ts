import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  agentFigures,
  areaFigures,
  type Figures,
  figured,
  foldsOf,
  platformFigures,
  queueFigures,
} from './reports-figures';
import { openStore } from './store';

/** The table of `docs/reports.md`. */
function tableOf(): string {
  const kinds: readonly (readonly [string, Figures])[] = [
    ['platform', platformFigures],
    ['area', areaFigures],
    ['agent', agentFigures],
    ['queue', queueFigures],
  ];
  const formula = { average: 'seconds', percent: 'percent', mean: 'mean' } as const;
  const lines = kinds.flatMap(([kind, figures]) =>
    Object.entries(figures).flatMap(([name, figure]) => {
      if (figure.hidden) return [];
      // The regions' figures are the platform's.
      if (kind === 'area') return [];
      const how = 'fold' in figure ? figure.fold : `${figure.of} / ${figure.per} (${formula[figure.as]})`;
      return [`| ${kind} | \`${name}\` | ${how} | ${figure.means} | ${figure.doubt ?? ''} |`];
    }),
  );
  return [
    '| report | figure | over a period | means | doubt |',
    '|---|---|---|---|---|',
    ...lines,
    '| area | `incoming…` | as the platform’s | the same by area code of the caller; callers whose number tells none stand under an empty code | |',
  ].join('\n');
}

test('docs/reports.md shows the definitions', () => {
  const page = readFileSync(path.join(import.meta.dirname, '..', '..', 'docs', 'reports.md'), 'utf8');
  const shown = page.split('<!-- figures -->\n')[1]?.split('\n<!-- /figures -->')[0];
  expect(shown).toBe(tableOf());
});

test('the tables of hours have the columns of the definitions', () => {
  const store = openStore();
  const columns = (table: string) =>
    store.database
      .all<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
      .map(({ name }) => name)
      .filter((name) => !['hour', 'area', 'queue', 'agent'].includes(name));
  const agent = ['report_offer', 'report_outgoing', 'report_pickup', 'report_presence', 'report_hold'].flatMap(columns);
  const names = (figures: Figures) => foldsOf(figures).map(([name]) => name);
  const ratings = ['qmcounts', 'qmscore'];
  expect([
    columns('report_platform').sort(),
    columns('report_area').sort(),
    [...columns('report_queue'), ...ratings].sort(),
    [...agent, ...ratings].sort(),
  ]).toEqual([platformFigures, areaFigures, queueFigures, agentFigures].map((figures) => names(figures).sort()));
  store.close();
});

test('averages and rates are made of the sums, and nothing divided by nothing is nothing', () => {
  const amounts = { incomingcalls: 25, incominganswered: 24, incomingbillsecs: 3651, incomingmaxbillsecs: 1085 };
  expect(
    [figured(areaFigures, amounts), figured(areaFigures, {})].map((row) => [row.incomingavgbillsecs, row.incomingrate]),
  ).toEqual([
    // The example of §7.15.
    [152, '96.0000'],
    [0, '0.0000'],
  ]);
});
