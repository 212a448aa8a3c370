import type { Result } from '../../shared/domain/result';
import type { AudioPreferences } from '../../shared/voice/contract';

/** The computer's microphones and loudspeakers; `browser/media` is the real one. */
export interface MediaDevices {
  list(): Promise<readonly MediaDevice[]>;
  permission(): Promise<'granted' | 'denied' | 'prompt'>;
  /** Opens a microphone; fails with `not-possible-now` and `params.reason` (`denied`, `absent`, `busy`). */
  capture(microphone: MicrophoneChoice): Promise<Result<MediaStream>>;
  /** A device has come or gone, or the permission has changed. */
  onChange(run: () => void): () => void;
}

export interface MediaDevice {
  readonly kind: 'input' | 'output';
  readonly id: string;
  readonly label: string;
}

export type MicrophoneChoice = Pick<AudioPreferences, 'input' | 'echoCancellation' | 'noiseSuppression' | 'autoGain'>;

/** Loudness of a stream, measured when asked. */
export interface Meter {
  /** Root mean square of the last tenth of a second, 0…1. */
  loudness(): number;
  close(): void;
}

export const stopped = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};
