// npm start: sets up, starts the built-in platform (unless told of another) and opens the desk.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { giveUp, say, step } from './say.mjs';
import { build, checkNode, ensureDependencies, root, run } from './setup.mjs';

const help = `npm start [-- options]

  --host=electron|browser   which edition; default: Electron when its binary is there or can be had, else browser
  --platform=<url>          use this MVB2000 instead of starting the built-in platform, e.g. http://192.168.0.10
                            (its web key is asked for on the sign-in screen)
  --port=<n>                port of the browser edition's page on this computer; default: any free one
  --headless                open no window; print the address instead (browser edition)
  --demo-speed=<x>          how fast the demo call centre lives; 1 = as in life, 0 = nobody moves; default 1
  --profile=<folder>        where settings, journal and secrets live; default: the user's own application
                            folder. The built-in platform keeps its calls, messages and lists there too
  --help                    this text

  Anything else, such as tel:+8613800138000, is handed to the desk as a number to dial.
  Ctrl-C ends everything this command started.`;

const options = { host: '', platform: '', port: '0', headless: false, 'demo-speed': '1', profile: '' };
const rest = [];
const argv = process.argv.slice(2);
for (let i = 0; i < argv.length; i += 1) {
  const arg = argv[i];
  if (arg === '--help' || arg === '-h') {
    console.log(help);
    process.exit(0);
  }
  if (arg === '--headless') options.headless = true;
  else if (arg.startsWith('--')) {
    const [name, inline] = arg.slice(2).split(/=(.*)/s);
    if (!(name in options))
      giveUp(
        `There is no option --${name}. npm start -- --help lists them.`,
        `没有选项 --${name}。用 npm start -- --help 查看。`,
      );
    if (inline === undefined) i += 1;
    const value = inline ?? argv[i];
    if (value === undefined || value.startsWith('--')) giveUp(`--${name} needs a value.`, `--${name} 需要一个值。`);
    options[name] = value;
  } else rest.push(arg);
}
if (options.host && !['electron', 'browser'].includes(options.host))
  giveUp('--host is either electron or browser.', '--host 只能是 electron 或 browser。');
if (!/^\d{1,5}$/.test(options.port) || Number(options.port) > 65535)
  giveUp('--port is a number from 0 to 65535.', '--port 应为 0 到 65535。');
if (!/^\d+(\.\d+)?$/.test(options['demo-speed']) || Number(options['demo-speed']) > 100)
  giveUp('--demo-speed is a number from 0 to 100.', '--demo-speed 应为 0 到 100。');
if (options.platform) {
  const address = URL.canParse(options.platform) ? new URL(options.platform) : null;
  if (!address || !/^https?:$/.test(address.protocol))
    giveUp(
      '--platform is an address such as http://192.168.0.10 or https://pbx.example.',
      '--platform 应为 http://192.168.0.10 或 https://pbx.example 这样的地址。',
    );
}

checkNode();
await ensureDependencies();
await build();

const children = new Set();
let ending = false;

/** Starts a process that lives as long as the desk. */
function start(command, args, env, stdio = ['ignore', 'pipe', 'inherit']) {
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio });
  children.add(child);
  child.on('close', () => children.delete(child));
  return child;
}

/** Asks every child to end, then insists after 3 s. */
async function end(code) {
  if (ending) return;
  ending = true;
  for (const child of children) child.kill('SIGTERM');
  const closed = Promise.all([...children].map((child) => new Promise((resolve) => child.once('close', resolve))));
  const late = new Promise((resolve) => setTimeout(resolve, 3000).unref());
  await Promise.race([closed, late]);
  for (const child of children) child.kill('SIGKILL');
  process.exit(code);
}
process.on('SIGINT', () => end(0));
process.on('SIGTERM', () => end(0));
process.on('SIGHUP', () => end(0));

const electronBinary = () => {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH || path.join(root, 'node_modules', 'electron', 'dist');
  const name =
    { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron';
  const file = path.join(dist, name);
  return existsSync(file) ? file : '';
};

/** Where the desk keeps its data by default: `electron/shell/profile.ts` says the same. */
function profileFolder() {
  if (process.platform === 'win32')
    return path.join(process.env.APPDATA || path.join(os.homedir(), 'AppData', 'Roaming'), 'Seatline');
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Application Support', 'Seatline');
  return path.join(process.env.XDG_CONFIG_HOME || path.join(os.homedir(), '.config'), 'seatline');
}

async function chooseHost() {
  if (options.host === 'browser') return { host: 'browser', binary: '' };
  let binary = electronBinary();
  if (!binary) {
    step('Electron’s binary is not here yet: trying to fetch it …', '本机还没有 Electron 程序：正在尝试获取 …');
    await run(process.execPath, [path.join(root, 'node_modules', 'electron', 'install.js')], {
      quiet: true,
      timeoutMs: 120_000,
    });
    binary = electronBinary();
  }
  if (binary) return { host: 'electron', binary };
  if (options.host === 'electron')
    giveUp(
      'Electron’s binary is not here and could not be downloaded (no network to its release site?). Start without --host=electron to use the browser edition.',
      '本机没有 Electron 程序，也无法下载。去掉 --host=electron 即可使用浏览器版。',
    );
  return { host: 'browser', binary: '' };
}

const display = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const { host, binary } =
  options.headless || !display ? { host: options.host || 'browser', binary: electronBinary() } : await chooseHost();
if (host === 'electron' && !binary) giveUp('Electron’s binary is not here.', '本机没有 Electron 程序。');
if (host === 'electron') step('Edition: Electron.', '版本：Electron。');
else if (!display)
  step('Edition: browser (no display here, so no window is opened).', '版本：浏览器（本机无显示器，不打开窗口）。');
else if (options.headless || options.host === 'browser')
  step('Edition: browser (as asked).', '版本：浏览器（按要求）。');
else step('Edition: browser (Electron’s binary could not be had here).', '版本：浏览器（无法获得 Electron 程序）。');

const env = {};
if (options.platform) {
  env.SEATLINE_PLATFORM_URL = options.platform;
  step(`Platform: ${options.platform}`, `平台：${options.platform}`);
} else {
  const key = randomBytes(16).toString('hex');
  const token = randomBytes(24).toString('base64url');
  // Beside the desk's own settings, so that calls, messages and lists are still there after a restart.
  const data = path.join(options.profile ? path.resolve(options.profile) : profileFolder(), 'platform');
  const pace = Number(options['demo-speed']) > 0 ? ['--demo-speed', options['demo-speed']] : ['--alive', 'no'];
  const secrets = { SEATLINE_PLATFORM_KEY: key, SEATLINE_CONTROL_TOKEN: token };

  /** Its address; null when it cannot use its data folder. */
  const platformOn = (folder) =>
    new Promise((resolve) => {
      const argv = [path.join('out', 'pbx.mjs'), '--port', '0', '--centre', 'demo', ...pace, ...folder];
      const platform = start(process.execPath, argv, secrets);
      let [text, ready] = ['', false];
      platform.stdout.on('data', (chunk) => {
        text += chunk;
        const line = ready ? undefined : text.split('\n').find((entry) => entry.includes('"ready":true'));
        if (!line) return;
        ready = true;
        resolve(JSON.parse(line).address);
      });
      platform.on('close', (code) => {
        if (ending) return;
        if (code === 3 && !ready) {
          resolve(null);
          return;
        }
        console.error(say(`The built-in platform ended (code ${code}).`, `内置平台已退出（代码 ${code}）。`));
        end(1);
      });
    });
  let address = await platformOn(['--data', data]);
  if (address === null) {
    // A second start on the same profile, for one: its desk hands the number to the first and ends.
    step('This run of the built-in platform remembers nothing afterwards.', '本次运行的内置平台退出后不保留数据。');
    address = await platformOn([]);
  }
  Object.assign(env, {
    SEATLINE_PLATFORM_URL: address,
    SEATLINE_PLATFORM_KEY: key,
    SEATLINE_PLATFORM_BUILT_IN: '1',
    SEATLINE_CONTROL_URL: address,
    SEATLINE_CONTROL_TOKEN: token,
  });
  step(`Built-in platform: ${address}`, `内置平台：${address}`);
}

const profile = options.profile ? [`--profile=${path.resolve(options.profile)}`] : [];
const desk =
  host === 'electron'
    ? start(binary, [root, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...profile, ...rest], env, [
        'ignore',
        'inherit',
        'inherit',
      ])
    : start(
        process.execPath,
        [
          path.join('out', 'browser.mjs'),
          `--port=${options.port}`,
          ...(options.headless || !display ? ['--headless'] : []),
          ...profile,
          ...rest,
        ],
        env,
        ['ignore', 'inherit', 'inherit'],
      );
desk.on('close', (code) => end(code ?? 0));
step('Ctrl-C ends it all.', '按 Ctrl-C 结束。');
