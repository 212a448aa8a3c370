import { fireEvent, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { appError, fail, ok } from '../../../shared/domain/result';
import { createFixtureBridge } from '../../live/fixture/index';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { SignInPage } from './sign-in-page';

afterEach(cleanup);

async function page(scene: 'signed-out' | 'first-run' = 'signed-out') {
  const screen = renderScreen(<SignInPage />, { scene });
  await screen.settle();
  return screen;
}
const submit = (screen: ReturnType<typeof renderScreen>) => screen.getByRole('button', { name: '签入' });

test('what was used last is filled in and one press signs in', async () => {
  const screen = await page();
  fireEvent.click(submit(screen));
  await screen.settle();
  expect(screen.bridge.sent).toEqual([
    {
      name: 'session.signIn',
      input: {
        profileId: 'built-in',
        agent: '8015',
        device: '2011',
        queues: [
          { queue: '90', penalty: 0 },
          { queue: '91', penalty: 1 },
        ],
        initial: { kind: 'ready' },
        takeOver: false,
      },
    },
  ]);
});

test('a first run needs agent and phone before it can go on', async () => {
  const screen = await page('first-run');
  const before = submit(screen).hasAttribute('disabled');
  const [agent, device] = screen.getAllByRole('combobox') as HTMLInputElement[];
  fireEvent.change(agent!, { target: { value: '8033' } });
  fireEvent.change(device!, { target: { value: '2011' } });
  await screen.settle();
  expect([before, submit(screen).hasAttribute('disabled')]).toEqual([true, false]);
});

test('a phone in use names who sits there and is taken over only when agreed', async () => {
  const screen = await page();
  const [, device] = screen.getAllByRole('combobox') as HTMLInputElement[];
  fireEvent.change(device!, { target: { value: '2012' } });
  await screen.settle();
  const blocked = submit(screen).hasAttribute('disabled');
  fireEvent.click(screen.getByRole('checkbox', { name: '从 8012 李娜 接管这部话机' }));
  fireEvent.click(submit(screen));
  await screen.settle();
  expect([blocked, screen.bridge.sent.map(({ input }) => (input as { takeOver: boolean }).takeOver)]).toEqual([
    true,
    [true],
  ]);
});

test('a refusal because of use offers the take-over even when the list did not know', async () => {
  const screen = await page();
  screen.bridge.onCommand('session.signIn', () =>
    fail(appError('in-use', 'taken', { params: { by: '8021', name: '李雷', device: '2011' } })),
  );
  fireEvent.click(submit(screen));
  await screen.settle();
  expect([
    screen.getByRole('alert').textContent,
    screen.getByRole('checkbox', { name: '从 8021 李雷 接管这部话机' }) !== null,
  ]).toEqual(['正在被 李雷（8021）使用，可以接管或另选一个。', true]);
});

test('the connection test shows each step and names the one that failed', async () => {
  const screen = await page();
  fireEvent.click(screen.getByRole('button', { name: '连接自己的平台' }));
  const dialog = within(screen.getByRole('dialog'));
  fireEvent.change(dialog.getByRole('textbox', { name: '地址' }), { target: { value: 'https://pbx.example.cn' } });
  fireEvent.click(dialog.getByRole('button', { name: '测试连接' }));
  await screen.settle();
  expect([
    dialog.getByText('连接测试停在“接口密钥”这一步') !== null,
    dialog.getAllByRole('listitem').map((step) => step.textContent),
  ]).toEqual([
    true,
    [
      '域名解析10.0.0.8通过4 毫秒',
      '网络连接通过通过9 毫秒',
      '证书与加密跳过跳过',
      '平台应答MVB2000 3.2.1通过21 毫秒',
      '接口密钥平台拒绝了接口密钥，请核对密钥和平台的日期设置。失败12 毫秒',
    ],
  ]);
});

test('a self-signed certificate offers its fingerprint, and pinning is a press of its own', async () => {
  const screen = await page();
  screen.bridge.onQuery('session.probe', () =>
    ok({
      steps: [
        {
          step: 'tls',
          state: 'failed',
          milliseconds: 8,
          params: {},
          error: appError('tls', 'self-signed', { params: { fingerprint: 'AA:BB:CC' } }),
        },
      ],
    }),
  );
  fireEvent.click(screen.getByRole('button', { name: '连接自己的平台' }));
  const dialog = within(screen.getByRole('dialog'));
  fireEvent.change(dialog.getByRole('textbox', { name: '地址' }), { target: { value: 'https://pbx.example.cn' } });
  fireEvent.click(dialog.getByRole('button', { name: '测试连接' }));
  await screen.settle();
  const pin = dialog.getByRole('textbox', { name: /证书指纹/ }) as HTMLInputElement;
  const before = pin.value;
  fireEvent.click(dialog.getByRole('button', { name: '指纹一致，固定它' }));
  fireEvent.click(dialog.getByRole('button', { name: '保存' }));
  await screen.settle();
  expect([before, screen.bridge.sent]).toEqual([
    '',
    [
      {
        name: 'session.saveProfile',
        input: {
          id: '',
          name: 'https://pbx.example.cn',
          address: 'https://pbx.example.cn',
          key: '',
          pin: 'AA:BB:CC',
          features: {},
          vendor: 'mvb2000',
          admin: { user: '', password: '' },
          tasks: { address: '', user: '', password: '' },
          voice: { address: '', domain: '', user: '', password: '', pin: '' },
        },
      },
    ],
  ]);
});

test('a platform whose lists cannot be read still lets a person type', async () => {
  const bridge = createFixtureBridge({ scene: 'signed-out' });
  bridge.onQuery('session.choices', () => fail(appError('timed-out', 'slow')));
  const screen = renderScreen(<SignInPage />, { bridge });
  await screen.settle();
  expect([screen.getByText(/读不到平台上的工号与话机/) !== null, submit(screen).hasAttribute('disabled')]).toEqual([
    true,
    false,
  ]);
});

/** Opens the form of a platform and gives its boxes by label. */
async function form(vendor: 'mvb2000' | 'uncall', name: string, opensAdmin = true) {
  const bridge = createFixtureBridge({ scene: 'signed-out', vendor });
  const host = bridge.get('host');
  const capabilities = host.capabilities.filter((one) => opensAdmin || one !== 'admin-page');
  bridge.set('host', { ...host, capabilities });
  const screen = renderScreen(<SignInPage />, { bridge });
  await screen.settle();
  fireEvent.click(screen.getByRole('button', { name }));
  await screen.settle();
  const dialog = within(screen.getByRole('dialog'));
  const labels = (): readonly string[] =>
    [...screen.getByRole('dialog').querySelectorAll('.field-label')].map((label) => label.textContent ?? '');
  return { screen, dialog, labels };
}
const type = (box: HTMLElement, value: string): void => void fireEvent.change(box, { target: { value } });

test('a platform of the second vendor asks for no key and no feature codes, and is saved with its tasks’ account', async () => {
  const { screen, dialog, labels } = await form('uncall', '编辑 合肥外呼中心');
  const asked = labels();
  const password = dialog.getByLabelText('密码') as HTMLInputElement;
  const stored = [password.value, password.placeholder, dialog.getByText(/外呼任务中每个号码的结果/) !== null];
  type(dialog.getByLabelText('用户名'), ' seatline ');
  type(password, 's3cret');
  fireEvent.click(dialog.getByRole('button', { name: '保存' }));
  await screen.settle();
  expect([asked, stored, screen.bridge.sent]).toEqual([
    [
      ...['名称', '平台类型', '地址', '测试用分机', '证书指纹（SHA-256）', '数据库地址', '用户名', '密码'],
      ...['WebSocket 地址', 'SIP 用户名', 'SIP 密码', 'SIP 域', '证书指纹（SHA-256）'],
    ],
    ['', '已保存，留空表示不变', true],
    [
      {
        name: 'session.saveProfile',
        input: {
          id: 'hefei',
          name: '合肥外呼中心',
          address: 'http://192.168.1.180',
          key: '',
          pin: '',
          features: {},
          vendor: 'uncall',
          admin: { user: '', password: '' },
          tasks: { address: '192.168.1.180:3306', user: 'seatline', password: 's3cret' },
          voice: { address: '', domain: '', user: '', password: '', pin: '' },
        },
      },
    ],
  ]);
});

test('a platform of the first vendor keeps key, feature codes and an account of the admin pages', async () => {
  const { screen, dialog, labels } = await form('mvb2000', '编辑 上海客服中心');
  fireEvent.click(dialog.getByRole('button', { name: '平台上的功能码' }));
  await screen.settle();
  const user = dialog.getByLabelText('用户名') as HTMLInputElement;
  const password = dialog.getByLabelText('密码') as HTMLInputElement;
  const kept = [user.value, password.placeholder, labels().includes('接口密钥'), labels().includes('三方通话')];
  type(user, '');
  fireEvent.click(dialog.getByRole('button', { name: '保存' }));
  await screen.settle();
  const [saved] = screen.bridge.sent.map(({ input }) => input as { admin: unknown; tasks: unknown; vendor: string });
  expect([kept, password.disabled, saved?.vendor, saved?.admin, saved?.tasks]).toEqual([
    ['boss', '已保存，留空表示不变', true, true],
    true,
    'mvb2000',
    { user: '', password: '' },
    { address: '', user: '', password: '' },
  ]);
});

test('a host that cannot open the admin pages asks for no account, and keeps the one that is stored', async () => {
  const { screen, dialog } = await form('mvb2000', '编辑 上海客服中心', false);
  const asked = dialog.queryByLabelText('用户名');
  fireEvent.click(dialog.getByRole('button', { name: '保存' }));
  await screen.settle();
  const [saved] = screen.bridge.sent.map(({ input }) => input as { admin: unknown });
  expect([asked, saved?.admin]).toEqual([null, { user: 'boss', password: '' }]);
});

test('the connection test of the second vendor says what it does without, and that is no failure', async () => {
  const { screen, dialog } = await form('uncall', '编辑 合肥外呼中心');
  fireEvent.click(dialog.getByRole('button', { name: '测试连接' }));
  await screen.settle();
  expect([
    dialog.getByText('连接正常，可以保存') !== null,
    dialog.getAllByRole('listitem').map((step) => step.textContent),
  ]).toEqual([
    true,
    [
      '域名解析192.168.1.180通过2 毫秒',
      '网络连接通过通过3 毫秒',
      '证书与加密跳过跳过',
      '平台应答Uncall 3.0通过18 毫秒',
      '接口密钥这个平台不用接口密钥跳过',
      '时间校对这个平台不报告时间跳过',
      '分机检查通过通过22 毫秒',
    ],
  ]);
});

test('where the platform has no lists a person types, joins no queue, and starts ready or busy', async () => {
  const bridge = createFixtureBridge({ scene: 'signed-out', vendor: 'uncall' });
  // Joined last on another platform; this one knows nothing of it.
  bridge.set('session', { ...bridge.get('session'), lastQueues: [{ queue: '90', penalty: 0 }] });
  const screen = renderScreen(<SignInPage />, { bridge });
  await screen.settle();
  type(screen.getByRole('textbox', { name: /工号/ }), '801');
  type(screen.getByRole('textbox', { name: /话机/ }), '8001');
  fireEvent.click(screen.getByRole('button', { name: /签入后的状态/ }));
  await screen.settle();
  const states = screen.getAllByRole('option').map((option) => option.textContent);
  fireEvent.click(screen.getByRole('option', { name: '示忙' }));
  await screen.settle();
  fireEvent.click(submit(screen));
  await screen.settle();
  expect([screen.queryByText('签入的队列'), screen.queryByRole('combobox'), states, screen.bridge.sent]).toEqual([
    null,
    null,
    ['示闲', '示忙'],
    [
      {
        name: 'session.signIn',
        input: {
          profileId: 'hefei',
          agent: '801',
          device: '8001',
          queues: [],
          initial: { kind: 'pause', reason: 1 },
          takeOver: false,
        },
      },
    ],
  ]);
});
