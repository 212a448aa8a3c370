import { usage } from './exit';
import type { Shell } from './shell';

/** `--time-limit <seconds>` in milliseconds; undefined = the endpoint's own. */
export function timeLimitOf(shell: Shell): number | undefined {
  const text = shell.parsed.own['time-limit'];
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (!/^\d{1,4}(\.\d{1,3})?$/.test(text) || seconds <= 0 || seconds > 3600) {
    throw usage({
      en: '--time-limit is a number of seconds up to 3600.',
      zh: '--time-limit 是不超过 3600 的秒数。',
    });
  }
  return Math.round(seconds * 1000);
}
