import { act, fireEvent } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { appError, fail, ok, type Result } from '../../../shared/domain/result';
import { createFixtureBridge, fixtureNow, people } from '../../live/fixture/index';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { CallCard } from './call-card';
import { CallList } from './call-list';

afterEach(cleanup);
const id = '1763692293.191';
const { byId, talking } = people;

async function card(vendor: 'mvb2000' | 'uncall' = 'uncall') {
  const bridge = createFixtureBridge({ scene: 'talking', vendor });
  const screen = renderScreen(<CallCard callId={id} density="full" />, { bridge });
  await screen.settle();
  return screen;
}
const words = (screen: ReturnType<typeof renderScreen>): readonly (string | null)[] =>
  [...screen.container.querySelectorAll('.controls button')].map((button) => button.textContent);

test('only what this platform can do is on the card', async () => {
  const uncall = words(await card('uncall'));
  cleanup();
  const first = words(await card('mvb2000'));
  expect([uncall, first.includes('满意度')]).toEqual([['挂断', '保持', '盲转', '满意度'], false]);
});

test('a rating is asked for once: pending, then done and no second press', async () => {
  const screen = await card();
  let answer: (result: Result<null>) => void = () => undefined;
  screen.bridge.onCommand('call.survey', () => new Promise<Result<null>>((settle) => (answer = settle)));
  const button = screen.getByRole('button', { name: '满意度' });
  fireEvent.click(button);
  fireEvent.click(button);
  const pending = [button.className.includes('is-pending'), button.getAttribute('aria-disabled')];
  await act(async () => {
    answer(ok(null));
    screen.bridge.set('calls', byId([talking(fixtureNow, { queue: '', surveyed: true })]));
  });
  await screen.settle();
  const done = screen.getByRole('button', { name: '已请评分' });
  fireEvent.click(done);
  await screen.settle();
  expect([pending, done.getAttribute('aria-disabled'), screen.bridge.sent]).toEqual([
    [true, 'true'],
    'true',
    [{ name: 'call.survey', input: { callId: id } }],
  ]);
});

test('a refused rating is told in the card and can be asked for again', async () => {
  const screen = await card();
  screen.bridge.onCommand('call.survey', () =>
    fail(appError('refused', 'x', { tried: 'call.survey', params: { text: 'Error' } })),
  );
  fireEvent.click(screen.getByRole('button', { name: '满意度' }));
  await screen.settle();
  fireEvent.click(screen.getByRole('button', { name: '满意度' }));
  await screen.settle();
  expect([screen.getByRole('alert').textContent, screen.bridge.sent.length]).toEqual([
    expect.stringContaining('满意度调查：平台拒绝：Error'),
    2,
  ]);
});

test('what the platform leaves open is said and not shown as a fact', async () => {
  const screen = await card();
  const notes = () => [...screen.container.querySelectorAll('.call-note')].map((note) => note.textContent);
  const said = [notes()];
  for (const change of [
    { assumed: 'calling', state: 'dialing' },
    { state: 'held', away: true, heldSince: fixtureNow },
  ] as const) {
    await act(async () => screen.bridge.set('calls', byId([talking(fixtureNow, change)])));
    said.push(notes());
  }
  expect(said).toEqual([[], ['平台没有说明对方是否已接听'], ['对方在听音乐，您的话机已空闲；取回后继续通话。']]);
});

test.each([
  ['ready', '来电会显示在这里', 'DR?'],
  ['paused', '现在示忙，来电会听到忙音', 'DR?'],
] as const)(
  'without queues the empty list of a %s seat speaks of none, nor of keys that do nothing',
  async (scene, text, keys) => {
    const screen = renderScreen(<CallList density="full" />, { scene, vendor: 'uncall' });
    await screen.settle();
    expect([
      screen.container.querySelector('.state-text')?.textContent,
      [...screen.container.querySelectorAll('kbd')].map((key) => key.textContent).join(''),
    ]).toEqual([text, keys]);
  },
);
