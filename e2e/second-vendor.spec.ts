import { expect, type Page, test } from '@playwright/test';
import { type Preview, startPreview } from './support/preview';
import { sound } from './support/sound';

/**
 * The screen on a platform of the second vendor, in moments that the fixture holds: nothing to see of what it lacks,
 * everything it has within reach of a keyboard, sound for axe in both languages and both themes.
 */
let preview: Preview;
test.beforeAll(async () => {
  preview = await startPreview();
});
test.afterAll(async () => {
  await preview.close();
});

const words = {
  'zh-CN': { listen: '监听', history: '通话记录', settings: '设置', transfer: '盲转', play: /^播放/, edit: /^编辑/ },
  en: {
    listen: 'Listen in',
    history: 'Call history',
    settings: 'Settings',
    transfer: 'Transfer',
    play: /^Play/,
    edit: /^Edit/,
  },
} as const;

const open = async (page: Page, query: string): Promise<void> => {
  await page.goto(preview.address(`vendor=uncall&${query}`));
  await expect(page.getByRole('main').first()).toBeVisible();
};

// Colours are a matter of the theme and lengths one of the language: two of the four pairs see every value.
for (const [theme, lang] of [
  ['light', 'zh-CN'],
  ['dark', 'en'],
] as const) {
  test(`every screen of the second vendor is sound in ${theme}, ${lang}`, async ({ page }) => {
    test.setTimeout(180_000);
    const word = words[lang];
    const look = `lang=${lang}&theme=${theme}`;
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));

    await page.setViewportSize({ width: 1280, height: 800 });
    for (const scene of ['ready', 'paused', 'talking', 'down', 'refused']) {
      await open(page, `scene=${scene}&${look}`);
      await sound(page, scene);
    }
    await open(page, `scene=ready&${look}`);
    const navigation = page.getByRole('navigation').first();
    await navigation.getByText(word.listen, { exact: true }).click();
    await sound(page, 'listen');
    await navigation.getByText(word.history, { exact: true }).click();
    await page.getByRole('button', { name: word.play }).first().click();
    await expect(page.locator('audio')).toBeVisible();
    await sound(page, 'history with a recording');
    await navigation.getByText(word.settings, { exact: true }).click();
    await sound(page, 'settings');
    await open(page, `scene=talking&${look}`);
    await page.getByRole('button', { name: word.transfer, exact: true }).first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await sound(page, 'transfer');
    await open(page, `scene=signed-out&${look}`);
    await sound(page, 'sign-in');
    await page.getByRole('button', { name: word.edit }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await sound(page, 'profile');

    for (const [shape, width, height] of [
      ['panel', 380, 860],
      ['bar', 640, 60],
    ] as const) {
      await page.setViewportSize({ width, height });
      await open(page, `scene=talking&shape=${shape}&${look}`);
      await expect(page.locator('html')).toHaveAttribute('data-shape', shape);
      await sound(page, `${shape} talking`);
    }
    await page.setViewportSize({ width: 380, height: 860 });
    await open(page, `scene=signed-out&${look}`);
    await sound(page, 'narrow sign-in');
    expect(faults).toEqual([]);
  });
}

test('busy, survey and listening in are reached and done by keyboard alone', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page, 'scene=ready&lang=en');
  const busy = page.getByRole('switch', { name: 'Busy' });
  await tabTo(page, 'Busy');
  await page.keyboard.press('Space');
  await expect(busy).toBeChecked();
  await page.keyboard.press('Space');
  await expect(busy).not.toBeChecked();

  await open(page, 'scene=talking&lang=en');
  await tabTo(page, 'Survey');
  await page.keyboard.press('Enter');
  const asked = page.getByRole('button', { name: 'Rating asked' });
  await expect(asked).toHaveAttribute('aria-disabled', 'true');

  await open(page, 'scene=ready&lang=en');
  await tabTo(page, 'Listen in');
  await page.keyboard.press('Enter');
  await page.getByLabel('Extension to listen to').focus();
  await page.keyboard.type('8002');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /Whisper/ })).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Whisper, extension 8002: pick up your phone')).toBeVisible();
});

test('a recording plays from the screen’s own origin under the policy of the page, part by part', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page, 'scene=ready&lang=en');
  await page.getByRole('navigation').first().getByText('Call history', { exact: true }).click();
  await page.getByRole('button', { name: /^Play/ }).first().click();
  const audio = page.locator('audio');
  const seconds = (): Promise<number> =>
    audio.evaluate((element) => (element as unknown as { duration: number }).duration);
  await expect.poll(seconds).toBeCloseTo(2, 1);
  const first = await audio.getAttribute('src');
  await page.getByRole('button', { name: 'Next part' }).click();
  await expect(page.getByText('Part 2 of 2')).toBeVisible();
  await expect.poll(seconds).toBeCloseTo(2, 1);
  expect(await audio.getAttribute('src')).toBe(first?.replace(/\/1$/, '/2'));
  await expect(page.getByRole('link', { name: 'Save' })).toHaveAttribute('href', /\/2\?save=1$/);
  await page.keyboard.press('Escape');
  await expect(audio).toHaveCount(0);
});

/** Presses Tab until the element of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element?.closest('label');
      return (element?.getAttribute('aria-label') ?? label?.textContent ?? element?.textContent ?? '').trim();
    });
    if (focused === name) return;
  }
  throw new Error(`no ${name} within reach of Tab`);
}
