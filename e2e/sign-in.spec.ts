import { signIn, stateMenu } from './support/agent';
import { expect, platformKey, test } from './support/office';

test('a platform of one’s own: the connection test names the step that failed, the key never reaches the page', async ({
  office,
  page,
}) => {
  const desk = await office.desk();
  const secret = 'wrong-key-4711-wrong';
  await page.goto(desk.url);
  await page.getByRole('button', { name: '连接自己的平台' }).click();
  const dialog = page.getByRole('dialog', { name: '连接自己的平台' });
  await dialog.getByRole('textbox', { name: /名称/ }).fill('总机');
  await dialog.getByRole('textbox', { name: /地址/ }).fill(office.platform.address);
  await dialog
    .getByLabel(/密钥|WEB key|key/i)
    .first()
    .fill(secret);
  await dialog.getByRole('button', { name: /测试/ }).click();
  await expect(dialog).toContainText(/密钥/);
  await expect(dialog.getByText(/失败|不对|拒绝|不正确/).first()).toBeVisible();
  await dialog
    .getByLabel(/密钥|WEB key|key/i)
    .first()
    .fill(platformKey);
  await dialog.getByRole('button', { name: /测试/ }).click();
  await expect(dialog.getByText(/失败|不对|拒绝|不正确/)).toHaveCount(0);
  const html = await page.content();
  expect(html).not.toContain(secret);
  expect(desk.output()).not.toContain(secret);
  expect(desk.output()).not.toContain(platformKey);
});

test('hot desk: an ad hoc phone is bound at sign-in and freed at sign-out', async ({ office, page }) => {
  const { engine } = office.platform;
  const desk = await office.desk();
  await signIn(page, desk.url, { agent: '8001', device: '3001', queues: ['90'] });
  expect(engine.device('3001')?.user).toBe('8001');
  await stateMenu(page).click();
  await page.getByRole('menuitem', { name: '签出' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '签出' }).click();
  await expect(page.getByRole('button', { name: '签入', exact: true })).toBeVisible();
  await expect.poll(() => engine.device('3001')?.user).toBe('');
});

test('a phone in use says by whom and asks before taking it over', async ({ office, page }) => {
  const { engine } = office.platform;
  engine.bind('8002', '3001');
  const desk = await office.desk();
  await page.goto(desk.url);
  await page.getByRole('combobox', { name: '工号' }).fill('8001');
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: /话机/ }).fill('3001');
  await page.keyboard.press('Escape');
  await expect(page.getByText(/8002/).first()).toBeVisible();
  await expect(page.getByRole('button', { name: '签入', exact: true })).toBeDisabled();
  await page.getByRole('checkbox', { name: /8002|接管/ }).press('Space');
  await page.getByRole('button', { name: '签入', exact: true }).click();
  await expect(stateMenu(page)).toBeVisible();
  expect(engine.device('3001')?.user).toBe('8001');
});
