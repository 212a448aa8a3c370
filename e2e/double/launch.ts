import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Boot, bootVariable } from './boot';

// Takes Electron's command line apart: `-r file` and `--inspect…` are Node's, the first plain argument is the app.
const args = process.argv.slice(2);
const node: string[] = [];
const preloads: string[] = [];
const seen: string[] = [];
for (let i = 0; i < args.length; i += 1) {
  const arg = args[i] ?? '';
  if (arg === '-r' || arg === '--require') {
    preloads.push(args[i + 1] ?? '');
    seen.push(arg, args[i + 1] ?? '');
    i += 1;
  } else {
    if (arg.startsWith('--inspect')) node.push(arg);
    seen.push(arg);
  }
}
const plain = seen.filter(
  (arg, index) => !arg.startsWith('-') && seen[index - 1] !== '-r' && seen[index - 1] !== '--require',
);
const app = path.resolve(plain[0] ?? '.');
const main = statSync(app).isDirectory()
  ? path.join(app, (JSON.parse(readFileSync(path.join(app, 'package.json'), 'utf8')) as { main: string }).main)
  : app;
const boot: Boot = { main, preloads, argv: seen };
const child = spawn(process.execPath, [...node, path.join(__dirname, 'register.cjs')], {
  stdio: 'inherit',
  env: { ...process.env, [bootVariable]: JSON.stringify(boot) },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
