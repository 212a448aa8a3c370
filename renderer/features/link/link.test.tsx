import { fireEvent } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { AsOf } from './as-of';
import { LinkBanner } from './link-banner';
import { LinkDot } from './link-dot';

afterEach(cleanup);

test('fresh data needs no banner and says its time', async () => {
  const screen = renderScreen(
    <>
      <LinkBanner />
      <AsOf />
    </>,
  );
  await screen.settle();
  expect([screen.container.querySelector('.offline-banner'), screen.getByText('数据截至 10:32:04').className]).toEqual([
    null,
    'as-of as-of-live',
  ]);
});

test('stale is amber; down is red, says since when, what may be missed, which attempt, and retries at once', async () => {
  const stale = renderScreen(<LinkBanner />, { scene: 'stale' });
  await stale.settle();
  const amber = [
    stale.container.querySelector('.tone-ringing') !== null,
    stale.getByText('数据延迟，正在重试') !== null,
  ];
  cleanup();
  const down = renderScreen(<LinkBanner />, { scene: 'down' });
  await down.settle();
  const text = down.getByRole('status').textContent;
  down.pass(2_000);
  const later = down.getByRole('status').textContent;
  fireEvent.click(down.getByRole('button', { name: '立即重试' }));
  await down.settle();
  expect([amber, text, later?.includes('2 秒后重试'), down.bridge.sent]).toEqual([
    [true, true],
    '平台连接中断，数据停在 10:31:2710:31 起可能漏接来电，恢复后会从记录中补出话机仍可接打第 7 次重试4 秒后重试立即重试',
    true,
    [{ name: 'session.retryNow', input: {} }],
  ]);
});

test('an interface that fails makes the dot amber; a platform that no longer pushes does not', async () => {
  const words = [];
  for (const endpoint of ['figures', 'push']) {
    const screen = renderScreen(<LinkDot />);
    screen.bridge.set('link', {
      ...screen.bridge.get('link'),
      endpoints: [{ endpoint, state: 'down', asOf: null, error: null }],
    });
    await screen.settle();
    words.push(screen.getByRole('button').getAttribute('aria-label'));
    cleanup();
  }
  expect(words).toEqual(['连接与数据: 1 个接口不正常', '连接与数据: 数据实时']);
});
