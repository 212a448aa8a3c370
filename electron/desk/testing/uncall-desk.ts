import type { Result } from '../../../shared/domain/result';
import { fakeHttp, testEffects } from '../../platforms/mvb2000/testing/effects';
import { createUncallDriver } from '../../platforms/uncall/driver';
import { createScriptedExtension, type ScriptedExtension } from '../../platforms/uncall/testing/extension';
import type { DeskEffects } from '../effects';
import { createFakeClock } from './fake-clock';
import { createFakeDesk, createMemoryStorage, type FakeDesk } from './fake-desk';

/** A desk at one scripted extension of an Uncall, with a clock that the test moves. */
export interface UncallDesk {
  readonly desk: FakeDesk;
  readonly phone: ScriptedExtension;
  signIn(more?: object): Promise<Result<unknown>>;
  /** Commands in short: `done`, or the error code and why. */
  run(name: string, input?: object): Promise<string>;
  /** `1111111111.10 talking 13421829060 assumed-or-told end`, a line a card. */
  cards(): readonly string[];
}

export const incoming = { uid: '1111111111.10', calla: '13421829060', callb: '802', status: 'callin' };
export const other = { uid: '1111111111.20', calla: '13800138000', callb: '802', status: 'callin' };

/** `before`: the same computer once more, with what was on its disk. */
export function openUncallDesk(
  given: { phone?: ScriptedExtension; before?: FakeDesk; more?: Partial<DeskEffects> } = {},
): UncallDesk {
  const phone = given.phone ?? createScriptedExtension();
  const clock = given.before?.clock ?? createFakeClock();
  const nowhere = () => Promise.reject(new Error('no network here'));
  const network = { resolve: nowhere, touch: nowhere, certificate: nowhere };
  const effects = testEffects(clock, fakeHttp(nowhere), { network });
  const desk = createFakeDesk({
    clock,
    storage: given.before ? createMemoryStorage(new Map(given.before.storage.files)) : createMemoryStorage(),
    effects: { driver: () => createUncallDriver({ address: 'http://uncall', pin: '' }, effects, phone), ...given.more },
  });
  return {
    desk,
    phone,
    signIn: async (more = {}) => {
      await desk.desk.ready;
      const result = await desk.call('session.signIn', { profileId: 'built-in', agent: '802', device: '802', ...more });
      await desk.clock.advance(100);
      return result;
    },
    run: async (name, input = {}) => {
      const result = await desk.call(name, input);
      return result.ok ? 'done' : [result.error.code, result.error.params?.why ?? ''].join(' ').trim();
    },
    cards: () =>
      Object.values(desk.get('calls')).map((call) =>
        [call.id, call.state, call.number, call.assumed ?? 'told', call.end ?? ''].join(' ').trim(),
      ),
  };
}
