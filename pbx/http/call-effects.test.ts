import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { only, pick, startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const pass = (ms: number): void => platform.clock.advance(ms);
/** 2011 talks to an outside caller who came through queue 90. */
const talking = async () => {
  await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
  const caller = platform.scenario.callerRings({
    from: '02085558321',
    name: '陈先生',
    to: { queue: '90' },
    did: '4008100000',
    ivrPath: '1-3',
    ivrKeys: '13',
    callData: 'VIP',
  });
  pass(3_000);
  platform.scenario.answers('2011');
  pass(1_000);
  return caller;
};

describe('a queue call', () => {
  test('pops up while it rings, with everything that is known of it', async () => {
    await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
    const caller = platform.scenario.callerRings({
      from: '02085558321',
      name: '陈先生',
      to: { queue: '90' },
      did: '4008100000',
      ivrPath: '1-3',
      ivrKeys: '13',
      callData: 'VIP',
    });
    pass(2_000);
    const pop = only(await platform.rows('getpopupscreen', { channel: 'SIP/2011' }));
    const offered = only(await platform.rows('getagentcalls', { agentname: '2011' }));
    const known = {
      callerid: '02085558321',
      direct: 'IN',
      state: 'Ringing',
      did: '4008100000',
      agentno: '2011',
      ivridhist: '1-3',
      ivrhist: '13',
      calldata: 'VIP',
    };
    expect([
      pick(pop, ...Object.keys(known), 'queuenum', 'miscdata', 'miscuniqueid', 'calleridname', 'dstchannel'),
      pick(offered, 'callstate', 'callingchannel', 'channel', 'callerid', 'extension'),
      only(await platform.rows('getextensionstatus', { exten: '2011' })).status,
      (await platform.rows('getpopupscreen', { channel: 'SIP/201' })).length,
      // Details belong to one telephone: without a channel they are left out (§4.80).
      'dstchannel' in only(await platform.rows('getpopupscreen', { withdetail: '1' })),
    ]).toEqual([
      {
        ...known,
        queuenum: '90',
        miscdata: caller.channel,
        miscuniqueid: caller.uniqueId,
        calleridname: '陈先生',
        dstchannel: undefined,
      },
      {
        callstate: 'Called',
        callingchannel: caller.channel,
        channel: pop.channel,
        callerid: '02085558321',
        extension: '90',
      },
      '8',
      0,
      false,
    ]);
  });

  test('is the same call in getallstatus, getcalls, getchannel and with details', async () => {
    const caller = await talking();
    const pop = only(await platform.rows('getpopupscreen', { channel: 'SIP/2011', withdetail: '1' }));
    const { devices } = only(await platform.rows('getallstatus', { devices: '2011' }));
    const device = only(devices);
    const link = only(await platform.rows('getcalls', { srcchannel: caller.channel }));
    const channel = only(await platform.rows('getchannel', { channel: 'SIP/2011' }));
    const ids = { channel: pop.channel, refchannel: caller.channel };
    expect([
      pick(pop, 'state', 'dstchannel', 'dstuniqueid'),
      pick(only(device.popupcalls), 'channel', 'refchannel', 'callerid', 'queue'),
      pick(only(device.calls), 'channel', 'refchannel', 'callstate', 'callerid', 'refcallerid', 'direct'),
      device.status,
      pick(link, 'dstchannel', 'callstate', 'srccallerid', 'clearflag'),
      pick(channel, 'channel', 'refchannel', 'refcallerid', 'state', 'hold', 'cause'),
      (await platform.rows('getcalls', { dstcallerid: '7777' })).length,
    ]).toEqual([
      { state: 'Up', dstchannel: caller.channel, dstuniqueid: caller.uniqueId },
      { ...ids, callerid: '02085558321', queue: '90' },
      { ...ids, callstate: 'Link', callerid: '2011', refcallerid: '02085558321', direct: 'IN' },
      1,
      { dstchannel: pop.channel, callstate: 'Link', srccallerid: '02085558321', clearflag: '0' },
      { ...ids, refcallerid: '02085558321', state: 'Up', hold: '0', cause: '0' },
      0,
    ]);
  });

  test('is held, resumed, hung up, and recorded', async () => {
    const caller = await talking();
    const held = async () => only(await platform.rows('getchannel', { channel: caller.channel })).hold;
    const hold = (await platform.ask('ctihold', { channel: caller.channel })).message;
    const during = [await held(), caller.hearsMusic];
    await platform.ask('ctiunhold', { channel: caller.channel });
    const after = [await held(), caller.hearsMusic];
    await platform.ask('ctihangup', { channel: caller.channel });
    pass(1_000);
    const records = await platform.rows('getcdr', { caller: '02085558321', direct: 'IN' });
    expect([
      hold,
      during,
      after,
      caller.alive,
      (await platform.ask('ctihangup', { channel: caller.channel })).errcode,
      pick(records[0] ?? {}, 'disposition', 'caller', 'areacode', 'direct', 'dnid'),
      only(await platform.rows('getcdrcount', { caller: '02085558321', direct: 'IN' })).result,
    ]).toEqual([
      'MusicOnHold Started.',
      ['1', true],
      ['0', false],
      false,
      1191,
      { disposition: 'ANSWERED', caller: '02085558321', areacode: '020', direct: 'IN', dnid: '4008100000' },
      String(records.length),
    ]);
  });

  test('is parked on a lot and fetched from another telephone', async () => {
    const caller = await talking();
    const own = only(await platform.rows('getpopupscreen', { channel: 'SIP/2011' }));
    await platform.ask('ctipark', { channel: caller.channel, srcchannel: own.channel, timeout: '60' });
    pass(1_000);
    const parked = only(await platform.rows('getparkedcall'));
    await platform.ask('ctiunpark', { channel: 'SIP/2012', parklot: parked.exten });
    pass(1_000);
    platform.scenario.answers('2012');
    pass(1_000);
    expect([
      pick(parked, 'channel', 'state', 'timeout', 'callerid'),
      only(await platform.rows('getparkedcall')).state,
      caller.talksTo,
    ]).toEqual([
      { channel: caller.channel, state: 'Parked', timeout: '60', callerid: '02085558321' },
      'UnParked',
      '2012',
    ]);
  });

  test('shows two links while the agent asks a colleague', async () => {
    const caller = await talking();
    const own = only(await platform.rows('getpopupscreen', { channel: 'SIP/2011' }));
    await platform.ask('ctiatxfer', { channel: own.channel, exten: '2012' });
    pass(1_000);
    platform.scenario.answers('2012');
    pass(1_000);
    const linked = async () => {
      const { devices } = only(await platform.rows('getallstatus', { devices: '2011' }));
      return only(devices).calls.map((call) => call.refcallerid);
    };
    const during = [await linked(), caller.hearsMusic];
    platform.scenario.hangsUp('2012');
    pass(1_000);
    expect([during, await linked()]).toEqual([[['02085558321', '2012'], true], ['02085558321']]);
  });

  test('gives its details and waits for the bridge when asked to', async () => {
    await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
    const caller = platform.scenario.callerRings({ from: '051265881234', to: { queue: '90' }, ivrPath: '1-3' });
    pass(2_000);
    const waiting = platform.ask('ctigetchanneldetail', { channel: caller.channel, timeout: '30' });
    platform.scenario.behaves('2011', { kind: 'hand' });
    const early = await platform.ask('ctigetchanneldetail', { channel: caller.channel });
    platform.scenario.answers('2011');
    const detail = only((await platform.whilePassing(waiting)).data);
    const agent = only(await platform.rows('getpopupscreen', { channel: 'SIP/2011' })).channel;
    const fromAgent = only(await platform.rows('ctigetchanneldetail', { channel: agent, type: '2' }));
    expect([
      early.errcode,
      pick(detail, 'dstchannel', 'queuenum', 'ivrhist', 'caller', 'areacode', 'city', 'province', 'simcardtype'),
      pick(fromAgent, 'datachannel', 'dstchannel', 'ivrhist'),
      (await platform.ask('ctigetchanneldetail', { channel: 'SIP/7777-00000001' })).message,
    ]).toEqual([
      0,
      {
        dstchannel: agent,
        queuenum: '90',
        ivrhist: '1-3',
        caller: '051265881234',
        areacode: '0512',
        city: '苏州',
        province: '江苏',
        simcardtype: '固定电话',
      },
      { datachannel: caller.channel, dstchannel: caller.channel, ivrhist: '1-3' },
      'channel SIP/7777-00000001 is not exists.',
    ]);
  });

  test('that is over leaves the live picture, and stays a while where endings are read', async () => {
    const caller = await talking();
    const { channel } = only(await platform.rows('getpopupscreen', { channel: 'SIP/2011' }));
    caller.hangsUp();
    pass(1_000);
    const { devices } = only(await platform.rows('getallstatus', { devices: '2011' }));
    const link = only(await platform.rows('getcalls', { srcchannel: caller.channel }));
    const gone = only(await platform.rows('getchannel', { channel }));
    const offer = only(await platform.rows('getagentcalls', { queue: '90' }));
    pass(600_000);
    expect([
      pick(only(devices), 'popupcalls', 'calls', 'status'),
      await platform.rows('getpopupscreen', { channel: 'SIP/2011' }),
      pick(link, 'callstate', 'clearflag', 'srcchannelstate'),
      pick(gone, 'cause', 'causetxt', 'clearflag', 'refchannel'),
      gone.hanguptime !== '0000-00-00 00:00:00',
      offer.callstate,
      [await platform.rows('getcalls'), await platform.rows('getchannel'), await platform.rows('getagentcalls')],
    ]).toEqual([
      { popupcalls: [], calls: [], status: 0 },
      [],
      { callstate: 'Hangup', clearflag: '1', srcchannelstate: 'Down' },
      { cause: '16', causetxt: 'NORMAL_CLEARING', clearflag: '1', refchannel: caller.channel },
      true,
      'Complete',
      [[], [], []],
    ]);
  });

  test('is sent on blind, or refused where there is no such number or channel', async () => {
    const caller = await talking();
    const to = { context: 'from-internal', priority: '1' };
    const wrong = [
      await platform.ask('ctiredirect', { ...to, channel: caller.channel, exten: '777' }),
      await platform.ask('ctiredirect', { ...to, channel: 'SIP/to117-7777', exten: '2012' }),
    ];
    const sent = await platform.ask('ctiredirect', { ...to, channel: caller.channel, exten: '2012' });
    pass(1_000);
    platform.scenario.answers('2012');
    pass(1_000);
    expect([wrong.map(({ errcode, message }) => [errcode, message]), sent.message, caller.talksTo]).toEqual([
      [
        [1321, 'Redirect failed: No such extension: 777@from-internal'],
        [1231, 'Redirect failed: Channel does not exist: SIP/to117-7777'],
      ],
      'Redirect successful',
      '2012',
    ]);
  });

  test('that rings at a colleague is picked up from another telephone', async () => {
    const caller = platform.scenario.callerRings({ from: '13800138000', to: { extension: '2012' } });
    pass(1_000);
    const asked = platform.ask('ctipickup', {
      channel: 'SIP/2011',
      pickupexten: '2012',
      callerid: '2011',
      async: 'yes',
    });
    const queued = (await platform.whilePassing(asked)).message;
    pass(500);
    platform.scenario.answers('2011');
    pass(1_000);
    expect([queued, caller.talksTo, (await platform.rows('getpopupscreen', { channel: 'SIP/2012' })).length]).toEqual([
      'Originate successfully queued',
      '2011',
      0,
    ]);
  });

  test('carries variables', async () => {
    const { channel } = await talking();
    await platform.ask('ctisetvars', {
      channel,
      variable0: 'NOTE',
      value0: '张三 & <李四>',
      variable1: 'EMPTY',
      value1: '',
    });
    const xml = await platform.text('ctigetvars', { channel, variable0: 'NOTE', variable1: 'EMPTY' });
    await platform.ask('ctisetvar', { channel, variable: 'NOTE', value: '' });
    expect([xml, await platform.rows('ctigetvar', { channel, variable: 'NOTE' })]).toEqual([
      '<root><errcode>0</errcode><message>SUCCESS</message><data><item><NOTE>张三 &amp; &lt;李四&gt;</NOTE><EMPTY/></item></data></root>',
      [{ result: '' }],
    ]);
  });
});
