import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Platform } from '../../pbx/http/platform';
import { startPlatform } from '../../pbx/http/start';
import { builtInFeatures } from '../desk/profiles';
import { readOffer } from './compose';
import { httpControl } from './control';

let platform: Platform;
beforeEach(async () => {
  platform = await startPlatform({ centre: 'small', seed: 3, controlToken: 'control-token-1' });
});
afterEach(() => platform.close());

test('the demo panel’s verbs reach the built-in platform, and its state comes back', async () => {
  const control = httpControl(`${platform.address}/`, 'control-token-1');
  const before = await control.state();
  const acted = await control.act('ringMe', { device: '2011' });
  const after = await control.state();
  const phone = (result: typeof before) =>
    result.ok ? result.value.phones.find(({ device }) => device === '2011')?.state : result.error;
  expect({ before: phone(before), acted, rings: phone(after) !== phone(before) }).toEqual({
    before: 'idle',
    acted: { ok: true, value: null },
    rings: true,
  });
});

test('a wrong token, an unknown verb and a platform that is gone are errors, never exceptions', async () => {
  const code = (result: { ok: true } | { ok: false; error: { code: string } }): string =>
    result.ok ? 'ok' : result.error.code;
  const wrong = await httpControl(platform.address, 'wrong').state();
  const unknown = await httpControl(platform.address, 'control-token-1').act('no-such-verb', {});
  const gone = await httpControl('http://127.0.0.1:9', 'control-token-1').state();
  const nonsense = (async () => new Response('[]')) as unknown as typeof fetch;
  const other = await httpControl(platform.address, 'control-token-1', nonsense).state();
  expect([code(wrong) !== 'ok', code(unknown) !== 'ok', code(gone), code(other)]).toEqual([
    true,
    true,
    'unreachable',
    'not-understood',
  ]);
});

test('what npm start offers; an option wins over the environment, and only web addresses count', () => {
  const none = { platform: '', controlUrl: '', controlToken: '' };
  const env = {
    SEATLINE_PLATFORM_URL: 'http://127.0.0.1:81',
    SEATLINE_PLATFORM_KEY: 'k',
    SEATLINE_PLATFORM_BUILT_IN: '1',
    SEATLINE_CONTROL_URL: 'http://127.0.0.1:81',
    SEATLINE_CONTROL_TOKEN: 't',
  };
  expect([
    readOffer(env, none),
    readOffer({}, { ...none, platform: 'https://pbx.example' }),
    readOffer({ ...env, SEATLINE_PLATFORM_URL: 'file:///x', SEATLINE_CONTROL_TOKEN: '' }, none),
  ]).toEqual([
    {
      builtIn: { address: 'http://127.0.0.1:81', key: 'k', name: '内置平台 · Built-in', features: builtInFeatures },
      control: { address: 'http://127.0.0.1:81', token: 't' },
    },
    { builtIn: { address: 'https://pbx.example', key: '', name: 'pbx.example' }, control: null },
    { builtIn: null, control: null },
  ]);
});
