import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { Caller } from './support/caller';
import { type AudioPage, type StubDesk, startStubDesk } from './support/desk';
import { Exchange } from './support/exchange';
import { headerOf, type SipMessage } from './support/message';
import { breakMedia, heard, heardDuring, playing, watchPeers } from './support/sound';

// The built page in real Chromium with a microphone that beeps once a second; the desk and the exchange are the test's.

interface Telephone {
  readonly exchange: Exchange;
  readonly page: Page;
  readonly audio: AudioPage;
  /** What the browser complained about: policy, errors. */
  readonly complaints: readonly string[];
}

const test = base.extend<{ desk: StubDesk; exchange: Exchange; telephone: (user: string) => Promise<Telephone> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern
  exchange: async ({}, use) => use(new Exchange()),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern
  desk: async ({}, use) => {
    const desk = await startStubDesk();
    await use(desk);
    await desk.close();
  },
  telephone: async ({ desk, exchange, context }, use) => {
    let count = 0;
    await context.grantPermissions(['microphone']);
    await use((user) => open(context, desk, exchange, user, count++));
  },
});

test.use({
  launchOptions: {
    executablePath: process.env.SEATLINE_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--no-first-run',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--allow-loopback-in-peer-connection',
    ],
  },
});

async function open(
  context: BrowserContext,
  desk: StubDesk,
  exchange: Exchange,
  user: string,
  index: number,
): Promise<Telephone> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await watchPeers(page);
  await page.goto(`${desk.origin}/audio.html`);
  const audio = await desk.page(index);
  audio.join(exchange, user);
  await audio.until(() => audio.last('registration')?.state === 'registered');
  return { exchange, page, audio, complaints };
}

test('two pages call each other: both are heard, hold and mute silence them, keys arrive, both see the end', async ({
  telephone,
  exchange,
}) => {
  const anna = await telephone('2017');
  const ben = await telephone('2018');

  expect(await anna.audio.act({ kind: 'call', number: '2018' })).toEqual({ ok: true, value: null });
  const ringing = await ben.audio.call('ringing');
  expect(ringing).toMatchObject({ number: '2017', name: 'Agent 2017', direction: 'in', end: '', muted: false });
  expect(await ben.audio.act({ kind: 'answer', call: ringing.id, zip: true })).toEqual({ ok: true, value: null });
  const calling = await anna.audio.call('talking');
  await ben.audio.call('talking');

  await expect.poll(async () => (await heard(anna.page)).energy, { timeout: 20_000 }).toBeGreaterThan(0.001);
  await expect.poll(async () => (await heard(ben.page)).energy, { timeout: 20_000 }).toBeGreaterThan(0.001);
  expect(await playing(anna.page)).toEqual([{ sink: '', volume: 1, muted: false }]);
  const good = await anna.audio.until(() => anna.audio.calls.find((call) => call.quality !== null));
  expect(good.quality).toMatchObject({ loss: 0 });
  expect(good.quality?.mos).toBeGreaterThan(4);

  expect(await anna.audio.act({ kind: 'mute', call: calling.id, on: true })).toEqual({ ok: true, value: null });
  await ben.page.waitForTimeout(500);
  const muted = await heardDuring(ben.page, 2_000);
  expect({ silent: muted.energy < 0.0001, packets: muted.packets > 20 }).toEqual({ silent: true, packets: true });
  await anna.audio.act({ kind: 'mute', call: calling.id, on: false });

  expect(await anna.audio.act({ kind: 'hold', call: calling.id, on: true })).toEqual({ ok: true, value: null });
  expect((await anna.audio.call('held')).id).toBe(calling.id);
  await anna.page.waitForTimeout(500);
  expect(await playing(anna.page)).toEqual([{ sink: '', volume: 1, muted: true }]);
  const held = { anna: await heardDuring(anna.page, 1_500), ben: await heardDuring(ben.page, 2_000) };
  expect({ anna: held.anna.packets, ben: held.ben.energy < 0.0001 }).toEqual({ anna: 0, ben: true });
  expect(await anna.audio.act({ kind: 'hold', call: calling.id, on: false })).toEqual({ ok: true, value: null });
  await anna.audio.call('talking');
  await expect
    .poll(async () => (await heardDuring(ben.page, 1_500)).energy, { timeout: 20_000 })
    .toBeGreaterThan(0.001);

  expect(await ben.audio.act({ kind: 'dtmf', call: ringing.id, digits: '12#' })).toEqual({ ok: true, value: null });
  expect(await ben.audio.act({ kind: 'hang-up', call: ringing.id })).toEqual({ ok: true, value: null });
  expect({ ben: (await ben.audio.call('ended')).end, anna: (await anna.audio.call('ended')).end }).toEqual({
    ben: 'here',
    anna: 'there',
  });
  expect({ broken: [anna.audio.broken, ben.audio.broken], anna: anna.complaints, ben: ben.complaints }).toEqual({
    broken: [[], []],
    anna: [],
    ben: [],
  });
  // Digits went in the sound (RFC 4733): browsers agree on it.
  expect(exchange.requests('INFO')).toEqual([]);
});

const done = { ok: true, value: null };

/** A call between two pages, answered. */
async function talk(from: Telephone, to: Telephone, number: string): Promise<{ from: string; to: string }> {
  expect(await from.audio.act({ kind: 'call', number })).toEqual(done);
  const { id } = await to.audio.call('ringing');
  expect(await to.audio.act({ kind: 'answer', call: id, zip: false })).toEqual(done);
  await to.audio.call('talking');
  const talking = await from.audio.call('talking');
  // The caller's acknowledgement comes after its "talking"; without it the other side may not hang up for 32 s.
  await expect.poll(() => from.exchange.requests('ACK').length).toBeGreaterThan(0);
  return { from: talking.id, to: id };
}

const ufrag = (message: SipMessage): string => /a=ice-ufrag:(\S+)/.exec(message.body)?.[1] ?? '';

test('both hold at once: the requests cross, neither call ends, and both are held', async ({ telephone, exchange }) => {
  const anna = await telephone('2017');
  const ben = await telephone('2018');
  const ids = await talk(anna, ben, '2018');
  expect(
    await Promise.all([
      anna.audio.act({ kind: 'hold', call: ids.from, on: true }),
      ben.audio.act({ kind: 'hold', call: ids.to, on: true }),
    ]),
  ).toEqual([done, done]);
  expect([(await anna.audio.call('held')).id, (await ben.audio.call('held')).id]).toEqual([ids.from, ids.to]);
  expect(exchange.requests('BYE')).toEqual([]);
  expect(await anna.audio.act({ kind: 'hold', call: ids.from, on: false })).toEqual(done);
  expect(await ben.audio.act({ kind: 'hold', call: ids.to, on: false })).toEqual(done);
  await expect
    .poll(async () => (await heardDuring(ben.page, 1_500)).energy, { timeout: 20_000 })
    .toBeGreaterThan(0.001);
});

test('the desk loses the exchange during a call: it goes on, registers anew, and is negotiated again', async ({
  telephone,
  exchange,
}) => {
  const anna = await telephone('2017');
  const ben = await telephone('2018');
  const ids = await talk(anna, ben, '2018');
  anna.audio.link('closed');
  await anna.audio.until(() => anna.audio.last('registration')?.state === 'connecting');
  expect((await heardDuring(anna.page, 1_500)).packets).toBeGreaterThan(20);
  const before = exchange.requests('INVITE').length;
  anna.audio.link('open');
  await anna.audio.until(() => anna.audio.last('registration')?.state === 'registered');
  await expect.poll(() => exchange.requests('INVITE').length).toBeGreaterThan(before);
  await expect
    .poll(async () => (await heardDuring(ben.page, 1_500)).energy, { timeout: 20_000 })
    .toBeGreaterThan(0.001);
  expect(await anna.audio.act({ kind: 'hang-up', call: ids.from })).toEqual(done);
  expect((await ben.audio.call('ended')).end).toBe('there');
});

test('the other side hangs up while the exchange is away: the call ends when it is back', async ({ telephone }) => {
  const anna = await telephone('2017');
  const ben = await telephone('2018');
  const ids = await talk(anna, ben, '2018');
  anna.audio.link('closed');
  await ben.audio.act({ kind: 'hang-up', call: ids.to });
  await ben.audio.call('ended');
  expect(anna.audio.calls).toMatchObject([{ id: ids.from, state: 'talking' }]);
  anna.audio.link('open');
  expect((await anna.audio.call('ended')).end).toBe('there');
});

test('the way of the sound is lost: new candidates are negotiated and the call is heard again', async ({
  telephone,
  exchange,
}) => {
  const anna = await telephone('2017');
  const ben = await telephone('2018');
  await talk(anna, ben, '2018');
  const first = ufrag(exchange.requests('INVITE')[0]!);
  await breakMedia(anna.page);
  await expect.poll(() => ufrag(exchange.requests('INVITE').at(-1)!)).not.toBe(first);
  await expect
    .poll(async () => (await heardDuring(anna.page, 1_500)).energy, { timeout: 20_000 })
    .toBeGreaterThan(0.001);
  await expect
    .poll(async () => (await heardDuring(ben.page, 1_500)).energy, { timeout: 20_000 })
    .toBeGreaterThan(0.001);
  expect([anna.audio.calls, ben.audio.calls]).toMatchObject([[{ state: 'talking' }], [{ state: 'talking' }]]);
});

test('taken elsewhere, given up, rejected, cut off, too many: each ends with its own word', async ({
  telephone,
  exchange,
}) => {
  const anna = await telephone('2017');
  const caller = new Caller(exchange, '13800000000');
  const ended = async (act: () => unknown): Promise<string> => {
    const from = anna.audio.said.length;
    await act();
    return anna.audio.until(
      () =>
        anna.audio.said
          .slice(from)
          .flatMap((message) => (message.t === 'calls' ? message.calls : []))
          .find(({ state }) => state === 'ended')?.end,
    );
  };
  const elsewhere = caller.call('2017', 'Zhang');
  expect(await anna.audio.call('ringing')).toMatchObject({ number: '13800000000', name: 'Zhang' });
  const ends = [await ended(() => elsewhere('SIP;cause=200;text="Call completed elsewhere"'))];
  const givenUp = caller.call('2017', 'Li');
  await anna.audio.call('ringing');
  ends.push(await ended(() => givenUp()));
  caller.call('2017', 'Wang');
  const third = await anna.audio.call('ringing');
  ends.push(await ended(() => anna.audio.act({ kind: 'reject', call: third.id })));
  caller.call('2017', 'Chen');
  await anna.audio.call('ringing');
  ends.push(
    await ended(() => {
      anna.audio.link('closed');
      anna.audio.link('open');
    }),
  );
  expect(ends).toEqual(['elsewhere', 'cancelled', 'rejected', 'failed']);

  for (const name of ['a', 'b', 'c', 'd', 'e']) caller.call('2017', name);
  await anna.audio.until(() => anna.audio.calls.length === 4);
  await expect.poll(() => caller.answers.filter((status) => status >= 400)).toEqual([487, 487, 486, 486]);
});

test('a call that brings no description of its sound is answered with an offer', async ({ telephone, exchange }) => {
  const anna = await telephone('2017');
  const caller = new Caller(exchange, '13800000000');
  caller.call('2017', 'Zhao', '');
  const { id } = await anna.audio.call('ringing');
  expect(await anna.audio.act({ kind: 'answer', call: id, zip: false })).toEqual(done);
  await expect.poll(() => caller.described[0] ?? '').toContain('a=setup:actpass');
  await anna.audio.call('talking');
  expect(await anna.audio.act({ kind: 'hang-up', call: id })).toEqual(done);
  expect((await anna.audio.call('ended')).end).toBe('here');
});

test('a refused registration is told with its status and tried again only when asked', async ({
  desk,
  exchange,
  context,
}) => {
  const page = await context.newPage();
  await page.goto(`${desk.origin}/audio.html`);
  const audio = await desk.page(0);
  exchange.refusals.push('403 Forbidden');
  audio.join(exchange, '2017');
  await audio.until(() => audio.last('registration')?.state === 'failed');
  expect(audio.last('registration')).toEqual({ t: 'registration', state: 'failed', status: 403 });
  audio.join(exchange, '2017');
  await audio.until(() => audio.last('registration')?.state === 'registered');

  audio.send({ t: 'account', account: null });
  await audio.until(() => audio.last('registration')?.state === 'off');
  await audio.until(() => audio.last('wanted')?.on === false);
  expect(
    exchange.requests('REGISTER').map((message) => headerOf(message, 'contact').match(/expires=(\d+)/)?.[1]),
  ).toEqual(['300', '300', '300', '0', '0']);
});

test('a page that was replaced ends its call and says nothing more', async ({ telephone }) => {
  const anna = await telephone('2017');
  const ben = await telephone('2018');
  await talk(anna, ben, '2018');
  anna.audio.send({ t: 'replaced' });
  expect((await ben.audio.call('ended')).end).toBe('there');
  // Its last words: the end of the call, and that it is signed out.
  await anna.audio.until(() => anna.audio.last('registration')?.state === 'off');
  const said = anna.audio.said.length;
  anna.audio.send({ t: 'act', id: 99, act: { kind: 'call', number: '2018' } });
  anna.audio.link('open');
  await anna.page.waitForTimeout(300);
  expect(anna.audio.said.slice(said)).toEqual([]);
});

test('a page that is loaded again hangs up first', async ({ telephone }) => {
  const anna = await telephone('2017');
  const ben = await telephone('2018');
  await talk(anna, ben, '2018');
  await anna.page.reload();
  expect((await ben.audio.call('ended')).end).toBe('there');
});

test('microphones and loudspeakers: chosen, gone, tested; a microphone is changed during a call', async ({
  telephone,
}) => {
  const anna = await telephone('2017');
  const ben = await telephone('2018');
  const { inputs, outputs, microphone } = await anna.audio.until(() => {
    const last = anna.audio.last('devices');
    return last && last.inputs.length > 0 && last.inputs.every(({ label }) => label !== '') && last;
  });
  expect({ microphone, inputs: inputs.length > 1, outputs: outputs.length > 0 }).toEqual({
    microphone: 'granted',
    inputs: true,
    outputs: true,
  });
  const preferences = {
    input: '',
    output: '',
    volume: 0.5,
    echoCancellation: true,
    noiseSuppression: true,
    autoGain: true,
  };
  await talk(anna, ben, '2018');
  const track = (): Promise<string> =>
    anna.page.evaluate(() => {
      const { peers } = window as unknown as { readonly peers: readonly RTCPeerConnection[] };
      return peers.at(-1)?.getSenders()[0]?.track?.getSettings().deviceId ?? '';
    });
  const other = inputs.find(({ id }) => id !== '')!;
  const second = inputs.at(-1)!;
  for (const { id } of [other, second]) {
    anna.audio.send({ t: 'preferences', preferences: { ...preferences, input: id, output: outputs[0]!.id } });
    await expect.poll(track).toBe(id);
  }
  await expect.poll(() => playing(anna.page)).toEqual([{ sink: outputs[0]!.id, volume: 0.5, muted: false }]);
  await expect
    .poll(async () => (await heardDuring(ben.page, 1_500)).energy, { timeout: 20_000 })
    .toBeGreaterThan(0.001);

  anna.audio.send({ t: 'preferences', preferences: { ...preferences, input: 'gone' } });
  await anna.audio.until(() => anna.audio.last('devices')?.fallback === true);
  await expect
    .poll(async () => (await heardDuring(ben.page, 1_500)).energy, { timeout: 20_000 })
    .toBeGreaterThan(0.001);

  expect(await anna.audio.act({ kind: 'test', what: 'microphone' })).toEqual(done);
  await anna.audio.until(() => anna.audio.said.some((message) => message.t === 'level' && message.level > 0.1));
  expect(await anna.audio.act({ kind: 'test', what: 'off' })).toEqual(done);
  expect(await anna.audio.act({ kind: 'test', what: 'output' })).toEqual(done);
  expect(anna.complaints).toEqual([]);
});
