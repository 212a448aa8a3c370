import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { openPageServer } from '../electron/shell/browser/server';
import { systemClock } from '../electron/shell/clock';
import { appError, fail } from '../shared/domain/result';

const root = path.resolve(import.meta.dirname, '../out/renderer');

/** The browser edition's own server, with a desk that only writes down what an audio page says. */
async function startServer(heard: unknown[]) {
  const none = async () => fail(appError('not-supported', 'no desk here'));
  return openPageServer({
    desk: {
      dispatch: none,
      query: none,
      subscribe: () => () => {},
      media: none,
      audio: { attach: () => ({ receive: (message) => heard.push(message), end: () => {} }) },
    },
    clock: systemClock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    root,
    port: 0,
    onArguments: () => {},
  });
}

test('the audio page lives in a frame of our own origin, with the microphone, and nobody else may frame it', async ({
  page,
}) => {
  const heard: unknown[] = [];
  const server = await startServer(heard);
  const foreign = http.createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<iframe src="${server.origin}/audio.html"></iframe>`);
  });
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
  try {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (/polic|frame|permission/i.test(message.text())) complaints.push(message.text());
    });
    await page.goto(server.invite());
    await page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.src = '/audio.html';
      frame.allow = 'microphone; autoplay; hid; speaker-selection';
      document.body.append(frame);
    });
    await expect.poll(() => heard.some((message) => (message as { t: string }).t === 'hello')).toBe(true);
    const policy = await page.frame({ url: /audio\.html/ })?.evaluate(() => {
      const { featurePolicy } = document as unknown as { featurePolicy: { allowsFeature(name: string): boolean } };
      return ['microphone', 'hid', 'camera', 'geolocation'].map((name) => featurePolicy.allowsFeature(name));
    });
    const own = [...complaints];
    const hellos = () => heard.filter((message) => (message as { t: string }).t === 'hello').length;
    const before = hellos();
    await page.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}/`);
    await expect.poll(() => complaints.some((text) => /frame-ancestors|X-Frame-Options/i.test(text))).toBe(true);
    expect({ policy, own, heard: hellos() - before }).toEqual({
      policy: [true, true, false, false],
      own: [],
      heard: 0,
    });
  } finally {
    foreign.closeAllConnections();
    await new Promise((resolve) => foreign.close(resolve));
    await server.close();
  }
});
