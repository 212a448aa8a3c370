import { PhoneOutgoing } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { AppError } from '../../../shared/domain/result';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useRowList, useTopic } from '../../live/hooks';
import { Button, ErrorLine, Popover } from '../../ui/index';

/**
 * Calls a number back in one click. The number came from the platform's records and the person pressed the button here,
 * so nothing is asked; only while another call is going on a click could cut in, and then it asks first.
 */
export function CallBack(props: {
  readonly number: string;
  readonly label: string;
  readonly onDone?: () => void;
  readonly quiet?: boolean;
}): ReactNode {
  const say = useSay();
  const seat = useTopic('seat');
  const onCall = useRowList('calls').some((call) => call.state !== 'ended');
  const { run } = useCommand('call.dial');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const [asking, setAsking] = useState(false);
  const dial = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    const result = await run({ number: props.number, confirmed: true });
    setBusy(false);
    if (result.ok) {
      setAsking(false);
      props.onDone?.();
    } else {
      setError(result.error);
      setAsking(true);
    }
  };
  const unavailable = props.number === '' ? say('history.noNumber') : seat ? null : say('why.signed-out');
  return (
    <Popover
      label={props.label}
      placement="bottom end"
      isOpen={asking}
      onOpenChange={(open) => {
        if (!open) {
          setAsking(false);
          setError(null);
        }
      }}
      trigger={
        <Button
          size="s"
          {...(props.quiet ? { variant: 'quiet' as const } : {})}
          icon={PhoneOutgoing}
          label={props.label}
          pending={busy}
          unavailable={unavailable}
          onPress={() => (onCall ? setAsking(true) : void dial())}
        >
          {say('history.callBackShort')}
        </Button>
      }
    >
      <div className="stack">
        <p>
          <b>{say('history.askCall', { number: props.number })}</b>
        </p>
        <p className="muted">{say('history.askCallHint')}</p>
        <ErrorLine error={error} />
        <div className="row">
          <Button size="s" variant="primary" icon={PhoneOutgoing} pending={busy} onPress={() => void dial()}>
            {say(error ? 'ui.retry' : 'history.callBackShort')}
          </Button>
          <Button size="s" onPress={() => setAsking(false)}>
            {say('ui.cancel')}
          </Button>
        </div>
      </div>
    </Popover>
  );
}
