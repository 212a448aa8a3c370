import { PhoneOutgoing, X } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { Call } from '../../../shared/domain/call';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useRow } from '../../live/hooks';
import { CallStateBadge, callLooks, directionIcons, duration, ErrorLine, IconButton } from '../../ui/index';
import { offerNumber } from '../keyboard/intents';
import { useVoiceOf } from '../voice/model';
import { VoiceStrip } from '../voice/voice-strip';
import './calls.css';
import { CallControls } from './call-controls';
import { CallTimers } from './call-timers';
import { CallerFacts, CopyButton } from './caller-facts';
import { useCallCommands } from './commands';
import { Legs } from './legs';
import { nameOf, spaced } from './model';

/** One card a call. Reads its own row, so that another call's change does not render it. */
export const CallCard = memo(function CallCard(props: {
  readonly callId: string;
  /** `full` with details (workspace), `tight` for the side panel. */
  readonly density: 'full' | 'tight';
}): ReactNode {
  const call = useRow('calls', props.callId);
  return call ? <Card call={call} density={props.density} /> : null;
});

function Card({ call, density }: { readonly call: Call; readonly density: 'full' | 'tight' }): ReactNode {
  const say = useSay();
  const commands = useCallCommands(call.id);
  const voice = useVoiceOf(call.id);
  const { tone } = callLooks[call.state];
  const name = nameOf(call, say);
  return (
    <article className={`call-card tone-${tone} density-${density} is-${call.state}`} aria-label={name}>
      <CardHead call={call} name={name} />
      {call.transferredFrom ? (
        <p className="call-from">{say('calls.transferredFrom', { from: call.transferredFrom })}</p>
      ) : null}
      {call.away && call.state !== 'ended' ? <p className="call-note">{say('calls.away')}</p> : null}
      {call.assumed && call.state !== 'ended' ? (
        <p className="call-note">{say(`calls.assumed.${call.assumed}`)}</p>
      ) : null}
      <Legs call={call} />
      {voice && call.state !== 'ended' ? <VoiceStrip call={voice} /> : null}
      {call.state === 'ended' ? (
        <EndedRow call={call} />
      ) : (
        <div className="call-actions">
          <CallControls call={call} commands={commands} part="main" size={density === 'tight' ? 's' : 'm'} />
          <CallControls call={call} commands={commands} part="consult" size="s" />
        </div>
      )}
      <ErrorLine error={commands.error} onDismiss={commands.clear} />
      <CallerFacts call={call} />
    </article>
  );
}

function CardHead({ call, name }: { readonly call: Call; readonly name: string }): ReactNode {
  const say = useSay();
  const Direction = directionIcons[call.direction];
  return (
    <header className="call-head">
      <span className="call-direction" title={say(`states.direction.${call.direction}`)}>
        <Direction aria-hidden size={18} />
        <span className="unseen">{say(`states.direction.${call.direction}`)}</span>
      </span>
      <div className="grow">
        <h2 className="call-name cut" title={name}>
          {name}
        </h2>
        <p className="call-under">
          {call.name && call.number ? (
            <span className="call-number">
              {spaced(call.number)}
              <CopyButton text={call.number} what={say('calls.facts.number')} />
            </span>
          ) : null}
          {call.region ? <span>{call.region}</span> : null}
          {call.queue ? (
            <span className="call-queue">
              {call.waitSeconds === null
                ? call.queueName || call.queue
                : say('calls.fromQueue', { queue: call.queueName || call.queue, wait: duration(call.waitSeconds) })}
            </span>
          ) : null}
        </p>
      </div>
      <div className="call-status">
        <CallStateBadge state={call.state} />
        <CallTimers call={call} />
      </div>
    </header>
  );
}

function EndedRow({ call }: { readonly call: Call }): ReactNode {
  const say = useSay();
  const dismiss = useCommand('call.dismiss', call.id);
  return (
    <div className="call-ended">
      <span className="grow">{say('calls.ended', { end: say(`calls.end.${call.end ?? 'unknown'}`) })}</span>
      {call.number ? (
        <IconButton
          icon={PhoneOutgoing}
          size="s"
          label={say('calls.callBack')}
          onPress={() => offerNumber(call.number)}
        />
      ) : null}
      <IconButton
        icon={X}
        size="s"
        label={say('calls.dismiss')}
        pending={dismiss.pending}
        onPress={() => void dismiss.run({ callId: call.id })}
      />
    </div>
  );
}
