import { expect, test } from 'vitest';
import { createVirtualClock } from '../../simulated/clock';
import { CallRows, cdrRow } from './cdr';
import { createNames } from './names';
import { keeping } from './testing/kept';
import { ExchangeTimes } from './times';

const names = createNames({ device: () => undefined, trunks: () => [] });

function bench() {
  const clock = createVirtualClock(Date.UTC(2026, 10, 21, 9, 0, 0));
  const { sink, calls } = keeping();
  const times = new ExchangeTimes(clock, 0);
  const rows = new CallRows(clock, sink, times, names);
  const cdr = (uniqueId: string, destination: string) => ({
    event: 'Cdr',
    fields: {
      ...{ UniqueID: uniqueId, Channel: `SIP/trunk-${uniqueId}`, DestinationChannel: destination },
      ...{ StartTime: '2026-11-21 09:00:00', EndTime: '2026-11-21 09:00:05', AnswerTime: '2026-11-21 09:00:02' },
      ...{ Duration: '5', BillableSeconds: '3', Disposition: 'ANSWERED', LastApplication: 'Queue', LastData: '90' },
      ...{ Source: '13800000000', Destination: '90', AccountCode: `account ${uniqueId}` },
    },
  });
  /** A row of ours, which knows of no account. */
  const row = (uniqueId: string, destination: string) => {
    const made = cdrRow(cdr(uniqueId, destination).fields, times, names);
    if (!made) throw new Error('no call');
    return { ...made, account: '' };
  };
  return { clock, calls, rows, cdr, row };
}

test('whichever comes first, our row or the exchange’s record, a call is written once, with what both say', () => {
  const { clock, calls, rows, cdr, row } = bench();
  rows.noticed('1.1');
  rows.cdr(cdr('1.1', 'SIP/2011-1'));
  rows.write(row('1.1', 'SIP/2011-1'));
  rows.noticed('1.2');
  rows.write(row('1.2', 'SIP/2011-2'));
  rows.cdr(cdr('1.2', 'SIP/2011-2'));
  clock.advance(10_000);
  expect(calls.map(({ uniqueId, account }) => [uniqueId, account])).toEqual([
    ['1.1', 'account 1.1'],
    ['1.2', 'account 1.2'],
  ]);
});

test('what the exchange says of a call besides is forgotten soon, however many calls there are', () => {
  const { clock, calls, rows, cdr, row } = bench();
  const most = Array.from({ length: 200 }, (_, no) => {
    const id = `2.${no}`;
    rows.noticed(id);
    rows.cdr(cdr(id, `SIP/2011-${no}`));
    rows.write(row(id, `SIP/2011-${no}`));
    // Of a half of a Local channel: no row of ours will ask for it.
    rows.noticed(`${id}0`);
    rows.cdr(cdr(`${id}0`, ''));
    clock.advance(100);
    return rows.waiting;
  });
  // Those of the last two seconds.
  expect([Math.max(...most), calls.length]).toEqual([21, 200]);
});
