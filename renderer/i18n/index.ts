import i18next, { type i18n } from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { AppError } from '../../shared/domain/result';
import { en } from './en/index';
import type { PathOf } from './texts';
import { zh } from './zh-CN/index';

export type Words = typeof zh;
/** Every text of the screen, `calls.hold`; a key that does not exist does not compile. */
export type WordKey = PathOf<Words>;
export type Language = 'zh-CN' | 'en';
export type Params = Readonly<Record<string, string | number>>;
/** Text of a key in the present language; `{{name}}` is filled from `params`. */
export type Say = (key: WordKey, params?: Params) => string;

/** A translator of its own; the entry makes one, tests make as many as they like. */
export function createWords(language: Language): i18n {
  const words = i18next.createInstance();
  void words.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: zh }, en: { translation: en } },
    // React escapes; a second time would show &amp;#39; to people.
    interpolation: { escapeValue: false },
    missingInterpolationHandler: () => '—',
    initAsync: false,
    showSupportNotice: false,
  } as Parameters<i18n['init']>[0]);
  return words;
}

export function useSay(): Say {
  const { t } = useTranslation();
  return useCallback<Say>((key, params) => fill(String(t(key as never, asWritten as never)), params), [t]);
}

/**
 * Holes are filled here: i18next prepares three patterns anew for every single text, which is more than half of its work
 * and a third of what an update of fifty queue tiles costs (bench `floor`). Values stand as they are, never as texts.
 */
const asWritten = { skipInterpolation: true };
const fill = (text: string, params: Params | undefined): string =>
  text.includes('{{') ? text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params?.[name] ?? '—')) : text;

export function useLanguage(): Language {
  return useTranslation().i18n.language === 'en' ? 'en' : 'zh-CN';
}

/** Whether a key that came as data (a notice, a command name) has a text. */
export function hasWord(key: string): key is WordKey {
  let node: unknown = zh;
  for (const part of key.split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, part)) return false;
    node = (node as Readonly<Record<string, unknown>>)[part];
  }
  return typeof node === 'string';
}

/** One sentence for a person: what was tried, what went wrong, what to do next. */
export function errorText(say: Say, error: AppError, language: Language = 'zh-CN'): string {
  const tried = `commands.${error.tried ?? ''}`;
  const sentence = sentenceOf(say, error, language);
  return hasWord(tried) ? say('errors.tried', { tried: say(tried), sentence }) : sentence;
}

function sentenceOf(say: Say, { code, params = {} }: AppError, language: Language): string {
  // The audio page says `reason`: it knows nothing of the words.
  const why = `why.${params.why ?? params.reason ?? ''}`;
  if (code === 'not-possible-now' && hasWord(why)) return say('errors.because', { why: say(why) });
  const ours = code === 'refused' ? oursOf(params, language) : '';
  if (ours !== '') {
    // The platform's own words stand beside ours: they are what its administrator can look up.
    const theirs = [
      params.text && String(params.text).trim() !== ours ? say('errors.theirText', { text: params.text }) : '',
      params.errcode ? say('errors.theirCode', { errcode: params.errcode }) : '',
    ].filter(Boolean);
    return theirs.length === 0
      ? say('errors.refusedPlain', { text: ours })
      : say('errors.refusedKnown', { ours, theirs: theirs.join(say('errors.between')) });
  }
  if (code === 'refused' && !params.errcode) return say('errors.refusedPlain', params);
  if (code === 'in-use' && !params.name) return say('errors.inUseBy', params);
  return say(`errors.${code}`, params);
}

/** What the desk knows of a platform's code, in the person's language; empty when it knows nothing. */
const oursOf = (params: Params, language: Language): string =>
  String((language === 'en' ? params.en : params.zh) ?? '')
    .trim()
    .replace(/[.。]$/, '');

export function useErrorText(): (error: AppError) => string {
  const say = useSay();
  const language = useLanguage();
  return useCallback((error: AppError) => errorText(say, error, language), [say, language]);
}
