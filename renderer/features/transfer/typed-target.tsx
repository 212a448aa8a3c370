import { MessageCircleQuestion, PhoneForwarded } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useTopic } from '../../live/hooks';
import { Button, ErrorLine, TextField } from '../../ui/index';
import type { TransferMode } from '../keyboard/intents';
import './transfer.css';

/** Longer than any extension of a private exchange. */
const longestExtension = 6;

/** What a person typed as a target; null while it is none. Spaces, dashes and brackets are for reading only. */
export function typedTarget(text: string): { readonly number: string; readonly kind: 'extension' | 'outside' } | null {
  const number = text.replace(/[\s\-().]/g, '');
  if (!/^\+?[\d*#]+$/.test(number)) return null;
  return { number, kind: number.length <= longestExtension && !number.startsWith('+') ? 'extension' : 'outside' };
}

/** Where the platform tells no directory there is nothing to choose from: the number is typed. */
export function TypedTarget(props: {
  readonly callId: string;
  readonly mode: TransferMode;
  readonly onDone: () => void;
}): ReactNode {
  const { callId, mode } = props;
  const say = useSay();
  const own = useTopic('seat')?.device ?? '';
  const [text, setText] = useState('');
  const blind = useCommand('call.transfer', callId);
  const consult = useCommand('call.consult', callId);
  const handle = mode === 'consult' ? consult : blind;
  const to = typedTarget(text);
  const myself = to !== null && to.number === own;
  const send = async (): Promise<void> => {
    if (to === null || myself || handle.pending) return;
    const result = await handle.run({ callId, to });
    if (result.ok) props.onDone();
  };
  return (
    <div className="transfer">
      <TextField
        label={say('transfer.typed')}
        placeholder={say('transfer.typedPlaceholder')}
        hint={say('transfer.typedHint')}
        error={myself ? say('transfer.myself') : null}
        value={text}
        onChange={setText}
        maxLength={64}
        autoFocus
        onSubmit={() => void send()}
      />
      <ErrorLine error={handle.error} onDismiss={handle.clear} />
      <div className="transfer-foot">
        <span className="muted grow cut">
          {say(mode === 'consult' ? 'transfer.enterConsult' : 'transfer.enterBlind')}
        </span>
        <Button
          variant="primary"
          icon={mode === 'consult' ? MessageCircleQuestion : PhoneForwarded}
          pending={handle.pending}
          isDisabled={to === null || myself}
          onPress={() => void send()}
        >
          {say(mode === 'consult' ? 'transfer.consult' : 'transfer.blind')}
        </Button>
      </div>
    </div>
  );
}
