import { fireEvent } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { appError, fail, ok } from '../../../shared/domain/result';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { Availability } from './availability';
import { MyQueues } from './my-queues';
import { Parks } from './parks';

afterEach(cleanup);

test('each queue says whether I am in, who waits and how long; a fixed one cannot be left', async () => {
  const screen = renderScreen(<MyQueues />);
  await screen.settle();
  const boxes = screen.getAllByRole('checkbox') as HTMLInputElement[];
  expect([
    boxes.map((box) => [box.checked, box.indeterminate, box.disabled]),
    screen.getAllByRole('listitem').map((row) => row.textContent),
  ]).toEqual([
    [
      [false, true, false],
      [true, false, false],
      [true, false, false],
      [false, false, false],
      [true, false, true],
    ],
    ['售后服务301:05', '售前咨询优先级 1暂无排队', 'International100:14', 'VIP 专线固定成员，不能签出暂无排队'],
  ]);
});

test('joining all lists what failed, queue by queue', async () => {
  const screen = renderScreen(<MyQueues />);
  screen.bridge.onCommand('seat.joinAll', () =>
    ok({
      results: [
        { queue: '90', ok: true, message: '' },
        { queue: '92', ok: false, message: '没有权限' },
      ],
    }),
  );
  await screen.settle();
  fireEvent.click(screen.getByRole('checkbox', { name: /全部签入/ }));
  await screen.settle();
  expect(screen.getByRole('alert').textContent).toBe('有队列没有成功：92 没有权限');
});

test('one queue is left with its own pending state and its own error', async () => {
  const screen = renderScreen(<MyQueues />);
  screen.bridge.onCommand('seat.leaveQueue', () => fail(appError('not-confirmed', 'x', { tried: 'seat.leaveQueue' })));
  await screen.settle();
  fireEvent.click(screen.getByRole('checkbox', { name: '签出 售后服务' }));
  await screen.settle();
  expect([screen.bridge.sent, screen.getByRole('alert').textContent]).toEqual([
    [{ name: 'seat.leaveQueue', input: { queue: '90' } }],
    expect.stringContaining('签出队列：平台已接受，但 5 秒内没有看到效果'),
  ]);
});

test('parked calls count down and are taken back by their lot', async () => {
  const screen = renderScreen(<Parks />, { scene: 'busy' });
  await screen.settle();
  screen.pass(1_000);
  const rows = screen.getAllByRole('listitem').map((row) => row.textContent);
  fireEvent.click(screen.getAllByRole('button', { name: '取回' })[1]!);
  await screen.settle();
  expect([rows, screen.bridge.sent]).toEqual([
    ['71钱多多 由 SIP/2013 驻留00:19取回', '72010 8888 6666 由 SIP/2011 驻留00:38取回'],
    [{ name: 'park.retrieve', input: { lot: '72' } }],
  ]);
});

test('do-not-disturb and forwarding change by command, and show what the platform says', async () => {
  const screen = renderScreen(<Availability />);
  await screen.settle();
  fireEvent.click(screen.getByRole('switch', { name: '免打扰' }));
  await screen.settle();
  const dnd = (screen.getByRole('switch') as HTMLInputElement).checked;
  fireEvent.click(screen.getByRole('button', { name: /呼叫转移/ }));
  fireEvent.change(screen.getByRole('textbox', { name: /遇忙时/ }), { target: { value: ' 2012 ' } });
  fireEvent.click(screen.getByRole('button', { name: '设置' }));
  await screen.settle();
  expect([dnd, screen.bridge.sent]).toEqual([
    true,
    [
      { name: 'seat.setDnd', input: { on: true } },
      { name: 'seat.setForwarding', input: { kind: 'busy', destination: '2012' } },
    ],
  ]);
});
