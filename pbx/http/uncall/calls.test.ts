import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fetchFile, readWav, recordCall, telephoneSound } from '../test-messages';
import { pick, startTestPlatform, type TestPlatform } from '../test-platform';
import { ask, field, quiet, say } from './test-soap';

/** Chapter 3, seen at the telephones and through the other face. */
let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterEach(() => quiet(platform));
afterAll(() => platform.close());
const passes = (seconds: number) => platform.clock.advance(seconds * 1000);
const customer = '13421829060';
/** What lives, as getchannel tells it: `SIP/2011 Up ChanSpy`. */
const channels = async () =>
  (await platform.rows('getchannel'))
    .filter(({ clearflag }) => clearflag === '0')
    .map(({ channel, state, application }) => `${String(channel).replace(/-\w+$/, '')} ${state} ${application}`.trim());
/** What popEvent says of an extension: `callin 13421829060 2011`. */
const pops = async (extension: string) => {
  const answer = await ask(platform, 'popEvent', extension);
  return ['status', 'calla', 'callb']
    .map((name) => field(answer, name))
    .join(' ')
    .trim();
};
const uid = async (extension: string) => field(await ask(platform, 'popEvent', extension), 'uid');
const rings = (to = '2011') => platform.scenario.callerRings({ from: customer, to: { extension: to }, rates: '5' });
/** A customer talks to an extension. */
const talking = async (to = '2011') => {
  const caller = rings(to);
  passes(1);
  platform.scenario.answers(to);
  passes(5);
  return caller;
};

describe('OnClickCall', () => {
  it('rings the telephone, then the number; the mark is a variable of both legs', async () => {
    const said = await say(platform, 'OnClickCall', '2011', '13800138000', '123456');
    const ringing = [await channels(), await pops('2011')];
    platform.scenario.answers('2011');
    passes(10);
    const legs = platform.engine.channels().filter(({ hungUpAt }) => hungUpAt === null);
    expect({
      said,
      ringing,
      talking: [await channels(), await pops('2011')],
      marks: legs.map(({ name }) => platform.engine.getVariable(name, 'ACTIONID')),
    }).toEqual({
      said: '1 | Response=success ActionID=123456 Message=Originate successfully queued',
      ringing: [['SIP/2011 Ringing'], 'callout 2011 13800138000'],
      talking: [['SIP/2011 Up Dial', 'SIP/to117 Up'], 'callout 2011 13800138000'],
      marks: ['123456', '123456'],
    });
  });

  it('works while its own person is busy, and for nobody who is not there', async () => {
    platform.scenario.unplugs('2013');
    const said = [
      await say(platform, 'setBuys', '2011'),
      await say(platform, 'OnClickCall', '2011', '2012'),
      await say(platform, 'OnClickCall', '2013', '2012'),
      await say(platform, 'OnClickCall', '999', '2012'),
      await say(platform, 'OnClickCall', '2014', ''),
    ];
    expect([said, await channels()]).toEqual([
      [
        '1 | Response=success Message=Updated database successfully',
        '1 | Response=success ActionID= Message=Originate successfully queued',
        '0 | Response=Busy Message=',
        '0 | Response=Busy Message=',
        '0 | Response=error Message=strToTel is empty',
      ],
      ['SIP/2011 Ringing'],
    ]);
  });
});

describe('popEvent', () => {
  it('tells both ends of an inside call, each as its own, by one uid', async () => {
    platform.scenario.dials('2011', '2012');
    const ringing = [await pops('2011'), await pops('2012')];
    platform.scenario.answers('2012');
    expect([ringing, await pops('2012'), (await uid('2011')) === (await uid('2012')), await pops('2013')]).toEqual([
      ['callout 2011 2012', 'callin 2011 2012'],
      'callin 2011 2012',
      true,
      '',
    ]);
  });

  it('knows a hot desk by its extension and by the agent who sits there, and the uid by the other face', async () => {
    await platform.ask('ctibinddevice', { extension: '8001', device: '3001' });
    const caller = rings('8001');
    const pop = await platform.rows('getpopupscreen', { channel: 'SIP/3001' });
    expect([
      await pops('3001'),
      await pops('8001'),
      await uid('8001'),
      pop.map(({ miscuniqueid }) => miscuniqueid),
    ]).toEqual([`callin ${customer} 3001`, `callin ${customer} 8001`, caller.uniqueId, [caller.uniqueId]]);
  });
});

describe('busy and idle', () => {
  it('are do-not-disturb of the other face, both ways', async () => {
    const busy = [await say(platform, 'setBuys', '2011'), await platform.ask('ctigetdnd', { extension: '2011' })];
    rings();
    passes(1);
    const rang = await channels();
    await platform.ask('ctisetdndoff', { extension: '2011' });
    const again = await say(platform, 'setIdle', '2011');
    await platform.ask('ctisetdndon', { extension: '2012' });
    const idle = [await say(platform, 'setIdle', '2012'), await platform.ask('ctigetdnd', { extension: '2012' })];
    expect({ busy, rang, again, idle, nobody: await say(platform, 'setBuys', '2015') }).toEqual({
      busy: ['1 | Response=success Message=Updated database successfully', expect.objectContaining({ errcode: 0 })],
      rang: [],
      again: '0 | Response=error Message=Failed to update entry',
      idle: ['1 | Response=success Message=Key deleted successfully', expect.objectContaining({ errcode: 0 })],
      nobody: '0 | Response=error Message=Failed to update entry',
    });
  });
});

describe('hold', () => {
  it('parks the other side, frees the telephone, and gives the call back under its uid', async () => {
    const caller = await talking();
    const id = await uid('2011');
    const channel = field(await ask(platform, 'keepCalling', '2011'), 'Message');
    const parked = (await platform.rows('getparkedcall')).map((row) => pick(row, 'channel', 'callerid', 'state'));
    const held = [caller.hearsMusic, await channels(), await pops('2011')];
    const back = await say(platform, 'restoreCalling', '2011', channel);
    const ringing = [await channels(), await pops('2011'), await uid('2011')];
    platform.scenario.answers('2011');
    const talks = [caller.talksTo, caller.hearsMusic, await pops('2011'), await uid('2011')];
    const late = await say(platform, 'restoreCalling', '2011', channel);
    expect({ id, channel, parked, held, back, ringing, talks, late }).toEqual({
      id: caller.uniqueId,
      channel: caller.channel,
      parked: [{ channel: caller.channel, callerid: customer, state: 'Parked' }],
      held: [true, ['SIP/to117 Up Park'], ''],
      back: '1 | Response=success Message=Restorepark successful',
      ringing: [['SIP/to117 Up Park', 'SIP/2011 Ringing'], `callin ${customer} 2011`, id],
      talks: ['2011', false, `callin ${customer} 2011`, id],
      late: '0 | Response=error Message=Channel not exist',
    });
  });

  it('of a call that was dialled, by a busy person, taken up at another telephone', async () => {
    await ask(platform, 'OnClickCall', '2011', '13800138000');
    platform.scenario.answers('2011');
    passes(10);
    const id = await uid('2011');
    const channel = field(await ask(platform, 'keepCalling', '2011'), 'Message');
    await ask(platform, 'setBuys', '2012');
    await ask(platform, 'restoreCalling', '2012', channel);
    platform.scenario.answers('2012');
    expect([await pops('2012'), (await uid('2012')) === id, await pops('2011')]).toEqual([
      'callout 2012 13800138000',
      true,
      '',
    ]);
  });

  it('is not given back at a telephone that is in use, nor when the caller has gone', async () => {
    const caller = await talking();
    const channel = field(await ask(platform, 'keepCalling', '2011'), 'Message');
    platform.scenario.dials('2011', '2012');
    const used = await say(platform, 'restoreCalling', '2011', channel);
    platform.scenario.hangsUp('2011');
    caller.hangsUp();
    expect([used, await say(platform, 'restoreCalling', '2011', channel)]).toEqual([
      '0 | Response=error Message=Connection Failed',
      '0 | Response=error Message=Channel not exist',
    ]);
  });
});

describe('transferCall', () => {
  it('plays music, rings the colleague, who sees the customer, and lets the agent go on the answer', async () => {
    const caller = await talking();
    const said = await say(platform, 'transferCall', '2011', '2012');
    const meanwhile = [
      caller.hearsMusic,
      await pops('2011'),
      await pops('2012'),
      await say(platform, 'transferCall', '2011', '2013'),
    ];
    platform.scenario.answers('2012');
    expect({
      said,
      meanwhile,
      after: [caller.talksTo, caller.hearsMusic, await pops('2011'), await pops('2012'), await uid('2012')],
    }).toEqual({
      said: '1 | Response=success Message=Transfer successful',
      meanwhile: [
        true,
        `callin ${customer} 2011`,
        `callin ${customer} 2012`,
        '0 | Response=error Message=Agent not in bridge',
      ],
      after: ['2012', false, '', `callin ${customer} 2012`, caller.uniqueId],
    });
    const records = (await platform.rows('getcdr', { uniqueid: caller.uniqueId })).map((row) =>
      pick(row, 'callee', 'disposition'),
    );
    expect(records).toContainEqual({ callee: '2011', disposition: 'ANSWERED' });
  });

  it.each([
    ['does not answer', () => passes(40)],
    ['refuses', () => platform.scenario.rejects('2012')],
    ['is not there any more', () => platform.scenario.unplugs('2012')],
  ])('comes back when the colleague %s', async (_, fails) => {
    const caller = await talking();
    await ask(platform, 'transferCall', '2011', '2012');
    fails();
    expect([caller.talksTo, caller.hearsMusic, await pops('2011'), await pops('2012')]).toEqual([
      '2011',
      false,
      `callin ${customer} 2011`,
      '',
    ]);
  });

  it('ends with everybody cut when the agent is hung up by command', async () => {
    const caller = await talking();
    await ask(platform, 'transferCall', '2011', '2012');
    const cut = await say(platform, 'hangUp', '2011');
    expect([cut, caller.alive, await channels()]).toEqual([
      '1 | Response=success Message=Authentication accepted',
      false,
      [],
    ]);
  });

  it('goes outside and into a queue too', async () => {
    const caller = await talking();
    await ask(platform, 'transferCall', '2011', '13900139000');
    passes(10);
    const outside = [caller.talksTo, await pops('2011')];
    caller.hangsUp();
    const second = await talking();
    await ask(platform, 'transferCall', '2011', '90');
    passes(2);
    expect([outside, second.alive, await pops('2011'), platform.engine.queue('90')?.waiting.length]).toEqual([
      ['13900139000', ''],
      true,
      '',
      1,
    ]);
  });
});

describe('feedBack', () => {
  it('asks the customer when the agent hangs up; the key is a rating of the other face', async () => {
    const caller = await talking();
    const said = await say(platform, 'feedBack', '2011');
    const cut = await say(platform, 'hangUp', '2011');
    const asked = await channels();
    passes(20);
    expect({
      said,
      cut,
      asked,
      left: await channels(),
      ratings: (await platform.rows('getqmr', { uniqueid: caller.uniqueId })).map((row) =>
        pick(row, 'uniqueid', 'phonenumber', 'agentno', 'selkey', 'ownerapp'),
      ),
    }).toEqual({
      said: '1 | Response=success Message=Feedback successful',
      cut: '1 | Response=success Message=Authentication accepted',
      asked: ['SIP/to117 Up Survey'],
      left: [],
      ratings: [{ uniqueid: caller.uniqueId, phonenumber: customer, agentno: '2011', selkey: 5, ownerapp: 'FEEDBACK' }],
    });
  });

  it('asks nobody who hung up first', async () => {
    const caller = await talking();
    await ask(platform, 'feedBack', '2011');
    caller.hangsUp();
    passes(20);
    expect([await channels(), await platform.rows('getqmr', { uniqueid: caller.uniqueId })]).toEqual([[], []]);
  });
});

describe('monitorExten and whisper', () => {
  it('ring the listener, who then is in the call as listener or coach until it is over', async () => {
    const caller = await talking();
    const said = [await say(platform, 'monitorExten', '2012', '2011'), await say(platform, 'whisper', '2013', '2011')];
    const ringing = [await channels(), await pops('2012')];
    platform.scenario.answers('2012');
    platform.scenario.answers('2013');
    const own = platform.engine.channels().find(({ device }) => device === '2011')?.name ?? '';
    const spies = (await platform.rows('getchannel'))
      .filter(({ application }) => application === 'ChanSpy')
      .map((row) => pick(row, 'state', 'appdata'));
    const undisturbed = [caller.talksTo, await pops('2011'), await pops('2012')];
    await ask(platform, 'hangUp', '2012');
    const without = await channels();
    caller.hangsUp();
    expect({ said, ringing, spies, undisturbed, without, after: await channels() }).toEqual({
      said: [
        '1 | Response=success Message=Spy or whisper success',
        '1 | Response=success Message=Spy or whisper success',
      ],
      ringing: [['SIP/to117 Up Dial', 'SIP/2011 Up', 'SIP/2012 Ringing', 'SIP/2013 Ringing'], ''],
      spies: [
        { state: 'Up', appdata: `${own},qE` },
        { state: 'Up', appdata: `${own},qEw` },
      ],
      undisturbed: ['2011', `callin ${customer} 2011`, ''],
      without: ['SIP/to117 Up Dial', 'SIP/2011 Up', 'SIP/2013 Up ChanSpy'],
      after: [],
    });
  });

  it('end when the call has ended while the listener’s telephone still rang', async () => {
    const caller = await talking();
    await ask(platform, 'monitorExten', '2012', '2011');
    caller.hangsUp();
    platform.scenario.answers('2012');
    expect(await channels()).toEqual([]);
  });
});

describe('recordings', () => {
  const listen = async (files: string, headers: Readonly<Record<string, string>> = {}) => {
    const query = new URLSearchParams({ m: 'Public', a: 'record', uniqueid: files });
    const url = `${platform.address}/outbound/index.php/RecordingAction/index.php?${query}`;
    const response = await fetch(url, { headers });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      bytes: Buffer.from(await response.arrayBuffer()),
    };
  };

  it('of a call is the file of the other face', async () => {
    const id = await recordCall(platform, 20);
    const files = field(await ask(platform, 'getRecording', id), 'files');
    const heard = await listen(files);
    const other = await fetchFile(platform, 'getmonitorbyuid', { uniqueid: id });
    const part = await listen(files, { range: 'bytes=100-199' });
    expect([
      files.replace(/-\d{6}-/, '-<time>-'),
      heard.status,
      heard.type,
      heard.bytes.equals(other.bytes),
      part.status,
      part.bytes.equals(other.bytes.subarray(100, 200)),
    ]).toEqual([`audio:3004-13800138000-20260302-<time>-${id}.WAV`, 200, 'audio/x-wav', true, 206, true]);
  });

  it('of a call that was held is one file from the first word to the last', async () => {
    await platform.ask('ctibinddevice', { extension: '8004', device: '3004' });
    const caller = rings('8004');
    platform.scenario.answers('3004');
    passes(10);
    const live = await say(platform, 'getRecording', caller.uniqueId);
    const channel = field(await ask(platform, 'keepCalling', '3004'), 'Message');
    passes(30);
    await ask(platform, 'restoreCalling', '3004', channel);
    platform.scenario.answers('3004');
    passes(20);
    await ask(platform, 'hangUp', '3004');
    passes(1);
    const files = field(await ask(platform, 'getRecording', caller.uniqueId), 'files');
    const { bytes } = await listen(files);
    const end = await listen(files, { range: `bytes=${160_044 - 10}-${160_044 + 9}` });
    expect([live, readWav(bytes), end.bytes.equals(bytes.subarray(160_034, 160_054))]).toEqual([
      '0',
      telephoneSound(30),
      true,
    ]);
  });

  it('leads to no other file', async () => {
    const id = await recordCall(platform, 5);
    const files = field(await ask(platform, 'getRecording', id), 'files');
    const wrong = [
      files.replace('audio:', ''),
      files.replace('3004', '3005'),
      `audio:../../${id}.WAV`,
      '',
      '../platform.db',
    ];
    expect(await Promise.all(wrong.map(async (name) => (await listen(name)).status))).toEqual([
      404, 404, 404, 404, 404,
    ]);
  });
});
