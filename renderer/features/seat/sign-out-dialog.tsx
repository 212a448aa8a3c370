import type { ReactNode } from 'react';
import { useSay } from '../../i18n/index';
import { Button, Dialog, ErrorLine } from '../../ui/index';
import { setIntent, useIntent } from '../keyboard/intents';
import { useAnyVoiceCall } from '../voice/model';
import { useSeatActions } from './use-seat-actions';

/** Signing out is confirmed; during a call it waits for its end, or happens at once when that is wanted. */
export function SignOutDialog(): ReactNode {
  const say = useSay();
  const isOpen = useIntent('signOut');
  const actions = useSeatActions();
  const inVoice = useAnyVoiceCall();
  const queued = actions.seat?.next?.kind === 'sign-out';
  const close = (): void => setIntent({ signOut: false });
  // The desk takes a first confirmation as "after this call" and a second one as "now".
  const signOut = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      const result = await actions.signOut(true);
      if (!result.ok) return;
    }
    close();
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={say('seat.signOutTitle')}
      role="alertdialog"
      size="s"
      footer={
        <>
          <Button onPress={close}>{say('ui.cancel')}</Button>
          {actions.inCall ? (
            <Button variant="danger" pending={actions.signOutPending} onPress={() => void signOut(queued ? 1 : 2)}>
              {say('seat.signOutNow')}
            </Button>
          ) : null}
          {actions.inCall && queued ? null : (
            <Button variant="primary" autoFocus pending={actions.signOutPending} onPress={() => void signOut(1)}>
              {say(actions.inCall ? 'seat.signOutAfter' : 'seat.signOut')}
            </Button>
          )}
        </>
      }
    >
      {actions.inCall ? (
        <p>
          {say(
            inVoice
              ? 'seat.signOutInVoice'
              : actions.way === 'reasons'
                ? 'seat.signOutInCall'
                : 'seat.signOutInCallPlain',
          )}
        </p>
      ) : null}
      <ErrorLine error={actions.signOutError} />
    </Dialog>
  );
}
