import { Mic, MicOff } from 'lucide-react';
import type { ReactNode } from 'react';
import type { VoiceCall } from '../../../shared/bridge/topics';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useSelect } from '../../live/hooks';
import { Button, type ButtonProps, ErrorLine } from '../../ui/index';
import { byVoiceAge, openVoiceCall } from './model';
import './voice.css';

/** The microphone of the call in hand; there only while sound can go out. `icons` draws no word (bar). */
export function MuteButton({ icons = false }: { readonly icons?: boolean }): ReactNode {
  const call = useSelect('voiceCalls', (rows) => {
    const open = openVoiceCall(Object.values(rows ?? {}).sort(byVoiceAge));
    return open ? { id: open.id, muted: open.muted } : null;
  });
  return call ? <Mute {...call} icons={icons} size={icons ? 'm' : 'l'} /> : null;
}

/** The same of one call, inside its card. */
export const MuteOf = ({ call }: { readonly call: VoiceCall }): ReactNode => (
  <Mute id={call.id} muted={call.muted} icons={false} size="s" />
);

function Mute(props: {
  readonly id: string;
  readonly muted: boolean;
  readonly icons: boolean;
  readonly size: 's' | 'm' | 'l';
}): ReactNode {
  const say = useSay();
  const { id, muted } = props;
  const mute = useCommand('voice.mute', id);
  const word = say(muted ? 'voice.muted' : 'voice.mute');
  const common: ButtonProps = {
    icon: muted ? MicOff : Mic,
    size: props.size,
    isPressed: muted,
    pending: mute.pending,
    shortcut: 'M',
    className: `mute ${muted ? 'is-muted' : ''}`,
    hint: props.icons
      ? `${word} · ${say(muted ? 'voice.mutedHint' : 'voice.muteHint')}`
      : say(muted ? 'voice.mutedHint' : 'voice.muteHint'),
    onPress: () => void mute.run({ on: !muted, voiceCallId: id }),
  };
  return (
    <span className="mute-place">
      {props.icons ? <Button {...common} label={word} /> : <Button {...common}>{word}</Button>}
      <ErrorLine error={mute.error} onDismiss={mute.clear} />
    </span>
  );
}
