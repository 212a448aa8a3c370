import { isHeadset } from './headset/headset';
import { type HidDevice, telephonyPage } from './headset/hid';

/** Name of the channel between our pages that tells the audio page of a newly allowed headset. */
export const headsetChannel = 'seatline-headset';

interface Asking {
  requestDevice(options: {
    readonly filters: readonly { readonly usagePage: number }[];
  }): Promise<readonly HidDevice[]>;
}

const asking = (): Asking | null => (navigator as Navigator & { readonly hid?: Asking }).hid ?? null;

/** Whether this browser knows headset buttons at all. */
export const canRequestHeadset = (): boolean => asking() !== null;

/**
 * Lets the person choose a headset for its buttons; only inside a click (WebHID asks for one), so it belongs to the screen.
 * The audio page takes it from there.
 * @returns `chosen`; `none` when the person closed the list or chose what has no buttons; `unsupported`
 */
export async function requestHeadset(): Promise<'chosen' | 'none' | 'unsupported'> {
  const hid = asking();
  if (!hid) return 'unsupported';
  const chosen = await hid.requestDevice({ filters: [{ usagePage: telephonyPage }] }).catch(() => []);
  if (!chosen.some(isHeadset)) return 'none';
  const channel = new BroadcastChannel(headsetChannel);
  channel.postMessage('allowed');
  channel.close();
  return 'chosen';
}
