import type { Page } from '@playwright/test';

/** What the page notes for a bench. Wall clock ms; page and Node share it. */
export interface Watch {
  /** Last time a button or option was let go. */
  pressedAt: number;
  /** Selectors waited for, with the text (blanks left out) that the element must hold; then when each was painted. */
  wanted: { name: string; selector: string; text: string }[];
  painted: Record<string, number>;
  /** Told of each paint: nobody has to ask the page again and again, which would slow it down. */
  onPainted: () => void;
}

declare global {
  interface Window {
    bench: Watch & { look(): void };
  }
}

/**
 * Puts the stopwatch into every page: `want(…)` is fulfilled when a matching element is in the document and two frames
 * have begun since, so that the first of them is on the glass.
 */
export async function watchPage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const bench: Window['bench'] = {
      pressedAt: 0,
      wanted: [],
      painted: {},
      onPainted: () => {},
      look() {
        for (const want of [...bench.wanted]) {
          const found = [...document.querySelectorAll(want.selector)].some((element) =>
            (element.textContent ?? '').replace(/\s/g, '').includes(want.text),
          );
          if (!found) continue;
          bench.wanted = bench.wanted.filter((one) => one !== want);
          requestAnimationFrame(() =>
            requestAnimationFrame(() => {
              bench.painted[want.name] = Date.now();
              bench.onPainted();
            }),
          );
        }
      },
    };
    window.bench = bench;
    window.addEventListener(
      'pointerup',
      () => {
        bench.pressedAt = Date.now();
      },
      true,
    );
    const begin = (): void => {
      const options = { subtree: true, childList: true, characterData: true, attributes: true };
      new MutationObserver(() => bench.look()).observe(document.documentElement, options);
    };
    if (document.documentElement) begin();
    else document.addEventListener('readystatechange', begin, { once: true });
  });
}

export interface Want {
  readonly name: string;
  readonly selector: string;
  readonly text?: string;
}

/** Begins to wait for all of these. */
export const want = (page: Page, wants: readonly Want[]): Promise<void> =>
  page.evaluate(
    (list) => {
      window.bench.painted = {};
      window.bench.wanted = list.map(({ name, selector, text }) => ({ name, selector, text: text ?? '' }));
      window.bench.look();
    },
    wants.map((one) => ({ ...one })),
  );

/** When they were painted, once all are; throws with what the page shows instead after `ms`. */
export async function painted(page: Page, names: readonly string[], ms = 10_000): Promise<Record<string, number>> {
  const { times, text } = await page.evaluate(
    ([list, limit]) =>
      new Promise<{ times: Record<string, number> | null; text: string }>((resolve) => {
        const late = setTimeout(() => resolve({ times: null, text: document.body.innerText.slice(0, 600) }), limit);
        const check = (): void => {
          if (!list.every((name) => name in window.bench.painted)) return;
          clearTimeout(late);
          window.bench.onPainted = () => {};
          resolve({ times: { ...window.bench.painted }, text: '' });
        };
        window.bench.onPainted = check;
        check();
      }),
    [names, ms] as const,
  );
  if (!times) throw new Error(`not painted within ${ms} ms: ${names.join()}\n${text}`);
  return times;
}
