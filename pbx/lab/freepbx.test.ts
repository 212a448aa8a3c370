import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createWallClock } from '../engine/simulated/clock';
import { type LabExchange, startAsterisk } from './exchange';
import { callerFields, memberFields } from './local';
import { connectManager, type Manager, type ManagerMessage } from './manager';
import { createOutside, type Outside } from './outside';
import { type Phone, type PhoneCall, plugIn } from './phone';
import { asteriskTree, asteriskVersions, whyNoAsterisk } from './tree';
import { until } from './until';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const clock = createWallClock();
const is = (call: PhoneCall, state: PhoneCall['state']) =>
  until(clock, `the call with ${call.number} is ${state}`, () => call.state === state);

for (const version of asteriskVersions)
  describe.runIf(asteriskTree(version) !== '')(`Asterisk ${version} like FreePBX${whyNoAsterisk(version)}`, () => {
    let exchange: LabExchange;
    let manager: Manager;
    let outside: Outside;
    const phones = new Map<string, Phone>();
    const events: ManagerMessage[] = [];
    const phone = (number: string): Phone => phones.get(number) as Phone;
    const store = async (family: string, key: string, value: string): Promise<void> => {
      await manager.send(value === '' ? 'DBDel' : 'DBPut', { Family: family, Key: key, Val: value });
    };
    const ringing = (number: string) => until(clock, `${number} rings`, () => phone(number).ringing);
    const called = (name: string, fits: (event: ManagerMessage) => boolean = () => true) =>
      until(clock, `event ${name}`, () => events.find((each) => each.Event === name && fits(each)));

    beforeAll(async () => {
      exchange = await startAsterisk({ version, flavour: 'freepbx', clock });
      manager = await connectManager(exchange.ami);
      manager.onEvent((event) => events.push(event));
      outside = await createOutside(exchange, clock);
      for (const number of ['2011', '2012', '2013']) phones.set(number, await plugIn(exchange, number, { clock }));
    });
    afterEach(async () => {
      const calls = [...outside.calls, ...[...phones.values()].flatMap((each) => each.calls)];
      await Promise.all(calls.map((call) => call.hangUp()));
      for (const each of phones.values()) each.behave({ kind: 'hand' });
      events.length = 0;
    });
    afterAll(async () => {
      for (const each of phones.values()) await each.close();
      await outside?.close();
      manager?.close();
      await exchange?.close();
    });

    test('people and telephones stand in its database', async () => {
      const shown = await exchange.cli('database show');
      const rows = shown.split('\n').map((line) => line.replace(/\s+/g, '').replace(':', '='));
      expect(rows).toEqual(
        expect.arrayContaining([
          `/DEVICE/2011/dial=${exchange.technology}/2011`,
          '/AMPUSER/2011/cidname=Agent2011',
          '/AMPUSER/2013/voicemail=novm',
        ]),
      );
    });

    test('a queue rings its member through a local channel, and the number that was dialled is known', async () => {
      const member = 'Local/2011@from-queue/n';
      await manager.send('QueueAdd', {
        Queue: '90',
        Interface: member,
        MemberName: 'Agent 2011',
        StateInterface: `${exchange.technology}/2011`,
      });
      const caller = outside.call('90', { from: '13800138000', did: '02088880000' });
      const leg = await ringing('2011');
      const joined = await called('QueueCallerJoin');
      const { Value: did } = await manager.send('Getvar', { Channel: joined.Channel ?? '', Variable: 'FROM_DID' });
      leg.answer();
      await until(clock, 'both hear', () => leg.hears(caller.tone) > 0.8 && caller.hears(leg.tone) > 0.8);
      const { Interface } = await called('AgentConnect');
      await caller.hangUp();
      await manager.send('QueueRemove', { Queue: '90', Interface: member });
      await until(clock, 'a recording in the folder of its day', () =>
        readdirSync(exchange.recordings, { recursive: true, encoding: 'utf8' }).some(
          (name) =>
            /^\d{4}\/\d\d\/\d\d\/q-90-13800138000-\d{8}-\d{6}-lab\d\d-\d+\.\d+\.wav$/.test(name) &&
            statSync(path.join(exchange.recordings, name)).size > 1_000,
        ),
      );
      expect([did, Interface]).toEqual(['02088880000', member]);
    });

    test('do-not-disturb and the three ways of forwarding', async () => {
      phone('2012').behave({ kind: 'answers', afterSeconds: 0 });
      // 2013 has no mailbox that would answer in its place.
      await store('DND', '2013', 'YES');
      const disturbing = phone('2011').call('2013');
      await is(disturbing, 'over');
      await store('DND', '2013', '');
      const reached: number[] = [];
      for (const [family, status] of [
        ['CF', 0],
        ['CFB', 486],
        ['CFU', 0],
      ] as const) {
        await store(family, '2013', '2012');
        if (status) phone('2013').behave({ kind: 'rejects', afterSeconds: 0, status });
        if (family === 'CFU') await phone('2013').unregister();
        const call = phone('2011').call('2013');
        await until(clock, `${family}: 2012 talks`, () => call.hears(phone('2012').tone) > 0.8);
        reached.push(phone('2012').calls.length);
        await call.hangUp();
        await until(clock, 'it is over', () => phone('2012').calls.length === 0);
        await store(family, '2013', '');
      }
      await phone('2013').register();
      expect([disturbing.status, reached]).toEqual([486, [1, 1, 1]]);
    });

    test('feature codes: do-not-disturb by the telephone, and a colleague’s call picked up', async () => {
      const code = phone('2012').call('*78');
      await is(code, 'over');
      const asked = await manager.send('ExtensionState', { Exten: '2012', Context: exchange.setup.hintContext });
      const off = phone('2012').call('*79');
      await is(off, 'over');
      const caller = outside.call('2011', { from: '13800138000' });
      const leg = await ringing('2011');
      const picker = phone('2012').call('**2011');
      await until(clock, 'the picker talks', () => caller.hears(phone('2012').tone) > 0.8);
      expect([asked.StatusText, leg.state, picker.state]).toEqual(['Busy', 'over', 'up']);
    });

    test('members and callers without any telephone', async () => {
      for (const no of [1, 2, 3]) {
        const added = await manager.send('QueueAdd', {
          ...memberFields('91', no, { kind: 'answers', afterSeconds: 0 }),
        });
        expect(added.Message).toBe('Added interface to queue');
      }
      const from = ['13800138001', '13800138002', '13800138003'];
      for (const number of from)
        await manager.send('Originate', { ...callerFields({ queue: '91', from: number, seconds: 2 }) });
      const named = (name: string) => events.filter(({ Event }) => Event === name);
      await until(clock, 'all talks are over', () => named('AgentComplete').length === 3);
      for (const { Interface = '' } of named('AgentConnect'))
        await manager.send('QueueRemove', { Queue: '91', Interface });
      expect([
        named('QueueCallerJoin')
          .map(({ CallerIDNum }) => CallerIDNum)
          .sort(),
        named('AgentConnect')
          .map(({ MemberName }) => MemberName)
          .sort(),
      ]).toEqual([from, ['Member 1', 'Member 2', 'Member 3']]);
    });
  });
