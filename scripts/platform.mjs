// npm run platform: the built-in platform alone.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { build, checkNode, ensureDependencies, root } from './setup.mjs';

checkNode();
await ensureDependencies();
await build();
const child = spawn(process.execPath, [path.join(root, 'out', 'pbx.mjs'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => process.exit(code ?? 0));
