// npm run coverage: writes docs/coverage.md from the catalogues and the sources.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, ensureDependencies, root } from './setup.mjs';

checkNode();
await ensureDependencies();
const { build } = await import('esbuild');
const out = path.join(root, 'out', 'coverage');
const bundle = async (name) => {
  const outfile = path.join(out, `${name}.mjs`);
  await build({
    entryPoints: [path.join(root, 'scripts', `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
};
process.chdir(root);
const [{ coveragePage }, { projectSources }] = await Promise.all([bundle('coverage-page'), bundle('sources')]);
writeFileSync(path.join(root, 'docs', 'coverage.md'), coveragePage(projectSources()));
console.log('docs/coverage.md');
