import os from 'node:os';
import path from 'node:path';

/** The browser edition's default folder: where each system keeps an application's data. */
export function defaultProfileFolder(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string = os.homedir(),
): string {
  if (platform === 'win32')
    return path.win32.join(env.APPDATA || path.win32.join(home, 'AppData', 'Roaming'), 'Seatline');
  if (platform === 'darwin') return path.posix.join(home, 'Library', 'Application Support', 'Seatline');
  return path.posix.join(env.XDG_CONFIG_HOME || path.posix.join(home, '.config'), 'seatline');
}
