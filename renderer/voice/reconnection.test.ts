// @vitest-environment node
import { expect, test } from 'vitest';
import { createReconnection } from './reconnection';
import { createTestClock } from './testing/clock';

function setup() {
  const clock = createTestClock();
  const log: string[] = [];
  const reconnection = createReconnection(
    clock,
    async (media) => {
      log.push(`${clock.now()} ${media ? 'restart' : 'refresh'}`);
      return true;
    },
    () => log.push(`${clock.now()} given up`),
  );
  return { clock, log, reconnection };
}

test('a short pause heals by itself; nothing is asked', async () => {
  const { clock, log, reconnection } = setup();
  reconnection.media('disconnected');
  await clock.pass(1_500);
  reconnection.media('connected');
  await clock.pass(60_000);
  expect({ log, pending: clock.pending }).toEqual({ log: [], pending: 0 });
});

test('a longer pause and a failure look for new ways, again and again, until the call is given up', async () => {
  const { clock, log, reconnection } = setup();
  reconnection.media('disconnected');
  await clock.pass(2_000);
  reconnection.media('failed');
  await clock.pass(12_000);
  expect(log).toEqual(['2000 restart', '2000 restart', '7000 restart', '12000 restart']);
  await clock.pass(20_000);
  reconnection.close();
  expect({ last: log.at(-1), pending: clock.pending }).toEqual({ last: '30000 given up', pending: 0 });
});

test('a new network is tried at once, but only when the old one is gone', async () => {
  const { clock, log, reconnection } = setup();
  reconnection.network();
  reconnection.media('disconnected');
  reconnection.network();
  await clock.pass(100);
  reconnection.media('connected');
  expect({ log, pending: clock.pending }).toEqual({ log: ['0 restart'], pending: 0 });
});

test('the line to the exchange is back: the call is said again, with new ways when the sound is gone too', async () => {
  const { clock, log, reconnection } = setup();
  reconnection.link();
  reconnection.media('failed');
  await clock.pass(1_000);
  reconnection.link();
  reconnection.close();
  reconnection.link();
  reconnection.media('failed');
  await clock.pass(60_000);
  expect({ log, pending: clock.pending }).toEqual({ log: ['0 refresh', '0 restart', '1000 restart'], pending: 0 });
});
