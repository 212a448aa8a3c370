// A MariaDB for the tests of Uncall's task tables: an installed server first, then Debian's packages. Tests start it
// themselves, in a folder and on a port of their own; nothing is set up as a service.
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { ensureProgram, findProgram } from './programs.mjs';

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
  return findProgram(names, folders, canStart);
}

/** A server's program, or why there is none. The programs alone do and start nothing; older systems know only the whole. */
export const ensureMariaDb = () =>
  ensureProgram({
    name: 'MariaDB',
    variable: 'SEATLINE_MARIADB',
    find: findMariaDb,
    packages: [['mariadb-server-core', 'mariadb-client-core'], ['mariadb-server']],
    example: 'mariadbd',
  });
