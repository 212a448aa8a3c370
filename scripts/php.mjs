// PHP with its SOAP extension for the test of the built-in platform's Uncall face: an installed one first, then Debian's
// packages. Only the command line is used; nothing is set up as a service.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { say, step } from './say.mjs';
import { run } from './setup.mjs';

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
  for (const folder of [...(process.env.PATH ?? '').split(path.delimiter), ...folders])
    for (const name of names) {
      const file = path.join(folder, name);
      if (folder !== '' && existsSync(file) && speaksSoap(file)) return file;
    }
  return null;
}

/**
 * A PHP with SOAP, installed where that can be done without asking anybody. Never ends the tests: without one, `why`
 * says what the person will read at their end.
 */
export async function ensurePhp() {
  const found = findPhp();
  if (found) return { binary: found, why: '' };
  if (process.env.SEATLINE_PHP) {
    const wanted = process.env.SEATLINE_PHP;
    return {
      binary: '',
      why: say(
        `SEATLINE_PHP is ${wanted}, and that has no SoapClient`,
        `SEATLINE_PHP 为 ${wanted}，其中没有 SoapClient`,
      ),
    };
  }
  const isRoot = process.getuid?.() === 0;
  const apt = process.platform === 'linux' && existsSync('/usr/bin/apt-get');
  if (!apt || !(isRoot || process.env.CI === 'true')) {
    return {
      binary: '',
      why: say(
        'no PHP with SOAP here (install the packages php-cli and php-soap, or set SEATLINE_PHP to the path of php)',
        '本机没有带 SOAP 扩展的 PHP（请安装 php-cli 与 php-soap，或将 SEATLINE_PHP 设为 php 的路径）',
      ),
    };
  }
  step('No PHP here: installing Debian’s packages …', '本机没有 PHP：正在安装 Debian 软件包 …');
  const install = (...args) => {
    const [command, ...rest] = [...(isRoot ? [] : ['sudo', '-n']), 'apt-get', ...args];
    return run(command, rest, { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 300_000 });
  };
  await install('update', '-qq');
  const { output } = await install('install', '-y', '-qq', '--no-install-recommends', 'php-cli', 'php-soap');
  const installed = findPhp();
  if (installed) return { binary: installed, why: '' };
  const last = output.trim().split('\n').at(-1) ?? '';
  return { binary: '', why: say(`PHP could not be installed: ${last}`, `无法安装 PHP：${last}`) };
}
