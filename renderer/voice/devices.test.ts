// @vitest-environment node
import { expect, test } from 'vitest';
import { createDevices, type DeviceReport } from './devices';
import { settle } from './testing/clock';
import { createTestMedia, testDevices } from './testing/media';

function setup(devices = testDevices) {
  const media = createTestMedia(devices);
  const reports: DeviceReport[] = [];
  const chosen: string[] = [];
  const made = createDevices(media, {
    change: (report) => reports.push(report),
    chosen: ({ input, output }) => chosen.push(`${input || '-'} ${output || '-'}`),
  });
  return { media, reports, chosen, devices: made };
}

test('a chosen microphone that goes gives way to the default one, is told, and is used again when it is back', async () => {
  const { media, reports, chosen, devices } = setup();
  await devices.refresh();
  devices.prefer({ input: 'mic-2', output: 'out-1' });
  media.devices = testDevices.filter(({ id }) => id !== 'mic-2');
  media.change();
  await settle();
  media.devices = testDevices;
  media.change();
  await settle();
  devices.close();
  expect({
    chosen,
    fallback: reports.map(({ fallback, inputs }) => `${inputs.length} ${fallback}`),
    listeners: media.listeners,
  }).toEqual({
    chosen: ['mic-2 out-1', '- out-1', 'mic-2 out-1'],
    fallback: ['2 false', '1 true', '2 false'],
    listeners: 0,
  });
});

test('the microphone is asked for once, and only while the person has not answered', async () => {
  const asked = setup();
  asked.media.state = 'prompt';
  await asked.devices.ask();
  await asked.devices.ask();
  const denied = setup();
  denied.media.state = 'denied';
  await denied.devices.ask();
  const absent = setup(testDevices.filter(({ kind }) => kind === 'output'));
  await absent.devices.ask();
  expect({
    asked: [asked.media.opened.length, asked.media.open, asked.reports.map(({ microphone }) => microphone)],
    denied: [denied.media.opened.length, denied.reports.at(-1)?.microphone],
    absent: [absent.media.opened.length, absent.reports.at(-1)?.microphone],
  }).toEqual({ asked: [1, 0, ['granted']], denied: [0, 'denied'], absent: [0, 'absent'] });
});

test('before the permission no device can be said to be missing', async () => {
  const { media, chosen, devices } = setup();
  media.state = 'prompt';
  devices.prefer({ input: 'mic-2', output: '' });
  await devices.refresh();
  expect({ chosen, report: devices.report.fallback }).toEqual({ chosen: ['mic-2 -'], report: false });
  media.state = 'granted';
  media.devices = [];
  media.change();
  await settle();
  expect(devices.report).toEqual({ microphone: 'absent', inputs: [], outputs: [], fallback: false });
});
