import { Headset, KeyRound, Lock, Pencil, Plus, Server, Trash2, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Profile } from '../../../shared/bridge/topics';
import type { AppError } from '../../../shared/domain/result';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useTopic } from '../../live/hooks';
import { Button, ConfirmDialog, EmptyState, IconButton, Skeleton, StateBadge } from '../../ui/index';
import { AdminMenu } from '../admin/index';
import { ProfileForm } from '../sign-in/profile-form';
import { useSaving } from './saving';

/** Platforms known to this computer: edit, test, pin, remove. The form is the one of the sign-in page. */
export function Platforms(): ReactNode {
  const say = useSay();
  const session = useTopic('session');
  const { reporting } = useSaving();
  const [editing, setEditing] = useState<Profile | 'new' | null>(null);
  const [removing, setRemoving] = useState<Profile | null>(null);
  if (!session) return <Skeleton lines={3} />;
  const inUse = session.state === 'signed-out' ? '' : session.profileId;
  return (
    <div className="settings-fields settings-wide">
      {session.profiles.length === 0 ? (
        <EmptyState icon={Server} title={say('settings.platforms.empty')}>
          {say('settings.platforms.emptyHint')}
        </EmptyState>
      ) : (
        <ul className="panel">
          {session.profiles.map((profile) => (
            <li key={profile.id} className="platform-row">
              <Server aria-hidden size={18} className="muted" />
              <span className="grow platform-text">
                <b className="cut">{profile.name}</b>
                <span className="muted cut">{`${say(`signIn.vendorName.${profile.vendor}`)} · ${profile.address}`}</span>
                <span className="row row-wrap">
                  <Marks profile={profile} inUse={profile.id === inUse} />
                </span>
              </span>
              {profile.id === inUse ? <AdminMenu /> : null}
              {profile.builtIn ? null : (
                <>
                  <IconButton
                    icon={Pencil}
                    label={say('settings.platforms.edit', { name: profile.name })}
                    onPress={() => setEditing(profile)}
                  />
                  <IconButton
                    icon={Trash2}
                    label={say('settings.platforms.remove', { name: profile.name })}
                    unavailable={profile.id === inUse ? say('settings.platforms.removeInUse') : null}
                    onPress={() => setRemoving(profile)}
                  />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button icon={Plus} onPress={() => setEditing('new')}>
          {say('settings.platforms.add')}
        </Button>
      </div>
      {editing ? (
        <ProfileForm
          profile={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={() => {
            setEditing(null);
            reporting.done(say('settings.saved', { what: say('settings.sections.platforms') }));
          }}
        />
      ) : null}
      {removing ? <Removing profile={removing} onClose={() => setRemoving(null)} /> : null}
    </div>
  );
}

function Marks(props: { readonly profile: Profile; readonly inUse: boolean }): ReactNode {
  const say = useSay();
  const { profile } = props;
  return (
    <>
      {props.inUse ? <StateBadge tone="ready" icon={Server} word={say('settings.platforms.inUse')} quiet /> : null}
      {profile.builtIn ? (
        <StateBadge tone="offline" icon={Server} word={say('settings.platforms.builtIn')} quiet />
      ) : null}
      {profile.hasKey || profile.vendor !== 'mvb2000' ? null : (
        <StateBadge tone="error" icon={KeyRound} word={say('settings.platforms.noKey')} quiet />
      )}
      {profile.pin ? <StateBadge tone="ready" icon={Lock} word={say('settings.platforms.pinned')} quiet /> : null}
      {profile.voice.address ? (
        <StateBadge tone="offline" icon={Headset} word={say('settings.platforms.voice')} quiet />
      ) : null}
      {!profile.builtIn && /^http:/i.test(profile.address) ? (
        <StateBadge tone="ringing" icon={TriangleAlert} word={say('settings.platforms.plainHttp')} quiet />
      ) : null}
    </>
  );
}

function Removing(props: { readonly profile: Profile; readonly onClose: () => void }): ReactNode {
  const say = useSay();
  const { run } = useCommand('session.removeProfile', props.profile.id);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const remove = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    const result = await run({ id: props.profile.id });
    setBusy(false);
    if (result.ok) props.onClose();
    else setError(result.error);
  };
  return (
    <ConfirmDialog
      isOpen
      danger
      title={say('settings.platforms.removeAsk', { name: props.profile.name })}
      confirmLabel={say('ui.remove')}
      pending={busy}
      error={error}
      onConfirm={() => void remove()}
      onClose={props.onClose}
    >
      <p>{say('settings.platforms.removeEffect')}</p>
    </ConfirmDialog>
  );
}
