import type { Page } from '@playwright/test';
import { card, control, signIn, transferTo } from './support/agent';
import { expect, type Office, test } from './support/office';

async function talking(office: Office, page: Page) {
  const desk = await office.desk();
  await signIn(page, desk.url, { agent: '2011', queues: ['90'] });
  const caller = office.platform.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
  const call = card(page, /13800138000|138 0013 8000/);
  await control(call, '接听').click();
  await expect.poll(() => caller.talksTo).toBe('2011');
  return { caller, call };
}

test('consult, then complete: the colleague has the caller', async ({ office, page }) => {
  const { caller, call } = await talking(office, page);
  await control(call, '咨询').click();
  await transferTo(page, '2012');
  await expect(control(call, '取消咨询')).toBeEnabled();
  expect(caller.hearsMusic).toBe(true);
  office.platform.scenario.answers('2012');
  await expect(control(call, '切换')).toBeEnabled();
  await control(call, '完成转接').click();
  await expect.poll(() => caller.talksTo).toBe('2012');
  await expect(call).toContainText('已转接');
});

test('consult, then cancel: back with the caller', async ({ office, page }) => {
  const { caller, call } = await talking(office, page);
  await control(call, '咨询').click();
  await transferTo(page, '2012');
  office.platform.scenario.answers('2012');
  await expect(control(call, '切换')).toBeEnabled();
  await control(call, '取消咨询').click();
  await expect.poll(() => caller.talksTo).toBe('2011');
  await expect(control(call, '保持')).toBeEnabled();
  await control(call, '挂断').click();
  await expect(call).toContainText('本方挂断');
  expect(caller.alive).toBe(false);
});

test('three-way: all hear each other, the caller stays when the agent goes on', async ({ office, page }) => {
  const { caller, call } = await talking(office, page);
  await control(call, '咨询').click();
  await transferTo(page, '2012');
  office.platform.scenario.answers('2012');
  await expect(control(call, '三方')).toBeEnabled();
  await control(call, '三方').click();
  await expect.poll(() => caller.hearsMusic).toBe(false);
  await expect(call).toContainText('三方');
  expect(caller.alive).toBe(true);
});

test('park and fetch back from another phone', async ({ office, page }) => {
  const { caller, call } = await talking(office, page);
  await control(call, '驻留').click();
  await expect(call).toContainText('已驻留');
  await expect.poll(() => office.platform.engine.parks().filter((park) => park.state === 'Parked').length).toBe(1);
  const lot = office.platform.engine.parks().find((park) => park.state === 'Parked')?.lot ?? '';
  expect(Number(lot)).toBeGreaterThanOrEqual(71);
  await expect(page.getByText(new RegExp(`\\b${lot}\\b`)).first()).toBeVisible();
  office.platform.scenario.dials('2013', lot);
  await expect.poll(() => caller.talksTo).toBe('2013');
});
