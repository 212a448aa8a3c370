import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { LogLine } from '../../http/log';
import { type LabExchange, startAsterisk } from '../../lab/exchange';
import { createLabPeople, type LabPeople } from '../../lab/people';
import { asteriskTree, asteriskVersions, whyNoAsterisk } from '../../lab/tree';
import { until } from '../../lab/until';
import type { RecordSink } from '../port';
import { createWallClock } from '../simulated/clock';
import { createAmi } from './ami/client';
import { type AsteriskEngine, createAsteriskEngine } from './engine';
import { createState, type Resynced } from './state/state';
import { differenceOf, pictureOf } from './state/testing/bench';

// At a real exchange of both versions: telephones ring and an Asterisk is started four times, which takes its time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });
const clock = createWallClock();
const nothing = (): void => {};
const sink: RecordSink = {
  ...{ callRecord: nothing, queueEvent: nothing, agentCall: nothing, agentActivity: nothing, recording: nothing },
  ...{ voicemail: nothing, fax: nothing, menuKey: nothing, rating: nothing },
};

for (const version of asteriskVersions)
  describe.runIf(asteriskTree(version) !== '')(`the state of Asterisk ${version}${whyNoAsterisk(version)}`, () => {
    let exchange: LabExchange;
    let engine: AsteriskEngine;
    let people: LabPeople;
    const log: LogLine[] = [];
    const reports: Resynced[] = [];
    const iface = (number: string): string => `${exchange.technology}/${number}`;
    const amiNow = () => createAmi({ ...exchange.ami, clock, random: () => 0.5, log: (line) => log.push(line) });
    const rings = (number: string) => until(clock, `${number} rings`, () => engine.device(number)?.status === 8);
    const talks = (count: number) =>
      until(
        clock,
        `${count} pairs talk`,
        () => engine.links().filter(({ state }) => state === 'Link').length === count,
      );
    const quiet = () =>
      until(clock, 'nobody is there', () => engine.channels().every(({ hungUpAt }) => hungUpAt !== null));

    /** What somebody finds who comes only now and asks for everything; empty = just what we have followed. */
    async function unlikeTheLists(): Promise<unknown> {
      const ami = amiNow();
      await ami.opened;
      const state = createState({ ami, clock, log: nothing, setup: exchange.setup });
      await state.ready;
      const wanted = pictureOf(state);
      const same = () => Object.keys(differenceOf(pictureOf(engine.state), wanted)).length === 0;
      await engine.waitFor(same, 3_000);
      const difference = differenceOf(pictureOf(engine.state), wanted);
      state.close();
      ami.close();
      return difference;
    }

    beforeAll(async () => {
      exchange = await startAsterisk({ version, clock, ringSeconds: 15 });
      const ami = amiNow();
      await ami.opened;
      engine = await createAsteriskEngine({ ami, clock, log: (line) => log.push(line), setup: exchange.setup }, sink);
      engine.state.onResync((report) => reports.push(report));
      people = await createLabPeople(exchange, { seats: ['2011', '2012', '2013'], clock });
    });
    afterEach(async () => {
      await until(clock, 'the line', () => engine.reachable, 40_000);
      for (const { name, hungUpAt } of engine.channels())
        if (hungUpAt === null) await Promise.resolve(engine.hangUp(name)).catch(nothing);
      await quiet();
      for (const { no, members } of engine.queues()) {
        for (const member of members) await engine.queueRemove(no, member.interface);
      }
      await until(clock, 'no members', () => engine.queues().every(({ members }) => members.length === 0));
    });
    afterAll(async () => {
      await people?.close();
      engine?.close();
      await exchange?.close();
    });

    test('followed through a shift it is what the exchange lists, step by step', async () => {
      const steps: Record<string, unknown> = {};
      await engine.queueAdd('90', iface('2011'), 2);
      await engine.queuePause('90', iface('2011'), 3);
      await until(clock, 'the pause', () => engine.queue('90')?.members[0]?.paused === 3);
      steps.paused = await unlikeTheLists();
      await engine.queuePause('90', iface('2011'), 0);
      await engine.setDnd('2013', true);
      const dnd = [engine.dnd('2013'), engine.dnd('2012')];
      await engine.setDnd('2013', false);
      const waiting = people.callerRings({ from: '13800138009', to: { queue: '92' } });
      await until(clock, 'a caller waits', () => engine.queue('92')?.waiting.length === 1);
      steps.waits = await unlikeTheLists();
      waiting.hangsUp();
      const caller = people.callerRings({ from: '13800138000', to: { queue: '90' } });
      await rings('2011');
      steps.rings = await unlikeTheLists();
      people.answers('2011');
      await talks(1);
      steps.talks = await unlikeTheLists();
      const [own] = engine.channels().filter(({ device, hungUpAt }) => device === '2011' && hungUpAt === null);
      const popup = own && {
        ...{ direct: own.direct, queue: own.queue, did: own.did, dialled: own.dialled, callerId: own.callerId },
      };
      await engine.attendedTransfer(own?.name ?? '', '2012', '');
      await rings('2012');
      steps.consults = await unlikeTheLists();
      people.answers('2012');
      await talks(2);
      await engine.hangUp(own?.name ?? '');
      await until(clock, 'the customer has the colleague', () => caller.talksTo === '2012');
      await until(clock, 'the halves are gone', () =>
        engine.channels().every(({ name, hungUpAt }) => !name.startsWith('Local/') || hungUpAt !== null),
      );
      steps.transferred = await unlikeTheLists();
      const [left] = engine.channels().filter(({ trunk, hungUpAt }) => trunk !== '' && hungUpAt === null);
      const [agent] = engine.channels().filter(({ device, hungUpAt }) => device === '2012' && hungUpAt === null);
      await engine.park(left?.name ?? '', agent?.name ?? '', 60);
      await until(clock, 'parked', () => engine.parks().some(({ state }) => state === 'Parked'));
      await until(clock, '2012 is free', () => engine.device('2012')?.status === 0);
      steps.parked = await unlikeTheLists();
      caller.hangsUp();
      await quiet();
      people.dials('2013', '9111');
      await until(clock, 'a seat', () => engine.conferences().some(({ left: gone }) => !gone));
      steps.seated = await unlikeTheLists();
      people.hangsUp('2013');
      await quiet();
      steps.over = await unlikeTheLists();
      await until(clock, 'the figures', () => engine.queue('90')?.completed === 1);
      const { completed, abandoned } = engine.queue('90') ?? {};
      expect([steps, dnd, popup, completed, abandoned, engine.queue('92')?.abandoned]).toEqual([
        Object.fromEntries(Object.keys(steps).map((step) => [step, {}])),
        [true, false],
        { direct: 'IN', queue: '90', did: '90', dialled: '2011', callerId: '2011' },
        1,
        0,
        1,
      ]);
    });

    test.each(['restart', 'SIGKILL'] as const)(
      'a %s in the middle of a call: members and pauses stay, the call has ended',
      async (how) => {
        await engine.queueAdd('90', iface('2011'), 0);
        await engine.queueAdd('91', iface('2012'), 4);
        await engine.queuePause('91', iface('2012'), 5);
        await until(clock, 'the pause', () => engine.queue('91')?.members[0]?.paused === 5);
        people.callerRings({ from: '13800138000', to: { queue: '90' } });
        await rings('2011');
        people.answers('2011');
        await talks(1);
        const before = reports.length;
        const bootedAt = engine.startedAt;
        const alive = engine.channels().flatMap(({ uniqueId, hungUpAt }) => (hungUpAt === null ? [uniqueId] : []));
        if (how === 'SIGKILL') await exchange.kill();
        else await exchange.stop();
        await until(clock, 'the line is down', () => !engine.reachable);
        const meanwhile = await Promise.resolve(engine.hangUp(`${iface('2011')}-0fffffff`)).catch(
          (error: { kind?: unknown }) => error.kind,
        );
        await exchange.restart();
        await until(clock, 'it is back', () => engine.reachable && reports.length > before, 40_000);
        // What the exchange had not written down yet when it was killed, we enter again.
        await until(clock, 'both members, one of them paused', () => {
          const list = engine.queues().flatMap((queue) => queue.members);
          return list.length === 2 && list.some(({ paused }) => paused === 5);
        });
        const report = reports.at(-1);
        const members = engine
          .queues()
          .flatMap(({ no, members: list }) =>
            list.map(({ interface: who, paused, penalty, kind }) => [no, who, paused, penalty, kind]),
          );
        // What the exchange itself has told of the end before it went is no loss.
        const ended = engine
          .channels()
          .filter(({ uniqueId, hungUpAt }) => alive.includes(uniqueId) && hungUpAt !== null);
        expect([
          meanwhile,
          report?.restarted,
          engine.startedAt > bootedAt,
          members,
          ended.length,
          engine.links().every(({ cleared }) => cleared),
          await unlikeTheLists(),
        ]).toEqual([
          'unreachable',
          true,
          true,
          [
            ['90', iface('2011'), 0, 0, 'dynamic'],
            ['91', iface('2012'), 5, 4, 'dynamic'],
          ],
          2,
          true,
          {},
        ]);
      },
    );

    test('an exchange that forgets its dynamic members gets ours back, once, with pause and penalty', async () => {
      const file = path.join(exchange.folder, 'etc', 'queues.conf');
      const config = readFileSync(file, 'utf8');
      writeFileSync(file, config.replace(/persistentmembers\s*=\s*yes/, 'persistentmembers = no'));
      await exchange.restart();
      await until(clock, 'it is back', () => engine.reachable && engine.queues().length > 0, 40_000);
      await engine.queueAdd('90', iface('2011'), 7);
      await engine.queuePause('90', iface('2011'), 4);
      await until(clock, 'the pause', () => engine.queue('90')?.members[0]?.paused === 4);
      log.length = 0;
      await exchange.kill();
      await exchange.restart();
      await until(clock, 'he is back', () => engine.queue('90')?.members[0]?.paused === 4 && engine.reachable, 40_000);
      const members = engine.queue('90')?.members.map((one) => [one.interface, one.penalty, one.paused]);
      const told = await until(clock, 'the word of it', () => {
        const lines = log.filter(({ event }) => event === 'exchange-member-restored');
        return lines.length > 0 && lines;
      });
      writeFileSync(file, config);
      const seen = reports.length;
      await exchange.restart();
      await until(clock, 'it is back', () => reports.length > seen, 40_000);
      expect([config.includes('persistentmembers'), members, told]).toEqual([
        true,
        [[iface('2011'), 7, 4]],
        [{ level: 'warn', event: 'exchange-member-restored', detail: 'queue 90' }],
      ]);
    });
  });
