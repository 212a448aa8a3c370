import { type ReactNode, useEffect, useState } from 'react';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { Dialog, ErrorLine } from '../../ui/index';
import { PadKeys } from '../dial/pad-keys';
import { setIntent, useIntent } from '../keyboard/intents';

/** Keys sent into the call, one at a time, by mouse or keyboard. */
export function Keypad(): ReactNode {
  const callId = useIntent('keypad');
  const say = useSay();
  return (
    <Dialog
      isOpen={callId !== null}
      onClose={() => setIntent({ keypad: null })}
      title={say('transfer.keypad')}
      size="s"
    >
      {callId === null ? null : <Keys callId={callId} />}
    </Dialog>
  );
}

function Keys({ callId }: { readonly callId: string }): ReactNode {
  const say = useSay();
  const dtmf = useCommand('call.dtmf', callId);
  const [sent, setSent] = useState('');
  const { run } = dtmf;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!/^[0-9*#]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      setSent((before) => before + event.key);
      void run({ callId, digits: event.key });
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [run, callId]);
  return (
    <div className="stack keypad">
      <output className="keypad-sent" aria-live="polite">
        {sent === '' ? ' ' : say('calls.sent', { digits: sent })}
      </output>
      <PadKeys
        onKey={(key) => {
          setSent((before) => before + key);
          void run({ callId, digits: key });
        }}
      />
      <ErrorLine error={dtmf.error} onDismiss={dtmf.clear} />
    </div>
  );
}
