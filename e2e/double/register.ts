import Module from 'node:module';
import path from 'node:path';
import { type Boot, bootVariable } from './boot';

// `require('electron')` gives the double; then the preloads, the built main file, and `ready`.
const { main, preloads, argv } = JSON.parse(process.env[bootVariable] ?? '{}') as Boot;
delete process.env[bootVariable];
const double = path.join(__dirname, 'electron.cjs');
const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };
const original = loader._load;
loader._load = function (this: unknown, request: string, ...rest: unknown[]): unknown {
  if (request !== 'electron') return original.call(this, request, ...rest);
  return (original.call(this, double, ...rest) as { electron: unknown }).electron;
};
Object.defineProperty(process.versions, 'electron', { value: '45.4.1', enumerable: true });
Object.assign(process, { type: 'browser', resourcesPath: path.dirname(main) });
process.argv = [process.argv[0] ?? 'electron', ...argv];
const load = Module.createRequire(main);
for (const preload of preloads) load(preload);
load(main);
(load('electron') as { double: { start(): Promise<void> } }).double.start().catch((error: unknown) => {
  process.stderr.write(`the double did not start: ${String(error)}\n`);
  process.exit(1);
});
