// Programs that single tests need beside Node: an installed one first, then Debian's packages where that can be done
// without asking anybody. None of them ends the tests: whoever goes without reads why at their end.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { say, step } from './say.mjs';
import { run } from './setup.mjs';

/** The first file of these names on the path or in these folders that `fits`; null when there is none. */
export function findProgram(names, folders, fits) {
  for (const folder of [...(process.env.PATH ?? '').split(path.delimiter), ...folders])
    for (const name of names) {
      const file = path.join(folder, name);
      if (folder !== '' && fits(file)) return file;
    }
  return null;
}

const none = (en, zh) => ({ binary: '', why: say(en, zh) });

/**
 * @param program `name` for people; `variable` of the environment that chooses one; `find()` its path or null;
 *   `packages` lists of Debian packages, tried in order; `example` what the variable should hold
 * @returns `{ binary, why }`: one of them is empty
 */
export async function ensureProgram({ name, variable, find, packages, example }) {
  const found = find();
  if (found) return { binary: found, why: '' };
  const wanted = process.env[variable];
  if (wanted)
    return none(`${variable} is ${wanted}, which is no ${name}`, `${variable} 为 ${wanted}，不是可用的 ${name}`);
  const isRoot = process.getuid?.() === 0;
  const apt = process.platform === 'linux' && existsSync('/usr/bin/apt-get');
  const wishes = packages.at(-1).join(', ');
  if (!apt || !(isRoot || process.env.CI === 'true'))
    return none(
      `no ${name} here (install ${wishes}, or set ${variable} to the path of ${example})`,
      `本机没有 ${name}（请安装 ${wishes}，或将 ${variable} 设为 ${example} 的路径）`,
    );
  step(`No ${name} here: installing Debian’s packages …`, `本机没有 ${name}：正在安装 Debian 软件包 …`);
  const install = (...args) => {
    const [command, ...rest] = [...(isRoot ? [] : ['sudo', '-n']), 'apt-get', ...args];
    return run(command, rest, { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 300_000 });
  };
  await install('update', '-qq');
  let said = '';
  for (const list of packages) {
    const { output } = await install('install', '-y', '-qq', '--no-install-recommends', ...list);
    const installed = find();
    if (installed) return { binary: installed, why: '' };
    said = output;
  }
  const last = said.trim().split('\n').at(-1) ?? '';
  return none(`${name} could not be installed: ${last}`, `无法安装 ${name}：${last}`);
}
