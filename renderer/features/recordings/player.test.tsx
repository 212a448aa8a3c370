import { fireEvent, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { QueryInput, QueryOutput } from '../../../shared/bridge/contract';
import { appError, fail, ok, type Result } from '../../../shared/domain/result';
import { answers } from '../../live/fixture/answers';
import { createFixtureBridge, type FixtureBridge, fixtureNow } from '../../live/fixture/index';
import { fakeLayout } from '../../live/fixture/layout';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { uncallAnswers } from '../../live/fixture/uncall-answers';
import { HistoryPage } from '../history/index';

beforeEach(() => {
  fakeLayout();
  vi.spyOn(HTMLMediaElement.prototype, 'pause').mockReturnValue(undefined);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** A list of four calls; every second one was recorded. */
const few = async (input: QueryInput<'history.calls'>): Promise<Result<QueryOutput<'history.calls'>>> => {
  const all = (uncallAnswers['history.calls'] ?? answers['history.calls'])(input, fixtureNow);
  return all.ok ? ok({ ...all.value, total: 4, rows: all.value.rows.slice(0, 4) }) : all;
};

async function page(bridge: FixtureBridge = createFixtureBridge({ vendor: 'uncall' })) {
  bridge.onQuery('history.calls', few);
  const screen = renderScreen(<HistoryPage />, { bridge });
  await screen.settle();
  screen.pass(400);
  await screen.settle();
  const plays = () => screen.getAllByRole('button', { name: /^播放/ });
  const player = () => screen.getByRole('region', { name: /^录音：/ });
  const sound = () => player().querySelector('audio');
  return { screen, plays, player, sound };
}

test('a recording opens beside the list, with sound, a link to save it, and its parts', async () => {
  const { screen, plays, player, sound } = await page();
  fireEvent.click(plays()[0]!);
  await screen.settle();
  const first = [
    document.activeElement === player(),
    sound()?.getAttribute('src'),
    sound()?.hasAttribute('controls'),
    within(player()).getByRole('link', { name: '保存' }).getAttribute('href'),
    within(player()).getByRole('status').textContent,
    within(player()).getByRole('button', { name: '上一段' }).getAttribute('aria-disabled'),
  ];
  fireEvent.click(within(player()).getByRole('button', { name: '下一段' }));
  await screen.settle();
  // The newest call of the fixture's office.
  const url = (part: number): string => `/recordings/${Math.floor(fixtureNow / 1000)}.0/${part}`;
  expect([first, sound()?.getAttribute('src'), within(player()).getByRole('status').textContent]).toEqual([
    [true, url(1), true, `${url(1)}?save=1`, '第 1 段，共 2 段', 'true'],
    url(2),
    '第 2 段，共 2 段',
  ]);
});

test('one player at a time; its row is marked; Escape and the cross give the focus back to the list', async () => {
  const { screen, plays, player } = await page();
  fireEvent.click(plays()[0]!);
  await screen.settle();
  const title = player().getAttribute('aria-label');
  fireEvent.click(plays()[0]!);
  await screen.settle();
  const marked = screen.getAllByRole('button', { pressed: true });
  const now = [screen.container.querySelectorAll('audio').length, player().getAttribute('aria-label') === title];
  fireEvent.keyDown(player(), { key: 'Escape' });
  await screen.settle();
  const closed = [screen.container.querySelector('audio'), document.activeElement?.getAttribute('role')];
  fireEvent.click(plays()[1]!);
  await screen.settle();
  fireEvent.click(within(player()).getByRole('button', { name: '关闭录音' }));
  await screen.settle();
  expect([marked.length, now, closed, screen.container.querySelector('audio')]).toEqual([
    1,
    [1, false],
    [null, 'grid'],
    null,
  ]);
});

test('a recording that is refused says why and can be tried again', async () => {
  const bridge = createFixtureBridge({ vendor: 'uncall' });
  let tries = 0;
  bridge.onQuery('recording.open', () => {
    tries += 1;
    return tries === 1
      ? fail(appError('http', 'x', { params: { status: 404 } }))
      : ok({ url: '/recordings/a/1', name: 'a.wav', part: 1, parts: 1 });
  });
  const { screen, plays, player, sound } = await page(bridge);
  fireEvent.click(plays()[0]!);
  await screen.settle();
  const said = within(player()).getByRole('alert').textContent;
  fireEvent.click(within(player()).getByRole('button', { name: '重试' }));
  await screen.settle();
  expect([said, sound()?.getAttribute('src'), within(player()).queryByRole('status'), tries]).toEqual([
    expect.stringContaining('播放录音：平台返回了错误状态 404'),
    '/recordings/a/1',
    null,
    2,
  ]);
});

test('sound that the browser cannot play is an error with a way on, and saving stays possible', async () => {
  const { screen, plays, player, sound } = await page();
  fireEvent.click(plays()[0]!);
  await screen.settle();
  fireEvent.error(sound()!);
  await screen.settle();
  const broken = [
    within(player()).getByRole('alert').textContent,
    within(player()).queryByRole('link', { name: '保存' }) !== null,
  ];
  fireEvent.click(within(player()).getByRole('button', { name: '重试' }));
  await screen.settle();
  expect([broken, sound() !== null]).toEqual([['录音没有播放出来。可以重试，或保存到本机再听。', true], true]);
});

test('an answer for a recording that was closed meanwhile is dropped', async () => {
  const bridge = createFixtureBridge({ vendor: 'uncall' });
  const answers: (() => void)[] = [];
  bridge.onQuery(
    'recording.open',
    ({ id }: { id: string }) =>
      new Promise((settle) =>
        answers.push(() => settle(ok({ url: `/recordings/${id}/1`, name: id, part: 1, parts: 1 }))),
      ),
  );
  const { screen, plays, sound } = await page(bridge);
  fireEvent.click(plays()[0]!);
  await screen.settle();
  fireEvent.click(plays()[0]!);
  await screen.settle();
  answers[1]?.();
  await screen.settle();
  const second = sound()?.getAttribute('src');
  answers[0]?.();
  await screen.settle();
  expect([answers.length, second !== undefined, sound()?.getAttribute('src') === second]).toEqual([2, true, true]);
});

test('a platform without records says whose calls these are, and offers neither everybody’s nor queues', async () => {
  const faces = async (vendor: 'mvb2000' | 'uncall') => {
    const { screen } = await page(createFixtureBridge({ vendor }));
    const face = {
      note: screen.queryByText(/这个平台不保存通话记录/) !== null,
      whose: screen.queryByText('谁的通话') !== null,
      columns: screen.getAllByRole('columnheader').map((column) => column.textContent),
    };
    cleanup();
    return face;
  };
  expect([await faces('uncall'), await faces('mvb2000')]).toEqual([
    {
      note: true,
      whose: false,
      columns: ['时间', '方向', '对方', '归属', '主叫 → 被叫', '通话', '录音', '结果', '回拨'],
    },
    {
      note: false,
      whose: true,
      columns: ['时间', '方向', '对方', '归属', '主叫 → 被叫', '队列', '通话', '录音', '结果', '回拨'],
    },
  ]);
});

test('without recordings there is no column for them; what was recorded is still marked', async () => {
  const bridge = createFixtureBridge();
  const host = bridge.get('host');
  bridge.set('host', { ...host, driver: host.driver.filter((name) => name !== 'recordings') });
  const { screen } = await page(bridge);
  expect([
    screen.queryAllByRole('button', { name: /^播放/ }).length,
    screen.queryByRole('columnheader', { name: '录音' }),
    screen.getAllByLabelText('有录音').length > 0,
  ]).toEqual([0, null, true]);
});

test('what the desk only takes a call for is marked as such', async () => {
  const { screen } = await page();
  const outcomes = screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.querySelector('.badge')?.textContent);
  expect(outcomes).toEqual([
    '已接通?平台不说明结果，这是本机的推断',
    '已接通?平台不说明结果，这是本机的推断',
    '未接通',
    '已接通?平台不说明结果，这是本机的推断',
  ]);
});
