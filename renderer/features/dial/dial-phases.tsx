import { Check, ChevronRight, PhoneOutgoing, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useTopic } from '../../live/hooks';
import { Button, ErrorLine, StateBadge, Timer } from '../../ui/index';
import { spaced } from '../calls/model';
import './dial.css';

/** My phone first, then theirs: both phases visible, a way out of each. */
export function DialPhases({ compact = false }: { readonly compact?: boolean }): ReactNode {
  const say = useSay();
  const dial = useTopic('dial');
  const cancel = useCommand('call.cancelDial');
  if (!dial || dial.phase === 'connected') return null;
  const failed = dial.phase === 'failed';
  const atThem = dial.phase === 'calling-them';
  if (compact) {
    return (
      <div className="dial-line tone-ringing">
        <StateBadge
          tone={failed ? 'error' : 'ringing'}
          icon={failed ? X : PhoneOutgoing}
          word={say(`dial.phase.${dial.phase}`)}
          breathing={!failed}
        />
        <strong className="cut">{spaced(dial.number)}</strong>
        {failed ? <ErrorLine error={dial.error} /> : <Timer since={dial.since} />}
        {failed ? null : (
          <Button size="s" variant="hang-up" icon={X} pending={cancel.pending} onPress={() => void cancel.run({})}>
            {say('dial.cancel')}
          </Button>
        )}
      </div>
    );
  }
  return (
    <section className={`dial-card tone-${failed ? 'error' : 'ringing'}`} aria-label={say('dial.title')} role="status">
      <div className="row">
        <div className="grow">
          <p className="dial-number cut">{spaced(dial.number)}</p>
          <p className="dial-phase">{say(`dial.phase.${dial.phase}`)}</p>
        </div>
        {failed ? null : (
          <Button variant="hang-up" icon={X} pending={cancel.pending} onPress={() => void cancel.run({})}>
            {say('dial.cancel')}
          </Button>
        )}
      </div>
      {failed ? (
        <ErrorLine error={dial.error} />
      ) : (
        <ol className="dial-steps">
          <li className={atThem ? 'is-done' : 'is-now'}>
            {atThem ? <Check aria-hidden size={14} /> : null}
            {say('dial.step.me')}
            {atThem ? null : <Timer since={dial.since} />}
          </li>
          <li aria-hidden className="dial-arrow">
            <ChevronRight size={14} />
          </li>
          <li className={atThem ? 'is-now' : ''}>
            {say('dial.step.them')}
            {atThem ? <Timer since={dial.since} /> : null}
          </li>
        </ol>
      )}
      <ErrorLine error={cancel.error} onDismiss={cancel.clear} />
    </section>
  );
}
