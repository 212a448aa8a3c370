import type { FromAudio } from '../../../shared/voice/contract';
import { type Headset, type HeadsetButton, type HeadsetLamps, isHeadset, openHidHeadset } from './headset';
import type { Hid, HidDevice } from './hid';

type Told = Extract<FromAudio, { t: 'devices' }>['headset'];

export interface HeadsetsOptions {
  /** Null where the host has no HID. */
  readonly hid: Hid | null;
  /** The person has just allowed a device in another page of ours. */
  readonly onAllowed: (run: () => void) => () => void;
  readonly press: (button: HeadsetButton) => void;
  /** The headset in use has changed; null = none. */
  readonly change: (headset: Told) => void;
}

export interface Headsets {
  readonly headset: Told;
  show(lamps: HeadsetLamps): void;
  close(): Promise<void>;
}

const longest = 200;

/** Uses the first headset the person has allowed, also when it comes later, and another one when it goes. */
export function createHeadsets({ hid, onAllowed, press, change }: HeadsetsOptions): Headsets {
  let used: { readonly device: HidDevice; readonly headset: Headset } | null = null;
  let lamps: HeadsetLamps = { offHook: false, ringing: false, muted: false };
  let work: Promise<void> = Promise.resolve();
  let closed = false;

  const told = (): Told =>
    used && { id: used.headset.id.slice(0, longest), label: used.headset.label.slice(0, longest) };
  const look = async (): Promise<void> => {
    if (closed || used || !hid) return;
    for (const device of await hid.getDevices()) {
      if (!isHeadset(device)) continue;
      const headset = await openHidHeadset(device, press);
      if (!headset) continue;
      if (closed) return headset.close();
      used = { device, headset };
      headset.show(lamps);
      change(told());
      return;
    }
  };
  // A device list that cannot be read is an empty one.
  const queue = (run: () => Promise<void>): void => {
    work = work.then(run).catch(() => undefined);
  };
  const come = (): void => queue(look);
  const go = ({ device }: { readonly device: HidDevice }): void =>
    queue(async () => {
      if (used?.device !== device) return;
      const { headset } = used;
      used = null;
      await headset.close();
      await look();
      if (!used && !closed) change(null);
    });
  hid?.addEventListener('connect', come);
  hid?.addEventListener('disconnect', go);
  const off = onAllowed(come);
  come();

  return {
    get headset() {
      return told();
    },
    show: (next) => {
      lamps = next;
      used?.headset.show(next);
    },
    close: async () => {
      closed = true;
      off();
      hid?.removeEventListener('connect', come);
      hid?.removeEventListener('disconnect', go);
      await work;
      await used?.headset.close();
      used = null;
    },
  };
}
