#!/usr/bin/env node
// seatline: the command-line tool. Becomes out/seatline.mjs: same process, same streams, same exit code. What is missing
// is set up first, and everything about that is said on standard error, so that standard output pipes.
//
// Scripts run this tool often and side by side, beside a desk and tests that use the same node_modules. So a bundle that
// is current needs no dependencies and none are looked at; one process at a time sets up; and dependencies are installed
// only where there are none: `npm ci` begins by deleting node_modules, under whoever uses it.
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { giveUp } from './say.mjs';
import { alone, checkNode, ensureDependencies, root, run } from './setup.mjs';

/** `a fault of this program`: 1 would say "refused by the platform" to a script. */
const fault = 70;
const from = (name) => path.join(root, name);

/**
 * `seatline doctor asterisk [host[:port]] …` is about the exchange behind the built-in platform, so the platform's own
 * program does it; all else is the tool.
 */
function programOf([command, subject, ...rest]) {
  if (command !== 'doctor' || subject !== 'asterisk') {
    return { name: 'seatline', inputs: ['electron', 'shared'], args: null };
  }
  const [place, ...options] = rest;
  const named = place !== undefined && !place.startsWith('-');
  const args = ['--doctor', ...(named ? ['--asterisk', place, ...options] : rest)];
  return { name: 'pbx', inputs: ['pbx', 'shared'], args };
}
const program = programOf(process.argv.slice(2));
const bundle = from(`out/${program.name}.mjs`);

/** Time of the newest source of the bundle, ms. */
function newest(entry) {
  const about = statSync(entry, { throwIfNoEntry: false });
  if (!about) return 0;
  if (!about.isDirectory()) return about.mtimeMs;
  return readdirSync(entry)
    .filter((name) => !/\.test\.tsx?$/.test(name) && name !== 'README.md')
    .reduce((time, name) => Math.max(time, newest(path.join(entry, name))), 0);
}
const isCurrent = () => {
  const made = statSync(bundle, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return [...program.inputs, 'scripts/build.mjs'].every((name) => newest(from(name)) < made);
};

async function setUp() {
  mkdirSync(from('out'), { recursive: true });
  // Another process may have done it while this one waited.
  if (isCurrent()) return;
  if (!existsSync(from('node_modules'))) await ensureDependencies();
  const { code, output } = await run(
    process.execPath,
    [path.join('scripts', 'build.mjs'), `--only=${program.name}`, '--force'],
    {
      quiet: true,
    },
  );
  if (output.trim() !== '') console.error(output.trimEnd());
  if (code === 0) return;
  giveUp(
    'The tool could not be built; the lines above say where. If the dependencies are out of date, stop what uses this folder and run npm ci.',
    '工具构建失败，位置见上方。如果依赖已过期，请停止正在使用此目录的程序后运行 npm ci。',
  );
}

checkNode();
if (!isCurrent()) {
  // What the set-up says with console.log belongs to the person, not to the pipe; and it ends with 1 when it gives up.
  const { log } = console;
  const { exit } = process;
  console.log = console.error;
  process.exit = (code) => exit.call(process, code === 1 ? fault : code);
  await alone(setUp, bundle);
  console.log = log;
  process.exit = exit;
}
if (program.args) process.argv.splice(2, Number.POSITIVE_INFINITY, ...program.args);
await import(pathToFileURL(bundle).href);
