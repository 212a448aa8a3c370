import { signIn } from './support/agent';
import { expect, test } from './support/office';

test('the floor: queues and people live, one person counted once, a pause reaches the platform', async ({
  office,
  page,
}) => {
  const { platform } = office;
  const { engine, scenario } = platform;
  for (const queue of ['90', '91']) engine.queueAdd(queue, 'SIP/2012', 0);
  engine.queueAdd('90', 'SIP/2013', 0);
  const desk = await office.desk();
  await page.setViewportSize({ width: 1440, height: 900 });
  await signIn(page, desk.url, { agent: '2011' });
  await page.getByRole('navigation').first().getByText('监控').click();
  const rows = page.getByRole('row', { name: /李雷/ });
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('示闲');

  // Ready since before anybody looked: the platform's own log tells since when.
  await expect(rows.first()).toContainText(/\d\d:\d\d/);

  const waiting = scenario.callerRings({ from: '02188889999', to: { queue: '91' } });
  await expect(rows.first()).toContainText('振铃');
  scenario.answers('2012');
  await expect.poll(() => waiting.talksTo).toBe('2012');
  await expect(rows.first()).toContainText('通话');

  const other = page.getByRole('row', { name: /韩梅梅/ }).first();
  await other.click({ button: 'right' });
  await page.getByRole('menuitem', { name: /示忙/ }).first().click();
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog')).first();
  await expect(dialog).toContainText('韩梅梅');
  await dialog
    .getByRole('button', { name: /示忙|确定|确认/ })
    .last()
    .click();
  await expect
    .poll(() => engine.queue('90')?.members.find((member) => member.interface === 'SIP/2013')?.paused ?? 0)
    .toBeGreaterThan(0);
  await expect(other).toContainText(/示忙|小休/);
});
