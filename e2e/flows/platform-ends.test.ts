import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Platform } from '../../pbx/http/platform';
import { startPlatform } from '../../pbx/http/start';
import { type Office, officeKey } from './support/office';
import { must, offices } from './support/suite';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seatline-ends-'));
});
const open = offices();
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The platform's process ends and is there again at its address after so many seconds, on its folder or on a new one. */
async function restarted(office: Office, seconds: number, on: string): Promise<Platform> {
  const port = Number(new URL(office.platform.address).port);
  await office.platform.close();
  await office.passes(seconds);
  return startPlatform({
    ...{ centre: 'small', key: officeKey, seed: 11, zone: 480, push: false, clock: office.time.clock },
    ...{ folder: on, port },
    ...office.exchange,
  });
}
const memberOf = (platform: Platform, device: string) =>
  platform.engine.queue('90')?.members.find((one) => one.interface.endsWith(`/${device}`));

describe('the platform itself ends and is started again', () => {
  it('on its folder: who sits where, the queue and the pause are there, and nothing is joined again', async () => {
    const office = await open({ folder });
    const desk = office.desk();
    await desk.seated({ agent: '8001', device: '3001' });
    must(await desk.call('seat.pause', { reason: 4 }));
    await office.passes(office.longer(20));
    const platform = await restarted(office, 12, folder);
    try {
      const there = [memberOf(platform, '3001')?.paused, platform.engine.user('8001')?.device];
      await desk.shows('live', () => desk.get('link').state === 'live', 60);
      await office.passes(office.longer(60));
      const keys = desk.rows('notices').map(({ key }) => key);
      const added = platform.store.records.activities({ event: 'added', agent: office.interfaceOf('3001') });
      expect([there, desk.get('session').state, keys.filter((key) => /^rejoin/.test(key))]).toEqual([
        [4, '3001'],
        'signed-in',
        [],
      ]);
      expect(desk.get('seat')).toMatchObject({ availability: 'paused', reason: 4, pausedBy: 'me' });
      // Once by the desk, once by the platform that found it in its folder.
      expect(added.length).toBe(2);
      must(await desk.call('seat.ready', {}));
      const caller = platform.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
      const { id } = await desk.card('ringing');
      must(await desk.call('call.answer', { callId: id }));
      await desk.card('talking');
      // A person, or the telephone at which he sits: who is heard by his voice has no name.
      expect(['8001', '3001']).toContain(caller.talksTo);
    } finally {
      await desk.quit();
      await platform.close();
    }
  });

  it('on a folder that knows nothing of it: the seat is taken and the queue joined again once, visibly', async () => {
    const office = await open({ folder });
    const desk = office.desk();
    await desk.seated({ agent: '8001', device: '3001' });
    must(await desk.call('seat.pause', { reason: 4 }));
    await office.passes(office.longer(20));
    const platform = await restarted(office, 12, path.join(folder, 'other'));
    try {
      const there = [memberOf(platform, '3001'), platform.engine.user('8001')?.device];
      await desk.shows('live', () => desk.get('link').state === 'live', 60);
      await office.passes(120);
      const keys = desk.rows('notices').map(({ key }) => key);
      const added = platform.store.records.activities({ event: 'added', agent: office.interfaceOf('3001') });
      expect([there, desk.get('session').state, keys.filter((key) => /^rejoin/.test(key)), added.length]).toEqual([
        [undefined, ''],
        'signed-in',
        ['rejoined'],
        1,
      ]);
      expect([memberOf(platform, '3001')?.paused, platform.engine.user('8001')?.device]).toEqual([4, '3001']);
    } finally {
      await desk.quit();
      await platform.close();
    }
  });
});
