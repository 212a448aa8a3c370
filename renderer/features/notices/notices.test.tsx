import { act } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { Notice } from '../../../shared/bridge/topics';
import { createWords, type Say } from '../../i18n/index';
import { fixtureNow, people } from '../../live/fixture/index';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { noticeText } from './notice-text';
import { Notices } from './notices';

afterEach(cleanup);
const notice = (change: Partial<Notice>): Notice => ({
  id: 'n1',
  at: fixtureNow,
  level: 'info',
  key: 'wrap-up-cleared',
  params: {},
  sticky: false,
  ...change,
});

test('facts of the desk become words: times, pause codes, error codes, reasons', () => {
  const words = createWords('zh-CN');
  const say: Say = (key, params) => String(words.t(key as never, params as never));
  const of = { say, reasons: [{ code: 2, label: '就餐' }], zone: 480 };
  const text = (key: string, params: Notice['params']) => noticeText(notice({ key, params }), of);
  expect([
    text('link-down', { since: fixtureNow }),
    text('missed-while-offline', { from: fixtureNow - 60_000, to: fixtureNow, count: 2 }),
    text('auto-paused', { reason: 2 }),
    text('dial-failed', { code: 'busy' }),
    text('pop-blocked', { reason: 'credentials' }),
    text('pop-blocked', { reason: 'something-new' }),
    text('link-refused', { why: 'no-number' }),
    text('missed-call', { number: '13700137000', name: '' }),
    text('not-a-key', { a: 1 }),
  ]).toEqual([
    '平台连接中断，数据停在 10:32；话机仍可接打。',
    '10:31–10:32 断线期间有 2 个未接来电，见“未接”。',
    '有来电没有接，平台已将你示忙（就餐）。',
    '没有拨通：对方忙，请稍后再拨。',
    '客户页面没有打开：网址里带有账号密码。请让管理员检查弹屏网址模板。',
    '客户页面没有打开：网址不安全。请让管理员检查弹屏网址模板。',
    '没有采用外部的拨号请求：里面没有可以拨打的号码。',
    '未接来电 137 0013 7000',
    'not-a-key · 1',
  ]);
});

test('an error interrupts, other notices wait; what need not stay goes by itself', async () => {
  const screen = renderScreen(<Notices />);
  await screen.settle();
  await act(async () =>
    screen.bridge.set(
      'notices',
      people.byId([notice({}), notice({ id: 'n2', level: 'error', key: 'readied-by-supervisor', sticky: true })]),
    ),
  );
  const roles = [screen.getAllByRole('status').length, screen.getAllByRole('alert').length];
  screen.pass(8_000);
  await screen.settle();
  expect([roles, screen.bridge.sent, screen.getByRole('alert').textContent]).toEqual([
    [1, 1],
    [{ name: 'notice.dismiss', input: { id: 'n1' } }],
    '班长已将你示闲。',
  ]);
});
