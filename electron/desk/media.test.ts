import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appError, fail, type Result } from '../../shared/domain/result';
import type { Download } from '../platforms/driver';
import { createMedia, type Media, type MediaRequest } from './media';
import { createFakeClock, type FakeClock, settle } from './testing/fake-clock';
import { createFakeDesk, type FakeDesk } from './testing/fake-desk';
import { createFakeDriver, createFakePlatform, type FakePlatform, type FakeRecording } from './testing/fake-driver';

const bytes = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (index * 7 + (index >> 8)) % 251);
const wav = (length: number, more: Partial<FakeRecording> = {}): FakeRecording => ({
  name: 'call.wav',
  type: 'audio/x-wav',
  bytes: bytes(length),
  ...more,
});
const here = new AbortController().signal;
/** Holds a download at a piece until it is freed. */
function gateAt(stop: number, fault?: Error): { gate: (piece: number) => Promise<void>; free: () => void } {
  let free = (): void => {};
  const freed = new Promise<void>((resolve) => {
    free = resolve;
  });
  const gate = async (piece: number): Promise<void> => {
    if (piece < stop) return;
    await freed;
    if (fault) throw fault;
  };
  return { gate, free };
}

async function read(answer: Result<Download>): Promise<Uint8Array> {
  if (!answer.ok) throw new Error(answer.error.message);
  const parts: Uint8Array[] = [];
  for await (const part of answer.value.body) parts.push(part);
  return Buffer.concat(parts);
}
/** What came: how it was described and whether its bytes are those of the recording. */
async function shown(answer: Result<Download>, whole: Uint8Array): Promise<unknown> {
  if (!answer.ok) return [answer.error.code, answer.error.params];
  const { name, type, size, part } = answer.value;
  const got = await read(answer);
  const from = part?.from ?? 0;
  return [name, type, size, part, Buffer.compare(got, whole.subarray(from, from + got.length)) === 0 && got.length];
}
const codeOf = (answer: Result<unknown>): string => (answer.ok ? 'ok' : answer.error.code);

describe('recordings on the screen, by the desk', () => {
  let office: FakeDesk;
  beforeEach(() => {
    office = createFakeDesk();
  });
  afterEach(() => office.close());
  const ask = (id: string, part?: number): Promise<Result<unknown>> =>
    office.desk.query('recording.open', { id, ...(part ? { part } : {}) });
  const ticketIn = (answer: Result<unknown>): string => {
    if (!answer.ok) throw new Error(answer.error.message);
    return (answer.value as { url: string }).url.replace('/media/', '');
  };

  it('answers a path of our own, the name and how many there are; nothing of the platform', async () => {
    await office.signIn();
    office.platform.recordings.set('1421960697.191', [wav(10), wav(20, { name: '通话-2.wav' })]);
    expect(await ask('1421960697.191', 2)).toEqual({
      ok: true,
      value: { url: expect.stringMatching(/^\/media\/[\w-]{32}$/), name: '通话-2.wav', part: 2, parts: 2 },
    });
  });

  it('refuses with the reason: nobody signed in, no recordings, none of this call, none of that number, the platform’s no', async () => {
    const before = await ask('a');
    await office.signIn();
    office.platform.recordings.set('a', [wav(10)]);
    const none = await ask('b');
    const beyond = await ask('a', 2);
    office.platform.answers.set('recording', async () => fail(appError('refused', 'no', { params: { errcode: 7 } })));
    const refused = await ask('a');
    office.platform.answers.clear();
    const again = await ask('a');
    office.platform.capabilities.delete('recordings');
    const cannot = await ask('a');
    expect(
      [before, none, beyond, refused, cannot].map((answer) =>
        answer.ok ? null : [answer.error.code, answer.error.params ?? {}],
      ),
    ).toEqual([
      ['not-signed-in', {}],
      ['not-possible-now', { why: 'no-recording', part: 1, parts: 0 }],
      ['not-possible-now', { why: 'no-recording', part: 2, parts: 1 }],
      ['refused', { errcode: 7 }],
      ['not-supported', {}],
    ]);
    expect(again.ok).toBe(true);
  });

  it('the ticket ends with the sign-out, and the download with it; another seat’s ticket never works', async () => {
    await office.signIn();
    const { gate, free } = gateAt(3);
    office.platform.recordings.set('a', [wav(9_000, { gate })]);
    const ticket = ticketIn(await ask('a'));
    const playing = await office.desk.media(ticket, { range: { from: 0, to: null } });
    const heard = read(playing).then(
      () => 'all',
      () => 'cut',
    );
    await office.call('session.signOut', { confirmed: true });
    free();
    const after = await office.desk.media(ticket, {});
    await office.signIn();
    const next = await office.desk.media(ticket, {});
    expect([await heard, office.platform.downloads, codeOf(after), codeOf(next), after]).toEqual([
      'cut',
      ['call.wav whole', 'call.wav cancelled'],
      'invalid-input',
      'invalid-input',
      expect.objectContaining({ error: expect.objectContaining({ params: { field: 'ticket' } }) }),
    ]);
  });
});

describe('parts of a recording', () => {
  let platform: FakePlatform;
  let clock: FakeClock;
  let folder: string;
  let media: Media;
  beforeEach(() => {
    platform = createFakePlatform();
    clock = createFakeClock();
    folder = mkdtempSync(path.join(tmpdir(), 'seatline-media-'));
    media = createMedia({ clock, folder, tickets: 4, spools: 2 });
  });
  afterEach(() => {
    media.forget();
    rmSync(folder, { recursive: true, force: true });
  });
  /** One driver object for the whole test, as a session has. */
  const driverOf = (): ReturnType<typeof createFakeDriver> => createFakeDriver(platform, clock);
  const open = async (driver: ReturnType<typeof driverOf>, id = 'a', part = 1, signal = here): Promise<string> => {
    const opened = await media.open(driver, id, part, signal);
    if (!opened.ok) throw new Error(opened.error.code);
    return opened.value.ticket;
  };
  const serve = (ticket: string, range?: MediaRequest['range'], signal?: AbortSignal): Promise<Result<Download>> =>
    media.serve(ticket, { range, signal });

  it('a platform that only sends from the beginning is asked once, and any part can be had at any time', async () => {
    const recording = wav(150_500);
    platform.recordings.set('a', [recording]);
    const ticket = await open(driverOf());
    const ranges = [
      { from: 0, to: null },
      { from: 149_000, to: null },
      { from: 70_000, to: 70_999 },
      { from: 150_499, to: 999_999 },
      { last: 500 },
      { last: 999_999 },
      undefined,
      { from: 150_500, to: null },
      { last: 0 },
    ];
    const seen = await Promise.all(ranges.map(async (range) => shown(await serve(ticket, range), recording.bytes)));
    const whole = 150_500;
    const type = 'audio/x-wav';
    expect(seen).toEqual([
      ['call.wav', type, whole, { from: 0, to: 150_499, whole }, whole],
      ['call.wav', type, 1_500, { from: 149_000, to: 150_499, whole }, 1_500],
      ['call.wav', type, 1_000, { from: 70_000, to: 70_999, whole }, 1_000],
      ['call.wav', type, 1, { from: 150_499, to: 150_499, whole }, 1],
      ['call.wav', type, 500, { from: 150_000, to: 150_499, whole }, 500],
      ['call.wav', type, whole, { from: 0, to: 150_499, whole }, whole],
      ['call.wav', type, whole, null, whole],
      ['invalid-input', { field: 'range', size: whole }],
      ['invalid-input', { field: 'range', size: whole }],
    ]);
    // The file has no name: nothing is left behind, whatever happens to the process.
    expect([platform.downloads, readdirSync(folder)]).toEqual([['call.wav whole'], []]);
  });

  it('a platform that knows parts is asked for exactly those, and nothing is kept', async () => {
    const recording = wav(5_000);
    platform.recordings.set('a', [recording]);
    platform.knowsParts = true;
    const ticket = await open(driverOf());
    const seen = [
      await shown(await serve(ticket, { from: 4_000, to: null }), recording.bytes),
      await shown(await serve(ticket, { last: 10 }), recording.bytes),
      await shown(await serve(ticket), recording.bytes),
      await shown(await serve(ticket, { from: 5_000, to: null }), recording.bytes),
    ];
    expect([seen, platform.downloads]).toEqual([
      [
        ['call.wav', 'audio/x-wav', 1_000, { from: 4_000, to: 4_999, whole: 5_000 }, 1_000],
        ['call.wav', 'audio/x-wav', 10, { from: 4_990, to: 4_999, whole: 5_000 }, 10],
        ['call.wav', 'audio/x-wav', 5_000, null, 5_000],
        ['invalid-input', { field: 'range', size: 5_000 }],
      ],
      ['call.wav 0-1023', 'call.wav cancelled', 'call.wav 4000-4999', 'call.wav 4990-4999', 'call.wav whole'],
    ]);
  });

  it('without an announced size a part waits for the last byte; the whole flows at once', async () => {
    const { gate, free } = gateAt(2);
    const recording = wav(3_000, { unannounced: true, gate });
    platform.recordings.set('a', [recording]);
    const ticket = await open(driverOf());
    const whole = await serve(ticket);
    if (!whole.ok) throw new Error(whole.error.code);
    const pieces = whole.value.body[Symbol.asyncIterator]();
    const first = await pieces.next();
    let known = false;
    const part = serve(ticket, { from: 2_500, to: null }).then((answer) => {
      known = true;
      return shown(answer, recording.bytes);
    });
    await settle();
    const early = known;
    free();
    expect([whole.value.size, first.done, early, await part]).toEqual([
      null,
      false,
      false,
      ['call.wav', 'audio/x-wav', 500, { from: 2_500, to: 2_999, whole: 3_000 }, 500],
    ]);
    await pieces.return?.();
  });

  it('an unfinished download that nobody hears is stopped after a while, and asked for again when somebody does', async () => {
    const { gate, free } = gateAt(1);
    const recording = wav(3_000, { gate });
    platform.recordings.set('a', [recording]);
    const ticket = await open(driverOf());
    await clock.advance(29_000);
    const running = platform.downloads.slice();
    await clock.advance(2_000);
    free();
    const stopped = platform.downloads.slice();
    platform.recordings.set('a', [wav(3_000)]);
    const again = await shown(await serve(ticket, { from: 0, to: null }), recording.bytes);
    expect([running, stopped, again, platform.downloads.at(-1)]).toEqual([
      ['call.wav whole'],
      ['call.wav whole', 'call.wav cancelled'],
      ['call.wav', 'audio/x-wav', 3_000, { from: 0, to: 2_999, whole: 3_000 }, 3_000],
      'call.wav whole',
    ]);
  });

  it('a page that stops listening frees a reader that waits, and a download that is passed on', async () => {
    const { gate, free } = gateAt(1);
    platform.recordings.set('a', [wav(3_000, { gate })]);
    platform.recordings.set('b', [wav(3_000, { name: 'b.wav' })]);
    const driver = driverOf();
    const leaves = new AbortController();
    const waits = read(await serve(await open(driver), { from: 2_000, to: null }, leaves.signal)).then(
      () => 'all',
      (error: Error) => error.name,
    );
    await settle();
    leaves.abort();
    const ended = await waits;
    platform.knowsParts = true;
    const passed = await serve(await open(driver, 'b'), { from: 0, to: null }, undefined);
    if (!passed.ok) throw new Error(passed.error.code);
    const pieces = passed.value.body[Symbol.asyncIterator]();
    await pieces.next();
    passed.value.cancel();
    const cut = await pieces.next().then(
      () => 'more',
      () => 'cut',
    );
    free();
    expect([ended, cut, platform.downloads]).toEqual([
      'AbortError',
      'cut',
      ['call.wav whole', 'b.wav 0-1023', 'b.wav cancelled', 'b.wav 0-2999', 'b.wav cancelled'],
    ]);
  });

  it('a download that breaks gives its error to whoever waits, and is begun anew by the next question', async () => {
    const fault = Object.assign(new Error('webkey=abcdef12345 too long'), { code: 'too-large' });
    const { gate, free } = gateAt(1, fault);
    const recording = wav(3_000, { gate, unannounced: true });
    platform.recordings.set('a', [recording]);
    const ticket = await open(driverOf());
    const waits = serve(ticket, { from: 0, to: null });
    await settle();
    free();
    const broken = await waits;
    platform.recordings.set('a', [wav(3_000)]);
    const again = await shown(await serve(ticket, { from: 0, to: null }), recording.bytes);
    expect([broken, again]).toEqual([
      {
        ok: false,
        error: { code: 'too-large', message: 'Error: webkey=*** too long', tried: 'recording.open' },
      },
      ['call.wav', 'audio/x-wav', 3_000, { from: 0, to: 2_999, whole: 3_000 }, 3_000],
    ]);
  });

  it('the number of tickets and of kept recordings is bounded; the same recording keeps its ticket', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) platform.recordings.set(id, [wav(100, { name: `${id}.wav` })]);
    const driver = driverOf();
    const first = await open(driver, 'a');
    const same = await open(driver, 'a');
    const others: string[] = [];
    for (const id of ['b', 'c', 'd']) others.push(await open(driver, id));
    await settle();
    const beforeFifth = codeOf(await serve(first, { from: 0, to: 0 }));
    others.push(await open(driver, 'e'));
    expect([
      same === first,
      new Set([first, ...others]).size,
      beforeFifth,
      codeOf(await serve(first, { from: 0, to: 0 })),
      await Promise.all(others.map(async (ticket) => codeOf(await serve(ticket, { from: 0, to: 0 })))),
      // Asked anew where its room was given to a later one.
      platform.downloads.filter((line) => line === 'b.wav whole').length,
    ]).toEqual([true, 5, 'ok', 'invalid-input', ['ok', 'ok', 'ok', 'ok'], 2]);
  });

  it('who asks second is served when who asked first goes away', async () => {
    platform.recordings.set('a', [wav(100)]);
    const { gate, free } = gateAt(0);
    platform.answers.set('recording', async () => {
      await gate(0);
      return fail(appError('cancelled', 'cancelled'));
    });
    const driver = driverOf();
    const leaves = new AbortController();
    const first = media.open(driver, 'a', 1, leaves.signal);
    const second = media.open(driver, 'a', 1, here);
    await settle();
    leaves.abort();
    platform.answers.clear();
    free();
    expect([codeOf(await first), codeOf(await second)]).toEqual(['cancelled', 'ok']);
  });
});
