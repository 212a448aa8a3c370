import { useEffect, useRef } from 'react';
import { useSettings } from '../live/hooks';

export type SoundName = 'ring' | 'zip' | 'lost' | 'alarm' | 'end';

const files: Readonly<Record<SoundName, string>> = {
  ring: 'sounds/ring.wav',
  zip: 'sounds/zip.wav',
  lost: 'sounds/lost.wav',
  alarm: 'sounds/alarm.wav',
  end: 'sounds/end.wav',
};

/**
 * Plays while `playing` (repeating when `loop`). A browser that forbids sound before the first click stays silent: the
 * ring is also shown and announced. Volume and switch come from the settings.
 */
export function useSound(name: SoundName, playing: boolean, loop = false): void {
  const { sounds, volume } = useSettings().notify;
  const audio = useRef<HTMLAudioElement | null>(null);
  useEffect(() => {
    if (!playing || !sounds || typeof Audio === 'undefined') return undefined;
    const player = new Audio(files[name]);
    audio.current = player;
    player.loop = loop;
    player.volume = volume;
    // Refused by the browser's autoplay rule or no device: nothing a person could do about it here.
    player.play()?.catch(() => undefined);
    return () => {
      player.pause();
      audio.current = null;
    };
  }, [name, playing, loop, sounds, volume]);
}
