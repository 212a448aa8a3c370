// @vitest-environment node
import { expect, test } from 'vitest';
import type { Port } from '../../shared/bridge/wire';
import { type AudioAct, type FromAudio, fromAudioSchema, type ToAudio } from '../../shared/voice/contract';
import { startAudioPage } from './page';
import { createTestClock, settle } from './testing/clock';
import { hook, TestHid, TestHidDevice } from './testing/hid';
import { createTestTelephone } from './testing/line';
import { createTestMedia, testDevices, testStream } from './testing/media';

const account = { uri: 'sip:2017@pbx', authorizationUser: '2017', displayName: 'A', stun: [] };
const preferences = {
  input: '',
  output: '',
  volume: 0.5,
  echoCancellation: true,
  noiseSuppression: true,
  autoGain: true,
};

async function setup() {
  const clock = createTestClock();
  const telephone = createTestTelephone();
  const media = createTestMedia();
  const hid = new TestHid();
  const said: FromAudio[] = [];
  const tones: string[] = [];
  const network = new Set<() => void>();
  const hears = { allowed: true };
  const messages = new Set<(message: unknown) => void>();
  const states = new Set<(state: 'open' | 'closed') => void>();
  const port: Port = {
    send: (wire) => {
      if (wire.t === 'audio') said.push(fromAudioSchema.parse(wire.message));
    },
    onMessage: (on) => {
      messages.add(on);
      return () => {
        messages.delete(on);
      };
    },
    onState: (on) => {
      states.add(on);
      on('closed');
      return () => {
        states.delete(on);
      };
    },
  };
  const page = startAudioPage({
    port,
    clock,
    media,
    hid,
    telephone: telephone.make,
    meter: () => ({ loudness: () => 1, close: () => void tones.push('meter closed') }),
    tones: {
      play: async (tone, output, volume) => {
        tones.push(`${tone.length} beeps on ${output || 'default'} at ${volume}`);
        return hears.allowed;
      },
    },
    player: () => ({
      play: async () => true,
      output: async (id) => {
        tones.push(`player on ${id || 'default'}`);
        return true;
      },
      volume: () => undefined,
      mute: () => undefined,
      close: () => undefined,
    }),
    onGesture: () => () => undefined,
    onHeadsetAllowed: () => () => undefined,
    onNetwork: (run) => {
      network.add(run);
      return () => {
        network.delete(run);
      };
    },
  });
  const hear = (message: ToAudio): void => {
    for (const on of [...messages]) on({ t: 'audio', message });
  };
  const road = (state: 'open' | 'closed'): void => {
    for (const on of [...states]) on(state);
  };
  // The road is closed at first, and that is said.
  telephone.done.length = 0;
  let acts = 0;
  const act = async (wish: AudioAct): Promise<unknown> => {
    const id = ++acts;
    hear({ t: 'act', id, act: wish });
    await settle();
    return said.find((message) => message.t === 'done' && message.id === id);
  };
  await settle();
  const left = () => ({
    messages: messages.size,
    states: states.size,
    network: network.size,
    media: media.listeners,
    hid: hid.listeners,
    open: media.open,
    timers: clock.pending,
  });
  return { clock, telephone, media, hid, said, tones, network, hears, page, hear, road, act, left };
}
const words = (said: readonly FromAudio[]): string[] => said.map(({ t }) => t);

test('says everything that the desk must know when the road opens, and again when it was closed', async () => {
  const { said, road, telephone, hear, page } = await setup();
  road('open');
  const first = words(said.splice(0));
  hear({ t: 'account', account });
  telephone.events?.onWanted(true);
  hear({ t: 'link', state: 'open' });
  telephone.registration('registered', 200);
  const line = telephone.ring();
  road('closed');
  said.length = 0;
  road('open');
  expect({ first, again: said, done: telephone.done, line: line.done }).toMatchObject({
    first: ['hello', 'registration', 'calls', 'devices'],
    again: [
      { t: 'hello' },
      { t: 'registration', state: 'registered', status: 200 },
      { t: 'wanted', on: true },
      { t: 'calls', calls: [{ id: 'in-0', state: 'ringing' }] },
      { t: 'devices', microphone: 'granted', fallback: false, headset: null },
    ],
    // The road is how the exchange is reached: without it there is no line either.
    done: ['use sip:2017@pbx', 'link open', 'link closed'],
    line: [],
  });
  await page.close();
});

test('frames go both ways; every act is answered once, also one that fails or throws', async () => {
  const { said, road, telephone, hear, act, page } = await setup();
  road('open');
  hear({ t: 'sip', frame: 'from the exchange' });
  telephone.events?.onFrame('to the exchange');
  telephone.ring();
  const answers = [
    await act({ kind: 'answer', call: 'in-0', zip: false }),
    await act({ kind: 'hang-up', call: 'none' }),
    await act({ kind: 'call', number: '2011' }),
  ];
  telephone.call = () => {
    throw new Error('odd');
  };
  answers.push(await act({ kind: 'call', number: '2012' }));
  expect({
    answers,
    received: telephone.done,
    sent: said.filter(({ t }) => t === 'sip'),
  }).toMatchObject({
    answers: [
      { id: 1, result: { ok: true, value: null } },
      { id: 2, result: { ok: false, error: { code: 'not-possible-now' } } },
      { id: 3, result: { ok: true } },
      { id: 4, result: { ok: false, error: { code: 'internal' } } },
    ],
    received: ['receive from the exchange'],
    sent: [{ t: 'sip', frame: 'to the exchange' }],
  });
  await page.close();
});

test('preferences choose the devices of running calls; a device that goes is told as fallback', async () => {
  const { said, road, telephone, media, tones, hear, act, page } = await setup();
  road('open');
  hear({ t: 'preferences', preferences: { ...preferences, input: 'mic-2', output: 'out-1' } });
  const line = telephone.ring();
  await act({ kind: 'answer', call: 'in-0', zip: true });
  line.talk();
  line.tell({ t: 'sound', stream: testStream().stream });
  hear({ t: 'preferences', preferences: { ...preferences, input: 'mic-2', output: 'out-1', noiseSuppression: false } });
  await settle();
  media.devices = testDevices.filter(({ id }) => id !== 'mic-2');
  media.change();
  await settle();
  expect({
    opened: media.opened.map(({ choice }) => `${choice.input || 'default'} ${choice.noiseSuppression}`),
    tones,
    fallback: said.filter(({ t }) => t === 'devices').at(-1),
  }).toMatchObject({
    opened: ['mic-2 true', 'mic-2 false', 'default false'],
    tones: ['2 beeps on out-1 at 0.5', 'player on out-1', 'player on out-1'],
    fallback: { fallback: true, inputs: [{ id: 'mic-1' }] },
  });
  await page.close();
});

test('tests: the level of the microphone until told off, a tone on the output, and a browser that forbids it', async () => {
  const { clock, said, road, media, tones, hears, act, page } = await setup();
  road('open');
  await act({ kind: 'test', what: 'microphone' });
  await clock.pass(1_000);
  const levels = said.filter(({ t }) => t === 'level');
  await act({ kind: 'test', what: 'output' });
  const heard = await act({ kind: 'test', what: 'off' });
  // Told off before the microphone is open.
  await Promise.all([act({ kind: 'test', what: 'microphone' }), act({ kind: 'test', what: 'off' })]);
  hears.allowed = false;
  const silent = await act({ kind: 'test', what: 'output' });
  media.state = 'denied';
  const denied = await act({ kind: 'test', what: 'microphone' });
  await clock.pass(1_000);
  expect({
    levels,
    open: media.open,
    tones,
    heard,
    silent,
    denied,
    more: said.filter(({ t }) => t === 'level').length,
  }).toMatchObject({
    levels: Array.from({ length: 10 }, () => ({ t: 'level', level: 1 })),
    open: 0,
    tones: ['meter closed', '3 beeps on default at 1', '3 beeps on default at 1'],
    heard: { result: { ok: true } },
    silent: { result: { ok: false, error: { params: { reason: 'gesture' } } } },
    denied: { result: { ok: false, error: { params: { reason: 'denied' } } } },
    more: 10,
  });
  await page.close();
});

test('a headset’s buttons are told, and its lamps show the calls', async () => {
  const { said, road, telephone, hid, act, page } = await setup();
  road('open');
  const headset = new TestHidDevice();
  hid.plugIn(headset);
  await settle();
  const line = telephone.ring();
  headset.report(hook);
  await act({ kind: 'answer', call: 'in-0', zip: false });
  line.talk();
  await settle();
  await act({ kind: 'mute', call: 'in-0', on: true });
  await act({ kind: 'hang-up', call: 'in-0' });
  expect({
    devices: said.filter(({ t }) => t === 'devices').at(-1),
    buttons: said.filter(({ t }) => t === 'button'),
    lamps: headset.sent,
  }).toMatchObject({
    devices: { headset: { id: '0b0e:24c8', label: 'Test headset' } },
    buttons: [{ button: 'hook-off' }],
    lamps: ['2:4 0', '2:1 0', '2:3 0', '2:0 0'],
  });
  await page.close();
});

test('an account is the moment to ask for the microphone; none ends the telephone', async () => {
  const { telephone, media, hear, road, page } = await setup();
  road('open');
  media.state = 'prompt';
  hear({ t: 'account', account });
  await settle();
  hear({ t: 'account', account: null });
  expect({ asked: media.opened.length, open: media.open, done: telephone.done }).toEqual({
    asked: 1,
    open: 0,
    done: ['use sip:2017@pbx', 'rest'],
  });
  await page.close();
});

test('another network is told to the calls', async () => {
  const { telephone, network, road, act, page } = await setup();
  road('open');
  const line = telephone.ring();
  await act({ kind: 'answer', call: 'in-0', zip: false });
  line.talk();
  line.tell({ t: 'media', state: 'disconnected' });
  for (const run of network) run();
  await settle();
  expect(line.done).toEqual(['answer', 'ice restart']);
  await page.close();
});

test('a page that another one replaces ends its calls, says so, and is silent; nothing of it is left', async () => {
  const { said, road, telephone, hear, act, left } = await setup();
  road('open');
  const line = telephone.ring();
  await act({ kind: 'answer', call: 'in-0', zip: false });
  line.talk();
  await act({ kind: 'test', what: 'microphone' });
  said.length = 0;
  hear({ t: 'replaced' });
  await settle();
  const after = words(said);
  telephone.registration('registered');
  hear({ t: 'account', account });
  expect({ after, more: words(said), telephone: telephone.done, line: line.done, left: left() }).toEqual({
    after: ['calls'],
    more: ['calls'],
    telephone: ['rest'],
    line: ['answer', 'hang up'],
    left: { messages: 0, states: 0, network: 0, media: 0, hid: 0, open: 0, timers: 0 },
  });
});

test('the same account again: registers anew, and looks again whether there is a microphone now', async () => {
  const { said, road, media, telephone, hear, page } = await setup();
  media.state = 'denied';
  road('open');
  hear({ t: 'account', account });
  await settle();
  const before = said.findLast(({ t }) => t === 'devices');
  media.state = 'granted';
  hear({ t: 'account', account });
  await settle();
  expect([before, said.findLast(({ t }) => t === 'devices'), telephone.done]).toMatchObject([
    { microphone: 'denied' },
    { microphone: 'granted' },
    ['use sip:2017@pbx', 'use sip:2017@pbx'],
  ]);
  await page.close();
});
