import { Mic, Play, Square } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Settings } from '../../../shared/bridge/settings';
import { useSay, type WordKey } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useDriver, useHostCan, useSelect, useSettings } from '../../live/hooks';
import { Button, ErrorLine, SelectField, SwitchField } from '../../ui/index';
import { requestHeadset } from '../../voice/headset-request';
import { useAnyVoiceCall } from '../voice/index';
import { DeviceField } from './audio-device';
import { wholeBetween } from './check';
import { DraftField } from './draft-field';
import { useSaving } from './saving';
import { Volume } from './volume';

const autoAnswers = ['off', 'queue', 'all'] as const;
const processing = ['echoCancellation', 'noiseSuppression', 'autoGain'] as const;

/** The app's own telephone: devices, tests, what is answered by itself, the buttons of the headset. */
export function Audio(): ReactNode {
  const say = useSay();
  const { voice } = useSettings();
  const { save } = useSaving();
  const change = (change: Partial<Settings['voice']>, what: string): void => void save({ voice: change }, what);
  return (
    <div className="settings-columns audio">
      <div className="settings-fields">
        <fieldset className="settings-group">
          <legend>{say('settings.audio.devices')}</legend>
          <NoNames />
          <DeviceField kind="input" onChange={(input) => change({ input }, say('settings.audio.input'))} />
          <DeviceField kind="output" onChange={(output) => change({ output }, say('settings.audio.output'))} />
          <DeviceField kind="ringer" onChange={(ringer) => change({ ringer }, say('settings.audio.ringer'))} />
          <Volume
            label={say('settings.audio.volume')}
            value={voice.volume}
            onChange={(volume) => change({ volume }, say('settings.audio.volume'))}
          />
        </fieldset>
        <fieldset className="settings-group">
          <legend>{say('settings.audio.processing')}</legend>
          {processing.map((name) => (
            <SwitchField
              key={name}
              label={say(`settings.audio.${name}`)}
              {...(name === 'echoCancellation' ? { detail: say('settings.audio.echoCancellationHint') } : {})}
              isOn={voice[name]}
              onChange={(on) => change({ [name]: on }, say(`settings.audio.${name}`))}
            />
          ))}
        </fieldset>
      </div>
      <div className="settings-fields">
        <Test />
        <AutoAnswer />
        <HeadsetButtons />
      </div>
    </div>
  );
}

/** Browsers hide the names of devices until the microphone was allowed. */
function NoNames(): ReactNode {
  const say = useSay();
  const inPage = useHostCan('audio-frame');
  const microphone = useSelect('voice', (voice) => voice?.microphone);
  const nameless = useSelect('voice', (voice) => voice?.inputs.every(({ label }) => label === '') ?? false);
  const test = useCommand('voice.test');
  if (microphone === 'absent') return <p className="fact-warning">{say('voice.todo.absent')}</p>;
  if (!nameless || microphone === 'granted') return null;
  return (
    <div className="stack">
      <p className="field-hint">{say('settings.audio.noNames')}</p>
      {microphone === 'denied' ? (
        <p className="fact-warning">{say(inPage ? 'voice.todo.deniedInPage' : 'voice.todo.denied')}</p>
      ) : (
        <div>
          <Button icon={Mic} size="s" pending={test.pending} onPress={() => void test.run({ what: 'microphone' })}>
            {say('settings.audio.allow')}
          </Button>
        </div>
      )}
      <ErrorLine error={test.error} onDismiss={test.clear} />
    </div>
  );
}

function Test(): ReactNode {
  const say = useSay();
  const open = useSelect('voice', (voice) => voice?.test?.what === 'microphone');
  const inCall = useAnyVoiceCall();
  const tone = useCommand('voice.test');
  const microphone = useCommand('voice.test');
  useSilenceAfter(open);
  const unavailable = inCall ? say('settings.audio.testInCall') : null;
  return (
    <fieldset className="settings-group">
      <legend>{say('settings.audio.test')}</legend>
      <div className="row row-wrap">
        <Button
          icon={Play}
          pending={tone.pending}
          unavailable={unavailable}
          onPress={() => void tone.run({ what: 'output' })}
        >
          {say('settings.audio.testOutput')}
        </Button>
        <Button
          icon={open ? Square : Mic}
          isPressed={open}
          pending={microphone.pending}
          unavailable={open ? null : unavailable}
          onPress={() => void microphone.run({ what: open ? 'off' : 'microphone' })}
        >
          {say(open ? 'settings.audio.testMicrophoneStop' : 'settings.audio.testMicrophone')}
        </Button>
      </div>
      {open ? <Level /> : null}
      <ErrorLine error={tone.error ?? microphone.error} onDismiss={tone.error ? tone.clear : microphone.clear} />
    </fieldset>
  );
}

/** An open microphone ends with the page that opened it. */
function useSilenceAfter(testing: boolean): void {
  const { run } = useCommand('voice.test');
  const latest = useRef({ run, testing });
  latest.current = { run, testing };
  useEffect(
    () => () => {
      if (latest.current.testing) void latest.current.run({ what: 'off' });
    },
    [],
  );
}

/** A voice at a desk is well above this; a quiet room is below. */
const audible = 0.06;

function Level(): ReactNode {
  const say = useSay();
  const level = useSelect('voice', (voice) => voice?.test?.level ?? 0);
  const [heard, setHeard] = useState(false);
  useEffect(() => {
    if (level >= audible) setHeard(true);
  }, [level]);
  return (
    <div className="stack">
      {/* biome-ignore lint/a11y/useSemanticElements: the bar of a meter element cannot be drawn alike in light and dark */}
      <div
        className="voice-level"
        role="meter"
        aria-label={say('settings.audio.level')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(level * 100)}
      >
        <span className="voice-level-bar" style={{ width: `${Math.round(level * 100)}%` }} />
      </div>
      <p className="field-hint" role="status">
        {say(heard ? 'settings.audio.heard' : 'settings.audio.speak')}
      </p>
    </div>
  );
}

function AutoAnswer(): ReactNode {
  const say = useSay();
  const { autoAnswer, autoAnswerSeconds } = useSettings().voice;
  const queues = useDriver().has('queues');
  const { save } = useSaving();
  const label = say('settings.audio.autoAnswer');
  const seconds = say('settings.audio.autoAnswerSeconds');
  return (
    <fieldset className="settings-group">
      <legend>{say('settings.audio.answering')}</legend>
      <SelectField
        label={label}
        value={autoAnswer}
        choices={autoAnswers
          .filter((id) => id !== 'queue' || queues || autoAnswer === 'queue')
          .map((id) => ({ id, label: say(`settings.audio.autoAnswers.${id}`) }))}
        onChange={(id) => {
          const chosen = autoAnswers.find((one) => one === id);
          if (chosen) void save({ voice: { autoAnswer: chosen } }, label);
        }}
      />
      {autoAnswer === 'off' ? null : (
        <DraftField
          field="voice.autoAnswerSeconds"
          label={seconds}
          hint={say('settings.audio.autoAnswerHint')}
          saved={String(autoAnswerSeconds)}
          check={wholeBetween(0, 30)}
          onSave={(value) => save({ voice: { autoAnswerSeconds: value } }, seconds)}
        />
      )}
    </fieldset>
  );
}

type Pairing = Awaited<ReturnType<typeof requestHeadset>>;

const pairWord = (outcome: Pairing): WordKey =>
  outcome === 'none'
    ? 'settings.audio.notPaired'
    : outcome === 'unsupported'
      ? 'settings.audio.pairUnsupported'
      : 'settings.audio.paired';

function HeadsetButtons(): ReactNode {
  const say = useSay();
  const headset = useSelect('voice', (voice) => voice?.headset?.label ?? null);
  const [outcome, setOutcome] = useState<Pairing | null>(null);
  return (
    <fieldset className="settings-group">
      <legend>{say('settings.audio.headset')}</legend>
      <p className="field-hint">{say('settings.audio.headsetHint')}</p>
      <div className="row row-wrap">
        <span className="grow">
          {headset === null ? say('settings.audio.headsetNone') : say('settings.audio.headsetNow', { name: headset })}
        </span>
        {/* The browser shows its list of devices only in answer to a press. */}
        <Button onPress={() => void requestHeadset().then(setOutcome)}>{say('settings.audio.pair')}</Button>
      </div>
      <p className="field-hint" role="status">
        {outcome === null ? '' : say(pairWord(outcome))}
      </p>
    </fieldset>
  );
}
