import { describe, expect, it } from 'vitest';
import type { Office, Workplace } from './support/office';
import { must, offices, shortly } from './support/suite';

const open = offices();
const agentOf = (desk: Workplace, device: string) =>
  desk.rows('agents').find((row) => row.interface.endsWith(`/${device}`));

/** 2014 supervises and is in no queue; 2011 works in 90. */
async function floor(): Promise<{ office: Office; boss: Workplace; agent: Workplace }> {
  const office = await open();
  const boss = office.desk({ floor: true });
  await boss.seated({ agent: '2014', queues: [] });
  const agent = office.desk();
  await agent.seated({ agent: '2011', queues: ['90'] });
  await boss.shows('the agent', () => agentOf(boss, '2011')?.state === 'ready');
  return { office, boss, agent };
}

describe('the floor', () => {
  it('an agent in three queues is one agent; every queue counts him in its own way (R13, V4)', async () => {
    const office = await open({ centre: 'demo', alive: false });
    const boss = office.desk({ floor: true });
    await boss.seated({ agent: '2012', queues: [] });
    const agent = office.desk();
    await agent.seated({ agent: '2011', queues: ['90', '91', '92'] });
    const before = boss.rows('queues').map((tile) => tile.members.ready);
    await boss.shows('three memberships', () => agentOf(boss, '2011')?.queues.length === 3);
    expect(boss.rows('agents').filter((row) => row.agent === '2011').length).toBe(1);
    office.engine.queuePause('91', office.interfaceOf('2011'), 3);
    await boss.shows('paused in one', () => boss.get('queues')['91']?.members.paused === 1);
    expect(agentOf(boss, '2011')).toMatchObject({ state: 'ready', reason: 0 });
    expect(['90', '91', '92'].map((queue) => boss.get('queues')[queue]?.members.ready)).toEqual([1, 0, 1]);
    expect(before.length).toBe(3);
    const caller = office.scenario.callerRings({ from: '13800138000', to: { queue: '92' } });
    await boss.shows('ringing everywhere', () => agentOf(boss, '2011')?.state === 'ringing');
    expect(['90', '91', '92'].map((queue) => boss.get('queues')[queue]?.members.ringing)).toEqual([1, 1, 1]);
    office.scenario.answers('2011');
    await boss.shows('on a call', () => agentOf(boss, '2011')?.state === 'on-call');
    expect(agentOf(boss, '2011')).toMatchObject({ peer: '13800138000' });
    caller.hangsUp();
    await boss.shows('counted once', () => agentOf(boss, '2011')?.callsTaken === 1);
    expect(office.engine.queues().map((queue) => queue.completed)).toEqual([0, 0, 1]);
  });

  it('a supervisor pauses, readies and removes an agent, who is told each time', async () => {
    const { office, boss, agent } = await floor();
    must(await boss.call('member.pause', { interface: office.interfaceOf('2011'), reason: 4 }));
    await shortly(office, () => [agentOf(boss, '2011')?.state, office.member('90', '2011')?.paused], ['paused', 4]);
    await agent.shows('paused by the supervisor', () => agent.get('seat')?.pausedBy === 'supervisor');
    expect(agent.get('seat')).toMatchObject({ availability: 'paused', reason: 4 });
    must(await boss.call('member.unpause', { interface: office.interfaceOf('2011') }));
    await shortly(office, () => office.member('90', '2011')?.paused, 0);
    await agent.shows('ready', () => agent.get('seat')?.availability === 'ready');
    must(await boss.call('member.remove', { interface: office.interfaceOf('2011'), queue: '' }));
    await shortly(office, () => office.member('90', '2011'), undefined);
    await agent.shows('offline', () => agent.get('seat')?.availability === 'offline');
    expect(agent.get('session').state).toBe('signed-in');
    expect(agent.rows('notices').map(({ key }) => key)).toEqual(
      expect.arrayContaining(['paused-by-supervisor', 'readied-by-supervisor', 'removed-from-queue']),
    );
    await office.passes(office.longer(30));
    // Not joined again behind the supervisor's back.
    await shortly(office, () => office.member('90', '2011'), undefined);
  });

  it("a supervisor hangs up an agent's call", async () => {
    const { office, boss, agent } = await floor();
    const caller = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    const { id } = await agent.card('ringing');
    must(await agent.call('call.answer', { callId: id }));
    await boss.shows('on a call', () => agentOf(boss, '2011')?.state === 'on-call');
    must(await boss.call('member.hangUp', { interface: office.interfaceOf('2011') }));
    await shortly(office, () => [caller.alive, office.channelsOf('2011')], [false, []]);
    await agent.shows('ended', () => agent.get('calls')[id]?.state === 'ended');
    expect(await boss.call('member.hangUp', { interface: office.interfaceOf('2011') })).toMatchObject({ ok: false });
  });

  it('a waiting caller is shown, withdrawn, or taken', async () => {
    const { office, boss, agent } = await floor();
    must(await agent.call('seat.pause', { reason: 3 }));
    const first = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    await office.happens('the first waits', () => office.engine.queue('90')?.waiting.length === 1);
    const second = office.scenario.callerRings({ from: '13700137000', to: { queue: '90' } });
    await boss.shows('two wait', () => boss.get('queues')['90']?.waiting === 2);
    expect(boss.rows('waiting').map(({ number, position, queue }) => [number, position, queue])).toEqual([
      ['13800138000', 1, '90'],
      ['13700137000', 2, '90'],
    ]);
    // The interface tells whole seconds.
    const entered = office.engine.queue('90')?.waiting[0]?.enteredAt ?? 0;
    expect(boss.get('queues')['90']?.oldestEnteredAt).toBe(Math.floor(entered / 1_000) * 1_000);
    must(await boss.call('waiting.withdraw', { id: first.uniqueId, reason: 'VIP' }));
    expect(boss.rows('waiting').map(({ id }) => id)).toEqual([second.uniqueId]);
    await shortly(office, () => office.engine.queue('90')?.waiting.map(({ uniqueId }) => uniqueId), [second.uniqueId]);
    must(await boss.call('waiting.take', { id: second.uniqueId }));
    const mine = await boss.card('ringing');
    expect(mine).toMatchObject({ number: '13700137000', direction: 'in' });
    must(await boss.call('call.answer', { callId: mine.id }));
    await shortly(office, () => second.talksTo, '2014');
    await shortly(office, () => office.engine.queue('90')?.waiting, []);
    expect(await boss.call('waiting.withdraw', { id: second.uniqueId })).toMatchObject({ ok: false });
  });
});

describe('a conference', () => {
  it('is listed; members are muted and thrown out; a locked room turns others away', async () => {
    const office = await open();
    const desk = office.desk({ floor: true });
    await desk.seated({ agent: '2014', queues: [] });
    office.scenario.dials('2012', '9111');
    await desk.shows('one member', () => desk.rows('conferences').length === 1);
    office.scenario.dials('2013', '9111');
    await desk.shows('two members', () => desk.rows('conferences').length === 2);
    expect(desk.rows('conferences').map(({ room, number, phone, muted }) => [room, number, phone, muted])).toEqual([
      ['9111', 1, '2012', false],
      ['9111', 2, '2013', false],
    ]);
    must(await desk.call('conference.mute', { room: '9111', member: 2, on: true }));
    expect(desk.get('conferences')['9111/2']?.muted).toBe(true);
    await shortly(office, () => office.engine.conferences().map(({ muted }) => muted), [false, true]);
    must(await desk.call('conference.mute', { room: '9111', member: 2, on: false }));
    await shortly(office, () => office.engine.conferences().map(({ muted }) => muted), [false, false]);
    must(await desk.call('conference.lock', { room: '9111', on: true }));
    office.scenario.dials('2011', '9111');
    await office.passes(2);
    await shortly(office, () => office.channelsOf('2011'), []);
    must(await desk.call('conference.lock', { room: '9111', on: false }));
    must(await desk.call('conference.kick', { room: '9111', member: 1 }));
    await desk.shows('one member', () => desk.rows('conferences').length === 1);
    await shortly(office, () => office.channelsOf('2012'), []);
    expect(await desk.call('conference.kick', { room: '9111', member: 7 })).toMatchObject({ ok: false });
  });
});
