import type { Sentence } from '../../../usage';
import type { AsteriskSetup } from '../parts';
import { type Finding, features, type State } from './findings';
import { dialplanLines, featureLines, managerLines } from './lines';

export type Tongue = keyof Sentence;

const marks: Readonly<Record<State, string>> = { works: '✓', noted: '✓', partly: '!', missing: '✗', unknown: '?' };

/** The worse of two findings about one feature is the one that counts; else the one that says more. */
const weight: Readonly<Record<State, number>> = { works: 0, noted: 1, unknown: 2, partly: 3, missing: 4 };

export function merged(findings: readonly Finding[]): readonly Finding[] {
  const byFeature = new Map<string, Finding>();
  for (const finding of findings) {
    const before = byFeature.get(finding.feature);
    if (!before || weight[finding.state] >= weight[before.state]) byFeature.set(finding.feature, finding);
  }
  const order = Object.keys(features);
  return [...byFeature.values()].sort((a, b) => order.indexOf(a.feature) - order.indexOf(b.feature));
}

/** Wide characters of Chinese take two columns. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, one) => sum + (/[\u1100-\uffdc]/.test(one) ? 2 : 1), 0);

/** The findings as a person reads them; below them what to write where, once each. */
export function printed(title: string, findings: readonly Finding[], setup: AsteriskSetup, tongue: Tongue): string {
  const wide = Math.max(...findings.map(({ feature }) => widthOf(features[feature][tongue])));
  const rows = findings.flatMap(({ feature, state, why, cure }) => {
    const name = features[feature][tongue];
    const head = `  ${marks[state]} ${name}${' '.repeat(wide - widthOf(name))}  ${why[tongue]}`;
    return [head, ...(cure === '' ? [] : cure.split('\n').map((line) => `        ${line}`))];
  });
  const bad = findings.some(({ state }) => state === 'missing');
  const warned = findings.some(({ state }) => state === 'partly' || state === 'unknown');
  const asked = findings.some(
    ({ feature, state }) =>
      ['hold', 'consult', 'rating'].includes(feature) && (state === 'partly' || state === 'missing'),
  );
  return [
    title,
    ...rows,
    ...(asked ? ['', said.minimum[tongue], ...minimum(setup).map((line) => `    ${line}`)] : []),
    '',
    (bad ? said.bad : warned ? said.warned : said.well)[tongue],
    '',
  ].join('\n');
}

/** Everything that this platform asks of an exchange, ready to paste. */
const minimum = (setup: AsteriskSetup): readonly string[] =>
  [managerLines(setup.user), dialplanLines(setup), featureLines(setup)].join('\n').split('\n');

const said = {
  minimum: {
    en: 'All that this platform asks for, ready to paste (FreePBX: extensions_custom.conf, globals_custom.conf, features_applicationmap_custom.conf, manager_custom.conf):',
    zh: '本平台所需的全部配置，可直接粘贴（FreePBX：extensions_custom.conf、globals_custom.conf、features_applicationmap_custom.conf、manager_custom.conf）：',
  },
  bad: { en: 'Something is missing: see the lines marked ✗.', zh: '有缺失：见标记 ✗ 的行。' },
  warned: { en: 'It works; look at the lines marked ! or ?.', zh: '可以使用；请留意标记 ! 或 ? 的行。' },
  well: { en: 'All is well.', zh: '一切正常。' },
} as const satisfies Readonly<Record<string, Sentence>>;
