// @vitest-environment node
import { expect, test } from 'vitest';
import { headsetCollections } from '../testing/hid';
import { isSet, layoutOf, setOn } from './fields';
import { usages } from './hid';

test('reads which bit of which report is which button and lamp, across padding and other reports', () => {
  const { inputs, outputs, lengths } = layoutOf(headsetCollections());
  const place = (field?: { reportId: number; bit: number; lasting: boolean }) =>
    field && `${field.reportId}.${field.bit}${field.lasting ? ' lasting' : ''}`;
  expect({
    hook: place(inputs.get(usages.hookSwitch)),
    mute: place(inputs.get(usages.phoneMute)),
    reject: place(inputs.get(usages.reject)),
    offHook: place(outputs.get(usages.ledOffHook)),
    ring: place(outputs.get(usages.ledRing)),
    lengths: [...lengths],
  }).toEqual({ hook: '2.0 lasting', mute: '2.2', reject: '2.4', offHook: '2.0', ring: '2.2', lengths: [[2, 2]] });
});

test('a range of usages and a usage that stands for many fields', () => {
  const range = { isRange: true, usageMinimum: 0x08_0017, usageMaximum: 0x08_0018, reportSize: 1, reportCount: 2 };
  const many = { usages: [0x0b_0020], reportSize: 4, reportCount: 3 };
  const { outputs, inputs } = layoutOf([
    { outputReports: [{ reportId: 1, items: [range] }], inputReports: [{ items: [many] }] },
  ]);
  expect([outputs.get(0x08_0018)?.bit, inputs.get(0x0b_0020)]).toEqual([
    1,
    { reportId: 0, bit: 0, size: 4, absolute: false, lasting: false },
  ]);
});

test('descriptions and reports that lie are left alone', () => {
  const wide = { usages: [0x0b_0020], reportSize: 4_000_000, reportCount: 1 };
  const long = { usages: [0x0b_0020], reportSize: 8, reportCount: 4_000_000 };
  const field = { reportId: 0, bit: 12, size: 1, absolute: true, lasting: true };
  const report = new Uint8Array(1);
  setOn(report, field);
  expect({
    fields: [wide, long].map((item) => layoutOf([{ inputReports: [{ items: [item] }] }]).inputs.size),
    short: isSet(new DataView(new ArrayBuffer(1)), field),
    report: [...report],
  }).toEqual({ fields: [0, 0], short: null, report: [0] });
});
