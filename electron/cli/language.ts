import type { Words } from '../../shared/webcti/codes';

export type Language = 'zh' | 'en';

/** `--lang` first, then what the shell says, then the system. Anything but Chinese is English. */
export function languageOf(
  wanted: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  locale: string,
): Language {
  const said = wanted || env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  // `C` and `POSIX` say nothing about the person.
  const named = /^(c|posix)([.@]|$)/i.test(said) ? '' : said;
  return /^zh/i.test(named || (said === '' ? locale : '')) ? 'zh' : 'en';
}

/** The words in a language; a missing translation falls back to English. */
export const inLanguage = (words: Words, language: Language): string => words[language] || words.en;

/** `{name}` in words becomes the value, in both languages. */
export const filled = (words: Words, values: Readonly<Record<string, string | number>>): Words => {
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
  return { en: fill(words.en), zh: fill(words.zh) };
};
