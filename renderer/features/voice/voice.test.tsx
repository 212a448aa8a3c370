import { act, fireEvent, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { appError, fail, ok, type Result } from '../../../shared/domain/result';
import { createFixtureBridge, fixtureNow, people, registered, type Scene, voiceCall } from '../../live/fixture/index';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { CallList } from '../calls/call-list';
import { AudioFrame, MuteButton, VoiceBadge } from './index';

afterEach(cleanup);
const { byId, zhangWei } = people;

async function show(part: React.ReactNode, scene: Scene, language: 'zh-CN' | 'en' = 'zh-CN') {
  const screen = renderScreen(part, { scene, language });
  await screen.settle();
  return screen;
}

test('without voice there is neither badge nor microphone nor frame', async () => {
  const screen = await show(
    <>
      <VoiceBadge />
      <MuteButton />
      <AudioFrame />
    </>,
    'talking',
  );
  expect(screen.container.textContent + screen.container.innerHTML).toBe('');
});

test('the badge names the headset while all is well, and the trouble when it is not', async () => {
  const screen = await show(<VoiceBadge />, 'voice');
  const names: (string | null)[] = [];
  const badge = () => screen.getByRole('button');
  names.push(badge().getAttribute('aria-label'), badge().textContent);
  for (const change of [
    { registration: 'connecting' },
    { microphone: 'absent', headset: null },
    { page: false },
    { microphone: 'unknown' },
  ] as const) {
    await act(async () => screen.bridge.set('voice', registered(change)));
    names.push(badge().textContent);
  }
  expect(names).toEqual([
    '软电话：软电话就绪 · Jabra Evolve2 65',
    'Jabra Evolve2 65',
    '软电话注册中',
    '没有麦克风',
    '声音未打开',
    '请允许麦克风',
  ]);
});

test('a failed registration says why and is tried again at a press', async () => {
  const screen = await show(<VoiceBadge />, 'voice-failed');
  fireEvent.click(screen.getByRole('button'));
  const dialog = within(screen.getByRole('dialog'));
  const why = dialog.getByText(/连接不上/) !== null;
  await act(async () =>
    screen.bridge.set(
      'voice',
      registered({
        registration: 'failed',
        error: appError('refused', 'x', { params: { errcode: 403, text: 'SIP 403' } }),
      }),
    ),
  );
  const account = dialog.getByText(/账号或密码/) !== null;
  fireEvent.click(dialog.getByRole('button', { name: '立即重试' }));
  await screen.settle();
  expect([why, account, screen.bridge.sent, screen.bridge.get('voice')?.registration]).toEqual([
    true,
    true,
    [{ name: 'voice.retry', input: {} }],
    'connecting',
  ]);
});

test('a microphone that was never asked for is asked for by opening and closing it', async () => {
  const screen = await show(<VoiceBadge />, 'voice');
  await act(async () => screen.bridge.set('voice', registered({ microphone: 'unknown' })));
  fireEvent.click(screen.getByRole('button'));
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: '允许麦克风' }));
  await screen.settle();
  expect(screen.bridge.sent.map(({ input }) => input)).toEqual([{ what: 'microphone' }, { what: 'off' }]);
});

test('a microphone that is forbidden: the words are those of the place that forbids it', async () => {
  const told = async (capabilities: readonly 'audio-frame'[]) => {
    const bridge = createFixtureBridge({ scene: 'voice-no-microphone' });
    bridge.set('host', { ...bridge.get('host'), capabilities });
    const screen = renderScreen(<VoiceBadge />, { bridge });
    await screen.settle();
    fireEvent.click(screen.getByRole('button'));
    const text = screen.getByRole('dialog').textContent ?? '';
    cleanup();
    return [text.includes('浏览器不允许'), text.includes('系统的隐私设置')];
  };
  expect([await told(['audio-frame']), await told([])]).toEqual([
    [true, false],
    [false, true],
  ]);
});

test('mute is pressed once, waits, shows what the desk says and tells an error', async () => {
  const screen = await show(<MuteButton />, 'voice-talking');
  const button = () => screen.getByRole('button', { name: /^(已)?静音$/ });
  const seen = () => [button().textContent, button().getAttribute('aria-pressed')];
  const before = seen();
  let answer: (result: Result<null>) => void = () => undefined;
  screen.bridge.onCommand('voice.mute', () => new Promise<Result<null>>((settle) => (answer = settle)));
  fireEvent.click(button());
  fireEvent.click(button());
  const waiting = button().getAttribute('aria-disabled');
  await act(async () => answer(ok(null)));
  await act(async () => screen.bridge.set('voiceCalls', byId([voiceCall(fixtureNow, { muted: true })])));
  const after = seen();
  fireEvent.click(button());
  await act(async () => answer(fail(appError('not-possible-now', 'x', { params: { why: 'not-talking' } }))));
  expect([before, waiting, after, screen.getByRole('alert').textContent, screen.bridge.sent]).toEqual([
    ['静音', 'false'],
    'true',
    ['已静音', 'true'],
    expect.stringContaining('还没有接通'),
    [
      { name: 'voice.mute', input: { on: true, voiceCallId: 'a1' } },
      { name: 'voice.mute', input: { on: false, voiceCallId: 'a1' } },
    ],
  ]);
});

test('there is no microphone to mute before the call is taken', async () => {
  const screen = await show(<MuteButton />, 'voice-ringing');
  expect(screen.queryByRole('button')).toBeNull();
});

test('a card with its sound here says so, says when nobody hears me, and shows the figures', async () => {
  const screen = await show(<CallList density="full" />, 'voice-muted', 'en');
  const strip = within(screen.container.querySelector<HTMLElement>('.voice-strip')!);
  fireEvent.click(strip.getByRole('button', { name: 'Call quality: Poor' }));
  const figures = [...screen.getByRole('dialog').querySelectorAll('dd')].map((node) => node.textContent);
  await act(async () =>
    screen.bridge.set('voiceCalls', byId([voiceCall(fixtureNow, { quality: null, muted: false })])),
  );
  expect([figures, screen.container.querySelector('.voice-strip')?.textContent]).toEqual([
    ['3.1 of 4.5', '46 ms', '7.1%', '412 ms'],
    'MuteTalking in this app',
  ]);
});

test('a call of a phone on the desk has no strip', async () => {
  const screen = await show(<CallList density="full" />, 'voice-talking');
  const with_ = screen.container.querySelectorAll('.voice-strip').length;
  await act(async () => screen.bridge.set('voiceCalls', {}));
  expect([with_, screen.container.querySelectorAll('.voice-strip').length]).toEqual([1, 0]);
});

test('a call that the platform has not shown is a card of its own: answer, reject, hang up', async () => {
  const screen = await show(<CallList density="full" />, 'voice-only');
  const card = within(screen.getByRole('article', { name: '137 0013 7000' }));
  fireEvent.click(card.getByRole('button', { name: '接听' }));
  await screen.settle();
  fireEvent.click(card.getByRole('button', { name: '拒接' }));
  fireEvent.click(card.getByRole('button', { name: '挂断' }));
  await screen.settle();
  expect(screen.bridge.sent).toEqual([
    { name: 'voice.answer', input: { voiceCallId: 'a1' } },
    { name: 'voice.hangUp', input: { voiceCallId: 'a1' } },
  ]);
});

test('its card takes the same place: never two, never none, and it stays when the telephone has forgotten the call', async () => {
  const screen = await show(<CallList density="full" />, 'voice-only');
  const places = () => [...screen.container.querySelectorAll('.call-place')];
  const cards = () => screen.getAllByRole('article').map((card) => card.getAttribute('aria-label'));
  const [place] = places();
  const call = zhangWei(fixtureNow);
  const seen: unknown[] = [cards()];
  // The desk tells whose sound it is before it shows the card.
  await act(async () =>
    screen.bridge.set('voiceCalls', byId([voiceCall(fixtureNow, { callId: call.id, state: 'ringing' })])),
  );
  seen.push(cards());
  await act(async () => screen.bridge.set('calls', byId([call])));
  seen.push(cards());
  await act(async () => screen.bridge.set('voiceCalls', {}));
  seen.push(cards());
  expect([seen, places().length, places()[0] === place]).toEqual([
    [['137 0013 7000'], ['138 0013 8000'], ['张伟'], ['张伟']],
    1,
    true,
  ]);
});

test('whichever comes first, its card or whose sound it is: the place stays', async () => {
  const screen = await show(<CallList density="full" />, 'voice-only');
  const places = () => [...screen.container.querySelectorAll('.call-place')];
  const [place] = places();
  const call = zhangWei(fixtureNow);
  await act(async () => screen.bridge.set('calls', byId([call])));
  await act(async () =>
    screen.bridge.set('voiceCalls', byId([voiceCall(fixtureNow, { callId: call.id, state: 'ringing' })])),
  );
  expect([places().length, places()[0] === place, place?.textContent?.includes('张伟')]).toEqual([1, true, true]);
});

test('answered elsewhere is told while the telephone still knows of it', async () => {
  const screen = await show(<CallList density="tight" />, 'voice-only');
  await act(async () =>
    screen.bridge.set('voiceCalls', byId([voiceCall(fixtureNow, { callId: '', state: 'ended', end: 'elsewhere' })])),
  );
  expect([screen.getByText('通话已结束：已在别处接听') !== null, screen.queryByRole('button')]).toEqual([true, null]);
});
