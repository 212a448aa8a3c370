// A Chromium for the tests: an installed Chrome, Chromium or Edge first, then Playwright's own, then Debian's package.
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { giveUp, step } from './say.mjs';
import { root, run } from './setup.mjs';

const onPath = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const fixed = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const base = process.env[name];
    return base
      ? [
          path.join(base, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          path.join(base, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
        ]
      : [];
  }),
};

const runnable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Path of an installed browser, or null. `SEATLINE_CHROMIUM` wins. */
export function findChromium() {
  const wanted = process.env.SEATLINE_CHROMIUM;
  if (wanted) return runnable(wanted) ? wanted : null;
  for (const file of fixed[process.platform] ?? []) if (existsSync(file)) return file;
  for (const folder of (process.env.PATH ?? '').split(path.delimiter))
    for (const name of onPath) {
      const file = path.join(folder, name);
      if (runnable(file)) return file;
    }
  return null;
}

/** Path of Playwright's own browser, '' when it is not there. */
async function playwrights() {
  const { code, output } = await run(
    process.execPath,
    ['-e', "import('@playwright/test').then(({chromium}) => process.stdout.write(chromium.executablePath()))"],
    { quiet: true },
  );
  return code === 0 && existsSync(output.trim()) ? output.trim() : '';
}

export async function ensureChromium() {
  const found = findChromium() ?? (await playwrights());
  if (found) return found;
  step(
    'No Chrome, Chromium or Edge here: fetching Playwright’s Chromium …',
    '本机没有 Chrome、Chromium 或 Edge：正在下载 Playwright 的 Chromium …',
  );
  await run(
    process.execPath,
    [path.join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'install', 'chromium'],
    {
      quiet: true,
      timeoutMs: 300_000,
    },
  );
  const fetched = await playwrights();
  if (fetched) return fetched;
  if (process.platform === 'linux' && existsSync('/usr/bin/apt-get')) {
    step('That could not be had: installing Debian’s chromium package …', '无法下载：正在安装 Debian 的 chromium …');
    const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
    const apt = (...args) => {
      const [command, ...rest] = [...sudo, 'apt-get', ...args];
      return run(command, rest, { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' } });
    };
    await apt('update', '-qq');
    const { code, output } = await apt('install', '-y', '-qq', 'chromium', 'fonts-noto-cjk');
    if (code !== 0) console.error(output.split('\n').slice(-8).join('\n'));
    const installed = findChromium();
    if (installed) return installed;
  }
  return giveUp(
    'The tests need a Chromium and none could be found or installed. Install Google Chrome or Chromium, or set SEATLINE_CHROMIUM to its path, then run npm test again.',
    '测试需要 Chromium，但未找到也无法安装。请安装 Chrome 或 Chromium，或将 SEATLINE_CHROMIUM 设为其路径后重试。',
  );
}
