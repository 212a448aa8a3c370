import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { asteriskVersions } from '../../pbx/lab/tree';
import { Desk } from '../electron/app';
import { card, control } from '../support/agent';
import { microphoneTone } from './support/microphone';
import { expect, microphoneSwitches, runs, softphone, test, whyNoAsterisk } from './support/office';

// The unchanged Electron bundles under the double: the hidden window carries the sound, the screen never does.
for (const version of asteriskVersions)
  test.describe(`the Electron edition as a telephone of Asterisk ${version}${whyNoAsterisk(version)}`, () => {
    test.skip(!runs(version), whyNoAsterisk(version));
    test.use({ asterisk: version });

    test('a queue call is answered in the screen and carried by the hidden window', async ({ office, microphone }) => {
      const profile = await mkdtemp(path.join(os.tmpdir(), 'seatline-electron-voice-'));
      const desk = await Desk.launch(office.platform, profile, [], {
        SEATLINE_DOUBLE_SWITCHES: microphoneSwitches(microphone).join('\n'),
      });
      try {
        await desk.call('session.saveProfile', {
          id: 'built-in',
          name: 'Built-in',
          address: office.platform.address,
          voice: { address: office.address, user: softphone, password: office.exchange.phoneSecret },
        });
        await desk.signIn(softphone);
        await expect(desk.page.getByRole('button', { name: '软电话：软电话就绪' })).toBeVisible();
        const caller = office.people.callerRings({ from: '13800138000', to: { queue: '90' } });
        const other = office.people.outside.with('13800138000')!;
        const call = card(desk.page, /138 ?0013 ?8000/);
        await expect.poll(async () => (await desk.windows()).ring?.visible).toBe(true);
        await control(call, '接听').click();
        await expect.poll(() => other.hears(microphoneTone) > 0.2, { timeout: 20_000 }).toBe(true);
        await expect.poll(async () => (await desk.windows()).ring?.visible).toBe(false);
        // Packets of the caller's voice come in: the figures are of them.
        const quality = async () => Object.values(await desk.topic('voiceCalls'))[0]?.quality;
        await expect.poll(async () => (await quality())?.mos ?? 0).toBeGreaterThan(3);
        await control(call, '静音').click();
        await expect.poll(() => other.hears(microphoneTone) < 0.05).toBe(true);
        await control(call, '挂断').click();
        await expect.poll(() => caller.alive).toBe(false);
        expect(JSON.stringify(desk.log()).includes(office.exchange.phoneSecret)).toBe(false);
      } finally {
        await desk.close();
        await rm(profile, { recursive: true, force: true, maxRetries: 5 });
      }
    });
  });
