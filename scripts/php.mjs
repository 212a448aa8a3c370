// PHP with its SOAP extension for the test of the built-in platform's Uncall face: an installed one first, then Debian's
// packages. Only the command line is used; nothing is set up as a service.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ensureProgram, findProgram } from './programs.mjs';

const names = process.platform === 'win32' ? ['php.exe'] : ['php'];
/** Not on everybody's path. */
const folders = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];

/** A PHP without SoapClient is of no use here. */
const speaksSoap = (file) => {
  try {
    return execFileSync(file, ['-r', 'echo class_exists("SoapClient") ? "yes" : "no";'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
    }).includes('yes');
  } catch {
    return false;
  }
};

/** Path of a PHP that has the extension, or null. `SEATLINE_PHP` wins. */
export function findPhp() {
  const wanted = process.env.SEATLINE_PHP;
  if (wanted) return speaksSoap(wanted) ? wanted : null;
  return findProgram(names, folders, (file) => existsSync(file) && speaksSoap(file));
}

/** A PHP with SOAP, or why there is none. */
export const ensurePhp = () =>
  ensureProgram({
    name: 'PHP with SOAP',
    variable: 'SEATLINE_PHP',
    find: findPhp,
    packages: [['php-cli', 'php-soap']],
    example: 'php',
  });
