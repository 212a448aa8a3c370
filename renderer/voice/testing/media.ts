import { appError, fail, ok } from '../../../shared/domain/result';
import type { MediaDevice, MediaDevices, MicrophoneChoice } from '../media';

/** A microphone's track that a test can pull out. */
export class TestTrack extends EventTarget {
  readonly kind = 'audio';
  enabled = true;
  stopped = false;
  readonly device: string;

  constructor(device: string) {
    super();
    this.device = device;
  }
  stop(): void {
    this.stopped = true;
  }
  pullOut(): void {
    this.dispatchEvent(new Event('ended'));
  }
}

export interface TestStream {
  readonly track: TestTrack;
  readonly stream: MediaStream;
}

export function testStream(device = ''): TestStream {
  const track = new TestTrack(device);
  const tracks = [track as unknown as MediaStreamTrack];
  return { track, stream: { getTracks: () => tracks, getAudioTracks: () => tracks } as unknown as MediaStream };
}

export interface TestMedia extends MediaDevices {
  devices: readonly MediaDevice[];
  state: 'granted' | 'denied' | 'prompt';
  /** Microphones opened, newest last. */
  readonly opened: { readonly choice: MicrophoneChoice; readonly track: TestTrack }[];
  /** Microphones open now. */
  readonly open: number;
  /** Something has been plugged in or out. */
  change(): void;
  readonly listeners: number;
}

export const testDevices: readonly MediaDevice[] = [
  { kind: 'input', id: 'mic-1', label: 'Built-in' },
  { kind: 'input', id: 'mic-2', label: 'Headset' },
  { kind: 'output', id: 'out-1', label: 'Speakers' },
];

/** Microphones and loudspeakers of a test. */
export function createTestMedia(devices: readonly MediaDevice[] = testDevices): TestMedia {
  const listeners = new Set<() => void>();
  const media: TestMedia = {
    devices,
    state: 'granted',
    opened: [],
    get open() {
      return media.opened.filter(({ track }) => !track.stopped).length;
    },
    change: () => {
      for (const run of [...listeners]) run();
    },
    get listeners() {
      return listeners.size;
    },
    // Before the permission a browser names neither ids nor labels.
    list: async () =>
      media.state === 'granted' ? media.devices : media.devices.map(({ kind }) => ({ kind, id: '', label: '' })),
    permission: async () => media.state,
    capture: async (choice) => {
      if (media.state === 'prompt') media.state = 'granted';
      const reason =
        media.state === 'denied'
          ? 'denied'
          : media.devices.some(({ kind, id }) => kind === 'input' && (choice.input === '' || id === choice.input))
            ? null
            : 'absent';
      if (reason) return fail(appError('not-possible-now', 'microphone', { params: { reason } }));
      const { track, stream } = testStream(choice.input);
      media.opened.push({ choice, track });
      return ok(stream);
    },
    onChange: (run) => {
      listeners.add(run);
      return () => {
        listeners.delete(run);
      };
    },
  };
  return media;
}
