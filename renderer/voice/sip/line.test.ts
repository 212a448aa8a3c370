// @vitest-environment node
import { expect, test } from 'vitest';
import type { LineEvent } from '../telephone';
import { createTestClock, settle } from '../testing/clock';
import { TestTrack } from '../testing/media';
import { TestSession } from '../testing/session';
import { createLine } from './line';

function setup(direction: 'incoming' | 'outgoing' = 'incoming', stun: readonly string[] = []) {
  const clock = createTestClock();
  const session = new TestSession(direction);
  const line = createLine(session, { clock, random: () => 0.5 }, { stun });
  const events: LineEvent[] = [];
  line.on((event) => void events.push(event));
  const talk = (): void => session.emit('accepted', {});
  return { clock, session, line, events, talk };
}

test('hold and resume are the direction of the sound; a held call sends silence, also after JsSIP opened the track', async () => {
  const { session, line, talk } = setup();
  talk();
  const sends = (): boolean => session.peer.sender.track.enabled;
  const seen: unknown[] = [];
  expect(await line.hold(true)).toBe(true);
  seen.push(session.peer.transceiver.direction, sends());
  // The other side resumed: JsSIP opens the track, and says so.
  session.peer.sender.track.enabled = true;
  session.emit('unhold', {});
  seen.push(sends());
  expect(await line.hold(true)).toBe(true);
  expect(await line.hold(false)).toBe(true);
  seen.push(session.peer.transceiver.direction, sends());
  expect({ seen, log: session.log }).toEqual({
    seen: ['sendonly', false, false, 'sendrecv', true],
    log: ['negotiate sendonly', 'negotiate sendrecv'],
  });
});

test('a mute outlives hold and a new microphone', async () => {
  const { session, line, talk } = setup();
  talk();
  line.mute(true);
  await line.hold(true);
  await line.hold(false);
  const after = session.peer.sender.track.enabled;
  const other = new TestTrack('mic-2');
  await line.replace(other as unknown as MediaStreamTrack);
  const replaced = other.enabled;
  line.mute(false);
  expect({ after, replaced, opened: other.enabled }).toEqual({ after: false, replaced: false, opened: true });
});

test('requests that cross are tried again after a wait of one’s own, and the call goes on', async () => {
  const waits: number[] = [];
  for (const direction of ['incoming', 'outgoing'] as const) {
    const { clock, session, line, talk } = setup(direction);
    talk();
    session.outcomes.push('refused');
    const held = line.hold(true);
    await settle();
    let waited = 0;
    while (session.log.length < 2) {
      waited += 50;
      await clock.pass(50);
    }
    waits.push(waited);
    expect({
      held: await held,
      ended: session.ended,
      rolledBack: session.peer.rolledBack,
      pending: clock.pending,
    }).toEqual({
      held: true,
      ended: false,
      rolledBack: ['rollback'],
      pending: 0,
    });
  }
  // RFC 3261 §14.1: up to 2 s, and 2.1 to 4 s for who made the call.
  expect(waits).toEqual([1_000, 3_050]);
});

test('a hold that nobody agrees to is taken back: the call is as it was', async () => {
  const { clock, session, line, talk } = setup();
  talk();
  session.outcomes.push('refused', 'refused', 'refused');
  const held = line.hold(true);
  await clock.pass(10_000);
  expect({
    held: await held,
    direction: session.peer.transceiver.direction,
    sends: session.peer.sender.track.enabled,
    ended: session.ended,
    tries: session.log.length,
  }).toEqual({ held: false, direction: 'sendrecv', sends: true, ended: false, tries: 3 });
});

test('while a negotiation is under way the other side’s is refused with 491', async () => {
  const { session, line, talk } = setup();
  talk();
  const answers: number[] = [];
  const reinvite = (): void =>
    session.emit('reinvite', { reject: ({ status_code }) => void answers.push(status_code) });
  reinvite();
  const held = line.hold(true);
  await settle();
  session.outcomes.push('hang');
  void line.hold(false);
  await held;
  await settle();
  reinvite();
  expect(answers).toEqual([491]);
});

test('a negotiation waits for the other one of the same call, but not for ever', async () => {
  const { clock, session, line, talk } = setup();
  talk();
  session.ready = false;
  const first = line.refresh(false);
  await clock.pass(1_000);
  session.ready = true;
  await clock.pass(100);
  const done = await first;
  session.ready = false;
  const second = line.refresh(true);
  await clock.pass(30_000);
  expect({ done, second: await second, log: session.log, pending: clock.pending }).toEqual({
    done: true,
    second: false,
    log: ['negotiate sendrecv'],
    pending: 0,
  });
});

test('broken media and a lost connection end no answered call; a 481 does', async () => {
  const { session, events, talk, line } = setup();
  talk();
  session.terminate({ status_code: 408, cause: 'RTP Timeout' });
  session.terminate({ status_code: 500, cause: 'Connection Error' });
  line.lost();
  line.restored();
  session.peer.turn('failed');
  expect({ log: session.log, events }).toEqual({
    log: [],
    events: [{ t: 'answered' }, { t: 'link' }, { t: 'media', state: 'failed' }],
  });
  session.terminate({ status_code: 500, cause: 'Dialog Error' });
  expect(events.at(-1)).toEqual({ t: 'ended', end: 'there' });
});

test('a lost connection ends what rings and what calls, because nobody could answer it any more', () => {
  const ends = (['incoming', 'outgoing'] as const).map((direction) => {
    const { session, line, events } = setup(direction);
    line.lost();
    line.restored();
    line.lost();
    return [session.log, events];
  });
  expect(ends).toEqual([
    [['terminate 480'], [{ t: 'ended', end: 'failed' }]],
    [['terminate 480'], [{ t: 'ended', end: 'failed' }]],
  ]);
});

test('a lost connection ends the negotiation under way as soon as JsSIP says so, and not before', async () => {
  const { clock, session, line, talk } = setup();
  talk();
  session.outcomes.push('hang', 'unsent', 'unsent');
  const held = line.hold(true);
  await settle();
  line.lost();
  const early = session.peer.rolledBack.length;
  session.terminate({ status_code: 500, cause: 'Connection Error' });
  await clock.pass(10_000);
  expect({
    early,
    rolledBack: session.peer.rolledBack,
    held: await held,
    direction: session.peer.transceiver.direction,
    pending: clock.pending,
  }).toEqual({
    early: 0,
    rolledBack: ['rollback'],
    held: false,
    direction: 'sendrecv',
    pending: 0,
  });
});

test('keys travel in the sound where the other side takes them, else by INFO; not before an answer', () => {
  const { session, line, talk } = setup();
  const before = line.dtmf('1');
  talk();
  const carried = line.dtmf('1');
  session.peer.sender.dtmf.canInsertDTMF = false;
  const told = line.dtmf('2#');
  expect({ before, carried, told, log: session.log }).toEqual({
    before: false,
    carried: true,
    told: true,
    log: ['keys 1 RFC2833', 'keys 2# INFO'],
  });
});

test('candidates are waited for 300 ms, with a STUN server a second, and never after the description is out', async () => {
  const waits = [];
  for (const stun of [[], ['stun:stun.example']]) {
    const { clock, session } = setup('incoming', stun);
    const at: number[] = [];
    const candidate = (): void =>
      session.emit('icecandidate', { candidate: {}, ready: () => void at.push(clock.now()) });
    candidate();
    candidate();
    await clock.pass(5_000);
    candidate();
    session.emit('sdp', { originator: 'remote' });
    session.emit('sdp', { originator: 'local' });
    waits.push([at, clock.pending]);
  }
  expect(waits).toEqual([
    [[300], 0],
    [[1_000], 0],
  ]);
});

test('the end is told once, with the reason of a CANCEL; afterwards nothing is done with the session', async () => {
  const { session, line, events } = setup();
  session.end('failed', {
    cause: 'Canceled',
    message: { getHeaders: (name) => (name === 'reason' ? ['SIP;cause=200;text="Call completed elsewhere"'] : []) },
  });
  session.emit('ended', { originator: 'local', message: null, cause: 'Terminated' });
  line.hangUp();
  line.refuse(486);
  line.fail();
  expect({
    events,
    log: session.log,
    hold: await line.hold(true),
    keys: line.dtmf('1'),
    figures: await line.statistics(),
  }).toEqual({ events: [{ t: 'ended', end: 'elsewhere' }], log: [], hold: false, keys: false, figures: [] });
});

test('refusing, hanging up and failing say the right thing to the other side', () => {
  const said = (run: (given: ReturnType<typeof setup>) => void, direction: 'incoming' | 'outgoing' = 'incoming') => {
    const given = setup(direction);
    run(given);
    return [given.session.log, given.events.at(-1)];
  };
  expect([
    said(({ line }) => line.refuse(486)),
    said(({ line }) => line.hangUp()),
    said(({ line }) => line.hangUp(), 'outgoing'),
    said(({ line, talk }) => {
      talk();
      line.hangUp();
    }),
    said(({ line, talk }) => {
      talk();
      line.fail();
    }),
  ]).toEqual([
    [['terminate 486'], { t: 'ended', end: 'rejected' }],
    [['terminate 603'], { t: 'ended', end: 'rejected' }],
    [['terminate'], { t: 'ended', end: 'cancelled' }],
    [['terminate'], { t: 'ended', end: 'here' }],
    [['terminate 408'], { t: 'ended', end: 'failed' }],
  ]);
});

test('orders of the other side to call somebody or to swap calls are refused', () => {
  const { session } = setup();
  const refused: string[] = [];
  session.emit('refer', { reject: () => void refused.push('refer') });
  session.emit('replaces', { reject: () => void refused.push('replaces') });
  expect(refused).toEqual(['refer', 'replaces']);
});

test('the other side’s sound is told, also to who listens late; figures are plain objects', async () => {
  const { session, line } = setup();
  const stream = {} as MediaStream;
  session.peer.dispatchEvent(Object.assign(new Event('track'), { streams: [stream], track: {} }));
  const late: LineEvent[] = [];
  line.on((event) => void late.push(event));
  expect({ late, figures: await line.statistics() }).toEqual({
    late: [{ t: 'sound', stream }],
    figures: [{ type: 'inbound-rtp', packetsReceived: 7 }],
  });
});

test('a ring without a sound of its own is told; one with sound, one of ours, and a late one are not', () => {
  const told = (run: (session: TestSession) => void): readonly string[] => {
    const { session, events } = setup('outgoing');
    run(session);
    return events.map(({ t }) => t);
  };
  expect([
    told((session) => session.emit('progress', { originator: 'remote', response: { body: '' } })),
    told((session) => session.emit('progress', { originator: 'remote', response: { body: 'v=0' } })),
    told((session) => session.emit('progress', { originator: 'local', response: null })),
    told((session) => {
      session.emit('accepted', {});
      session.emit('progress', { originator: 'remote', response: { body: '' } });
    }),
  ]).toEqual([['ringing'], [], [], ['answered']]);
});
