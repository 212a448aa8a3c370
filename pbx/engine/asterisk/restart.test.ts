import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { startPlatform } from '../../http/start';
import { startAsterisk } from '../../lab/exchange';
import { createOutside } from '../../lab/outside';
import { plugIn } from '../../lab/phone';
import { asteriskTree, asteriskVersions, whyNoAsterisk } from '../../lab/tree';
import { until } from '../../lab/until';
import { createWallClock } from '../simulated/clock';
import { asteriskExchange } from './exchange';

const clock = createWallClock();
const patience = 60_000;

for (const version of asteriskVersions)
  describe.runIf(asteriskTree(version) !== '')(`a platform before Asterisk ${version}${whyNoAsterisk(version)}`, () => {
    test('that is ended and started again knows the calls of the time between, once', {
      timeout: patience,
    }, async () => {
      const exchange = await startAsterisk({ version, clock, zone: 0, ringSeconds: 3 });
      const outside = await createOutside(exchange, clock);
      const phone = await plugIn(exchange, '2011', { clock });
      const folder = mkdtempSync(path.join(tmpdir(), 'seatline-past-'));
      const log = path.join(exchange.folder, 'log');
      const files = { queueLog: path.join(log, 'queue_log'), callRecords: path.join(log, 'cdr-csv', 'Master.csv') };
      const start = () =>
        startPlatform({
          ...{ clock, folder, centre: 'empty', zone: 0 },
          exchange: asteriskExchange({ ...exchange.setup, ...files }),
        });
      type Platform = Awaited<ReturnType<typeof start>>;
      const answered = async (from: string): Promise<void> => {
        const caller = outside.call('91', { from });
        const leg = await until(clock, 'it rings', () => phone.ringing);
        leg.answer();
        await until(clock, 'they talk', () => caller.hears(leg.tone) > 0.5);
        await caller.hangUp();
        await until(clock, 'it is over', () => phone.calls.length === 0);
      };
      const told = ({ store }: Platform) => ({
        calls: store.records.calls({}).map(({ caller, callee, disposition }) => `${caller}>${callee} ${disposition}`),
        lost: store.lostCalls
          .list({}, { sort: 'id', descending: false, offset: 0 })
          .map(({ number, queue }) => `${number} ${queue}`),
      });

      const first = await start();
      expect(await first.engine.queueAdd('91', `${exchange.technology}/2011`, 0)).toEqual({ ok: true });
      await answered('13800000001');
      await until(clock, 'it is written', () => told(first).calls.length > 0);
      await first.close();

      await answered('13800000002');
      const caller = outside.call('92', { from: '13800000003' });
      await until(clock, 'the queue has taken him', () =>
        readFileSync(files.queueLog, 'utf8').includes('|92|NONE|ENTERQUEUE|'),
      );
      await caller.hangUp();

      const second = await start();
      await until(clock, 'the time between is written', () => told(second).lost.length > 0);
      const between = told(second);
      await second.close();
      const third = await start();
      await until(clock, 'it is there', () => third.engine.reachable);
      const again = told(third);
      await third.close();
      await phone.close();
      await outside.close();
      await exchange.close();
      rmSync(folder, { recursive: true });
      expect([between, again]).toEqual([
        {
          calls: ['13800000001>2011 ANSWERED', '13800000002>2011 ANSWERED', '13800000003>92 NO ANSWER'],
          lost: ['13800000003 92'],
        },
        between,
      ]);
    });
  });
