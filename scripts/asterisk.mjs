// An Asterisk for the tests of the platform's second engine: Debian's own packages, unpacked into a folder. Nothing is
// installed, configured or run as a service, and no root is asked for. `node scripts/asterisk.mjs 16` fetches
// one by hand, `… 16 start` runs it.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { say, seconds, step } from './say.mjs';
import { alone, root, run } from './setup.mjs';

/** 16 is the last with chan_sip and so the nearest to the vendor's platform; 22 has chan_pjsip only. */
const releases = {
  16: { suite: 'bullseye', packages: ['asterisk', 'asterisk-voicemail', 'asterisk-opus'] },
  22: { suite: 'sid', packages: ['asterisk'] },
};
/** What packages want for their maintainers' scripts or as big company, and a PBX in a folder never asks for. */
const unneeded = [
  ...['adduser', 'base-passwd', 'debconf', 'dirmngr', 'dpkg', 'gnupg', 'gpg', 'init-system-helpers', 'login.defs'],
  ...['lsb-base', 'passwd', 'pci.ids', 'perl', 'perl-base', 'sysvinit-utils', 'tar'],
  ...['5.32', '5.40', '5.42', '5.44'].flatMap((perl) => [`perl-modules-${perl}`, `libperl${perl}`]),
];
/** Debian's name of this machine, the folder of its libraries, and the program that loads them. */
const machine = {
  x64: { arch: 'amd64', triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { arch: 'arm64', triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
}[process.arch];

const cache = () => path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'seatline', 'asterisk');
const startable = (tree) => existsSync(path.join(tree, 'asterisk'));
const variableOf = (version) => `SEATLINE_ASTERISK${version}`;

/**
 * Looks, never fetches. `SEATLINE_ASTERISK16` and `SEATLINE_ASTERISK22` win; empty = there is none, do not look.
 * @returns `{ tree }` the folder in which `./asterisk` starts it, or `{ absent }` the reason
 */
export function findAsterisk(version) {
  const variable = variableOf(version);
  const wanted = process.env[variable];
  const tree = wanted ?? path.join(cache(), `${version}`);
  if (tree !== '' && startable(tree)) return { tree };
  if (wanted)
    return { absent: say(`${variable} is ${wanted}, which holds none`, `${variable} 为 ${wanted}，其中没有`) };
  return {
    absent: say(
      `no Asterisk ${version} here (node scripts/asterisk.mjs ${version} fetches it)`,
      `本机没有 Asterisk ${version}（node scripts/asterisk.mjs ${version} 可下载）`,
    ),
  };
}

/** Looks, then fetches what is not there. Never throws for want of a network: the reason is the answer. */
export async function ensureAsterisk(version) {
  const found = findAsterisk(version);
  if (found.tree || process.env[variableOf(version)] !== undefined) return found;
  const release = releases[version];
  if (!release) return { absent: say(`there is no recipe for Asterisk ${version}`, `不支持 Asterisk ${version}`) };
  if (process.platform !== 'linux' || !machine || !existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg'))
    return {
      absent: say(
        'Asterisk is fetched from Debian’s packages, which needs Linux on x64 or arm64 with apt-get and dpkg',
        'Asterisk 取自 Debian 软件包，需要 x64 或 arm64 的 Linux 及 apt-get、dpkg',
      ),
    };
  try {
    mkdirSync(cache(), { recursive: true });
    await alone(
      async () => {
        if (!findAsterisk(version).tree) await fetchTree(version, release);
      },
      path.join(cache(), `${version}`),
    );
    return findAsterisk(version);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { absent: say(`Asterisk ${version}: ${reason}`, `Asterisk ${version}：${reason}`) };
  }
}

/** Everything happens beside the final folder, which appears whole by one rename. */
async function fetchTree(version, { suite, packages }) {
  const from = performance.now();
  step(
    `No Asterisk ${version} here: fetching Debian’s packages (${suite}, about 50 MB) …`,
    `本机没有 Asterisk ${version}：正在下载 Debian 软件包（${suite}，约 50 MB）…`,
  );
  const work = path.join(cache(), `.${version}-${process.pid}`);
  const tree = path.join(work, 'tree');
  try {
    const keyring = await findKeyring();
    const tried = [];
    let debs = null;
    for (const mirror of mirrors(suite)) {
      rmSync(work, { recursive: true, force: true });
      const got = await download({ mirror, suite, packages, keyring, work });
      if (got.debs) {
        debs = got.debs;
        break;
      }
      tried.push(`${mirror}: ${got.why}`);
    }
    if (!debs)
      throw new Error(say(`no mirror gave the packages (${tried.join('; ')})`, `软件源不可用（${tried.join('；')}）`));
    await unpack(debs, tree, suite);
    writeLauncher(tree);
    const { code, output } = await run(path.join(tree, 'asterisk'), ['-V'], { quiet: true, timeoutMs: 20_000 });
    if (code !== 0 || !output.includes(`Asterisk ${version}.`)) throw new Error(output.trim().split('\n').at(-1));
    renameSync(tree, path.join(cache(), `${version}`));
    step(`${output.trim()} is there (${seconds(from)}).`, `${output.trim()} 已就绪（${seconds(from)}）。`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function findKeyring() {
  const find = () => ['gpg', 'pgp'].map((end) => `/usr/share/keyrings/debian-archive-keyring.${end}`).find(existsSync);
  const found = find();
  if (found) return found;
  const isRoot = process.getuid?.() === 0;
  if (isRoot || process.env.CI === 'true') {
    const install = ['apt-get', 'install', '-y', '-qq', 'debian-archive-keyring'];
    const [command, ...rest] = isRoot ? install : ['sudo', '-n', ...install];
    await run(command, rest, { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 120_000 });
    const installed = find();
    if (installed) return installed;
  }
  throw new Error(
    say(
      'Debian’s keys are not here (package debian-archive-keyring), so its packages cannot be trusted',
      '缺少 Debian 密钥（软件包 debian-archive-keyring），无法验证软件包',
    ),
  );
}

/** `DEBIAN_MIRROR`, the mirrors this machine uses itself, Debian's own; the archive keeps what has left those. */
function mirrors(suite) {
  const folder = '/etc/apt/sources.list.d';
  const files = [
    '/etc/apt/sources.list',
    ...(existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : []),
  ];
  const own = files
    .filter(existsSync)
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => /^(deb\s|URIs:)/.test(line))
    .flatMap((line) => line.match(/https?:\/\/\S+/g) ?? [])
    .filter((uri) => /debian\/?$/.test(uri));
  const all = [
    process.env.DEBIAN_MIRROR,
    ...own,
    'http://deb.debian.org/debian',
    ...(suite === 'sid' ? [] : ['http://archive.debian.org/debian']),
  ];
  return [...new Set(all.filter(Boolean).map((uri) => uri.replace(/\/$/, '')))];
}

/** An apt of its own, with no host packages in sight, brings the whole closure: `{ debs }` or `{ why }`. */
async function download({ mirror, suite, packages, keyring, work }) {
  const apt = path.join(work, 'apt');
  for (const name of ['state/lists/partial', 'cache/archives/partial', 'etc/preferences.d', 'etc/sources.list.d'])
    mkdirSync(path.join(apt, name), { recursive: true });
  writeFileSync(path.join(apt, 'etc/sources.list'), `deb [signed-by=${keyring}] ${mirror} ${suite} main\n`);
  const status = path.join(apt, 'status');
  writeFileSync(
    status,
    unneeded
      .map((name) =>
        [
          `Package: ${name}`,
          'Status: install ok installed',
          `Architecture: ${machine.arch}`,
          'Multi-Arch: foreign',
          'Version: 99:99',
          'Maintainer: nobody',
          'Description: counts as installed',
          '\n',
        ].join('\n'),
      )
      .join(''),
  );
  const options = {
    'Dir::Etc': path.join(apt, 'etc'),
    'Dir::State': path.join(apt, 'state'),
    'Dir::State::status': status,
    'Dir::Cache': path.join(apt, 'cache'),
    'Dir::Log': apt,
    'APT::Architecture': machine.arch,
    'APT::Architectures::': machine.arch,
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': 'root',
    'APT::Update::Error-Mode': 'any',
    'APT::Update::Post-Invoke-Success': '',
    'DPkg::Post-Invoke': '',
    'Debug::NoLocking': '1',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '1',
    'Acquire::http::Timeout': '10',
    'Acquire::https::Timeout': '10',
    // The release file of a suite on its way out, or of a mirror that rests, is past its date; its signature still holds.
    'Acquire::Check-Valid-Until': 'false',
  };
  const given = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const steps = [['update'], ['install', '-y', '--download-only', ...packages]];
  for (const words of steps) {
    const { code, output } = await run('apt-get', [...given, '-qq', ...words], { quiet: true, timeoutMs: 240_000 });
    if (code !== 0) {
      const lines = output.trim().split('\n');
      return { why: (lines.find((line) => line.startsWith('E:')) ?? lines.at(-1) ?? '').replace(/^E: /, '') };
    }
  }
  const archives = path.join(apt, 'cache', 'archives');
  return {
    debs: readdirSync(archives)
      .filter((name) => name.endsWith('.deb'))
      .map((name) => path.join(archives, name)),
  };
}

async function unpack(debs, tree, suite) {
  mkdirSync(tree, { recursive: true });
  // From trixie on packages hold /usr/lib only: the links that a system has for the old places come first.
  if (suite === 'sid')
    for (const name of ['bin', 'lib', 'lib64', 'sbin']) {
      mkdirSync(path.join(tree, 'usr', name), { recursive: true });
      symlinkSync(path.join('usr', name), path.join(tree, name));
    }
  const left = [...debs];
  const worker = async () => {
    for (let deb = left.pop(); deb; deb = left.pop()) {
      const { code, output } = await run('dpkg', ['-x', deb, tree], { quiet: true });
      if (code !== 0) throw new Error(`dpkg -x ${path.basename(deb)}: ${output.trim()}`);
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  for (const name of ['doc', 'info', 'locale', 'man'])
    rmSync(path.join(tree, 'usr/share', name), { recursive: true, force: true });
}

/** Starts the program by the tree's own loader and libraries, wherever the tree lies. */
function writeLauncher(tree) {
  const { triplet, loader } = machine;
  const libraries = [`lib/${triplet}`, `usr/lib/${triplet}`, 'usr/lib'].map((name) => `$tree/${name}`).join(':');
  writeFileSync(
    path.join(tree, 'asterisk'),
    `#!/bin/sh
tree=$(dirname "$(readlink -f "$0")")
exec "$tree/lib/${triplet}/${loader}" --library-path "${libraries}" "$tree/usr/sbin/asterisk" "$@"
`,
    { mode: 0o755 },
  );
}

/** Runs one until Ctrl-C, by the lab of the tests (pbx/lab). */
async function runOne(version, flavour, folder) {
  const { build } = await import('esbuild');
  const outfile = path.join(root, 'node_modules', '.cache', 'seatline', `lab-${process.pid}.mjs`);
  await build({
    entryPoints: [path.join(root, 'pbx/lab/exchange.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  const { startAsterisk } = await import(pathToFileURL(outfile).href).finally(() => rmSync(outfile, { force: true }));
  const exchange = await startAsterisk({ version, flavour, ...(folder && { folder }) });
  const { ami, web, sip, phoneSecret, recordings } = exchange;
  const about = path.join(exchange.folder, 'lab.json');
  writeFileSync(about, `${JSON.stringify({ ami, web, sip, phoneSecret, recordings }, null, 2)}\n`, { mode: 0o600 });
  step(
    `Asterisk ${version} (${flavour}) runs in ${exchange.folder}; addresses and secrets are in ${about}. Ctrl-C ends it.`,
    `Asterisk ${version}（${flavour}）运行于 ${exchange.folder}；地址与密码见 ${about}。按 Ctrl-C 结束。`,
  );
  // The timer holds this process; the exchange itself would not.
  const beat = setInterval(() => {}, 60_000);
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  });
  clearInterval(beat);
  await exchange.close();
}

const help = `node scripts/asterisk.mjs 16|22 [start [plain|freepbx] [folder]]

  fetches an Asterisk from Debian’s packages once and prints its folder; start runs one until Ctrl-C`;

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [version, verb, flavour = 'plain', folder] = process.argv.slice(2);
  if (!(version in releases) || !['start', undefined].includes(verb) || !['plain', 'freepbx'].includes(flavour)) {
    console.error(help);
    process.exit(2);
  }
  const { tree, absent } = await ensureAsterisk(version);
  console.log(tree ?? absent);
  if (tree && verb) await runOne(Number(version), flavour, folder);
  process.exit(tree ? 0 : 1);
}
