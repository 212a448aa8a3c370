import { describe, expect, it } from 'vitest';
import { offices, shortly } from './support/suite';

const open = offices();

describe('sign-in and sign-out', () => {
  it('a fixed telephone: queues joined, ready, and left again at sign-out', async () => {
    const office = await open();
    const desk = office.desk();
    expect(await desk.signIn({ agent: '2011', queues: ['90', '91'] })).toEqual({
      ok: true,
      value: {
        queues: [
          { queue: '90', ok: true, message: '' },
          { queue: '91', ok: true, message: '' },
        ],
      },
    });
    await desk.shows('ready', () => desk.get('seat')?.availability === 'ready');
    expect(desk.get('seat')).toMatchObject({
      agent: '2011',
      agentName: '王芳',
      interface: office.interfaceOf('2011'),
      phone: 'idle',
    });
    await shortly(office, () => ['90', '91'].map((queue) => office.member(queue, '2011')?.paused), [0, 0]);
    expect(await desk.call('session.signOut', {})).toEqual({ ok: true, value: null });
    await desk.shows('signed out', () => desk.get('session').state === 'signed-out');
    expect(desk.get('seat')).toBe(null);
    await shortly(office, () => office.engine.queues().flatMap((queue) => queue.members), []);
    const activity = await office.ask('getagentactivity', { ...office.today(), agent: office.interfaceOf('2011') });
    expect(activity.map((row) => `${row.queue} ${row.event}`).toSorted()).toEqual([
      '90 added',
      '90 removed',
      '91 added',
      '91 removed',
    ]);
  });

  it('a hot desk: the number is bound to the telephone and let go again', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated({ agent: '8001', device: '3001' });
    await shortly(office, () => [office.engine.user('8001')?.device, office.engine.device('3001')?.user], [
      '3001',
      '8001',
    ]);
    expect(desk.get('seat')).toMatchObject({
      agent: '8001',
      agentName: '刘洋',
      device: '3001',
      interface: office.interfaceOf('3001'),
    });
    await shortly(office, () => office.member('90', '3001')?.agent, '8001');
    await desk.call('session.signOut', {});
    await shortly(office, () => [office.engine.user('8001')?.device, office.engine.device('3001')?.user], ['', '']);
    await shortly(office, () => office.member('90', '3001'), undefined);
  });

  it('a telephone in use names its owner; taking it over signs the owner out (R23)', async () => {
    const office = await open();
    const first = office.desk();
    await first.seated({ agent: '8001', device: '3001' });
    const second = office.desk();
    const refused = await second.signIn({ agent: '8002', device: '3001' });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'in-use', params: { by: '8001', name: '刘洋', device: '3001' } },
    });
    expect(second.get('session')).toMatchObject({ state: 'signed-out', error: { code: 'in-use' } });
    await shortly(office, () => office.engine.device('3001')?.user, '8001');

    await second.seated({ agent: '8002', device: '3001', takeOver: true });
    await first.shows('taken over', () => first.get('session').state === 'signed-out');
    expect(first.get('session').error).toMatchObject({ code: 'in-use', params: { by: '8002', device: '3001' } });
    expect(first.rows('notices').map(({ key }) => key)).toContain('signed-in-elsewhere');
    await shortly(office, () => office.engine.device('3001')?.user, '8002');
    // The desk that lost the seat must not take the new owner out of the queue when it ends.
    await first.quit();
    await shortly(office, () => office.member('90', '3001')?.agent, '8002');
    expect(second.get('session').state).toBe('signed-in');
  });

  it('the same person at another telephone: asked first, then the old desk stops (R23)', async () => {
    const office = await open();
    const first = office.desk();
    await first.seated({ agent: '8001', device: '3001' });
    const second = office.desk();
    expect(await second.signIn({ agent: '8001', device: '3002' })).toMatchObject({
      ok: false,
      error: { code: 'in-use', params: { by: '8001', device: '3001' } },
    });
    await second.seated({ agent: '8001', device: '3002', takeOver: true });
    await first.shows('moved away', () => first.get('session').state === 'signed-out');
    expect(first.get('session').error).toMatchObject({ code: 'in-use', params: { device: '3002' } });
    await shortly(office, () => office.engine.user('8001')?.device, '3002');
    // Nobody sits at the old telephone: a queue must not ring it.
    await shortly(office, () => office.member('90', '3001'), undefined);
    await shortly(office, () => office.member('90', '3002')?.agent, '8001');
  });

  it('a queue that refuses costs itself only, and says why', async () => {
    const office = await open();
    const desk = office.desk();
    const entered = await desk.signIn({ queues: ['90', '77'] });
    expect(entered).toMatchObject({
      ok: true,
      value: {
        queues: [
          { queue: '90', ok: true },
          { queue: '77', ok: false },
        ],
      },
    });
    expect(entered.ok && 'queues' in entered.value! && entered.value.queues[1]?.message).toMatch(/\S/);
    await desk.shows('ready', () => desk.get('seat')?.availability === 'ready');
    expect(desk.get('seat')?.memberships.map(({ queue }) => queue)).toEqual(['90']);
  });

  it('a first state of pause follows each joining at once', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated({ pause: 3, queues: ['90', '91'] });
    await desk.shows('paused', () => desk.get('seat')?.availability === 'paused');
    expect(desk.get('seat')).toMatchObject({ reason: 3, pausedBy: 'me' });
    await shortly(office, () => office.member('90', '2011')?.paused, 3);
    const activity = await office.ask('getagentactivity', { ...office.today(), agent: office.interfaceOf('2011') });
    // The platform cannot add a paused member: the pause comes right behind each joining, not behind all of them.
    expect(activity.map((row) => `${row.queue} ${row.event}`).toReversed()).toEqual([
      '90 added',
      '90 paused',
      '91 added',
      '91 paused',
    ]);
    await shortly(office, () => [office.member('90', '2011')?.paused, office.member('91', '2011')?.paused], [3, 3]);
  });

  it('a membership that a killed desk left is shown, paused and left like any other', async () => {
    const office = await open();
    const first = office.desk();
    await first.seated({ queues: ['90', '91'] });
    await first.kill();
    await shortly(office, () => ['90', '91'].map((queue) => office.member(queue, '2011')?.paused), [0, 0]);
    const second = office.desk();
    await second.seated({ queues: ['90'], pause: 2 });
    await second.shows('both queues', () => second.get('seat')?.memberships.length === 2);
    expect(second.get('seat')).toMatchObject({ availability: 'paused', reason: 2 });
    await shortly(office, () => ['90', '91'].map((queue) => office.member(queue, '2011')?.paused), [2, 2]);
    await second.call('session.signOut', {});
    await shortly(office, () => office.engine.queues().flatMap((queue) => queue.members), []);
  });

  it('an unknown number, an unknown telephone, and a platform that is away end in words and leave nothing behind', async () => {
    const office = await open();
    const desk = office.desk();
    expect(await desk.signIn({ agent: '7777', device: '2011' })).toMatchObject({
      ok: false,
      error: { code: 'refused' },
    });
    expect(await desk.signIn({ agent: '2011', device: '7777' })).toMatchObject({
      ok: false,
      error: { code: 'refused' },
    });
    const back = office.scenario.faults.offline(office.longer(60, 15));
    expect(await desk.signIn()).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    expect(desk.get('link').state).toBe('signed-out');
    await office.time.during(back, 90);
    await desk.seated();
  });

  it('a sign-out during a call is asked about, waits for its end, and happens then (R28)', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    const caller = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    const { id } = await desk.card('ringing');
    await desk.call('call.answer', { callId: id });
    await desk.card('talking');
    expect(await desk.call('session.signOut', {})).toMatchObject({ ok: false, error: { code: 'on-a-call' } });
    expect(await desk.call('session.signOut', { confirmed: true })).toEqual({ ok: true, value: null });
    expect(desk.get('seat')?.next).toEqual({ kind: 'sign-out' });
    await shortly(office, () => [desk.get('session').state, caller.talksTo], ['signed-in', '2011']);
    caller.hangsUp();
    await desk.shows('signed out', () => desk.get('session').state === 'signed-out');
    await office.happens('out of the queue', () => office.member('90', '2011') === undefined);
  });

  it('a sign-out during a call that is confirmed twice happens now and leaves the call alone', async () => {
    const office = await open();
    const desk = office.desk();
    await desk.seated();
    const caller = office.scenario.callerRings({ from: '13800138000', to: { queue: '90' } });
    const { id } = await desk.card('ringing');
    await desk.call('call.answer', { callId: id });
    await desk.card('talking');
    await desk.call('session.signOut', { confirmed: true });
    await desk.call('session.signOut', { confirmed: true });
    await desk.shows('signed out', () => desk.get('session').state === 'signed-out');
    await shortly(office, () => [office.member('90', '2011'), caller.alive, caller.talksTo], [undefined, true, '2011']);
  });
});
