import { describe, expect, it } from 'vitest';
import { platformDate } from '../../shared/domain/time';
import { namedZone } from '../../shared/domain/zone';
import { webKey } from '../../shared/webcti/webkey';
import { officeKey, type Workplace } from './support/office';
import { must, offices } from './support/suite';

const open = offices();
/** 2026-03-10 23:59:30 in China. */
const beforeMidnight = Date.UTC(2026, 2, 10, 15, 59, 30);
const talkSeconds = (desk: Workplace, id: string): number => {
  const call = desk.get('calls')[id];
  return Math.round(((call?.endedAt ?? 0) - (call?.answeredAt ?? 0)) / 1000);
};

describe("midnight of the platform's clock", () => {
  it('changes the key; a call over it is not disturbed and nothing turns amber', async () => {
    const office = await open({ at: beforeMidnight });
    const desk = office.desk();
    await desk.seated();
    const caller = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    const { id } = await desk.card('ringing');
    must(await desk.call('call.answer', { callId: id }));
    await office.passes(60);
    expect(await office.errcode('about', webKey(officeKey, '2026-03-10'))).toBe(9999);
    expect(await office.errcode('about', webKey(officeKey, '2026-03-11'))).toBe(0);
    expect([desk.get('link').state, desk.get('calls')[id]?.state]).toEqual(['live', 'talking']);
    must(await desk.call('call.hold', { callId: id }));
    must(await desk.call('call.resume', { callId: id }));
    const talked = Math.round((office.time.clock.now() - desk.get('calls')[id]!.answeredAt!) / 1000);
    caller.hangsUp();
    await desk.shows('ended', () => desk.get('calls')[id]?.end === 'hung-up-there');
    expect(Math.abs(talkSeconds(desk, id) - talked)).toBeLessThanOrEqual(1);
    expect(desk.seen('link', (link) => link.state)).toEqual(['signed-out', 'connecting', 'live']);
    await desk.shows('ready', () => desk.get('seat')?.availability === 'ready', 60);
    expect(office.member('90', '2011')?.paused).toBe(0);
  });

  it.each([8 * 3_600_000, -8 * 3_600_000, 26 * 3_600_000])('is right with this computer off by %i ms', async (skew) => {
    const office = await open({ at: beforeMidnight });
    const desk = office.desk({ skew });
    await desk.seated();
    await office.passes(60);
    expect(desk.seen('link', (link) => link.state)).toEqual(['signed-out', 'connecting', 'live']);
    must(await desk.call('seat.pause', { reason: 3 }));
    expect(office.member('90', '2011')?.paused).toBe(3);
  });
});

describe('clocks and zones (R27)', () => {
  it.each([
    [600, 0],
    [-600, 0],
    [600, -600_000],
    [0, 3 * 3_600_000],
  ])(
    "the platform's clock %i s off, this computer's %i ms: times and durations are the platform's",
    async (platform, skew) => {
      const office = await open();
      office.scenario.faults.clockSkew(platform);
      const desk = office.desk({ skew });
      await desk.seated();
      const shown = (): number => office.time.clock.now() + platform * 1000;
      expect(Math.abs(office.time.clock.now() + skew + desk.get('link').platformOffset - shown())).toBeLessThanOrEqual(
        1_000,
      );
      await office.passes(5);
      must(await desk.call('seat.pause', { reason: 2 }));
      await office.passes(12);
      must(await desk.call('seat.ready', {}));
      const caller = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
      const { id, startedAt } = await desk.card('ringing');
      expect(Math.abs(startedAt - shown())).toBeLessThanOrEqual(2_000);
      await office.passes(6);
      office.scenario.answers('2011');
      await office.passes(20);
      caller.hangsUp();
      await desk.shows('ended', () => desk.get('calls')[id]?.end === 'hung-up-there');
      // Talk time without ring and queue wait.
      expect(Math.abs(talkSeconds(desk, id) - 20)).toBeLessThanOrEqual(1);
      const [offer] = await office.ask('getagentcalls', { queue: '90' });
      expect(Number(offer?.talktime)).toBe(20);
      expect(desk.get('seat')?.since).toBeLessThanOrEqual(shown() + 1_000);
      expect(desk.get('link').missingSince).toBe(null);
    },
  );

  it.each([0, 330, -480])('a platform in zone %i and a computer that assumes China', async (zone) => {
    const office = await open({ zone });
    const desk = office.desk();
    await desk.seated();
    expect([desk.get('link').platformZone, desk.get('link').state]).toEqual([zone, 'live']);
    const caller = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    const { startedAt } = await desk.card('ringing');
    expect(Math.abs(startedAt - office.time.clock.now())).toBeLessThanOrEqual(2_000);
    caller.givesUp();
    await desk.shows('abandoned', () => desk.rows('calls')[0]?.end === 'abandoned');
  });

  it('summer time begins and ends during calls: no waiting time of an hour, no key refused', async () => {
    for (const [at, minutes] of [
      [Date.UTC(2026, 2, 29, 0, 59, 30), 120],
      [Date.UTC(2026, 9, 25, 0, 59, 30), 60],
    ] as const) {
      const office = await open({ at, zone: namedZone('Europe/Berlin') ?? 0 });
      const desk = office.desk();
      await desk.seated();
      const first = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
      const { id } = await desk.card('ringing');
      must(await desk.call('call.answer', { callId: id }));
      await office.passes(45);
      const second = office.scenario.callerRings({ from: '13800138001', to: { queue: '90' } });
      await office.passes(5);
      const waiting = office.engine.queue('90')?.waiting ?? [];
      first.hangsUp();
      await desk.shows('ended', () => desk.get('calls')[id]?.end === 'hung-up-there');
      expect(talkSeconds(desk, id)).toBeGreaterThan(45);
      expect([talkSeconds(desk, id) < 60, waiting.length, desk.get('link').platformZone]).toEqual([true, 1, minutes]);
      expect(desk.seen('link', (link) => link.state)).toEqual(['signed-out', 'connecting', 'live']);
      second.givesUp();
    }
  });

  it('the clock of the platform jumps during a call: no sign-out, no wrong talk time', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    const caller = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    const { id } = await desk.card('ringing');
    must(await desk.call('call.answer', { callId: id }));
    await office.passes(10);
    office.scenario.faults.clockSkew(600);
    await office.passes(20);
    caller.hangsUp();
    await desk.shows('ended', () => desk.get('calls')[id]?.state === 'ended');
    expect([desk.get('session').state, desk.get('link').state]).toEqual(['signed-in', 'live']);
    expect(talkSeconds(desk, id)).toBeLessThan(40);
  });
});

describe('the web key', () => {
  it('changed on the platform: a clear refusal, nobody signed out, and well again with the old key', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    const undo = office.scenario.faults.changeKey('another-key');
    await desk.shows('refused', () => desk.get('link').error?.code === 'key-refused', 30);
    await desk.shows('red', () => desk.get('link').state === 'down', 60);
    expect([desk.get('session').state, desk.get('link').error?.code]).toEqual(['signed-in', 'key-refused']);
    expect(await desk.call('seat.pause', { reason: 3 })).toMatchObject({ ok: false });
    undo();
    await desk.shows('live', () => desk.get('link').state === 'live', 60);
    expect(office.member('90', '2011')?.paused).toBe(0);
  });

  it('wrong at sign-in: said by the sign-in and by the connection test, and never written anywhere', async () => {
    const office = await open();
    const desk = office.desk();
    await office.time.during(desk.desk.ready);
    const wrong = 'a-wrong-key-4711';
    const saved = await desk.call('session.saveProfile', {
      name: 'Office 2',
      address: office.platform.address,
      key: wrong,
    });
    const profileId = (must(saved) as { id: string }).id;
    expect(await desk.signIn({ profileId })).toMatchObject({ ok: false, error: { code: 'key-refused' } });
    const probe = await desk.query('session.probe', {
      id: profileId,
      name: 'Office 2',
      address: office.platform.address,
    });
    expect(probe.ok && probe.value.steps.at(-1)).toMatchObject({
      step: 'key',
      state: 'failed',
      error: { code: 'key-refused' },
    });
    const told = JSON.stringify([desk.log, desk.get('session'), desk.get('link'), probe, [...desk.computer.files]]);
    const keys = [-1, 0, 1].map((days) =>
      webKey(wrong, platformDate(office.time.clock.now() + days * 86_400_000, 480)),
    );
    expect([wrong, officeKey, ...keys].filter((secret) => told.includes(secret))).toEqual([]);
  });
});
