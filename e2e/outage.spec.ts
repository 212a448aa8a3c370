import { card, control, signIn, stateMenu } from './support/agent';
import { expect, test } from './support/office';

test('the platform restarts mid-shift: nobody is signed out, and the queue is joined again', async ({
  office,
  page,
}) => {
  const { platform } = office;
  const desk = await office.desk();
  await signIn(page, desk.url, { agent: '2011', queues: ['90'] });
  await expect(stateMenu(page)).toContainText('示闲');
  await platform.scenario.faults.restart({ keepState: false, downSeconds: 2 });
  const joined = () => platform.engine.queue('90')?.members.some((member) => member.interface === 'SIP/2011') ?? false;
  await expect.poll(joined, { timeout: 30_000 }).toBe(true);
  await expect(stateMenu(page)).toContainText('示闲');
  await expect(page.getByText('数据实时').first()).toBeVisible();
  const caller = platform.scenario.callerRings({ from: '13811112222', to: { queue: '90' } });
  await expect(control(card(page, /138 ?1111 ?2222/), '接听')).toBeEnabled();
  caller.givesUp();
});

test('30 s without network: the screen says so, and the call missed meanwhile is listed afterwards', async ({
  office,
  page,
}) => {
  test.setTimeout(120_000);
  const { platform } = office;
  const desk = await office.desk();
  await signIn(page, desk.url, { agent: '2011', queues: ['90'] });
  const back = platform.scenario.faults.offline(30);
  await expect(page.getByText(/平台连接中断/).first()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/可能漏接/).first()).toBeVisible();
  platform.scenario.callerRings({ from: '13722223333', to: { queue: '90' }, patienceSeconds: 5 });
  await back;
  await expect(page.getByText('数据实时').first()).toBeVisible({ timeout: 40_000 });
  await page.getByRole('navigation').first().getByText('未接').first().click();
  await expect(page.getByRole('main')).toContainText(/137 ?2222 ?3333/, { timeout: 20_000 });
});

test('kill -9 of the desk in the middle of a call: a new desk shows the call, the settings are whole', async ({
  office,
  page,
}) => {
  const { platform } = office;
  const first = await office.desk();
  await signIn(page, first.url, { agent: '2011', queues: ['90'] });
  const caller = platform.scenario.callerRings({ from: '13911119999', to: { queue: '90' } });
  await control(card(page, /139 ?1111 ?9999/), '接听').click();
  await expect.poll(() => caller.talksTo).toBe('2011');
  await first.stop('SIGKILL');
  const second = await office.desk({ profile: first.profile });
  await page.goto(second.url);
  await expect(page.getByRole('combobox', { name: '工号' })).toHaveValue('2011');
  await page.getByRole('button', { name: '签入', exact: true }).click();
  await expect(card(page, /139 ?1111 ?9999/)).toBeVisible();
  expect(caller.alive).toBe(true);
  expect(second.output() + first.output()).not.toContain(platform.key);
});
