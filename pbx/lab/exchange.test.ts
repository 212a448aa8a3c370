import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createWallClock } from '../engine/simulated/clock';
import { type LabExchange, startAsterisk } from './exchange';
import { connectManager, type Manager, type ManagerMessage } from './manager';
import { musicTones } from './music';
import { createOutside, type Outside } from './outside';
import { type Phone, type PhoneCall, plugIn } from './phone';
import { asteriskTree, asteriskVersions, whyNoAsterisk } from './tree';
import { until } from './until';

const clock = createWallClock();
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const is = (call: PhoneCall, state: PhoneCall['state']) =>
  until(clock, `the call with ${call.number} is ${state}`, () => call.state === state);
const talking = (one: PhoneCall, other: PhoneCall) =>
  until(clock, 'both hear each other', () => one.hears(other.tone) > 0.8 && other.hears(one.tone) > 0.8);
const hearsMusic = (call: PhoneCall): boolean => musicTones.every((hz) => call.hears(hz) > 0.2);

const filesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name))
    : [];

/** IPv4 addresses on which a process listens. */
function listening(pid: number): readonly string[] {
  const own = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const link = readlinkSync(`/proc/${pid}/fd/${fd}`);
      return /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [];
    }),
  );
  return ['tcp', 'udp'].flatMap((kind) =>
    readFileSync(`/proc/net/${kind}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      // 0A listens; a socket of UDP without a partner is in state 07.
      .filter(([, , , state, , , , , , inode]) => ['0A', '07'].includes(state ?? '') && own.has(inode ?? ''))
      .map(([, local = '']) => {
        const [address = '', port = ''] = local.split(':');
        const host = (address.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16));
        return `${host.join('.')}:${Number.parseInt(port, 16)} ${kind}`;
      }),
  );
}

for (const version of asteriskVersions)
  describe.runIf(asteriskTree(version) !== '')(`Asterisk ${version}${whyNoAsterisk(version)}`, () => {
    let exchange: LabExchange;
    let manager: Manager;
    let outside: Outside;
    const phones: Phone[] = [];
    const events: ManagerMessage[] = [];
    const phone = async (number: string): Promise<Phone> => {
      const made = await plugIn(exchange, number, { clock });
      phones.push(made);
      return made;
    };
    const done = async (action: string, fields: Record<string, string>): Promise<string> => {
      const answer = await manager.send(action, fields);
      expect(`${action}: ${answer.Response}`).toBe(`${action}: Success`);
      return answer.Message ?? '';
    };
    const event = (name: string, fits: (event: ManagerMessage) => boolean = () => true) =>
      until(clock, `event ${name}`, () => events.find((each) => each.Event === name && fits(each)));

    beforeAll(async () => {
      exchange = await startAsterisk({ version, clock });
      manager = await connectManager(exchange.ami);
      manager.onEvent((each) => events.push(each));
      outside = await createOutside(exchange, clock);
    });
    afterEach(async () => {
      await Promise.all([...outside.calls, ...phones.flatMap(({ calls }) => calls)].map((call) => call.hangUp()));
      await Promise.all(phones.splice(0).map((each) => each.close()));
      events.length = 0;
    });
    afterAll(async () => {
      await outside?.close();
      manager?.close();
      await exchange?.close();
    });

    test('is the version it is said to be, and telephones register', async () => {
      const one = await phone('2011');
      const told = await exchange.cli('core show version');
      const wrong = await plugIn({ ...exchange, phoneSecret: 'wrong' }, '2012', { clock }).catch((error) => `${error}`);
      expect([told.split('.')[0], one.registered, wrong]).toEqual([
        `Asterisk ${version}`,
        true,
        expect.stringMatching(/2012 is not registered: 40[13]/),
      ]);
      await one.unregister();
      expect(one.registered).toBe(false);
    });

    test('listens to nobody but this machine', () => {
      expect(listening(exchange.pid).filter((address) => !/^127\.0\.0\.1:\d+ (tcp|udp)$/.test(address))).toEqual(
        // chan_pjsip asks name servers from there, were there a name to ask for; nothing is answered on it.
        version === 22 ? [expect.stringMatching(/^0\.0\.0\.0:\d+ udp$/)] : [],
      );
    });

    test('a call between two telephones has sound both ways', async () => {
      const [one, other] = [await phone('2011'), await phone('2012')];
      const call = one.call('2012');
      const leg = await until(clock, '2012 rings', () => other.ringing);
      leg.answer();
      await is(call, 'up');
      await talking(call, leg);
      await call.hangUp();
      await is(leg, 'over');
      expect([leg.number, leg.name]).toEqual(['2011', 'Agent 2011']);
    });

    test('a telephone that says no is heard of, and so is one that is not there', async () => {
      const [one, other] = [await phone('2011'), await phone('2012')];
      other.behave({ kind: 'rejects', afterSeconds: 0, status: 486 });
      const busy = one.call('2012');
      const nobody = one.call('2013');
      await Promise.all([is(busy, 'over'), is(nobody, 'over')]);
      expect([busy.status, nobody.status >= 400]).toEqual([486, true]);
    });

    test('hold by the telephone: the other hears the exchange’s music', async () => {
      const [one, other] = [await phone('2011'), await phone('2012')];
      other.behave({ kind: 'answers', afterSeconds: 0 });
      const call = one.call('2012');
      await is(call, 'up');
      const leg = await until(clock, '2012 talks', () => other.active);
      await talking(call, leg);
      await leg.hold();
      await until(clock, 'music alone', () => hearsMusic(call) && call.hears(other.tone) < 0.01);
      expect(call.loudness).toBeGreaterThan(1000);
      await leg.resume();
      await talking(call, leg);
    });

    test('a call into a queue: music, an agent, sound both ways, music by feature code, a recording', async () => {
      const agent = await phone('2011');
      const caller = outside.call('90', { from: '13800138000', name: 'Zhang San' });
      await until(clock, 'the caller hears music', () => hearsMusic(caller));
      const member = `${exchange.technology}/2011`;
      await done('QueueAdd', { Queue: '90', Interface: member, MemberName: 'Agent 2011' });
      const leg = await until(clock, '2011 rings', () => agent.ringing);
      leg.answer();
      await talking(caller, leg);
      const { DestChannel: channel = '' } = await event('AgentConnect');
      for (const [code, state] of [
        [exchange.setup.holdCode, true],
        [exchange.setup.unholdCode, false],
      ] as const) {
        for (const Digit of code) await done('PlayDTMF', { Channel: channel, Digit, Receive: 'true', Duration: '80' });
        await until(clock, `music ${state ? 'on' : 'off'}`, () => hearsMusic(caller) === state);
      }
      await talking(caller, leg);
      await leg.hangUp();
      await is(caller, 'over');
      await event('AgentComplete');
      await done('QueueRemove', { Queue: '90', Interface: member });
      const file = await until(clock, 'a recording', () =>
        readdirSync(exchange.recordings, { recursive: true })
          .map(String)
          .find((name) => name.endsWith('.wav')),
      );
      expect([leg.number, statSync(path.join(exchange.recordings, file)).size > 10_000]).toEqual(['13800138000', true]);
    });

    test('transfers by the telephone: blind, and with a question before', async () => {
      const [one, other, third] = [await phone('2011'), await phone('2012'), await phone('2013')];
      third.behave({ kind: 'answers', afterSeconds: 0 });
      other.behave({ kind: 'answers', afterSeconds: 0 });
      for (const asks of [false, true]) {
        const caller = outside.call('2011', { from: '13800138000' });
        const leg = await until(clock, '2011 rings', () => one.ringing);
        leg.answer();
        await is(caller, 'up');
        if (asks) {
          await leg.hold();
          const question = one.call('2012');
          await is(question, 'up');
          expect(await leg.referTo(question)).toBe(202);
          const target = await until(clock, '2012 talks', () => other.active);
          await talking(caller, target);
        } else {
          expect(await leg.refer('2013')).toBe(202);
          const target = await until(clock, '2013 talks', () => third.active);
          await talking(caller, target);
        }
        await caller.hangUp();
        await until(clock, 'all is over', () => [one, other, third].every(({ calls }) => calls.length === 0));
      }
    });

    test('somebody outside is called, each in his own manner', async () => {
      const one = await phone('2011');
      outside.behaves('139', { kind: 'busy' });
      outside.behaves('138', { kind: 'answers', afterSeconds: 0, keys: '5', talkSeconds: 60 });
      const busy = one.call('13900139000');
      const call = one.call('13800138000');
      await Promise.all([is(busy, 'over'), is(call, 'up')]);
      const other = await until(clock, 'he talks', () => outside.with('13800138000'));
      await talking(call, other);
      await until(clock, 'his key', () => call.keys === '5');
      await other.hangUp();
      await is(call, 'over');
      expect(busy.status).toBe(486);
    });

    test('a message in the mailbox lights the lamp', async () => {
      const one = await phone('2011');
      const caller = await phone('2013');
      const call = caller.call('*2011');
      await is(call, 'up');
      const drafts = path.join(exchange.folder, 'spool/voicemail/default/2011/tmp');
      await until(clock, 'a message of over a second', () =>
        filesIn(drafts).some((file) => file.endsWith('.wav') && statSync(file).size > 24_000),
      );
      await call.hangUp();
      await until(clock, 'the lamp', () => one.mailbox?.waiting);
      expect(one.mailbox).toEqual({ waiting: true, unheard: 1, heard: 0 });
    });

    test('killed and started again it is the same exchange, with its members and telephones', async () => {
      const agent = await phone('2011');
      const member = `${exchange.technology}/2011`;
      await done('QueueAdd', { Queue: '91', Interface: member, Paused: 'true', MemberName: 'Agent 2011' });
      // It writes its database once a second: what came after that a power cut takes with it.
      const database = path.join(exchange.folder, 'state', 'astdb.sqlite3');
      await until(
        clock,
        'the member is stored',
        () =>
          readFileSync(database, 'latin1').includes('/Queue/PersistentMembers/91') &&
          !existsSync(`${database}-journal`),
      );
      const before = exchange.pid;
      await exchange.kill();
      const gone = [exchange.pid, existsSync(`/proc/${before}`)];
      await exchange.restart();
      manager = await connectManager(exchange.ami);
      manager.onEvent((each) => events.push(each));
      expect([gone, (await exchange.cli('queue show 91')).includes('paused')]).toEqual([[0, false], true]);
      await done('QueuePause', { Interface: member, Paused: 'false' });
      const caller = outside.call('91', { from: '13800138000' });
      const leg = await until(clock, '2011 rings', () => agent.ringing);
      leg.answer();
      await talking(caller, leg);
      await caller.hangUp();
      await is(leg, 'over');
      await done('QueueRemove', { Queue: '91', Interface: member });
    });
  });
