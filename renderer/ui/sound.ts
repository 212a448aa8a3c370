import { useEffect } from 'react';
import { useSettings } from '../live/hooks';

export type SoundName = 'ring' | 'zip' | 'lost' | 'alarm' | 'end';

const files: Readonly<Record<SoundName, string>> = {
  ring: 'sounds/ring.wav',
  zip: 'sounds/zip.wav',
  lost: 'sounds/lost.wav',
  alarm: 'sounds/alarm.wav',
  end: 'sounds/end.wav',
};

interface SoundOptions {
  readonly loop?: boolean;
  /** Devices that play it, all at once; empty = the system's default. Without a list that one alone. */
  readonly outputs?: readonly string[];
}

/**
 * Plays while `playing` (repeating when `loop`). A browser that forbids sound before the first click stays silent: the
 * ring is also shown and announced. Volume and switch come from the settings. A device that has gone: the first one is
 * replaced by the default, of which there is always one to be heard; a further one stays silent.
 */
export function useSound(name: SoundName, playing: boolean, options: SoundOptions = {}): void {
  const { sounds, volume } = useSettings().notify;
  const { loop = false, outputs = [''] } = options;
  const wanted = outputs.join('\n');
  useEffect(() => {
    if (!playing || !sounds || typeof Audio === 'undefined') return undefined;
    let over = false;
    const players = wanted.split('\n').map((output, index) => {
      const player = new Audio(files[name]);
      player.loop = loop;
      player.volume = volume;
      // Refused by the browser's autoplay rule or no device: nothing a person could do about it here.
      const play = (): unknown => (over ? undefined : player.play()?.catch(() => undefined));
      if (output === '' || typeof player.setSinkId !== 'function') {
        // A second device that cannot be chosen would be the first one, twice as loud.
        if (index === 0) play();
      } else {
        void player.setSinkId(output).then(play, () => (index === 0 ? play() : undefined));
      }
      return player;
    });
    return () => {
      over = true;
      for (const player of players) player.pause();
    };
  }, [name, playing, loop, wanted, sounds, volume]);
}
