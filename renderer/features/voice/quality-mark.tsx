import { type LucideIcon, Signal, SignalMedium, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { VoiceQuality } from '../../../shared/bridge/topics';
import { useSay } from '../../i18n/index';
import { Button, Popover, StateBadge, type Tone } from '../../ui/index';
import { type QualityLevel, qualityLevel } from './model';
import './voice.css';

const looks = {
  good: { tone: 'ready', icon: Signal },
  fair: { tone: 'ringing', icon: SignalMedium },
  poor: { tone: 'error', icon: TriangleAlert },
} as const satisfies Record<QualityLevel, { readonly tone: Tone; readonly icon: LucideIcon }>;

/** How the call sounds, in a word; the figures behind the press. */
export function QualityMark({ quality }: { readonly quality: VoiceQuality }): ReactNode {
  const say = useSay();
  const level = qualityLevel(quality);
  const word = say(`voice.quality.${level}`);
  const ms = (value: number): string => say('voice.quality.ms', { n: Math.round(value) });
  const figures = [
    ['mos', say('voice.quality.mosValue', { n: quality.mos.toFixed(1) })],
    ['jitter', ms(quality.jitter)],
    ['loss', say('voice.quality.percent', { n: (quality.loss * 100).toFixed(1) })],
    ['roundTrip', quality.roundTrip === null ? say('voice.quality.notYet') : ms(quality.roundTrip)],
  ] as const;
  return (
    <Popover
      label={say('voice.quality.title')}
      placement="bottom end"
      trigger={
        <Button variant="quiet" size="s" className="quality" label={say('voice.quality.of', { level: word })}>
          <StateBadge {...looks[level]} word={word} quiet />
        </Button>
      }
    >
      <div className="stack voice-details">
        <h3>{say('voice.quality.title')}</h3>
        <dl className="voice-facts">
          {figures.map(([name, value]) => (
            <div key={name}>
              <dt>{say(`voice.quality.${name}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {level === 'poor' ? <p className="fact-warning">{say('voice.quality.poorHint')}</p> : null}
      </div>
    </Popover>
  );
}
