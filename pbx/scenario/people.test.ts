import { describe, expect, test } from 'vitest';
import { createWallClock } from '../engine/simulated/clock';
import { createSimulatedEngine } from '../engine/simulated/engine';
import { createLab, listSink } from '../engine/simulated/lab';
import { centreOf } from './centre';
import { createPeople, ScenarioError } from './people';

describe('people', () => {
  test('a caller, seen from outside', async () => {
    const { people, engine } = createLab();
    engine.queueAdd('90', 'SIP/2011', 0);
    const caller = people.callerRings({ from: '13800138000', to: { queue: '90' }, talkSeconds: 60 });
    const seen = [[caller.alive, caller.talksTo, caller.hearsMusic]];
    people.answers('2011');
    engine.hold(caller.channel, '');
    seen.push([caller.alive, caller.talksTo, caller.hearsMusic]);
    caller.presses('5');
    await people.passes(60);
    seen.push([caller.alive, caller.talksTo, caller.hearsMusic]);
    caller.hangsUp();
    caller.givesUp();
    expect([seen, engine.events('DTMF', 0).length]).toEqual([
      [
        [true, '', false],
        [true, '2011', true],
        [false, '', false],
      ],
      1,
    ]);
  });

  test('are named by device, by user or by outside number', () => {
    const { people, engine, pairs } = createLab();
    engine.bind('8001', '3001');
    people.outsideBehaves('*', { kind: 'silent' });
    people.dials('8001', '13800138000');
    people.answers('13800138000');
    const linked = pairs();
    people.presses('13800138000', '1');
    people.hangsUp('13800138000');
    people.dials('2011', '13900139000');
    people.rejects('13900139000');
    people.behaves('2012', { kind: 'answers', afterSeconds: 0 });
    people.dials('2011', '2012');
    people.unplugs('8001');
    expect([linked, pairs(), engine.device('3001')?.status]).toEqual([
      ['8001>13800138000 Link'],
      ['8001>13800138000 Hangup', '2011>13900139000 Hangup', '2011>2012 Dialing'],
      4,
    ]);
  });

  test('phones that act by themselves', () => {
    const { people, pass, pairs } = createLab();
    people.behaves('2012', { kind: 'answers', afterSeconds: 3 });
    people.behaves('2013', { kind: 'rejects', afterSeconds: 4 });
    people.dials('2011', '2012');
    people.dials('2014', '2013');
    pass(4);
    expect(pairs()).toEqual(['2011>2012 Link', '2014>2013 Hangup']);
  });

  test('what cannot be done says so', () => {
    const { people } = createLab({ trunks: [{ name: 'SIP/to117', channels: 0, prefix: '9' }] });
    const deeds = [
      () => people.answers('2011'),
      () => people.rejects('2011'),
      () => people.hangsUp('2011'),
      () => people.hangsUp('13800138000'),
      () => people.presses('2011', '1'),
      () => people.dials('9999', '2011'),
      () => people.behaves('8001', { kind: 'hand' }),
      () => people.callerRings({ from: '13800138000', to: { queue: '90' } }),
      () => {
        people.unplugs('2011');
        people.dials('2011', '2012');
      },
    ];
    for (const deed of deeds) expect(deed).toThrow(ScenarioError);
  });

  test('on the wall clock people wait', async () => {
    const clock = createWallClock();
    const engine = createSimulatedEngine({
      centre: centreOf('small'),
      clock,
      records: listSink().sink,
      seed: 1,
      zone: 480,
    });
    const people = createPeople(engine);
    const before = clock.monotonic();
    await people.passes(0.01);
    engine.close();
    expect(clock.monotonic() - before).toBeGreaterThanOrEqual(9);
  });
});
