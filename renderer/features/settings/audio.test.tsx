import { notifyManager } from '@tanstack/react-query';
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Voice } from '../../../shared/bridge/topics';
import { ok } from '../../../shared/domain/result';
import { createFixtureBridge, registered, type Scene } from '../../live/fixture/index';
import { fakeLayout } from '../../live/fixture/layout';
import { renderScreen } from '../../live/fixture/render';
import { SettingsPage } from './index';

beforeEach(() => {
  fakeLayout();
  notifyManager.setScheduler(queueMicrotask);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function open(change: Partial<Voice> = {}, scene: Scene = 'voice', vendor: 'mvb2000' | 'uncall' = 'mvb2000') {
  const bridge = createFixtureBridge({ scene, vendor });
  const voice = bridge.get('voice');
  if (voice) bridge.set('voice', { ...voice, ...change });
  const view = renderScreen(<SettingsPage section="audio" />, { bridge });
  await view.settle();
  const choose = async (label: RegExp): Promise<readonly (string | null)[]> => {
    fireEvent.click(screen.getByRole('button', { name: label }));
    await view.settle();
    return screen.getAllByRole('option').map((option) => option.textContent);
  };
  const pick = async (name: string): Promise<void> => {
    fireEvent.click(screen.getByRole('option', { name }));
    await view.settle();
  };
  return { bridge, view, choose, pick };
}
const sent = (bridge: ReturnType<typeof createFixtureBridge>) => bridge.sent.map(({ name, input }) => [name, input]);

test('the section is there only where the app is a telephone, and is left when it is none any more', async () => {
  const { bridge, view } = await open();
  const titles = () => screen.getAllByRole('heading').map((heading) => heading.textContent);
  const before = titles();
  await act(async () => bridge.set('voice', null));
  await view.settle();
  expect([before, titles(), screen.queryByRole('button', { name: '音频' })]).toEqual([
    ['设置', '音频'],
    ['设置', '通用'],
    null,
  ]);
});

test('devices are chosen by name; the default one and no second one are choices of their own', async () => {
  const { bridge, choose, pick } = await open();
  const inputs = await choose(/ 麦克风$/);
  await pick('Jabra Evolve2 65');
  const ringers = await choose(/同时响铃/);
  await pick('音箱 (Realtek Audio)');
  await choose(/同时响铃/);
  await pick('不另外响铃');
  expect([inputs, ringers, sent(bridge)]).toEqual([
    ['系统默认设备', 'Jabra Evolve2 65', 'HD Pro Webcam C920'],
    ['不另外响铃', 'Jabra Evolve2 65', '音箱 (Realtek Audio)'],
    [{ input: 'in-jabra' }, { ringer: 'out-speaker' }, { ringer: '' }].map((voice) => [
      'settings.change',
      { change: { voice } },
    ]),
  ]);
});

test('a device that has gone stays in the list, and what is used instead is told', async () => {
  const { bridge, view, choose } = await open({ fallback: true });
  const settings = bridge.get('settings');
  await act(async () =>
    bridge.set('settings', { ...settings, voice: { ...settings.voice, output: 'gone', ringer: 'gone-too' } }),
  );
  await view.settle();
  const hints = [...view.container.querySelectorAll('.device-gone .field-hint')].map((hint) => hint.textContent);
  expect([hints, await choose(/扬声器或耳麦$/)]).toEqual([
    ['现在改用系统默认设备，重新接上后会自动换回。', '这个设备没有连接，来电只在扬声器或耳麦上响铃。'],
    ['系统默认设备', 'Jabra Evolve2 65', '音箱 (Realtek Audio)', '先前选择的设备（现在没有连接）'],
  ]);
});

test('without names the microphone is allowed first; a forbidden one says where', async () => {
  const nameless = { inputs: [{ id: '1', label: '' }], outputs: [{ id: '2', label: '' }] };
  const { bridge, view, choose } = await open({ microphone: 'unknown', ...nameless });
  const names = await choose(/ 麦克风$/);
  fireEvent.keyDown(screen.getByRole('listbox'), { key: 'Escape' });
  await view.settle();
  fireEvent.click(screen.getByRole('button', { name: '允许麦克风' }));
  await view.settle();
  await act(async () => bridge.set('voice', registered({ microphone: 'denied', ...nameless })));
  expect([
    names,
    sent(bridge),
    screen.queryByRole('button', { name: '允许麦克风' }),
    screen.getByText(/浏览器不允许使用麦克风/) !== null,
  ]).toEqual([['系统默认设备', '麦克风 1'], [['voice.test', { what: 'microphone' }]], null, true]);
});

test('the microphone’s test shows its level, says once that it is heard, and ends with the section', async () => {
  const { bridge, view } = await open();
  bridge.onCommand('voice.test', () => ok(null));
  fireEvent.click(screen.getByRole('button', { name: '测试麦克风' }));
  await view.settle();
  const level = async (value: number) => {
    await act(async () => bridge.set('voice', registered({ test: { what: 'microphone', level: value } })));
    const meter = screen.getByRole('meter', { name: '麦克风音量' });
    return [
      meter.getAttribute('aria-valuenow'),
      view.container.querySelector('.voice-level ~ [role=status]')?.textContent,
    ];
  };
  const levels = [await level(0), await level(0.3), await level(0.01)];
  fireEvent.click(screen.getByRole('button', { name: '关于' }));
  await view.settle();
  expect([levels, sent(bridge).map(([, input]) => input)]).toEqual([
    [
      ['0', '请对着麦克风说话，绿条应随声音起伏。'],
      ['30', '能听到您的声音。'],
      ['1', '能听到您的声音。'],
    ],
    [{ what: 'microphone' }, { what: 'off' }],
  ]);
});

test('a tone on the output is one press; there are no tests during a call', async () => {
  const { bridge, view } = await open();
  const button = () => screen.getByRole('button', { name: '播放测试音' });
  fireEvent.click(button());
  await view.settle();
  await act(async () => {
    bridge.set('voiceCalls', createFixtureBridge({ scene: 'voice-talking' }).get('voiceCalls'));
  });
  fireEvent.click(button());
  await view.settle();
  expect([sent(bridge), button().getAttribute('aria-disabled')]).toEqual([
    [['voice.test', { what: 'output' }]],
    'true',
  ]);
});

test('auto-answer asks for its seconds only when it is on, and has no queues where the platform has none', async () => {
  const { bridge, view, choose, pick } = await open();
  const off = screen.queryByLabelText('振铃几秒后应答');
  const choices = await choose(/自动应答/);
  await pick('只有队列来电');
  const box = screen.getByLabelText('振铃几秒后应答');
  fireEvent.change(box, { target: { value: '31' } });
  fireEvent.blur(box);
  fireEvent.change(box, { target: { value: '3' } });
  fireEvent.focus(box);
  fireEvent.blur(box);
  await view.settle();
  cleanup();
  const second = await open({}, 'voice', 'uncall');
  expect([off, choices, await second.choose(/自动应答/), sent(bridge)]).toEqual([
    null,
    ['不自动应答', '只有队列来电', '所有来电'],
    ['不自动应答', '所有来电'],
    [
      ['settings.change', { change: { voice: { autoAnswer: 'queue' } } }],
      ['settings.change', { change: { voice: { autoAnswerSeconds: 3 } } }],
    ],
  ]);
});

test('sound processing is three switches of their own', async () => {
  const { bridge, view } = await open();
  for (const name of [/回声消除/, /降噪/, /自动调节/]) fireEvent.click(screen.getByRole('switch', { name }));
  await view.settle();
  expect(sent(bridge).map(([, input]) => input)).toEqual(
    [{ echoCancellation: false }, { noiseSuppression: false }, { autoGain: false }].map((voice) => ({
      change: { voice },
    })),
  );
});

test('the headset in use is named, and a browser without headset buttons says so', async () => {
  const { bridge, view } = await open();
  const group = within(screen.getByRole('group', { name: '耳麦按键' }));
  const named = group.getByText('正在使用：Jabra Evolve2 65') !== null;
  fireEvent.click(group.getByRole('button', { name: '配对耳麦' }));
  await view.settle();
  await act(async () => bridge.set('voice', registered({ headset: null })));
  expect([named, group.getByRole('status').textContent, group.getByText('还没有配对耳麦。') !== null]).toEqual([
    true,
    '本环境不支持耳麦按键，声音不受影响。',
    true,
  ]);
});
