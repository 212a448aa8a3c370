import type { Settings } from '../../../../shared/bridge/settings';
import { createFakeDesk, createMemorySecrets, type FakeDesk } from '../../testing/fake-desk';
import { createFakePlatform, type FakePlatform } from '../../testing/fake-driver';
import { incoming, openUncallDesk } from '../../testing/uncall-desk';
import { createFakeExchange, createFakePage, type FakeExchange, type FakePage } from './fake-page';

export interface VoiceDesk extends FakeDesk {
  readonly exchange: FakeExchange;
  readonly page: FakePage;
  /** Time for messages, and for one poll of everything. */
  passes(ms?: number): Promise<void>;
}

export const voiceAddress = 'ws://pbx.example:8088/ws';

/** A seat that is signed in with voice, its page registered. */
export async function openVoiceDesk(
  given: { platform?: (platform: FakePlatform) => void; voice?: Partial<Settings['voice']> } = {},
): Promise<VoiceDesk> {
  const platform = createFakePlatform();
  given.platform?.(platform);
  const exchange = createFakeExchange();
  const fake = createFakeDesk({ platform, effects: { sip: exchange, secrets: createMemorySecrets() } });
  await withVoice(fake);
  if (given.voice) await fake.change({ voice: given.voice });
  await fake.signIn();
  return registered(fake, exchange);
}

/** The same at an extension of an Uncall that names its calls and says no more. */
export async function openVoiceUncall(): Promise<VoiceDesk & { rings(): void; readonly callId: string }> {
  const exchange = createFakeExchange();
  const office = openUncallDesk({ more: { sip: exchange, secrets: createMemorySecrets() } });
  await withVoice(office.desk);
  await office.signIn();
  const rings = (): void => {
    office.phone.phone = incoming;
  };
  return { ...(await registered(office.desk, exchange)), rings, callId: incoming.uid };
}

async function withVoice(fake: FakeDesk): Promise<void> {
  await fake.desk.ready;
  await fake.call('session.saveProfile', {
    id: 'built-in',
    name: 'x',
    address: 'http://127.0.0.1:8123',
    voice: { address: voiceAddress, password: 'hidden-3391' },
  });
}

async function registered(fake: FakeDesk, exchange: FakeExchange): Promise<VoiceDesk> {
  const page = createFakePage(fake.desk.audio);
  page.register(exchange);
  const passes = (ms = 1_500): Promise<void> => fake.clock.advance(ms);
  await passes(0);
  return { ...fake, exchange, page, passes };
}
