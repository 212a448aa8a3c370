import { expect, test } from 'vitest';
import { type CentreConfig, centreOf } from './centre';

const faultsOf = (centre: CentreConfig): string[] => {
  const numbers = [
    ...centre.devices.map((one) => (one.user === one.no ? '' : one.no)),
    ...centre.users.map((one) => one.no),
    ...centre.queues.map((one) => one.no),
    ...centre.conferenceRooms,
    ...centre.parkingLots,
  ].filter(Boolean);
  const users = new Set(centre.users.map((one) => one.no));
  const interfaces = new Set(centre.devices.map((one) => `${one.tech}/${one.no}`));
  return [
    ...numbers.filter((no, at) => numbers.indexOf(no) !== at).map((no) => `${no} means two things`),
    ...centre.devices.filter((one) => one.user && !users.has(one.user)).map((one) => `${one.no} has an unknown user`),
    ...centre.queues.flatMap((queue) =>
      queue.members.filter((one) => !interfaces.has(one.interface)).map((one) => `${one.interface} is no device`),
    ),
  ];
};

test('every centre is consistent and has the size asked for', () => {
  const centres = [
    centreOf('small'),
    centreOf('demo'),
    centreOf({ seats: 500, queues: 50 }),
    centreOf({ seats: 0, queues: 0 }),
  ];
  const memberships = (centre: CentreConfig): number =>
    centre.queues.reduce((sum, queue) => sum + queue.members.length, 0) / centre.devices.length;
  expect(
    centres.map((centre) => [faultsOf(centre), centre.devices.length, centre.queues.length, memberships(centre)]),
  ).toEqual([
    [[], 10, 2, 0],
    [[], 24, 3, 0],
    [[], 500, 50, 3],
    [[], 1, 1, 1],
  ]);
});

test('small waits for hands; demo leaves phones for real people', () => {
  const demo = centreOf('demo');
  const free = demo.devices.filter((one) => !demo.phones[one.no]);
  expect([
    centreOf('small').phones,
    free.filter((one) => one.kind === 'fixed').length,
    free.filter((one) => one.kind === 'adhoc').length,
  ]).toEqual([{}, 4, 8]);
});
