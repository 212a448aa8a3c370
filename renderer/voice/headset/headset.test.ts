// @vitest-environment node
import { expect, test } from 'vitest';
import { settle } from '../testing/clock';
import { flash, headsetCollections, hook, mute, reject, TestHid, TestHidDevice } from '../testing/hid';
import { isHeadset, openHidHeadset } from './headset';
import { createHeadsets } from './headsets';

const dark = { offHook: false, ringing: false, muted: false };

async function setup(device = new TestHidDevice()) {
  const pressed: string[] = [];
  const headset = (await openHidHeadset(device, (button) => void pressed.push(button)))!;
  return { device, headset, pressed };
}

test('lifting and laying down are buttons; what the headset echoes of its lamps is none', async () => {
  const { device, headset, pressed } = await setup();
  headset.show({ ...dark, ringing: true });
  device.report(hook);
  headset.show({ ...dark, offHook: true });
  device.report(hook);
  device.report(0);
  headset.show(dark);
  device.report(0);
  // Answered with the mouse: the headset goes off hook by the lamp, and says so.
  headset.show({ ...dark, offHook: true });
  device.report(hook);
  // The caller hangs up.
  headset.show(dark);
  device.report(0);
  expect(pressed).toEqual(['hook-off', 'hook-on']);
});

test('a headset without a lamp for the hook does not hang up when another of its buttons is pressed', async () => {
  const { device, headset, pressed } = await setup();
  headset.show({ ...dark, offHook: true });
  device.report(mute);
  device.report(0);
  device.report(mute);
  device.report(0);
  expect(pressed).toEqual(['mute', 'mute']);
});

test('a mute button that keeps its state is pressed when it differs from the lamp', async () => {
  const { device, headset, pressed } = await setup(new TestHidDevice(headsetCollections('lasting')));
  headset.show({ ...dark, offHook: true });
  device.report(hook);
  device.report(hook | mute);
  headset.show({ offHook: true, ringing: false, muted: true });
  device.report(hook);
  // Muted on the screen: the headset follows its lamp.
  headset.show({ offHook: true, ringing: false, muted: true });
  device.report(hook | mute);
  expect(pressed).toEqual(['mute', 'mute']);
});

test('reject is a button of its own, or the flash key while it rings', async () => {
  const { device, headset, pressed } = await setup();
  device.report(flash);
  device.report(0);
  headset.show({ ...dark, ringing: true });
  device.report(flash);
  device.report(0);
  device.report(reject);
  device.report(0);
  device.report(hook, 1);
  expect(pressed).toEqual(['reject', 'reject']);
});

test('lamps are sent when they change, and go out at the end', async () => {
  const { device, headset } = await setup();
  headset.show(dark);
  headset.show({ ...dark, ringing: true });
  await settle();
  headset.show({ ...dark, ringing: true });
  await settle();
  headset.show({ offHook: true, ringing: false, muted: true });
  await settle();
  await headset.close();
  await headset.close();
  headset.show({ ...dark, ringing: true });
  await settle();
  expect({ sent: device.sent, opened: device.opened, listeners: device.listeners }).toEqual({
    sent: ['2:4 0', '2:3 0', '2:0 0'],
    opened: false,
    listeners: 0,
  });
});

test('only what has a hook switch is a headset; one that another program holds is none', async () => {
  const keyboard = new TestHidDevice([{ usagePage: 1, usage: 6, inputReports: [] }]);
  const taken = new TestHidDevice();
  taken.taken = true;
  expect([isHeadset(keyboard), isHeadset(taken), await openHidHeadset(taken, () => undefined)]).toEqual([
    false,
    true,
    null,
  ]);
});

test('headsets come and go: the first allowed one is used, the next when it goes, and lamps follow', async () => {
  const hid = new TestHid();
  const changes: (string | null)[] = [];
  const pressed: string[] = [];
  const allowed = new Set<() => void>();
  const headsets = createHeadsets({
    hid,
    onAllowed: (run) => {
      allowed.add(run);
      return () => {
        allowed.delete(run);
      };
    },
    press: (button) => void pressed.push(button),
    change: (headset) => void changes.push(headset && `${headset.id} ${headset.label}`),
  });
  headsets.show({ ...dark, ringing: true });
  const one = new TestHidDevice(undefined, 'one');
  const two = new TestHidDevice(undefined, 'two');
  hid.plugIn(new TestHidDevice([{ usagePage: 1, usage: 6 }], 'keyboard'));
  await settle();
  // Allowed in the screen while it is plugged in: no event of HID tells it.
  hid.devices = [...hid.devices, one];
  for (const run of allowed) run();
  await settle();
  hid.plugIn(two);
  await settle();
  one.report(hook);
  hid.pullOut(one);
  await settle();
  two.report(hook);
  hid.pullOut(two);
  await settle();
  await headsets.close();
  expect({
    changes,
    pressed,
    one: one.sent,
    two: two.sent,
    left: [hid.listeners, allowed.size, one.listeners, two.listeners],
  }).toEqual({
    changes: ['0b0e:24c8 one', '0b0e:24c8 two', null],
    pressed: ['hook-off', 'hook-off'],
    one: ['2:4 0', '2:0 0'],
    two: ['2:4 0', '2:0 0'],
    left: [0, 0, 0, 0],
  });
});

test('a host without HID has no headset', async () => {
  const headsets = createHeadsets({
    hid: null,
    onAllowed: () => () => undefined,
    press: () => undefined,
    change: () => undefined,
  });
  headsets.show(dark);
  await headsets.close();
  expect(headsets.headset).toBeNull();
});
