import { expect, type Locator, type Page } from '@playwright/test';

/** Who sits down, where, in which queues. */
export interface SignIn {
  readonly agent: string;
  /** Left out: the phone that the screen offers for this agent. */
  readonly device?: string;
  readonly queues?: readonly string[];
}

/** Opens the desk's page and signs in as a person does, by keyboard. The screen speaks zh-CN. */
export async function signIn(page: Page, url: string, who: SignIn): Promise<void> {
  await page.goto(url);
  await takeSeat(page, who);
}

/** Signs in on the page that is open, on the platform that is chosen there. */
export async function takeSeat(page: Page, who: SignIn): Promise<void> {
  await choose(page, '工号', who.agent);
  if (who.device) await choose(page, /话机/, who.device);
  for (const queue of who.queues ?? []) {
    const box = page.getByRole('checkbox', { name: new RegExp(queue) });
    if (!(await box.isChecked())) await box.press('Space');
  }
  await page.getByRole('button', { name: '签入', exact: true }).click();
  await expect(stateMenu(page)).toBeVisible();
}

async function choose(page: Page, label: string | RegExp, value: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label });
  await field.fill(value);
  await field.press('Enter');
  await page.keyboard.press('Escape');
}

/** The chip that shows the seat's state and opens its menu. */
export const stateMenu = (page: Page): Locator => page.getByRole('button', { name: /^状态：/ });

/** The card of a call, by the name or number on it. */
export const card = (page: Page, who: string | RegExp): Locator => page.getByRole('article', { name: who });

/** A control of a call. */
export const control = (scope: Locator | Page, name: string): Locator =>
  scope.getByRole('button', { name, exact: true });

/** Chooses an entry of the state menu. */
export async function chooseState(page: Page, name: string | RegExp): Promise<void> {
  await stateMenu(page).click();
  await page.getByRole('menuitem', { name }).or(page.getByRole('menuitemradio', { name })).first().click();
}

/** Picks a target in the open transfer dialog by typing and Enter. */
export async function transferTo(page: Page, text: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog
    .getByRole('combobox')
    .or(dialog.getByRole('searchbox'))
    .or(dialog.getByRole('textbox'))
    .first()
    .fill(text);
  await page.keyboard.press('Enter');
}
