import { expect, it } from 'vitest';
import type { ProbeStep } from '../../../shared/bridge/contract';
import { appError, fail } from '../../../shared/domain/result';
import { FakeClock } from '../mvb2000/testing/clock';
import { fakeHttp, testEffects } from '../mvb2000/testing/effects';
import type { Network } from '../wire/network';
import { createUncall } from './platform';
import { probe } from './probe';
import { createScriptedExtension, type ScriptedExtension } from './testing/extension';

const network: Network = {
  resolve: async () => '192.168.1.180',
  touch: async () => undefined,
  certificate: () => Promise.reject(new Error('not secure')),
};

const test = (
  office: ScriptedExtension,
  more: Partial<Network> = {},
  address = 'http://uncall.example',
  device = '802',
) => {
  const http = fakeHttp(() => Promise.reject(new Error('not here')));
  const effects = testEffects(new FakeClock(0), http, { network: { ...network, ...more } });
  return probe({ address, pin: '' }, createUncall(office, effects), { device });
};
const brief = (steps: readonly ProbeStep[]) =>
  steps.map(({ step, state, error }) => [step, state, error?.code ?? ''].join(' ').trim());

it('goes from the name to the calls of the extension; there is no key', async () => {
  const office = createScriptedExtension();
  office.time = { offset: -125_000, zone: 480 };
  const steps = await test(office);
  expect([brief(steps), steps.map(({ params }) => params), office.polls]).toEqual([
    ['name ok', 'tcp ok', 'tls skipped', 'http ok', 'key skipped', 'clock warning', 'extension ok'],
    [
      { host: 'uncall.example', address: '192.168.1.180' },
      { port: 80 },
      {},
      {},
      {},
      { skewSeconds: -125, zone: 480 },
      { device: '802', interface: '802', user: '' },
    ],
    1,
  ]);
});

it('asks for no extension when none is given', async () => {
  const office = createScriptedExtension();
  expect([brief(await test(office, {}, 'http://uncall.example', '')).at(-1), office.polls]).toEqual([
    'extension skipped',
    0,
  ]);
});

it('ends with the first failure', async () => {
  const mute = createScriptedExtension();
  mute.answers.set('UncallWorld', () => fail(appError('not-understood', 'a login page')));
  const deaf = createScriptedExtension();
  deaf.answers.set('popEvent', () => fail(appError('timed-out', 'late')));
  const refusing = { touch: () => Promise.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' })) };
  expect([
    brief(await test(createScriptedExtension(), {}, 'nonsense')),
    brief(await test(createScriptedExtension(), refusing)),
    brief(await test(mute)),
    brief(await test(deaf)),
  ]).toEqual([
    ['name failed invalid-input'],
    ['name ok', 'tcp failed unreachable'],
    ['name ok', 'tcp ok', 'tls skipped', 'http failed not-understood'],
    ['name ok', 'tcp ok', 'tls skipped', 'http ok', 'key skipped', 'clock ok', 'extension failed timed-out'],
  ]);
});
