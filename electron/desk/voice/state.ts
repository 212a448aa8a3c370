import type { Voice as VoiceTopic } from '../../../shared/bridge/topics';
import type { FromAudio } from '../../../shared/voice/contract';
import { registrationError } from './account';
import type { VoiceLinkState } from './link';

export type Registration = Extract<FromAudio, { t: 'registration' }>;
export type Devices = Extract<FromAudio, { t: 'devices' }>;

/** So many failures in a row are a line that cannot be had; fewer are a line that is coming back. */
const failedAfter = 3;

/** The topic `voice` from what page and line say. A line that was never open has failed with its first failure. */
export function voiceTopic(facts: {
  readonly page: boolean;
  readonly wanted: boolean;
  readonly link: VoiceLinkState;
  /** The line has been open since the page came. */
  readonly wasOpen: boolean;
  readonly registration: Registration;
  readonly devices: Devices | null;
  readonly test: VoiceTopic['test'];
}): VoiceTopic {
  const { page, wanted, link, wasOpen, registration, devices, test } = facts;
  const found = {
    page,
    microphone: devices?.microphone ?? 'unknown',
    inputs: devices?.inputs ?? [],
    outputs: devices?.outputs ?? [],
    fallback: devices?.fallback ?? false,
    headset: devices?.headset ?? null,
    test,
  };
  if (!page || !wanted) return { ...found, registration: 'off', error: null };
  if (!link.open) {
    const lost = link.error !== null && (!wasOpen || link.failures >= failedAfter);
    return { ...found, registration: lost ? 'failed' : 'connecting', error: link.error };
  }
  const { state, status } = registration;
  return { ...found, registration: state, error: state === 'failed' ? registrationError(status) : null };
}
