import { expect, type Page } from '@playwright/test';

/** The person at the desk: finds things on the screen as a person does, by role and word. */
export interface SignIn {
  readonly agent: string;
  readonly device?: string;
  /** Queue numbers. */
  readonly queues?: readonly string[];
}

/** Opens the desk's page and signs in with the keyboard-typed numbers. The screen is in zh-CN unless changed. */
export async function signIn(page: Page, url: string, who: SignIn): Promise<void> {
  await page.goto(url);
  await page.getByRole('combobox', { name: '工号' }).fill(who.agent);
  await page.keyboard.press('Enter');
  if (who.device) {
    await page.getByRole('combobox', { name: /话机/ }).fill(who.device);
    await page.keyboard.press('Enter');
  }
  for (const queue of who.queues ?? []) {
    const box = page.getByRole('checkbox', { name: new RegExp(queue) });
    if (!(await box.isChecked())) await box.press('Space');
  }
  await page.getByRole('button', { name: '签入', exact: true }).click();
  await expect(stateChip(page)).toBeVisible();
}

/** The seat's state chip, whatever it says. */
export const stateChip = (page: Page) => page.locator('.state-chip').first();
