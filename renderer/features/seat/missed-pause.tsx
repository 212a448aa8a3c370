import { BellOff, Smile } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useSelect } from '../../live/hooks';
import { Button, ErrorLine } from '../../ui/index';
import './seat.css';

/** Why the platform, a supervisor or DND paused me, and one press back to ready. */
export function MissedPause({ compact = false }: { readonly compact?: boolean }): ReactNode {
  const say = useSay();
  const { by, missed } = useSelect('seat', (seat) => ({
    by: seat?.availability === 'paused' ? seat.pausedBy : null,
    missed: seat?.missed ?? 0,
  }));
  const ready = useCommand('seat.ready');
  if (by === null || by === 'me' || by === 'wrap-up') return null;
  const text =
    by === 'platform'
      ? missed > 1
        ? say('seat.missedPause', { n: missed })
        : say('seat.missedPauseOne')
      : say(`seat.pausedBy.${by}`);
  return (
    <div className={`missed-pause tone-paused ${compact ? 'is-compact' : ''}`} role="status">
      <BellOff aria-hidden size={16} />
      <span className="grow">{text}</span>
      <Button icon={Smile} size="s" variant="answer" pending={ready.pending} onPress={() => void ready.run({})}>
        {say('seat.backToReady')}
      </Button>
      <ErrorLine error={ready.error} onDismiss={ready.clear} />
    </div>
  );
}
