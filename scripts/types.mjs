// Each layer is checked with only the libraries that it may see: `shared` without DOM and Node, the desk without DOM.
import path from 'node:path';
import { root, run } from './setup.mjs';

const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
let failed = 0;
for (const project of ['shared', 'electron', 'pbx', 'renderer', '.']) {
  const { code, output } = await run(process.execPath, [tsc, '-p', project], { quiet: true });
  if (code !== 0) {
    failed += 1;
    console.error(`types: ${project}\n${output}`);
  } else console.log(`types: ${project} ok`);
}
process.exit(failed ? 1 : 0);
