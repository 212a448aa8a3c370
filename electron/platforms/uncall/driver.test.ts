import { describe, expect, it } from 'vitest';
import { driverCapabilities } from '../../../shared/bridge/topics';
import { appError, fail, type Result } from '../../../shared/domain/result';
import type { PlatformDriver, SeatIdentity } from '../driver';
import { FakeClock } from '../mvb2000/testing/clock';
import { fakeHttp, testEffects } from '../mvb2000/testing/effects';
import { createUncallDriver, sightingOf, uncallRhythm } from './driver';
import { createScriptedExtension, refused, type ScriptedExtension } from './testing/extension';

const seat: SeatIdentity = {
  agent: '802',
  agentName: '802',
  device: '802',
  interface: '802',
  context: '',
  kind: 'fixed',
};
const incoming = { uid: '1111111111.10', calla: '13421829060', callb: '802', status: 'callin' };

function open(): { driver: PlatformDriver; office: ScriptedExtension; clock: FakeClock } {
  const clock = new FakeClock(Date.UTC(2026, 2, 2, 1, 0, 0));
  const office = createScriptedExtension();
  const http = fakeHttp(() => {
    throw new Error('nothing goes to the network here');
  });
  return {
    driver: createUncallDriver({ address: 'http://uncall', pin: '' }, testEffects(clock, http), office),
    office,
    clock,
  };
}
const outcome = (result: Result<unknown>): unknown =>
  result.ok ? 'ok' : [result.error.code, result.error.params?.text ?? result.error.params?.why].join(' ').trim();
const channels = async (driver: PlatformDriver) => {
  const pops = await driver.pops(seat);
  const [pop] = pops.ok ? pops.value.pops : [];
  return { mine: pop?.channel ?? '', theirs: pop?.refChannel ?? '' };
};

describe('what it can do', () => {
  it('is chapter 3 and nothing else', () => {
    const { driver } = open();
    expect([
      driverCapabilities.filter((name) => driver.capabilities.has(name)),
      driver.transfersReturn,
      // The document asks for three seconds; the desk spreads by a fifth.
      uncallRhythm.pops.ready * 0.8 >= 3_000 && uncallRhythm.pops.paused * 0.8 >= 3_000,
      uncallRhythm.leastPops,
    ]).toEqual([['hold', 'blind-transfer', 'busy', 'recordings', 'survey', 'monitor', 'whisper'], true, true, 1_000]);
  });

  it('says so of everything else, and asks the platform nothing', async () => {
    const { driver, office } = open();
    const { commands } = driver;
    const target = { number: '803', kind: 'extension' as const };
    const answers = await Promise.all([
      driver.status(seat, []),
      driver.floor({ devices: [], users: [], queues: [] }),
      driver.channels(seat),
      driver.extensions(),
      driver.queueFigures(),
      driver.pauseReasons(),
      driver.settingsOf(seat),
      driver.callDetail('802/1'),
      driver.records({ from: 0, to: 1, who: '', number: '', offset: 0, rows: 1 }),
      commands.answer('802/1'),
      commands.joinQueue('90', '802', 0),
      commands.leaveQueue('90', '802'),
      commands.pauseQueue('90', '802', 1),
      commands.withdraw('90', '1', ''),
      commands.consult('802/1', target),
      commands.completeConsult('802/1'),
      commands.cancelConsult('802/1', ''),
      commands.swapConsult('802/1'),
      commands.threeWay('802/1'),
      commands.park('802/1', '802/1'),
      commands.retrieve(seat, '71'),
      commands.pickup(seat, '803'),
      commands.dtmf('802/1', '1'),
      commands.setVariable('802/1', 'A', 'b'),
      commands.setDnd(seat, true),
      commands.setForwarding(seat, 'always', '1'),
      commands.conference('1', 'mute', 1),
      commands.transfer('802/1', { number: '90', kind: 'queue' }),
      commands.supervise?.(seat, '803', 'barge'),
    ]);
    expect([new Set(answers.map((answer) => answer && outcome(answer))), office.asked, office.polls]).toEqual([
      new Set(['not-supported']),
      [],
      0,
    ]);
  });
});

describe('signing in', () => {
  it('is the connection test and an extension: there is no account and there are no lists', async () => {
    const { driver, office } = open();
    const choices = await driver.choices();
    const identity = await driver.identify('802', '802');
    expect([
      choices,
      identity,
      outcome(await driver.bind(seat, false)),
      outcome(await driver.unbind(seat)),
      office.asked,
    ]).toEqual([
      { ok: true, value: { agents: [], devices: [], queues: [], reasons: [] } },
      { ok: true, value: seat },
      'ok',
      'ok',
      ['UncallWorld seatline500000', 'UncallWorld seatline500000'],
    ]);
  });

  it('fails where the platform does not answer, or gives back something else', async () => {
    const { driver, office } = open();
    office.answers.set('UncallWorld', () => fail(appError('unreachable', 'no road')));
    const away = [outcome(await driver.choices()), outcome(await driver.identify('802', '802'))];
    const real = createScriptedExtension();
    const other = { ...real, call: () => real.call('UncallWorld', { text: 'something else' }) };
    const clock = new FakeClock(0);
    const effects = testEffects(
      clock,
      fakeHttp(() => Promise.reject(new Error('no'))),
    );
    const changed = createUncallDriver({ address: 'http://uncall', pin: '' }, effects, other as ScriptedExtension);
    expect([away, outcome(await changed.identify('802', '802'))]).toEqual([
      ['unreachable', 'unreachable'],
      'not-understood',
    ]);
  });
});

it.each([
  ['callin', { calla: '13421829060', callb: '802', status: 'callin' }, 'IN 13421829060'],
  ['callout', { calla: '802', callb: '13421829060', status: 'callout' }, 'OUT 13421829060'],
  ['CallOut', { calla: '802', callb: '13421829060', status: ' CallOut ' }, 'OUT 13421829060'],
  ['the document’s own example, without status', { calla: '802', callb: '13421829060' }, 'OUT 13421829060'],
  ['without status, towards me', { calla: '13421829060', callb: '802' }, 'IN 13421829060'],
  ['both numbers the other way round', { calla: '802', callb: '13421829060', status: 'callin' }, 'IN 13421829060'],
  ['a caller without a number', { calla: '', callb: '802', status: 'callin' }, 'IN '],
])('reads who is on the other side: %s', (_what, row, expected) => {
  const sighting = sightingOf({ uid: '1.10', ...row } as never, '802');
  expect([sighting?.uid, `${sighting?.direct} ${sighting?.number}`]).toEqual(['1.10', expected]);
});

it('takes a row without an id for no call', () => {
  expect([sightingOf(undefined, '802'), sightingOf({ uid: ' ', calla: '', callb: '' } as never, '802')]).toEqual([
    null,
    null,
  ]);
});

describe('commands', () => {
  it('hold keeps the channel that the platform gave, and resume sends exactly that', async () => {
    const { driver, office } = open();
    office.phone = incoming;
    const before = await channels(driver);
    const held = await driver.commands.hold(before.theirs);
    const after = await channels(driver);
    const refusedMeanwhile = [
      await driver.commands.hangUp(after.mine),
      await driver.commands.transfer(after.theirs, { number: '803', kind: 'extension' }),
    ].map(outcome);
    const resumed = await driver.commands.resume(after.theirs);
    const pops = await driver.pops(seat);
    expect([
      outcome(held),
      after.theirs,
      refusedMeanwhile,
      outcome(resumed),
      pops.ok && pops.value.pops.map(({ id, state, assumed }) => [id, state, assumed]),
      office.asked,
    ]).toEqual([
      'ok',
      'SIP/802-00000021',
      // Acting on the extension now would hit whatever else it has.
      ['not-possible-now ended', 'not-possible-now on-hold'],
      'ok',
      [['1111111111.10', 'Up', undefined]],
      ['keepCalling 802', 'restoreCalling 802 SIP/802-00000021'],
    ]);
  });

  it('a held caller who gave up is gone as soon as the platform says so', async () => {
    const { driver, office } = open();
    office.phone = incoming;
    await driver.commands.hold((await channels(driver)).theirs);
    office.held = null;
    const again = await driver.commands.resume('SIP/802-00000021');
    const pops = await driver.pops(seat);
    expect([
      outcome(again),
      pops.ok && pops.value.pops,
      outcome(await driver.commands.resume('SIP/802-00000021')),
    ]).toEqual(['refused Channel not exist', [], 'not-possible-now not-on-hold']);
  });

  it('with another call at the extension the refusal says nothing of the held one', async () => {
    const { driver, office } = open();
    office.phone = incoming;
    await driver.commands.hold((await channels(driver)).theirs);
    office.phone = { ...incoming, uid: '1111111111.20', calla: '13800138000' };
    await driver.pops(seat);
    office.answers.set('restoreCalling', () => refused('Channel not exist'));
    const again = await driver.commands.resume('SIP/802-00000021');
    const pops = await driver.pops(seat);
    expect([outcome(again), pops.ok && pops.value.pops.map((pop) => pop.parkedSince !== undefined)]).toEqual([
      'refused Channel not exist',
      [false, true],
    ]);
  });

  it('a hold without a channel is an error and the call stays where it is', async () => {
    const { driver, office } = open();
    office.phone = incoming;
    const { theirs } = await channels(driver);
    office.answers.set(
      'keepCalling',
      () => ({ ok: true, value: { response: 'success', message: ' ', rows: [] } }) as never,
    );
    const held = await driver.commands.hold(theirs);
    const pops = await driver.pops(seat);
    expect([outcome(held), pops.ok && pops.value.pops[0]?.parkedSince]).toEqual(['not-understood', undefined]);
  });

  it('acts on the call at the extension only, and not at all on one that is gone', async () => {
    const { driver, office } = open();
    office.phone = incoming;
    const { mine, theirs } = await channels(driver);
    office.phone = { ...incoming, uid: '1111111111.20', calla: '13800138000' };
    await driver.pops(seat);
    const { commands } = driver;
    const target = { number: '803', kind: 'extension' as const };
    const results = [
      await commands.hangUp(mine),
      await commands.hold(theirs),
      await commands.transfer(theirs, target),
      await commands.survey?.(seat, mine),
    ];
    expect([results.map((result) => result && outcome(result)), office.asked]).toEqual([
      Array.from({ length: 4 }, () => 'not-possible-now ended'),
      [],
    ]);
  });

  it('dials with a mark of its own, transfers, asks for a rating, hangs up', async () => {
    const { driver, office } = open();
    office.phone = incoming;
    const { mine, theirs } = await channels(driver);
    const results = [
      await driver.commands.dial(seat, '13800138000'),
      await driver.commands.survey?.(seat, mine),
      await driver.commands.transfer(theirs, { number: '803', kind: 'extension' }),
      await driver.commands.hangUp(mine),
    ];
    expect([results.map((result) => result && outcome(result)), office.asked]).toEqual([
      ['ok', 'ok', 'ok', 'ok'],
      ['OnClickCall 802 13800138000 413200000500', 'feedBack 802', 'transferCall 802 803', 'hangUp 802'],
    ]);
  });

  it('busy and idle; nothing to clear is idle, every other refusal is one', async () => {
    const { driver, office } = open();
    const set = async (on: boolean) => {
      const result = await driver.commands.setBusy?.(seat, on);
      return result && outcome(result);
    };
    const plain = [await set(true), office.busy, await set(false), office.busy, await set(false)];
    office.answers.set('setIdle', () => refused('Connection Failed'));
    office.answers.set('setBuys', () => refused('Connection Failed'));
    expect([plain, await set(true), await set(false), office.asked.slice(0, 3)]).toEqual([
      ['ok', true, 'ok', false, 'ok'],
      'refused Connection Failed',
      'refused Connection Failed',
      ['setBuys 802', 'setIdle 802', 'setIdle 802'],
    ]);
  });

  it('listens in and whispers at an extension, written either way, and at nothing else', async () => {
    const { driver, office } = open();
    const at = async (iface: string, mode: 'monitor' | 'whisper') => {
      const result = await driver.commands.supervise?.(seat, iface, mode);
      return result && outcome(result);
    };
    const results = [
      await at('803', 'monitor'),
      await at('SIP/803', 'whisper'),
      await at('8 03', 'monitor'),
      await at('', 'monitor'),
    ];
    office.answers.set('monitorExten', () => refused('Agent not in use'));
    expect([results, await at('804', 'monitor'), office.asked]).toEqual([
      ['ok', 'ok', 'invalid-input', 'invalid-input'],
      'refused Agent not in use',
      ['monitorExten 802 803', 'whisper 802 803', 'monitorExten 802 804'],
    ]);
  });
});

describe('recordings', () => {
  it('come by the file that the call has, asked for once', async () => {
    const { driver, office } = open();
    const file = 'audio:808-13632510278-20130625-093138-1372123897.17.WAV';
    const none = await driver.recordingsOf?.('1372123897.17');
    office.recordings.set('1372123897.17', file);
    const one = await driver.recordingsOf?.('1372123897.17~2');
    const download = await driver.recording?.('1372123897.17', 1);
    const second = await driver.recording?.('1372123897.17', 2);
    const unknown = await driver.recording?.('1.2', 1);
    expect([
      none,
      one,
      download?.ok && download.value.name,
      second && outcome(second),
      unknown && outcome(unknown),
      office.asked,
    ]).toEqual([
      { ok: true, value: 0 },
      { ok: true, value: 1 },
      '808-13632510278-20130625-093138-1372123897.17.WAV',
      'not-supported',
      'not-supported',
      ['getRecording 1372123897.17', 'getRecording 1372123897.17', 'getRecording 1.2'],
    ]);
  });

  it('are not promised when the platform does not answer', async () => {
    const { driver, office } = open();
    office.answers.set('getRecording', () => fail(appError('timed-out', 'late')));
    const [count, file] = [await driver.recordingsOf?.('1.2'), await driver.recording?.('1.2', 1)];
    expect([count && outcome(count), file && outcome(file)]).toEqual(['timed-out', 'timed-out']);
  });
});

it('reads the platform’s clock from its client and closes it', () => {
  const { driver, office } = open();
  office.time = { offset: -4_000, zone: 480 };
  driver.close();
  expect([driver.platformOffset, driver.platformZone, office.closed]).toEqual([-4_000, 480, 1]);
});
