import { differences, manners, type Reason, reasons } from './differences';

/** `docs/engines.md`: what a desk meets on a real exchange that it does not on the simulated one, and the other way round. */
export function enginesPage(flows: ReadonlyMap<string, readonly string[]>): string {
  const all = [...flows.values()].flat().length;
  const skipped = differences.map((one) => ({ ...one, count: countOf(one, flows) }));
  const left = skipped.reduce((sum, { count }) => sum + count, 0);
  const used = (Object.keys(reasons) as Reason[]).filter((reason) => skipped.some((one) => one.reason === reason));
  return `# Two engines, one suite

The flows in \`e2e/flows\` take a real desk through an agent's day over HTTP. They run on the simulated exchange with every
\`npm test\`, and the same files, unchanged, on an Asterisk 16 (chan_sip) and an Asterisk 22 (chan_pjsip) with scripted
telephones:

\`\`\`sh
node scripts/asterisk.mjs 16
SEATLINE_EXCHANGE=asterisk-16 npx vitest run -c e2e/flows/asterisk.config.ts
SEATLINE_EXCHANGE=asterisk-22 npx vitest run -c e2e/flows/asterisk.config.ts
\`\`\`

Where there is no Asterisk each flow is reported as skipped, with the reason, never as passed. \`asterisk.test.ts\` runs on
Asterisk only: who hears whom, a restart and a SIGKILL of the exchange, 30 s without its manager.

This page is made from \`e2e/flows/support/differences.ts\`; a test fails when it is stale (\`npx vitest run
e2e/flows/differences -u\` writes it).

## Flows that run on the simulated exchange only

${left} of ${all}.

${used
  .map(
    (reason) => `### ${reasons[reason].en}

${reasons[reason].zh}

${skipped
  .filter((one) => one.reason === reason)
  .map(
    ({ file, flow, count, versions }) =>
      `- \`${file}\` ${flow === '' ? 'all of it' : flow}${count > 1 ? ` (${count} flows)` : ''}${versions ? ` (Asterisk ${versions.join(', ')})` : ''}`,
  )
  .join('\n')}`,
  )
  .join('\n\n')}

## What the same flow meets in two ways

| what | simulated | Asterisk | 说明 |
| --- | --- | --- | --- |
${manners.map(({ what, simulated, asterisk, zh }) => `| ${what} | ${simulated} | ${asterisk} | ${zh} |`).join('\n')}
`;
}

const countOf = (
  { file, flow }: { file: string; flow: string },
  flows: ReadonlyMap<string, readonly string[]>,
): number =>
  (flows.get(file) ?? []).filter((name) => flow === '' || name === flow || name.startsWith(`${flow} > `)).length;
