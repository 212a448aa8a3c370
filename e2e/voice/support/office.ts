import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test as base, type Frame, type Page } from '@playwright/test';
import { asteriskExchange } from '../../../pbx/engine/asterisk/exchange';
import type { Platform } from '../../../pbx/http/platform';
import { startPlatform } from '../../../pbx/http/start';
import { type LabExchange, startAsterisk } from '../../../pbx/lab/exchange';
import { createLabPeople, type LabPeople } from '../../../pbx/lab/people';
import { type AsteriskVersion, asteriskTree, whyNoAsterisk } from '../../../pbx/lab/tree';
import { type DeskProcess, startDesk } from '../../support/office';
import { microphoneFile, microphoneTone } from './microphone';
import { soundFacts, watchPeers } from './sound';
import { startWire, type Wire } from './wire';

export const voiceKey = 'voice-test-key-0001';
/** The telephone that the app is. */
export const softphone = '2017';

/** A real exchange with scripted people, the built-in platform before it, and the way to it that can be cut. */
export interface VoiceOffice {
  readonly exchange: LabExchange;
  readonly platform: Platform;
  readonly people: LabPeople;
  readonly wire: Wire;
  /** Address of the exchange as the app is told it: through the wire. */
  readonly address: string;
  desk(): Promise<DeskProcess>;
}

/** What Chromium is told so that its microphone is a file. */
export const microphoneSwitches = (file: string): readonly string[] => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-audio-capture=${file}`,
  '--allow-loopback-in-peer-connection',
];

interface Tests {
  asterisk: AsteriskVersion;
  office: VoiceOffice;
}
interface Workers {
  /** One exchange a version: it takes a second to start, so the tests of a worker share it. */
  exchanges: (version: AsteriskVersion) => Promise<LabExchange>;
  microphone: string;
}

export const test = base.extend<Tests, Workers>({
  asterisk: [16, { option: true }],
  microphone: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern
    async ({}, use) => {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'seatline-microphone-'));
      const file = path.join(folder, 'voice.wav');
      await writeFile(file, microphoneFile());
      await use(file);
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  launchOptions: [
    async ({ microphone }, use) => {
      await use({
        executablePath: process.env.SEATLINE_CHROMIUM ?? '/usr/bin/chromium',
        args: [
          '--no-sandbox',
          '--disable-quic',
          '--disable-background-networking',
          '--no-first-run',
          ...microphoneSwitches(microphone),
        ],
      });
    },
    { scope: 'worker' },
  ],
  exchanges: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern
    async ({}, use) => {
      const started = new Map<AsteriskVersion, Promise<LabExchange>>();
      await use((version) => {
        const exchange = started.get(version) ?? startAsterisk({ version, ringSeconds: 15 });
        started.set(version, exchange);
        return exchange;
      });
      for (const exchange of started.values()) await (await exchange).close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  office: async ({ asterisk, exchanges }, use, info) => {
    const exchange = await exchanges(asterisk);
    const people = await createLabPeople(exchange, {
      seats: ['2011', '2012', '2013'],
      voices: { [softphone]: microphoneTone },
    });
    const platform = await startPlatform({
      centre: 'empty',
      key: voiceKey,
      exchange: asteriskExchange(exchange.setup, { people }),
    });
    const { hostname, port, pathname } = new URL(exchange.web);
    const wire = await startWire({ host: hostname, port: Number(port) });
    const desks: DeskProcess[] = [];
    await use({
      exchange,
      platform,
      people,
      wire,
      address: `ws://127.0.0.1:${wire.port}${pathname}`,
      desk: async () => {
        const desk = await startDesk({ address: platform.address, key: platform.key });
        desks.push(desk);
        return desk;
      },
    });
    await Promise.all(desks.map((desk) => desk.stop()));
    if (info.status !== info.expectedStatus) {
      for (const { profile } of desks) {
        const file = path.join(profile, 'logs', 'seatline.log');
        if (existsSync(file)) await info.attach('log of the desk', { path: file });
      }
    }
    await Promise.all(desks.map(({ profile }) => rm(profile, { recursive: true, force: true })));
    await wire.close();
    await people.close();
    await platform.close();
  },
  page: async ({ page, context }, use, info) => {
    await context.grantPermissions(['microphone']);
    await watchPeers(page);
    await use(page);
    const frame = page.frame({ url: /\/audio\.html/ });
    if (frame && info.status !== info.expectedStatus) {
      await info.attach('sound', { body: await soundFacts(frame), contentType: 'application/json' });
    }
  },
});

/** The frame that carries the sound. */
export const audioFrame = (page: Page): Frame => {
  const frame = page.frame({ url: /\/audio\.html/ });
  if (!frame) throw new Error('the screen shows no audio page');
  return frame;
};

export const runs = (version: AsteriskVersion): boolean => asteriskTree(version) !== '';
export { expect } from '@playwright/test';
export { whyNoAsterisk };
