import type { WordKey } from '../../i18n/index';

/** What a person typed, read; or the sentence that says what is wrong. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly key: Extract<WordKey, `settings.invalid.${string}`>;
      readonly params?: Readonly<Record<string, string | number>>;
    };

const good = <T>(value: T): Checked<T> => ({ ok: true, value });

/** A whole number within limits (both allowed). */
export const wholeBetween =
  (min: number, max: number) =>
  (text: string): Checked<number> => {
    const trimmed = text.trim();
    if (!/^-?\d{1,9}$/.test(trimmed)) return { ok: false, key: 'settings.invalid.whole' };
    const value = Number(trimmed);
    return value < min || value > max
      ? { ok: false, key: 'settings.invalid.range', params: { min, max } }
      : good(value);
  };

/** A red limit: within its limits and above the amber one. */
export const redAbove =
  (amber: number, max: number) =>
  (text: string): Checked<number> => {
    const whole = wholeBetween(1, max)(text);
    if (!whole.ok || whole.value > amber) return whole;
    return { ok: false, key: 'settings.invalid.redAboveAmber', params: { amber } };
  };

export const outsidePrefix = (text: string): Checked<string> =>
  /^[0-9*#]{0,4}$/.test(text.trim()) ? good(text.trim()) : { ok: false, key: 'settings.invalid.prefix' };

export const areaCode = (text: string): Checked<string> =>
  /^0?\d{0,4}$/.test(text.trim()) ? good(text.trim()) : { ok: false, key: 'settings.invalid.areaCode' };

/** Short codes between commas (also Chinese ones), blanks or line ends; each once. */
export function shortCodes(text: string): Checked<string[]> {
  const codes = [...new Set(text.split(/[\s,，、;；]+/).filter(Boolean))];
  const bad = codes.find((code) => !/^[0-9*#]{2,8}$/.test(code));
  return bad === undefined
    ? good(codes)
    : { ok: false, key: 'settings.invalid.shortCode', params: { code: bad.slice(0, 20) } };
}

export const shortText =
  (max: number) =>
  (text: string): Checked<string> =>
    text.length <= max ? good(text) : { ok: false, key: 'settings.invalid.tooLong', params: { max } };

/** A queue number that has no row yet. */
export const newQueue =
  (taken: readonly string[]) =>
  (text: string): Checked<string> => {
    const queue = text.trim();
    if (!/^[0-9]{1,32}$/.test(queue)) return { ok: false, key: 'settings.invalid.queue' };
    return taken.includes(queue) ? { ok: false, key: 'settings.invalid.queueTwice', params: { queue } } : good(queue);
  };
