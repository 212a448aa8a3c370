import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { musicTones } from '../../pbx/lab/music';
import type { PhoneCall } from '../../pbx/lab/phone';
import { asteriskVersions } from '../../pbx/lab/tree';
import { card, chooseState, control, stateMenu, transferTo } from '../support/agent';
import { microphoneTone } from './support/microphone';
import { audioFrame, expect, runs, softphone, test, type VoiceOffice, whyNoAsterisk } from './support/office';
import { between, bothHear, rings, sitDown, watchCards } from './support/softphone';
import { hears } from './support/sound';

const customer = '13800138000';
const onScreen = /138 ?0013 ?8000/;

/** A customer who has called the queue, and his side of the call. */
function callIn(office: VoiceOffice, to = '90') {
  const caller = office.people.callerRings({ from: customer, to: { queue: to } });
  const call = office.people.outside.with(customer);
  if (!call) throw new Error('the customer has no telephone');
  return { caller, call };
}

/** Everything a program with the page's rights could read, and what the desk has written down. */
async function readable(page: Page, profile: string, printed: string): Promise<string> {
  const look = () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML]);
  const pages = await Promise.all([page.evaluate(look), audioFrame(page).evaluate(look)]);
  const log = readFileSync(path.join(profile, 'logs', 'seatline.log'), 'utf8');
  return [...pages, log, printed].join('\n');
}

const numberBox = (page: Page): Locator =>
  page
    .getByRole('combobox', { name: '要拨打的号码' })
    .or(page.getByRole('textbox', { name: '要拨打的号码' }))
    .first();

const hearsMusic = (call: PhoneCall): boolean => musicTones.every((hertz) => call.hears(hertz) > 0.2);

for (const version of asteriskVersions)
  test.describe(`the app as a telephone of Asterisk ${version}${whyNoAsterisk(version)}`, () => {
    test.skip(!runs(version), whyNoAsterisk(version));
    test.use({ asterisk: version });

    test('a queue call with both voices: mute, hold, keys, transfer, wrap-up; the password is nowhere', async ({
      office,
      page,
    }) => {
      test.setTimeout(120_000);
      const received: string[] = [];
      page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => received.push(String(payload))));
      const desk = await sitDown(office, page);
      const cards = await watchCards(page);

      const { caller, call: other } = callIn(office);
      const call = card(page, onScreen);
      await expect(control(call, '接听')).toBeEnabled();
      await rings(page, true);
      await control(call, '接听').click();
      await rings(page, false);
      await bothHear(page, other);
      expect(caller.talksTo).toBe(softphone);
      await expect(call.getByRole('button', { name: /^通话质量/ })).toBeVisible();
      await call.getByRole('button', { name: /^通话质量/ }).click();
      await expect(page.getByRole('dialog')).toContainText(/MOS.*[1-4]\.\d/);
      await page.keyboard.press('Escape');

      await control(call, '静音').click();
      await expect(control(call, '已静音')).toBeVisible();
      await expect.poll(() => between(page, other)).toEqual({ here: true, there: false });
      await control(call, '已静音').click();
      await bothHear(page, other);

      await control(call, '保持').click();
      await expect(control(call, '取回')).toBeEnabled();
      await expect.poll(() => hearsMusic(other)).toBe(true);
      await expect.poll(() => between(page, other)).toEqual({ here: false, there: false });
      await control(call, '取回').click();
      await expect(control(call, '保持')).toBeEnabled();
      await bothHear(page, other);
      expect(hearsMusic(other)).toBe(false);

      await control(call, '按键').click();
      for (const key of '42#') await page.keyboard.press(key);
      await expect.poll(() => other.keys).toBe('42#');
      await page.keyboard.press('Escape');

      await control(call, '盲转').click();
      await transferTo(page, '2012');
      await expect(call).toContainText('已转接');
      office.people.answers('2012');
      await expect.poll(() => caller.talksTo).toBe('2012');
      await expect(stateMenu(page)).toContainText('话后');
      await chooseState(page, '示闲');
      await expect(stateMenu(page)).toContainText('示闲');
      caller.hangsUp();

      const secret = office.exchange.phoneSecret;
      expect({
        cards: await cards(),
        read: (await readable(page, desk.profile, desk.output())).includes(secret),
        received: received.some((frame) => frame.includes(secret)),
      }).toEqual({ cards: { most: 1 }, read: false, received: false });
    });

    test('taken elsewhere: the ring stops at once, one card says so', async ({ office, page }) => {
      const { technology: tech } = office.exchange;
      await office.exchange.cli(
        `dialplan add extension 2911,1,Dial(${tech}/2011&${tech}/${softphone},30) into from-outside replace`,
      );
      await sitDown(office, page, { queues: [] });
      const cards = await watchCards(page);
      const other = office.people.outside.call('2911', { from: customer });
      const call = card(page, onScreen);
      await rings(page, true);
      await expect.poll(() => office.people.phone('2011').ringing !== undefined).toBe(true);
      office.people.answers('2011');
      await rings(page, false);
      await expect(call).toContainText('已在别处接听');
      await expect.poll(() => other.hears(office.people.phone('2011').tone) > 0.2).toBe(true);
      await other.hangUp();
      expect(await cards()).toEqual({ most: 1 });
    });

    test('a colleague picks up what rings in the app', async ({ office, page }) => {
      await sitDown(office, page, { queues: [] });
      const cards = await watchCards(page);
      const other = office.people.outside.call(softphone, { from: customer });
      await rings(page, true);
      office.people.phone('2012').call(`**${softphone}`);
      await rings(page, false);
      await expect.poll(() => other.hears(office.people.phone('2012').tone) > 0.2).toBe(true);
      await expect(card(page, onScreen)).toContainText('已在别处接听');
      await other.hangUp();
      expect(await cards()).toEqual({ most: 1 });
    });

    test('desk phone and app ring for one seat: lifted at the desk, the app is silent and the card goes on', async ({
      office,
      page,
    }) => {
      const { technology: tech } = office.exchange;
      await office.exchange.cli(
        `dialplan add extension 2911,1,Dial(${tech}/2011&${tech}/${softphone},30) into from-outside replace`,
      );
      await sitDown(office, page, { agent: '2011', queues: [] });
      const cards = await watchCards(page);
      const other = office.people.outside.call('2911', { from: customer });
      const call = card(page, onScreen);
      await rings(page, true);
      await expect(control(call, '接听')).toBeEnabled();
      office.people.answers('2011');
      await rings(page, false);
      await expect(control(call, '保持')).toBeEnabled();
      await control(call, '挂断').click();
      await expect.poll(() => other.state).toBe('over');
      expect(await cards()).toEqual({ most: 1 });
    });

    test('click to dial: nothing rings in one’s own ear, and both are heard', async ({ office, page }) => {
      office.people.outsideBehaves('*', { kind: 'answers', afterSeconds: 2 });
      await sitDown(office, page, { queues: [] });
      const cards = await watchCards(page);
      await page.evaluate(() => {
        const { players } = window as unknown as { readonly players: readonly HTMLAudioElement[] };
        const loud = { ring: false };
        Object.assign(window, { loud });
        const look = (): void => {
          loud.ring ||= players.some(({ paused, src }) => !paused && src.includes('/ring.'));
          requestAnimationFrame(look);
        };
        look();
      });
      await numberBox(page).fill(customer);
      await page.keyboard.press('Enter');
      await expect.poll(() => office.people.outside.calls.at(-1)?.state).toBe('up');
      const other = office.people.outside.calls.at(-1)!;
      await bothHear(page, other);
      const call = card(page, onScreen);
      await expect(control(call, '挂断')).toBeEnabled();
      await control(call, '挂断').click();
      await expect.poll(() => other.state).toBe('over');
      expect({
        cards: await cards(),
        rang: await page.evaluate(() => (window as unknown as { loud: { ring: boolean } }).loud.ring),
      }).toEqual({ cards: { most: 1 }, rang: false });
    });

    test('answered by itself after a tone in the ear; refused, the queue goes on', async ({ office, page }) => {
      await sitDown(office, page);
      await page.getByRole('navigation').getByRole('button', { name: '设置' }).click();
      await page.getByText('音频', { exact: true }).first().click();
      await page.getByRole('button', { name: /哪些来电自动应答/ }).click();
      await page.getByRole('option', { name: '所有来电' }).click();
      await page.getByRole('navigation').getByRole('button', { name: '通话台' }).click();
      const first = callIn(office);
      await bothHear(page, first.call);
      first.caller.hangsUp();
      await expect(stateMenu(page)).toContainText('话后');
      await page.getByRole('navigation').getByRole('button', { name: '设置' }).click();
      await page.getByText('音频', { exact: true }).first().click();
      await page.getByRole('button', { name: /哪些来电自动应答/ }).click();
      await page.getByRole('option', { name: '不自动应答' }).click();
      await page.getByRole('navigation').getByRole('button', { name: '通话台' }).click();
      await chooseState(page, '示闲');

      const second = callIn(office);
      const call = card(page, onScreen).last();
      await control(call, '拒接').click();
      await expect(call).toContainText('已拒接');
      await rings(page, false);
      expect(second.call.state).toBe('up');
      // The queue asks again: the customer waits on.
      await rings(page, true);
      second.caller.hangsUp();
    });

    test('the exchange dies and comes back, the way to it is cut under a call', async ({ office, page }) => {
      test.setTimeout(150_000);
      const { exchange, wire } = office;
      await sitDown(office, page);
      const ready = page.getByRole('button', { name: '软电话：软电话就绪' });
      await exchange.kill();
      await expect(ready).toBeHidden();
      await exchange.restart();
      await expect(ready).toBeVisible({ timeout: 60_000 });
      for (const number of ['2011', '2012', '2013']) office.people.plugsIn(number);

      const { call: other, caller } = callIn(office);
      const call = card(page, onScreen);
      await control(call, '接听').click({ timeout: 30_000 });
      await bothHear(page, other);
      const made = wire.made;
      wire.cut();
      await expect(ready).toBeHidden();
      expect(await hears(audioFrame(page), other.tone)).toBeGreaterThan(0.2);
      expect(other.hears(microphoneTone)).toBeGreaterThan(0.2);
      wire.mend();
      await expect(ready).toBeVisible({ timeout: 30_000 });
      expect(wire.made).toBeGreaterThan(made);
      await bothHear(page, other);
      await expect(control(call, '挂断')).toBeEnabled();
      await control(call, '挂断').click();
      await expect.poll(() => caller.alive).toBe(false);
    });
  });
