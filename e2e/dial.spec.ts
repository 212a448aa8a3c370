import type { Page } from '@playwright/test';
import { card, control, signIn } from './support/agent';
import { expect, test } from './support/office';

const numberBox = (page: Page) =>
  page.getByRole('combobox', { name: '要拨打的号码' }).or(page.getByRole('textbox', { name: '要拨打的号码' }));

async function dial(page: Page, number: string): Promise<void> {
  await numberBox(page).first().fill(number);
  await page.keyboard.press('Enter');
}

test('ring my phone first, then the number; both phases are shown; the platform dialled exactly this', async ({
  office,
  page,
}) => {
  const { scenario, engine } = office.platform;
  scenario.outsideBehaves('*', { kind: 'answers', afterSeconds: 1 });
  const desk = await office.desk();
  await signIn(page, desk.url, { agent: '2011' });
  await dial(page, '13800138000');
  await expect(page.getByText('正在呼叫本机，请拿起话机').first()).toBeVisible();
  scenario.answers('2011');
  await expect(
    page
      .getByText('已接通')
      .or(card(page, /13800138000|138 0013 8000/).getByText('通话', { exact: true }))
      .first(),
  ).toBeVisible();
  await expect
    .poll(() =>
      engine
        .channels()
        .some((channel) => channel.dialString.includes('13800138000') || channel.callerId.includes('13800138000')),
    )
    .toBe(true);
  const call = card(page, /13800138000|138 0013 8000/);
  await expect(control(call, '挂断')).toBeEnabled();
  await control(call, '挂断').click();
  await expect(call).toContainText('本方挂断');
});

for (const [what, behaviour, words] of [
  ['busy', { kind: 'busy' }, /忙/],
  ['refused', { kind: 'refuses', afterSeconds: 1 }, /拒/],
] as const) {
  test(`outbound ${what}: said in words`, async ({ office, page }) => {
    const { scenario } = office.platform;
    scenario.outsideBehaves('*', behaviour);
    const desk = await office.desk();
    await signIn(page, desk.url, { agent: '2011' });
    await dial(page, '13800138001');
    await expect(page.getByText('正在呼叫本机，请拿起话机').first()).toBeVisible();
    scenario.answers('2011');
    await expect(card(page, /13800138001|138 0013 8001/)).toContainText(words);
  });
}

test('cancel while my own phone rings', async ({ office, page }) => {
  const desk = await office.desk();
  await signIn(page, desk.url, { agent: '2011' });
  await dial(page, '13800138002');
  await page.getByRole('button', { name: '取消呼叫' }).first().click();
  await expect
    .poll(() => office.platform.engine.channels().filter((channel) => channel.hungUpAt === null).length)
    .toBe(0);
});

test('pick up a colleague’s ring', async ({ office, page }) => {
  const { scenario } = office.platform;
  const desk = await office.desk();
  await signIn(page, desk.url, { agent: '2011' });
  const caller = scenario.callerRings({ from: '13700001111', to: { extension: '2012' } });
  const row = page
    .getByRole('row', { name: /2012/ })
    .or(page.getByRole('option', { name: /2012/ }))
    .or(page.locator('li', { hasText: '2012' }))
    .first();
  await expect(row).toContainText('振铃');
  await row.getByRole('button', { name: /代接/ }).click();
  scenario.answers('2011');
  await expect.poll(() => caller.talksTo).toBe('2011');
});
