import { act, fireEvent } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { appError, fail } from '../../../shared/domain/result';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { ListenPage, listensAlone } from './index';

afterEach(cleanup);

async function page(language: 'zh-CN' | 'en' = 'zh-CN') {
  const screen = renderScreen(<ListenPage />, { vendor: 'uncall', language });
  await screen.settle();
  return screen;
}
const ways = (screen: ReturnType<typeof renderScreen>): readonly (string | null)[] =>
  screen.getAllByRole('radio').map((radio) => radio.closest('label')?.textContent ?? null);

test('each way the platform has says who hears whom, in both languages; the others are absent', async () => {
  const chinese = await page();
  const told = ways(chinese);
  await act(async () =>
    chinese.bridge.set('host', { ...chinese.bridge.get('host'), driver: ['monitor', 'whisper', 'barge'] }),
  );
  const all = ways(chinese);
  cleanup();
  expect([told, all, ways(await page('en'))]).toEqual([
    ['监听您听得到双方，双方都听不到您', '耳语您听得到双方，只有坐席听得到您，客户听不到'],
    [
      '监听您听得到双方，双方都听不到您',
      '耳语您听得到双方，只有坐席听得到您，客户听不到',
      '强插三方通话，双方都听得到您',
    ],
    [
      'MonitorYou hear both sides; neither hears you',
      'WhisperYou hear both sides; only the agent hears you, the customer does not',
    ],
  ]);
});

test('the typed extension and the chosen way are one command, sent by Enter or by the button', async () => {
  const screen = await page();
  const box = screen.getByLabelText('要监听的分机');
  fireEvent.change(box, { target: { value: ' 8002 ' } });
  fireEvent.submit(box.closest('form')!);
  await screen.settle();
  fireEvent.click(screen.getByRole('radio', { name: /耳语/ }));
  fireEvent.click(screen.getByRole('button', { name: '开始' }));
  await screen.settle();
  expect([screen.bridge.sent, screen.getByText('正在耳语分机 8002，请接起您的话机') !== null]).toEqual([
    [
      { name: 'member.supervise', input: { interface: '8002', mode: 'monitor' } },
      { name: 'member.supervise', input: { interface: '8002', mode: 'whisper' } },
    ],
    true,
  ]);
});

test('nothing is sent for an empty box, for myself, or for what is no extension', async () => {
  const screen = await page();
  const box = screen.getByLabelText('要监听的分机');
  const said: (string | undefined)[] = [];
  for (const value of ['', '2011', '80 02; rm']) {
    fireEvent.change(box, { target: { value } });
    fireEvent.submit(box.closest('form')!);
    await screen.settle();
    said.push(screen.container.querySelector('.field-error')?.textContent ?? undefined);
  }
  expect([said, screen.bridge.sent]).toEqual([[undefined, '不能监听自己的分机', '请输入分机号'], []]);
});

test('a refusal is told in place', async () => {
  const screen = await page();
  screen.bridge.onCommand('member.supervise', () =>
    fail(appError('refused', 'x', { tried: 'member.supervise', params: { text: 'Error', zh: '分机没有在通话' } })),
  );
  fireEvent.change(screen.getByLabelText('要监听的分机'), { target: { value: '8002' } });
  fireEvent.click(screen.getByRole('button', { name: '开始' }));
  await screen.settle();
  expect(screen.getByRole('alert').textContent).toContain('旁听通话：平台拒绝：分机没有在通话（平台原文“Error”）。');
});

test('it has a place of its own only where no floor shows whom to listen to', () => {
  expect([
    listensAlone(new Set(['monitor'])),
    listensAlone(new Set(['barge', 'hold'])),
    listensAlone(new Set(['monitor', 'floor'])),
    listensAlone(new Set(['hold'])),
  ]).toEqual([true, true, false, false]);
});
