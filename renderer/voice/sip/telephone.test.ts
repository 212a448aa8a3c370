import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AudioAccount } from '../../../shared/voice/contract';
import { createTestClock, settle } from '../testing/clock';
import { createTelephone } from './telephone';

// The real JsSIP, with an exchange that is the test. Its own timers are the fake ones of vitest.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const account: AudioAccount = {
  uri: 'sip:2017@pbx.example',
  authorizationUser: '2017',
  displayName: '坐席 "A" \\',
  stun: [],
};

function setup() {
  const clock = createTestClock();
  const registrations: string[] = [];
  const wanted: boolean[] = [];
  const sent: string[] = [];
  const lines: unknown[] = [];
  const telephone = createTelephone(
    {
      onRegistration: ({ state, status }) => void registrations.push(`${state} ${status}`),
      onWanted: (on) => void wanted.push(on),
      onFrame: (frame) => void sent.push(frame),
      onLine: (line) => void lines.push(line),
    },
    { clock, random: () => 0.5 },
  );
  const header = (frame: string, name: string): string =>
    new RegExp(`^${name}: (.*)$`, 'im').exec(frame)?.[1]?.trim() ?? '';
  /** Answers the newest request. */
  const answer = async (status: string, more: readonly string[] = []): Promise<void> => {
    const request = sent.at(-1)!;
    telephone.receive(
      [
        `SIP/2.0 ${status}`,
        `Via: ${header(request, 'via')}`,
        `From: ${header(request, 'from')}`,
        `To: ${header(request, 'to')};tag=pbx`,
        `Call-ID: ${header(request, 'call-id')}`,
        `CSeq: ${header(request, 'cseq')}`,
        ...more,
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    );
    await settle();
  };
  const accept = (): Promise<void> => answer('200 OK', [`Contact: ${header(sent.at(-1)!, 'contact')}`]);
  const challenge = (realm = 'pbx'): Promise<void> =>
    answer('401 Unauthorized', [`WWW-Authenticate: Digest realm="${realm}", nonce="n-${sent.length}", algorithm=MD5`]);
  /** Leaves, and lets JsSIP end what it waits for. */
  const leave = async (): Promise<void> => {
    telephone.rest();
    await settle();
    await accept();
    vi.advanceTimersByTime(60_000);
  };
  /** Lets time go until the registration is renewed; s. */
  const renewal = (): number => {
    const before = sent.length;
    for (let seconds = 1; ; seconds += 1) {
      vi.advanceTimersByTime(1_000);
      if (sent.length > before || seconds > 600) return seconds;
    }
  };
  const methods = (): readonly string[] => sent.map((frame) => frame.split(' ', 1)[0]!);
  return {
    clock,
    telephone,
    registrations,
    wanted,
    sent,
    lines,
    header,
    answer,
    accept,
    challenge,
    leave,
    methods,
    renewal,
  };
}

test('wants the line, registers on it with a challenge answered, renews in time, and unregisters', async () => {
  const { telephone, registrations, wanted, sent, challenge, accept, header, leave, methods, renewal } = setup();
  telephone.use(account);
  expect({ registrations, wanted, sent }).toEqual({ registrations: ['connecting 0'], wanted: [true], sent: [] });
  telephone.link('open');
  await settle();
  await challenge();
  await accept();
  expect({
    registrations,
    from: header(sent[1]!, 'from').replace(/;tag=.*/, ''),
    digest: /username="2017", realm="pbx", nonce="n-1", uri="sip:pbx\.example", response="[0-9a-f]{32}"/.test(
      header(sent[1]!, 'authorization'),
    ),
  }).toEqual({
    registrations: ['connecting 0', 'registered 200'],
    from: '"坐席  A" <sip:2017@pbx.example>',
    digest: true,
  });
  expect(renewal()).toBeLessThan(270);
  await accept();
  expect(methods()).toEqual(['REGISTER', 'REGISTER', 'REGISTER']);
  await leave();
  expect({ last: registrations.at(-1), wanted, expires: /expires=0/.test(header(sent.at(-1)!, 'contact')) }).toEqual({
    last: 'off 0',
    wanted: [true, false],
    expires: true,
  });
});

test('a realm that changes is answered too', async () => {
  const { telephone, sent, challenge, accept, header, leave, renewal } = setup();
  telephone.use(account);
  telephone.link('open');
  await settle();
  await challenge('one');
  await accept();
  renewal();
  await challenge('two');
  expect(header(sent.at(-1)!, 'authorization')).toContain('realm="two"');
  await accept();
  await leave();
});

test('a lost connection is told and registered anew, not refused', async () => {
  const { telephone, registrations, challenge, accept, leave, methods } = setup();
  telephone.use(account);
  telephone.link('open');
  await settle();
  await challenge();
  await accept();
  telephone.link('closed');
  vi.advanceTimersByTime(20_000);
  telephone.link('open');
  await settle();
  await accept();
  expect({ registrations, methods: methods() }).toEqual({
    registrations: ['connecting 0', 'registered 200', 'connecting 0', 'registered 200'],
    methods: ['REGISTER', 'REGISTER', 'REGISTER'],
  });
  await leave();
});

test('a wrong password is tried again only when asked; an exchange in trouble is tried again by itself', async () => {
  const { clock, telephone, registrations, answer, accept, sent, leave } = setup();
  telephone.use(account);
  telephone.link('open');
  await settle();
  await answer('403 Forbidden');
  await clock.pass(600_000);
  expect({ registrations, sent: sent.length, pending: clock.pending }).toEqual({
    registrations: ['connecting 0', 'failed 403'],
    sent: 1,
    pending: 0,
  });
  telephone.use(account);
  await answer('503 Service Unavailable');
  await clock.pass(5_000);
  await answer('503 Service Unavailable');
  await clock.pass(9_900);
  const early = sent.length;
  await clock.pass(100);
  await accept();
  expect({ registrations: registrations.slice(2), early, sent: sent.length, pending: clock.pending }).toEqual({
    registrations: ['connecting 0', 'failed 503', 'connecting 0', 'failed 503', 'connecting 0', 'registered 200'],
    early: 3,
    sent: 4,
    pending: 0,
  });
  await leave();
});

test('a renewal that is refused is a failure', async () => {
  const { telephone, registrations, accept, answer, leave, renewal } = setup();
  telephone.use(account);
  telephone.link('open');
  await settle();
  await accept();
  renewal();
  await answer('403 Forbidden');
  expect(registrations).toEqual(['connecting 0', 'registered 200', 'failed 403']);
  await leave();
});

test('another account takes the place of the first, which unregisters; the line stays wanted', async () => {
  const { telephone, registrations, wanted, sent, accept, header, leave } = setup();
  telephone.use(account);
  telephone.link('open');
  await settle();
  await accept();
  telephone.use(account);
  telephone.use({ ...account, uri: 'sip:2018@pbx.example', authorizationUser: '2018' });
  await settle();
  await accept();
  vi.advanceTimersByTime(3_000);
  expect({
    registrations,
    wanted,
    who: sent.map((frame) => `${/sip:(\d+)@/.exec(header(frame, 'to'))?.[1]} ${/expires=(\d+)/.exec(frame)?.[1]}`),
  }).toEqual({
    registrations: ['connecting 0', 'registered 200', 'connecting 0', 'registered 200'],
    wanted: [true, true],
    who: ['2017 300', '2017 0', '2018 300'],
  });
  await leave();
});

test('an address that is none fails at once; without a registration no number is called', () => {
  const { telephone, registrations, wanted } = setup();
  telephone.use({ ...account, uri: 'nonsense' });
  const call = telephone.call('2011', {} as MediaStream);
  telephone.rest();
  expect({ registrations, wanted, call }).toMatchObject({
    registrations: ['connecting 0', 'failed 0', 'off 0'].slice(1),
    wanted: [],
    call: { ok: false, error: { code: 'not-possible-now' } },
  });
});

test('a number of no shape is not called', async () => {
  const { telephone, accept, leave, methods } = setup();
  telephone.use(account);
  telephone.link('open');
  await settle();
  await accept();
  expect(telephone.call('2011@evil.example', {} as MediaStream)).toMatchObject({
    ok: false,
    error: { code: 'invalid-number' },
  });
  expect(methods()).toEqual(['REGISTER']);
  await leave();
});
