import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';
import type { Platform, PlatformOptions } from '../../pbx/http/platform';
import { startPlatform } from '../../pbx/http/start';
import type { Topic, TopicValue } from '../../shared/bridge/topics';
import type { WindowRoad } from '../../shared/bridge/window';
import type { Result } from '../../shared/domain/result';
import type { Double } from '../double/electron';

/** What `evaluate` hands over: the module `electron`, with the double's own door. */
export type Electron = typeof import('electron') & { readonly double: Double };

declare global {
  interface Window {
    readonly seatline?: WindowRoad;
  }
}

const root = path.resolve(import.meta.dirname, '../..');
export const platformKey = 'electron-test-key-01';

/** The built bundles, unchanged, under the double; one per profile folder. */
export class Desk {
  /** True once the process is gone; Playwright forgets the process itself. */
  ended = false;

  private constructor(
    readonly app: ElectronApplication,
    readonly page: Page,
    readonly profile: string,
  ) {
    app.process().once('exit', () => {
      this.ended = true;
    });
  }

  static async launch(
    platform: Pick<Platform, 'address' | 'key'>,
    profile: string,
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Desk> {
    process.env.ELECTRON_OVERRIDE_DIST_PATH = path.join(root, 'out', 'double');
    const app = await _electron.launch({
      args: [root, `--profile=${profile}`, ...args],
      cwd: root,
      env: environment(platform, env),
    });
    const page = await app.firstWindow();
    await page.waitForFunction(() => 'seatline' in window && document.readyState === 'complete');
    return new Desk(app, page, profile);
  }

  /** Runs in the main process. */
  main<T, A>(run: (electron: Electron, argument: A) => T | Promise<T>, argument: A): Promise<T>;
  main<T>(run: (electron: Electron) => T | Promise<T>): Promise<T>;
  main(run: (electron: Electron, argument: unknown) => unknown, argument?: unknown): Promise<unknown> {
    return this.app.evaluate(run as never, argument);
  }

  /** One command or question through the page's own road, as the screen sends it. */
  call(name: string, input: unknown = {}, kind: 'call' | 'query' = 'call'): Promise<Result<unknown>> {
    return this.page.evaluate(
      ([t, called, given]) =>
        new Promise<Result<unknown>>((resolve) => {
          const id = Math.floor(Math.random() * 1e9);
          const off = window.seatline!.onMessage((message) => {
            const answer = message as { t: string; id: number; result: Result<unknown> };
            if (answer.t !== 'result' || answer.id !== id) return;
            off();
            resolve(answer.result);
          });
          window.seatline!.send({ t, id, name: called, input: given });
        }),
      [kind, name, input] as const,
    );
  }

  /** The present value of a topic. */
  topic<K extends Topic>(name: K): Promise<TopicValue<K>> {
    return this.page.evaluate(
      (topic) =>
        new Promise<unknown>((resolve) => {
          const sub = Math.floor(Math.random() * 1e9);
          const off = window.seatline!.onMessage((message) => {
            const answer = message as { t: string; sub: number; snapshots: { value: unknown }[] };
            if (answer.t !== 'snapshot' || answer.sub !== sub) return;
            off();
            window.seatline!.send({ t: 'unsubscribe', sub });
            resolve(answer.snapshots[0]?.value);
          });
          window.seatline!.send({ t: 'subscribe', sub, topics: [topic] });
        }),
      name,
    ) as Promise<TopicValue<K>>;
  }

  signIn(device = '2011', queues: readonly string[] = ['90']): Promise<Result<unknown>> {
    return this.call('session.signIn', {
      profileId: 'built-in',
      agent: device,
      device,
      queues: queues.map((queue) => ({ queue, penalty: 0 })),
      takeOver: true,
    });
  }

  /** State of the first tray icon: picture, text and the labels of its menu. */
  tray(): Promise<{ state: string; tip: string }> {
    return this.main(({ double }) => {
      const tray = double.trays[0];
      const { file } = (tray?.image ?? { file: '' }) as { file: string };
      return { state: (file.split(/[\\/]/).at(-1) ?? '').replace(/-(light|dark)\.png$/, ''), tip: tray?.tip ?? '' };
    });
  }

  journal(): Promise<readonly { readonly what: string; readonly [detail: string]: unknown }[]> {
    return this.main(({ double }) => double.journal.map((entry) => ({ ...entry })));
  }

  async happened(what: string): Promise<readonly { readonly [detail: string]: unknown }[]> {
    return (await this.journal()).filter((entry) => entry.what === what);
  }

  /** Whole lines of the production log; one that is being written is not among them. */
  log(): readonly { readonly event: string; readonly [field: string]: unknown }[] {
    const text = readFileSync(path.join(this.profile, 'logs', 'seatline.log'), 'utf8');
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { event: string });
  }

  /** Windows by shape: visible, focused, on top. */
  windows(): Promise<Readonly<Record<string, { visible: boolean; focused: boolean; onTop: boolean }>>> {
    return this.main(({ BrowserWindow }) =>
      Object.fromEntries(
        BrowserWindow.getAllWindows().map((window) => [
          /[?&]shape=(\w+)/.exec(window.webContents.getURL())?.[1] ?? 'loading',
          { visible: window.isVisible(), focused: window.isFocused(), onTop: window.isAlwaysOnTop() },
        ]),
      ),
    );
  }

  /** Loads the page anew and waits for the new document. */
  async reload(): Promise<void> {
    await this.page.evaluate(() => Object.assign(window, { beforeReload: true }));
    await this.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload());
    await this.page.waitForFunction(
      () => !('beforeReload' in window) && 'seatline' in window && document.readyState === 'complete',
    );
  }

  async close(): Promise<void> {
    // A call that lives would be asked about.
    await this.main(({ double }) => double.answers.push(1)).catch(() => {});
    await this.app.close();
  }
}

export function environment(
  platform: Pick<Platform, 'address' | 'key'>,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    ...Object.fromEntries(own),
    SEATLINE_PLATFORM_URL: platform.address,
    SEATLINE_PLATFORM_KEY: platform.key,
    SEATLINE_PLATFORM_BUILT_IN: '1',
    ...more,
  };
}

interface Fixtures {
  platformOptions: PlatformOptions;
  platform: Platform;
  profile: string;
  /** Starts a desk on the profile; all are ended with the test. */
  start: (args?: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Desk>;
  desk: Desk;
}

export const test = base.extend<Fixtures>({
  platformOptions: [{ centre: 'small', seed: 11 }, { option: true }],
  platform: async ({ platformOptions }, use) => {
    const platform = await startPlatform({ key: platformKey, ...platformOptions });
    await use(platform);
    await platform.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the pattern
  profile: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'seatline-electron-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  start: async ({ platform, profile }, use) => {
    const desks: Desk[] = [];
    await use(async (args, env) => {
      const desk = await Desk.launch(platform, profile, args, env);
      desks.push(desk);
      return desk;
    });
    for (const desk of desks) if (!desk.ended) await desk.close();
  },
  desk: async ({ start }, use) => use(await start()),
});
export { expect } from '@playwright/test';
