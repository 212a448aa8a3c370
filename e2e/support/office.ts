import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test as base, type Page } from '@playwright/test';
import type { Platform, PlatformOptions } from '../../pbx/http/platform';
import { startPlatform } from '../../pbx/http/start';

export const platformKey = 'office-test-key-0001';

/** A running desk of the browser edition: the built bundle, as a person's `npm start` runs it. */
export interface DeskProcess {
  /** Address with its one-time token. */
  readonly url: string;
  readonly profile: string;
  /** Everything it printed; must never hold the key. */
  readonly output: () => string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** An office: a platform whose people the test moves, and desks that know it only over HTTP. */
export interface Office {
  readonly platform: Platform;
  desk(options?: { profile?: string; args?: readonly string[]; language?: 'zh-CN' | 'en' }): Promise<DeskProcess>;
}

export interface OfficeOptions {
  platformOptions: PlatformOptions;
}

export async function startDesk(
  platform: { address: string; key: string; controlToken?: string },
  options: { profile?: string; args?: readonly string[] } = {},
): Promise<DeskProcess> {
  const profile = options.profile ?? (await mkdtemp(path.join(os.tmpdir(), 'seatline-desk-')));
  const child: ChildProcess = spawn(
    process.execPath,
    ['out/browser.mjs', '--headless', '--port=0', `--profile=${profile}`, ...(options.args ?? [])],
    {
      env: {
        ...process.env,
        SEATLINE_PLATFORM_URL: platform.address,
        SEATLINE_PLATFORM_KEY: platform.key,
        SEATLINE_PLATFORM_BUILT_IN: '1',
        ...(platform.controlToken
          ? { SEATLINE_CONTROL_URL: platform.address, SEATLINE_CONTROL_TOKEN: platform.controlToken }
          : {}),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: unknown): void => {
      output += String(chunk);
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(output.replace(platform.address, ''));
      if (found) resolve(found[0]);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('close', (code) => reject(new Error(`the desk ended with ${code}: ${output}`)));
  });
  return {
    url,
    profile,
    output: () => output,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await ended;
    },
  };
}

export const test = base.extend<OfficeOptions & { office: Office }>({
  platformOptions: [{ centre: 'small', seed: 7 }, { option: true }],
  office: async ({ platformOptions }, use) => {
    const platform = await startPlatform({ key: platformKey, ...platformOptions });
    const desks: DeskProcess[] = [];
    const folders: string[] = [];
    await use({
      platform,
      desk: async (options = {}) => {
        const desk = await startDesk(
          {
            address: platform.address,
            key: platform.key,
            ...(platformOptions.controlToken ? { controlToken: platformOptions.controlToken } : {}),
          },
          options,
        );
        desks.push(desk);
        folders.push(desk.profile);
        return desk;
      },
    });
    await Promise.all(desks.map((desk) => desk.stop()));
    await platform.close();
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  },
});

export { expect } from '@playwright/test';
export type { Page };
