import { card, control, signIn } from './support/agent';
import { expect, test } from './support/office';
import { fits, sound } from './support/sound';

const places = {
  'zh-CN': ['监控', '通话记录', '未接', '会议', '演示', '设置'],
  en: ['Floor', 'History', 'Missed', 'Conference', 'Demo', 'Settings'],
};

test.use({ platformOptions: { centre: 'small', seed: 7, controlToken: 'a-control-token-of-one-run' } });

for (const theme of ['light', 'dark'] as const) {
  test(`every screen is sound in ${theme}, in zh-CN and en, wide and narrow`, async ({ office, page }) => {
    test.setTimeout(300_000);
    await page.emulateMedia({ colorScheme: theme });
    const desk = await office.desk();
    await page.goto(desk.url);
    await expect(page.getByRole('button', { name: '签入', exact: true })).toBeVisible();
    await sound(page, `${theme} sign-in`);
    await signIn(page, page.url(), { agent: '2011', queues: ['90', '91'] });
    const caller = office.platform.scenario.callerRings({
      from: '13800138000',
      did: '4008001234',
      to: { queue: '90' },
    });
    const call = card(page, /138 ?0013 ?8000/);
    await expect(control(call, '接听')).toBeEnabled();
    await sound(page, `${theme} ringing`);
    await control(call, '接听').click();
    await expect(control(call, '保持')).toBeEnabled();
    await sound(page, `${theme} in a call`);
    for (const [shape, width, height] of [
      ['panel', 380, 860],
      ['bar', 820, 60],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect(page.locator('html')).toHaveAttribute('data-shape', shape);
      await expect(page.getByRole('button', { name: '保持', exact: true }).first()).toBeVisible();
      await sound(page, `${theme} ${shape} in a call`);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    for (const language of ['zh-CN', 'en'] as const) {
      const navigation = page.getByRole('navigation').first();
      const links = navigation.getByRole('link').or(navigation.getByRole('button')).or(navigation.getByRole('tab'));
      const names = (await links.allInnerTexts()).map((text) => text.trim()).filter(Boolean);
      expect(names.length, `${places[language].join(' ')} are reachable`).toBeGreaterThanOrEqual(6);
      for (const name of names) {
        await links.filter({ hasText: name }).first().click();
        await expect(page.getByRole('main').first()).toBeVisible();
        // Every width is looked at in every language; axe sees half of them, so that it has met each theme with each
        // language, each theme with each width and each language with each width.
        const wide = (theme === 'light') === (language === 'zh-CN');
        for (const width of [1440, 1024]) {
          await page.setViewportSize({ width, height: 800 });
          const what = `${theme} ${language} ${name} ${width}`;
          await (wide === (width === 1440) ? sound(page, what) : fits(page, what));
        }
      }
      if (language === 'zh-CN') {
        await links.last().click();
        await page
          .getByRole('combobox', { name: /语言/ })
          .or(page.getByRole('button', { name: /语言/ }))
          .or(page.getByRole('radio', { name: 'English' }))
          .first()
          .click();
        const english = page.getByRole('option', { name: 'English' });
        if (await english.isVisible().catch(() => false)) await english.click();
        await expect(page.locator('html')).toHaveAttribute('lang', 'en');
      }
    }
    caller.hangsUp();
  });
}
