import {
  CircleDashed,
  Headset,
  LoaderCircle,
  type LucideIcon,
  MicOff,
  RefreshCw,
  TriangleAlert,
  VolumeX,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { AudioDevice, Voice } from '../../../shared/bridge/topics';
import { useErrorText, useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useHostCan, useSelect, useSettings, useTopic } from '../../live/hooks';
import { Button, ErrorLine, Popover, StateBadge, type Tone } from '../../ui/index';
import { type VoiceState, voiceFault, voiceStateOf } from './model';
import './voice.css';

const looks: Readonly<Record<VoiceState, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  registered: { tone: 'ready', icon: Headset },
  connecting: { tone: 'offline', icon: LoaderCircle },
  off: { tone: 'offline', icon: CircleDashed },
  failed: { tone: 'error', icon: TriangleAlert },
  ask: { tone: 'ringing', icon: MicOff },
  denied: { tone: 'error', icon: MicOff },
  absent: { tone: 'error', icon: MicOff },
  'no-page': { tone: 'ringing', icon: VolumeX },
  fallback: { tone: 'ringing', icon: TriangleAlert },
};

/** The app's telephone in a word, with its headset; why and what to do behind the press. Nothing without voice. */
export function VoiceBadge({ compact = false }: { readonly compact?: boolean }): ReactNode {
  const say = useSay();
  const shown = useSelect('voice', (voice) =>
    voice ? { state: voiceStateOf(voice), headset: voice.headset?.label ?? '' } : null,
  );
  if (!shown) return null;
  const { state, headset } = shown;
  const word = say(`voice.state.${state}`);
  const good = state === 'registered';
  return (
    <Popover
      label={say('voice.title')}
      placement="bottom end"
      trigger={
        <Button
          variant="quiet"
          size={compact ? 's' : 'm'}
          label={[say('voice.is', { state: word }), headset].filter(Boolean).join(' · ')}
          className="voice-badge"
        >
          <StateBadge {...looks[state]} word={compact ? '' : good && headset ? headset : word} quiet={good} />
        </Button>
      }
    >
      <VoiceDetails />
    </Popover>
  );
}

function VoiceDetails(): ReactNode {
  const say = useSay();
  const voice = useTopic('voice');
  const { voice: chosen } = useSettings();
  if (!voice) return null;
  const state = voiceStateOf(voice);
  const facts = [
    ['microphone', nameOf(voice.inputs, chosen.input)],
    ['output', nameOf(voice.outputs, chosen.output)],
    ['headset', voice.headset?.label || say('voice.noHeadset')],
  ] as const;
  return (
    <div className="stack voice-details">
      <StateBadge {...looks[state]} word={say(`voice.state.${state}`)} />
      <WhatToDo voice={voice} state={state} />
      <dl className="voice-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{say(`voice.${name}`)}</dt>
            <dd className="cut">{value || say('voice.systemDefault')}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Label of a chosen device that is there; empty = the default one is used. */
const nameOf = (devices: readonly AudioDevice[], id: string): string =>
  id === '' ? '' : (devices.find((device) => device.id === id)?.label ?? '');

function WhatToDo({ voice, state }: { readonly voice: Voice; readonly state: VoiceState }): ReactNode {
  const say = useSay();
  const errorText = useErrorText();
  // A frame of the page asks the browser for permission; a page of the host asks the system.
  const inPage = useHostCan('audio-frame');
  const retry = useCommand('voice.retry');
  const test = useCommand('voice.test');
  const fault = voice.error ? voiceFault(voice.error) : null;
  const sentence =
    inPage && (state === 'denied' || state === 'no-page')
      ? say(`voice.todo.${state}InPage`)
      : say(`voice.todo.${state}`);
  return (
    <>
      <p>{sentence}</p>
      {state === 'failed' && voice.error ? (
        <p className="fact-warning">{fault ? say(fault) : errorText({ ...voice.error, tried: '' })}</p>
      ) : null}
      {state === 'ask' ? (
        <div>
          <Button size="s" variant="primary" pending={test.pending} onPress={() => void allow()}>
            {say('voice.allow')}
          </Button>
        </div>
      ) : null}
      {state === 'failed' || state === 'off' || state === 'denied' || state === 'absent' ? (
        <div>
          <Button size="s" icon={RefreshCw} pending={retry.pending} onPress={() => void retry.run({})}>
            {say('voice.retry')}
          </Button>
        </div>
      ) : null}
      <ErrorLine error={retry.error ?? test.error} onDismiss={state === 'ask' ? test.clear : retry.clear} />
    </>
  );

  /** Opening the microphone is what makes the browser ask. */
  async function allow(): Promise<void> {
    const opened = await test.run({ what: 'microphone' });
    if (opened.ok) await test.run({ what: 'off' });
  }
}
