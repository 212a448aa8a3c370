import { appError, fail, ok } from '../../../shared/domain/result';
import type { MediaDevices, Meter } from '../media';

/** Chrome lists the default device a second time under these names; "empty" means it here. */
const doubles: ReadonlySet<string> = new Set(['default', 'communications']);

/** Why a microphone did not open, as `params.reason`; the names are those of Media Capture and Streams §10.4.1. */
const reasons: Readonly<Record<string, string>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'absent',
  OverconstrainedError: 'absent',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

/** The browser's own microphones and loudspeakers. */
export function browserMedia(): MediaDevices {
  const { mediaDevices, permissions } = navigator;
  return {
    list: async () =>
      (await mediaDevices.enumerateDevices())
        .filter(({ kind, deviceId }) => kind !== 'videoinput' && !doubles.has(deviceId))
        .map(({ kind, deviceId, label }) => ({
          kind: kind === 'audioinput' ? 'input' : 'output',
          id: deviceId,
          label,
        })),
    permission: async () => (await permissions.query({ name: 'microphone' as PermissionName })).state,
    capture: async ({ input, echoCancellation, noiseSuppression, autoGain }) => {
      const wanted = { echoCancellation, noiseSuppression, autoGainControl: autoGain };
      try {
        return ok(
          await mediaDevices.getUserMedia({
            audio: input ? { ...wanted, deviceId: { exact: input } } : wanted,
            video: false,
          }),
        );
      } catch (error) {
        const name = error instanceof Error ? error.name : '';
        return fail(
          appError('not-possible-now', `microphone: ${name}`, {
            tried: 'voice.microphone',
            params: { reason: reasons[name] ?? 'busy' },
          }),
        );
      }
    },
    onChange: (run) => {
      let status: PermissionStatus | null = null;
      let over = false;
      mediaDevices.addEventListener('devicechange', run);
      void permissions.query({ name: 'microphone' as PermissionName }).then((found) => {
        if (over) return;
        status = found;
        status.addEventListener('change', run);
      });
      return () => {
        over = true;
        mediaDevices.removeEventListener('devicechange', run);
        status?.removeEventListener('change', run);
      };
    },
  };
}

/** Loudness of a stream by Web Audio; nothing of it is played. */
export function browserMeter(stream: MediaStream): Meter {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 4_096;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    loudness: () => {
      analyser.getFloatTimeDomainData(samples);
      return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    },
    close: () => void context.close(),
  };
}
