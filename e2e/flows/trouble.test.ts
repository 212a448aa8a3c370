import { describe, expect, it } from 'vitest';
import type { Office, Workplace } from './support/office';
import { must, offices, shortly, talking } from './support/suite';

const open = offices();
const seated = async (): Promise<{ office: Office; desk: Workplace }> => {
  const office = await open();
  const desk = office.desk();
  await desk.seated();
  return { office, desk };
};
const links = (desk: Workplace) => desk.seen('link', (link) => link.state);
const states = (desk: Workplace) => desk.seen('session', (session) => session.state);
const keys = (desk: Workplace) => desk.rows('notices').map(({ key }) => key);

describe('the platform restarts during a shift (R18)', () => {
  it('and keeps its state: nobody is signed out and the call goes on', async () => {
    const { office, desk } = await seated();
    const { caller, callId } = await talking(office, desk);
    await office.time.during(office.scenario.faults.restart({ keepState: true, downSeconds: office.longer(12, 6) }));
    await desk.shows('live', () => desk.get('link').state === 'live');
    await office.passes(office.longer(10));
    expect(states(desk).at(-1)).toBe('signed-in');
    expect(states(desk).filter((state) => state === 'signed-out').length).toBe(1);
    await shortly(office, () => [desk.get('calls')[callId]?.state, caller.talksTo], ['talking', '2011']);
    expect([desk.get('seat')?.availability, keys(desk).includes('rejoined')]).toEqual(['ready', false]);
  });

  it('and forgets all: the queue is joined again once, visibly, with the pause that was', async () => {
    const { office, desk } = await seated();
    must(await desk.call('seat.pause', { reason: 4 }));
    await office.time.during(office.scenario.faults.restart({ keepState: false, downSeconds: office.longer(12, 6) }));
    await office.happens('joined again', () => office.member('90', '2011')?.paused === 4, 60);
    await desk.shows(
      'shown',
      () => desk.get('link').state === 'live' && desk.get('seat')?.availability === 'paused',
      60,
    );
    await office.passes(office.longer(120));
    expect(desk.get('session').state).toBe('signed-in');
    expect(desk.get('seat')).toMatchObject({ reason: 4, pausedBy: 'me' });
    expect(keys(desk).filter((key) => key === 'rejoined')).toEqual(['rejoined']);
    const activity = await office.ask('getagentactivity', {
      ...office.today(),
      agent: office.interfaceOf('2011'),
    });
    expect(activity.filter((row) => row.event === 'added').length).toBe(2);
  });

  it('and forgets a call that was up: its card ends and the next call comes', async () => {
    const { office, desk } = await seated();
    const { callId } = await talking(office, desk);
    await office.time.during(office.scenario.faults.restart({ keepState: false, downSeconds: 8 }));
    await desk.shows('ended', () => desk.get('calls')[callId]?.state === 'ended', 60);
    await desk.shows(
      'ready',
      () => desk.get('seat')?.availability === 'ready' && desk.get('link').state === 'live',
      90,
    );
    office.scenario.callerRings({ from: '13700137000', to: { queue: '90' } });
    expect((await desk.card('ringing')).number).toBe('13700137000');
  });

  it('while a hot desk sits there: the binding stays or is made again', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated({ agent: '8001', device: '3001' });
    await office.time.during(office.scenario.faults.restart({ keepState: false, downSeconds: 8 }));
    await office.happens('a member again', () => office.member('90', '3001')?.agent === '8001', 60);
    await shortly(office, () => [desk.get('session').state, office.engine.device('3001')?.user], ['signed-in', '8001']);
  });
});

describe('30 seconds without network', () => {
  it('amber, red, since when calls may have been missed, and the call that came meanwhile', async () => {
    const { office, desk } = await seated();
    await office.passes(office.longer(20));
    const cutAt = office.time.clock.now();
    const back = office.scenario.faults.offline(30);
    const caller = office.scenario.callerRings({
      from: '051288881234',
      name: '李女士',
      to: { queue: '90' },
      patienceSeconds: 6,
    });
    await desk.shows('red', () => desk.get('link').state === 'down', 30);
    const { missingSince } = desk.get('link');
    expect(Math.abs(missingSince! - cutAt)).toBeLessThan(6_000);
    expect(desk.get('seat')?.availability).toBe('ready');
    await office.time.during(back, 60);
    await desk.shows('live', () => desk.get('link').state === 'live', 5);
    await desk.shows('the missed call', () => desk.rows('missed').length > 0, 30);
    await office.passes(office.longer(60));
    expect(desk.rows('missed')).toMatchObject([{ number: '051288881234', why: 'while-offline', calledBack: false }]);
    expect(links(desk).slice(-4)).toEqual(['live', 'stale', 'down', 'live']);
    await shortly(office, () => [states(desk).at(-1), desk.get('link').missingSince, caller.alive], [
      'signed-in',
      null,
      false,
    ]);
    expect(keys(desk)).toContain('missed-while-offline');
    const [record] = await office.ask('getcdr', { uniqueid: caller.uniqueId });
    expect(record?.disposition).not.toBe('ANSWERED');
    // Calling back clears it.
    must(await desk.call('call.dial', { number: '051288881234' }));
    await desk.card('calling-me');
    office.scenario.answers('2011');
    const out = await desk.card('talking', 20);
    must(await desk.call('call.hangUp', { callId: out.id }));
    await desk.shows('called back', () => desk.rows('missed')[0]?.calledBack === true);
  });

  it('a call that began before and ended meanwhile ends on the screen afterwards, with its reason', async () => {
    const { office, desk } = await seated();
    const { caller, callId } = await talking(office, desk);
    const back = office.scenario.faults.offline(office.longer(30, 18));
    await office.passes(office.longer(10, 6));
    caller.hangsUp();
    await office.time.during(back, 60);
    await desk.shows('ended', () => desk.get('calls')[callId]?.end === 'hung-up-there', 30);
    const call = desk.get('calls')[callId]!;
    const [record] = await office.ask('getcdr', { uniqueid: caller.uniqueId });
    // The time it really ended, not the time it was learned.
    expect(Math.abs((call.endedAt! - call.answeredAt!) / 1000 - Number(record?.billsec))).toBeLessThanOrEqual(1);
  });

  it('a command meanwhile fails in words and is not sent later', async () => {
    const { office, desk } = await seated();
    const back = office.scenario.faults.offline(office.longer(30, 10));
    expect(await desk.call('seat.pause', { reason: 3 })).toMatchObject({ ok: false });
    expect(await desk.call('call.dial', { number: '13900139000' })).toMatchObject({
      ok: false,
      error: { code: 'unreachable' },
    });
    await office.time.during(back, 60);
    await office.passes(office.longer(30));
    await shortly(office, () => [office.member('90', '2011')?.paused, office.engine.channels()], [0, []]);
    expect(desk.get('seat')?.availability).toBe('ready');
  });

  it('the program ends within two seconds although the platform is away (R26)', async () => {
    const { office, desk } = await seated();
    const back = office.scenario.faults.offline(office.longer(30, 6));
    const began = office.time.clock.now();
    await desk.quit();
    expect(office.time.clock.now() - began).toBeLessThanOrEqual(2_000);
    await office.time.during(back, 60);
  });
});
