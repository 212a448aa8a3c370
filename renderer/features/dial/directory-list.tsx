import { Phone, PhoneIncoming } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Extension } from '../../../shared/domain/queue';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useDriver } from '../../live/hooks';
import { ErrorLine, IconButton, PresenceBadge } from '../../ui/index';

/** A colleague: who, where, live presence; call, or take a ringing call. */
export function DirectoryRow(props: {
  readonly row: Extension;
  readonly active?: boolean;
  readonly pending: boolean;
  readonly onCall: (extension: string) => void;
}): ReactNode {
  const { row } = props;
  const say = useSay();
  const driver = useDriver();
  const pickup = useCommand('pickup.extension', row.extension);
  const ringing = row.presence === 'ringing' && driver.has('pickup');
  return (
    <li className={`directory-row ${props.active ? 'is-active' : ''}`}>
      <div className="row">
        <span className="directory-ext">{row.extension}</span>
        <span className="grow cut">{row.name}</span>
        <PresenceBadge presence={row.presence} paused={row.paused} />
        {ringing ? (
          <IconButton
            icon={PhoneIncoming}
            size="s"
            label={`${say('dial.pickup')} ${row.name || row.extension}`}
            pending={pickup.pending}
            onPress={() => void pickup.run({ extension: row.extension })}
          />
        ) : null}
        <IconButton
          icon={Phone}
          size="s"
          label={`${say('dial.call')} ${row.name || row.extension}`}
          pending={props.pending}
          onPress={() => props.onCall(row.extension)}
        />
      </div>
      <ErrorLine error={pickup.error} onDismiss={pickup.clear} />
    </li>
  );
}
