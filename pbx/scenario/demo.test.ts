import { expect, test } from 'vitest';
import { createVirtualClock } from '../engine/simulated/clock';
import { createSimulatedEngine } from '../engine/simulated/engine';
import { listSink, morning } from '../engine/simulated/lab';
import { centreOf } from './centre';
import { startDemo } from './demo';
import { createPeople } from './people';

function live(hours: number, leaveAlone: readonly string[] = [], speed = 1) {
  const clock = createVirtualClock(morning);
  const records = listSink();
  const engine = createSimulatedEngine({ centre: centreOf('demo'), clock, records: records.sink, seed: 5, zone: 480 });
  const demo = startDemo(engine, createPeople(engine), { seed: 5, speed, leaveAlone });
  let most = 0;
  let held = 0;
  for (let minute = 0; minute < hours * 60; minute += 1) {
    clock.advance(60_000);
    most = Math.max(most, ...engine.queues().map((queue) => queue.waiting.length));
    held += engine.channels().filter((one) => one.held).length;
  }
  return { clock, records, engine, demo, most, held };
}

test('a morning of the demo: answered, abandoned, refused, held, passed on, called out, paused', () => {
  const { records, engine, most, held, demo, clock } = live(2);
  const count = (event: string): number => records.queueLog.filter((row) => row.event === event).length;
  const figures = {
    answered: count('CONNECT'),
    abandoned: count('ABANDON'),
    refused: count('AGENTDUMP'),
    unanswered: count('RINGNOANSWER'),
    passedOn: count('BLINDTRANSFER'),
    pauses: new Set(records.activity.filter((row) => row.event === 'paused').map((row) => row.pauseType)).size,
    out: records.calls.filter((row) => row.direct === 'OUT').length,
    callers: new Set(records.calls.filter((row) => row.direct === 'IN').map((row) => row.src)).size,
  };
  // Believable: most are served, some give up, lines build up now and then, nobody breaks off.
  expect(Object.entries(figures).filter(([, figure]) => figure < 2)).toEqual([]);
  expect(figures.answered).toBeGreaterThan(figures.abandoned * 4);
  expect(most).toBeGreaterThan(1);
  expect(held).toBeGreaterThan(0);
  expect(records.calls.every((row) => row.direct !== 'IN' || /^(1[3-9]\d{9}|0\d{9,11})$/.test(row.src))).toBe(true);
  demo.stop();
  for (const one of engine.channels()) engine.hangUp(one.name);
  engine.close();
  expect(clock.pending).toBe(0);
});

test('real people are left alone: free phones, those named, and a phone put on "hand" later', () => {
  const { engine, demo, records, clock } = live(0.2, ['2021']);
  engine.phoneBehaves('2022', { kind: 'hand' });
  engine.putDown('2022');
  const before = records.calls.length;
  clock.advance(1_200_000);
  const free = [
    '2011',
    '2012',
    '2013',
    '2014',
    '2021',
    ...engine
      .devices()
      .filter((one) => one.kind === 'adhoc')
      .map((one) => one.no),
  ];
  const touched = records.calls.filter((row) => free.some((no) => row.channel.includes(`SIP/${no}-`)));
  const members = engine.queues().flatMap((queue) => queue.members.map((one) => one.interface));
  const own = records.calls.slice(before).filter((row) => row.channel.startsWith('SIP/2022-'));
  expect([touched, members.filter((one) => free.includes(one.slice(4))), own]).toEqual([[], [], []]);
  demo.stop();
  engine.close();
});

test('leaves recordings, messages, faxes, keys and judgements behind, some of each', () => {
  const { records, engine, demo } = live(3);
  demo.stop();
  engine.close();
  const answered = records.queueLog.filter((row) => row.event === 'CONNECT').length;
  const ended = new Map(records.ratings.map(({ key }) => [key, true]));
  expect({
    recordings: records.recordings.length > answered * 0.8,
    messages: records.voicemails.length > 1 && records.voicemails.length < 60,
    faxes: records.faxes.length > 0 && records.faxes.length < 20,
    keys: records.menuKeys.length > answered,
    judged: [ended.has(-1), ended.has(1), records.ratings.length < answered],
    named: records.calls.filter(({ monitor }) => monitor !== '').length === records.recordings.length,
  }).toEqual({
    ...{ recordings: true, messages: true, faxes: true, keys: true, judged: [true, true, true], named: true },
  });
});

test('twice the same seed is twice the same day', () => {
  const day = () => {
    const { records, engine, demo } = live(0.25);
    demo.stop();
    engine.close();
    const { calls, queueLog, activity, recordings, voicemails, faxes, menuKeys, ratings } = records;
    return [calls, queueLog, activity, recordings, voicemails, faxes, menuKeys, ratings, engine.events('', 0)];
  };
  expect(day()).toEqual(day());
});

test('ten times the speed is about ten times the calls', () => {
  const slow = live(0.25).records.queueLog.filter((row) => row.event === 'CONNECT').length;
  const fast = live(0.25, [], 10).records.queueLog.filter((row) => row.event === 'CONNECT').length;
  expect(fast / slow).toBeGreaterThan(6);
});
