import { describe, expect, it } from 'vitest';
import type { Office, Workplace } from './support/office';
import { must, offices } from './support/suite';

const open = offices();
const seated = async (
  more: { floor?: boolean; xmlOnly?: boolean } = {},
): Promise<{ office: Office; desk: Workplace }> => {
  const office = await open();
  const desk = office.desk(more);
  await desk.seated();
  return { office, desk };
};
const links = (desk: Workplace) => desk.seen('link', (link) => link.state);
const states = (desk: Workplace) => desk.seen('session', (session) => session.state);
const keys = (desk: Workplace) => desk.rows('notices').map(({ key }) => key);

async function talking(office: Office, desk: Workplace) {
  const caller = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
  const { id } = await desk.card('ringing');
  must(await desk.call('call.answer', { callId: id }));
  await desk.card('talking');
  return { caller, callId: id };
}

describe('the platform restarts during a shift (R18)', () => {
  it('and keeps its state: nobody is signed out and the call goes on', async () => {
    const { office, desk } = await seated();
    const { caller, callId } = await talking(office, desk);
    await office.time.during(office.scenario.faults.restart({ keepState: true, downSeconds: office.longer(12, 6) }));
    await desk.shows('live', () => desk.get('link').state === 'live');
    await office.passes(office.longer(10));
    expect(states(desk).at(-1)).toBe('signed-in');
    expect(states(desk).filter((state) => state === 'signed-out').length).toBe(1);
    expect([desk.get('calls')[callId]?.state, caller.talksTo]).toEqual(['talking', '2011']);
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
    expect([desk.get('session').state, office.engine.device('3001')?.user]).toEqual(['signed-in', '8001']);
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
    expect([states(desk).at(-1), desk.get('link').missingSince, caller.alive]).toEqual(['signed-in', null, false]);
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
    expect([office.member('90', '2011')?.paused, office.engine.channels()]).toEqual([0, []]);
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

describe('faults of the face', () => {
  const faulty: readonly (readonly [string, boolean, (office: Office) => unknown])[] = [
    ['slow answers', false, (office) => office.slow(2_000)],
    ['wrong charset', false, (office) => office.scenario.faults.wrongCharset()],
    ['XML only', true, () => undefined],
    ['XML only, wrong charset', true, (office) => office.scenario.faults.wrongCharset()],
    ['XML only, malformed', true, (office) => office.scenario.faults.malformedXml()],
  ];
  it.each(faulty)('%s: the shift goes on', async (_, xmlOnly, spoil) => {
    const { office, desk } = await seated({ xmlOnly });
    spoil(office);
    const caller = office.scenario.callerRings({ from: '13800138000', name: '张先生', to: { queue: '90' } });
    const { id } = await desk.card('ringing', 20);
    await desk.shows('who calls', () => desk.get('calls')[id]?.name === '张先生', 20);
    office.scenario.answers('2011');
    await desk.shows('talking', () => desk.get('calls')[id]?.state === 'talking', 20);
    caller.hangsUp();
    await desk.shows('ended', () => desk.get('calls')[id]?.state === 'ended', 30);
    expect(Object.keys(desk.seenRows('calls', (call) => call.id)).length).toBe(1);
    expect(desk.get('session').state).toBe('signed-in');
  });

  const broken: readonly (readonly [string, (office: Office) => () => void, string])[] = [
    ['cut connections', (office) => office.scenario.faults.cutConnections(), 'unreachable'],
    ['half a body', (office) => office.scenario.faults.halfBody(), 'unreachable'],
    ['500', (office) => office.scenario.faults.serverErrors(), 'http'],
  ];
  it.each(broken)(
    '%s: red with its own word, no call invented or lost, and live again by itself',
    async (_, spoil, code) => {
      const { office, desk } = await seated();
      const { caller, callId } = await talking(office, desk);
      const undo = spoil(office);
      await desk.shows('red', () => desk.get('link').state === 'down', 60);
      expect([desk.get('link').error?.code, desk.get('calls')[callId]?.state]).toEqual([code, 'talking']);
      undo();
      await desk.shows('live', () => desk.get('link').state === 'live', 40);
      await office.passes(5);
      expect([desk.get('calls')[callId]?.state, caller.talksTo]).toEqual(['talking', '2011']);
      expect(Object.keys(desk.seenRows('calls', (call) => call.id))).toEqual([callId]);
    },
  );

  it('one endpoint dead for 20 minutes: the others stay fresh, and it recovers alone (R17)', async () => {
    const { office, desk } = await seated({ floor: true });
    const undo = office.dead('getqueue');
    await office.passes(office.longer(20 * 60));
    const of = (endpoint: string) => desk.get('link').endpoints.find((row) => row.endpoint === endpoint);
    expect([desk.get('link').state, of('figures')?.state, of('pops')?.state]).toEqual(['live', 'down', 'ok']);
    expect(desk.get('link').missingSince).toBe(null);
    const caller = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    await desk.card('ringing');
    caller.givesUp();
    undo();
    await desk.shows('recovered', () => of('figures')?.state === 'ok', 60);
    expect(desk.get('queues')['90']?.abandoned).toBe(1);
  });

  it('the pop endpoint dead: calls are still shown from the other one (R17)', async () => {
    const { office, desk } = await seated();
    office.dead('getpopupscreen');
    await office.passes(office.longer(60));
    expect(desk.get('link').state).toBe('live');
    const caller = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    const { id } = await desk.card('ringing');
    expect(desk.get('calls')[id]?.number).toBe('13800138000');
    caller.givesUp();
    await desk.shows('ended', () => desk.get('calls')[id]?.state === 'ended', 30);
  });

  it('accepted, but nothing happens: not confirmed within 5 s, and the control lives again (R8)', async () => {
    const { office, desk } = await seated();
    const { callId } = await talking(office, desk);
    const [mine] = office.channelsOf('2011');
    // The platform says yes and holds nothing: the party that is to hear music is resumed in the same moment.
    const stop = office.engine.onChange(() => {
      for (const channel of office.engine.channels()) if (channel.held) office.engine.unhold(channel.name);
    });
    const began = office.time.clock.now();
    const held = await desk.call('call.hold', { callId });
    stop();
    expect(held).toMatchObject({ ok: false, error: { code: 'not-confirmed' } });
    expect(office.time.clock.now() - began).toBeLessThanOrEqual(5_200);
    expect(desk.seenRows('commands', (row) => row.state)).toMatchObject({
      [desk.rows('commands').find((row) => row.name === 'call.hold')!.id]: ['pending', 'not-confirmed'],
    });
    expect(mine?.state).toBe('Up');
    must(await desk.call('call.hold', { callId }));
    expect(desk.get('calls')[callId]?.state).toBe('held');
  });
});
