import type { Clock } from '../../../shared/domain/time';
import type { Beep, Tones } from '../sound/tone';

/** Chrome has it since 110; TypeScript's DOM library does not. */
type Routed = AudioContext & { setSinkId?(id: string): Promise<void> };

/** A browser that forbids sound lets `resume` wait for ever. */
const patienceMs = 400;
/** Rise and fall, s: a tone that begins at once clicks. */
const ramp = 0.01;

/** Tones by Web Audio on any output; a context a tone, so that no device is held open. */
export function browserTones(clock: Clock): Tones {
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));
  const schedule = (context: AudioContext, tone: readonly Beep[], volume: number): number => {
    let at = context.currentTime + 0.02;
    for (const { hertz, ms } of tone) {
      const end = at + ms / 1_000;
      const oscillator = context.createOscillator();
      const gain = context.createGain();
      oscillator.frequency.value = hertz;
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(volume, at + ramp);
      gain.gain.setValueAtTime(volume, end - ramp);
      gain.gain.linearRampToValueAtTime(0, end);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(at);
      oscillator.stop(end);
      at = end;
    }
    return (at - context.currentTime) * 1_000;
  };
  return {
    play: async (tone, output, volume, stop) => {
      const context: Routed = new AudioContext();
      try {
        // A device that has gone: on the default one then.
        if (output !== '') await context.setSinkId?.(output).catch(() => undefined);
        await Promise.race([context.resume(), wait(patienceMs)]);
        if (context.state !== 'running') return false;
        if (stop?.aborted) return true;
        const stopped = new Promise<void>((resolve) =>
          stop?.addEventListener('abort', () => resolve(), { once: true }),
        );
        await Promise.race([wait(schedule(context, tone, volume * 0.3)), stopped]);
        return true;
      } finally {
        await context.close();
      }
    },
  };
}
