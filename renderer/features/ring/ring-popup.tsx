import { Phone, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { VoiceCall } from '../../../shared/bridge/topics';
import type { Call } from '../../../shared/domain/call';
import { useSay } from '../../i18n/index';
import { Button, duration, ErrorLine, Timer } from '../../ui/index';
import { useCallCommands } from '../calls/commands';
import { nameOf, spaced, useCalls, useControls } from '../calls/model';
import { useOnlyHere, useRinging, useVoiceControls } from '../voice/index';
import './ring.css';

/** The small window that shows what rings: answer, reject, ignore. */
export function RingPopup(): ReactNode {
  const ringing = useRinging(useCalls());
  const only = useOnlyHere().filter((call) => call.state === 'ringing');
  const [first] = ringing;
  const [alone] = only;
  const more = ringing.length + only.length - 1;
  return (
    <main className="ring-popup">
      {first ? (
        <Ring key={first.id} call={first} more={more} />
      ) : alone ? (
        <VoiceRing key={alone.id} call={alone} more={more} />
      ) : null}
    </main>
  );
}

/** What only the app's telephone has shown so far. */
function VoiceRing({ call, more }: { readonly call: VoiceCall; readonly more: number }): ReactNode {
  const say = useSay();
  const { answer, hangUp, clear } = useVoiceControls(call);
  const voiceCallId = call.id;
  return (
    <>
      <header className="ring-head">
        <h1 className="ring-title grow">
          {say('app.ringPopup')}
          {more > 0 ? ` +${more}` : ''}
        </h1>
        <Timer since={call.since} />
      </header>
      <div className="ring-body">
        <p className="ring-name cut">{nameOf(call, say)}</p>
        <p className="cut">{call.name ? spaced(call.number) : ''}</p>
        <ErrorLine error={answer.error ?? hangUp.error} onDismiss={clear} />
      </div>
      <footer className="ring-foot">
        <Button icon={Phone} variant="answer" pending={answer.pending} onPress={() => void answer.run({ voiceCallId })}>
          {say('calls.answer')}
        </Button>
        <Button icon={X} variant="hang-up" pending={hangUp.pending} onPress={() => void hangUp.run({ voiceCallId })}>
          {say('calls.reject')}
        </Button>
        <Button onPress={() => window.close()}>{say('app.ignore')}</Button>
      </footer>
    </>
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
