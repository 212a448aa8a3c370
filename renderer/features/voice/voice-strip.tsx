import { Headset } from 'lucide-react';
import type { ReactNode } from 'react';
import type { VoiceCall } from '../../../shared/bridge/topics';
import { useSay } from '../../i18n/index';
import { MuteOf } from './mute-button';
import { QualityMark } from './quality-mark';
import './voice.css';

/** In a card: that its sound is here, the microphone, and how it sounds. */
export function VoiceStrip({ call }: { readonly call: VoiceCall }): ReactNode {
  const say = useSay();
  if (call.state !== 'talking' && call.state !== 'held') return null;
  return (
    <div className={`voice-strip ${call.muted ? 'is-muted' : ''}`}>
      <MuteOf call={call} />
      <span className="grow voice-strip-text cut">
        {call.muted ? (
          <strong>{say('voice.mutedHint')}</strong>
        ) : (
          <>
            <Headset aria-hidden size={14} />
            <span className="cut">{say('voice.here')}</span>
          </>
        )}
      </span>
      {call.quality ? <QualityMark quality={call.quality} /> : null}
    </div>
  );
}
