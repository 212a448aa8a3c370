// A MariaDB for the tests of Uncall's task tables: an installed server first, then Debian's packages. Tests start it
// themselves, in a folder and on a port of their own; nothing is set up as a service.
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { say, step } from './say.mjs';
import { run } from './setup.mjs';

const names = process.platform === 'win32' ? ['mariadbd.exe', 'mysqld.exe'] : ['mariadbd', 'mysqld'];
/** Not on everybody's path. */
const folders = ['/usr/sbin', '/usr/local/sbin', '/usr/libexec', '/opt/homebrew/bin', '/usr/local/mysql/bin'];
const installers = ['mariadb-install-db', 'mysql_install_db'].flatMap((name) => [name, `${name}.exe`]);

const runnable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The tests also need the program that fills an empty data folder, which lies beside the server or next door. */
const canStart = (binary) =>
  runnable(binary) &&
  ['.', '../bin', '../scripts'].some((place) =>
    installers.some((name) => existsSync(path.resolve(path.dirname(binary), place, name))),
  );

/** Path of a server's program, or null. `SEATLINE_MARIADB` wins. */
export function findMariaDb() {
  const wanted = process.env.SEATLINE_MARIADB;
  if (wanted) return canStart(wanted) ? wanted : null;
  for (const folder of [...(process.env.PATH ?? '').split(path.delimiter), ...folders])
    for (const name of names) {
      const file = path.join(folder, name);
      if (folder !== '' && canStart(file)) return file;
    }
  return null;
}

/**
 * A server's program, installed where that can be done without asking anybody. Never ends the tests: without one, `why`
 * says what the person will read at their end.
 */
export async function ensureMariaDb() {
  const found = findMariaDb();
  if (found) return { binary: found, why: '' };
  if (process.env.SEATLINE_MARIADB) {
    const wanted = process.env.SEATLINE_MARIADB;
    return {
      binary: '',
      why: say(
        `SEATLINE_MARIADB is ${wanted}, and no server can be started there`,
        `SEATLINE_MARIADB 为 ${wanted}，该处没有可启动的数据库`,
      ),
    };
  }
  const isRoot = process.getuid?.() === 0;
  const apt = process.platform === 'linux' && existsSync('/usr/bin/apt-get');
  if (!apt || !(isRoot || process.env.CI === 'true')) {
    return {
      binary: '',
      why: say(
        'no MariaDB server here (install the package mariadb-server, or set SEATLINE_MARIADB to the path of mariadbd)',
        '本机没有 MariaDB（请安装 mariadb-server，或将 SEATLINE_MARIADB 设为 mariadbd 的路径）',
      ),
    };
  }
  step('No MariaDB here: installing Debian’s packages …', '本机没有 MariaDB：正在安装 Debian 软件包 …');
  const install = (...args) => {
    const [command, ...rest] = [...(isRoot ? [] : ['sudo', '-n']), 'apt-get', ...args];
    return run(command, rest, { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 300_000 });
  };
  await install('update', '-qq');
  let said = '';
  // The programs alone do for the tests and start nothing; older systems know only the whole.
  for (const packages of [['mariadb-server-core', 'mariadb-client-core'], ['mariadb-server']]) {
    const { output } = await install('install', '-y', '-qq', '--no-install-recommends', ...packages);
    const installed = findMariaDb();
    if (installed) return { binary: installed, why: '' };
    said = output;
  }
  const last = said.trim().split('\n').at(-1) ?? '';
  return {
    binary: '',
    why: say(`MariaDB could not be installed: ${last}`, `无法安装 MariaDB：${last}`),
  };
}
