import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { announceInstance, handOver } from './instance';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'seatline-instance-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const asked: unknown[] = [];
const answering = (async (url: string, init: RequestInit) => {
  asked.push([url, (init.headers as Record<string, string>).authorization, init.body]);
  return new Response(JSON.stringify({ address: 'http://127.0.0.1:4000/?t=x' }));
}) as typeof fetch;
const refusing = (async () => {
  throw new TypeError('fetch failed');
}) as typeof fetch;

test('a running desk takes the arguments; a dead one or a forged note takes nothing', async () => {
  const file = path.join(folder, 'instance.json');
  const none = await handOver(folder, ['tel:1'], answering);
  const forget = await announceInstance(folder, { origin: 'http://127.0.0.1:4000', secret: 's' });
  const mode = (statSync(file).mode & 0o777).toString(8);
  const running = await handOver(folder, ['tel:2011'], answering);
  const dead = await handOver(folder, ['tel:2011'], refusing);
  await forget();
  const after = await handOver(folder, ['tel:2011'], answering);
  writeFileSync(file, JSON.stringify({ origin: 'http://evil.example', secret: 's' }));
  const forged = await handOver(folder, ['tel:2011'], answering);
  expect({ none, mode, running, dead, after, forged, asked }).toEqual({
    none: null,
    mode: '600',
    running: 'http://127.0.0.1:4000/?t=x',
    dead: null,
    after: null,
    forged: null,
    asked: [['http://127.0.0.1:4000/instance', 'Bearer s', '{"argv":["tel:2011"]}']],
  });
});
