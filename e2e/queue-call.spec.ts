import { card, chooseState, control, signIn, stateMenu, transferTo } from './support/agent';
import { expect, test } from './support/office';

test('a queue call: pop while it rings, answer, hold, resume, blind transfer, wrap-up, ready again', async ({
  office,
  page,
}) => {
  const { platform } = office;
  const desk = await office.desk();
  await signIn(page, desk.url, { agent: '2011', queues: ['90'] });
  await expect(stateMenu(page)).toContainText('示闲');
  expect(platform.engine.queue('90')?.members.map((member) => member.interface)).toContain('SIP/2011');

  const caller = platform.scenario.callerRings({
    from: '13800138000',
    did: '4008001234',
    ivrPath: '1-3',
    ivrKeys: '13',
    to: { queue: '90' },
  });
  const call = card(page, /13800138000|138 0013 8000/);
  await expect(call).toContainText('售后');
  await expect(call).toContainText('4008001234');
  await expect(call).toContainText('1-3');

  await control(call, '接听').click();
  await expect.poll(() => caller.talksTo).toBe('2011');
  await expect(call.getByText('通话中', { exact: true }).first()).toBeVisible();

  await control(call, '保持').click();
  await expect(control(call, '取回')).toBeVisible();
  expect(caller.hearsMusic).toBe(true);
  await control(call, '取回').click();
  await expect(control(call, '保持')).toBeEnabled();
  expect(caller.hearsMusic).toBe(false);

  await control(call, '盲转').click();
  await transferTo(page, '2012');
  await expect(call).toContainText('已转接');
  platform.scenario.answers('2012');
  await expect.poll(() => caller.talksTo).toBe('2012');

  await expect(stateMenu(page)).toContainText('话后');
  await chooseState(page, '示闲');
  await expect(stateMenu(page)).toContainText('示闲');
  await expect
    .poll(() => platform.engine.queue('90')?.members.find((member) => member.interface === 'SIP/2011')?.paused)
    .toBe(0);
  caller.hangsUp();
});

test('the caller gives up while it rings: the card says so and the missed list keeps the number', async ({
  office,
  page,
}) => {
  const desk = await office.desk();
  await signIn(page, desk.url, { agent: '2011', queues: ['90'] });
  const caller = office.platform.scenario.callerRings({ from: '02161234567', to: { queue: '90' } });
  const call = card(page, /02161234567|021 ?6123 ?4567/);
  await expect(control(call, '接听')).toBeEnabled();
  caller.givesUp();
  await expect(call).toContainText('来电放弃');
  await page
    .getByRole('link', { name: /未接/ })
    .or(page.getByRole('button', { name: /未接/ }))
    .first()
    .click();
  await expect(page.getByRole('main')).toContainText('6123');
});

test('a pause chosen during the call waits for its end and is applied once', async ({ office, page }) => {
  const { platform } = office;
  const desk = await office.desk();
  await signIn(page, desk.url, { agent: '2011', queues: ['90'] });
  const caller = platform.scenario.callerRings({ from: '13911112222', to: { queue: '90' } });
  const call = card(page, /13911112222|139 1111 2222/);
  await control(call, '接听').click();
  await expect.poll(() => caller.talksTo).toBe('2011');
  await chooseState(page, /就餐/);
  await expect(page.getByText(/→ *就餐|通话结束后：.*就餐/).first()).toBeVisible();
  const paused = () => platform.engine.queue('90')?.members.find((member) => member.interface === 'SIP/2011')?.paused;
  expect(paused()).toBe(0);
  caller.hangsUp();
  await expect.poll(paused).toBe(3);
  await expect(stateMenu(page)).toContainText('就餐');
});

test('the window is reloaded in the middle of a call: the card and the note are as before', async ({
  office,
  page,
}) => {
  const desk = await office.desk();
  await signIn(page, desk.url, { agent: '2011', queues: ['90'] });
  const caller = office.platform.scenario.callerRings({ from: '13955556666', to: { queue: '90' } });
  const call = card(page, /139 ?5555 ?6666/);
  await control(call, '接听').click();
  await expect.poll(() => caller.talksTo).toBe('2011');
  const note = page.getByRole('textbox', { name: /备注/ });
  await note.fill('客户要求明天上午回电');
  await expect(page.getByText('已保存').first()).toBeVisible();
  await page.reload();
  await expect(control(call, '保持')).toBeEnabled();
  await expect(note).toHaveValue('客户要求明天上午回电');
  caller.hangsUp();
});
