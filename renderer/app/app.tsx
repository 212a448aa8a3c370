import { type ReactNode, useEffect, useMemo } from 'react';
import { I18nProvider } from 'react-aria-components';
import { I18nextProvider } from 'react-i18next';
import type { Bridge } from '../../shared/bridge/contract';
import type { PageShape } from '../../shared/bridge/window';
import { createWords, type Language } from '../i18n/index';
import { LiveProvider } from '../live/context';
import { useSelect } from '../live/hooks';
import '../ui/tokens.css';
import '../ui/base.css';
import './app.css';
import { ErrorBoundary } from './error-boundary';
import { Screen } from './screen';

/** The language before the settings have come. */
const guess: Language =
  typeof navigator !== 'undefined' && navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';

/** The whole page on a bridge. @param firstShape what the address asked for; `ring` stays, others yield to settings */
export function App(props: { readonly bridge: Bridge; readonly firstShape: PageShape | null }): ReactNode {
  return (
    <LiveProvider bridge={props.bridge}>
      <Worded>
        <ErrorBoundary>
          <Screen firstShape={props.firstShape} />
        </ErrorBoundary>
      </Worded>
    </LiveProvider>
  );
}

/** Language and theme of the settings, on the page itself. */
function Worded({ children }: { readonly children: ReactNode }): ReactNode {
  const language = useSelect('settings', (settings) => settings?.language ?? guess);
  const theme = useSelect('settings', (settings) => settings?.theme ?? 'system');
  const words = useMemo(() => createWords(guess), []);
  useEffect(() => {
    document.documentElement.lang = language;
    void words.changeLanguage(language);
  }, [language, words]);
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const apply = (): void => {
      document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
  return (
    <I18nextProvider i18n={words}>
      <I18nProvider locale={language}>{children}</I18nProvider>
    </I18nextProvider>
  );
}
