import { type ReactNode, useEffect, useRef } from 'react';
import type { Call } from '../../../shared/domain/call';
import { type CallAction, capabilities } from '../../../shared/domain/capabilities';
import type { ErrorCode, Result } from '../../../shared/domain/result';
import { useSay } from '../../i18n/index';
import { useSeatline } from '../../live/context';
import { useDriver } from '../../live/hooks';
import { anyOverlay, Dialog } from '../../ui/index';
import { commandOf } from '../calls/commands';
import { byAge, isLive, primaryCall } from '../calls/model';
import { tellError } from '../notices/local';
import { useSeatActions } from '../seat/use-seat-actions';
import { byVoiceAge, isLiveVoice, onlyHere, openVoiceCall, useHasVoice } from '../voice/index';
import { dispositions } from '../wrap-up/dispositions';
import { getDraft, setDraft } from '../wrap-up/notes';
import { noteCall, useWrapUp } from '../wrap-up/use-wrap-up';
import { focusDial, getIntents, setIntent, useIntent } from './intents';
import { type KeyIntent, readKey, shortcutsFor } from './shortcuts';
import './keyboard.css';

/** A second "hang up" within this time is a bouncing key, not a wish. */
const throttleMs = 1000;

/** Refused before the desk began: no row of the topic `commands` tells of it. */
const neverStarted: ReadonlySet<ErrorCode> = new Set([
  'unreachable',
  'invalid-input',
  'unknown-command',
  'refused-sender',
  'not-signed-in',
]);

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'));

/** Keys of the whole window. Draws nothing but the list behind `?`. */
export function Keyboard(): ReactNode {
  const { live, bridge, clock } = useSeatline();
  const say = useSay();
  const seatActions = useSeatActions();
  const wrapUp = useWrapUp();
  const latest = useRef({ seatActions, wrapUp, say });
  latest.current = { seatActions, wrapUp, say };
  const lastHangUp = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => {
    const voiceCalls = () => Object.values(live.store('voiceCalls').getState().value ?? {}).sort(byVoiceAge);
    const tell = (result: Result<unknown>): void => {
      // Shown in the card through the topic `commands`; what never got that far is told here.
      if (!result.ok && neverStarted.has(result.error.code)) tellError(result.error);
    };
    const mute = (): void => {
      const call = openVoiceCall(voiceCalls());
      if (call) void bridge.call('voice.mute', { on: !call.muted, voiceCallId: call.id }).then(tell);
    };
    /** A call that the platform has not shown is answered and ended at the app's telephone, where no other is meant. */
    const onTelephone = (action: CallAction, calls: readonly Call[]): boolean => {
      const only = onlyHere(voiceCalls(), new Set(calls.map(({ id }) => id))).filter(isLiveVoice);
      if (action === 'answer') {
        const call = only.find((row) => row.state === 'ringing');
        if (!call || calls.some(({ state }) => state === 'ringing' || state === 'calling-me')) return false;
        void bridge.call('voice.answer', { voiceCallId: call.id }).then(tell);
        return true;
      }
      const [call] = only;
      if (action !== 'hang-up' || !call || calls.some(isLive)) return false;
      if (hangUpAgain()) return true;
      void bridge.call('voice.hangUp', { voiceCallId: call.id }).then(tell);
      return true;
    };
    const hangUpAgain = (): boolean => {
      if (clock.monotonic() - lastHangUp.current < throttleMs) return true;
      lastHangUp.current = clock.monotonic();
      return false;
    };
    const act = (intent: KeyIntent): void => {
      const calls = Object.values(live.store('calls').getState().value ?? {}).sort(byAge);
      if (intent.kind === 'call') {
        const seat = live.store('seat').getState().value ?? null;
        const driver = new Set(live.store('host').getState().value?.driver ?? []);
        if (onTelephone(intent.action, calls)) return;
        const wanted =
          intent.action === 'answer'
            ? calls.find((call) => call.state === 'ringing' || call.state === 'calling-me')
            : primaryCall(calls.filter(isLive));
        if (!wanted) return;
        const control = capabilities(wanted, seat, driver).find((row) => row.action === intent.action);
        if (!control?.enabled) return;
        if (intent.action === 'hang-up' && hangUpAgain()) return;
        if (intent.action === 'transfer' || intent.action === 'consult') {
          setIntent({ transfer: { callId: wanted.id, mode: intent.action === 'consult' ? 'consult' : 'blind' } });
        } else if (intent.action === 'dtmf') setIntent({ keypad: wanted.id });
        else {
          void bridge.call(commandOf[intent.action], { callId: wanted.id }).then(tell);
        }
        return;
      }
      if (intent.kind === 'disposition') {
        const call = noteCall(calls);
        const key = dispositions[intent.index];
        if (!call || !key) return;
        const word = latest.current.say(key);
        setDraft(call.id, { disposition: getDraft(call.id).disposition === word ? '' : word });
        return;
      }
      if (intent.kind === 'mute') mute();
      else if (intent.kind === 'finish') void latest.current.wrapUp.finish();
      else if (intent.kind === 'ready') latest.current.seatActions.toggle();
      else if (intent.kind === 'state-menu') setIntent({ stateMenu: true });
      else if (intent.kind === 'dial') focusDial();
      else setIntent({ help: !getIntents().help });
    };
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const calls = Object.values(live.store('calls').getState().value ?? {});
      const intent = readKey(
        {
          key: event.key,
          ctrl: event.ctrlKey,
          shift: event.shiftKey,
          alt: event.altKey,
          meta: event.metaKey,
          repeat: event.repeat,
          typing: isTyping(event.target),
          overlay: anyOverlay(),
        },
        {
          call: primaryCall(calls.filter(isLive)),
          wrapUp: live.store('seat').getState().value?.availability === 'wrap-up',
        },
      );
      if (!intent) return;
      event.preventDefault();
      act(intent);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [live, bridge, clock]);

  return <ShortcutList />;
}

function ShortcutList(): ReactNode {
  const say = useSay();
  const driver = useDriver();
  const voice = useHasVoice();
  const isOpen = useIntent('help');
  return (
    <Dialog isOpen={isOpen} onClose={() => setIntent({ help: false })} title={say('keys.title')}>
      <div className="shortcuts">
        {shortcutsFor(driver, voice).map((group) => (
          <section key={group.title}>
            <h3>{say(group.title)}</h3>
            <dl>
              {group.rows.map(([key, what]) => (
                <div key={what} className="shortcut">
                  <dt>{say(what)}</dt>
                  <dd>
                    <kbd className="key">{key}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <p className="muted">{say('keys.hint')}</p>
      </div>
    </Dialog>
  );
}
