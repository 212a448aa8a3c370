import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { createMedia } from '../electron/desk/media';
import { createFakeDriver, createFakePlatform } from '../electron/desk/testing/fake-driver';
import { openPageServer } from '../electron/shell/browser/server';
import { systemClock } from '../electron/shell/clock';
import { ok } from '../shared/domain/result';
import { wavOf } from './support/wav';

const bytes = wavOf(300);

const kinds = [
  { platform: 'knows parts', knowsParts: true, unannounced: false, type: 'audio/x-wav' },
  { platform: 'sends from the beginning only', knowsParts: false, unannounced: false, type: 'audio/x-wav' },
  { platform: 'does not even say how long', knowsParts: false, unannounced: true, type: 'application/octet-stream' },
];
for (const { platform: what, knowsParts, unannounced, type } of kinds) {
  test(`a recording of five minutes plays and seeks, also where the platform ${what}`, async ({ page }) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'seatline-play-'));
    writeFileSync(path.join(folder, 'index.html'), '<!doctype html><meta charset="utf-8"><title>page</title>');
    const platform = createFakePlatform();
    platform.knowsParts = knowsParts;
    platform.recordings.set('a', [{ name: 'call.wav', type, bytes, unannounced }]);
    const media = createMedia({ clock: systemClock, folder });
    const server = await openPageServer({
      desk: {
        dispatch: async (name) => ok(name),
        query: async (name) => ok(name),
        subscribe: () => () => {},
        media: (ticket, request) => media.serve(ticket, request),
      },
      clock: systemClock,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      root: folder,
      port: 0,
      onArguments: () => {},
    });
    const driver = createFakeDriver(platform, systemClock);
    const opened = await media.open(driver, 'a', 1, new AbortController().signal);
    if (!opened.ok) throw new Error(opened.error.code);
    await page.goto(server.invite());
    const played = await page.evaluate(async (url) => {
      const audio = new Audio();
      document.body.append(audio);
      audio.muted = true;
      const once = (name: string): Promise<void> =>
        new Promise((resolve, reject) => {
          audio.addEventListener(name, () => resolve(), { once: true });
          audio.addEventListener('error', () => reject(new Error(`audio error ${audio.error?.code}`)), { once: true });
        });
      audio.src = url;
      await once('loadedmetadata');
      const seeks: number[] = [];
      for (const to of [290, 10, 150]) {
        audio.currentTime = to;
        await once('seeked');
        seeks.push(audio.currentTime);
      }
      const { duration } = audio;
      const end = audio.seekable.end(0);
      await audio.play();
      await once('timeupdate');
      const plays = audio.currentTime >= 150 && !audio.paused;
      audio.currentTime = 299.5;
      await once('ended');
      return { duration, end, seeks, plays, ended: audio.ended };
    }, `/media/${opened.value.ticket}`);
    media.forget();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
    expect({
      ...played,
      wholes: platform.downloads.filter((line) => line.endsWith('whole')).length,
    }).toEqual({
      duration: 300,
      end: 300,
      seeks: [290, 10, 150],
      plays: true,
      ended: true,
      wholes: knowsParts ? 0 : 1,
    });
  });
}
