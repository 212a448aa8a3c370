// Builds every output into out/. Parts whose inputs did not change are skipped.
//   node scripts/build.mjs [--force] [--double] [--only=main,renderer]
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';
import { say, seconds } from './say.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);
const force = args.includes('--force');
const only =
  args
    .find((arg) => arg.startsWith('--only='))
    ?.slice(7)
    .split(',') ?? null;
const from = (name) => path.join(root, name);
const version = JSON.parse(readFileSync(from('package.json'), 'utf8')).version;
const production = process.env.SEATLINE_DEVELOPMENT !== '1';

/** Options all bundles share. */
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  absWorkingDir: root,
  sourcemap: 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  define: { 'process.env.SEATLINE_VERSION': JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
  // Optional native helpers of ws: it works without them and the bundle must not look for them.
  external: ['electron', 'bufferutil', 'utf-8-validate', 'libsql'],
};
const cjs = (entry, outfile) => () =>
  esbuild({ ...common, format: 'cjs', entryPoints: [entry], outfile, minifySyntax: production });
const esm = (entry, outfile) => () =>
  esbuild({
    ...common,
    format: 'esm',
    entryPoints: [entry],
    outfile,
    minifySyntax: production,
    // Bundled CommonJS packages still call require() for Node's own modules.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); import { fileURLToPath as __path } from 'node:url'; const __filename = __path(import.meta.url); const __dirname = __path(new URL('.', import.meta.url));",
    },
  });

async function screen() {
  const { build } = await import('vite');
  const { default: react } = await import('@vitejs/plugin-react');
  const own = ['renderer/vite.config.ts', 'vite.config.ts'].map(from).find((file) => existsSync(file));
  await build({
    root: from('renderer'),
    configFile: own ?? false,
    base: '/',
    logLevel: 'warn',
    ...(own ? {} : { plugins: [react()] }),
    build: {
      outDir: from('out/renderer'),
      emptyOutDir: true,
      target: 'chrome120',
      // The policy of the page allows no data: fonts and no inline script.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      sourcemap: false,
    },
  });
}

const copy = (source, target) => cpSync(from(source), from(target), { recursive: true });

async function staticFiles() {
  copy('assets/sounds', 'out/renderer/sounds');
  for (const name of ['32x32.png', '64x64.png', '256x256.png'])
    copy(`assets/icons/${name}`, `out/renderer/icons/${name}`);
  copy('assets/source/app.svg', 'out/renderer/icons/app.svg');
  copy('assets/tray', 'out/assets/tray');
  for (const name of ['256x256.png', 'icon.ico']) copy(`assets/icons/${name}`, `out/assets/icons/${name}`);
}

async function double() {
  await esbuild({
    ...common,
    format: 'cjs',
    entryPoints: {
      electron: 'e2e/double/electron.ts',
      register: 'e2e/double/register.ts',
      launch: 'e2e/double/launch.ts',
    },
    outdir: 'out/double',
    outExtension: { '.js': '.cjs' },
  });
  mkdirSync(from('out/double'), { recursive: true });
  copy('e2e/double/electron.sh', 'out/double/electron');
  chmodSync(from('out/double/electron'), 0o755);
}

/** In this order; `inputs` are files and folders (tests left out), `output` must exist for a skip. */
const parts = [
  {
    name: 'main',
    inputs: ['electron', 'shared'],
    output: 'out/main.cjs',
    run: cjs('electron/main.ts', 'out/main.cjs'),
  },
  {
    name: 'preload',
    inputs: ['electron/preload.ts', 'shared/bridge'],
    output: 'out/preload.cjs',
    // A sandboxed preload has no Node: only the module `electron` may be required.
    run: () =>
      esbuild({
        ...common,
        platform: 'browser',
        format: 'cjs',
        target: 'chrome120',
        sourcemap: false,
        entryPoints: ['electron/preload.ts'],
        outfile: 'out/preload.cjs',
      }),
  },
  {
    name: 'browser',
    inputs: ['electron', 'shared'],
    output: 'out/browser.mjs',
    run: esm('electron/browser.ts', 'out/browser.mjs'),
  },
  {
    name: 'seatline',
    inputs: ['electron', 'shared'],
    output: 'out/seatline.mjs',
    run: esm('electron/cli/entry.ts', 'out/seatline.mjs'),
  },
  { name: 'pbx', inputs: ['pbx', 'shared'], output: 'out/pbx.mjs', run: esm('pbx/main.ts', 'out/pbx.mjs') },
  { name: 'renderer', inputs: ['renderer', 'shared'], output: 'out/renderer/index.html', run: screen },
  {
    name: 'assets',
    inputs: ['assets', 'out/renderer/index.html'],
    output: 'out/renderer/sounds/ring.wav',
    run: staticFiles,
  },
  ...(args.includes('--double') || only?.includes('double')
    ? [{ name: 'double', inputs: ['e2e/double', 'shared'], output: 'out/double/electron.cjs', run: double }]
    : []),
];

function* files(entry) {
  const full = from(entry);
  if (!existsSync(full)) return;
  if (!statSync(full).isDirectory()) {
    yield entry;
    return;
  }
  for (const name of readdirSync(full).sort()) {
    if (!/\.test\.tsx?$/.test(name) && name !== 'README.md') yield* files(`${entry}/${name}`);
  }
}

function stamp(part) {
  const hash = createHash('sha256');
  for (const entry of [...part.inputs, 'package-lock.json', 'tsconfig.json', 'scripts/build.mjs']) {
    for (const file of files(entry)) {
      const { mtimeMs, size } = statSync(from(file));
      hash.update(`${file}\0${mtimeMs}\0${size}\n`);
    }
  }
  return hash.digest('hex');
}

const stampsFile = from('out/.stamps.json');
const stamps = existsSync(stampsFile) ? JSON.parse(readFileSync(stampsFile, 'utf8')) : {};
mkdirSync(from('out'), { recursive: true });
let broken = false;

async function make(part) {
  const before = stamp(part);
  if (!force && stamps[part.name] === before && existsSync(from(part.output))) return;
  const start = performance.now();
  try {
    await part.run();
    stamps[part.name] = before;
    console.log(`  ${part.name.padEnd(9)} ${part.output} (${seconds(start)})`);
  } catch (error) {
    broken = true;
    delete stamps[part.name];
    rmSync(from(part.output), { force: true });
    console.error(
      `  ${part.name.padEnd(9)} ${say('FAILED', '失败')}: ${error instanceof Error ? error.message : error}`,
    );
  }
}

const wanted = parts.filter((part) => !only || only.includes(part.name));
// The page's folder is emptied by its own build, so its static files come after it; everything else side by side.
await Promise.all(wanted.filter((part) => part.name !== 'assets').map(make));
for (const part of wanted.filter((entry) => entry.name === 'assets')) await make(part);
writeFileSync(stampsFile, JSON.stringify(stamps, null, 1));
process.exit(broken ? 1 : 0);
