import { Lock, Pencil, Plus, Server, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Profile } from '../../../shared/bridge/topics';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { Button, ConfirmDialog, IconButton } from '../../ui/index';

/** Platforms that are known here; one is chosen. */
export function ProfileList(props: {
  readonly profiles: readonly Profile[];
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
  readonly onEdit: (profile: Profile) => void;
  readonly onAdd: () => void;
}): ReactNode {
  const say = useSay();
  const [removing, setRemoving] = useState<Profile | null>(null);
  const remove = useCommand('session.removeProfile', removing?.id ?? '');
  return (
    <section className="panel profiles" aria-label={say('signIn.chooseProfile')}>
      <header className="panel-head">
        <h2>{say('signIn.platform')}</h2>
      </header>
      <ul className="profile-rows">
        {props.profiles.map((profile) => (
          <li key={profile.id} className={`profile-row ${profile.id === props.chosen ? 'is-chosen' : ''}`}>
            <button
              type="button"
              className="profile-choose"
              aria-pressed={profile.id === props.chosen}
              onClick={() => props.onChoose(profile.id)}
            >
              <Server aria-hidden size={18} />
              <span className="grow">
                <span className="profile-name cut">{profile.name}</span>
                <span className="muted cut profile-address">
                  {profile.pin ? <Lock aria-hidden size={11} /> : null}
                  {profile.builtIn
                    ? say('signIn.builtIn')
                    : `${say(`signIn.vendorName.${profile.vendor}`)} · ${profile.address}`}
                </span>
              </span>
            </button>
            {profile.builtIn ? null : (
              <>
                <IconButton
                  icon={Pencil}
                  size="s"
                  label={`${say('ui.edit')} ${profile.name}`}
                  onPress={() => props.onEdit(profile)}
                />
                <IconButton
                  icon={Trash2}
                  size="s"
                  label={`${say('ui.remove')} ${profile.name}`}
                  onPress={() => setRemoving(profile)}
                />
              </>
            )}
          </li>
        ))}
      </ul>
      <div className="profile-add">
        <Button icon={Plus} variant="quiet" onPress={props.onAdd}>
          {say('signIn.addProfile')}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={removing !== null}
        title={say('signIn.removeTitle', { name: removing?.name ?? '' })}
        confirmLabel={say('ui.remove')}
        danger
        pending={remove.pending}
        error={remove.error}
        onClose={() => setRemoving(null)}
        onConfirm={() => {
          if (!removing) return;
          void remove.run({ id: removing.id }).then((result) => {
            if (result.ok) setRemoving(null);
          });
        }}
      >
        <p>{say('signIn.removeText')}</p>
      </ConfirmDialog>
    </section>
  );
}
