import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { only, pick, startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const pass = (ms: number): void => platform.clock.advance(ms);
const dial = (query: Record<string, string> = {}) =>
  platform.ask('ctioriginate', {
    channel: 'SIP/2011',
    context: 'from-internal',
    exten: '2012',
    priority: '1',
    callerid: '2011',
    variable: 'MVB_CALLER=2011|NOTE=a=b',
    ...query,
  });

describe('devices and seats', () => {
  test('binding shows on both sides, splitting takes it back', async () => {
    const both = async () => [
      only(await platform.rows('ctigetuser', { user: '8001' })).device,
      only(await platform.rows('getdevices', { device: '3001' })).user,
      pick(only(await platform.rows('getextinterface', { extension: '8001' })), 'device', 'interface'),
      only(await platform.rows('getallextensions', { extension: '8001' })).channel,
    ];
    const none = ['', '', { device: '', interface: '' }, ''];
    const before = await both();
    await platform.ask('ctibinddevice', { extension: '8001', device: '3001' });
    const bound = await both();
    await platform.ask('ctisplitdevice', { extension: '8001', device: '3001' });
    expect([before, bound, await both()]).toEqual([
      none,
      ['3001', '8001', { device: '3001', interface: 'SIP/3001' }, 'SIP/3001'],
      none,
    ]);
  });

  test('refusals name what is missing', async () => {
    const messages = await Promise.all([
      platform.ask('ctibinddevice', { extension: '7777', device: '3001' }),
      platform.ask('ctibinddevice', { extension: '8001', device: '7777' }),
      platform.ask('getextinterface', { extension: '7777' }),
      platform.ask('ctisetcfon', { extension: '7777', destination: '2012' }),
    ]);
    expect(messages.map(({ errcode, message }) => [errcode, message])).toEqual([
      [1041, 'Extension 7777 is not exists.'],
      [1042, 'Device 7777 is not exists.'],
      [9004, 'no_exten'],
      [9004, 'no_exten'],
    ]);
  });

  test('an unplugged telephone is unreachable everywhere', async () => {
    platform.scenario.unplugs('2011');
    pass(1_000);
    expect([
      only(await platform.rows('getpeers', { peername: '2011' })).status,
      only(await platform.rows('getextensionstatus', { exten: '2011' })).status,
      only(only(await platform.rows('getallstatus', { devices: '2011' })).devices).status,
    ]).toEqual(['UNREACHABLE', '4', 4]);
  });

  test('do-not-disturb, forwarding and the outgoing bar are kept', async () => {
    const extension = '2011';
    const answers = [
      await platform.rows('ctisetdndon', { extension }),
      await platform.rows('ctigetdnd', { extension }),
      await platform.rows('ctisetdndoff', { extension }),
      await platform.rows('ctisetcfon', { extension, cftype: 'CFB', destination: '13800138000' }),
      await platform.rows('ctisetcfon', { extension, destination: '2012' }),
      await platform.rows('ctisetcfoff', { extension, cftype: 'CFU' }),
      await platform.rows('ctigetcf', { extension }),
      await platform.rows('ctisetcndon', { extension }),
      await platform.rows('ctigetcnd', { extension }),
    ];
    expect(answers.map((list) => list[0])).toEqual([
      { status: '1' },
      { status: '1' },
      { status: '0' },
      { CF: '', CFB: '13800138000', CFU: '' },
      { CF: '2012', CFB: '2012', CFU: '2012' },
      { CF: '2012', CFB: '2012', CFU: '' },
      { CF: '2012', CFB: '2012', CFU: '' },
      { status: '1' },
      { status: '1' },
    ]);
  });
});

describe('queues', () => {
  test('joining, pausing with a reason and leaving show in every list', async () => {
    const member = { queue: '90', interface: 'SIP/2011' };
    await platform.ask('ctiqueueadd', { ...member, penalty: '3' });
    await platform.ask('ctiqueuepause', { ...member, paused: '7' });
    pass(65_000);
    const row = only(await platform.rows('getqueuemember', { queue: '90', agentname: '2011' }));
    const general = only(await platform.rows('getqueuegeneral', { queuenos: '90' }));
    const { queues } = only(await platform.rows('getallstatus', { queues: '90' }));
    expect([
      pick(row, 'agent', 'agentship', 'penalty', 'paused', 'pausetime', 'status'),
      pick(general, 'membercount', 'pause', 'unpause', 'usable', 'unusable', 'usableidle'),
      pick(only(only(queues).members), 'interface', 'paused', 'penalty'),
    ]).toEqual([
      { agent: 'SIP/2011', agentship: 'dynamic', penalty: '3', paused: '7', pausetime: '65', status: '1' },
      { membercount: 1, pause: 1, unpause: 0, usable: 0, unusable: 1, usableidle: 0 },
      { interface: 'SIP/2011', paused: '7', penalty: '3' },
    ]);
    await platform.ask('ctiqueueremove', member);
    expect([
      await platform.rows('getqueuemember', { queue: '90' }),
      (await platform.ask('ctiqueueremove', member)).message,
    ]).toEqual([[], 'Queue add failed: Unable to remove interface: Not there']);
  });

  test('activity is told with seconds, filtered, sorted and by pages', async () => {
    const member = { queue: '90', interface: 'SIP/2011' };
    await platform.ask('ctiqueueadd', member);
    pass(60_000);
    await platform.ask('ctiqueuepause', { ...member, paused: '2' });
    pass(30_000);
    await platform.ask('ctiqueuepause', { ...member, paused: '0' });
    await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2012' });
    const span = { datefrom: '2026-03-02', dateto: '2026-03-02' };
    const told = async (query: Record<string, string>) =>
      (await platform.rows('getagentactivity', { ...span, ...query })).map((row) => [
        row.agentname,
        row.event,
        row.actionseconds,
        row.pausetype,
      ]);
    const all = [
      ['2011', 'added', '0', '0'],
      ['2011', 'paused', '60', '2'],
      ['2011', 'unpaused', '30', expect.any(String)],
      ['2012', 'added', '0', '0'],
    ];
    expect([
      await told({ sort: 'createtime', sens: 'ASC' }),
      await told({ agent: 'SIP/2011', event: '1' }),
      await told({ sort: 'createtime', sens: 'ASC', offset: '1', rows: '2' }),
      await told({ datefrom: '2026-03-03', dateto: '2026-03-04' }),
      (await platform.ask('getagentactivity', { ...span, sort: 'password' })).message,
    ]).toEqual([all, [all[1]], all.slice(1, 3), [], 'variable "sort" is invalid.']);
  });

  test('a waiting caller is seen and can be withdrawn', async () => {
    await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
    await platform.ask('ctiqueuepause', { queue: '90', interface: 'SIP/2011', paused: '1' });
    const caller = platform.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    pass(12_000);
    const waiting = only(await platform.rows('getqueuecalls', { queue: '90' }));
    expect(pick(waiting, 'channel', 'uniqueid', 'callerid', 'position', 'wait', 'count', 'queuestart')).toEqual({
      channel: caller.channel,
      uniqueid: caller.uniqueId,
      callerid: '13800138000',
      position: '1',
      wait: '12',
      count: '1',
      queuestart: expect.stringMatching(/^17724132\d\d$/),
    });
    const withdrawn = await platform.ask('ctiqueuecallerwithdraw', { queue: '90', caller: caller.channel });
    pass(1_000);
    expect([withdrawn.errcode, await platform.rows('getqueuecalls', { queue: '90' })]).toEqual([0, []]);
  });
});

describe('originate', () => {
  test('asynchronous: queued at once, then seen as a call', async () => {
    const queued = await dial({ async: 'yes' });
    pass(500);
    const ringing = only(await platform.rows('getpopupscreen', { channel: 'SIP/2011' })).state;
    platform.scenario.answers('2011');
    pass(1_000);
    const link = only(await platform.rows('getcalls', { srcchannel: 'SIP/2011' }));
    const note = await platform.rows('ctigetvar', { channel: link.srcchannel, variable: 'NOTE' });
    expect([queued, ringing, pick(link, 'callstate', 'dstcallerid'), note]).toEqual([
      { errcode: 0, message: 'Originate successfully queued', data: [] },
      'Ringing',
      { callstate: 'Dialing', dstcallerid: '2012' },
      [{ result: 'a=b' }],
    ]);
  });

  test('synchronous: waits for the first telephone', async () => {
    platform.scenario.behaves('2011', { kind: 'answers', afterSeconds: 4 });
    const before = platform.clock.now();
    const answer = await platform.whilePassing(dial());
    expect([answer.errcode, platform.clock.now() - before >= 4_000]).toEqual([0, true]);
  });

  const failed = (reason: string) => ({
    errcode: 1232,
    message: 'Do originate failed: Originate failed',
    data: [{ message: 'Originate failed', reason }],
  });
  test.each([
    ['busy', '5', { kind: 'busy' }],
    ['congested', '8', { kind: 'congested' }],
    ['silent', '3', { kind: 'silent' }],
    ['refused', '1', { kind: 'refuses', afterSeconds: 2 }],
  ] as const)('an outside party that is %s gives reason %s', async (_, reason, behaviour) => {
    platform.scenario.outsideBehaves('*', behaviour);
    const answer = await platform.whilePassing(
      dial({ channel: 'SIP/to117/13800138000', timeout: '10000', exten: '2011' }),
    );
    expect(answer).toEqual(failed(reason));
  });
});

describe('conference', () => {
  const joins = async (device: string) => {
    await platform.ask('ctioriginate', {
      channel: `SIP/${device}`,
      application: 'MeetMe',
      data: '9111',
      callerid: device,
      variable: 'A=1',
      async: '1',
    });
    pass(500);
    platform.scenario.answers(device);
    pass(500);
  };
  const command = (text: string) => platform.ask('cticommand', { command: text });

  test('members are listed, muted and thrown out by command', async () => {
    await joins('2011');
    await joins('2012');
    const seats = await platform.rows('getmeetme', { meetme: '9111' });
    const listed = String(only((await command('meetme list 9111')).data).result);
    const muted = await command('meetme mute 9111 1');
    const mutedList = String(only((await command('meetme list 9111')).data).result);
    await command('meetme kick 9111 2');
    pass(500);
    const { conferences } = only(await platform.rows('getallstatus', { devices: 'none' }));
    expect([
      seats.map((seat) => [seat.callerid, seat.usernum, seat.leave]),
      listed
        .split('\n')
        .slice(2)
        .map((line) => line.replace(/SIP\/\S+/, 'SIP')),
      muted.errcode,
      mutedList.includes('(Admin Muted)'),
      conferences.map((seat) => seat.usernum),
    ]).toEqual([
      [
        ['2011', '1', '0'],
        ['2012', '2', '0'],
      ],
      [
        expect.stringMatching(/^User #: 01 2011 .* Channel: SIP \(unmonitored\)$/),
        expect.stringMatching(/^User #: 02 2012 .* Channel: SIP \(unmonitored\)$/),
        '2 users in that conference.',
      ],
      0,
      true,
      ['1'],
    ]);
  });

  test('anything but meetme is refused unless the configuration allows it', async () => {
    const open = await startTestPlatform({ allowedCommands: ['core show channels'] });
    const words = ['core show channels', 'core stop now', 'meetme explode 9111', 'meetme kick 9111', '!sh'];
    const codes = await Promise.all(words.map(async (text) => (await command(text)).errcode));
    const allowed = await Promise.all(
      words.slice(0, 2).map(async (text) => (await open.ask('cticommand', { command: text })).errcode),
    );
    await open.close();
    expect([codes, allowed]).toEqual([
      [1051, 1051, 1051, 1051, 1051],
      [0, 1051],
    ]);
  });
});

test('events come after the id that was seen last', async () => {
  await dial({ async: '1' });
  pass(1_000);
  const first = await platform.rows('getevents', { event: 'ExtensionStatus' });
  platform.scenario.rejects('2011');
  pass(1_000);
  const later = await platform.rows('getevents', { event: 'ExtensionStatus', id: first.at(-1)?.id ?? '' });
  expect([
    first.length > 0 && first.every((row) => String(row.content).startsWith('Event: ExtensionStatus')),
    later.length > 0 && later.every((row) => Number(row.id) > Number(first.at(-1)?.id)),
    (await platform.ask('getevents', { event: 'ExtensionStatus', id: 'x' })).errcode,
  ]).toEqual([true, true, 9002]);
});

test('filters that are left out mean everything, unknown numbers nothing', async () => {
  const all = only(await platform.rows('getallstatus'));
  const none = only(await platform.rows('getallstatus', { devices: '7777', users: '7777', queues: '777' }));
  expect([
    all.devices.length === platform.engine.devices().length,
    all.users.length === platform.engine.users().length,
    all.queues.length === platform.engine.queues().length,
    [none.devices, none.users, none.queues],
  ]).toEqual([true, true, true, [[], [], []]]);
});
