import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { appError, fail, ok, type Result } from '../../../shared/domain/result';
import { checkExternalUrl } from '../../integration/external';

type Environment = Readonly<Record<string, string | undefined>>;

const onPath = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
  'brave-browser',
];

/** Where a Chromium may be on this system, best first. `SEATLINE_CHROMIUM` wins. */
export function chromiumCandidates(platform: NodeJS.Platform, env: Environment): readonly string[] {
  const wanted = env.SEATLINE_CHROMIUM ? [env.SEATLINE_CHROMIUM] : [];
  if (platform === 'darwin') {
    const names = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    return [...wanted, ...names.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)];
  }
  if (platform === 'win32') {
    const bases = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((base) => base !== undefined);
    return [
      ...wanted,
      ...bases.flatMap((base) => [
        path.win32.join(base, 'Google', 'Chrome', 'Application', 'chrome.exe'),
        path.win32.join(base, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
      ]),
    ];
  }
  const folders = (env.PATH ?? '').split(':').filter((folder) => folder !== '');
  return [...wanted, ...folders.flatMap((folder) => onPath.map((name) => path.posix.join(folder, name)))];
}

const runnable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

export const findChromium = (platform: NodeJS.Platform, env: Environment): string | null =>
  chromiumCandidates(platform, env).find(runnable) ?? null;

/** Whether a window can be shown at all. */
export const hasDisplay = (platform: NodeJS.Platform, env: Environment): boolean =>
  platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);

/** Command line of the desk's own window: an application window with a profile of its own, so that it can be ended. */
export function windowArguments(address: string, profileFolder: string, asRoot: boolean): readonly string[] {
  return [
    `--app=${address}`,
    `--user-data-dir=${path.join(profileFolder, 'window')}`,
    '--window-size=1280,800',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    '--disable-background-networking',
    // A hidden window must ring in time; timers of background pages are slowed otherwise.
    '--disable-background-timer-throttling',
    '--disable-renderer-backgrounding',
    '--autoplay-policy=no-user-gesture-required',
    // Chromium refuses to start its sandbox as root; nobody sits at a desk as root except on test machines.
    ...(asRoot ? ['--no-sandbox'] : []),
  ];
}

export function openWindow(browser: string, address: string, profileFolder: string): ChildProcess {
  return spawn(browser, [...windowArguments(address, profileFolder, process.getuid?.() === 0)], { stdio: 'ignore' });
}

/** The system's own opener: the person's browser with the person's profile. The address is one argument, never a shell. */
export function openerCommand(platform: NodeJS.Platform, url: string): readonly [string, readonly string[]] {
  if (platform === 'darwin') return ['open', [url]];
  // `start` would need a shell; rundll32 takes the address as it is.
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]];
  return ['xdg-open', [url]];
}

/** Opens a checked address. Fails with `blocked-url`, or `not-possible-now` when there is no opener. */
export function openExternal(url: string, platform: NodeJS.Platform = process.platform): Promise<Result<null>> {
  const checked = checkExternalUrl(url);
  if (!checked.ok) return Promise.resolve(checked);
  const [command, args] = openerCommand(platform, checked.value);
  return new Promise((resolve) => {
    const child = spawn(command, [...args], { stdio: 'ignore', detached: true });
    child.once('error', (error) =>
      resolve(
        fail(appError('not-possible-now', `no program opens addresses: ${error.message}`, { tried: 'pop.open' })),
      ),
    );
    child.once('spawn', () => {
      child.unref();
      resolve(ok(null));
    });
  });
}
