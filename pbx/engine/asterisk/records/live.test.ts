import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LogLine } from '../../../http/log';
import { type LabExchange, startAsterisk } from '../../../lab/exchange';
import { connectManager, type Manager } from '../../../lab/manager';
import { createOutside, type Outside } from '../../../lab/outside';
import { type Phone, plugIn } from '../../../lab/phone';
import { asteriskTree, asteriskVersions, whyNoAsterisk } from '../../../lab/tree';
import { until } from '../../../lab/until';
import { createWallClock } from '../../simulated/clock';
import { type AmiClient, createAmi } from '../ami/client';
import { type AsteriskEngine, createAsteriskEngine } from '../engine';
import { kindOf } from './gap-log';
import { callsOf, type Kept, keeping, offersOf, queueWordsOf } from './testing/kept';

// Calls at a real exchange of both versions, and what is written of them.
const clock = createWallClock();
const patience = 40_000;
const from = '13800138000';

for (const version of asteriskVersions)
  describe.runIf(asteriskTree(version) !== '')(`records of Asterisk ${version}${whyNoAsterisk(version)}`, () => {
    const kept = keeping();
    /** All that was written in all of it. */
    const shift = keeping();
    const log: LogLine[] = [];
    let exchange: LabExchange;
    let manager: Manager;
    let outside: Outside;
    let ami: AmiClient;
    let engine: AsteriskEngine;
    let [one, two]: Phone[] = [];

    const phoneOf = (phone: Phone | undefined): Phone => {
      if (!phone) throw new Error('no such phone');
      return phone;
    };
    const iface = (number: string): string => `${exchange.technology}/${number}`;
    const waiting = (queue: string) => until(clock, 'somebody waits', () => engine.queue(queue)?.waiting[0]);
    const told = (...words: readonly string[]) =>
      until(clock, words.join(', '), () => words.every((word) => queueWordsOf(kept).includes(word)));
    const recorded = (count: number) => until(clock, `${count} records`, () => kept.calls.length >= count);
    const rows = () => ({ calls: callsOf(kept).map(plain), queue: queueWordsOf(kept), offers: offersOf(kept) });
    /** Whether it was recorded is a matter of the dial plan. */
    const plain = (line: string): string => line.replace(/ rec$/, '');

    beforeAll(async () => {
      exchange = await startAsterisk({ version, clock, zone: 0, ringSeconds: 3 });
      manager = await connectManager(exchange.ami);
      outside = await createOutside(exchange, clock);
      ami = createAmi({ ...exchange.ami, clock, random: () => 0.5, log: (line) => log.push(line) });
      await ami.opened;
      const parts = { ami, clock, log: (line: LogLine) => void log.push(line), setup: exchange.setup };
      engine = await createAsteriskEngine(parts, kept.sink);
      one = await plugIn(exchange, '2011', { clock });
      two = await plugIn(exchange, '2012', { clock });
      await until(clock, 'both are known', () => ['2011', '2012'].every((no) => engine.device(no)?.registered));
      expect(await engine.queueAdd('91', iface('2011'), 0)).toEqual({ ok: true });
    }, patience);
    afterEach(async () => {
      await until(clock, 'everybody is gone', () => engine.channels().every(({ hungUpAt }) => hungUpAt !== null));
      shift.calls.push(...kept.calls);
      shift.queue.push(...kept.queue);
      for (const list of [kept.calls, kept.queue, kept.offers, kept.recordings, kept.holds]) list.length = 0;
    }, patience);
    afterAll(async () => {
      for (const phone of [one, two]) await phone?.close();
      await outside?.close();
      manager?.close();
      engine?.close();
      await exchange?.close();
    }, patience);

    test('a queue call that was answered, with its recording', { timeout: patience }, async () => {
      const caller = outside.call('91', { from });
      const leg = await until(clock, 'it rings', () => phoneOf(one).ringing);
      leg.answer();
      await until(clock, 'they talk', () => caller.hears(leg.tone) > 0.5);
      await caller.hangUp();
      await told('COMPLETECALLER 2011');
      await recorded(1);
      await until(clock, 'the recording is told', () => kept.recordings.length > 0);
      const file = kept.recordings[0]?.file ?? '';
      expect({
        ...rows(),
        monitor: kept.calls[0]?.monitor,
        sound: kept.recordings.map((row) => engine.soundOf(row).size > 1000),
      }).toEqual({
        calls: [`${from}>2011 ANSWERED Queue IN 16`],
        queue: ['ENTERQUEUE', 'CONNECT 2011', 'COMPLETECALLER 2011'],
        offers: ['2011 Complete caller'],
        ...{ monitor: file, sound: [true] },
      });
    });

    test('one that was refused, then not answered, then given up', { timeout: patience }, async () => {
      const caller = outside.call('91', { from });
      (await until(clock, 'it rings', () => phoneOf(one).ringing)).reject(486);
      await told('AGENTDUMP 2011');
      await until(clock, 'it rings again', () => phoneOf(one).ringing);
      await told('RINGNOANSWER 2011');
      await until(clock, 'it rings once more', () => phoneOf(one).ringing);
      await caller.hangUp();
      await told('ABANDON');
      await recorded(3);
      expect(rows()).toEqual({
        calls: [
          `${from}>2011 BUSY Queue IN 17`,
          `${from}>2011 NO ANSWER Queue IN 19`,
          `${from}>2011 NO ANSWER Queue IN 16`,
        ],
        queue: ['ENTERQUEUE', 'AGENTDUMP 2011', 'RINGNOANSWER 2011', 'RINGCANCELED 2011', 'ABANDON'],
        offers: ['2011 Dump rejected', '2011 Complete no-answer', '2011 Complete abandoned'],
      });
    });

    test('a caller withdrawn here, and one whom somebody else sent away', { timeout: patience }, async () => {
      const first = outside.call('92', { from });
      const { channel } = await waiting('92');
      expect(await engine.queueWithdraw('92', channel, 'vip')).toEqual({ ok: true });
      await told('WITHDRAW');
      await first.hangUp();
      await until(clock, 'he is gone', () => engine.queue('92')?.waiting.length === 0);
      const second = outside.call('92', { from });
      const { channel: other } = await waiting('92');
      await manager.send('Redirect', { Channel: other, Context: 'from-internal', Exten: '2012', Priority: '1' });
      (await until(clock, '2012 rings', () => phoneOf(two).ringing)).answer();
      await told('TRANSFER');
      await until(clock, 'they talk', () => second.hears(phoneOf(two).tone) > 0.5);
      await second.hangUp();
      await recorded(2);
      const { queue, calls } = rows();
      expect({
        queue,
        last: calls.at(-1),
        info: kept.queue.find(({ event }) => event === 'WITHDRAW')?.args[3],
      }).toEqual({
        queue: ['ENTERQUEUE', 'WITHDRAW', 'ENTERQUEUE', 'TRANSFER'],
        last: `${from}>2012 ANSWERED Dial IN 16`,
        info: 'vip',
      });
    });

    test('a call that its agent sends on', { timeout: patience }, async () => {
      const caller = outside.call('91', { from });
      const leg = await until(clock, 'it rings', () => phoneOf(one).ringing);
      leg.answer();
      await until(clock, 'they talk', () => caller.hears(leg.tone) > 0.5);
      const line = engine.channels().find(({ trunk, hungUpAt }) => trunk !== '' && hungUpAt === null)?.name ?? '';
      expect(await engine.redirect(line, '', exchange.setup.transferContext, '2012', '1')).toEqual({ ok: true });
      (await until(clock, '2012 rings', () => phoneOf(two).ringing)).answer();
      await until(clock, 'the next ones talk', () => caller.hears(phoneOf(two).tone) > 0.5);
      await caller.hangUp();
      await told('BLINDTRANSFER 2011');
      await recorded(2);
      expect({ ...rows(), talk: kept.queue.at(-1)?.args[0] }).toEqual({
        calls: [`${from}>2011 ANSWERED Queue IN 16 by 2011`, `${from}>2012 ANSWERED Dial IN 16 by 2011`],
        queue: ['ENTERQUEUE', 'CONNECT 2011', 'BLINDTRANSFER 2011'],
        offers: ['2011 Complete transfer'],
        talk: '2012',
      });
    });

    test('the files of the exchange tell the same to a platform that was not there', {
      timeout: patience,
    }, async () => {
      const folder = path.join(exchange.folder, 'log');
      const files = {
        queueLog: path.join(folder, 'queue_log'),
        callRecords: path.join(folder, 'cdr-csv', 'Master.csv'),
      };
      const other = createAmi({ ...exchange.ami, clock, random: () => 0.5, log: (line) => log.push(line) });
      await other.opened;
      const late = keeping();
      const second = await createAsteriskEngine(
        { ami: other, clock, log: (line: LogLine) => void log.push(line), setup: { ...exchange.setup, ...files } },
        late.sink,
        { past: { lastAt: null, calls: () => [], queueEvents: () => [] } },
      );
      await until(clock, 'the files are read', () => late.calls.length > 0 && late.queue.length > 0);
      /** What the two name alike: who came, who took whom, how often somebody left; and who talked to whom. */
      const told = ({ calls, queue }: Kept) => ({
        came: queue.filter(({ event }) => event === 'ENTERQUEUE').map(({ number }) => number),
        taken: queue.filter(({ event }) => event === 'CONNECT').map(({ agentNo }) => agentNo),
        left: queue.map(({ event }) => kindOf(event)).filter((kind) => kind === 'complete' || kind === 'leave').length,
        talked: [
          ...new Set(
            callsOf({ ...late, calls })
              .filter((line) => line.includes(' ANSWERED '))
              .map(parties),
          ),
        ].sort(),
      });
      expect([told(late), log.filter(({ level }) => level !== 'info')]).toEqual([told(shift), []]);
      second.close();
    });

    const parties = (line: string): string => line.split(' ')[0] ?? '';
  });
