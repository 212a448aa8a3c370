import { afterEach, expect, test } from 'vitest';
import { formatPlatformTime } from '../../shared/domain/time';
import { endpointOf } from '../../shared/webcti';
import { print } from '../../shared/webcti/print';
import { allStatus } from './handlers/all-status';
import type { HandlerContext } from './handlers/handler';
import { popupsOf } from './handlers/popup';
import { createMoment, noMoment, rememberTimes } from './moment';
import { morning, startTestPlatform, type TestPlatform } from './test-platform';

let platform: TestPlatform;
afterEach(() => platform.close());

test('an answer that was kept is, byte for byte, the answer made anew, at any moment of a living centre', async () => {
  platform = await startTestPlatform({ centre: 'demo', alive: true, seed: 11 });
  const { engine } = platform;
  const context = {
    engine,
    moment: createMoment(engine, () => 0),
    time: rememberTimes(480),
    stamp: (at: number | null) => (at === null ? '0' : String(Math.floor(at / 1000))),
  } as unknown as HandlerContext;
  const fresh = (): HandlerContext => ({ ...context, moment: noMoment, time: (at) => formatPlatformTime(at, 480) });
  const text = async (each: HandlerContext) => {
    const reply = await allStatus({ devices: undefined, users: undefined, queues: undefined }, each);
    return print(reply as Parameters<typeof print>[0], endpointOf('getallstatus'), 'json');
  };
  let differences = 0;
  let last = '';
  const seen = new Set<string>();
  for (let round = 0; round < 1_500; round += 1) {
    // Uneven steps, so that it is asked between, on and after the engine's own.
    platform.clock.advance(37 + ((round * 7919) % 1_400));
    const [kept, anew] = [await text(context), await text(fresh())];
    const [popups, popupsAnew] = [popupsOf(context), popupsOf(fresh())].map((list) => JSON.stringify(list));
    if (kept !== anew || popups !== popupsAnew) {
      differences += 1;
      last ||= `${kept}\n${anew}`;
    }
    seen.add(kept.replace(/"re(quest|sponse)time":"[^"]*"/g, ''));
  }
  // It lived: otherwise nothing would have been compared.
  expect([differences, last, seen.size > 500]).toEqual([0, '', true]);
});

test('what is shifted by a clock that is set is printed anew', async () => {
  platform = await startTestPlatform();
  await platform.ask('ctiqueueadd', { queue: '90', interface: 'SIP/2011' });
  const member = async () => {
    const [row] = await platform.rows('getallstatus', { queues: '90' });
    return row?.queues[0]?.members.at(-1)?.createtime;
  };
  const before = await member();
  platform.scenario.faults.clockSkew(3_600);
  const after = await member();
  expect([before, after]).toEqual(['2026-03-02 09:00:00', '2026-03-02 10:00:00']);
});

test('times are printed as ever', () => {
  const time = rememberTimes(480);
  const instants = [
    morning,
    morning + 999,
    morning + 1_000,
    morning,
    -1,
    0,
    null,
    ...Array.from({ length: 9_000 }, (_, n) => n * 999),
  ];
  expect(instants.map((at) => time(at))).toEqual(instants.map((at) => formatPlatformTime(at, 480)));
});
