// @vitest-environment node
import { expect, test } from 'vitest';
import { type Ending, endOf, tookElsewhere } from './outcome';

test('who took a call elsewhere is read from the reason, in both ways exchanges say it', () => {
  expect(
    [
      'SIP;cause=200;text="Call completed elsewhere"',
      'SIP ;cause=200 ;text="x"',
      'Q.850;cause=26',
      'Q.850;cause=16,SIP;cause=200;text="Call completed elsewhere"',
      'Q.850;cause=16',
      'SIP;cause=487',
      'SIP;cause=2001',
      '',
    ].map(tookElsewhere),
  ).toEqual([true, true, true, true, false, false, false, false]);
});

test('one word for every way a call ends', () => {
  const call: Ending = {
    direction: 'in',
    answered: false,
    originator: 'remote',
    status: 0,
    reason: '',
    cause: 'Canceled',
  };
  const table: readonly [string, Partial<Ending>][] = [
    ['elsewhere', { reason: 'SIP;cause=200' }],
    ['cancelled', {}],
    ['rejected', { originator: 'local', cause: 'Rejected' }],
    ['failed', { originator: 'system', cause: 'WebRTC Error' }],
    ['failed', { originator: 'local', cause: 'Internal Error' }],
    ['here', { answered: true, originator: 'local', cause: 'Terminated' }],
    ['there', { answered: true, cause: 'Terminated' }],
    ['there', { answered: true, cause: 'Terminated', reason: 'SIP;cause=200' }],
    // 481: the other side has no such call any more.
    ['there', { answered: true, originator: 'local', cause: 'Dialog Error' }],
    ['failed', { answered: true, originator: 'local', cause: 'Request Timeout' }],
    ['failed', { answered: true, originator: 'remote', cause: 'No ACK' }],
    ['cancelled', { direction: 'out', originator: 'local' }],
    ['rejected', { direction: 'out', status: 486, cause: 'Busy' }],
    ['rejected', { direction: 'out', status: 603, cause: 'Rejected' }],
    ['failed', { direction: 'out', status: 404, cause: 'Not Found' }],
    ['failed', { direction: 'out', status: 480, cause: 'Unavailable' }],
    ['failed', { direction: 'out', originator: 'local', cause: 'Connection Error' }],
  ];
  expect(table.map(([, part]) => endOf({ ...call, ...part }))).toEqual(table.map(([end]) => end));
});
