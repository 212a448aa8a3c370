import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLab, type Lab, order } from './lab';

const devices = ['2011', '2012', '2013', '2014', '3001'] as const;
const numbers = [...devices, '90', '91', '9111', '71', '13800138000', '1390000', '777'] as const;

/** One thing that somebody does; impossible ones do nothing, as in life. */
type Deed = readonly [kind: number, a: number, b: number];
const deed: fc.Arbitrary<Deed> = fc.noBias(fc.tuple(fc.nat(27), fc.nat(60), fc.nat(60)));

function perform(lab: Lab, [kind, a, b]: Deed): void {
  const { engine } = lab;
  const device = devices[a % devices.length] ?? '2011';
  const number = numbers[b % numbers.length] ?? '2011';
  const queue = b % 2 ? '90' : '91';
  const live = engine.channels().filter((one) => one.hungUpAt === null);
  const channel = live[a % Math.max(1, live.length)]?.name ?? 'SIP/none';
  const ringing = live.find((one) => one.state === 'Ringing')?.device ?? device;
  const talking = live.find((one) => one.device !== '' && engine.talksTo(one.name))?.name ?? channel;
  const other = live[b % Math.max(1, live.length)]?.name ?? 'SIP/none';
  const deeds: readonly (() => unknown)[] = [
    () =>
      engine.outsideArrives({
        from: `138${String(a).padStart(8, '0')}`,
        to: b % 3 ? { queue } : { extension: device },
        ...(b % 4 ? { patienceSeconds: b } : {}),
        ...(b % 5 ? { talkSeconds: a } : {}),
      }),
    () => engine.lift(device),
    () => engine.lift(ringing),
    () => engine.lift(ringing),
    () => engine.attendedTransfer(talking, number, ''),
    () => engine.reject(device),
    () => engine.putDown(device),
    () => engine.dial(device, number),
    () => engine.press(device, ['*1', '*2', '*3', '*4', '*5', '5'][b % 6] ?? '5'),
    () => engine.originate(order({ channel: `SIP/${device}`, exten: number })),
    () => engine.hangUp(channel),
    () => engine.hold(channel, ''),
    () => engine.unhold(channel),
    () => engine.park(channel, other, 5 + b),
    () => engine.unpark(`SIP/${device}`, `7${1 + (b % 9)}`, '', 20),
    () => engine.redirect(channel, b % 4 ? '' : other, 'from-internal', number, '1'),
    () => engine.attendedTransfer(channel, number, ''),
    () => engine.pickup(`SIP/${device}`, devices[b % devices.length] ?? '', '', 20),
    () => engine.featureByName(channel, ['answer', 'atxferswap', 'atxferabort', 'atxferthreeway'][b % 4] ?? ''),
    () =>
      engine.conferenceCommand((['lock', 'unlock', 'mute', 'kick'] as const)[b % 4] ?? 'mute', '9111', a % 3 || 'all'),
    () => engine.queueAdd(queue, `SIP/${device}`, a % 3),
    () => engine.queueRemove(queue, `SIP/${device}`),
    () => engine.queuePause(queue, `SIP/${device}`, a % 3),
    () => engine.queueWithdraw(queue, channel, ''),
    () => engine.setRegistered(device, b % 4 !== 0),
    () => engine.setForwarding(device, (['CF', 'CFB', 'CFU'] as const)[a % 3] ?? 'CF', b % 3 ? '' : number),
    () => engine.setDnd(device, b % 5 === 0),
    () => lab.pass(a),
  ];
  deeds[kind % deeds.length]?.();
}

/** What must hold between any two deeds. */
function check(lab: Lab): void {
  const { engine } = lab;
  const state = engine.snapshotState();
  const names = new Set(state.channels.map((one) => one.name));
  const faults: string[] = [];
  for (const one of state.channels) {
    if (one.place === 'nowhere') faults.push(`${one.name} is nowhere`);
    if (one.place === 'bridged') {
      const peer = engine.talksTo(one.name);
      if (!peer || engine.talksTo(peer.name)?.name !== one.name) faults.push(`${one.name} is bridged one-sidedly`);
    }
  }
  const pairs = new Set<string>();
  for (const link of state.links) {
    if (!names.has(link.src) || !names.has(link.dst)) faults.push(`open link ${link.src} ${link.dst} has a dead end`);
    const pair = [link.src, link.dst].sort().join();
    if (pairs.has(pair)) faults.push(`two open links ${pair}`);
    pairs.add(pair);
  }
  const parked = state.parks.filter((one) => one.state === 'Parked');
  if (new Set(parked.map((one) => one.lot)).size < parked.length) faults.push('a lot is taken twice');
  for (const one of parked) if (!names.has(one.channel)) faults.push(`lot ${one.lot} holds a dead channel`);
  for (const seat of state.conferences) if (!seat.left && !names.has(seat.channel)) faults.push('a dead seat');
  const waiting = state.queues.flatMap((queue) => queue.waiting.map((one) => one.channel));
  if (new Set(waiting).size < waiting.length) faults.push('a caller waits twice');
  for (const name of waiting) if (!names.has(name)) faults.push(`${name} waits though it is gone`);
  for (const queue of state.queues) {
    const figures = [queue.completed, queue.abandoned, queue.holdTime, queue.servicePercent];
    for (const member of queue.members) figures.push(member.callsTaken, member.paused);
    if (figures.some((figure) => figure < 0)) faults.push('a figure below nought');
  }
  for (const device of state.devices) {
    const mine = state.channels.filter((one) => one.device === device.no);
    if (mine.length > 1) faults.push(`${device.no} has two calls without call waiting`);
    const expected = !device.registered ? 4 : mine.length === 0 ? 0 : mine[0]?.state === 'Ringing' ? 8 : 1;
    if (device.status !== expected) faults.push(`${device.no} says ${device.status}, not ${expected}`);
  }
  expect(faults).toEqual([]);
}

function everybodyHangsUp(lab: Lab): void {
  for (let round = 0; round < 200; round += 1) {
    const live = lab.engine.channels().find((one) => one.hungUpAt === null);
    if (!live) return;
    lab.engine.hangUp(live.name);
  }
}

/** One record per pair that ever was; every channel is in at least one record. */
function checkRecords(lab: Lab): void {
  const { engine, records } = lab;
  const field = (name: string, key: string): string[] =>
    engine.events(name, 0).map((event) => new RegExp(` ${key}: (\\S+)`).exec(event.content)?.[1] ?? '');
  const pairs = records.calls.filter((row) => row.dstChannel !== '');
  const named = new Set(records.calls.flatMap((row) => [row.channel, row.dstChannel]));
  const unheard = field('Newchannel', 'Channel').filter((name) => !named.has(name));
  const negative = records.calls.filter((row) => row.durationSeconds < 0 || row.billSeconds > row.durationSeconds);
  const connects = records.queueLog.filter((row) => row.event === 'CONNECT').length;
  const ends = records.queueLog.filter((row) => /^(COMPLETE|BLIND|ATTENDED)/.test(row.event)).length;
  const entered = records.queueLog.filter((row) => row.event === 'ENTERQUEUE').length;
  const left = records.queueLog.filter((row) => /^(ABANDON|EXIT|WITHDRAW|TRANSFER)/.test(row.event)).length;
  expect({ pairs: pairs.length, unheard, negative, ends, left: left + connects }).toEqual({
    pairs: field('Dial', 'Source').length,
    unheard: [],
    negative: [],
    ends: connects,
    left: entered,
  });
}

test('whatever people do, the exchange stays in order and nothing is left when all have hung up', () => {
  fc.assert(
    fc.property(fc.array(deed, { minLength: 5, maxLength: 60 }), (deeds) => {
      const lab = createLab();
      for (const no of ['2011', '2012', '3001']) lab.engine.queueAdd('90', `SIP/${no}`, 0);
      lab.engine.queueAdd('91', 'SIP/2011', 0);
      for (const one of deeds) {
        perform(lab, one);
        check(lab);
      }
      everybodyHangsUp(lab);
      check(lab);
      lab.pass(3_600);
      checkRecords(lab);
      const { channels, links } = lab.engine.snapshotState();
      expect({ channels, links, lingering: lab.engine.channels().length, timers: lab.clock.pending }).toEqual({
        channels: [],
        links: [],
        lingering: 0,
        timers: 0,
      });
    }),
    { numRuns: 250, seed: 20_150_120 },
  );
});

test('same seed, same deeds, same clock: same ids, records and events', () => {
  const live = (deeds: readonly Deed[]): unknown => {
    const lab = createLab();
    lab.engine.queueAdd('90', 'SIP/2011', 0);
    for (const one of deeds) perform(lab, one);
    const { calls, queueLog, agentCalls, activity } = lab.records;
    return structuredClone([
      calls,
      queueLog,
      agentCalls,
      activity,
      lab.engine.events('', 0),
      lab.engine.snapshotState(),
    ]);
  };
  fc.assert(
    fc.property(fc.array(deed, { minLength: 40, maxLength: 80 }), (deeds) => {
      expect(live(deeds)).toEqual(live(deeds));
    }),
    { numRuns: 20, seed: 7 },
  );
});
