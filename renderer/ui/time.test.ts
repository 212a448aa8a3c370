import { expect, test } from 'vitest';
import { clockTime, dayTime, duration } from './time';

test('durations are mm:ss, h:mm:ss from one hour on, never negative', () => {
  expect([-5, 0, 59.9, 60, 3599, 3600, 36_061].map(duration)).toEqual([
    '00:00',
    '00:00',
    '00:59',
    '01:00',
    '59:59',
    '1:00:00',
    '10:01:01',
  ]);
});

test('times of day are the platform’s, whatever the PC’s zone is', () => {
  const at = Date.UTC(2026, 10, 20, 23, 5, 9);
  expect([clockTime(at, 480), clockTime(at, -300, false), dayTime(at, 480)]).toEqual([
    '07:05:09',
    '18:05',
    '11-21 07:05',
  ]);
});
