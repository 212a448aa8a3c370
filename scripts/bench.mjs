// npm run bench [-- names] [-- --write]: bundles and runs bench/*.bench.ts one after another, prints their tables, and
// with --write puts them into docs/PERFORMANCE.md.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureChromium } from './chromium.mjs';
import { seconds, step } from './say.mjs';
import { build, checkNode, ensureDependencies, root } from './setup.mjs';

const args = process.argv.slice(2);
const write = args.includes('--write');
const names = args.filter((arg) => !arg.startsWith('--'));

checkNode();
await ensureDependencies();
await build();
process.env.SEATLINE_CHROMIUM = await ensureChromium();
const { build: bundle } = await import('esbuild');

const files = readdirSync(path.join(root, 'bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => !names.length || names.some((name) => file.includes(name)))
  .sort();
const out = path.join(root, 'out', 'bench');
const sections = [];
for (const file of files) {
  const name = file.replace('.bench.ts', '');
  const from = performance.now();
  step(`${name} …`, `${name} …`);
  const target = path.join(out, `${name}.mjs`);
  await bundle({
    entryPoints: [path.join(root, 'bench', file)],
    outfile: target,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  const { run, title, notes } = await import(pathToFileURL(target).href);
  const table = await run();
  const text = [`### ${title}`, '', notes, '', ...markdown(table)].join('\n');
  console.log(`\n${text}\n(${seconds(from)})\n`);
  sections.push({ name, text });
}

/** @param {{ head: string[], rows: (string | number)[][] }} table */
function markdown({ head, rows }) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i ? '---:' : '---'))), ...rows.map(line)];
}

if (write) {
  const page = path.join(root, 'docs', 'PERFORMANCE.md');
  let text = readFileSync(page, 'utf8');
  for (const section of sections) {
    const begin = `<!-- ${section.name} -->`;
    const end = `<!-- /${section.name} -->`;
    const block = `${begin}\n${section.text}\n${end}`;
    const at = text.indexOf(begin);
    text =
      at < 0
        ? `${text.trimEnd()}\n\n${block}\n`
        : text.slice(0, at) + block + text.slice(text.indexOf(end) + end.length);
  }
  const machine = `Last run ${new Date().toISOString().slice(0, 10)} on ${os.cpus().length} × ${os.cpus()[0]?.model.trim()}, Node ${process.versions.node}.`;
  writeFileSync(page, text.replace(/^Last run .*$/m, machine));
  step('Wrote docs/PERFORMANCE.md', '已写入 docs/PERFORMANCE.md');
}
process.exit(0);
