import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatPlatformTime, parsePlatformTime } from '../../../shared/domain/time';
import { catalogue } from '../../../shared/webcti';
import type { CallEngine, CallRecordRow } from '../../engine/port';
import { createVirtualClock } from '../../engine/simulated/clock';
import { createLanguageEngine } from '../../services/language';
import { steadyMachine } from '../../services/machine';
import { regionOf } from '../../services/regions';
import { createReports } from '../../services/reports/reports';
import { createSmsGateway } from '../../services/sms-gateway';
import { createVerification } from '../../services/verification';
import { openStore } from '../../store/store';
import { noMoment } from '../moment';
import { checkParameters } from '../parameters';
import type { HandlerContext, Reply } from './handler';
import { records } from './records';

const zone = 480;
const start = Date.UTC(2026, 2, 2, 1);
const party = fc.constantFrom('2011', '2012', '13800138000');
const rowOf: fc.Arbitrary<CallRecordRow> = fc.record({
  calldate: fc.integer({ min: 0, max: 3 * 86_400 }).map((seconds) => start + seconds * 1000),
  src: party,
  dst: party,
  clid: fc.constant('"x"<1>'),
  context: fc.constant('from-internal'),
  channel: fc.constantFrom('SIP/2011-00000001', 'SIP/2012-00000002'),
  dstChannel: fc.constantFrom('SIP/2012-00000003', ''),
  lastApp: fc.constant('Dial'),
  lastData: fc.constant(''),
  durationSeconds: fc.nat(600),
  billSeconds: fc.nat(600),
  disposition: fc.constantFrom('ANSWERED', 'NO ANSWER', 'BUSY', 'FAILED'),
  account: fc.constantFrom('', '2011'),
  uniqueId: fc.constantFrom('1.0', '1.1', '1.10', '2.0'),
  userField: fc.constant(''),
  answeredAt: fc.constant(null),
  endedAt: fc.constant(start),
  caller: party,
  callee: party,
  did: fc.constantFrom('', '4008100000'),
  redirected: fc.constant(''),
  original: fc.constant(''),
  monitor: fc.constantFrom('', 'a.wav'),
  direct: fc.constantFrom('IN', 'OUT', ''),
  transfer: fc.constant(''),
  trunk: fc.constant(''),
  cause: fc.constant(16),
} as const);
const maybe = (value: fc.Arbitrary<string>) => fc.option(value, { nil: undefined });
const filterOf = fc.record({
  caller: maybe(party),
  callee: maybe(party),
  disposition: maybe(fc.constantFrom('ANSWERED', 'NO ANSWER', 'BUSY', 'FAILED')),
  calldate1: maybe(fc.constantFrom('2026-03-03', '2026-03-02 12:00:00')),
  calldate2: maybe(fc.constantFrom('2026-03-03', '2026-03-04 12:00:00')),
  accountcode: maybe(fc.constant('2011')),
  channel: maybe(fc.constantFrom('SIP/2011', 'SIP/2012-00000002')),
  dstchannel: maybe(fc.constant('SIP/2012')),
  uniqueid: maybe(fc.constantFrom('1.1', '1.0,2.0')),
  dnid: maybe(fc.constant('4008100000')),
  direct: maybe(fc.constantFrom('IN', 'OUT', 'INNER')),
  firstdialstatus: maybe(fc.constantFrom('0', '1', '2')),
  lastdialstatus: maybe(fc.constantFrom('0', '1', '2')),
});

const contextOf = (rows: readonly CallRecordRow[]): HandlerContext => {
  const store = openStore();
  for (const row of rows) store.records.callRecord(row);
  const engine = {} as CallEngine;
  return {
    engine,
    records: store.records,
    store,
    language: createLanguageEngine(),
    dialler: { wake: () => undefined, close: () => undefined },
    agentLogins: {
      ...{ changed: () => undefined, signOut: () => undefined, close: () => undefined },
      ...{ heard: () => undefined, served: () => undefined, hasTaken: () => true, isPrivate: () => false },
    },
    moment: noMoment,
    announcements: { start: () => ({ accepted: false, result: Promise.resolve(8) }), close: () => undefined },
    machine: steadyMachine,
    verification: createVerification({ engine, clock: createVirtualClock(0), stamp: () => '' }),
    regions: { of: regionOf },
    reports: createReports({ database: store.database, clock: createVirtualClock(0), zone }),
    sms: createSmsGateway({ store: store.sms, clock: createVirtualClock(0), zone }),
    zone,
    push: '',
    allowedCommands: [],
    now: () => start,
    time: (at) => formatPlatformTime(at, zone),
    stamp: String,
    instant: (text) => parsePlatformTime(text, zone),
  };
};
const given = (filter: Record<string, string | undefined>): Map<string, string> =>
  new Map(Object.entries(filter).filter((pair): pair is [string, string] => pair[1] !== undefined));

/** Through the parameter check, as a request goes. */
async function ask(
  name: 'getcdr' | 'getcdrcount',
  filter: Record<string, string | undefined>,
  context: HandlerContext,
) {
  const checked = checkParameters(catalogue[name].params, given(filter));
  if (!checked.ok) throw new Error(checked.reply.message ?? '');
  const handler = records[name] as (args: unknown, context: HandlerContext) => Reply<Record<string, unknown>>;
  return handler(checked.args, context);
}

test('the count is the length of the list, whatever is asked', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(rowOf, { maxLength: 30 }), filterOf, async (rows, filter) => {
      const context = contextOf(rows);
      const list = await ask('getcdr', filter, context);
      const count = await ask('getcdrcount', filter, context);
      expect(count.rows).toEqual([{ result: list.rows.length }]);
    }),
  );
});

test('pages of any size put together are the whole list, up and down', async () => {
  const sort = fc.constantFrom('calldate', 'caller', 'duration', 'uniqueid');
  await fc.assert(
    fc.asyncProperty(
      fc.array(rowOf, { maxLength: 20 }),
      fc.integer({ min: 1, max: 7 }),
      sort,
      fc.constantFrom('ASC', 'DESC'),
      async (rows, size, by, sens) => {
        const context = contextOf(rows);
        const order = { sort: by, sens };
        const whole = (await ask('getcdr', order, context)).rows;
        const pages = [];
        for (let offset = 0; offset < rows.length; offset += size) {
          pages.push(...(await ask('getcdr', { ...order, offset: `${offset}`, rows: `${size}` }, context)).rows);
        }
        expect(pages).toEqual(whole);
        const keys = whole.map((row) => row[by] as string | number);
        const sorted = keys.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        expect(keys).toEqual(sens === 'ASC' ? sorted : sorted.toReversed());
      },
    ),
  );
});

test('sorting by what is no column is refused', async () => {
  expect(await ask('getcdr', { sort: 'constructor' }, contextOf([]))).toEqual({
    errcode: 9002,
    message: 'variable "sort" is invalid.',
    rows: [],
  });
});
