import { describe, expect, it } from 'vitest';
import type { Office, Workplace } from './support/office';
import { must, offices } from './support/suite';

const open = offices();
type Options = Parameters<typeof open>[0];
const seated = async (options: Options = {}): Promise<{ office: Office; desk: Workplace }> => {
  const office = await open({ push: {}, ...options });
  const desk = office.desk();
  await desk.seated();
  await desk.shows('the line', () => push(desk) === 'ok', 1);
  await office.passes(office.longer(20));
  return { office, desk };
};
const push = (desk: Workplace) => desk.get('link').endpoints.find(({ endpoint }) => endpoint === 'push')?.state;
const rings = (office: Office) =>
  office.scenario.callerRings({ from: '13800138000', name: '张先生', to: { extension: '2011' } });
/** Seconds of the platform's clock from the ring to the card. */
const seconds = async (office: Office, desk: Workplace): Promise<number> => {
  const caller = rings(office);
  const passed = await office.time.lag(
    () => ((office.engine.device('2011')?.status ?? 0) & 8) !== 0,
    () => desk.rows('calls').some(({ state }) => state === 'ringing'),
    10,
  );
  caller.givesUp();
  await desk.shows('over', () => desk.rows('calls').every(({ state }) => state === 'ended'), 30);
  await office.passes(office.longer(10));
  return passed;
};
const count = ({ platform }: Office): number => [...platform.requests.values()].reduce((sum, one) => sum + one, 0);
const perSecond = async (office: Office, pass: () => Promise<void>): Promise<number> => {
  const [before, at] = [count(office), office.time.clock.now()];
  await pass();
  return ((count(office) - before) * 1000) / (office.time.clock.now() - at);
};

describe('a platform that pushes', () => {
  it('the card is there within 100 ms of the ring, call after call; talk, hold and end as quickly', async () => {
    const { office, desk } = await seated();
    const waits = [];
    for (let call = 0; call < 5; call += 1) waits.push(await seconds(office, desk));
    expect(waits.filter((wait) => wait > office.traits.pushSeconds)).toEqual([]);
    const caller = rings(office);
    await desk.card('ringing', office.traits.pushSeconds + office.traits.phoneSeconds);
    office.scenario.answers('2011');
    const { id } = await desk.card('talking', office.traits.pushSeconds + office.traits.phoneSeconds);
    await office.passes(office.longer(20));
    must(await desk.call('call.hold', { callId: id }, 0.5 + office.traits.phoneSeconds));
    await office.passes(office.longer(20));
    caller.hangsUp();
    await desk.shows(
      'ended',
      () => desk.get('calls')[id]?.state === 'ended',
      office.traits.pushSeconds + office.traits.phoneSeconds,
    );
  });

  it('a pause that a supervisor sets is seen within a second', async () => {
    const { office, desk } = await seated();
    await office.ask('ctiqueuepause', { queue: '90', interface: office.interfaceOf('2011'), paused: 3 });
    await desk.shows('paused', () => desk.get('seat')?.availability === 'paused', 1.3);
  });

  it('costs less than half of polling with every panel open, and no more than polling whatever it tells', async () => {
    const { office: without, desk: plain } = await (async () => {
      const office = await open();
      const desk = office.desk({ floor: true });
      await desk.seated();
      return { office, desk };
    })();
    const office = await open({ push: {} });
    const desk = office.desk({ floor: true });
    await desk.seated();
    await office.passes(5);
    const polling = await perSecond(without, () => without.passes(120));
    const quiet = await perSecond(office, () => office.passes(120));
    let on = false;
    const storm = await perSecond(office, async () => {
      for (let step = 0; step < 240; step += 1) {
        on = !on;
        // The telephone and the queue never stand still.
        if (on) office.scenario.unplugs('2011');
        else office.scenario.plugsIn('2011');
        await office.passes(0.25);
      }
    });
    expect({ quiet: quiet < polling / 2, storm: storm <= polling * 1.1 }).toEqual({ quiet: true, storm: true });
    expect([plain.get('link').state, desk.get('link').state]).toEqual(['live', 'live']);
  });

  it('an idle agent: less than half a request a second', async () => {
    const { office } = await seated();
    expect(await perSecond(office, () => office.passes(300))).toBeLessThan(0.45);
  });
});

describe('when push is lost', () => {
  it('polling takes over within its period, the seat stays live, and the line is taken up again by itself', async () => {
    const { office, desk } = await seated();
    const undo = office.scenario.faults.cutConnections('push');
    await desk.shows('lost', () => push(desk) === 'down', 16);
    const waits = [await seconds(office, desk), await seconds(office, desk), await seconds(office, desk)];
    expect([waits.every((wait) => wait <= 1.3), desk.get('link').state]).toEqual([true, 'live']);
    undo();
    await desk.shows('up again', () => push(desk) === 'ok', 60);
    await office.passes(office.longer(20));
    expect(await seconds(office, desk)).toBeLessThanOrEqual(office.traits.pushSeconds);
    expect(new Set(desk.seen('link', ({ state }) => state))).toEqual(new Set(['signed-out', 'connecting', 'live']));
  });

  it('a line that stands and says nothing is dead within 60 s; until then a call is seen by the net below', async () => {
    const { office, desk } = await seated();
    const undo = office.dead('push');
    expect(await seconds(office, desk)).toBeLessThanOrEqual(6.2);
    await desk.shows('dead', () => push(desk) === 'down', 60);
    expect(await seconds(office, desk)).toBeLessThanOrEqual(1.3);
    undo();
    await desk.shows('up again', () => push(desk) === 'ok', 90);
  });

  it('a restart of the platform', async () => {
    const { office, desk } = await seated();
    await office.time.during(office.scenario.faults.restart({ keepState: true, downSeconds: 8 }));
    await desk.shows('live', () => desk.get('link').state === 'live' && push(desk) === 'ok', 60);
    await office.passes(office.longer(20));
    expect(await seconds(office, desk)).toBeLessThanOrEqual(office.traits.pushSeconds);
  });

  it('30 seconds without network: amber and red as soon as without push, and back', async () => {
    const { office, desk } = await seated();
    const at = office.time.clock.now();
    const back = office.scenario.faults.offline(30);
    await desk.shows('amber', () => desk.get('link').state === 'stale', 10);
    const amber = office.time.clock.now() - at;
    await desk.shows('red', () => desk.get('link').state === 'down', 30);
    await office.time.during(back, 60);
    await desk.shows('live', () => desk.get('link').state === 'live', 5);
    await desk.shows('the line', () => push(desk) === 'ok', 60);
    // The net of the table: status every 5 s shows calls too, and is asked until then.
    expect(amber).toBeLessThanOrEqual(6_000);
  });

  it('midnight: the key of the new day, and a call as quick as before', async () => {
    const { office, desk } = await seated({ at: Date.UTC(2026, 2, 10, 15, 59, 0) });
    await office.passes(60);
    await desk.shows('the line', () => push(desk) === 'ok', 10);
    await office.passes(office.longer(20));
    expect(await seconds(office, desk)).toBeLessThanOrEqual(office.traits.pushSeconds);
    expect(desk.get('session').state).toBe('signed-in');
  });

  it('the machine comes back from sleep: a new line at once', async () => {
    const { office, desk } = await seated();
    const before = desk.seen('link', ({ endpoints }) => endpoints.length).length;
    desk.desk.resumed();
    await office.passes(1);
    expect([push(desk), office.platform.push.open, before > 0]).toEqual(['ok', 1, true]);
    expect(await seconds(office, desk)).toBeLessThanOrEqual(office.traits.pushSeconds);
  });
});

it('a platform without it: no row, polling as ever', async () => {
  const office = await open();
  const desk = office.desk();
  await desk.seated();
  await office.passes(office.longer(60));
  expect([push(desk), await seconds(office, desk)]).toEqual([undefined, expect.any(Number)]);
});
