import { Phone, PhoneOff, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { VoiceCall } from '../../../shared/bridge/topics';
import { useSay } from '../../i18n/index';
import { type CommandHandle, useCommand } from '../../live/command';
import { useRow } from '../../live/hooks';
import { Button, CallStateBadge, callLooks, directionIcons, ErrorLine, Timer } from '../../ui/index';
import { nameOf, spaced } from '../calls/model';
import { cardEnds, cardStates } from './model';
import './voice.css';
import { VoiceStrip } from './voice-strip';

/**
 * A call that only this telephone has shown. It looks like the card that takes its place, with the buttons where they
 * will be, so that nothing moves below a hand that is about to press.
 */
export function VoiceCard(props: { readonly id: string; readonly density: 'full' | 'tight' }): ReactNode {
  const call = useRow('voiceCalls', props.id);
  return call ? <Card call={call} density={props.density} /> : null;
}

function Card({ call, density }: { readonly call: VoiceCall; readonly density: 'full' | 'tight' }): ReactNode {
  const say = useSay();
  const controls = useVoiceControls(call);
  const state = cardStates[call.state];
  const name = nameOf(call, say);
  const Direction = directionIcons[call.direction];
  const ended = call.state === 'ended';
  return (
    <article
      className={`call-card voice-card tone-${callLooks[state].tone} density-${density} is-${state}`}
      aria-label={name}
    >
      <header className="call-head">
        <span className="call-direction" title={say(`states.direction.${call.direction}`)}>
          <Direction aria-hidden size={18} />
          <span className="unseen">{say(`states.direction.${call.direction}`)}</span>
        </span>
        <div className="grow">
          <h2 className="call-name cut" title={name}>
            {name}
          </h2>
          <p className="call-under">
            {call.name && call.number ? <span className="call-number">{spaced(call.number)}</span> : null}
          </p>
        </div>
        <div className="call-status">
          <CallStateBadge state={state} />
          {ended ? null : <Timer since={call.since} className="call-time" label={timeWord(call, say)} />}
        </div>
      </header>
      {ended ? (
        <p className="call-ended">{endText(call, say)}</p>
      ) : (
        <>
          <p className="call-note">{say(call.state === 'ringing' ? 'voice.onlyHere' : 'voice.onlyHereLive')}</p>
          <VoiceStrip call={call} />
          <div className="call-actions">
            <VoiceControls call={call} controls={controls} size={density === 'tight' ? 's' : 'm'} />
          </div>
        </>
      )}
      <ErrorLine error={controls.answer.error ?? controls.hangUp.error} onDismiss={controls.clear} />
    </article>
  );
}

const timeWord = (call: VoiceCall, say: ReturnType<typeof useSay>): string =>
  say(call.state === 'ringing' || call.state === 'calling' ? 'calls.ringTime' : 'calls.talkTime');

export const endText = (call: VoiceCall, say: ReturnType<typeof useSay>): string =>
  call.end === undefined
    ? say('states.call.ended')
    : say('calls.ended', { end: say(`calls.end.${cardEnds[call.end]}`) });

export interface VoiceControlsOf {
  readonly answer: CommandHandle<'voice.answer'>;
  readonly hangUp: CommandHandle<'voice.hangUp'>;
  readonly clear: () => void;
}

export function useVoiceControls(call: VoiceCall): VoiceControlsOf {
  const answer = useCommand('voice.answer', call.id);
  const hangUp = useCommand('voice.hangUp', call.id);
  return {
    answer,
    hangUp,
    clear: () => {
      answer.clear();
      hangUp.clear();
    },
  };
}

/** Answer, reject, hang up: in the order and the places of a call's own controls. */
export function VoiceControls(props: {
  readonly call: VoiceCall;
  readonly controls: VoiceControlsOf;
  readonly icons?: boolean;
  readonly size: 's' | 'm';
}): ReactNode {
  const say = useSay();
  const { call, controls, size } = props;
  const voiceCallId = call.id;
  const rings = call.state === 'ringing';
  const off = rings ? null : say('why.not-ringing');
  const end = (): void => void controls.hangUp.run({ voiceCallId });
  const buttons = [
    {
      action: 'answer',
      icon: Phone,
      variant: rings ? 'answer' : 'plain',
      unavailable: off,
      pending: controls.answer.pending,
      shortcut: 'A',
      onPress: () => void controls.answer.run({ voiceCallId }),
    },
    {
      action: 'reject',
      icon: X,
      variant: rings ? 'hang-up' : 'plain',
      unavailable: off,
      pending: rings && controls.hangUp.pending,
      onPress: end,
    },
    {
      action: 'hang-up',
      icon: PhoneOff,
      variant: rings ? 'plain' : 'hang-up',
      unavailable: null,
      pending: !rings && controls.hangUp.pending,
      shortcut: 'H',
      onPress: end,
    },
  ] as const;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row of a grid
    <div className="controls controls-main" role="group" aria-label={say('calls.controls')}>
      {buttons.map(({ action, ...button }) => {
        const label = say(`calls.${action}`);
        return props.icons ? (
          <Button key={action} {...button} size={size} label={label} />
        ) : (
          <Button key={action} {...button} size={size}>
            {label}
          </Button>
        );
      })}
    </div>
  );
}
