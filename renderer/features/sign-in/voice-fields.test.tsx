import { fireEvent, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { SignInPage } from './sign-in-page';
import { voiceAddressFault } from './voice-fields';

afterEach(cleanup);

async function form(vendor: 'mvb2000' | 'uncall', name: string) {
  const screen = renderScreen(<SignInPage />, { scene: 'signed-out', vendor });
  await screen.settle();
  fireEvent.click(screen.getByRole('button', { name }));
  await screen.settle();
  const dialog = within(screen.getByRole('dialog'));
  const box = (label: string) => dialog.getByLabelText(label) as HTMLInputElement;
  const type = (label: string, value: string): void => void fireEvent.change(box(label), { target: { value } });
  const save = async (): Promise<unknown> => {
    fireEvent.click(dialog.getByRole('button', { name: '保存' }));
    await screen.settle();
    return screen.bridge.sent.map(({ input }) => (input as { voice: unknown }).voice);
  };
  return { screen, dialog, box, type, save };
}

test.each([
  ['', null],
  ['wss://pbx.example.cn:8089/ws', null],
  [' ws://10.0.0.8:8088/ws ', null],
  ['https://pbx.example.cn', 'signIn.voiceFault.scheme'],
  ['pbx.example.cn:8089', 'signIn.voiceFault.scheme'],
  ['wss://', 'signIn.voiceFault.malformed'],
  ['wss://pbx example', 'signIn.voiceFault.malformed'],
  ['wss://2011:secret@pbx.example.cn', 'signIn.voiceFault.credentials'],
] as const)('address %j: %s', (address, fault) => {
  expect(voiceAddressFault(address)).toBe(fault);
});

test('the second vendor’s platform becomes a telephone too; an empty user is the extension', async () => {
  const { box, type, save } = await form('uncall', '编辑 合肥外呼中心');
  const before = [box('SIP 用户名').disabled, box('SIP 密码').disabled];
  type('WebSocket 地址', ' wss://192.168.1.180:8089/ws ');
  type('SIP 密码', 's3cret');
  expect([before, box('SIP 用户名').placeholder, await save()]).toEqual([
    [true, true],
    '留空用分机号',
    [{ address: 'wss://192.168.1.180:8089/ws', domain: '', user: '', password: 's3cret', pin: '' }],
  ]);
});

test('what is stored is shown without its password, which an empty box keeps; no address removes all of it', async () => {
  const first = await form('mvb2000', '编辑 上海客服中心');
  const shown = [first.box('WebSocket 地址').value, first.box('SIP 密码').value, first.box('SIP 密码').placeholder];
  const kept = await first.save();
  cleanup();
  const second = await form('mvb2000', '编辑 上海客服中心');
  second.type('WebSocket 地址', '');
  const removed = await second.save();
  const none = { address: '', domain: '', user: '', password: '', pin: '' };
  expect([shown, kept, removed]).toEqual([
    ['wss://pbx.example.cn:8089/ws', '', '已保存，留空表示不变'],
    [{ ...none, address: 'wss://pbx.example.cn:8089/ws' }],
    [none],
  ]);
});

test('what cannot be right is said at its box and is not saved', async () => {
  const { dialog, type, save } = await form('mvb2000', '编辑 上海客服中心');
  type('WebSocket 地址', 'https://pbx.example.cn');
  const scheme = dialog.getByText('地址必须以 ws:// 或 wss:// 开头。') !== null;
  const first = await save();
  type('WebSocket 地址', 'ws://pbx.example.cn:8088/ws');
  const plain = dialog.getByText('ws:// 不加密，只适合内网。') !== null;
  type('SIP 域', 'sip:2011@pbx');
  const domain = dialog.getByText(/SIP 域只写主机名/) !== null;
  expect([scheme, plain, domain, first, await save()]).toEqual([true, true, true, [], []]);
});

test('whoever signs in reads which telephone this app becomes, where it becomes one', async () => {
  const screen = renderScreen(<SignInPage />, { scene: 'signed-out' });
  await screen.settle();
  const without = screen.queryByText(/本程序就是/);
  fireEvent.click(screen.getByRole('button', { name: /^上海客服中心/ }));
  await screen.settle();
  expect([without, screen.getByText('签入后，本程序就是分机 2011 的话机。') !== null]).toEqual([null, true]);
});
