// What both commands need before they can do anything: the right Node, the dependencies, a way to run a step.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { giveUp, say, seconds, step } from './say.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  giveUp(
    `Node ${process.versions.node} is too old: Seatline needs Node 20.19 or newer. Install it from nodejs.org, then run this command again.`,
    `Node ${process.versions.node} 太旧：Seatline 需要 Node 20.19 或更新。请从 nodejs.org 安装后再运行本命令。`,
  );
}

/**
 * Runs a command to its end. `quiet` keeps its output and shows it only when it fails; otherwise it goes to the
 * terminal. Resolves with { code, output }.
 */
export function run(command, args, { quiet = false, env = {}, timeoutMs = 0 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32' && command === 'npm',
    });
    let output = '';
    child.stdout?.on('data', (text) => {
      output += text;
    });
    child.stderr?.on('data', (text) => {
      output += text;
    });
    const timer = timeoutMs ? setTimeout(() => child.kill('SIGTERM'), timeoutMs) : null;
    // Whoever ends the command ends all of it: nothing that would come after this child is begun.
    const stop = () => {
      child.kill('SIGTERM');
      child.once('close', () => process.exit(130));
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    const end = (code, text) => {
      if (timer) clearTimeout(timer);
      process.removeListener('SIGINT', stop);
      process.removeListener('SIGTERM', stop);
      resolve({ code, output: text });
    };
    child.on('error', (error) => end(127, `${output}${error.message}`));
    child.on('close', (code, signal) => end(signal ? 130 : (code ?? 1), output));
  });
}

const lockMark = () => path.join(root, 'node_modules', '.seatline-lock');
const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');

const isInstalled = () => existsSync(lockMark()) && readFileSync(lockMark(), 'utf8') === lockHash();

/** Two commands at once would tear each other's folder `of` apart (node_modules): one installs, the others wait for it. */
export async function alone(work, of = root) {
  const lock = path.join(tmpdir(), `seatline-setup-${createHash('sha256').update(of).digest('hex').slice(0, 16)}`);
  const holder = path.join(lock, 'pid');
  const lives = () => {
    try {
      process.kill(Number(readFileSync(holder, 'utf8')), 0);
      return true;
    } catch (error) {
      // Made a moment ago and not yet signed, or another person's.
      return error.code === 'ENOENT' || error.code === 'EPERM';
    }
  };
  for (let waited = 0; ; waited += 1) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (waited === 1) step('Waiting for another command that installs …', '等待另一条命令完成安装 …');
    if (!lives() || (!existsSync(holder) && waited > 5)) rmSync(lock, { recursive: true, force: true });
    else await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  const leave = () => rmSync(lock, { recursive: true, force: true });
  process.once('exit', leave);
  writeFileSync(holder, String(process.pid));
  try {
    await work();
  } finally {
    leave();
    process.removeListener('exit', leave);
  }
}

/** Installs exactly what the lock file says, once per lock file. */
export async function ensureDependencies() {
  if (!isInstalled()) await alone(async () => void (isInstalled() || (await install())));
}

async function install() {
  const from = performance.now();
  step('Installing dependencies (about a minute the first time) …', '正在安装依赖（首次约一分钟）…');
  const beat = setInterval(() => console.log(`  ${say('still installing', '仍在安装')} … ${seconds(from)}`), 15_000);
  const { code, output } = await run('npm', ['ci', '--no-audit', '--no-fund'], { quiet: true });
  clearInterval(beat);
  if (code !== 0) {
    console.error(output.split('\n').slice(-25).join('\n'));
    giveUp(
      'The dependencies could not be installed. Check that this computer reaches the npm registry (npm ping) and has 1.5 GB free, then run this command again.',
      '依赖安装失败。请确认本机能访问 npm 仓库（npm ping）且有 1.5 GB 空间，然后重试。',
    );
  }
  writeFileSync(lockMark(), lockHash());
  step(`Dependencies are there (${seconds(from)}).`, `依赖已就绪（${seconds(from)}）。`);
}

/** Builds what changed. */
export async function build(extra = []) {
  const from = performance.now();
  const { code } = await run(process.execPath, [path.join('scripts', 'build.mjs'), ...extra]);
  if (code !== 0)
    giveUp(
      'The build failed; the lines above say where. After a fresh clone this should never happen: delete the folders out and node_modules and try again.',
      '构建失败，位置见上方。如果是全新克隆，请删除 out 与 node_modules 后重试。',
    );
  step(`Built (${seconds(from)}).`, `构建完成（${seconds(from)}）。`);
}
