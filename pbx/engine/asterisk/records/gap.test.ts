import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordsPast } from '../../port';
import { eventsOf, type Happening } from './testing/calls';
import { type Scripted, scriptedExchange } from './testing/exchange';
import { callsOf, keeping, offersOf, queueWordsOf } from './testing/kept';

const begin = Date.UTC(2026, 10, 21, 8);
const epoch = begin / 1000;
const visit = (talk: number | null, wait = 5): Happening => ({
  ...{ kind: 'queue', at: begin, queue: '90', caller: '13800138000', tried: [], wait },
  end: { how: 'answered', agent: '2011', ring: 3, talk, by: 'COMPLETECALLER', onward: 0, pickedUpBy: null },
});
const waiting = (): readonly Scripted[] =>
  eventsOf(visit(null), 1, () => undefined)
    .filter(({ Event }) => ['Newchannel', 'Newstate', 'QueueCallerJoin'].includes(Event))
    .slice(0, 3);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'records-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function start(setup: Readonly<Record<string, string>> = {}, past?: RecordsPast, startsAt = begin) {
  const kept = keeping();
  const exchange = scriptedExchange({
    sink: kept.sink,
    startsAt,
    setup,
    ...(past && { past }),
    lists: past ? { QueueStatus: [member('2012')] } : {},
    devices: ['2011', '2012'].map((no) => ({ no, interface: `SIP/${no}` })),
  });
  return { kept, exchange };
}
const member = (name: string, paused = '0'): Scripted => ({
  ...{ Event: 'QueueMember', Queue: '90', Name: `Agent ${name}`, Location: `SIP/${name}`, Paused: paused },
  ...{ PausedReason: '', LoginTime: String(epoch - 60) },
});
const call = (fields: Readonly<Record<string, string>>): Scripted => ({ Event: 'CoreShowChannel', ...fields });

describe('a lost connection', () => {
  it('ends what ended meanwhile, once, at the time when it was last heard of, and says so in the log', async () => {
    const { kept, exchange } = start();
    await exchange.play(eventsOf(visit(null), 1, () => undefined));
    await exchange.wait(20_000);
    await exchange.connection('down');
    await exchange.wait(60_000);
    await exchange.connection('live');
    await exchange.wait(5_000);
    await exchange.connection('down');
    await exchange.connection('live');
    await exchange.wait(5_000);
    expect({
      calls: callsOf(kept),
      ended: kept.calls.map(({ endedAt, billSeconds }) => [endedAt - begin, billSeconds]),
      queue: queueWordsOf(kept),
      complete: kept.queue.at(-1)?.args,
      log: exchange.log,
    }).toEqual({
      calls: ['13800138000>2011 ANSWERED Queue IN 16'],
      ended: [[25_000, 20]],
      queue: ['ENTERQUEUE', 'CONNECT 2011', 'COMPLETECALLER 2011'],
      complete: ['5', '20', '1', '', ''],
      log: ['records.closed-by-resync: 2 channels ended while the exchange could not be heard'],
    });
    exchange.records.close();
  });

  it('loses a caller who waited and is gone', async () => {
    const { kept, exchange } = start();
    await exchange.play(waiting());
    await exchange.wait(9_000);
    await exchange.connection('down');
    await exchange.connection('live');
    await exchange.wait(5_000);
    expect([queueWordsOf(kept), kept.queue.at(-1)?.args]).toEqual([
      ['ENTERQUEUE', 'ABANDON'],
      ['1', '1', '9', '', ''],
    ]);
    exchange.records.close();
  });

  it('goes on with what lives on', async () => {
    const { kept, exchange } = start();
    const events = eventsOf(visit(40), 1, () => undefined);
    await exchange.play(events.filter(({ Timestamp }) => Number(Timestamp) <= epoch + 5));
    exchange.lists.CoreShowChannels = events
      .filter(({ Event }) => Event === 'Newchannel')
      .map(({ Channel = '', Uniqueid = '' }) => call({ Channel, Uniqueid, BridgeId: 'bridge-1-1' }));
    await exchange.connection('down');
    await exchange.connection('live');
    await exchange.play(events.filter(({ Timestamp }) => Number(Timestamp) > epoch + 5));
    await exchange.wait(5_000);
    expect([callsOf(kept), queueWordsOf(kept), kept.calls[0]?.billSeconds, exchange.log]).toEqual([
      ['13800138000>2011 ANSWERED Queue IN 16'],
      ['ENTERQUEUE', 'CONNECT 2011', 'COMPLETECALLER 2011'],
      40,
      [],
    ]);
    exchange.records.close();
  });

  it('takes nobody from a list who hung up while the list was on its way', async () => {
    const { kept, exchange } = start();
    await exchange.connection('down');
    exchange.lists.CoreShowChannels = [call({ Channel: 'SIP/2011-00000001', Uniqueid: 'lab-1.1', ChannelState: '6' })];
    await exchange.connection('live', [
      { Event: 'Hangup', Channel: 'SIP/2011-00000001', Uniqueid: 'lab-1.1', Cause: '16' },
    ]);
    await exchange.connection('down');
    exchange.lists.CoreShowChannels = [];
    await exchange.connection('live');
    await exchange.wait(5_000);
    expect([kept.calls, exchange.log]).toEqual([[], []]);
    exchange.records.close();
  });

  it('tells who came, went or paused meanwhile', async () => {
    const { kept, exchange } = start();
    exchange.lists.QueueStatus = [member('2011'), member('2012')];
    await exchange.connection('down');
    await exchange.connection('live');
    await exchange.wait(60_000);
    await exchange.connection('down');
    exchange.lists.QueueStatus = [member('2012', '1')];
    await exchange.connection('live');
    const told = kept.activities.map((row) => [row.event, row.agentName, row.pauseType, row.onlineSeconds]);
    expect(told).toEqual([
      ['added', '2011', 0, 0],
      ['added', '2012', 0, 0],
      ['removed', '2011', 0, 60],
      ['paused', '2012', 1, 60],
    ]);
    exchange.records.close();
  });
});

describe('a call whose beginning nobody heard', () => {
  const ending = (): readonly Scripted[] => eventsOf(visit(40), 1, () => undefined);
  const talking = (event: Scripted, Duration: string): Scripted =>
    call({
      ...{ ...event, Event: 'CoreShowChannel', ChannelState: '6', Duration, BridgeId: 'bridge-1-1' },
      Application: event.Channel?.startsWith('SIP/trunk') ? 'Queue' : 'AppQueue',
    });
  const heard = async (file = '') => {
    const { kept, exchange } = start(file === '' ? {} : { queueLog: file });
    await exchange.wait(1_000);
    await exchange.connection('down');
    await exchange.wait(20_000);
    exchange.lists.CoreShowChannels = ending()
      .filter(({ Event }) => Event === 'Newchannel')
      .map((event) => talking(event, '00:00:21'));
    exchange.lists.QueueStatus = [member('2011')];
    await exchange.connection('live');
    await exchange.play(ending().filter(({ Timestamp }) => Number(Timestamp) > epoch + 21));
    await exchange.wait(5_000);
    exchange.records.close();
    return { kept, log: exchange.log };
  };

  it('is told whole from its end where it began in a gap', async () => {
    const { kept, log } = await heard();
    expect([kept.queue.map(({ at, event }) => [at - begin, event]), callsOf(kept), log]).toEqual([
      [
        [0, 'ENTERQUEUE'],
        [5_000, 'CONNECT'],
        [45_000, 'COMPLETECALLER'],
      ],
      ['13800138000>2011 ANSWERED Bridge IN 16'],
      [],
    ]);
  });

  /** What the exchange's file says of its beginning. */
  const begun = (): string => {
    const file = join(folder, 'queue_log');
    const id = ending()[0]?.Uniqueid ?? '';
    const rung = ending().find(({ Event }) => Event === 'AgentConnect')?.DestUniqueid ?? '';
    const lines = [
      [epoch, id, '90', 'NONE', 'ENTERQUEUE', '', '13800138000', '1'],
      [epoch + 5, id, '90', 'Agent 2011', 'CONNECT', '5', rung, '3'],
    ];
    writeFileSync(file, [...lines.map((cells) => cells.join('|')), ''].join('\n'));
    return file;
  };

  it('is not told again where the file of the exchange has told its beginning', async () => {
    const { kept, log } = await heard(begun());
    expect([kept.queue.map(({ at, event }) => [at - begin, event]), offersOf(kept), log]).toEqual([
      [
        [0, 'ENTERQUEUE'],
        [5_000, 'CONNECT'],
        [45_000, 'COMPLETECALLER'],
      ],
      ['2011 Complete caller'],
      ['records.import: 2 queue events from the file'],
    ]);
  });

  it('is gone on with after a restart of this platform: what it had written stands, the file or not', async () => {
    const id = ending()[0]?.Uniqueid ?? '';
    const kept = keeping();
    const exchange = scriptedExchange({
      ...{ sink: kept.sink, startsAt: begin + 20_000, devices: [{ no: '2011', interface: 'SIP/2011' }] },
      setup: { queueLog: begun() },
      past: {
        lastAt: begin + 5_000,
        calls: () => [],
        queueEvents: () => [
          { at: begin, queue: '90', uniqueId: id, event: 'ENTERQUEUE' },
          { at: begin + 5_000, queue: '90', uniqueId: id, event: 'CONNECT' },
        ],
      },
      lists: {
        CoreShowChannels: ending()
          .filter(({ Event }) => Event === 'Newchannel')
          .map((event) => talking(event, '00:00:20')),
      },
    });
    await exchange.play(ending().filter(({ Timestamp }) => Number(Timestamp) > epoch + 21));
    await exchange.wait(5_000);
    exchange.records.close();
    expect(queueWordsOf(kept)).toEqual(['COMPLETECALLER 2011']);
  });

  it('is gone on with where this platform has just begun: what it had written stands', async () => {
    const kept = keeping();
    const exchange = scriptedExchange({
      ...{ sink: kept.sink, startsAt: begin + 20_000, devices: [{ no: '2011', interface: 'SIP/2011' }] },
      lists: {
        CoreShowChannels: ending()
          .filter(({ Event }) => Event === 'Newchannel')
          .map((event) => talking(event, '00:00:20')),
      },
    });
    await exchange.play(ending().filter(({ Timestamp }) => Number(Timestamp) > epoch + 21));
    await exchange.wait(5_000);
    exchange.records.close();
    expect(queueWordsOf(kept)).toEqual(['COMPLETECALLER 2011']);
  });
});

describe("the exchange's own files", () => {
  const line = (seconds: number, ...rest: readonly string[]): string => [epoch + seconds, ...rest].join('|');
  const cdr = (id: string, src: string, from: string, to: string): string =>
    `"","${src}","90","from-trunk","""Lin, A"" <${src}>","SIP/trunk-0000000a","SIP/2012-0000000b","Queue","90,t",` +
    `"2026-11-21 ${from}","2026-11-21 ${from}","2026-11-21 ${to}",30,20,"ANSWERED","DOCUMENTATION","${id}","vip"`;

  it('tell what happened in between: nothing twice, nothing lost', async () => {
    const setup = { queueLog: join(folder, 'queue_log'), callRecords: join(folder, 'Master.csv') };
    const { kept, exchange } = start(setup);
    const id = waiting()[0]?.Uniqueid ?? '';
    await exchange.play(waiting());
    await exchange.wait(1_000);
    await exchange.connection('down');
    await exchange.wait(120_000);
    writeFileSync(
      setup.queueLog,
      [
        line(-3600, 'lab-1.0', '90', 'NONE', 'ENTERQUEUE', '', '111', '1'),
        line(0, id, '90', 'NONE', 'ENTERQUEUE', '', '13800138000', '1'),
        line(20, id, '90', 'Agent 2012', 'CONNECT', '20', 'lab-1.9', '4'),
        line(30, 'lab-1.7', '90', 'NONE', 'ENTERQUEUE', '', '13900139000', '2'),
        line(41, 'lab-1.7', '90', 'Agent 2012', 'RINGNOANSWER', '8000'),
        line(50, 'lab-1.7', '90', 'NONE', 'ABANDON', '1', '2', '20'),
        line(60, id, '90', 'Agent 2012', 'ATTENDEDTRANSFER', 'BRIDGE', 'dc4e', '20', '40', '1'),
        '',
      ].join('\n'),
    );
    writeFileSync(
      setup.callRecords,
      [
        cdr('lab-0.1', '111', '07:00:00', '07:00:30'),
        cdr(id, '13800138000', '08:00:00', '08:01:00'),
        cdr('lab-1.7', '13900139000', '08:00:30', '08:01:00'),
        '',
      ].join('\n'),
    );
    exchange.lists.QueueStatus = [member('2012')];
    await exchange.connection('live');
    await exchange.connection('down');
    await exchange.connection('live');
    await exchange.wait(5_000);
    expect({
      queue: kept.queue.map(({ at, number, agentNo, event, args }) =>
        [at - begin, number, agentNo, event, ...args].join('|'),
      ),
      calls: callsOf(kept),
      log: exchange.log,
    }).toEqual({
      queue: [
        '0|13800138000|NONE|ENTERQUEUE||13800138000|1||',
        '20000|13800138000|2012|CONNECT|20|13800138000|4||',
        '30000|13900139000|NONE|ENTERQUEUE||13900139000|2||',
        '41000|13900139000|2012|RINGNOANSWER|8||||',
        '50000|13900139000|NONE|ABANDON|1|2|20||',
        '60000|13800138000|2012|ATTENDEDTRANSFER||20|40|1|',
      ],
      calls: ['13800138000>2012 ANSWERED Queue IN 16', '13900139000>2012 ANSWERED Queue IN 16'],
      log: [
        'records.import: 5 queue events from the file',
        'records.import: 2 call records from the file',
        'records.closed-by-resync: 1 channels ended while the exchange could not be heard',
      ],
    });
    exchange.records.close();
  });

  describe('when this platform is started', () => {
    /** Two calls: the first was answered before it ended, the second came and went while it did not run. */
    const written = () => {
      const setup = { queueLog: join(folder, 'queue_log'), callRecords: join(folder, 'Master.csv') };
      const log = [
        line(0, 'lab-1.1', '90', 'NONE', 'ENTERQUEUE', '', '13800138000', '1'),
        line(9, 'lab-1.1', '90', 'Agent 2012', 'CONNECT', '9', 'lab-1.2', '3'),
        line(60, 'lab-1.1', '90', 'Agent 2012', 'COMPLETECALLER', '9', '51', '1'),
        line(70, 'lab-1.3', '90', 'NONE', 'ENTERQUEUE', '', '13900139000', '1'),
        line(80, 'lab-1.3', '90', 'Agent 2012', 'RINGNOANSWER', '8000'),
        line(90, 'lab-1.3', '90', 'NONE', 'ABANDON', '1', '1', '20'),
        line(91, 'lab-1.4', '90', 'NONE', 'ENTERQUEUE', '', '13700137000', '1'),
        line(95, 'lab-1.4', '90', 'Agent 2012', 'CONNECT', '4', 'lab-1.5', '4'),
        line(99, 'lab-1.4', '90', 'Agent 2012', 'COMPLETEAGENT', '4', '4', '1'),
        '',
      ];
      writeFileSync(setup.queueLog, log.join('\n'));
      const records = [
        cdr('lab-1.1', '13800138000', '08:00:00', '08:01:00'),
        cdr('lab-1.4', '13700137000', '08:01:31', '08:01:39'),
        '',
      ];
      writeFileSync(setup.callRecords, records.join('\n'));
      return setup;
    };
    const told = async (past: RecordsPast) => {
      const { kept, exchange } = start(written(), past, begin + 3_600_000);
      await exchange.wait(5_000);
      await exchange.connection('down');
      await exchange.connection('live');
      await exchange.wait(5_000);
      exchange.records.close();
      return {
        queue: kept.queue.map(({ at, event, number }) => `${(at - begin) / 1000} ${event} ${number.slice(0, 3)}`),
        offers: kept.offers.map(({ agentName, state, reason, createdAt, ringSeconds, talkSeconds }) =>
          [(createdAt - begin) / 1000, agentName, state, reason, ringSeconds, talkSeconds].join(' '),
        ),
        calls: kept.calls.map(({ uniqueId, src, callee }) => `${uniqueId} ${src}>${callee}`),
      };
    };
    const late = {
      queue: [
        ...['60 COMPLETECALLER 138', '70 ENTERQUEUE 139', '80 RINGNOANSWER 139', '90 ABANDON 139'],
        ...['91 ENTERQUEUE 137', '95 CONNECT 137', '99 COMPLETEAGENT 137'],
      ],
      offers: ['72 2012 Complete no-answer 8 0', '91 2012 Connect  4 0', '91 2012 Complete agent 4 4'],
      calls: ['lab-1.1 13800138000>2012', 'lab-1.4 13700137000>2012'],
    };

    it('tell what came since it wrote last, once', async () => {
      const past: RecordsPast = {
        lastAt: begin + 9_000,
        calls: () => [],
        queueEvents: () => [
          { at: begin, queue: '90', uniqueId: 'lab-1.1', event: 'ENTERQUEUE' },
          { at: begin + 9_000, queue: '90', uniqueId: 'lab-1.1', event: 'CONNECT' },
        ],
      };
      // The offer that was answered before it stopped is over, too.
      expect(await told(past)).toEqual({ ...late, offers: ['6 2012 Complete caller 3 51', ...late.offers] });
    });

    it('tell nothing that stands already', async () => {
      // Of a member behind a Local channel: the file names another leg than ours.
      const id = 'lab-1.1';
      const past: RecordsPast = {
        lastAt: begin + 60_000,
        calls: () => [{ uniqueId: id, endedAt: begin + 60_400 }],
        queueEvents: () => [{ at: begin + 60_000, queue: '90', uniqueId: id, event: 'COMPLETECALLER' }],
      };
      expect(await told(past)).toEqual({ ...late, queue: late.queue.slice(1), calls: late.calls.slice(1) });
    });

    it('tell all that they reach back to where nothing was ever written', async () => {
      const past: RecordsPast = { lastAt: null, calls: () => [], queueEvents: () => [] };
      expect(await told(past)).toEqual({
        queue: ['0 ENTERQUEUE 138', '9 CONNECT 138', ...late.queue],
        offers: ['6 2012 Connect  3 0', '6 2012 Complete caller 3 51', ...late.offers],
        calls: late.calls,
      });
    });
  });

  it('that cannot be read are named in the log and stop nothing', async () => {
    const { kept, exchange } = start({ queueLog: join(folder, 'none'), callRecords: join(folder, 'none') });
    await exchange.play(waiting());
    await exchange.connection('down');
    await exchange.connection('live');
    await exchange.wait(5_000);
    const unread = 'records.import: a file of the exchange cannot be read: ENOENT';
    expect([queueWordsOf(kept), exchange.log.slice(0, 2)]).toEqual([
      ['ENTERQUEUE', 'ABANDON'],
      [unread, unread],
    ]);
    exchange.records.close();
  });
});
