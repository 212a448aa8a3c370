import { afterEach, describe, expect, it } from 'vitest';
import { createFakeDesk, createMemoryStorage, type FakeDesk } from './testing/fake-desk';
import { answers, ends, member, rings, unreachable } from './testing/fake-driver';

let fake: FakeDesk;
const open = (...args: Parameters<typeof createFakeDesk>): FakeDesk => {
  fake = createFakeDesk(...args);
  return fake;
};
afterEach(async () => {
  await fake.close();
  expect(fake.clock.timers).toBe(0);
});
const seat = () => {
  const now = fake.get('seat');
  return now && { availability: now.availability, reason: now.reason, pausedBy: now.pausedBy, next: now.next };
};
const talk = async (): Promise<void> => {
  rings(fake.platform);
  answers(fake.platform, '100.2', fake.clock.now());
  await fake.clock.advance(2_000);
};
const pauses = (): readonly string[] => fake.platform.commands.filter((line) => line.startsWith('pause'));

describe('a shift', () => {
  it('applies the next state once, when the last call has cleared, instead of the wrap-up', async () => {
    const { platform, clock, signIn, call } = open();
    await signIn({ queues: ['90', '91'] });
    await talk();
    await call('seat.pause', { reason: 2 });
    expect([seat(), pauses()]).toEqual([
      { availability: 'ready', reason: 0, pausedBy: null, next: { kind: 'pause', reason: 2 } },
      [],
    ]);
    ends(platform, '100.2', 'hung-up-there');
    await clock.advance(60_000);
    expect([seat(), pauses()]).toEqual([
      { availability: 'paused', reason: 2, pausedBy: 'me', next: null },
      ['pause 90 SIP/2011 2', 'pause 91 SIP/2011 2'],
    ]);
  });

  it('takes a queued state back', async () => {
    const { platform, clock, signIn, call } = open();
    await signIn();
    await fake.change({ wrapUp: { mode: 'off' } });
    await talk();
    await call('seat.pause', { reason: 2 });
    await call('seat.cancelNext');
    ends(platform, '100.2', 'hung-up-there');
    await clock.advance(10_000);
    expect([seat()?.availability, pauses()]).toEqual(['ready', []]);
  });

  it('extends a wrap-up, and lets another state end it', async () => {
    const { platform, clock, signIn, call } = open();
    await signIn();
    await talk();
    ends(platform, '100.2', 'hung-up-there');
    await clock.advance(2_000);
    const first = fake.get('seat')?.wrapUpEndsAt ?? 0;
    await call('seat.extendWrapUp');
    expect((fake.get('seat')?.wrapUpEndsAt ?? 0) - first).toBe(30_000);
    await clock.advance(40_000);
    expect(seat()?.availability).toBe('wrap-up');
    await call('seat.pause', { reason: 1 });
    await clock.advance(60_000);
    expect([seat(), pauses()]).toEqual([
      { availability: 'paused', reason: 1, pausedBy: 'me', next: null },
      ['pause 90 SIP/2011 9', 'pause 90 SIP/2011 1'],
    ]);
  });

  it('makes no wrap-up of an unanswered call, nor of one outside a queue', async () => {
    const { platform, clock, signIn } = open();
    await signIn();
    rings(platform);
    await clock.advance(2_000);
    ends(platform, '100.2', 'abandoned');
    await clock.advance(3_000);
    rings(platform, { id: '5.2', refId: '5.1', channel: 'SIP/2011-5', queue: '' });
    answers(platform, '5.2', clock.now());
    await clock.advance(2_000);
    ends(platform, '5.2', 'hung-up-there');
    await clock.advance(3_000);
    expect([seat()?.availability, pauses()]).toEqual(['ready', []]);
  });

  it('clears a wrap-up that a killed desk left behind', async () => {
    const storage = createMemoryStorage();
    const { platform, clock, signIn } = open({ storage });
    storage.files.set(
      'journal.json',
      JSON.stringify({
        wrapUp: { agent: '2011', code: 9, endsAt: clock.now() - 60_000, startedAt: clock.now() - 90_000 },
      }),
    );
    platform.members = [member('90', { fixed: true, paused: 9 })];
    platform.answers.set('pause', unreachable);
    fake.desk.ready.catch(() => {});
    await fake.close();
    const second = open({ storage, platform, clock });
    await second.signIn({ queues: [] });
    expect(seat()).toMatchObject({ availability: 'wrap-up', pausedBy: 'wrap-up' });
    platform.answers.clear();
    await clock.advance(30_000);
    expect(seat()).toMatchObject({ availability: 'ready', reason: 0 });
    void signIn;
  });

  it('sees a supervisor take the seat out of a queue', async () => {
    const { platform, clock, signIn } = open();
    await signIn({ queues: ['90', '91'] });
    platform.members = platform.members.filter((row) => row.queue === '90');
    await clock.advance(6_000);
    expect(Object.values(fake.get('notices')).map(({ key, params }) => [key, params])).toEqual([
      ['removed-from-queue', { queues: '投诉' }],
    ]);
    expect(fake.get('seat')?.memberships.map(({ queue, joined }) => [queue, joined])).toEqual([
      ['90', true],
      ['91', false],
    ]);
  });

  it('takes the start of a state from the platform', async () => {
    const { platform, clock, signIn } = open();
    platform.since = { since: clock.now() - 600_000, event: 'unpaused' };
    await signIn();
    expect(fake.get('seat')?.since).toBe(platform.since.since);
  });

  it('R26 closes within 2 s though the platform never answers', async () => {
    const { platform, clock, signIn, desk } = open();
    await signIn();
    platform.answers.set('*', () => new Promise(() => {}));
    let closed = false;
    void desk.close().then(() => {
      closed = true;
    });
    await clock.advance(2_000);
    expect(closed).toBe(true);
  });

  it('writes neither key nor number to the log, the topics or the disk', async () => {
    const { platform, clock, signIn, call, log, storage, get } = open();
    await signIn();
    platform.answers.set('dial', async () => {
      throw new Error('GET /ctioriginate.php?webkey=secret-key&exten=913900139000');
    });
    await talk();
    ends(platform, '100.2', 'hung-up-there');
    await clock.advance(40_000);
    await call('seat.setForwarding', { kind: 'always', destination: '13900139000' }, 9_000);
    const told = JSON.stringify([log.rows, [...storage.files], get('session'), get('link'), get('host')]);
    expect(told).not.toMatch(/secret-key|13800138000|13900139000/);
  });
});
