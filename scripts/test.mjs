// npm test: installs, finds or installs a Chromium, a MariaDB, a PHP and two Asterisks, then lint, types, unit, exchange,
// build, e2e. Ends with one plain line.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureAsterisk } from './asterisk.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureMariaDb } from './mariadb.mjs';
import { ensurePhp } from './php.mjs';
import { say, seconds, step } from './say.mjs';
import { build, checkNode, ensureDependencies, root, run } from './setup.mjs';

const args = process.argv.slice(2);
const help = `npm test [-- --only=lint,types,unit,exchange,e2e] [-- <words of a test file's path>]

  --only=…   run only these parts, in this order: lint, types, unit, exchange, e2e
             exchange: the engine on real Asterisks 16 and 22, and the desk's flows there; all of the flows (5 minutes a
             version) when it is the only part, else those of what only a real exchange has, on 16
  --help     this text
  other words are handed to the unit and e2e runners as file filters

  SEATLINE_CHROMIUM=/path/to/chrome chooses the browser, SEATLINE_MARIADB=/path/to/mariadbd the database,
  SEATLINE_PHP=/path/to/php the PHP that calls the Uncall face, SEATLINE_ASTERISK16=/folder and SEATLINE_ASTERISK22
  the telephone exchanges (as node scripts/asterisk.mjs leaves them; empty = go without).`;
if (args.includes('--help')) {
  console.log(help);
  process.exit(0);
}
const all = ['lint', 'types', 'unit', 'exchange', 'e2e'];
const only =
  args
    .find((arg) => arg.startsWith('--only='))
    ?.slice(7)
    .split(',') ?? all;
const unknown = only.filter((part) => !all.includes(part));
if (unknown.length) {
  console.error(`--only: ${unknown.join(', ')}?\n\n${help}`);
  process.exit(2);
}
const filters = args.filter((arg) => !arg.startsWith('--'));

checkNode();
await ensureDependencies();
const bin = (...parts) => path.join(root, 'node_modules', ...parts);
const reports = path.join(root, 'test-results');
const total = { passed: 0, failed: 0, skipped: 0 };
const broken = [];

async function part(name, en, zh, work) {
  if (!only.includes(name)) return;
  const from = performance.now();
  step(en, zh);
  const good = await work();
  if (!good) broken.push(name);
  console.log(`  ${name}: ${good ? say('ok', '通过') : say('FAILED', '失败')} (${seconds(from)})`);
}

const readReport = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
};

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

await part('lint', 'Lint and the laws of the house …', '规范检查 …', async () => {
  const { code } = await run(process.execPath, [
    bin('@biomejs', 'biome', 'bin', 'biome'),
    'check',
    '--error-on-warnings',
    '.',
  ]);
  return code === 0;
});
await part('types', 'Types …', '类型检查 …', async () => {
  const { code } = await run(process.execPath, [path.join(root, 'scripts', 'types.mjs')]);
  return code === 0;
});
if (only.includes('unit') || only.includes('e2e')) {
  process.env.SEATLINE_CHROMIUM = await ensureChromium();
  step(`Browser: ${process.env.SEATLINE_CHROMIUM}`, `浏览器：${process.env.SEATLINE_CHROMIUM}`);
}
const unmet = [];
if (only.includes('unit')) {
  const { binary, why } = await ensureMariaDb();
  // Empty tells the tests that there is none, so that they do not look for one themselves.
  process.env.SEATLINE_MARIADB = binary;
  if (binary) step(`Database: ${binary}`, `数据库：${binary}`);
  else unmet.push(say(`Task tables were not read from a real database: ${why}.`, `未用真实数据库测试任务表：${why}。`));
  const php = await ensurePhp();
  process.env.SEATLINE_PHP = php.binary;
  if (php.binary) step(`PHP: ${php.binary}`, `PHP：${php.binary}`);
  else
    unmet.push(
      say(`PHP’s SoapClient did not call the platform: ${php.why}.`, `未用 PHP 的 SoapClient 测试平台：${php.why}。`),
    );
}
const exchanges = [];
if (only.some((name) => name === 'unit' || name === 'exchange' || name === 'e2e')) {
  for (const version of [16, 22]) {
    const { tree = '', absent } = await ensureAsterisk(version);
    if (tree) exchanges.push(version);
    process.env[`SEATLINE_ASTERISK${version}`] = tree;
    if (tree) step(`Asterisk ${version}: ${tree}`, `Asterisk ${version}：${tree}`);
    else
      unmet.push(
        say(
          `Nothing was tried on a real Asterisk ${version}: ${absent}.`,
          `未在真实的 Asterisk ${version} 上测试：${absent}。`,
        ),
      );
  }
}
await part('unit', 'Unit, property, contract and desk tests …', '单元、性质、契约与坐席核心测试 …', async () => {
  const file = path.join(reports, 'unit.json');
  const { code } = await run(process.execPath, [
    bin('vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    // Vitest leaves one core to itself, which on two cores is half of them.
    '--maxWorkers=2',
    // What waits for real telephones is tried beside the flows, not in the place of a test that computes.
    ...(only.includes('exchange') ? ['--exclude', '**/live.test.ts', '--exclude', 'pbx/lab/**'] : []),
    ...filters,
  ]);
  const report = readReport(file);
  if (report) {
    total.passed += report.numPassedTests;
    total.failed += report.numFailedTests;
    total.skipped += report.numPendingTests;
  }
  return code === 0 && report !== null;
});
const flowFilters = filters.length > 0 ? filters : only.length === 1 ? [] : ['flows/asterisk.test'];
await part('exchange', 'The desk’s flows on real exchanges …', '在真实交换机上的坐席流程 …', async () => {
  // Telephones ring in real time, so most of it is waiting: all of it runs beside each other.
  const flows = (only.length === 1 ? exchanges : exchanges.slice(0, 1)).map((version) => ({
    name: `Asterisk ${version}`,
    env: { SEATLINE_EXCHANGE: `asterisk-${version}` },
    given: ['-c', 'e2e/flows/asterisk.config.ts', ...flowFilters],
  }));
  const parts = { name: 'pbx', env: {}, given: ['live.test', 'pbx/lab/', '--maxWorkers=3', ...filters] };
  const runs = [parts, ...flows].map(async ({ name, env, given }) => {
    const file = path.join(reports, `exchange-${name.replace(' ', '-')}.json`);
    const args = ['run', '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { code, output } = await run(process.execPath, [bin('vitest', 'vitest.mjs'), ...args, ...given], {
      quiet: true,
      env,
    });
    if (code !== 0) console.error(output);
    const report = readReport(file);
    if (report) {
      total.passed += report.numPassedTests;
      total.failed += report.numFailedTests;
      total.skipped += report.numPendingTests;
      console.log(`  ${name}: ${report.numPassedTests} / ${report.numTotalTests}`);
    }
    return code === 0 && report !== null;
  });
  return (await Promise.all(runs)).every(Boolean);
});
await part('e2e', 'The desk in a browser, and the Electron bundles under their double …', '端到端测试 …', async () => {
  await build(['--double']);
  const file = path.join(reports, 'e2e.json');
  const { code } = await run(process.execPath, [bin('@playwright', 'test', 'cli.js'), 'test', ...filters], {
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  });
  const stats = readReport(file)?.stats;
  if (stats) {
    total.passed += stats.expected + stats.flaky;
    total.failed += stats.unexpected;
    total.skipped += stats.skipped;
  }
  return code === 0 && Boolean(stats);
});

if (broken.length)
  console.error(
    say(`\nFailed: ${broken.join(', ')}. The lines above name each test.`, `\n失败：${broken.join(', ')}。`),
  );
for (const reason of unmet) console.log(`\n${say('Skipped', '跳过')}: ${reason}`);
const failedCount = Math.max(total.failed, broken.length && !total.failed ? broken.length : 0);
console.log(`\n${total.passed} passed, ${failedCount} failed, ${total.skipped} skipped`);
process.exit(broken.length ? 1 : 0);
