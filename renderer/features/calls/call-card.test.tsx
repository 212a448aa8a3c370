import { act, fireEvent, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { driverCapabilities } from '../../../shared/bridge/topics';
import type { Call } from '../../../shared/domain/call';
import { appError, fail, ok, type Result } from '../../../shared/domain/result';
import { fixtureNow, people, type Scene } from '../../live/fixture/index';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { getIntents, resetIntents } from '../keyboard/intents';
import { CallCard } from './call-card';

afterEach(cleanup);
beforeEach(resetIntents);
const { byId, talking } = people;
const id = '1763692293.191';

const names = [
  '接听',
  '拒接',
  '挂断',
  '保持',
  '取回',
  '盲转',
  '咨询',
  '驻留',
  '按键',
  '完成转接',
  '取消咨询',
  '切换',
  '三方',
];
/** Names of the control buttons in order; a minus before what cannot be used. */
function controls(screen: ReturnType<typeof renderScreen>): readonly string[] {
  return screen
    .getAllByRole('button')
    .filter((button) => names.includes(button.textContent ?? ''))
    .map((button) => `${button.getAttribute('aria-disabled') === 'true' ? '-' : ''}${button.textContent}`);
}
async function card(scene: Scene) {
  const screen = renderScreen(<CallCard callId={id} density="full" />, { scene });
  await screen.settle();
  return screen;
}

test.each([
  ['ringing', '接听 拒接 挂断 -保持 -盲转 -咨询 -驻留 -按键 -完成转接 -取消咨询 -切换 -三方'],
  ['talking', '-接听 -拒接 挂断 保持 盲转 咨询 驻留 按键 -完成转接 -取消咨询 -切换 -三方'],
  ['held', '-接听 -拒接 挂断 取回 盲转 咨询 驻留 -按键 -完成转接 -取消咨询 -切换 -三方'],
  ['consulting', '-接听 -拒接 挂断 -保持 -盲转 -咨询 -驻留 按键 完成转接 取消咨询 切换 三方'],
] as const)('buttons of a %s call come from capabilities() and keep their places', async (scene, expected) => {
  expect(controls(await card(scene))).toEqual(expected.split(' '));
});

test('what the platform cannot do is not drawn', async () => {
  const screen = await card('talking');
  const host = screen.bridge.get('host');
  const driver = driverCapabilities.filter(
    (name) => !['park', 'consult-swap', 'consult-three-way', 'answer'].includes(name),
  );
  await act(async () => screen.bridge.set('host', { ...host, driver }));
  expect(controls(screen)).toEqual('-拒接 挂断 保持 盲转 咨询 按键 -完成转接 -取消咨询'.split(' '));
});

test('a button that cannot be used does nothing, stays focusable and says why', async () => {
  const screen = await card('ringing');
  const hold = screen.getByRole('button', { name: '保持' });
  fireEvent.click(hold);
  act(() => hold.focus());
  expect([screen.bridge.sent, document.activeElement === hold, screen.queryByRole('tooltip')?.textContent]).toEqual([
    [],
    true,
    expect.stringContaining('还没有接通'),
  ]);
});

test('a press is pending at once, takes no second press, and a refusal is told in the card', async () => {
  const screen = await card('talking');
  let answer: (result: Result<null>) => void = () => undefined;
  screen.bridge.onCommand('call.hold', () => new Promise<Result<null>>((settle) => (answer = settle)));
  const hold = screen.getByRole('button', { name: /保持/ });
  fireEvent.click(hold);
  fireEvent.click(hold);
  expect([hold.className.includes('is-pending'), hold.getAttribute('aria-disabled')]).toEqual([true, 'true']);
  await act(async () =>
    answer(fail(appError('refused', 'x', { tried: 'call.hold', params: { errcode: 2004, text: '通道不存在' } }))),
  );
  expect([screen.bridge.sent.length, screen.getByRole('alert').textContent]).toEqual([
    1,
    expect.stringContaining('保持：平台拒绝：通道不存在（代码 2004）'),
  ]);
});

test('transfer and consult ask for a target first', async () => {
  const screen = await card('talking');
  fireEvent.click(screen.getByRole('button', { name: '盲转' }));
  const first = getIntents().transfer;
  fireEvent.click(screen.getByRole('button', { name: '咨询' }));
  expect([first, getIntents().transfer, screen.bridge.sent]).toEqual([
    { callId: id, mode: 'blind' },
    { callId: id, mode: 'consult' },
    [],
  ]);
});

test('a consultation shows both sides with their own timers and says whom I hear', async () => {
  const screen = await card('consulting');
  const legs = screen.getAllByRole('listitem').map((leg) => leg.textContent);
  expect(legs).toEqual([
    expect.stringMatching(/^客户张伟.*保持中01:42$/),
    expect.stringMatching(/^被咨询人陈静 2014正在与 陈静 通话通话中00:09$/),
  ]);
});

test.each([
  ['hung-up-there', '对方挂断'],
  ['answered-elsewhere', '已在别处接听'],
  ['abandoned', '来电放弃'],
  ['unknown', '正在核对结束原因'],
] as const)('an ended call says why: %s', async (end, words) => {
  const screen = await card('talking');
  const ended: Call = talking(fixtureNow, { state: 'ended', end, endedAt: fixtureNow });
  await act(async () => screen.bridge.set('calls', byId([ended])));
  expect(screen.getByText(`通话已结束：${words}`)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: '收起' }));
  await screen.settle();
  expect(screen.bridge.sent).toEqual([{ name: 'call.dismiss', input: { callId: id } }]);
});

test('timers run from the platform’s own times', async () => {
  const screen = await card('held');
  screen.pass(3_000);
  const head = screen.container.querySelector('.call-timers');
  expect(
    within(head as HTMLElement)
      .getAllByRole('timer')
      .map((timer) => timer.textContent),
  ).toEqual(['01:45', '00:20']);
});

test('text from outside stays text', async () => {
  const screen = await card('talking');
  const evil = '<img src=x onerror=alert(1)>';
  await act(async () => screen.bridge.set('calls', byId([talking(fixtureNow, { name: evil, callData: evil })])));
  expect([screen.container.querySelectorAll('img').length, screen.getAllByText(evil).length]).toEqual([0, 2]);
});

test('the customer page can be opened again where the host can open pages', async () => {
  const screen = await card('talking');
  screen.bridge.onCommand('pop.open', () => ok(null));
  fireEvent.click(screen.getByRole('button', { name: '重新打开客户页面' }));
  await screen.settle();
  expect(screen.bridge.sent).toEqual([{ name: 'pop.open', input: { popId: '1763692293.190/ring' } }]);
});
