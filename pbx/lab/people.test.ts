import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createWallClock } from '../engine/simulated/clock';
import { ScenarioError } from '../scenario/people';
import type { Caller } from '../scenario/port';
import { type LabExchange, startAsterisk } from './exchange';
import { connectManager, type Manager } from './manager';
import { createLabPeople, type LabPeople } from './people';
import { asteriskTree, asteriskVersions, whyNoAsterisk } from './tree';
import { until } from './until';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const clock = createWallClock();

for (const version of asteriskVersions)
  describe.runIf(asteriskTree(version) !== '')(`people at an Asterisk ${version}${whyNoAsterisk(version)}`, () => {
    let exchange: LabExchange;
    let manager: Manager;
    let people: LabPeople;
    const member = (device: string): string => `${exchange.technology}/${device}`;
    const logIn = async (queue: string, device: string): Promise<void> => {
      const answer = await manager.send('QueueAdd', { Queue: queue, Interface: member(device) });
      expect(answer.Message).toBe('Added interface to queue');
    };
    const talks = (caller: Caller, to: string) =>
      until(clock, `the caller talks to ${to}`, () => caller.talksTo === to);
    const gone = (caller: Caller) => until(clock, 'the caller is gone', () => !caller.alive);

    beforeAll(async () => {
      exchange = await startAsterisk({ version, clock });
      manager = await connectManager(exchange.ami);
    });
    beforeEach(async () => {
      people = await createLabPeople(exchange, { seats: ['2011', '2012'], clock });
    });
    afterEach(async () => {
      await people.close();
      for (const queue of ['90', '91', '92'])
        for (const device of ['2011', '2012'])
          await manager.send('QueueRemove', { Queue: queue, Interface: member(device) });
    });
    afterAll(async () => {
      manager?.close();
      await exchange?.close();
    });

    test('a caller in a queue, from music to a talk to its end', async () => {
      const caller = people.callerRings({ from: '13800138000', name: 'Zhang San', to: { queue: '90' } });
      await until(clock, 'music', () => caller.hearsMusic && caller.talksTo === '');
      await logIn('90', '2011');
      people.answers('2011');
      await talks(caller, '2011');
      const shown = people.phone('2011').active;
      caller.presses('5');
      await until(clock, 'the key', () => shown?.keys === '5');
      people.hangsUp('2011');
      await gone(caller);
      expect([caller.channel, caller.uniqueId, caller.hearsMusic, caller.talksTo, shown?.number]).toEqual([
        expect.stringMatching(new RegExp(`^${exchange.technology}/trunk-[0-9a-f]{8}$`)),
        expect.stringMatching(/^lab\d\d-\d+\.\d+$/),
        false,
        '',
        '13800138000',
      ]);
    });

    test('patience and talks end by themselves', async () => {
      const impatient = people.callerRings({ from: '13800138001', to: { queue: '91' }, patienceSeconds: 0.5 });
      await gone(impatient);
      people.behaves('2011', { kind: 'answers', afterSeconds: 0 });
      const brief = people.callerRings({
        from: '13800138002',
        to: { extension: '2011' },
        patienceSeconds: 30,
        talkSeconds: 0.3,
      });
      await talks(brief, '2011');
      await gone(brief);
    });

    test('telephones reject, dial, and are unplugged', async () => {
      people.unplugs('2012');
      await until(clock, '2012 is gone', () => !people.phone('2012').registered);
      people.dials('2011', '2012');
      await until(clock, 'nobody there', () => people.phone('2011').calls.length === 0);
      people.plugsIn('2012');
      await until(clock, '2012 is back', () => people.phone('2012').registered);
      people.dials('2011', '2012');
      people.rejects('2012');
      await until(clock, 'rejected', () => people.phone('2011').calls.length === 0);
      people.dials('2011', '2012');
      people.answers('2012');
      await until(clock, 'they talk', () => people.phone('2011').hears(people.phone('2012').tone) > 0.8);
      people.hangsUp('2011');
    });

    test('people outside answer for themselves or by hand', async () => {
      people.outsideBehaves('*', { kind: 'silent' });
      people.outsideBehaves('139', { kind: 'refuses', afterSeconds: 0 });
      people.dials('2011', '13900139000');
      await until(clock, 'refused', () => people.phone('2011').calls.length === 0);
      people.dials('2011', '13800138000');
      people.answers('13800138000');
      await until(
        clock,
        'they talk',
        () => (people.outside.with('13800138000')?.hears(people.phone('2011').tone) ?? 0) > 0.8,
      );
      people.hangsUp('13800138000');
      await until(clock, 'it is over', () => people.phone('2011').calls.length === 0);
    });

    test('variables reach the call', async () => {
      const caller = people.callerRings({ from: '13800138000', to: { queue: '90' }, variables: { LEVEL: '3' } });
      await until(clock, 'a name', () => caller.channel);
      await until(clock, 'the variable', async () => {
        const { Value } = await manager.send('Getvar', { Channel: caller.channel, Variable: 'LEVEL' });
        return Value === '3';
      });
      caller.givesUp();
      await gone(caller);
    });

    test('what cannot be done says so', async () => {
      const refused = [
        () => people.phone('2016'),
        () => people.behaves('2016', { kind: 'hand' }),
        () => people.faxArrives({ from: '1', to: '2011', pages: 1 }),
        () => people.callerRings({ from: '1', to: { queue: '90' }, rates: '5' }),
        () => people.callerRings({ from: '1', to: { queue: '90' }, trunk: 'SIP/other' }),
      ];
      for (const deed of refused) expect(deed).toThrow(ScenarioError);
      await people.close();
      people = await createLabPeople(exchange, { seats: ['2011'], patienceMs: 50, clock });
      people.answers('2011');
      await expect(people.close()).rejects.toThrow('2011 cannot answer now');
      people = await createLabPeople(exchange, { seats: [], clock });
    });
  });
