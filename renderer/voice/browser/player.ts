import type { Player } from '../sound/ear';

/** An audio element that is in no document: it plays all the same, and no style or control of the page touches it. */
export function browserPlayer(): Player {
  const element = new Audio();
  element.autoplay = true;
  return {
    play: async (stream) => {
      element.srcObject = stream;
      try {
        await element.play();
        return true;
      } catch (error) {
        // `AbortError` = something newer is played or it was closed; only `NotAllowedError` waits for a click.
        return !(error instanceof Error && error.name === 'NotAllowedError');
      }
    },
    output: async (id) => {
      try {
        await element.setSinkId(id);
        return true;
      } catch {
        return false;
      }
    },
    volume: (level) => {
      element.volume = level;
    },
    mute: (on) => {
      element.muted = on;
    },
    close: () => {
      element.pause();
      element.srcObject = null;
    },
  };
}

const gestures = ['pointerdown', 'keydown'] as const;

/**
 * Runs once at the next click or key. In the browser edition the page is a frame of the screen, where the person clicks;
 * both are of one origin, and a click there counts for both (HTML §6.4.2).
 */
export function onceTouched(run: () => void): () => void {
  const windows = window.parent === window ? [window] : [window, window.parent];
  const off = (): void => {
    for (const target of windows)
      for (const gesture of gestures) target.removeEventListener(gesture, touched, { capture: true });
  };
  const touched = (): void => {
    off();
    run();
  };
  for (const target of windows)
    for (const gesture of gestures) target.addEventListener(gesture, touched, { capture: true });
  return off;
}
