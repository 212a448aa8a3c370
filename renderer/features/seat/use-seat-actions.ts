import { createStore } from 'zustand';
import { useCommand } from '../../live/command';
import { useDriver, useSelect, useSettings, useTopic } from '../../live/hooks';
import { useAnyLiveCall } from '../calls/model';
import { setIntent } from '../keyboard/intents';

/** The reason used last in this window: what the ready/pause key takes. */
const lastReason = createStore<{ readonly code: number | null }>(() => ({ code: null }));

/** What "busy" is on a platform without reasons: the first pause reason stands for the one there is. */
export const busyReason = 1;

export type SeatActions = ReturnType<typeof useSeatActions>;

export function useSeatActions() {
  const seat = useTopic('seat');
  const reasons = useTopic('reasons') ?? [];
  const { wrapUp } = useSettings();
  const driver = useDriver();
  const inCall = useAnyLiveCall();
  const ready = useCommand('seat.ready');
  const pause = useCommand('seat.pause');
  const cancelNext = useCommand('seat.cancelNext');
  const signOut = useCommand('session.signOut');
  const joined = useSelect('seat', (value) => value?.memberships.some((row) => row.joined) ?? false);
  /** How this platform knows that somebody shall get no calls: by queue with a reason, by one switch, not at all. */
  const way: 'reasons' | 'busy' | 'none' = driver.has('queue-pause') ? 'reasons' : driver.has('busy') ? 'busy' : 'none';
  const choices = way === 'reasons' ? reasons.filter((reason) => reason.code !== wrapUp.code) : [];
  const takePause = (reason: number): void => {
    lastReason.setState({ code: reason });
    void pause.run({ reason });
  };
  return {
    seat,
    inCall,
    joined,
    way,
    busyReason,
    reasons: choices,
    ready: () => void ready.run({}),
    pause: takePause,
    /** Ready ⇄ paused for the reason used last. */
    toggle: () => {
      if (!seat || way === 'none') return;
      const { code } = lastReason.getState();
      const reason = choices.find((choice) => choice.code === code) ?? choices[0];
      if (seat.availability !== 'ready') void ready.run({});
      else if (way === 'busy') takePause(busyReason);
      else if (reason) takePause(reason.code);
      else setIntent({ stateMenu: true });
    },
    cancelNext: () => void cancelNext.run({}),
    cancelPending: cancelNext.pending,
    signOut: (confirmed: boolean) => signOut.run({ confirmed }),
    signOutPending: signOut.pending,
    signOutError: signOut.error,
    pending: ready.pending || pause.pending,
    error: ready.error ?? pause.error ?? cancelNext.error,
    clear: () => {
      ready.clear();
      pause.clear();
      cancelNext.clear();
    },
  };
}
