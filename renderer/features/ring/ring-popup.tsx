import { Phone, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Call } from '../../../shared/domain/call';
import { useSay } from '../../i18n/index';
import { Button, duration, ErrorLine, Timer } from '../../ui/index';
import { useCallCommands } from '../calls/commands';
import { nameOf, spaced, useCalls, useControls } from '../calls/model';
import './ring.css';

/** The small window that shows what rings: answer, reject, ignore. */
export function RingPopup(): ReactNode {
  const ringing = useCalls().filter((call) => call.state === 'ringing');
  const [first] = ringing;
  return (
    <main className="ring-popup">{first ? <Ring key={first.id} call={first} more={ringing.length - 1} /> : null}</main>
  );
}

function Ring({ call, more }: { readonly call: Call; readonly more: number }): ReactNode {
  const say = useSay();
  const commands = useCallCommands(call.id);
  const controls = useControls(call);
  const can = (action: 'answer' | 'reject'): boolean => controls.some((row) => row.action === action && row.enabled);
  return (
    <>
      <header className="ring-head">
        <h1 className="ring-title grow">
          {say('app.ringPopup')}
          {more > 0 ? ` +${more}` : ''}
        </h1>
        <Timer since={call.startedAt} />
      </header>
      <div className="ring-body">
        <p className="ring-name cut">{nameOf(call, say)}</p>
        <p className="cut">{[call.name ? spaced(call.number) : '', call.region].filter(Boolean).join(' · ')}</p>
        <p className="cut muted">
          {call.queue
            ? call.waitSeconds === null
              ? call.queueName || call.queue
              : say('calls.fromQueue', { queue: call.queueName || call.queue, wait: duration(call.waitSeconds) })
            : ''}
          {call.ivrPath ? ` · ${call.ivrPath}` : ''}
        </p>
        <ErrorLine error={commands.error} onDismiss={commands.clear} />
      </div>
      <footer className="ring-foot">
        {can('answer') ? (
          <Button
            icon={Phone}
            variant="answer"
            pending={commands.pending('answer')}
            onPress={() => commands.run('answer')}
          >
            {say('calls.answer')}
          </Button>
        ) : null}
        {can('reject') ? (
          <Button
            icon={X}
            variant="hang-up"
            pending={commands.pending('reject')}
            onPress={() => commands.run('reject')}
          >
            {say('calls.reject')}
          </Button>
        ) : null}
        <Button onPress={() => window.close()}>{say('app.ignore')}</Button>
      </footer>
    </>
  );
}
