import { Ear, Lock, LockOpen, Mic, MicOff, UsersRound, UserX, Volume2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ConferenceMember } from '../../../shared/domain/queue';
import { type AppError, assertNever } from '../../../shared/domain/result';
import { useSay } from '../../i18n/index';
import { useCommand } from '../../live/command';
import { useRowList, useRows } from '../../live/hooks';
import { Button, ConfirmDialog, EmptyState, ErrorLine, IconButton, Skeleton, StateBadge, Timer } from '../../ui/index';
import { AsOf } from '../link/as-of';
import '../../ui/page.css';
import './conference.css';
import { type Room, roomsOf } from './rooms';

type Asked =
  | { readonly kind: 'kick'; readonly member: ConferenceMember }
  | { readonly kind: 'lock'; readonly room: string }
  | { readonly kind: 'unlock'; readonly room: string };

/** Rooms with the people in them; mute at once, kick and lock after a question. */
export function ConferencePanel(): ReactNode {
  const say = useSay();
  const loaded = useRows('conferences') !== undefined;
  const rooms = roomsOf(useRowList('conferences'));
  const [asked, setAsked] = useState<Asked | null>(null);
  // The platform does not report locks, so only what this person did is known, and only while the room lives.
  const [locked, setLocked] = useState<ReadonlySet<string>>(new Set());
  return (
    <section className="conference" aria-label={say('conference.title')}>
      <header className="page-bar">
        <h1>{say('conference.title')}</h1>
        <AsOf />
      </header>
      {!loaded ? (
        <Skeleton lines={4} />
      ) : rooms.length === 0 ? (
        <EmptyState icon={UsersRound} title={say('conference.empty')}>
          {say('conference.emptyHint')}
        </EmptyState>
      ) : (
        rooms.map((room) => <RoomCard key={room.room} room={room} locked={locked.has(room.room)} onAsk={setAsked} />)
      )}
      {asked ? (
        <Question
          asked={asked}
          onClose={() => setAsked(null)}
          onDone={() => {
            if (asked.kind !== 'kick') {
              setLocked((rooms) => {
                const next = new Set(rooms);
                if (asked.kind === 'lock') next.add(asked.room);
                else next.delete(asked.room);
                return next;
              });
            }
            setAsked(null);
          }}
        />
      ) : null}
    </section>
  );
}

function RoomCard(props: {
  readonly room: Room;
  readonly locked: boolean;
  readonly onAsk: (asked: Asked) => void;
}): ReactNode {
  const say = useSay();
  const { room, since, members } = props.room;
  return (
    <article className="panel">
      <header className="panel-head room-head">
        <UsersRound aria-hidden size={16} />
        <h2>{say('conference.room', { room })}</h2>
        <span className="muted">{say('conference.people', { n: members.length })}</span>
        <Timer since={since} className="muted" />
        {props.locked ? <StateBadge tone="paused" icon={Lock} word={say('conference.locked')} /> : null}
        <span className="grow" />
        <Button
          size="s"
          icon={Lock}
          label={say('conference.lock', { room })}
          hint={say('conference.lockUnknown')}
          onPress={() => props.onAsk({ kind: 'lock', room })}
        >
          {say('conference.lockShort')}
        </Button>
        <Button
          size="s"
          icon={LockOpen}
          label={say('conference.unlock', { room })}
          hint={say('conference.lockUnknown')}
          onPress={() => props.onAsk({ kind: 'unlock', room })}
        >
          {say('conference.unlockShort')}
        </Button>
      </header>
      <ul aria-label={say('conference.members', { room })}>
        {members.map((member) => (
          <MemberRow key={member.id} member={member} onAsk={props.onAsk} />
        ))}
      </ul>
    </article>
  );
}

const nameOf = (member: ConferenceMember): string => member.name || member.phone || member.channel;

function MemberRow(props: { readonly member: ConferenceMember; readonly onAsk: (asked: Asked) => void }): ReactNode {
  const say = useSay();
  const { member } = props;
  const [error, setError] = useState<AppError | null>(null);
  const [busy, setBusy] = useState(false);
  const { run } = useCommand('conference.mute');
  const who = nameOf(member);
  const mute = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    const result = await run({ room: member.room, member: member.number, on: !member.muted });
    setBusy(false);
    if (!result.ok) setError(result.error);
  };
  return (
    <li className="room-member">
      <div className="row row-wrap">
        <span className="room-who">
          <b className="cut">{who}</b>{' '}
          {member.phone && member.phone !== who ? <span className="muted">{member.phone}</span> : null}
        </span>
        {member.muted ? (
          <StateBadge tone="paused" icon={MicOff} word={say('conference.muted')} />
        ) : member.talking ? (
          <StateBadge tone="call" icon={Volume2} word={say('conference.talking')} />
        ) : (
          <StateBadge tone="offline" icon={Ear} word={say('conference.listening')} />
        )}
        <span className="grow" />
        <Timer since={member.joinedAt} className="muted" />
        <Button
          size="s"
          icon={member.muted ? Mic : MicOff}
          pending={busy}
          label={say(member.muted ? 'conference.unmute' : 'conference.mute', { who })}
          onPress={() => void mute()}
        >
          {say(member.muted ? 'conference.unmuteShort' : 'conference.muteShort')}
        </Button>
        <IconButton
          size="s"
          variant="danger"
          icon={UserX}
          label={say('conference.kick', { who })}
          onPress={() => props.onAsk({ kind: 'kick', member })}
        />
      </div>
      <ErrorLine error={error} onDismiss={() => setError(null)} />
    </li>
  );
}

function Question(props: {
  readonly asked: Asked;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactNode {
  const say = useSay();
  const { asked } = props;
  const kick = useCommand('conference.kick');
  const lock = useCommand('conference.lock');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    const result =
      asked.kind === 'kick'
        ? await kick.run({ room: asked.member.room, member: asked.member.number })
        : await lock.run({ room: asked.room, on: asked.kind === 'lock' });
    setBusy(false);
    if (result.ok) props.onDone();
    else setError(result.error);
  };
  const words = (): { title: string; effect: string; label: string } => {
    switch (asked.kind) {
      case 'kick': {
        const who = nameOf(asked.member);
        return {
          title: say('conference.kickAsk', { who, room: asked.member.room }),
          effect: say('conference.kickEffect', { who }),
          label: say('conference.kickShort'),
        };
      }
      case 'lock':
        return {
          title: say('conference.lockAsk', { room: asked.room }),
          effect: say('conference.lockEffect'),
          label: say('conference.lockShort'),
        };
      case 'unlock':
        return {
          title: say('conference.unlockAsk', { room: asked.room }),
          effect: say('conference.unlockEffect'),
          label: say('conference.unlockShort'),
        };
      default:
        return assertNever(asked, 'question');
    }
  };
  const { title, effect, label } = words();
  return (
    <ConfirmDialog
      isOpen
      title={title}
      confirmLabel={label}
      danger={asked.kind === 'kick'}
      pending={busy}
      error={error}
      onConfirm={() => void confirm()}
      onClose={props.onClose}
    >
      <p>{effect}</p>
    </ConfirmDialog>
  );
}
