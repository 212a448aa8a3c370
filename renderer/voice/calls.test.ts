// @vitest-environment node
import { expect, test } from 'vitest';
import type { AudioCall } from '../../shared/voice/contract';
import { createCalls } from './calls';
import { createTestClock, settle } from './testing/clock';
import { createTestTelephone, TestLine } from './testing/line';
import { createTestMedia } from './testing/media';

const done = { ok: true, value: null };
const microphone = { input: 'mic-1', echoCancellation: true, noiseSuppression: true, autoGain: true };

function setup() {
  const clock = createTestClock();
  const media = createTestMedia();
  const telephone = createTestTelephone();
  const heard: string[] = [];
  const told: (readonly AudioCall[])[] = [];
  let choice = microphone;
  const calls = createCalls({
    telephone,
    media,
    clock,
    microphone: () => choice,
    zip: async () => void heard.push('zip'),
    ringback: () => {
      heard.push('ringback');
      return () => void heard.push('hush');
    },
    ear: {
      hear: (id) => void heard.push(`hear ${id}`),
      quiet: (id, on) => void heard.push(`${on ? 'quiet' : 'loud'} ${id}`),
      forget: (id) => void heard.push(`forget ${id}`),
    },
    tell: (list) => void told.push(list),
  });
  const ring = (id: string): TestLine => {
    const line = new TestLine(id, 'in');
    calls.ring(line);
    return line;
  };
  const talk = async (id: string): Promise<TestLine> => {
    const line = ring(id);
    await calls.answer(id, false);
    line.talk();
    return line;
  };
  /** How the calls looked each time, in short. */
  const looks = (): string[] =>
    told.map((list) => list.map(({ id, state, end }) => `${id} ${state}${end && ` ${end}`}`).join(', '));
  return {
    clock,
    media,
    telephone,
    heard,
    told,
    calls,
    ring,
    talk,
    looks,
    choose: (to: typeof microphone): void => {
      choice = to;
    },
  };
}

test('a call rings, is answered after a tone, talks, is muted, and ends once; the microphone is let go', async () => {
  const { clock, media, heard, calls, ring, looks } = setup();
  const line = ring('a');
  expect(await calls.answer('a', true)).toEqual(done);
  // A second click answers nothing.
  expect(await calls.answer('a', true)).toMatchObject({ ok: false, error: { code: 'not-possible-now' } });
  line.talk();
  calls.mute('a', true);
  line.end('there');
  await clock.pass(10_000);
  expect({
    done: line.done,
    heard,
    looks: looks(),
    open: media.open,
    list: calls.list,
    pending: clock.pending,
  }).toEqual({
    done: ['answer', 'mute'],
    heard: ['zip', 'forget a'],
    looks: ['a ringing', 'a talking', 'a talking', 'a ended there'],
    open: 0,
    list: [],
    pending: 0,
  });
});

test('without a microphone the call rings on and can be answered later', async () => {
  const { media, calls, ring } = setup();
  media.state = 'denied';
  const line = ring('a');
  const refused = await calls.answer('a', false);
  media.state = 'granted';
  expect({ refused, later: await calls.answer('a', false), done: line.done }).toMatchObject({
    refused: { ok: false, error: { code: 'not-possible-now', params: { reason: 'denied' } } },
    later: done,
    done: ['answer'],
  });
});

test('a caller who gives up while the microphone opens is not answered, and the microphone is let go', async () => {
  const { media, calls, ring } = setup();
  const line = ring('a');
  const answering = calls.answer('a', false);
  line.end('cancelled');
  expect({ answered: await answering, done: line.done, open: media.open }).toMatchObject({
    answered: { ok: false, error: { code: 'not-possible-now' } },
    done: [],
    open: 0,
  });
});

test('one call is open at a time: answering, dialling and resuming hold the one that talks', async () => {
  const { telephone, calls, talk, ring, looks } = setup();
  const first = await talk('a');
  const second = ring('b');
  await calls.answer('b', false);
  second.talk();
  await settle();
  expect(looks().at(-1)).toBe('a held, b talking');
  expect(await calls.dial('2011')).toEqual(done);
  const third = telephone.lines[0]!;
  third.talk();
  await settle();
  await calls.hold('a', false);
  await settle();
  expect({ last: looks().at(-1), a: first.done, b: second.done, c: third.done }).toEqual({
    last: 'a talking, b held, out-0 held',
    a: ['answer', 'hold', 'resume'],
    b: ['answer', 'hold'],
    c: ['hold'],
  });
});

test('a held call is not heard at once; when the other side does not agree it talks on and is heard again', async () => {
  const { heard, calls, talk } = setup();
  const line = await talk('a');
  expect(await calls.hold('a', true)).toEqual(done);
  expect(await calls.hold('a', true)).toEqual(done);
  await calls.hold('a', false);
  line.agrees = false;
  expect(await calls.hold('a', true)).toMatchObject({ ok: false, error: { code: 'not-possible-now' } });
  expect({ heard, state: calls.list[0]?.state, done: line.done }).toEqual({
    heard: ['quiet a', 'quiet a', 'loud a', 'quiet a', 'loud a'],
    state: 'talking',
    done: ['answer', 'hold', 'resume', 'hold'],
  });
});

test('a call that ends during a hold stays ended', async () => {
  const { calls, talk, looks } = setup();
  const line = await talk('a');
  const holding = calls.hold('a', true);
  line.end('there');
  expect({ held: (await holding).ok, last: looks().at(-1) }).toEqual({ held: false, last: 'a ended there' });
});

test('the fifth call hears busy; nothing of it is shown', () => {
  const { calls, ring } = setup();
  for (const id of ['a', 'b', 'c', 'd']) ring(id);
  const fifth = ring('e');
  expect({ refused: fifth.done, calls: calls.list.map(({ id }) => id) }).toEqual({
    refused: ['refuse 486'],
    calls: ['a', 'b', 'c', 'd'],
  });
});

test('what does not fit the call is refused and does nothing', async () => {
  const { calls, ring, media } = setup();
  const line = ring('a');
  expect(
    [
      await calls.answer('x', false),
      calls.reject('x'),
      calls.hangUp('x'),
      await calls.hold('a', true),
      calls.mute('x', true),
      calls.dtmf('a', '1'),
      await calls.dial(''),
    ].map((result) => (result.ok ? 'ok' : `${result.error.code} ${result.error.tried ?? ''}`)),
  ).toEqual([
    'not-possible-now voice.answer',
    'not-possible-now voice.reject',
    'not-possible-now voice.hangUp',
    'not-possible-now voice.hold',
    'not-possible-now voice.mute',
    'not-possible-now voice.dtmf',
    'invalid-number ',
  ]);
  expect({ done: line.done, open: media.open }).toEqual({ done: [], open: 0 });
});

test('reject, keys and hang-up reach the line', async () => {
  const { calls, ring, talk } = setup();
  const rejected = ring('a');
  calls.reject('a');
  const talked = await talk('b');
  calls.dtmf('b', '12#');
  calls.hangUp('b');
  expect([rejected.done, talked.done, calls.list]).toEqual([['refuse 486'], ['answer', 'keys 12#', 'hang up'], []]);
});

test('another microphone is taken in running calls; one that is pulled out is replaced by itself', async () => {
  const { media, calls, talk, ring, choose } = setup();
  const line = await talk('a');
  ring('b');
  choose({ ...microphone, input: 'mic-2' });
  await calls.changeMicrophone();
  choose({ ...microphone, input: '' });
  media.opened.at(-1)!.track.pullOut();
  await settle();
  expect({
    opened: media.opened.map(({ choice, track }) => `${choice.input || 'default'}${track.stopped ? ' stopped' : ''}`),
    used: line.tracks.length,
  }).toEqual({ opened: ['mic-1 stopped', 'mic-2 stopped', 'default'], used: 2 });
});

test('quality is looked at every two seconds of talking, and no longer', async () => {
  const { clock, calls, talk, told } = setup();
  const line = await talk('a');
  line.figures = [{ type: 'inbound-rtp', kind: 'audio', packetsReceived: 100, packetsLost: 0, jitter: 0.002 }];
  await clock.pass(2_000);
  line.figures = [{ type: 'inbound-rtp', kind: 'audio', packetsReceived: 190, packetsLost: 10, jitter: 0.002 }];
  await clock.pass(2_000);
  await calls.hold('a', true);
  const before = told.length;
  await clock.pass(10_000);
  expect({ after: told.length - before, pending: clock.pending }).toEqual({ after: 0, pending: 0 });
  expect(
    told.flatMap((list) => (list[0]?.quality ? [[list[0].quality.at, list[0].quality.loss]] : [])).slice(0, 2),
  ).toEqual([
    [2_000, 0],
    [4_000, 0.1],
  ]);
});

test('lost sound is looked for again and in the end the call is given up as failed', async () => {
  const { clock, talk, calls, looks } = setup();
  const line = await talk('a');
  line.tell({ t: 'media', state: 'failed' });
  await clock.pass(30_000);
  expect({
    restarts: line.done.filter((what) => what === 'ice restart').length > 3,
    last: looks().at(-1),
    calls: calls.list,
  }).toEqual({ restarts: true, last: 'a ended failed', calls: [] });
  expect(clock.pending).toBe(0);
});

test('the line to the exchange is back: what talks is said again, what rings is not', async () => {
  const { calls, talk, ring } = setup();
  const talking = await talk('a');
  const ringing = ring('b');
  for (const line of [talking, ringing]) line.tell({ t: 'link' });
  await settle();
  expect([talking.done, ringing.done]).toEqual([['answer', 'refresh'], []]);
  calls.clear();
  expect(calls.list).toEqual([]);
});

test('a call that rings outside without a sound of its own is heard ringing until something comes, once', async () => {
  const { calls, telephone, heard } = setup();
  const ends: ((line: TestLine) => void)[] = [
    (line) => line.talk(),
    (line) => line.tell({ t: 'sound', stream: {} as MediaStream }),
    (line) => line.end('there'),
  ];
  const all: string[][] = [];
  for (const end of ends) {
    await calls.dial('13800138000');
    const line = telephone.lines.at(-1)!;
    line.tell({ t: 'ringing' });
    line.tell({ t: 'ringing' });
    end(line);
    all.push(heard.splice(0).filter((what) => what === 'ringback' || what === 'hush'));
    line.end('there');
    heard.length = 0;
  }
  expect(all).toEqual(ends.map(() => ['ringback', 'hush']));
});
