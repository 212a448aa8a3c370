import { renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { expect, test } from 'vitest';
import { createWords, useSay } from './index';

const words = createWords('zh-CN');
const wrapper = ({ children }: { readonly children: ReactNode }): ReactNode => (
  <I18nextProvider i18n={words}>{children}</I18nextProvider>
);

test('a text is filled with what it is given; what comes from outside is never read as a text of ours', () => {
  const { result } = renderHook(() => useSay(), { wrapper });
  expect([
    result.current('ui.ok'),
    result.current('seat.nextLabel', { next: '小休' }),
    result.current('seat.nextLabel'),
    result.current('seat.nextLabel', { next: '$t(ui.ok) {{next}} <b>$&</b>' }),
    result.current('wallboard.agents.shown', { n: 0, total: 500 }).replace(/\D+/g, ' ').trim(),
  ]).toEqual([
    words.t('ui.ok' as never),
    words.t('seat.nextLabel' as never, { next: '小休' } as never),
    words.t('seat.nextLabel' as never, { next: '—' } as never),
    String(words.t('seat.nextLabel' as never, { next: '@' } as never)).replace(
      '@',
      () => '$t(ui.ok) {{next}} <b>$&</b>',
    ),
    '0 500',
  ]);
});
