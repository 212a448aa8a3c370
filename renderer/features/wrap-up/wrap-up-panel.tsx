import { Check, SquarePen, TimerReset } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/index';
import { useSettings } from '../../live/hooks';
import { Button, ErrorLine, TextField, Timer } from '../../ui/index';
import { nameOf } from '../calls/model';
import { dispositions } from './dispositions';
import { setDraft, useDraft } from './notes';
import { useNote } from './use-note';
import { useWrapUp } from './use-wrap-up';
import './wrap-up.css';

/** Note and disposition of the call in hand; with the countdown once the seat is in wrap-up. */
export function WrapUpPanel(): ReactNode {
  const say = useSay();
  const wrapUp = useWrapUp();
  const callId = wrapUp.call?.id ?? '';
  if (callId === '' && !wrapUp.active) return null;
  return (
    <section className={`panel wrap-up ${wrapUp.active ? 'is-active' : ''}`} aria-label={say('wrapUp.title')}>
      <header className="panel-head">
        <SquarePen aria-hidden size={15} />
        <h2>{say(wrapUp.active ? 'wrapUp.title' : 'wrapUp.note')}</h2>
        <span className="grow cut muted">{wrapUp.call ? nameOf(wrapUp.call, say) : ''}</span>
        {wrapUp.active ? <Countdown /> : null}
      </header>
      <div className="panel-body stack">
        <Dispositions callId={callId} />
        <NoteField callId={callId} />
        {wrapUp.active ? <FinishRow /> : null}
      </div>
    </section>
  );
}

export function Countdown(): ReactNode {
  const say = useSay();
  const { endsAt, since } = useWrapUp();
  return (
    <span className="wrap-up-left">
      {endsAt === null ? (
        <>
          {say('wrapUp.endless')} <Timer since={since} />
        </>
      ) : (
        <>
          {say('wrapUp.left')} <Timer until={endsAt} label={say('seat.wrapUpLeft')} />
        </>
      )}
    </span>
  );
}

/** One of nine, keys 1–9; pressing the chosen one again takes it back. */
export function Dispositions(props: { readonly callId: string; readonly limit?: number }): ReactNode {
  const say = useSay();
  const { disposition } = useDraft(props.callId);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot wrap its content in a flex row
    <div className="dispositions" role="group" aria-label={say('wrapUp.disposition')}>
      {dispositions.slice(0, props.limit ?? 9).map((key, index) => {
        const word = say(key);
        return (
          <Button
            key={key}
            size="s"
            isPressed={disposition === word}
            onPress={() => setDraft(props.callId, { disposition: disposition === word ? '' : word })}
          >
            <span className="disposition-key" aria-hidden>
              {index + 1}
            </span>
            {word}
          </Button>
        );
      })}
    </div>
  );
}

function NoteField({ callId }: { readonly callId: string }): ReactNode {
  const say = useSay();
  const note = useNote(callId);
  return (
    <div className="note">
      <TextField
        label={say('wrapUp.note')}
        hideLabel
        value={note.text}
        onChange={note.change}
        lines={3}
        maxLength={4000}
        placeholder={say('wrapUp.notePlaceholder')}
      />
      <span className={`note-state ${note.state === 'not-saved' ? 'fact-warning' : 'muted'}`} role="status">
        {note.state === 'empty'
          ? ''
          : say(
              note.state === 'saved' ? 'wrapUp.saved' : note.state === 'saving' ? 'wrapUp.saving' : 'wrapUp.notSaved',
            )}
      </span>
    </div>
  );
}

export function FinishRow({ compact = false }: { readonly compact?: boolean }): ReactNode {
  const say = useSay();
  const wrapUp = useWrapUp();
  const { wrapUp: rules } = useSettings();
  return (
    <>
      <div className="row finish-row">
        {wrapUp.endsAt === null ? null : (
          <Button icon={TimerReset} size={compact ? 's' : 'm'} pending={wrapUp.extending} onPress={wrapUp.extend}>
            {say('wrapUp.extend', { n: rules.extendSeconds })}
          </Button>
        )}
        <Button
          icon={Check}
          size={compact ? 's' : 'm'}
          variant="primary"
          shortcut="Ctrl+Enter"
          pending={wrapUp.finishing}
          onPress={() => void wrapUp.finish()}
        >
          {say('wrapUp.finish')}
        </Button>
      </div>
      <ErrorLine error={wrapUp.error} onDismiss={wrapUp.clear} />
    </>
  );
}
