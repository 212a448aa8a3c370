import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { startPlatform } from '../pbx/http/start';
import { openPage, startBrowserEdition } from './support/page';
import { spread, type Table } from './table';

export const title = 'Start';
export const notes =
  'Cold start of the browser edition, 9 runs, each with an empty profile folder and a fresh headless Chromium: from ' +
  'spawning Node to the sign-in form with the choices of the platform in it. Files are in the disk cache of the ' +
  'machine. Milliseconds. First script = the entry of the page with everything it imports at once (lazy pages left out).';

const runs = 9;

/** The scripts and styles that the first window loads before it can draw. */
function firstLoad(kind: 'js' | 'css'): readonly [raw: number, packed: number] {
  const root = path.join('out', 'renderer');
  const page = readFileSync(path.join(root, 'index.html'), 'utf8');
  const wanted = new Set<string>();
  const add = (name: string): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    if (!name.endsWith('.js')) return;
    const text = readFileSync(path.join(root, 'assets', name), 'utf8');
    // Static imports only; `import(…)` is a page that comes later.
    for (const [, next = ''] of text.matchAll(
      /(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{][^"'()]*?from\s*)?["']\.\/([\w.-]+\.js)["']/g,
    ))
      add(next);
  };
  const known = new Set(readdirSync(path.join(root, 'assets')));
  for (const [name] of page.matchAll(/[\w.-]+\.(?:js|css)(?=")/g)) if (known.has(name)) add(name);
  const files = [...wanted]
    .filter((name) => name.endsWith(`.${kind}`))
    .map((name) => readFileSync(path.join(root, 'assets', name)));
  return [
    files.reduce((sum, bytes) => sum + bytes.length, 0),
    files.reduce((sum, bytes) => sum + gzipSync(bytes, { level: 9 }).length, 0),
  ];
}

export async function run(): Promise<Table> {
  const platform = await startPlatform({ key: 'bench', controlToken: 'bench-control' });
  const series: Record<'listening' | 'window' | 'empty' | 'script' | 'usable' | 'page', number[]> = {
    ...{ listening: [], window: [], empty: [], script: [], usable: [], page: [] },
  };
  for (let turn = 0; turn < runs; turn += 1) {
    const from = Date.now();
    const desk = await startBrowserEdition(platform.address, 'bench');
    series.listening.push(Date.now() - from);
    const open = Date.now();
    const { page, close } = await openPage();
    series.window.push(Date.now() - open);
    const visit = Date.now();
    await page.goto(desk.url, { waitUntil: 'commit' });
    await page
      .getByRole('button', { name: '签到' })
      .or(page.locator('.seat-form button[type=submit]'))
      .first()
      .waitFor();
    const usable = Date.now();
    const script = await page.evaluate(() => {
      const [mark] = performance.getEntriesByName('screen:start');
      return mark ? performance.timeOrigin + mark.startTime : Number.NaN;
    });
    series.script.push(script - visit);
    series.page.push(usable - visit);
    series.usable.push(usable - from);
    await close();
    // A second fresh Chromium on a page of one line (a used token is refused) shows its own share.
    const other = await openPage();
    const again = Date.now();
    await other.page.goto(desk.url, { waitUntil: 'load' });
    series.empty.push(Date.now() - again);
    await other.close();
    await desk.stop();
  }
  await platform.close();
  const size = (kind: 'js' | 'css') => {
    const [raw, packed] = firstLoad(kind);
    return [`${(packed / 1000).toFixed(0)} kB gz`, `${(raw / 1000).toFixed(0)} kB raw`, ''];
  };
  return {
    head: ['step', 'p50', 'p95', 'max'],
    rows: [
      ['spawn → desk listens (address printed)', ...spread(series.listening)],
      ['Chromium spawned → empty window', ...spread(series.window)],
      ['the same for a page of one line of text (Chromium’s own share of the next two)', ...spread(series.empty)],
      ['address opened → first script runs', ...spread(series.script)],
      ['address opened → sign-in usable', ...spread(series.page)],
      ['**spawn → sign-in usable** (all of the above)', ...spread(series.usable)],
      ['first window’s script', ...size('js')],
      ['first window’s styles', ...size('css')],
    ],
  };
}
