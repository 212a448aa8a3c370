import type { FromAudio } from '../../../shared/voice/contract';
import { type Field, isSet, layoutOf, setOn } from './fields';
import { type HidDevice, type HidInput, telephonyPage, usages } from './hid';

export type HeadsetButton = Extract<FromAudio, { t: 'button' }>['button'];

/** What the lamps of a headset show. */
export interface HeadsetLamps {
  readonly offHook: boolean;
  readonly ringing: boolean;
  readonly muted: boolean;
}

/** A headset with buttons; `openHidHeadset` is every one that speaks the telephony page of HID. */
export interface Headset {
  readonly id: string;
  readonly label: string;
  show(lamps: HeadsetLamps): void;
  close(): Promise<void>;
}

export const isHeadset = (device: HidDevice): boolean =>
  device.collections.some(({ usagePage }) => usagePage === telephonyPage) &&
  layoutOf(device.collections).inputs.has(usages.hookSwitch);

const dark: HeadsetLamps = { offHook: false, ringing: false, muted: false };

/**
 * Opens a headset and tells its buttons. Its own state follows the lamps: a headset that was told "off hook" reports its
 * switch as off hook, and that echo is no press. Null when the device cannot be opened (another program has it).
 */
export async function openHidHeadset(
  device: HidDevice,
  press: (button: HeadsetButton) => void,
): Promise<Headset | null> {
  const { inputs, outputs, lengths } = layoutOf(device.collections);
  const before = new Map<number, boolean>();
  let shown = dark;
  /** What was sent last, by report; the headset begins dark. */
  const sent = new Map<number, string>();
  let sending: Promise<void> = Promise.resolve();
  let closed = false;

  /** What a report says of one usage; null when it says nothing, or nothing new. */
  const changed = (usage: number, { reportId, data }: HidInput): { field: Field; on: boolean } | null => {
    const field = inputs.get(usage);
    if (field?.reportId !== reportId) return null;
    const on = isSet(data, field);
    if (on === null || on === (before.get(usage) ?? false)) return null;
    before.set(usage, on);
    return { field, on };
  };
  const read = (input: HidInput): void => {
    const hook = changed(usages.hookSwitch, input);
    const mute = changed(usages.phoneMute, input);
    const flash = changed(usages.flash, input);
    const drop = changed(usages.drop, input);
    const reject = changed(usages.reject, input);
    if (drop?.on || reject?.on || (flash?.on && shown.ringing)) press('reject');
    else if (hook?.field.absolute) {
      if (hook.on !== shown.offHook) press(hook.on ? 'hook-off' : 'hook-on');
    } else if (hook?.on) press(shown.offHook ? 'hook-on' : 'hook-off');
    if (mute && (mute.field.lasting ? mute.on !== shown.muted : mute.on)) press('mute');
  };

  const light = async (): Promise<void> => {
    const lit = [
      [usages.ledOffHook, shown.offHook],
      [usages.ledRing, shown.ringing],
      [usages.ledMute, shown.muted],
    ] as const;
    const reports = new Map<number, Uint8Array<ArrayBuffer>>();
    for (const [usage, on] of lit) {
      const field = outputs.get(usage);
      if (!field) continue;
      const report = reports.get(field.reportId) ?? new Uint8Array(lengths.get(field.reportId) ?? 0);
      if (on) setOn(report, field);
      reports.set(field.reportId, report);
    }
    for (const [reportId, report] of reports) {
      const text = report.join();
      if ((sent.get(reportId) ?? new Uint8Array(report.length).join()) === text) continue;
      sent.set(reportId, text);
      // A headset that has just been pulled out cannot be told; its going is told by `disconnect`.
      await device.sendReport(reportId, report).catch(() => undefined);
    }
  };

  try {
    if (!device.opened) await device.open();
  } catch {
    return null;
  }
  device.addEventListener('inputreport', read);
  const hex = (id: number): string => id.toString(16).padStart(4, '0');

  return {
    id: `${hex(device.vendorId)}:${hex(device.productId)}`,
    label: device.productName,
    show: (lamps) => {
      if (closed) return;
      shown = lamps;
      sending = sending.then(light);
    },
    close: async () => {
      if (closed) return;
      closed = true;
      device.removeEventListener('inputreport', read);
      shown = dark;
      await sending.then(light);
      await device.close().catch(() => undefined);
    },
  };
}
