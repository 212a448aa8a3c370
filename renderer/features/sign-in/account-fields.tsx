import type { ReactNode } from 'react';
import type { Account } from '../../../shared/bridge/topics';
import { useSay } from '../../i18n/index';
import { TextField } from '../../ui/index';
import { Fold } from './fold';

export const emptyAccount = { user: '', password: '' } as const;

interface Change {
  readonly user?: string;
  readonly password?: string;
  readonly address?: string;
}

/**
 * User and password of an account besides the key. The password that is stored never comes here: an empty box keeps it,
 * and an empty user removes the account with it.
 */
export function AccountFields(props: {
  readonly title: string;
  /** One sentence: what the account is for. */
  readonly about: string;
  readonly account: { readonly user: string; readonly password: string };
  readonly stored: Account | null;
  readonly address?: { readonly label: string; readonly placeholder: string; readonly value: string };
  readonly onChange: (change: Change) => void;
}): ReactNode {
  const say = useSay();
  const { account, stored, address } = props;
  const kept = stored?.hasPassword === true;
  return (
    <Fold title={props.title} note={account.user.trim() || say('ui.optional')} isOpen={(stored?.user ?? '') !== ''}>
      <p className="muted">{props.about}</p>
      <div className="account-grid">
        {address ? (
          <TextField
            className="wide"
            label={address.label}
            placeholder={address.placeholder}
            value={address.value}
            onChange={(value) => props.onChange({ address: value })}
            maxLength={300}
          />
        ) : null}
        <TextField
          label={say('signIn.accountUser')}
          placeholder={say('ui.optional')}
          value={account.user}
          onChange={(user) => props.onChange({ user })}
          maxLength={80}
        />
        <TextField
          label={say('signIn.accountPassword')}
          type="password"
          value={account.password}
          onChange={(password) => props.onChange({ password })}
          isDisabled={account.user.trim() === ''}
          maxLength={200}
          autoComplete="off"
          placeholder={kept ? say('signIn.keyKeep') : ''}
        />
      </div>
    </Fold>
  );
}
