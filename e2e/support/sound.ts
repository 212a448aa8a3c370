import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Nothing serious for axe, nothing wider than its window. */
export async function sound(page: Page, what: string): Promise<void> {
  // The announcer of react-aria speaks and shows nothing; its nodes name elements that have gone meanwhile.
  const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  expect(serious, what).toEqual([]);
  await fits(page, what);
}

/** Nothing wider than its window. */
export async function fits(page: Page, what: string): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, `${what}: horizontal overflow`).toBeLessThanOrEqual(0);
}
