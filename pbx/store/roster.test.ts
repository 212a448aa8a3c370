import { describe, expect, test } from 'vitest';
import { centreOf } from '../scenario/centre';
import { shippedRegions } from '../services/regions';
import { smsDevices } from '../services/sms-gateway';
import { openStore } from './store';

const kinds = ['small', 'demo', 'empty', { seats: 40, queues: 6 }] as const;
const opened = () => {
  const store = openStore();
  store.roster.seed(centreOf('small'), smsDevices);
  return store;
};

describe('the roster', () => {
  test.each(kinds)('of a new folder is the centre that it was given, member for member: %j', (kind) => {
    const store = openStore();
    const { outside: _, prompts: __, ...centre } = centreOf(kind);
    const first = store.roster.seed(centre, smsDevices);
    const read = [store.roster.centre(), store.roster.lists().modems];
    const again = store.roster.seed(centreOf('small'), []);
    const after = [store.roster.centre(), store.roster.lists().modems];
    store.close();
    expect([first, again, read, after]).toEqual([true, false, [centre, smsDevices], [centre, smsDevices]]);
  });

  test('seeds who sits at a hot desk as somebody who sits there, not as its owner', () => {
    const store = openStore();
    const small = centreOf('small');
    const devices = small.devices.map((one) => (one.no === '3002' ? { ...one, user: '8002' } : one));
    store.roster.seed({ ...small, devices }, []);
    const seated = store.roster.centre().devices.find(({ no }) => no === '3002')?.user;
    store.roster.keeper.split('3002');
    const empty = store.roster.centre().devices.find(({ no }) => no === '3002')?.user;
    store.close();
    expect([seated, empty]).toEqual(['8002', '']);
  });

  test('replaces a list as a whole: order, change, removal; the others stay', () => {
    const { roster, database, close } = opened();
    const before = roster.lists();
    const [first, second, third] = before.users;
    const users = [{ ...third!, ringSeconds: 9 }, { ...first!, no: '9999' }, second!];
    const devices = before.devices.map((one) => ({ ...one, user: one.user === '2012' ? '2012' : '' }));
    const queues = [{ ...before.queues[1]!, members: [{ interface: 'SIP/2012', penalty: 4 }] }];
    roster.replace({ users, devices, queues }, { name: '新公司' });
    const after = roster.lists();
    const members = database.all('SELECT queue, interface FROM queue_member');
    close();
    expect(after).toEqual({ ...before, users, devices, queues });
    expect(members).toEqual([{ queue: '91', interface: 'SIP/2012' }]);
  });

  test('is one transaction: a list that cannot be written leaves everything as it was', () => {
    const { roster, close } = opened();
    const before = roster.lists();
    const broken = [{ code: 100, label: 'x', custom: true }];
    expect(() => roster.replace({ users: [], pauseReasons: broken })).toThrow();
    expect(roster.lists()).toEqual(before);
    close();
  });
});

describe('what is kept', () => {
  const times = { joinedAt: 5, pausedAt: null, since: 5, readyMs: 0, pausedMs: 0 };
  const member = (queue: string, iface: string) =>
    ({ queue, interface: iface, kind: 'dynamic', penalty: 0, paused: 0, ...times }) as const;

  test('one person sits at one desk, and one desk has one person', () => {
    const { roster, database, close } = opened();
    const { keeper } = roster;
    keeper.bound({ user: '8001', device: '3001' });
    keeper.bound({ user: '8002', device: '3002' });
    keeper.bound({ user: '8001', device: '3002' });
    keeper.split('3001');
    const rows = database.all('SELECT device, user FROM binding');
    // A telephone and a person that only the exchange has are kept like others.
    keeper.bound({ user: '501', device: '601' });
    const all = keeper.bindings();
    close();
    expect([rows, all]).toEqual([
      [{ device: '3002', user: '8001' }],
      [
        { device: '3002', user: '8001' },
        { device: '601', user: '501' },
      ],
    ]);
  });

  test('names and what was kept follow the lists', () => {
    const { roster, close } = opened();
    const { keeper } = roster;
    const { users, devices, queues } = roster.lists();
    const name = () => keeper.names().get('2011')?.name;
    const before = name();
    keeper.bound({ user: '8001', device: '3001' });
    keeper.bound({ user: '8002', device: '3002' });
    keeper.member(member('90', 'SIP/3001'));
    keeper.member(member('91', 'SIP/3002'));
    keeper.member({ ...member('91', 'SIP/2011'), kind: 'static', paused: 3 });
    keeper.setPersonal('8001', { dnd: true, barred: false, CF: '', CFB: '', CFU: '2012' });
    keeper.setPersonal('8002', { dnd: true, barred: false, CF: '', CFB: '', CFU: '' });
    roster.replace({
      users: users.filter(({ no }) => no !== '8001').map((one) => (one.no === '2011' ? { ...one, name: '林' } : one)),
      devices: devices
        .filter(({ no }) => no !== '3001')
        .map((one) => (one.no === '3002' ? { ...one, kind: 'fixed' } : one)),
      queues,
    });
    const after = [name(), keeper.bindings(), keeper.memberships(), [...keeper.personal().keys()]];
    close();
    expect([before, after]).toEqual(['王芳', ['林', [], [member('91', 'SIP/3002')], ['8002']]]);
  });
});

test('where numbers are from is seeded once and replaced table by table', () => {
  const store = openStore();
  const { regions } = store;
  const seeded = [regions.seed(shippedRegions), regions.seed({ areas: [], prefixes: [], segments: [] })];
  const segments = [{ segment: '1390013', code: '571' }];
  const before = regions.areas().length;
  regions.replace({ segments });
  const after = [regions.areas().length, regions.segments(), regions.segmentOf('1390013'), regions.segmentOf('1')];
  store.close();
  expect([seeded, before === shippedRegions.areas.length, after]).toEqual([
    [true, false],
    true,
    [before, segments, '571', null],
  ]);
});
