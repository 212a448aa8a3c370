import type { Page } from '@playwright/test';
import type { PhoneCall } from '../../../pbx/lab/phone';
import { takeSeat } from '../../support/agent';
import type { DeskProcess } from '../../support/office';
import { microphoneTone } from './microphone';
import { audioFrame, expect, softphone, type VoiceOffice, voiceKey } from './office';
import { saveVoiceProfile } from './profile';
import { hears, ringsAloud } from './sound';

/** Share of a voice in what is heard, above which it is heard. */
const audible = 0.2;

/** Opens a desk, saves a platform with a voice as a person does, and signs in; ends when the app is a telephone. */
export async function sitDown(
  office: VoiceOffice,
  page: Page,
  { agent = softphone, queues = ['90'] }: { readonly agent?: string; readonly queues?: readonly string[] } = {},
): Promise<DeskProcess> {
  const desk = await office.desk();
  await page.goto(desk.url);
  await saveVoiceProfile(page, {
    platform: { address: office.platform.address, key: voiceKey },
    address: office.address,
    user: softphone,
    password: office.exchange.phoneSecret,
  });
  await takeSeat(page, { agent, queues });
  await expect(page.getByRole('button', { name: '软电话：软电话就绪' })).toBeVisible();
  return desk;
}

/** What goes through the screen from now on; asked for at the end. */
export async function watchCards(page: Page): Promise<() => Promise<{ readonly most: number }>> {
  await page.evaluate(() => {
    const seen = { most: 0 };
    const look = (): void => {
      // Between two frames a card may take the place of another; what is painted counts.
      requestAnimationFrame(() => {
        seen.most = Math.max(seen.most, document.querySelectorAll('.call-list .call-card').length);
      });
    };
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
    Object.assign(window, { cardsSeen: seen });
  });
  return () => page.evaluate(() => (window as unknown as { readonly cardsSeen: { readonly most: number } }).cardsSeen);
}

/** Who hears whom between the app and somebody at a scripted telephone. */
export const between = async (
  page: Page,
  other: PhoneCall,
): Promise<{ readonly here: boolean; readonly there: boolean }> => ({
  here: (await hears(audioFrame(page), other.tone)) > audible,
  there: other.hears(microphoneTone) > audible,
});

/** Both hear each other, before long. */
export const bothHear = (page: Page, other: PhoneCall): Promise<void> =>
  expect.poll(() => between(page, other), { timeout: 20_000 }).toEqual({ here: true, there: true });

export const rings = (page: Page, on: boolean): Promise<void> => expect.poll(() => ringsAloud(page)).toBe(on);
