import type { Hid, HidCollection, HidDevice, HidInput } from '../headset/hid';
import { usages } from '../headset/hid';

/** A bit with its usage; `lasting` = keeps its value until the next press, `momentary` = says only that it was pressed. */
const bit = (usage: number, kind: 'lasting' | 'absolute' | 'momentary') => ({
  isAbsolute: kind !== 'momentary',
  hasPreferredState: kind !== 'lasting',
  isRange: false,
  usages: [usage],
  reportSize: 1,
  reportCount: 1,
});
const padding = (bits: number) => ({ isAbsolute: true, usages: [], reportSize: 1, reportCount: bits });

/** Bits of the test headset's input report. */
export const hook = 1;
export const mute = 4;
export const flash = 8;
export const reject = 16;

/** A headset as the big makers build them: report 2, hook switch lasting, mute momentary, three lamps. */
export const headsetCollections = (muteKind: 'lasting' | 'momentary' = 'momentary'): readonly HidCollection[] => [
  { usagePage: 0x0c, usage: 1, inputReports: [{ reportId: 1, items: [bit(0x0c_00e9, 'absolute'), padding(7)] }] },
  {
    usagePage: 0x0b,
    usage: 5,
    inputReports: [
      {
        reportId: 2,
        items: [
          bit(usages.hookSwitch, 'lasting'),
          padding(1),
          bit(usages.phoneMute, muteKind),
          bit(usages.flash, 'momentary'),
          bit(usages.reject, 'momentary'),
          padding(3),
        ],
      },
    ],
    outputReports: [
      {
        reportId: 2,
        items: [
          {
            isAbsolute: true,
            isRange: false,
            usages: [usages.ledOffHook, usages.ledMute, usages.ledRing],
            reportSize: 1,
            reportCount: 3,
          },
          padding(13),
        ],
      },
    ],
  },
];

/** A device whose buttons the test presses. */
export class TestHidDevice implements HidDevice {
  readonly vendorId = 0x0b0e;
  readonly productId = 0x24c8;
  readonly productName: string;
  readonly collections: readonly HidCollection[];
  opened = false;
  /** Reports sent to it, as `id:bytes`. */
  readonly sent: string[] = [];
  taken = false;
  readonly #listeners = new Set<(event: HidInput) => void>();

  constructor(collections: readonly HidCollection[] = headsetCollections(), name = 'Test headset') {
    this.collections = collections;
    this.productName = name;
  }
  async open(): Promise<void> {
    if (this.taken) throw new Error('in use');
    this.opened = true;
  }
  async close(): Promise<void> {
    this.opened = false;
  }
  async sendReport(reportId: number, data: Uint8Array): Promise<void> {
    this.sent.push(`${reportId}:${data.join(' ')}`);
  }
  addEventListener(_type: 'inputreport', run: (event: HidInput) => void): void {
    this.#listeners.add(run);
  }
  removeEventListener(_type: 'inputreport', run: (event: HidInput) => void): void {
    this.#listeners.delete(run);
  }
  report(byte: number, reportId = 2): void {
    const data = new DataView(Uint8Array.of(byte).buffer);
    for (const run of [...this.#listeners]) run({ reportId, data });
  }
  get listeners(): number {
    return this.#listeners.size;
  }
}

export class TestHid implements Hid {
  devices: TestHidDevice[] = [];
  readonly #listeners = { connect: new Set<(event: never) => void>(), disconnect: new Set<(event: never) => void>() };

  async getDevices(): Promise<readonly HidDevice[]> {
    return this.devices;
  }
  addEventListener(type: 'connect' | 'disconnect', run: (event: { readonly device: HidDevice }) => void): void {
    this.#listeners[type].add(run);
  }
  removeEventListener(type: 'connect' | 'disconnect', run: (event: { readonly device: HidDevice }) => void): void {
    this.#listeners[type].delete(run);
  }
  plugIn(device: TestHidDevice): void {
    this.devices = [...this.devices, device];
    for (const run of [...this.#listeners.connect]) run({ device } as never);
  }
  pullOut(device: TestHidDevice): void {
    this.devices = this.devices.filter((entry) => entry !== device);
    for (const run of [...this.#listeners.disconnect]) run({ device } as never);
  }
  get listeners(): number {
    return this.#listeners.connect.size + this.#listeners.disconnect.size;
  }
}
