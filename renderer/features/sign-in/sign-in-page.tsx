import { Headset } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Profile } from '../../../shared/bridge/topics';
import { useSay } from '../../i18n/index';
import { useTopic } from '../../live/hooks';
import { Skeleton } from '../../ui/index';
import { ProfileForm } from './profile-form';
import { ProfileList } from './profile-list';
import { SeatForm } from './seat-form';
import './sign-in.css';

/** Where a shift starts: platform on the left, person and phone on the right. */
export function SignInPage(): ReactNode {
  const say = useSay();
  const session = useTopic('session');
  const [chosen, setChosen] = useState<string | null>(null);
  const [editing, setEditing] = useState<Profile | 'new' | null>(null);
  if (!session) return <Skeleton lines={6} />;
  const profile =
    session.profiles.find((row) => row.id === (chosen ?? session.profileId)) ?? session.profiles[0] ?? null;
  return (
    <main className="sign-in">
      <header className="sign-in-head">
        <span className="mark" aria-hidden>
          <Headset size={22} />
        </span>
        <div>
          <h1>{say('app.name')}</h1>
          <p className="muted">{say('signIn.subtitle')}</p>
        </div>
      </header>
      <div className="sign-in-columns">
        <ProfileList
          profiles={session.profiles}
          chosen={profile?.id ?? null}
          onChoose={setChosen}
          onEdit={setEditing}
          onAdd={() => setEditing('new')}
        />
        {profile ? <SeatForm key={profile.id} profile={profile} session={session} /> : null}
      </div>
      {editing === null ? null : (
        <ProfileForm
          profile={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={(id) => {
            setChosen(id);
            setEditing(null);
          }}
        />
      )}
    </main>
  );
}
