import { expect, test } from 'vitest';
import { driverCapabilities } from '../../../shared/bridge/topics';
import type { DriverProfile } from '../driver';
import { nodeNetwork } from '../wire/network';
import { createMvb2000Driver } from './driver';
import { FakeClock } from './testing/clock';
import { type Answering, body, endpointIn, fakeHttp, paramsOf, success, testEffects } from './testing/effects';
import { profileOf } from './testing/profile';

function open(answer: Answering, profile: Partial<DriverProfile> = {}) {
  const http = fakeHttp(answer);
  const clock = new FakeClock(Date.UTC(2026, 4, 6, 2, 0, 0));
  const driver = createMvb2000Driver(profileOf(profile), { ...testEffects(clock, http), network: nodeNetwork });
  const asked = (name: string) =>
    http.requests
      .filter((request) => endpointIn(request) === name)
      .map((request) => {
        const { webkey: _, json: __, ...rest } = paramsOf(request);
        return rest;
      });
  return { driver, asked };
}
const sound = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE'), Buffer.alloc(100)]);

test('a call has as many recordings as the platform lists', async () => {
  const files = [
    { fileid: 0, filename: 'a.wav' },
    { fileid: 1, filename: 'b.wav' },
  ];
  const { driver, asked } = open(() => body(success(files)));
  expect([await driver.recordingsOf?.('1421960697.190'), asked('getmonitornums')]).toEqual([
    { ok: true, value: 2 },
    [{ uniqueid: '1421960697.190', history: '1' }],
  ]);
});

test('a part of them comes by its number, counted from one', async () => {
  const { driver, asked } = open(() => body(sound));
  const first = await driver.recording?.('1421960697.190', 1, { range: { from: 0, to: null } });
  const second = await driver.recording?.('1421960697.190', 2);
  const wrong = [await driver.recording?.('1', 0), await driver.recording?.('1', 1.5)];
  const told = first?.ok ? { name: first.value.name, type: first.value.type } : first;
  for (const file of [first, second]) if (file?.ok) file.value.cancel();
  expect([told, second?.ok, wrong.map((end) => end && !end.ok && end.error.code), asked('getmonitorbyuid')]).toEqual([
    { name: '1421960697.190.wav', type: 'audio/wav' },
    true,
    ['invalid-input', 'invalid-input'],
    [
      { uniqueid: '1421960697.190', history: '1', recno: '0' },
      { uniqueid: '1421960697.190', history: '1', recno: '1' },
    ],
  ]);
});

test('a recording that is not there is a refusal with the words of both', async () => {
  const { driver } = open(() => body('{"errcode":9003,"message":"file \\"a.wav\\" not exists.","data":[]}'));
  expect(await driver.recording?.('1', 1)).toEqual({
    ok: false,
    error: {
      code: 'refused',
      message: 'refused with 9003: file "a.wav" not exists.',
      tried: 'getmonitorbyuid',
      params: {
        errcode: 9003,
        text: 'file "a.wav" not exists.',
        zh: '平台上没有这个文件。',
        en: 'The platform has no such file.',
      },
    },
  });
});

test('the admin page is signed in to with the account of the profile', () => {
  const account = { admin: { user: 'admin', password: '123456' }, key: '123456' };
  const { driver } = open(() => body(success()), { ...account, address: 'http://192.168.0.218/' });
  const none = open(() => body(success())).driver.adminPage?.('home');
  expect([driver.adminPage?.('reports'), none && !none.ok && none.error.code]).toEqual([
    {
      ok: true,
      value: {
        url: 'http://192.168.0.218/admin/reports.php',
        fields: {
          webkey: expect.stringMatching(/^[0-9a-f]{32}$/),
          frienduser: 'admin',
          friendpass: 'e10adc3949ba59abbe56e057f20f883e',
        },
      },
    },
    'not-supported',
  ]);
});

test('what this interface cannot do is not claimed, with every feature configured or with none', () => {
  const features = Object.fromEntries(['answer', 'swap', 'threeWay', 'dtmf'].map((name) => [name, name]));
  const missing = (profile: Partial<DriverProfile>) => {
    const { capabilities } = open(() => body(success()), profile).driver;
    return driverCapabilities.filter((capability) => !capabilities.has(capability));
  };
  expect([missing({ features }), missing({})]).toEqual([
    ['busy', 'survey', 'monitor', 'whisper', 'barge'],
    ['answer', 'consult-swap', 'consult-three-way', 'dtmf', 'busy', 'survey', 'monitor', 'whisper', 'barge'],
  ]);
});
