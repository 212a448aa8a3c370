import { describe, expect, it } from 'vitest';
import type { Office, Workplace } from './support/office';
import { must, offices, shortly, talking } from './support/suite';

const open = offices();

const events = async (office: Office) =>
  (await office.ask('getagentactivity', { ...office.today(), agent: office.interfaceOf('2011') }))
    .map((row) => `${row.event} ${row.pausetype}`)
    .toReversed();
const availability = (desk: Workplace) => desk.get('seat')?.availability;

describe('pause', () => {
  it('with a reason, at once without a call, and ready again', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    must(await desk.call('seat.pause', { reason: 3 }));
    expect(desk.get('seat')).toMatchObject({ availability: 'paused', reason: 3, pausedBy: 'me' });
    await shortly(office, () => office.member('90', '2011')?.paused, 3);
    const caller = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    await office.passes(office.longer(30));
    await shortly(office, () => [office.channelsOf('2011'), office.engine.queue('90')?.waiting.length], [[], 1]);
    must(await desk.call('seat.ready', {}));
    expect(availability(desk)).toBe('ready');
    await desk.card('ringing');
    caller.givesUp();
    await desk.shows('abandoned', () => desk.rows('calls')[0]?.end === 'abandoned');
  });

  it('during a call takes effect after it, exactly once, and no wrap-up comes between', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    const { caller } = await talking(office, desk);
    must(await desk.call('seat.pause', { reason: 3 }));
    expect(desk.get('seat')).toMatchObject({ availability: 'ready', next: { kind: 'pause', reason: 3 } });
    await office.passes(office.longer(30));
    await shortly(office, () => office.member('90', '2011')?.paused, 0);
    caller.hangsUp();
    await desk.shows('paused', () => desk.get('seat')?.reason === 3);
    await office.passes(office.longer(60));
    expect(desk.get('seat')).toMatchObject({ availability: 'paused', reason: 3, pausedBy: 'me', next: null });
    expect(await events(office)).toEqual(['added 0', 'paused 3']);
    expect(desk.seen('seat', (seat) => seat?.availability).filter((state) => state === 'wrap-up')).toEqual([]);
  });

  it('chosen during a call and taken back', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    await desk.call('settings.change', { change: { wrapUp: { mode: 'off' } } });
    const { caller } = await talking(office, desk);
    must(await desk.call('seat.pause', { reason: 3 }));
    must(await desk.call('seat.cancelNext', {}));
    caller.hangsUp();
    await desk.shows('the call is over', () => desk.rows('calls')[0]?.state === 'ended');
    await office.passes(office.longer(10));
    expect([availability(desk), await events(office)]).toEqual(['ready', ['added 0']]);
  });
});

describe('do-not-disturb', () => {
  it('pauses by itself and is undone by itself; a pause by hand stays (R12)', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    must(await desk.call('seat.setDnd', { on: true }));
    await desk.shows('paused', () => availability(desk) === 'paused');
    expect([desk.get('seat')?.pausedBy, office.engine.dnd('2011'), office.member('90', '2011')?.paused !== 0]).toEqual([
      'dnd',
      true,
      true,
    ]);
    must(await desk.call('seat.setDnd', { on: false }));
    await desk.shows('ready', () => availability(desk) === 'ready');
    await shortly(office, () => [office.engine.dnd('2011'), office.member('90', '2011')?.paused], [false, 0]);

    must(await desk.call('seat.pause', { reason: 4 }));
    must(await desk.call('seat.setDnd', { on: true }));
    must(await desk.call('seat.setDnd', { on: false }));
    await office.passes(office.longer(30));
    expect(desk.get('seat')).toMatchObject({ availability: 'paused', reason: 4, pausedBy: 'me', dnd: false });
    await shortly(office, () => office.member('90', '2011')?.paused, 4);
  });

  it('switched at the telephone, the seat follows', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    office.engine.setDnd('2011', true);
    await desk.shows('paused', () => desk.get('seat')?.pausedBy === 'dnd', 120);
    office.engine.setDnd('2011', false);
    await desk.shows('ready', () => availability(desk) === 'ready', 200);
  });
});

describe('forwarding', () => {
  it('is set and cleared by kind, and the platform forwards', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    must(await desk.call('seat.setForwarding', { kind: 'always', destination: '2012' }));
    must(await desk.call('seat.setForwarding', { kind: 'busy', destination: '2013' }));
    expect(desk.get('seat')?.forwarding).toEqual({ always: '2012', busy: '2013', unavailable: '' });
    await shortly(office, () => office.engine.forwarding('2011'), { CF: '2012', CFB: '2013', CFU: '' });
    office.scenario.dials('2014', '2011');
    await office.happens('2012 rings instead', () => office.channelsOf('2012').length === 1);
    await shortly(office, () => office.channelsOf('2011'), []);
    office.scenario.hangsUp('2014');
    must(await desk.call('seat.setForwarding', { kind: 'always', destination: '' }));
    await shortly(office, () => office.engine.forwarding('2011'), { CF: '', CFB: '2013', CFU: '' });
  });
});

describe('wrap-up', () => {
  const ended = async (office: Office, desk: Workplace) => {
    const { caller, callId } = await talking(office, desk);
    caller.hangsUp();
    await desk.shows('wrap-up', () => availability(desk) === 'wrap-up');
    return callId;
  };

  it('runs out after its time, and every wallboard sees it as a pause of the platform', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    await ended(office, desk);
    const { wrapUpEndsAt, pausedBy, reason } = desk.get('seat')!;
    await shortly(office, () => [pausedBy, reason, office.member('90', '2011')?.paused], ['wrap-up', 9, 9]);
    await desk.shows('ready', () => availability(desk) === 'ready', 40);
    expect(Math.abs(office.time.clock.now() - wrapUpEndsAt!)).toBeLessThan(1_500);
    expect(await events(office)).toEqual(['added 0', 'paused 9', 'unpaused 0']);
  });

  it('is extended, and finished early', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    await ended(office, desk);
    const first = desk.get('seat')!.wrapUpEndsAt!;
    must(await desk.call('seat.extendWrapUp', {}));
    expect(desk.get('seat')?.wrapUpEndsAt).toBe(first + 30_000);
    await office.passes(35);
    await shortly(office, () => [availability(desk), office.member('90', '2011')?.paused], ['wrap-up', 9]);
    must(await desk.call('seat.finishWrapUp', { note: '已处理', disposition: '投诉' }));
    await shortly(office, () => [availability(desk), office.member('90', '2011')?.paused], ['ready', 0]);
    await office.passes(office.longer(60));
    expect(await events(office)).toEqual(['added 0', 'paused 9', 'unpaused 0']);
  });

  it('another state chosen meanwhile stays when its time is over', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    await ended(office, desk);
    must(await desk.call('seat.pause', { reason: 3 }));
    await office.passes(office.longer(60));
    expect(desk.get('seat')).toMatchObject({ availability: 'paused', reason: 3, pausedBy: 'me' });
    await shortly(office, () => office.member('90', '2011')?.paused, 3);
  });

  it('survives a killed desk and ends at its time', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    await ended(office, desk);
    const endsAt = desk.get('seat')!.wrapUpEndsAt!;
    await desk.kill();
    await office.passes(5);
    const again = office.desk({ computer: desk.computer });
    await again.seated();
    await again.shows('still in wrap-up', () => availability(again) === 'wrap-up');
    await shortly(office, () => [again.get('seat')?.wrapUpEndsAt, office.member('90', '2011')?.paused], [endsAt, 9]);
    await again.shows('ready', () => availability(again) === 'ready', 40);
    expect(Math.abs(office.time.clock.now() - endsAt)).toBeLessThan(1_500);
  });

  it('that outlived its desk is cleared at the next sign-in', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    await ended(office, desk);
    await desk.kill();
    await office.passes(office.longer(600, 35));
    await shortly(office, () => office.member('90', '2011')?.paused, 9);
    const again = office.desk({ computer: desk.computer });
    await again.seated();
    await again.shows('ready', () => availability(again) === 'ready');
    await shortly(office, () => office.member('90', '2011')?.paused, 0);
  });
});
