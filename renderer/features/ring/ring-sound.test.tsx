import { act } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFixtureBridge, fixtureNow, people, registered, type Scene, voiceCall } from '../../live/fixture/index';
import { cleanup, renderScreen } from '../../live/fixture/render';
import { Announcer } from './announcer';

const { byId, emily, talking, zhangWei } = people;

/** What plays now: `ring@out-speaker`, in the order in which it began. */
const playing: string[] = [];
/** Devices that the computer has. */
let connected = ['out-jabra', 'out-speaker'];

class FakeAudio {
  loop = false;
  volume = 1;
  private at = '';
  constructor(private readonly file: string) {}
  private get name(): string {
    return `${this.file.replace(/^sounds\/|\.wav$/g, '')}@${this.at}`;
  }
  async setSinkId(id: string): Promise<void> {
    if (!connected.includes(id)) throw new DOMException('no such device', 'NotFoundError');
    this.at = id;
  }
  async play(): Promise<void> {
    playing.push(this.name);
  }
  pause(): void {
    const at = playing.indexOf(this.name);
    if (at >= 0) playing.splice(at, 1);
  }
}

beforeEach(() => {
  playing.length = 0;
  connected = ['out-jabra', 'out-speaker'];
  vi.stubGlobal('Audio', FakeAudio);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function ring(scene: Scene, voice: { readonly output?: string; readonly ringer?: string } = {}) {
  const bridge = createFixtureBridge({ scene });
  const settings = bridge.get('settings');
  bridge.set('settings', { ...settings, voice: { ...settings.voice, ...voice } });
  const screen = renderScreen(<Announcer />, { bridge });
  await screen.settle();
  return { bridge, set: (run: () => void) => act(async () => run()) };
}

test('it rings at the headset and at the second device; without voice at the default one alone', async () => {
  await ring('voice-ringing', { output: 'out-jabra', ringer: 'out-speaker' });
  const both = [...playing].sort();
  cleanup();
  await ring('ringing', { output: 'out-jabra', ringer: 'out-speaker' });
  expect([both, playing]).toEqual([['ring@out-jabra', 'ring@out-speaker'], ['ring@']]);
});

test('a device that has gone: the headset gives way to the default one, the second one is silent', async () => {
  connected = [];
  await ring('voice-ringing', { output: 'out-jabra', ringer: 'out-speaker' });
  expect(playing).toEqual(['ring@']);
});

test('a call that only the telephone has shown rings too, but not my own click to dial', async () => {
  const { bridge, set } = await ring('voice-only');
  const rings = [...playing];
  await set(() => bridge.set('dial', { id: 'd', number: '137', phase: 'calling-me', error: null, since: fixtureNow }));
  expect([rings, playing]).toEqual([['ring@'], []]);
});

test.each(['elsewhere', 'gone', 'taken here'] as const)(
  '%s: the ring stops at once, while the platform still shows it ringing',
  async (how) => {
    const { bridge, set } = await ring('voice-ringing', { ringer: 'out-speaker' });
    const own = voiceCall(fixtureNow, { callId: zhangWei(fixtureNow).id });
    await set(() =>
      bridge.set(
        'voiceCalls',
        how === 'gone'
          ? {}
          : byId([how === 'elsewhere' ? { ...own, state: 'ended', end: 'elsewhere' } : { ...own, state: 'talking' }]),
      ),
    );
    // Taken here: one short tone at most, never the ring.
    expect(playing.filter((sound) => sound.startsWith('ring'))).toEqual([]);
  },
);

test('a telephone that broke does not silence the call: the one on the desk still rings', async () => {
  const { bridge, set } = await ring('voice-ringing');
  await set(() => {
    bridge.set('voice', registered({ page: false, registration: 'off' }));
    bridge.set('voiceCalls', {});
  });
  expect(playing).toEqual(['ring@']);
});

test('while somebody talks a second call is a short tone in the headset, never a ring', async () => {
  const { bridge, set } = await ring('voice-talking', { output: 'out-jabra', ringer: 'out-speaker' });
  await set(() => bridge.set('calls', byId([talking(fixtureNow), { ...emily(fixtureNow), state: 'ringing' }])));
  expect(playing).toEqual(['zip@out-jabra']);
});
