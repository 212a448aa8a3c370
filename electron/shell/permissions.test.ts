import type { Session } from 'electron';
import { expect, test, vi } from 'vitest';
import { isHeadset, mayLook, mayUse, setupPermissions } from './permissions';

vi.mock('electron', () => import('./testing/fake-electron'));

const audio = 'seatline://app/audio.html';
const screen = 'seatline://app/?shape=workspace';

test('the microphone belongs to the audio page’s main frame alone, and never with a camera', () => {
  const ask = (url: string, isMainFrame: boolean, ...media: (string | undefined)[]) =>
    mayUse('media', { url, isMainFrame, media });
  expect({
    sound: ask(audio, true, 'audio'),
    query: ask(`${audio}?x=1`, true, 'audio'),
    frame: ask(audio, false, 'audio'),
    screen: ask(screen, true, 'audio'),
    other: ask('seatline://app/audio.html/x', true, 'audio'),
    foreign: ask('https://evil.example/audio.html', true, 'audio'),
    user: ask('seatline://x@app/audio.html', true, 'audio'),
    camera: ask(audio, true, 'video'),
    both: ask(audio, true, 'audio', 'video'),
    none: ask(audio, true),
    unknown: ask(audio, true, undefined),
  }).toEqual({
    sound: true,
    query: true,
    frame: false,
    screen: false,
    other: false,
    foreign: false,
    user: false,
    camera: false,
    both: false,
    none: false,
    unknown: false,
  });
});

test('loudspeakers for the audio page, headset buttons for our pages, nothing else new for anybody', () => {
  const names = [
    'speaker-selection',
    'hid',
    'notifications',
    'usb',
    'serial',
    'geolocation',
    'display-capture',
    'toString',
  ];
  const of = (url: string) => names.filter((permission) => mayUse(permission, { url, isMainFrame: true }));
  expect([of(audio), of(screen), of('https://evil.example/')]).toEqual([
    ['speaker-selection', 'hid', 'notifications'],
    ['hid', 'notifications'],
    [],
  ]);
});

/** What `setupPermissions` gave the session. */
function setup() {
  const given: Record<string, (...args: never[]) => unknown> = {};
  const keep = (name: string) => (handler: (...args: never[]) => unknown) => {
    given[name] = handler;
  };
  const session = {
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('display'),
    on: (name: string, handler: (...args: never[]) => unknown) => keep(name)(handler),
  };
  setupPermissions(session as unknown as Session, { info: () => {}, warn: () => {}, error: () => {} });
  return given as unknown as {
    request: (contents: null, name: string, done: (allowed: boolean) => void, details: object) => void;
    check: (contents: null, name: string, origin: string, details: object) => boolean;
    device: (details: object) => boolean;
    'select-hid-device': (event: { preventDefault(): void }, details: object, done: (id: unknown) => void) => void;
  };
}
const telephone = { deviceId: 't', collections: [{ usagePage: 12 }, { usagePage: 0x0b }] };
const keyboard = { deviceId: 'k', collections: [{ usagePage: 1 }] };

test('both handlers read the kinds of media as Electron gives them', async () => {
  const { request, check } = setup();
  const asked = (requestingUrl: string, ...mediaTypes: readonly string[]) =>
    new Promise((resolve) => request(null, 'media', resolve, { requestingUrl, isMainFrame: true, mediaTypes }));
  const checked = (requestingUrl: string, mediaType: string) =>
    check(null, 'media', 'seatline://app', { requestingUrl, isMainFrame: true, mediaType });
  expect([
    await asked(audio, 'audio'),
    await asked(audio, 'audio', 'video'),
    await asked(audio),
    checked(audio, 'audio'),
    checked(audio, 'video'),
    checked(audio, 'unknown'),
  ]).toEqual([true, false, false, true, false, false]);
  // The screen rings on a second loudspeaker, for which Chromium looks; it never gets the microphone.
  expect([checked(screen, 'audio'), checked(screen, 'video'), await asked(screen, 'audio')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('a loudspeaker may be chosen by the main frames of our pages alone', () => {
  const look = (url: string, isMainFrame: boolean, permission = 'speaker-selection') =>
    mayLook(permission, { url, isMainFrame, media: ['audio'] });
  expect([
    look(screen, true),
    look(screen, true, 'media'),
    look(screen, false),
    look('https://evil.example/', true),
    look('', true),
    look(screen, true, 'geolocation'),
    mayLook('media', { url: screen, isMainFrame: true }),
  ]).toEqual([true, true, false, false, false, false, false]);
});

test('of all devices only telephony ones are there, for our pages only', () => {
  const { device } = setup();
  const may = (deviceType: string, origin: string, of: unknown) => device({ deviceType, origin, device: of });
  expect([
    may('hid', 'seatline://app', telephone),
    may('hid', 'seatline://app', keyboard),
    may('hid', 'https://evil.example', telephone),
    may('usb', 'seatline://app', telephone),
    device({}),
    isHeadset(null),
    isHeadset({ collections: 'x' }),
  ]).toEqual([true, false, false, false, false, false, false]);
});

test('a click for a headset gets the first telephony device, or none', () => {
  const { 'select-hid-device': choose } = setup();
  const chosen = (deviceList: readonly object[], frame: object | null) => {
    let id: unknown = 'not called';
    let prevented = false;
    const event = {
      preventDefault: () => {
        prevented = true;
      },
    };
    choose(event, { deviceList, frame }, (given) => {
      id = given;
    });
    return [id, prevented];
  };
  const main = { url: screen, parent: null };
  expect([
    chosen([keyboard, telephone], main),
    chosen([keyboard], main),
    chosen([telephone], null),
    chosen([telephone], { url: screen, parent: main }),
    chosen([telephone], { url: 'https://evil.example/', parent: null }),
  ]).toEqual([
    ['t', true],
    [null, true],
    [null, true],
    [null, true],
    [null, true],
  ]);
});
