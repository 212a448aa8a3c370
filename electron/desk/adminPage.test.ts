import { afterEach, expect, it } from 'vitest';
import { appError, fail, ok } from '../../shared/domain/result';
import type { PostedForm } from '../platforms/driver';
import type { HostPort } from './effects';
import { createFakeDesk, type FakeDesk } from './testing/fake-desk';
import { createFakeDriver } from './testing/fake-driver';

let office: FakeDesk;
afterEach(() => office.close());

const asked: [PostedForm, string][] = [];
function open(more: Partial<HostPort> = {}, adminPage = true): FakeDesk {
  asked.length = 0;
  office = createFakeDesk({
    effects: {
      driver: () => {
        const { adminPage: page, ...driver } = createFakeDriver(office.platform, office.clock);
        return adminPage && page ? { ...driver, adminPage: page } : driver;
      },
      host: {
        edition: 'electron',
        version: '0',
        capabilities: ['admin-page'],
        openAdminPage: async (form, pin) => {
          asked.push([form, pin]);
          return ok(null);
        },
        ...more,
      },
    },
  });
  return office;
}
const account = (user: string): Promise<unknown> =>
  office.desk.dispatch('session.saveProfile', {
    id: 'built-in',
    name: 'demo',
    address: 'http://127.0.0.1:8123',
    pin: 'AB:CD',
    admin: { user, password: user === '' ? '' : 'admin-secret' },
  });

it('the host gets the form and the pin; the page gets neither, and the log says that it was opened', async () => {
  open();
  await account('admin');
  await office.signIn();
  const answer = await office.call('platform.openAdmin', { page: 'reports' });
  const told = JSON.stringify([office.log.rows, office.get('session'), office.get('commands'), office.get('notices')]);
  expect([
    answer,
    asked,
    told.includes('admin-secret'),
    office.log.rows.filter((row) => row.event === 'admin.opened'),
  ]).toEqual([
    ok(null),
    [[office.platform.adminForm, 'AB:CD']],
    false,
    [{ level: 'info', event: 'admin.opened', fields: { page: 'reports', code: 'ok' } }],
  ]);
});

it('refuses with the reason: nobody signed in, no account, a platform that cannot, a page that did not come', async () => {
  const outcomes: unknown[] = [];
  const note = async (): Promise<void> => {
    const answer = await office.call('platform.openAdmin', {});
    outcomes.push(answer.ok ? 'ok' : [answer.error.code, answer.error.params?.why ?? '']);
  };
  open();
  await note();
  await office.signIn();
  await note();
  await office.close();

  open({}, false);
  await account('admin');
  await office.signIn();
  await note();
  await office.close();

  open({ openAdminPage: async () => fail(appError('http', 'no', { params: { status: 403 } })) });
  await account('admin');
  await office.signIn();
  await note();
  expect(outcomes).toEqual([
    ['not-signed-in', ''],
    ['not-possible-now', 'no-admin-account'],
    ['not-supported', ''],
    ['http', ''],
  ]);
});

it('the browser edition has no such window', async () => {
  office = createFakeDesk();
  await account('admin');
  await office.signIn();
  expect(await office.call('platform.openAdmin', {})).toMatchObject({ ok: false, error: { code: 'not-supported' } });
});
