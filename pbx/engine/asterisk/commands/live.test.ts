import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LogLine } from '../../../http/log';
import { type LabExchange, startAsterisk } from '../../../lab/exchange';
import { connectManager, type Manager, type ManagerMessage } from '../../../lab/manager';
import { musicTones } from '../../../lab/music';
import { createOutside, type Outside } from '../../../lab/outside';
import { type Phone, type PhoneCall, plugIn } from '../../../lab/phone';
import { asteriskTree, whyNoAsterisk } from '../../../lab/tree';
import { until } from '../../../lab/until';
import type { Outcome, RecordSink } from '../../port';
import { createWallClock } from '../../simulated/clock';
import { type AmiClient, createAmi } from '../ami/client';
import { type AsteriskEngine, createAsteriskEngine } from '../engine';

// Every command at a real exchange of both versions, with telephones that can be heard. It takes its time because tones
// and rings do: about half a minute an exchange. 2011 alone has a mailbox, so that nobody else answers for the others.
const clock = createWallClock();
const patience = 40_000;
const nothing = (): void => {};

const hearsMusic = (call: PhoneCall): boolean => musicTones.every((hz) => call.hears(hz) > 0.2);
const hears = (one: PhoneCall, other: { readonly tone: number }): boolean => one.hears(other.tone) > 0.3;
const talking = (one: PhoneCall, other: PhoneCall) =>
  until(clock, 'both hear each other', () => one.hears(other.tone) > 0.8 && other.hears(one.tone) > 0.8);

const floors = [
  [16, 'plain'],
  [22, 'plain'],
  [22, 'freepbx'],
] as const;

for (const [version, flavour] of floors)
  describe.runIf(asteriskTree(version) !== '')(
    `commands at Asterisk ${version} (${flavour})${whyNoAsterisk(version)}`,
    () => {
      let exchange: LabExchange;
      let manager: Manager;
      let outside: Outside;
      let ami: AmiClient;
      let engine: AsteriskEngine;
      const rated: number[] = [];
      const phones: Phone[] = [];
      const events: ManagerMessage[] = [];
      const log: LogLine[] = [];

      const phone = async (number: string): Promise<Phone> => {
        const made = await plugIn(exchange, number, { clock });
        phones.push(made);
        await until(clock, `${number} is known`, () => engine.device(number)?.registered);
        return made;
      };
      const iface = (number: string): string => `${exchange.technology}/${number}`;
      const legOf = (number: string) =>
        until(clock, `a leg of ${number}`, () =>
          engine.channels().findLast(({ device, hungUpAt }) => device === number && hungUpAt === null),
        ).then(({ name }) => name);
      const trunkLeg = () =>
        until(clock, 'a leg of the trunk', () =>
          engine.channels().findLast(({ name, hungUpAt }) => name.startsWith(iface('trunk')) && hungUpAt === null),
        ).then(({ name }) => name);
      const seen = (name: string): readonly ManagerMessage[] => events.filter((event) => event.Event === name);

      /** A caller from outside talks to `number` in a queue. */
      async function queueCall(number = '2011', queue = '90') {
        const agent = phones.find((one) => one.number === number) ?? (await phone(number));
        expect(await engine.queueAdd(queue, iface(number), 0)).toEqual({ ok: true });
        const caller = outside.call(queue, { from: '13800138000' });
        const leg = await until(clock, `${number} rings`, () => agent.ringing);
        leg.answer();
        await talking(caller, leg);
        const [own, other] = [await legOf(number), await trunkLeg()];
        await until(clock, 'the view has the pair', () =>
          engine
            .links()
            .some(({ src, dst, state }) => state === 'Link' && [src, dst].includes(own) && [src, dst].includes(other)),
        );
        return { agent, caller, leg, own, other };
      }

      beforeAll(async () => {
        exchange = await startAsterisk({ version, clock, zone: 0, flavour });
        manager = await connectManager(exchange.ami);
        manager.onEvent((event) => events.push(event));
        outside = await createOutside(exchange, clock);
        ami = createAmi({ ...exchange.ami, clock, random: () => 0.5, log: (line) => log.push(line) });
        await ami.opened;
        const sink: RecordSink = {
          callRecord: nothing,
          queueEvent: nothing,
          agentCall: nothing,
          agentActivity: nothing,
          recording: nothing,
          voicemail: nothing,
          fax: nothing,
          menuKey: nothing,
          rating: ({ key }) => rated.push(key),
        };
        engine = await createAsteriskEngine({ ami, clock, log: (line) => log.push(line), setup: exchange.setup }, sink);
      }, patience);

      afterEach(async () => {
        await manager.send('Hangup', { Channel: '/^.*$/' });
        await Promise.all([...outside.calls, ...phones.flatMap(({ calls }) => calls)].map((call) => call.hangUp()));
        await Promise.all(phones.splice(0).map((each) => each.close()));
        for (const { no, members } of engine.queues())
          for (const member of members) if (member.kind === 'dynamic') await engine.queueRemove(no, member.interface);
        await until(clock, 'nothing is left', () => engine.channels().every(({ hungUpAt }) => hungUpAt !== null));
        events.length = 0;
        rated.length = 0;
      }, patience);

      afterAll(async () => {
        engine?.close();
        ami?.close();
        await outside?.close();
        manager?.close();
        await exchange?.close();
      }, patience);

      const call = (
        channel: string,
        more: { exten?: string; timeoutMs?: number; application?: string; data?: string },
      ) =>
        engine.originate({
          channel,
          context: 'from-internal',
          exten: more.application ? '' : '13900139000',
          priority: '1',
          application: '',
          data: '',
          timeoutMs: 20_000,
          callerId: '2011',
          variables: { CALLREF: 'a,b"c\\d(e]', __HANDED: '1' },
          account: '',
          ...more,
        });

      test('a click calls: the telephone first, then the number; variables arrive as they were', async () => {
        const agent = await phone('2011');
        outside.behaves('139', { kind: 'answers', afterSeconds: 0 });
        const begun = call(iface('2011'), {});
        (await until(clock, '2011 rings', () => agent.ringing)).answer();
        const own = await until(clock, '2011 talks', () => agent.active);
        const other = await until(clock, 'the number answers', () => outside.with('13900139000'));
        await talking(own, other);
        const leg = await legOf('2011');
        expect([
          begun.accepted,
          await begun.result,
          await engine.askVariable(leg, 'CALLREF'),
          await engine.askVariable(leg, 'HANDED'),
          await engine.askVariable(await trunkLeg(), 'HANDED'),
          await engine.hangUp(leg),
          await engine.hangUp(`${iface('2011')}-ffffffff`),
        ]).toEqual([true, 4, 'a,b"c\\d(e]', '1', '1', { ok: true }, { ok: false, why: 'no-channel' }]);
      });

      test('why a telephone did not come: busy, declined, away, unknown, silent, hung up, no such extension', async () => {
        const agent = await phone('2011');
        const reasons: Record<string, number> = {};
        for (const [name, status] of [
          ['busy', 486],
          ['declined', 603],
          ['away', 480],
          ['unknown', 404],
        ] as const) {
          agent.behave({ kind: 'rejects', afterSeconds: 0, status });
          reasons[name] = await call(iface('2011'), {}).result;
        }
        agent.behave({ kind: 'hand' });
        reasons.silent = await call(iface('2011'), { timeoutMs: 1_000 }).result;
        // The answer comes before the leg is gone, and the next ring is not to be taken for this one.
        await until(
          clock,
          'the silent leg is gone',
          () =>
            !agent.ringing && engine.channels().every(({ device, hungUpAt }) => device !== '2011' || hungUpAt !== null),
        );
        const rings = call(iface('2011'), {});
        await until(clock, '2011 rings', () => agent.ringing);
        await engine.hangUp(await legOf('2011'));
        reasons.hungUp = await rings.result;
        reasons.noExtension = await call(iface('2011'), { exten: '7' }).result;
        reasons.noTelephone = await call(iface('2019'), {}).result;
        expect(reasons).toEqual({
          busy: 5,
          declined: 1,
          away: 3,
          unknown: 8,
          silent: 3,
          hungUp: 1,
          noExtension: 8,
          noTelephone: 8,
        });
      });

      test('hold: the caller hears music, the agent nothing, the queue call goes on; and back', async () => {
        const { caller, leg, own, other } = await queueCall();
        for (const _ of ['once', 'and again']) {
          expect(await engine.hold(other, 'default')).toEqual({ ok: true });
          await until(clock, 'music for one, silence for the other', () => hearsMusic(caller) && leg.loudness < 50);
          expect(engine.channel(other)?.held).toBe(true);
          expect(await engine.unhold(other)).toEqual({ ok: true });
          await talking(caller, leg);
          expect(engine.channel(other)?.held).toBe(false);
        }
        expect(seen('AgentComplete')).toEqual([]);
        await engine.hangUp(own);
        await until(clock, 'the queue has its call', () => seen('AgentComplete').length === 1);
      });

      test('hold where the call has no feature for it: both are parted, and joined again', async () => {
        const { caller, leg, own, other } = await queueCall();
        await manager.send('Setvar', { Channel: own, Variable: 'DYNAMIC_FEATURES', Value: 'other' });
        expect(await engine.hold(other, 'default')).toEqual({ ok: true });
        await until(clock, 'music for one, silence for the other', () => hearsMusic(caller) && leg.loudness < 50);
        expect(await engine.unhold(other)).toEqual({ ok: true });
        await talking(caller, leg);
        expect(await engine.hold(other, 'default')).toEqual({ ok: true });
        await leg.hangUp();
        await until(clock, 'the caller is not left behind', () => caller.state === 'over');
      });

      test('a blind transfer of a queue call: the queue counts it at once, as a transfer', async () => {
        const { caller, leg, other } = await queueCall();
        const target = await phone('2014');
        target.behave({ kind: 'answers', afterSeconds: 0 });
        expect(await engine.redirect(other, '', 'from-internal', '2014', '1')).toEqual({ ok: true });
        await talking(caller, await until(clock, '2014 talks', () => target.active));
        expect([leg.state, seen('AgentComplete').map(({ Reason }) => Reason)]).toEqual(['over', ['transfer']]);
        expect(await engine.redirect(await trunkLeg(), '', 'from-internal', '7', '1')).toEqual({
          ok: false,
          why: 'no-exten',
        });
      });

      test('a held caller is transferred, and is heard', async () => {
        const { caller, other } = await queueCall();
        const target = await phone('2014');
        target.behave({ kind: 'answers', afterSeconds: 0 });
        await engine.hold(other, 'default');
        expect(await engine.redirect(other, '', 'from-internal', '2014', '1')).toEqual({ ok: true });
        await talking(caller, await until(clock, '2014 talks', () => target.active));
      });

      test('a consultation: completed', async () => {
        const { caller, leg, own } = await queueCall();
        const target = await phone('2014');
        expect(await engine.attendedTransfer(own, '2014', 'from-internal')).toEqual({ ok: true });
        const asked = await until(clock, '2014 rings', () => target.ringing);
        asked.answer();
        await talking(leg, asked);
        await until(clock, 'the caller waits with music', () => hearsMusic(caller));
        expect(await engine.featureByName(own, 'atxfercomplete')).toEqual({ ok: true });
        await talking(caller, asked);
        expect([leg.state, seen('AgentComplete').map(({ Reason }) => Reason)]).toEqual(['over', ['transfer']]);
      });

      test('a consultation: cancelled while it rings, and after the answer', async () => {
        const { caller, leg, own } = await queueCall();
        const target = await phone('2014');
        for (const answers of [false, true]) {
          expect(await engine.attendedTransfer(own, '2014', 'from-internal')).toEqual({ ok: true });
          const asked = await until(clock, '2014 rings', () => target.ringing);
          if (answers) {
            asked.answer();
            await talking(leg, asked);
          }
          expect(await engine.featureByName(own, 'atxferabort')).toEqual({ ok: true });
          await talking(caller, leg);
          await until(clock, '2014 is released', () => asked.state === 'over');
        }
        expect(await engine.featureByName(own, 'atxferabort')).toEqual({ ok: false, why: 'no-feature' });
      });

      test('a consultation: from one to the other, then all three', async () => {
        const { caller, leg, own } = await queueCall();
        const target = await phone('2014');
        await engine.attendedTransfer(own, '2014', 'from-internal');
        const asked = await until(clock, '2014 rings', () => target.ringing);
        asked.answer();
        await talking(leg, asked);
        expect(await engine.featureByName(own, 'atxferswap')).toEqual({ ok: true });
        await talking(leg, caller);
        expect(await engine.featureByName(own, 'atxferswap')).toEqual({ ok: true });
        await talking(leg, asked);
        expect(await engine.featureByName(own, 'atxferthreeway')).toEqual({ ok: true });
        await until(clock, 'all hear all', () =>
          [
            [caller, asked],
            [caller, leg],
            [asked, caller],
            [asked, leg],
            [leg, caller],
            [leg, asked],
          ].every(([one, other]) => one && other && hears(one, other)),
        );
      });

      test('a transfer that comes back when nobody takes it, and stays when somebody does', async () => {
        const { caller, leg, own } = await queueCall();
        const target = await phone('2014');
        target.behave({ kind: 'rejects', afterSeconds: 0, status: 486 });
        expect(await engine.transferWithReturn(own, '2014', 'from-internal')).toEqual({ ok: true });
        await until(clock, 'the caller waits', () => hearsMusic(caller));
        await talking(caller, leg);
        target.behave({ kind: 'answers', afterSeconds: 1 });
        expect(await engine.transferWithReturn(own, '2014', 'from-internal')).toEqual({ ok: true });
        await talking(caller, await until(clock, '2014 talks', () => target.active));
        await until(clock, 'the agent is released', () => leg.state === 'over');
      });

      test('a mailbox that answers is nobody: the call comes back', async () => {
        const { caller, leg, own } = await queueCall('2013');
        const target = await phone('2012');
        target.behave({ kind: 'rejects', afterSeconds: 0, status: 486 });
        expect(await engine.transferWithReturn(own, '2012', 'from-internal')).toEqual({ ok: true });
        await until(clock, 'the caller waits', () => hearsMusic(caller));
        await talking(caller, leg);
      });

      test('parked, and taken at another telephone', async () => {
        const { caller, leg, own, other } = await queueCall();
        expect(await engine.park(other, own, 60)).toEqual({ ok: true });
        await until(clock, 'music for the caller, the agent is free', () => hearsMusic(caller) && leg.state === 'over');
        const lot = await until(clock, 'the place', () => engine.parks().find(({ state }) => state === 'Parked')?.lot);
        const target = await phone('2014');
        const taken = engine.unpark(iface('2014'), lot, '', 20);
        (await until(clock, '2014 rings', () => target.ringing)).answer();
        await talking(caller, await until(clock, '2014 talks', () => target.active));
        expect([await taken.result, engine.unpark(iface('2014'), lot, '', 20).accepted]).toEqual([4, false]);
      });

      test('a call that rings at a colleague is taken', async () => {
        const [colleague, picker] = [await phone('2014'), await phone('2013')];
        const caller = outside.call('2014', { from: '13800138000' });
        const rung = await until(clock, '2014 rings', () => colleague.ringing);
        await until(clock, 'the view knows', () =>
          engine.channels().some(({ device, state }) => device === '2014' && state === 'Ringing'),
        );
        const picked = engine.pickup(iface('2013'), '2014', '2013', 20);
        (await until(clock, '2013 rings', () => picker.ringing)).answer();
        await talking(caller, await until(clock, '2013 talks', () => picker.active));
        expect([
          picked.accepted,
          await picked.result,
          rung.state,
          engine.pickup(iface('2013'), '2011', '', 5).accepted,
        ]).toEqual([true, 4, 'over', false]);
      });

      test('who hears whom: a listener, one who whispers, one who talks along', async () => {
        const { caller, leg, own } = await queueCall();
        const boss = await phone('2013');
        const heard: Record<string, readonly boolean[]> = {};
        for (const [mode, options] of [
          ['listen', 'qE'],
          ['whisper', 'qEw'],
          ['barge', 'qEB'],
        ] as const) {
          const spy = call(iface('2013'), { application: 'ChanSpy', data: `${own},${options}` });
          (await until(clock, '2013 rings', () => boss.ringing)).answer();
          const ear = await until(clock, '2013 talks', () => boss.active);
          expect(await spy.result).toBe(4);
          await until(clock, `${mode}: the boss hears both`, () => hears(ear, caller) && hears(ear, leg));
          if (mode !== 'listen') await until(clock, 'the agent hears the boss', () => hears(leg, ear));
          if (mode === 'barge') await until(clock, 'the caller hears the boss', () => hears(caller, ear));
          heard[mode] = [hears(leg, ear), hears(caller, ear), hears(caller, leg)];
          await ear.hangUp();
          await until(clock, 'the boss is gone', () => caller.hears(leg.tone) > 0.8 && leg.hears(caller.tone) > 0.8);
        }
        expect(heard).toEqual({
          listen: [false, false, true],
          whisper: [true, false, true],
          barge: [true, true, true],
        });
      });

      test('a caller who waits is withdrawn, or sent elsewhere', async () => {
        const target = await phone('2014');
        target.behave({ kind: 'answers', afterSeconds: 0 });
        for (const how of ['withdraw', 'redirect'] as const) {
          const caller = outside.call('91', { from: '13800138000' });
          const waiting = await until(clock, 'he waits', () => engine.queue('91')?.waiting[0]);
          expect(await engine.queueWithdraw('91', `${iface('trunk')}-ffffffff`, '')).toEqual({
            ok: false,
            why: 'not-there',
          });
          const gone =
            how === 'withdraw'
              ? await engine.queueWithdraw('91', waiting.channel, 'supervisor')
              : await engine.redirect(waiting.channel, '', 'from-internal', '2014', '1');
          expect(gone).toEqual({ ok: true });
          await until(clock, 'nobody waits', () => engine.queue('91')?.waiting.length === 0);
          if (how === 'redirect') await talking(caller, await until(clock, '2014 talks', () => target.active));
          await caller.hangUp();
        }
      });

      test('queues: in, paused with a reason, ready, out; and what cannot be', async () => {
        await phone('2011');
        const outcomes: Outcome<string>[] = [
          await engine.queueAdd('90', iface('2011'), 2),
          await engine.queueAdd('90', iface('2011'), 2),
          await engine.queueAdd('99', iface('2011'), 0),
          await engine.queueAdd('90', iface('2019'), 0),
          await engine.queuePause('90', iface('2011'), 3),
        ];
        const member = await until(clock, 'paused', () =>
          engine.queue('90')?.members.find(({ paused }) => paused === 3),
        );
        outcomes.push(
          await engine.queuePause('90', iface('2011'), 0),
          await engine.queuePause('91', iface('2011'), 1),
          await engine.queueRemove('90', iface('2011')),
          await engine.queueRemove('90', iface('2011')),
          await engine.queueRemove('99', iface('2011')),
        );
        expect([outcomes, member.penalty, member.interface]).toEqual([
          [
            { ok: true },
            { ok: false, why: 'already' },
            { ok: false, why: 'no-queue' },
            { ok: false, why: 'no-device' },
            { ok: true },
            { ok: true },
            { ok: false, why: 'not-there' },
            { ok: true },
            { ok: false, why: 'not-there' },
            { ok: false, why: 'no-queue' },
          ],
          2,
          iface('2011'),
        ]);
      });

      test('a room: one is muted, all are, one is sent out, nobody comes into a locked one', async () => {
        const [one, other] = [await phone('2011'), await phone('2014')];
        const [a, b] = [one.call('9111'), other.call('9111')];
        await talking(a, b);
        const seatOf = (number: string) =>
          until(clock, 'the seat', () =>
            engine.conferences().find((seat) => seat.channel.startsWith(iface(number)) && !seat.left),
          );
        const { member } = await seatOf('2011');
        expect(await engine.conferenceCommand('mute', '9111', member)).toEqual({ ok: true });
        await until(clock, '2014 hears nothing, 2011 does', () => b.loudness < 50 && hears(a, b));
        expect(await engine.conferenceCommand('unmute', '9111', 'all')).toEqual({ ok: true });
        await talking(a, b);
        const refused = [
          await engine.conferenceCommand('mute', '9111', 99),
          await engine.conferenceCommand('mute', '9119', 1),
          await engine.conferenceCommand('lock', '9119', 'all'),
          await engine.conferenceCommand('lock', '9111', 'all'),
        ];
        expect(refused).toEqual([
          { ok: false, why: 'no-member' },
          { ok: false, why: 'no-room' },
          { ok: false, why: 'no-room' },
          { ok: true },
        ]);
        expect(await engine.conferenceCommand('kick', '9111', (await seatOf('2014')).member)).toEqual({ ok: true });
        await until(clock, '2014 is out, 2011 is in', () => b.state === 'over' && a.state === 'up');
      });

      test('do-not-disturb and forwarding count for whoever calls, and for a click', async () => {
        const [one, other, third] = [await phone('2011'), await phone('2014'), await phone('2013')];
        other.behave({ kind: 'answers', afterSeconds: 0 });
        third.behave({ kind: 'answers', afterSeconds: 0 });
        expect(await engine.setDnd('2014', true)).toEqual({ ok: true });
        const turned = one.call('2014');
        await until(clock, 'busy', () => turned.state === 'over');
        expect([turned.status, engine.dnd('2014'), await call(iface('2014'), {}).result]).toEqual([486, true, 5]);
        await engine.setDnd('2014', false);
        expect(await engine.setForwarding('2014', 'CF', '2013')).toEqual({ ok: true });
        const passed = one.call('2014');
        await talking(passed, await until(clock, '2013 talks', () => third.active));
        expect(engine.forwarding('2014')?.CF).toBe('2013');
        await engine.setForwarding('2014', 'ALL', '');
        expect([engine.dnd('2014'), engine.forwarding('2014')]).toEqual([false, { CF: '', CFB: '', CFU: '' }]);
        expect(await engine.setDnd('2099', true)).toEqual({ ok: false, why: 'no-user' });
      });

      test('keys for the other party', async () => {
        const { caller, own } = await queueCall();
        expect(await engine.featureByName(own, 'dtmf:5#')).toEqual({ ok: true });
        await until(clock, 'the caller gets the keys', () => caller.keys === '5#');
      });

      test('a telephone is told to take its call, or to refuse it', async () => {
        const tell = async (number: string, told: 'answer' | 'reject') => {
          const leg = await legOf(number);
          await until(clock, 'the view knows', () => engine.channel(leg)?.state === 'Ringing');
          return await engine.featureByName(leg, told);
        };
        const other = await phone('2014');
        const caller = outside.call('2014', { from: '13900139000' });
        await until(clock, '2014 rings', () => other.ringing);
        expect(await tell('2014', 'answer')).toEqual({ ok: true });
        await talking(caller, await until(clock, '2014 talks', () => other.active));
        await caller.hangUp();
        await until(clock, '2014 is free', () => other.calls.length === 0);
        outside.call('2014', { from: '13900139001' });
        await until(clock, '2014 rings', () => other.ringing);
        expect(await tell('2014', 'reject')).toEqual({ ok: true });
        await until(clock, '2014 is quiet', () => other.calls.length === 0);
      });

      test('a judgement in place of the hang-up', async () => {
        const { caller, leg, own } = await queueCall();
        expect([await engine.askRating(own), await engine.hangUp(own)]).toEqual([{ ok: true }, { ok: true }]);
        await until(
          clock,
          'the agent is released, the caller asked',
          () => leg.state === 'over' && caller.state === 'up',
        );
        await caller.press('4');
        await until(clock, 'the judgement', () => rated.length === 1);
        expect(rated).toEqual([4]);
      });

      test('variables and functions of a call; the shell of the exchange is none', async () => {
        const { other } = await queueCall();
        expect([
          await engine.setVariable(other, 'CALLDATA', 'one\r\nAction: Logoff'),
          await engine.askVariable(other, 'CALLDATA'),
          await engine.askVariable(other, 'CALLERID(num)'),
          await engine.askVariable(other, 'SHELL(id)'),
          await engine.setVariable(`${iface('2011')}-ffffffff`, 'A', 'x'),
          await engine.askVariable(`${iface('2011')}-ffffffff`, 'A'),
        ]).toEqual([
          { ok: true },
          'one Action: Logoff',
          '13800138000',
          '',
          { ok: false, why: 'no-channel' },
          undefined,
        ]);
        expect(ami.state).toBe('live');
      });

      test('what it cannot do is little, and a secret is nowhere in the log', () => {
        const limits = engine.limits().map(({ feature }) => feature);
        expect(limits.sort()).toEqual([
          'agent-numbers',
          'answer',
          'barred',
          'mailbox-full',
          'past',
          'prompts',
          'rating',
        ]);
        expect(JSON.stringify(log)).not.toContain(exchange.ami.secret);
      });
    },
  );
