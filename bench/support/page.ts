import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';

export interface BrowserEdition {
  /** Address with its one-time token. */
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** The built browser edition as a process of its own, on an empty profile. */
export async function startBrowserEdition(address: string, key: string): Promise<BrowserEdition> {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'seatline-bench-'));
  const child: ChildProcess = spawn(
    process.execPath,
    ['out/browser.mjs', '--headless', '--port=0', `--profile=${profile}`],
    {
      env: {
        ...process.env,
        ...{ SEATLINE_PLATFORM_URL: address, SEATLINE_PLATFORM_KEY: key, SEATLINE_PLATFORM_BUILT_IN: '1' },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  // A bench that fails leaves nobody behind.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    const read = (chunk: unknown): void => {
      output += String(chunk);
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(output);
      if (found) resolve(found[0]);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('close', (code) => reject(new Error(`the desk ended with ${code}: ${output}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      process.off('exit', kill);
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/**
 * A fresh headless Chromium with one empty page of a desk monitor's size.
 * @param args more of Chromium's own options
 */
export async function openPage(args: readonly string[] = []): Promise<{ readonly page: Page; close(): Promise<void> }> {
  const executablePath = process.env.SEATLINE_CHROMIUM;
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', ...args],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  return { page, close: () => browser.close() };
}

/** Signs in on the page as a person would; ends when the desk of the seat is drawn. */
export async function signInOn(page: Page, agent: string, queues: readonly string[]): Promise<void> {
  const form = page.locator('.seat-form');
  // An open list hides the rest of the page from assistive technology, hence plain selectors and Tab between the boxes.
  for (const index of [0, 1]) {
    await form.locator('input[role=combobox]').nth(index).fill(agent);
    await page.keyboard.press('Tab');
  }
  for (const queue of queues) {
    await form.locator('.queue-picker li', { hasText: queue }).locator('label').first().click();
  }
  await form.locator('button[type=submit]').click();
  await page.locator('.state-chip').first().waitFor();
}
